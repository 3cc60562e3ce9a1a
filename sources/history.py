"""Two clocks: when a statement was true (its period), and when we knew it (the history of its row).

Every change of a tracked record is written down by triggers of the database (django-pghistory, at the
level of statements), whichever way it was made, with who made it and why. From there any record is put
back to an earlier moment, together with the children that belong to it: names, citations, status changes.

A tracked model names its children in ``HISTORY_CHILDREN``: reverse relations whose rows are a part of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pghistory
import pghistory.runtime
from django.db import connection, models
from django.utils.translation import gettext as _
from pghistory.middleware import HistoryMiddleware as _HistoryMiddleware
from pghistory.models import Event

from hrnet.lib.languages import language_name
from sources.masking import readable

M = TypeVar("M", bound=type[models.Model])
#: The key in the metadata of a context that names the migration whose changes it explains.
MIGRATION = "migration"


class LongEvent(Event):
    """The base of our events: an import of a million rows uses up a 32-bit key too fast."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


class HistoryMiddleware(_HistoryMiddleware):
    """Write down who makes the changes of a request."""

    def get_context(self, request: Any) -> dict[str, Any]:
        user = getattr(request, "user", None)
        return {"user": user.pk if user is not None and user.is_authenticated else None}


def tracked(*, parent: str | None = None) -> Callable[[M], M]:
    """Return a class decorator that keeps the history of a model.

    ``parent`` is the foreign key to the record that this one is a part of. Columns that the database
    derives (generated ones, and those that the model lists in ``DERIVED``) are left out.
    """

    def decorate(model: M) -> M:
        left_out = [
            column.name
            for column in model._meta.fields
            if isinstance(column, models.GeneratedField) or column.name in derived(model)
        ]
        indexes = [models.Index(fields=[parent])] if parent else []
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=left_out,
            model_name=f"{model.__name__}Event",
            base_model=LongEvent,
            meta={"indexes": indexes},
        )(model)

    return decorate


def derived(model: type[models.Model]) -> set[str]:
    """Return the names of the columns of ``model`` that triggers keep."""
    names: set[str] = set(getattr(model, "DERIVED", ()))
    return names | ({"attested_first", "attested_last"} if hasattr(model, "attested_first") else set())


@contextmanager
def because(reason: str, *, user: Any = None, **more: Any) -> Iterator[None]:
    """Write ``reason``, and who, beside every change made within.

    Inside a request, whose context knows the user already, the reason is added to it.
    """
    metadata: dict[str, Any] = {"reason": reason, **more}
    if user is not None:
        metadata["user"] = user.pk
    outermost = not hasattr(pghistory.runtime._tracker, "value")
    with pghistory.context(**metadata):
        # The context travels with Django's statements: one carries it to a COPY that may come first.
        _in_transaction("VALUES (1)")
        yield
    if outermost:  # else it stays until the end of the transaction, and explains what comes after
        _in_transaction("SELECT set_config('pghistory.context_id', '', true)")


def _in_transaction(statement: str) -> None:
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(statement)


