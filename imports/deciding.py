"""Deciding on names: the same, not the same, to be created, or to be left out; and taking that back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from imports.models import Decision, FileName, Import, Role, State, Verdict, WholeKind
from imports.targets import spec_of
from institutions.models import Institution
from mandates.models import Instrument
from networks.models import Network
from sources.statements import ReviewState


class NoSuchRecordError(Exception):
    """What was picked does not exist, or not as what is asked for."""


@dataclass(frozen=True)
class Choice:
    """What is decided on one name of a file; ``found_id`` is the record that is, or is not, meant."""

    role: Role
    key: int
    verdict: Verdict
    found_id: int | None = None


def kind_of(import_: Import, role: Role | str) -> WholeKind:
    """Return what the names of a role are the names of."""
    return WholeKind.INSTITUTION if role == Role.PARTY else spec_of(import_.target).whole


@transaction.atomic
def decide(*, import_: Import, user: Any, choices: Iterable[Choice]) -> int:
    """Write down the decisions, in place of earlier ones of this import on the same names; return how many.

    Raise :class:`NoSuchRecordError`, and decide nothing, where a record that was picked is not there.
    """
    Import.objects.select_for_update().get(pk=import_.pk, owner=user, state=State.PREVIEWED)
    made = 0
    for choice in choices:
        name = import_.names.get(role=choice.role, key=choice.key)
        kind = kind_of(import_, choice.role)
        _check(kind, choice)
        _forget_earlier(import_, kind, name, choice)
        place: dict[str, Any] = {"kind": kind, "folded": name.folded, "country_id": name.country_id}
        Decision.objects.get_or_create(
            verdict=choice.verdict,
            of_import=import_,
            **place,
            **_meant(kind, choice.found_id),
            defaults={"name": str(name), "made_by": user},
        )
        made += 1
    return made


def _check(kind: WholeKind, choice: Choice) -> None:
    if choice.verdict not in (Verdict.SAME, Verdict.NOT_SAME):
        return
    manager: Any = {
        WholeKind.INSTITUTION: Institution.objects.exclude(review_state=ReviewState.WITHDRAWN),
        WholeKind.NETWORK: Network.objects.exclude(institution__review_state=ReviewState.WITHDRAWN),
        WholeKind.INSTRUMENT: Instrument.objects.exclude(review_state=ReviewState.WITHDRAWN),
    }[kind]
    if not manager.filter(pk=choice.found_id).exists():
        raise NoSuchRecordError


def _meant(kind: WholeKind, found_id: int | None) -> dict[str, Any]:
    is_instrument = kind == WholeKind.INSTRUMENT
    return {
        "institution_id": None if is_instrument else found_id,
        "instrument_id": found_id if is_instrument else None,
    }


def _forget_earlier(import_: Import, kind: WholeKind, name: FileName, choice: Choice) -> None:
    """Forget what this import had decided otherwise: one name means one thing, but not several others."""
    earlier = Decision.objects.filter(
        of_import=import_, kind=kind, folded=name.folded, country=name.country_id
    )
    if choice.verdict == Verdict.NOT_SAME:
        earlier = earlier.filter(verdict=Verdict.SAME, **_meant(kind, choice.found_id))
    else:
        earlier = earlier.exclude(verdict=Verdict.NOT_SAME) | earlier.filter(
            verdict=Verdict.NOT_SAME, **_meant(kind, choice.found_id)
        )
    earlier.delete()


@transaction.atomic
def forget(*, import_: Import, role: Role, key: int) -> int:
    """Take back what was decided on a name for this import; return how many decisions that were."""
    name = import_.names.get(role=role, key=key)
    made = Decision.objects.filter(
        of_import=import_, kind=kind_of(import_, role), folded=name.folded, country=name.country_id
    )
    return made.delete()[0]
