"""The records that an import created, unmade when it is undone; but what others hold on to by now stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Q
from pghistory.models import Context, Event

from imports.models import Import, State
from institutions.models import Institution
from mandates.models import Instrument
from networks.models import Network
from sources.history import event_model
from sources.models import Source
from sources.upgrades import by_upgrade, upgrade_contexts


@dataclass(frozen=True)
class Reference:
    """A foreign key that leads to a model: whose it is, what it and its column are called, what goes."""

    model: Any
    field: str
    column: str
    on_delete: Any


def referring(model: Any) -> list[Reference]:
    """Return the foreign keys that lead to ``model``, those without a name for the way back included."""
    found = []
    for one in model._meta.get_fields(include_hidden=True):
        leads_here = one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)
        if leads_here and not issubclass(one.related_model, Event):
            key = one.field
            found.append(Reference(one.related_model, key.name, key.column, one.on_delete))
    return found


def unmake_records(import_: Import) -> dict[str, int]:
    """Remove what the import created, but what was edited or is referred to by now; return how many."""
    contexts = list(Context.objects.filter(metadata__import_id=import_.pk).values_list("pk", flat=True))
    unmade = {
        model: _unmake(model, contexts, upgrade_contexts()) for model in (Institution, Network, Instrument)
    }
    return {"created_institutions": unmade[Institution], "created_instruments": unmade[Instrument]}


def _unmake(model: Any, contexts: list[UUID], upgrades: list[UUID]) -> int:
    inserted = f"""
        SELECT record.{_key(model)} FROM {model._meta.db_table} AS record
        JOIN {_events(model)} AS event ON event.pgh_obj_id = record.{_key(model)}
        WHERE event.pgh_label = 'insert' AND event.pgh_context_id = ANY(%s)
    """
    made = {row[0] for row in _fetch(inserted, contexts)}
    free = made - _held(model, made, [*contexts, *upgrades])
    _delete(model, list(free))
    return len(free)


def _delete(model: Any, keys: list[Any]) -> None:
    """Delete records with what is a part of them: by the thousand, so by sets and not as objects."""
    if not keys:
        return
    for reference in referring(model):
        if reference.on_delete is models.CASCADE:
            _delete(reference.model, [key for key, _record in _behind(reference, keys)])
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE {_key(model)} = ANY(%s)", [keys])


def _held(model: Any, keys: set[Any], contexts: list[UUID]) -> set[Any]:
    """Return which of the records anybody else changed, added something to, or refers to."""
    if not keys:
        return set()
    by_others = f"""
        SELECT DISTINCT pgh_obj_id FROM {_events(model)}
        WHERE pgh_obj_id = ANY(%s) AND (pgh_context_id IS NULL OR pgh_context_id <> ALL(%s))
    """
    held = {row[0] for row in _fetch(by_others, list(keys), contexts)}
    for reference in referring(model):
        held |= _held_by(reference, keys, contexts)
    return held


def _held_by(reference: Reference, keys: set[Any], contexts: list[UUID]) -> set[Any]:
    """Return which of the records a row behind ``reference`` holds: one that would not go with it."""
    records = dict(_behind(reference, list(keys)))
    is_part = reference.on_delete is models.CASCADE and hasattr(reference.model, "pgh_event_model")
    if not is_part:
        return set(records.values())
    return {records[key] for key in _held(reference.model, set(records), contexts)}


def _behind(reference: Reference, keys: list[Any]) -> list[Any]:
    """Return the key of each row that refers to one of ``keys``, with that one."""
    table = reference.model._meta.db_table
    return _fetch(
        f'SELECT {_key(reference.model)}, "{reference.column}" FROM {table}'
        f' WHERE "{reference.column}" = ANY(%s)',
        keys,
    )


def _events(model: Any) -> str:
    return str(event_model(model)._meta.db_table)


def _key(model: Any) -> str:
    return str(model._meta.pk.column)


def _fetch(statement: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def forget_source(import_: Import) -> None:
    """Remove the file as a source, where an import made it, nobody edited it, and nothing rests on it.

    Several imports of one file share it: the last of them that is undone takes it along.
    """
    source = import_.source
    if source is None or _is_of_others(source):
        return
    sharing = Import.objects.filter(source=source)
    if sharing.exclude(pk=import_.pk).exclude(state=State.UNDONE).exists():
        return
    keys = list(sharing.values_list("pk", flat=True))
    Import.objects.filter(pk__in=keys).update(source=None)
    try:
        with transaction.atomic():
            source.delete()
        import_.source = None
    except models.ProtectedError:
        Import.objects.filter(pk__in=keys).update(source=source)


def _is_of_others(source: Source) -> bool:
    """Tell whether anything but imports, and upgrades after them, made or changed the source."""
    events = event_model(Source).objects.filter(pgh_obj_id=source.pk)
    not_of_people = events.filter(by_upgrade() | Q(pgh_context__metadata__has_key="import_id"))
    return events.count() != not_of_people.count()
