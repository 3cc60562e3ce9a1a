"""Putting a record back to a moment of its history, with its names, citations and other parts."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, models, transaction

from sources.history import Part, aggregate, events_of, tracked_fields
from sources.rules import mended

Rows = dict[Part, dict[Any, dict[str, Any]]]
#: A row before and after a write; ``None`` where it is not there.
Pair = tuple[models.Model | None, models.Model | None]


@transaction.atomic
def put_back(
    model: type[models.Model],
    pk: Any,
    moment: datetime.datetime,
    judge: Callable[[list[Pair]], None] | None = None,
) -> models.Model | None:
    """Put the record, with its names, citations and other parts, back to what it was at ``moment``.

    Return the record, or ``None`` where it did not exist then (and so does not exist now). All or
    nothing: where something that it referred to is gone, the database refuses and nothing changes.
    Call it within :func:`because`.

    ``judge`` is called with every row that will be written, added or deleted, as it is now and as it will be,
    once the record is locked and before anything is written; what it raises goes to the caller.
    """
    part = aggregate(model)
    list(model._base_manager.filter(pk=pk).select_for_update())
    then, gone = _plan(part, pk, moment)
    if judge is not None:
        judge(_pairs(then, gone))
    for one in reversed(list(part.walk())):
        one.model._base_manager.filter(pk__in=gone[one]).delete()
    for one in part.walk():
        _write(one.model, then[one])
    return model._base_manager.filter(pk=pk).first()


def would_write(model: type[models.Model], pk: Any, moment: datetime.datetime) -> list[Pair]:
    """Return the rows that :func:`put_back` would write, as they are now and as they would be."""
    return _pairs(*_plan(aggregate(model), pk, moment))


def _plan(part: Part, pk: Any, moment: datetime.datetime) -> tuple[Rows, dict[Part, set[Any]]]:
    """Return the rows as they were at ``moment``, and the keys of those that were added since."""
    then, now = _rows_at(part, {pk}, moment), _rows_at(part, {pk}, None)
    return then, {one: now[one].keys() - then[one].keys() for one in part.walk()}


def _pairs(then: Rows, gone: dict[Part, set[Any]]) -> list[Pair]:
    pairs: list[Pair] = []
    for part, keys in gone.items():
        pairs += [(row, None) for row in part.model._base_manager.filter(pk__in=keys)]
    for part, wanted in then.items():
        rows, changed = _differing(part.model, wanted)
        pairs += [(rows.get(pk), part.model(**values)) for pk, values in changed.items()]
    return pairs


def _rows_at(part: Part, parents: set[Any], until: datetime.datetime | None) -> Rows:
    """Return, for each part, its rows at ``until`` (``None``: now) by primary key."""
    events = [e for e in events_of(part, parents, until) if e.pgh_label != "delete"]
    columns = [column.attname for column in tracked_fields(part.model)]
    rows: Rows = {part: {e.pgh_obj_id: {name: getattr(e, name) for name in columns} for e in events}}
    for child in part.children:
        rows |= _rows_at(child, set(rows[part]), until)
    return rows


def _differing(
    model: type[models.Model], wanted: dict[Any, dict[str, Any]]
) -> tuple[dict[Any, Any], dict[Any, dict[str, Any]]]:
    """Return the rows that the table has under the keys of ``wanted``, and the values that differ from it."""
    columns = [column.attname for column in tracked_fields(model)]
    # Read from the table: a row may have moved to another record since, or gone with its parent.
    rows = model._base_manager.in_bulk(list(wanted))
    there = {pk: {name: getattr(row, name) for name in columns} for pk, row in rows.items()}
    return rows, {pk: values for pk, values in wanted.items() if there.get(pk) != values}


def _write(model: type[models.Model], wanted: dict[Any, dict[str, Any]]) -> None:
    """Write, under their keys, the rows that differ from what the table has.

    What a rule of today refuses in an old state is mended (:func:`sources.rules.mended`), but left as it is
    where the table has it still.
    """
    there, differing = _differing(model, wanted)
    changed = {pk: mended(model, values) for pk, values in differing.items()}
    try:
        with transaction.atomic():
            for pk, values in changed.items():
                if pk in there:
                    model._base_manager.filter(pk=pk).update(**values)
                else:
                    model(**values).save_base(raw=True, force_insert=True)
    except IntegrityError:
        if len(changed) < 2:
            raise
        # They stand in each other's way: one name took the text of another. So all of them anew.
        model._base_manager.filter(pk__in=changed).delete()
        for values in changed.values():
            model(**values).save_base(raw=True, force_insert=True)
