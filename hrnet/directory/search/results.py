"""What is shown of the records that were found: label, kind, country, and the name that matched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hrnet.directory.search.looking import Name
from hrnet.directory.search.ranking import Hit
from hrnet.lib.languages import language_name, with_colon
from hrnet.lib.names import fold
from institutions.models import Country, Institution, NameKind, Person, Theme
from mandates.models import Engagement, Instrument, Mandate, MandateHolder
from networks.models import Meeting, Membership, Participation
from sources.fields import Localized
from sources.models import Source

#: The sections of the results, in the order of the filter, by what they are called.
SECTIONS = {
    "institution": gettext_lazy("Institutions"),
    "network": gettext_lazy("Networks"),
    "treaty_body": gettext_lazy("Treaty bodies"),
    "instrument": gettext_lazy("Instruments"),
    "mandate": gettext_lazy("Mandates"),
    "engagement": gettext_lazy("Engagements"),
    "meeting": gettext_lazy("Meetings"),
    "theme": gettext_lazy("Themes"),
    "country": gettext_lazy("Countries"),
    "person": gettext_lazy("Persons in a public function"),
    "source": gettext_lazy("Sources"),
}


@dataclass(frozen=True)
class Result:
    """One record as it is shown. ``matched`` is the name that was found, where it is not the label."""

    address: str
    label: Any
    acronym: str
    kind: str
    place: Any
    matched: str
    matched_language: str
    matched_as: str
    slug: str = ""


def shown(hits: Iterable[Hit]) -> list[Result]:
    """Return what is shown of ``hits``, in their order; one query for each kind of record among them."""
    hits = list(hits)
    wanted: dict[str, list[int]] = {}
    for hit in hits:
        wanted.setdefault(hit.name.record, []).append(hit.name.record_id)
    records = {
        (kind, record.pk): record
        for kind, keys in wanted.items()
        for record in ROWS[kind]().filter(pk__in=keys)
    }
    functions = _functions(wanted.get("person", []))
    found = ((hit.name, records.get((hit.name.record, hit.name.record_id))) for hit in hits)
    results = (
        _person(record, functions.get(record.pk)) if name.record == "person" else _result(name, record)
        for name, record in found
        if record is not None
    )
    return [one for one in results if one]


def _functions(persons: list[int]) -> dict[int, Any]:
    """Return for each of the persons the public statement that names it."""
    found: dict[int, Any] = {}
    models: tuple[Any, ...] = FUNCTIONS if persons else ()
    for model in models:
        for statement in model.objects.visible().shown().filter(person__in=persons).order_by("pk"):
            found.setdefault(statement.person_id, statement)
    return found


def _institutions() -> QuerySet:
    return Institution.objects.visible().select_related("country", "network", "treaty_body")


ROWS: dict[str, Callable[[], QuerySet]] = {
    "institution": _institutions,
    "instrument": lambda: Instrument.objects.visible(),
    "mandate": lambda: Mandate.objects.visible().shown(),
    "engagement": lambda: Engagement.objects.visible().shown(),
    "meeting": lambda: Meeting.objects.visible().shown(),
    "theme": lambda: Theme.objects.all(),
    "country": lambda: Country.objects.all(),
    "source": lambda: Source.objects.visible(),
    "person": lambda: Person.objects.all(),
}
#: The statements that name a person: the office goes before a seat, a seat before a visit.
FUNCTIONS = (MandateHolder, Membership, Participation)


def _result(name: Name, record: Any) -> Result:
    label, acronym = _label(record), str(_acronym(record))
    place = getattr(getattr(record, "country", None), "label", "")
    matched = "" if fold(name.text) in (fold(str(label)), fold(acronym)) else name.text
    return Result(
        _page(record).get_absolute_url(), label, "" if acronym == str(label) else acronym, _kind(record),
        "" if str(place) == str(label) else place, matched, name.language,
        _named_as(name) if matched else "", getattr(record, "slug", "") or "",
    )  # fmt: skip


def _page(record: Any) -> Any:
    """Return what has the page of a record: a body’s profile, where it has one."""
    for profile in ("treaty_body", "network"):
        if isinstance(record, Institution) and hasattr(record, profile):
            return getattr(record, profile)
    return record


def _label(record: Any) -> Any:
    label = getattr(record, "label", "") or getattr(record, "title", "")
    return label if isinstance(label, Localized) and label else str(record)


def _acronym(record: Any) -> Any:
    if isinstance(record, Instrument):
        return record.short_title
    return getattr(record, "acronym", "") or (record.code if isinstance(record, Country) else "")


def _kind(record: Any) -> str:
    """Return what sort of record it is, in a word or two."""
    if isinstance(record, Mandate):
        holder = record.institution or record.group
        return _("mandate of %(holder)s") % {"holder": holder.label} if holder else _("mandate")
    if isinstance(record, Source):
        return _("source: %(kind)s") % {"kind": record.get_kind_display()}
    if hasattr(record, "get_kind_display"):
        return str(record.get_kind_display())
    if isinstance(record, Country) and record.former:
        return _("former country")
    return str(record._meta.verbose_name)


def _named_as(name: Name) -> str:
    """Return what sort of name it is: «former name, English»."""
    kind = str(NameKind(name.kind).label) if name.kind in NameKind.values else _("code")
    if name.language in ("mul", "und"):
        return kind
    return _("%(kind)s, %(language)s") % {"kind": kind, "language": language_name(name.language)}


def _person(person: Person, statement: Any) -> Result | None:
    """Return a person by the public statement that names it; nothing where there is none."""
    if statement is None or person.is_withheld_on(timezone.now().date()):
        return None
    function = getattr(statement, "title", "") or getattr(getattr(statement, "role", None), "label", "")
    body = statement.institution.label if statement.institution else ""
    kind = with_colon(function, body)
    return Result(statement.get_absolute_url(), person.public_name, "", kind, "", "", "", "")
