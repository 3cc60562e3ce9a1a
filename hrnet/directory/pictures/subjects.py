"""Of which records there are pictures, and what belongs to a theme or a country."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from hrnet.directory.pictures.asked import Asked
from hrnet.directory.pictures.ways import COUNTRY, INSTITUTION, THEME, Key
from institutions.models import Country, Institution, Theme
from mandates.models import Engagement, Mandate


@dataclass(frozen=True)
class Subject:
    """What a picture is of. ``kind`` is the word of its address: institution, network, theme, country."""

    kind: str
    record: Any
    key: Key

    @property
    def is_party(self) -> bool:
        """Whether statements can name it as a party."""
        return self.key[0] == INSTITUTION

    @property
    def name(self) -> str:
        return f"{self.key[0]}:{self.key[1]}"

    def address(self, page: str = "picture", *arguments: Any) -> str:
        """Return the address of one of its pages."""
        return reverse(f"directory:{self.kind}_{page}", args=[self.record.slug, *arguments])

    @property
    def home(self) -> str:
        """The address of the record itself."""
        return reverse(f"directory:{self.kind}", args=[self.record.slug])


def subject(kind: str, slug: str) -> Subject:
    """Return the public record of this address; a network’s is under /networks/ alone."""
    if kind == "theme":
        return Subject(kind, theme := get_object_or_404(Theme, slug=slug), (THEME, theme.pk))
    if kind == "country":
        return Subject(kind, country := get_object_or_404(Country, slug=slug), (COUNTRY, country.pk))
    rows = Institution.objects.visible().select_related("network", "country")
    record = get_object_or_404(rows, slug=slug)
    is_network = hasattr(record, "network")
    if kind == "network" and not is_network:
        raise Http404
    return Subject("network" if is_network else "institution", record, (INSTITUTION, record.pk))


def told_of(one: Subject, asked: Asked) -> dict[Key, str]:
    """Return what belongs to a theme or a country, with whether it does on the day: surely or perhaps."""
    if one.is_party:
        return {}
    found = _in_country(one, asked.on) if one.kind == "country" else _on_theme(one, asked.on)
    return {(INSTITUTION, key): holds for key, holds in found.items()}


def _in_country(one: Subject, day: datetime.date | None) -> dict[int, str]:
    rows = there_on(Institution.objects.visible().filter(country=one.key[1]), day)
    return dict.fromkeys(rows.values_list("pk", flat=True), "surely")


def _on_theme(one: Subject, day: datetime.date | None) -> dict[int, str]:
    """Institutions whose field it is, who hold a mandate for it, or who act on it towards another."""
    within = Q(theme=one.key[1]) | Q(theme__parent=one.key[1])
    themes = Theme.objects.filter(Q(pk=one.key[1]) | Q(parent=one.key[1]))
    fields = there_on(Institution.objects.visible().filter(fields_of_work__theme__in=themes), day)
    # A field of work has no dates.
    found = dict.fromkeys(fields.values_list("pk", flat=True), "perhaps" if day else "surely")
    mandates = Mandate.objects.visible().filter(fields_of_work__theme__in=themes)
    for key, holds in _holding(mandates, "institution_id", day):
        found[key] = "surely" if holds == "surely" else found.get(key, "perhaps")
    engagements = Engagement.objects.visible().filter(within)
    for side in ("actor_id", "target_id"):
        for key, holds in _holding(engagements, side, day):
            found[key] = "surely" if holds == "surely" else found.get(key, "perhaps")
    return found


def _holding(rows: Any, column: str, day: datetime.date | None) -> list[tuple[int, str]]:
    known = rows.filter(**{f"{column}__isnull": False})
    if day is None:
        return [(key, "surely") for key in known.values_list(column, flat=True)]
    return list(known.holding_on(day).exclude(holds="not").values_list(column, "holds"))


def there_on(rows: Any, day: datetime.date | None) -> Any:
    """Return the institutions that can have existed on ``day``."""
    if day is None:
        return rows
    return rows.filter(
        Q(founded__isnull=True) | Q(founded_earliest__lte=day),
        Q(dissolved__isnull=True) | Q(dissolved_latest__gte=day),
    )
