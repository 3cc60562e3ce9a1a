"""The catalogues: French translates every text; Spanish and Arabic, all that a reader meets.

Spanish and Arabic are the proof that a language is a catalogue and no more. The curation desk and the
imports stay English in them, text by text, where nobody has translated them.
"""

import json
import re
import subprocess
import sys
from functools import cache

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import translation
from django.utils.translation import gettext

from hrnet.lib.dates import PartialDate
from tests.factories import InstitutionFactory

LOCALE = settings.BASE_DIR / "locale"
PROOFS = ("es", "ar")
DOMAIN = ("sources", "institutions", "networks", "mandates", "imports")
# The collector sets up a Django of its own, and so runs in a process of its own.
COLLECT = """
import json
from scripts.catalogues import _messages
print(json.dumps([[message, context, path] for path, _line, message, _comments, context in _messages()]))
"""


# Where the texts stand that a reader meets.
READ = (
    "templates/base.html", "templates/error.html", "templates/directory/", "templates/_components/",
    "templates/_statements/", "hrnet/directory/views/", "hrnet/directory/templatetags/",
    "hrnet/directory/statements.py", "hrnet/directory/context.py", "hrnet/directory/errors.py",
    "hrnet/directory/matrices/",
    "hrnet/lib/dates.py",
)  # fmt: skip
READERS_APPS = ("sources", "institutions", "networks", "mandates")


@cache
def found():
    """Return what the collector finds: text (or singular and plural), context and path of each."""
    run = subprocess.run(
        [sys.executable, "-c", COLLECT], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    return [(as_id(message), context, path) for message, context, path in json.loads(run.stdout)]


def collected():
    """Return the texts of the code and the templates: text (or singular and plural) and context."""
    return {(message, context) for message, context, _path in found()}


def as_id(message):
    return tuple(message) if isinstance(message, list | tuple) else message


@cache
def catalogue(language="fr"):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def translated(language):
    """Return the texts that the catalogue of ``language`` translates in full, with their contexts."""
    return {
        (as_id(message.id), message.context) for message in catalogue(language) if all(translations(message))
    }


def choices(*apps_of):
    """Return the labels of the choices of the models of some apps."""
    with translation.override(None):
        return {
            str(label)
            for app in apps_of
            for model in apps.get_app_config(app).get_models()
            for field in model._meta.fields
            for _value, label in field.choices or ()
        }


def translations(message):
    return message.string if isinstance(message.string, list | tuple) else [message.string]


@pytest.mark.parametrize("language", ["fr", *PROOFS])
def test_the_catalogue_has_every_text_of_the_code(language):
    known = {(as_id(message.id), message.context) for message in catalogue(language)}

    assert sorted(map(str, collected() - known)) == []


@pytest.mark.parametrize("language", ["fr", *PROOFS])
def test_the_catalogue_has_no_text_that_the_code_lost(language):
    known = {(as_id(message.id), message.context) for message in catalogue(language)}

    assert sorted(map(str, known - collected())) == []


@pytest.mark.parametrize("language", PROOFS)
def test_what_a_reader_meets_is_in_every_language(language):
    met = {(message, context) for message, context, path in found() if path.startswith(READ)}

    assert ("Skip to the content", None) in met
    assert sorted(map(str, met - translated(language))) == []


@pytest.mark.parametrize("language", PROOFS)
def test_every_choice_that_a_reader_meets_is_in_every_language(language):
    known = {message for message, _context in translated(language)}

    assert sorted(choices(*READERS_APPS) - known) == []


def test_there_is_a_catalogue_for_each_language_of_the_site_but_that_of_the_code():
    assert {path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/django.po")} == {
        code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
    }


def test_every_text_is_translated():
    assert [message.id for message in catalogue() if not all(translations(message))] == []


@pytest.mark.parametrize("language", ["fr", *PROOFS])
def test_no_translation_is_a_guess(language):
    assert [message.id for message in catalogue(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", ["fr", *PROOFS])
def test_a_translation_keeps_the_places_where_values_go(language):
    assert [
        message.id
        for message in catalogue(language)
        for text in translations(message)
        if text and places(text) not in [places(one) for one in ids(message)]
    ] == []


def ids(message):
    return message.id if isinstance(message.id, list | tuple) else [message.id]


def places(text):
    """Return the placeholders of ``text``: «%(name)s», «%s», «{name}»."""
    return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text))


def test_every_choice_has_a_label_in_the_catalogue():
    known = {message.id for message in catalogue()}

    labels = choices(*DOMAIN)

    assert "national human rights institution" in labels
    assert sorted(labels - known) == []


# -- dates and numbers


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", "4 March 2026", "March 2026"),
        ("fr", "4 mars 2026", "mars 2026"),
        ("es", "4 de marzo de 2026", "marzo de 2026"),
        ("ar", "4 مارس 2026", "مارس 2026"),
    ],
)
def test_a_date_is_written_as_its_language_writes_it(language, day, month):
    with translation.override(language):
        assert (PartialDate.parse("2026-03-04").display(), PartialDate.parse("2026-03").display()) == (
            day,
            month,
        )


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "12,345"), ("fr", "12\u00a0345"), ("es", "12\u00a0345"), ("ar", "12,345")]
)
def test_a_number_is_grouped_as_its_language_groups_it(language, shown):
    with translation.override(language):
        assert intcomma(12345) == shown


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "direction"), [("es", "ltr"), ("ar", "rtl")])
def test_a_page_has_its_language_and_direction_and_offers_the_others(client, language, direction):
    page = client.get(f"/{language}/").content.decode()

    assert f'<html lang="{language}" dir="{direction}">' in page
    offered = re.findall(r'<a href="[^"]*" lang="(\w+)" dir="(\w+)" hreflang', page)
    assert sorted(offered) == sorted(
        {"en": "ltr", "fr": "ltr", "es": "ltr", "ar": "rtl"}.items() - {(language, direction)}
    )


@pytest.mark.django_db
def test_a_stored_text_says_which_language_it_is_in_where_it_is_not_the_readers(client):
    InstitutionFactory(slug="the-body")

    page = client.get("/ar/institutions/the-body/").content.decode()

    assert (
        '<span lang="en" dir="auto">The body</span> <small class="fallback">(باللغة الإنجليزية فقط)</small>'
        in page
    )


def test_a_text_that_spanish_lacks_is_english():
    with translation.override("es"):
        assert gettext("Somebody else changed this record after you opened it. Nothing was saved yet.") == (
            "Somebody else changed this record after you opened it. Nothing was saved yet."
        )
