"""The records of a picture: what each is called, what sort it is, where its page is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from hrnet.directory.pictures.ways import COUNTRY, GROUP, INSTITUTION, INSTRUMENT, MEETING, THEME, Key
from institutions.models import Country, Group, Institution, Theme
from institutions.models.institution import Kind
from mandates.models import Instrument
from networks.models import Meeting

LONGEST = 26  # letters of a label in the picture; the whole name is in its title and in the table
NAMED = (
    "label_en", "label_fr", "label_other", "label_other_language", "acronym_en", "acronym_fr", "slug", "kind",
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """One record of a picture, in the reader’s language."""

    key: Key
    shape: str  # institution, network, treaty-body, state, group, meeting, instrument, theme, country
    name: str
    language: str
    label: str  # short, for the picture
    sort: str  # what it is, in words
    address: str  # empty where it has no page


def records(keys: Iterable[Key]) -> dict[Key, Record]:
    """Return the records of ``keys`` that are public, by key, in at most a query for each sort."""
    found: dict[Key, Record] = {}
    for letter, read in READERS.items():
        wanted = [key for one, key in keys if one == letter]
        if wanted:
            found |= {record.key: record for record in read(wanted)}
    return found


def _short(name: str, acronym: str = "") -> str:
    text = acronym or name
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _language(text: Any) -> str:
    language = getattr(text, "language", "")
    return "" if language in ("und", "mul") else language


def _institutions(keys: list[int]) -> Iterator[Record]:
    rows = Institution.objects.visible().filter(pk__in=keys).only(*NAMED)
    bases = {
        "institution": reverse("directory:institutions"),
        "network": reverse("directory:networks"),
        "treaty-body": reverse("directory:treaty_bodies"),
    }
    kinds = {value: str(label) for value, label in Kind.choices}
    for row in rows.annotate(as_network=F("network__pk"), as_body=F("treaty_body__pk")):
        profile = "treaty-body" if row.as_body else "network" if row.as_network else "institution"
        shape = "state" if row.kind == Kind.STATE else profile
        name, address = row.label, f"{bases[profile]}{row.slug}/"
        short = _short(str(name), row.acronym)
        key = (INSTITUTION, row.pk)
        yield Record(key, shape, str(name), _language(name), short, kinds[row.kind], address)


def _groups(keys: list[int]) -> Iterator[Record]:
    for row in Group.objects.filter(pk__in=keys):
        name = row.label
        yield Record(
            (GROUP, row.pk), "group", str(name), _language(name), _short(str(name)), _("named in words"), ""
        )


def _titled(model: Any, letter: str, shape: str, sort: str, base: str) -> Any:
    def read(keys: list[int]) -> Iterator[Record]:
        start = reverse(f"directory:{base}")
        for row in model.objects.visible().filter(pk__in=keys):
            name = row.title or row.slug
            short = _short(str(name), str(getattr(row, "short_title", "")))
            address = f"{start}{row.slug}/"
            yield Record((letter, row.pk), shape, str(name), _language(name), short, _(sort), address)

    return read


def _labelled(model: Any, letter: str, shape: str, sort: str) -> Any:
    def read(keys: list[int]) -> Iterator[Record]:
        for row in model.objects.filter(pk__in=keys):
            name = row.label
            short, address = _short(str(name)), row.get_absolute_url()
            yield Record((letter, row.pk), shape, str(name), _language(name), short, _(sort), address)

    return read


READERS = {
    INSTITUTION: _institutions,
    GROUP: _groups,
    MEETING: _titled(Meeting, MEETING, "meeting", "meeting", "meetings"),
    INSTRUMENT: _titled(Instrument, INSTRUMENT, "instrument", "instrument", "instruments"),
    THEME: _labelled(Theme, THEME, "theme", "theme"),
    COUNTRY: _labelled(Country, COUNTRY, "country", "country"),
}
