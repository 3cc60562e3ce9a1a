"""Revisions: drafts that propose new values for a published statement; publishing writes them there.

A model that can be revised has a foreign key ``revises`` to itself, and names in ``REVISED`` the fields that
a revision may say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from pghistory.models import Event

from sources.actions import RefusedError
from sources.history import Part, aggregate, event_model, tracked_fields
from sources.statements import Dated, ReviewState

EMPTY: tuple[Any, ...] = (None, "", {}, [])


def take_over_revisions(model: Any, keys: list[int]) -> list[int]:
    """Write drafts that revise another statement into it, with all their parts; return the other keys.

    Only what a draft says otherwise than the statement did when the draft was made is written: what somebody
    else changed since stays. The parts written into the draft (citations, changes of status) move to the
    statement with their histories. Where the statement has the same part already, what the draft's says
    beyond it is written into that one. What else refers to the draft (a ruling) refers to the statement then.

    Runs inside the transaction that publishes, in sets: hundreds of drafts take few queries. Raises
    :class:`sources.actions.RefusedError` where a statement was withdrawn meanwhile: a proposal does not
    change what somebody withdrew. What an import proposes for a draft is written into the draft.
    """
    drafts = list(
        model.objects.filter(pk__in=keys, revises__isnull=False)
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    if not drafts:
        return keys
    statements = (
        model.objects.select_for_update(of=("self",))
        .order_by("pk")
        .in_bulk({draft.revises_id for draft in drafts})
    )
    _refuse_withdrawn(statements.values())
    heirs = _heirs(drafts)
    for part in aggregate(model).children:
        _move(part, heirs)
    for reference in _other_references(model):
        for row in reference.model._base_manager.filter(**{f"{reference.name}__in": heirs}):
            setattr(row, reference.attname, heirs[getattr(row, reference.attname)])
            row.save(update_fields=[reference.name])
    columns = _take_over_values(drafts, statements, heirs)
    model.objects.filter(pk__in=heirs).delete()
    for key, names in columns.items():
        statements[key].save(update_fields=names)
    return [key for key in keys if key not in heirs]


def _heirs(drafts: list[Any]) -> dict[Any, Any]:
    """Return for each draft the key of the statement that it goes into, past proposals on proposals."""
    heirs = {draft.pk: draft.revises_id for draft in drafts}
    for key in heirs:
        while heirs[key] in heirs:
            heirs[key] = heirs[heirs[key]]
    return heirs


def _refuse_withdrawn(statements: Iterable[Any]) -> None:
    hidden = [str(one) for one in statements if one.review_state == ReviewState.WITHDRAWN]
    if hidden:
        raise RefusedError(
            _(
                "What the proposal changes was withdrawn meanwhile: %(statements)s. "
                "Publish that first, or delete the proposal."
            )
            % {"statements": ", ".join(hidden)}
        )


def _take_over_values(
    drafts: list[Any], statements: dict[Any, Any], heirs: dict[Any, Any]
) -> dict[Any, list[str]]:
    """Set on each statement what its drafts say otherwise than it did then; return its changed columns."""
    found: dict[Any, list[str]] = {}
    befores = _statements_then(drafts)
    for draft in drafts:
        revised, then = statements[heirs[draft.pk]], befores[draft.pk]
        changed = [
            column.name
            for column in (draft._meta.get_field(name) for name in draft.REVISED)
            if not then or getattr(draft, column.attname) != getattr(then, column.attname)
        ]
        for name in changed:
            setattr(revised, name, getattr(draft, name))
        if isinstance(revised, Dated) and {"start", "end", "end_status", "period_type"} & set(changed):
            revised.fit_period()
            changed += ["period_type", "end_status"]
        if changed:
            found[revised.pk] = list(dict.fromkeys([*found.get(revised.pk, ()), *changed]))
    return found


def _statements_then(drafts: list[Any]) -> dict[Any, Any]:
    """Return, by the key of each draft, the event of its statement that was the newest when it was made."""
    events = event_model(type(drafts[0])).objects
    made: dict[Any, int] = {}
    inserts = events.filter(pgh_obj_id__in=[draft.pk for draft in drafts], pgh_label="insert")
    for draft, event in inserts.order_by("pgh_id").values_list("pgh_obj_id", "pgh_id"):
        made.setdefault(draft, event)
    pasts: dict[Any, list[Any]] = {}
    revised = {draft.revises_id for draft in drafts}
    for event in events.filter(pgh_obj_id__in=revised).order_by("-pgh_id"):
        pasts.setdefault(event.pgh_obj_id, []).append(event)
    return {
        draft.pk: next(
            (event for event in pasts.get(draft.revises_id, ()) if event.pgh_id < made.get(draft.pk, 0)), None
        )
        for draft in drafts
    }


def _move(part: Part, heirs: dict[Any, Any]) -> None:
    """Move the parts of one kind from each key of ``heirs`` to its value; merge those already there."""
    parent: Any = part.model._meta.get_field(str(part.parent_field))
    manager = part.model._base_manager.order_by("pk")
    there: dict[Any, Any] = {}
    for row in manager.filter(**{f"{parent.name}__in": set(heirs.values())}):
        for identity in _identities(part, row):
            there.setdefault(identity, row)
    moved, merged = [], []
    for row in manager.filter(**{f"{parent.name}__in": heirs}):
        setattr(row, parent.attname, heirs[getattr(row, parent.attname)])
        identities = _identities(part, row)
        same = next((there[identity] for identity in identities if identity in there), None)
        if same is None:
            there |= dict.fromkeys(identities, row)
            moved.append(row)
        else:
            merged.append((row, same))
    part.model._base_manager.bulk_update(moved, [parent.name], batch_size=500)
    for child in part.children:
        _move(child, {row.pk: same.pk for row, same in merged})
    for row, same in merged:
        _merge(row, same, but=parent.name)


def _merge(row: Any, same: Any, *, but: str) -> None:
    """Delete ``row`` and write what it says into ``same``, apart from the column ``but``."""
    values = {
        column.attname: getattr(row, column.attname)
        for column in tracked_fields(type(row))
        if not column.primary_key and column.name != but
    }
    row.delete()
    said = {name: value for name, value in values.items() if value not in EMPTY}
    type(row)._base_manager.filter(pk=same.pk).update(**said)


def _identities(part: Part, row: Any) -> list[Any]:
    """Return what a row of ``part`` may not share with another of the same parent, for each constraint."""
    return [
        (
            constraint.name,
            *(
                getattr(row, part.model._meta.get_field(name).attname)  # type: ignore[union-attr]
                for name in constraint.fields
            ),
        )
        for constraint in part.model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and part.parent_field in constraint.fields
    ]


def _other_references(model: Any) -> list[Any]:
    """Return the foreign keys to ``model`` of what is no part of it: rulings, proposals on a proposal."""
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and not issubclass(relation.related_model, Event)
        and relation.get_accessor_name() not in model.HISTORY_CHILDREN
    ]
