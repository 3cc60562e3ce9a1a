"""Makers of a record of each kind that the desk has, of each kind of part, and what their forms send."""

from axes.models import AccessAttempt, AccessFailureLog
from django.apps import apps
from django.urls import reverse

from hrnet.directory.citing.models import RetiredAddress
from institutions.models import Contact, Country, Theme
from sources.citations import Citation
from sources.models import Finding, SeedEntry
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    NameFactory,
    NetworkFactory,
    SourceFactory,
    ThemeFactory,
)
from tests.rules import MAKERS


def retired_address():
    for slug in ("here", "elsewhere"):
        InstitutionFactory(slug=slug)
    return RetiredAddress.objects.create(
        kind="institutions", key="gone", to_kind="institutions", to_key="here"
    )


OTHERS = {
    "retiredaddress": retired_address,
    "contact": lambda: Contact.objects.create(institution=InstitutionFactory(), email="a@example.org"),
    "seedentry": lambda: SeedEntry.objects.create(model="sources.source", key="a-source"),
    "finding": lambda: Finding.objects.create(
        model="sources.source", record="1", field="url", rule="web_address"
    ),
    "accessattempt": lambda: AccessAttempt.objects.create(username="s", failures_since_start=1),
    "accessfailurelog": lambda: AccessFailureLog.objects.create(username="s"),
}

# The parts that have no page of their own, but those that are citations.
PARTS = {
    "identifier": {"scheme": "ror", "value": "0abc"},
    "institutiontheme": {"theme": Theme},
    "institutioncountry": {"country": Country},
    "groupcountry": {"country": Country},
    "mandatetheme": {"theme": Theme},
    "engagementauthor": {"institution": InstitutionFactory},
    "instrumentname": {"text": "The text", "language": "en"},
    "meetingtopic": {"text_en": "The topic", "text_fr": "Le sujet"},
    "statuschange": {"status": "active"},
    "participation": {"institution": InstitutionFactory, "review_state": "published"},
    "name": {"text": "Its name", "language": "en", "kind": "former"},
    "aim": {"kind": "objective", "position": 9, "text_en": "An aim", "text_fr": "Un but"},
}
VOCABULARIES = {Theme: ThemeFactory, Country: CountryFactory, InstitutionFactory: InstitutionFactory}

DRAFTS = {
    "name": lambda: NameFactory(institution=InstitutionFactory(review_state="draft")),
    "network": lambda: NetworkFactory(institution__review_state="draft"),
    "aim": lambda: MAKERS["aim"](network__institution__review_state="draft"),
    "treatybody": lambda: MAKERS["treatybody"](institution__review_state="draft"),
}


def model_of(kind):
    return apps.get_model(*kind.split("_", 1))


def kind_of(model):
    return f"{model._meta.app_label}_{model._meta.model_name}"


def make(model):
    name = model._meta.model_name
    return OTHERS[name]() if name in OTHERS else MAKERS[name]()


def make_draft(model):
    maker = DRAFTS.get(model._meta.model_name)
    return maker() if maker else MAKERS[model._meta.model_name](review_state="draft")


def form_data(client, record, page, *arguments):
    """Return what the form of ``record`` at ``page`` of the desk sends when nothing in it was touched."""
    answer = client.get(reverse(f"admin:{kind_of(type(record))}_{page}", args=arguments))
    if answer.status_code != 200:
        return {}
    form = type(answer.context["adminform"].form)(instance=record)
    data = {name: form[name].value() for name in form.fields}
    for inline in answer.context["inline_admin_formsets"]:
        data |= {f"{inline.formset.prefix}-{count}_FORMS": 0 for count in ("TOTAL", "INITIAL")}
    return {name: value for name, value in data.items() if value is not None and value is not False}


def values_of(model):
    if issubclass(model, Citation):
        return {"source": SourceFactory()}
    values = PARTS[model._meta.model_name]
    return {name: VOCABULARIES[value]() if value in VOCABULARIES else value for name, value in values.items()}


def sent(answer):
    """Return all that the open form of a record sends, its parts and empty rows too, untouched."""
    forms = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = [(form, name) for form in forms for name in form.fields]
    values = {form.add_prefix(name): form[name].value() for form, name in fields}
    values |= {
        form.add_initial_prefix(name): form[name].value()
        for form, name in fields
        if form.fields[name].show_hidden_initial
    }
    return {name: value for name, value in values.items() if value not in (None, "") and value is not False}
