"""What is known of the records that names may mean, for whoever has to choose between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from imports.deciding import kind_of
from imports.models import FileName, Import, Role, WholeKind
from institutions.models import Country, Institution
from mandates.models import Instrument


@dataclass(frozen=True)
class Shown:
    """One record: what it is called, what it is, where, and how it is named in a spreadsheet."""

    pk: int
    label: str
    about: str
    identifier: str
    is_draft: bool = False

    def __str__(self) -> str:
        return self.label


def shown(import_: Import, names: Iterable[FileName]) -> dict[tuple[str, int], Shown]:
    """Return what is known of each record that ``names`` were taken for or may be, by role and key."""
    wanted: dict[str, set[int]] = {role.value: set() for role in Role}
    countries: set[int] = set()
    for name in names:
        wanted[name.role] |= {one["id"] for one in name.candidates} | {name.found_id or 0}
        countries.add(name.country_id or 0)
    found: dict[tuple[str, int], Shown] = {}
    for role, keys in wanted.items():
        for record in described(kind_of(import_, role), keys):
            found[role, record.pk] = record
    for country in Country.objects.filter(pk__in=countries):
        found["country", country.pk] = Shown(country.pk, str(country), "", country.code)
    return found


def described(kind: WholeKind, keys: Iterable[int]) -> list[Shown]:
    """Return what is known of the records ``keys`` of a kind."""
    if kind == WholeKind.INSTRUMENT:
        return [
            Shown(
                one.pk,
                str(one),
                _joined(one.get_kind_display(), one.adopted),
                f"hrnet:{one.slug}",
                not one.is_published,
            )
            for one in Instrument.objects.filter(pk__in=keys)
        ]
    rows = Institution.objects.filter(pk__in=keys).select_related("country")
    return [
        Shown(
            one.pk,
            str(one),
            _joined(one.get_kind_display(), one.country),
            f"hrnet:{one.slug}",
            not one.is_published,
        )
        for one in rows
    ]


def _joined(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)