def event_model(model: type[models.Model]) -> type[Any]:
    """Return the model of the events of ``model``."""
    return model.pgh_event_model  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Part:
    """One kind of row of an aggregate: the record itself, or children of it, and theirs."""

    model: type[models.Model]
    parent_field: str | None = None
    children: tuple[Part, ...] = ()

    def walk(self) -> Iterator[Part]:
        """Yield this part, then those below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def aggregate(model: type[models.Model], parent_field: str | None = None) -> Part:
    """Return the parts of a record of ``model``, as its ``HISTORY_CHILDREN`` name them."""
    children = []
    for name in getattr(model, "HISTORY_CHILDREN", ()):
        relation: Any = model._meta.get_field(name)
        children.append(aggregate(relation.related_model, relation.field.name))
    return Part(model, parent_field, tuple(children))


def events_of(part: Part, parents: set[Any], until: datetime.datetime | None) -> list[Any]:
    """Return the newest event, up to ``until``, of each row that ever belonged to ``parents``."""
    events = event_model(part.model).objects.all()
    if part.parent_field is None:
        events = events.filter(pgh_obj_id__in=parents)
    else:
        ever = events.filter(**{f"{part.parent_field}_id__in": parents}).values("pgh_obj_id")
        events = events.filter(pgh_obj_id__in=ever)
    if until is not None:
        events = events.filter(pgh_created_at__lte=until)
    newest = list(events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id"))
    if part.parent_field is None:
        return newest
    return [event for event in newest if getattr(event, f"{part.parent_field}_id") in parents]


def revision(instance: models.Model) -> str:
    """Return a text that differs after any change of the record or of a part of it.

    It serves the optimistic lock: whatever way the change was made, its event is newer.
    """
    tops = []

    def collect(part: Part, parents: set[Any]) -> None:
        events = events_of(part, parents, None)
        tops.append(max((event.pgh_id for event in events), default=0))
        alive = {event.pgh_obj_id for event in events if event.pgh_label != "delete"}
        for child in part.children:
            collect(child, alive)

    collect(aggregate(type(instance)), {instance.pk})
    return ".".join(map(str, tops))


# -- what happened ------------------------------------------------------------------------------------


@dataclass
class Change:
    """One event of one row: what it was and what it became, by field."""

    part: Part
    event: Any
    before: Any | None

    @property
    def label(self) -> str:
        return str(self.event.pgh_label)

    @property
    def model_name(self) -> str:
        return str(self.part.model._meta.verbose_name)

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """Field label, old value, new value, for each field that the event changed or set."""
        rows = []
        for column in tracked_fields(self.part.model):
            if column.name == "folded":  # follows from the name beside it
                continue
            new = getattr(self.event, column.attname) if self.label != "delete" else None
            old = getattr(self.before, column.attname) if self.before is not None else None
            if self.label == "delete":
                old = getattr(self.event, column.attname)
            if old != new and not column.primary_key and not (old in (None, "") and new in (None, "")):
                rows.append((label_of(column), _shown(column, old), _shown(column, new)))
        return rows


def label_of(column: Any) -> str:
    """Return what a column is called, with its language where it holds a text in one of two."""
    language = column.name[-2:] if column.name.endswith(("_en", "_fr")) else ""
    name = str(column.verbose_name)
    return f"{name} ({language_name(language)})" if language else name


def _shown(column: Any, value: Any) -> Any:
    """Return a stored value as a reader would call it: choices by label, yes and no, records by number."""
    value = readable(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.choices and value is not None:
        return dict(column.flatchoices).get(value, value)
    return Reference(column.related_model, value) if column.is_relation and value is not None else value


@dataclass(frozen=True)
class Reference:
    """A record that a field referred to, by its number; it may be gone since."""

    model: type[models.Model]
    pk: Any

    def __str__(self) -> str:
        return f"#{self.pk}"


def named(found: list[Moment]) -> dict[Reference, str]:
    """Return what the records that the changes refer to are called, each kind in one query."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for moment in found:
        for change in moment.changes:
            for _label, old, new in change.differences:
                for value in (old, new):
                    if isinstance(value, Reference):
                        wanted.setdefault(value.model, set()).add(value.pk)
    return {
        Reference(model, pk): str(record)
        for model, keys in wanted.items()
        for pk, record in model._base_manager.in_bulk(keys).items()
    }


@dataclass
class Moment:
    """All that one person did to a record in one go."""

    at: datetime.datetime
    context: Any | None
    changes: list[Change] = field(default_factory=list)
    who: str = ""

    @property
    def metadata(self) -> dict[str, Any]:
        return self.context.metadata if self.context else {}

    @property
    def reason(self) -> str:
        return str(readable(self.metadata.get("reason")) or "")

    @property
    def user_id(self) -> int | None:
        return self.metadata.get("user")

    @property
    def by_upgrade(self) -> bool:
        """Whether an upgrade of hrnet wrote it, and no person."""
        return MIGRATION in self.metadata


def tracked_fields(model: type[models.Model]) -> list[Any]:
    """Return the columns of ``model`` that its history keeps."""
    kept = {column.name for column in event_model(model)._meta.fields}
    return [column for column in model._meta.fields if column.name in kept]


def moments(model: type[models.Model], pk: Any) -> list[Moment]:
    """Return what happened to the record and its parts, the newest first.

    Works for a deleted record too. Changes of one request, command or import are one moment.
    """
    changes: list[Change] = []

    def collect(part: Part, parents: set[Any]) -> None:
        events = event_model(part.model).objects.select_related("pgh_context")
        if part.parent_field is None:
            rows = list(events.filter(pgh_obj_id__in=parents).order_by("pgh_id"))
        else:
            ever = events.filter(**{f"{part.parent_field}_id__in": parents}).values("pgh_obj_id")
            rows = list(events.filter(pgh_obj_id__in=ever).order_by("pgh_id"))
        last: dict[Any, Any] = {}
        for event in rows:
            changes.append(Change(part, event, last.get(event.pgh_obj_id)))
            last[event.pgh_obj_id] = event
        for child in part.children:
            collect(child, {event.pgh_obj_id for event in rows})

    collect(aggregate(model), {pk})
    grouped: dict[Any, Moment] = {}
    for change in sorted(changes, key=lambda one: one.event.pgh_created_at):
        key = change.event.pgh_context_id or (change.event.pgh_created_at, change.event.pgh_id)
        moment = grouped.setdefault(key, Moment(change.event.pgh_created_at, change.event.pgh_context))
        moment.at = change.event.pgh_created_at
        moment.changes.append(change)
    return sorted(grouped.values(), key=lambda one: one.at, reverse=True)
