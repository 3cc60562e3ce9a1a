"""What is known of the records that names may mean, for whoever has to choose between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from imports import rights
from imports.deciding import kind_of
from imports.models import FileName, Import, Role, Undone, WholeKind
from imports.unmaking import made_by
from institutions.models import Country, Institution
from mandates.models import Instrument

LISTED = 200


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


@dataclass(frozen=True)
class LeftRecord:
    """A record that undoing an import left: what it is called, why it was left, where the desk shows it."""

    label: str
    reason: str
    url: str


def left(import_: Import) -> list[LeftRecord]:
    """Return the records that undoing ``import_`` left and that are still there."""
    return left_records(
        (apps.get_model(label), pk, Undone(why)) for label, pk, why in import_.counts.get("left", ())
    )


def published(import_: Import, user: Any) -> list[LeftRecord]:
    """Return the records made by ``import_`` that undoing it leaves, since ``user`` may not publish them."""
    found: list[tuple[Any, int, Undone]] = []
    for model in (Institution, Instrument):
        if not rights.may_publish(user, model):
            keys = rights.not_drafts(model, made_by(model, import_))
            found += [(model, key, Undone.PUBLISHED) for key in sorted(keys)[:LISTED]]
    return left_records(found)


def why_left(why: Undone) -> str:
    """Return in words why a record was left."""
    if why == Undone.PUBLISHED:
        return str(why.label)
    return _("edited since, or other records refer to it")


def left_records(left: Iterable[tuple[Any, int, Undone]]) -> list[LeftRecord]:
    """Return what to say of records that are left, each kind read in one query."""
    left = list(left)
    stored = {
        model: model._base_manager.in_bulk([pk for of, pk, _why in left if of is model])
        for model in {model for model, _pk, _why in left}
    }
    return [
        LeftRecord(
            str(stored[model][pk]),
            why_left(why),
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk]),
        )
        for model, pk, why in left
        if pk in stored[model]
    ]


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
