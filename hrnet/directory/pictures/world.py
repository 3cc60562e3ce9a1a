"""The map: what is counted for each country, on which day, and its outlines."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hrnet.directory.filters.base import SlugChoice
from hrnet.directory.pictures.subjects import there_on
from institutions.models import Country, Institution
from institutions.models.institution import Kind, text_language
from mandates.models import Instrument, Party
from mandates.models.instruments import Act
from networks.models import Membership, Network

INSTITUTIONS, MEMBERS, PARTIES = "institutions", "members", "parties"
SHOWS = [
    (INSTITUTIONS, gettext_lazy("Institutions")),
    (MEMBERS, gettext_lazy("Members of a network")),
    (PARTIES, gettext_lazy("Parties to an instrument")),
]
SORTS = [("number", ""), ("name", ""), ("-name", ""), ("-number", "")]
BINDING = (
    Act.RATIFICATION, Act.ACCEPTANCE, Act.APPROVAL, Act.ACCESSION, Act.SUCCESSION, Act.CONTINUED_APPLICATION,
)  # fmt: skip
CLASSES = 5


class MapForm(forms.Form):
    """What the map may be asked; the day is asked as on the whole site."""

    show = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOWS, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of institution"),
        choices=[("", gettext_lazy("any")), *Kind.choices],
        required=False,
    )
    network = SlugChoice(
        label=gettext_lazy("Network"), queryset=Network.objects.none(), to_field_name="institution__slug",
        required=False,
    )  # fmt: skip
    instrument = SlugChoice(
        label=gettext_lazy("Instrument"), queryset=Instrument.objects.none(), to_field_name="slug",
        required=False,
    )  # fmt: skip
    sort = forms.ChoiceField(choices=SORTS, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        networks: Any = self.fields["network"]
        networks.queryset = Network.objects.visible().select_related("institution")
        instruments: Any = self.fields["instrument"]
        instruments.queryset = Instrument.objects.visible()

    def clean(self) -> dict[str, Any]:
        """Say what is missing where the map cannot know of which network or instrument."""
        values = super().clean() or {}
        needs = {MEMBERS: "network", PARTIES: "instrument"}.get(values.get("show", ""))
        if needs and not values.get(needs) and needs not in self.errors:
            self.add_error(needs, _("Say which one."))
        return values


@dataclass(frozen=True)
class CountryRow:
    """A country, what is counted in it surely, and what perhaps."""

    country: Country
    surely: int
    perhaps: int
    shade: int
    on_map: bool

    @property
    def number(self) -> int:
        return self.surely + self.perhaps


@dataclass(frozen=True)
class Shape:
    """A country’s outline on the map."""

    path: str
    at: tuple[int, int] | None
    row: CountryRow | None


@lru_cache(maxsize=1)
def outlines() -> dict[str, Any]:
    """Return the outlines by code, with the size of the sheet."""
    return json.loads(Path(__file__).with_name("world.json").read_text(encoding="utf-8"))


Counts = dict[int, tuple[int, int]]


def counts(values: dict[str, Any], day: datetime.date | None) -> Counts:
    """Return what is asked for, by country: how many surely, and how many perhaps."""
    show = values.get("show") or INSTITUTIONS
    if show == MEMBERS:
        return _members(values["network"], day)
    if show == PARTIES:
        return _parties(values["instrument"], day)
    return _institutions(values.get("kind") or "", day)


def _institutions(kind: str, day: datetime.date | None) -> Counts:
    rows = there_on(Institution.objects.visible().filter(country__isnull=False), day)
    if kind:
        rows = rows.filter(kind=kind)
    # Of many an institution nobody says when it was founded: on a day, it is perhaps there.
    sure = Q(pk__isnull=False)
    if day is not None:
        standing = Q(dissolved__isnull=True) | Q(dissolved_earliest__gte=day)
        sure = Q(founded_latest__lte=day) & standing
    found = rows.values("country").order_by("country")
    return {
        one["country"]: (one["surely"], one["number"] - one["surely"])
        for one in found.annotate(surely=Count("pk", filter=sure), number=Count("pk"))
    }


def _members(network: Network, day: datetime.date | None) -> Counts:
    rows: Any = Membership.objects.visible().filter(network=network, institution__country__isnull=False)
    if day is None:
        pairs = [(*row, "surely") for row in rows.values_list("institution__country", "institution")]
    else:
        holding = rows.holding_on(day).exclude(holds="not")
        pairs = list(holding.values_list("institution__country", "institution", "holds"))
    return _told_apart(pairs)


def _parties(instrument: Instrument, day: datetime.date | None) -> Counts:
    """States bound by the instrument: by their last act, which must not be a denunciation or a signature."""
    acts = Party.objects.visible().filter(instrument=instrument, institution__country__isnull=False)
    bound = acts.filter(act__in=[*BINDING, Act.UNSPECIFIED])
    left = acts.filter(act=Act.DENUNCIATION, institution=OuterRef("institution")).order_by("-date_latest")
    found = []
    rows = bound.annotate(left=Subquery(left.values("date_latest")[:1]), gone=Subquery(left.values("pk")[:1]))
    for country, party, act, first, last, left_on, gone in rows.values_list(
        "institution__country", "institution", "act", "date_earliest", "date_latest", "left", "gone"
    ):
        holds = _bound(first, last, left_on, gone=bool(gone), day=day)
        if act == Act.UNSPECIFIED and holds == "surely":
            holds = "perhaps"
        if holds != "not":
            found.append((country, party, holds))
    return _told_apart(found)


def _bound(
    first: datetime.date | None,
    last: datetime.date | None,
    left_on: datetime.date | None,
    *,
    gone: bool,
    day: datetime.date | None,
) -> str:
    """Return whether a State that bound itself within ``first``–``last`` is bound on ``day``, or now."""
    if gone and (left_on is None or day is None or left_on <= day):
        came_back = first is not None and left_on is not None and first > left_on
        if not came_back:
            return "not" if left_on is not None or day is None else "perhaps"
    if day is None:
        return "surely"
    if first is not None and first > day:
        return "not"
    return "surely" if last is not None and last <= day else "perhaps"


def _told_apart(found: Iterable[tuple[int, int, str]]) -> Counts:
    """Count each party once in its country: surely where one of its statements is sure."""
    best: dict[tuple[int, int], bool] = {}
    for country, party, holds in found:
        best[country, party] = best.get((country, party), False) or holds == "surely"
    totals: Counts = {}
    for (country, _party), is_sure in best.items():
        surely, perhaps = totals.get(country, (0, 0))
        totals[country] = (surely + is_sure, perhaps + (not is_sure))
    return totals


def country_rows(found: Counts, sort: str = "") -> list[CountryRow]:
    """Return the countries with something to count: the highest number first, or by name."""
    limits = class_limits([surely + perhaps for surely, perhaps in found.values()])
    drawn = outlines()["countries"]
    rows = [
        CountryRow(country, *found[country.pk], _shade(sum(found[country.pk]), limits), country.code in drawn)
        for country in Country.objects.filter(pk__in=found).order_by(f"label_{text_language()}", "code")
    ]
    if sort in ("name", "-name"):
        return rows[::-1] if sort == "-name" else rows
    return sorted(rows, key=lambda row: row.number if sort == "-number" else -row.number)


def class_limits(numbers: list[int]) -> list[int]:
    """Return the highest number of each class of shading: at most five, each wider than the one before."""
    most = max(numbers, default=0)
    limits: list[int] = []
    for step in range(1, CLASSES + 1):
        limit = round(most ** (step / CLASSES)) if most > CLASSES else step
        if limit > (limits[-1] if limits else 0) and limit <= most:
            limits.append(limit)
    return limits


def _shade(number: int, limits: list[int]) -> int:
    """Return the class of ``number``, 1 to 5; the last one is the darkest however few there are."""
    place = next(n for n, limit in enumerate(limits) if number <= limit)
    return CLASSES - (len(limits) - 1 - place)


def legend(rows: list[CountryRow]) -> list[tuple[int, str]]:
    """Return each class of shading with its numbers in words."""
    limits = class_limits([row.number for row in rows])
    found, low = [], 1
    for place, limit in enumerate(limits):
        words = str(low) if low == limit else f"{low}–{limit}"
        found.append((CLASSES - (len(limits) - 1 - place), words))
        low = limit + 1
    return found


def shapes(rows: list[CountryRow]) -> list[Shape]:
    """Return the outlines, those with something to count last, so that their links lie above."""
    by_code = {row.country.code: row for row in rows}
    drawn = [
        Shape(one["d"], tuple(one["at"]) if "at" in one else None, by_code.get(code))
        for code, one in outlines()["countries"].items()
    ]
    return sorted(drawn, key=lambda one: one.row is not None)
