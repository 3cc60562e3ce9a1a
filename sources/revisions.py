"""Revisions: drafts that propose new values for a published statement; publishing writes them there.

A model that can be revised has a foreign key ``revises`` to itself, and names in ``REVISED`` the fields that
a revision may say otherwise.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from pghistory.models import Event

from sources.history import Part, aggregate, event_model, tracked_fields
from sources.statements import Dated

EMPTY: tuple[Any, ...] = (None, "", {}, [])


def take_over_revisions(model: Any, keys: list[int]) -> list[int]:
    """Write drafts that revise another statement into it, with all their parts; return the other keys.

    Only what a draft says otherwise than the statement did when the draft was made is written: what somebody
    else changed since stays. The parts written into the draft (citations, changes of status) move to the
    statement with their histories. Where the statement has the same part already, what the draft's says
    beyond it is written into that one. What else refers to the draft (a ruling) refers to the statement then.

    Runs inside the transaction that publishes.
    """
    drafts = list(
        model.objects.filter(pk__in=keys, revises__isnull=False)
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    done = {draft.pk for draft in drafts}
    for draft in drafts:
        revised = model.objects.select_for_update(of=("self",)).get(pk=draft.revises_id)
        for part in aggregate(model).children:
            _move(part, draft, revised)
        for reference in _other_references(model):
            rows = reference.model._base_manager.filter(**{reference.name: draft})
            rows.update(**{reference.name: revised})
        columns = _take_over_values(draft, revised)
        draft.delete()
        if columns:
            revised.save(update_fields=columns)
    return [key for key in keys if key not in done]


def _take_over_values(draft: Any, revised: Any) -> list[str]:
    """Set on ``revised`` what ``draft`` says otherwise than ``revised`` did then; return those columns."""
    events = event_model(type(draft)).objects
    made = events.filter(pgh_obj_id=draft.pk, pgh_label="insert").order_by("pgh_id").first()
    then = made and events.filter(pgh_obj_id=revised.pk, pgh_id__lt=made.pgh_id).order_by("-pgh_id").first()
    columns = [draft._meta.get_field(name) for name in draft.REVISED]
    changed = [
        column.name
        for column in columns
        if not then or getattr(draft, column.attname) != getattr(then, column.attname)
    ]
    for name in changed:
        setattr(revised, name, getattr(draft, name))
    if isinstance(revised, Dated) and {"start", "end", "end_status", "period_type"} & set(changed):
        revised.fit_period()
        changed += ["period_type", "end_status"]
    return list(dict.fromkeys(changed))


def _move(part: Part, old: Any, new: Any) -> None:
    """Move the parts of one kind from ``old`` to ``new``; merge those that ``new`` has already."""
    manager = part.model._base_manager
    for row in manager.filter(**{str(part.parent_field): old}).order_by("pk"):
        same = _same(part, row, new)
        if same is None:
            setattr(row, str(part.parent_field), new)
            row.save(update_fields=[str(part.parent_field)])
            continue
        for child in part.children:
            _move(child, row, same)
        values = {
            column.attname: getattr(row, column.attname)
            for column in tracked_fields(part.model)
            if not column.primary_key and column.name != part.parent_field
        }
        row.delete()
        manager.filter(pk=same.pk).update(
            **{name: value for name, value in values.items() if value not in EMPTY}
        )


def _same(part: Part, row: Any, new: Any) -> Any | None:
    """Return the part of ``new`` beside which ``row`` would be a duplicate; ``None`` where there is none."""
    for constraint in part.model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or part.parent_field not in constraint.fields:
            continue
        others = part.model._base_manager.filter(**{str(part.parent_field): new})
        for name in constraint.fields:
            value = getattr(row, part.model._meta.get_field(name).attname)  # type: ignore[union-attr]
            if name != part.parent_field:
                others = others.filter(**{f"{name}__isnull": True} if value is None else {name: value})
        if (found := others.first()) is not None:
            return found
    return None


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
