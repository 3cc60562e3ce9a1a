"""The records that an import created, unmade when it is undone; but what others hold on to by now stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Q
from pghistory.models import Context, Event

from imports import rights
from imports.models import Import, State, Undone
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


@dataclass(frozen=True)
class Left:
    """A record that an import made and undoing it left, with the reason: ``published`` or ``edited``."""

    model: Any
    pk: int
    why: Undone

    def to_json(self) -> list[Any]:
        """Return it as it is kept with the import."""
        return [self.model._meta.label_lower, self.pk, self.why.value]


def unmake_records(import_: Import, user: Any) -> tuple[dict[str, int], list[Left]]:
    """Remove what the import created, but what was edited or is referred to by now, or what ``user`` may not
    remove since it is published. Return how many were removed, and what was left.
    """
    contexts = list(Context.objects.filter(metadata__import_id=import_.pk).values_list("pk", flat=True))
    institutions, left = _unmake(Institution, contexts, user)
    _networks, networks_left = _unmake(Network, contexts, user)
    instruments, instruments_left = _unmake(Instrument, contexts, user)
    known = {one.pk for one in left}
    left += [Left(Institution, one.pk, one.why) for one in networks_left if one.pk not in known]
    removed = {"created_institutions": institutions, "created_instruments": instruments}
    return removed, left + instruments_left


def made_by(model: Any, import_: Import) -> set[Any]:
    """Return the keys of the records of ``model`` that the import made and that are still there."""
    contexts = list(Context.objects.filter(metadata__import_id=import_.pk).values_list("pk", flat=True))
    return _made(model, contexts)


def _made(model: Any, contexts: list[UUID]) -> set[Any]:
    inserted = f"""
        SELECT record.{_key(model)} FROM {model._meta.db_table} AS record
        JOIN {_events(model)} AS event ON event.pgh_obj_id = record.{_key(model)}
        WHERE event.pgh_label = 'insert' AND event.pgh_context_id = ANY(%s)
    """
    return {row[0] for row in _fetch(inserted, contexts)}


def _unmake(model: Any, contexts: list[UUID], user: Any) -> tuple[int, list[Left]]:
    made = _made(model, contexts)
    published = set() if rights.may_publish(user, model) else rights.not_drafts(model, made)
    held = _held(model, made - published, [*contexts, *upgrade_contexts()])
    free = made - published - held
    _delete(model, list(free))
    left = [Left(model, key, Undone.PUBLISHED) for key in sorted(published)]
    return len(free), left + [Left(model, key, Undone.EDITED) for key in sorted(held)]


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


def forget_source(import_: Import, user: Any) -> list[Left]:
    """Remove the file as a source, where an import made it, nobody edited it, and nothing rests on it.

    Several imports of one file share it: the last of them that is undone takes it along. Return it where it
    was left since it is published or was edited.
    """
    source = import_.source
    if source is None:
        return []
    sharing = Import.objects.filter(source=source)
    if sharing.exclude(pk=import_.pk).exclude(state=State.UNDONE).exists():
        return []
    if not rights.may_publish(user, Source) and rights.not_drafts(Source, [source.pk]):
        return [Left(Source, source.pk, Undone.PUBLISHED)]
    if _is_of_others(source):
        return [Left(Source, source.pk, Undone.EDITED)] if _is_made_by_import(source) else []
    keys = list(sharing.values_list("pk", flat=True))
    Import.objects.filter(pk__in=keys).update(source=None)
    try:
        with transaction.atomic():
            source.delete()
        import_.source = None
    except models.ProtectedError:
        Import.objects.filter(pk__in=keys).update(source=source)
    return []


def _is_made_by_import(source: Source) -> bool:
    made = event_model(Source).objects.filter(pgh_obj_id=source.pk, pgh_label="insert")
    return bool(made.filter(pgh_context__metadata__has_key="import_id").exists())


def _is_of_others(source: Source) -> bool:
    """Tell whether anything but imports, and upgrades after them, made or changed the source."""
    events = event_model(Source).objects.filter(pgh_obj_id=source.pk)
    not_of_people = events.filter(by_upgrade() | Q(pgh_context__metadata__has_key="import_id"))
    return events.count() != not_of_people.count()
