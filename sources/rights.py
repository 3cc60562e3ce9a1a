"""Who may write what: one rule for every write, by whichever way it is made.

A write is judged by the row as it is and as it would be, and by the record that decides on each of the two:

* The user needs the permission of the model for what happens to the row: to add, to change, to delete it.
  A deleted row that comes back under its key is added and changed: an earlier state, not a new record.
* A record with a review state decides on itself and on its parts (names, citations, aims, a profile). While
  it is published, before the write or after it, whoever writes needs the permission to publish it. A part
  that moves from one record to another asks both.
* A record without a review state (a group) is public wherever a statement names it: a part of it is written
  by whoever may change the record, or adds it in the same go.
* A row whose record cannot be found counts as published.

What is a part of what is read from the models: a foreign key whose other end stands in
``HISTORY_CHILDREN``, or a profile that has the key of its record. Forms, deletions, actions of the desk, put
back and undo all ask here, inside the transaction that writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import Q
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from sources.masking import readable
from sources.statements import Reviewed, ReviewState

NONE, ALL = Q(pk__in=[]), ~Q(pk__in=[])
SHOWN = 5  # rows that a refusal names


@dataclass(frozen=True)
class Write:
    """One row before and after a write; ``None`` where it is not there.

    ``restored`` says of a row that is added that it was deleted before, and comes back under its key.
    """

    before: Any | None
    after: Any | None
    restored: bool = False

    @property
    def row(self) -> Any:
        return self.after if self.after is not None else self.before

    @property
    def actions(self) -> tuple[str, ...]:
        """The permissions of the model that the write takes."""
        if self.before is None:
            return ("add", "change") if self.restored else ("add",)
        return ("change",) if self.after is not None else ("delete",)


class NotAllowedError(PermissionDenied):
    """The user may not make some of the writes; none of them was made. ``refused`` has those."""

    def __init__(self, refused: list[Write]) -> None:
        super().__init__(_in_words(refused))
        self.refused = refused


def _in_words(refused: list[Write]) -> str:
    """Say which rows it is about, the first five of them, and whom to turn to."""
    called = [_called(write.row) for write in refused[:SHOWN]]
    more = [_("and others")] if len(refused) > SHOWN else []
    words = _("Nothing was changed: this writes what your account may not write. Ask a publisher for it: %s.")
    return words % ", ".join(called + more)


def _called(row: Any) -> str:
    kind = str(row._meta.verbose_name)
    try:
        what = str(row)
    except ObjectDoesNotExist:  # a row of the past refers to what is gone
        return kind
    return _("%(kind)s “%(what)s”") % {"kind": kind, "what": readable(what)}


def may_write(
    user: Any,
    *,
    before: models.Model | None = None,
    after: models.Model | None = None,
    restored: bool = False,
) -> bool:
    """Tell whether ``user`` may turn the row ``before`` into ``after``; see the rule above.

    ``before`` alone is a deletion (without what it would take along: see :func:`deletions`), ``after`` alone
    an addition. Both are rows of one model, saved or not.
    """
    return not refused(user, [Write(before, after, restored)])


def require(user: Any, writes: Iterable[Write]) -> None:
    """Raise :class:`NotAllowedError` unless ``user`` may make all of ``writes``.

    Call it inside the transaction that writes: the records that decide are locked until its end, so that
    nobody publishes one of them in between.
    """
    if found := refused(user, writes, lock=connection.in_atomic_block):
        raise NotAllowedError(found)


def refused(user: Any, writes: Iterable[Write], *, lock: bool = False) -> list[Write]:
    """Return those of ``writes`` that ``user`` may not make. All of them are taken to happen together."""
    everything = list(writes)
    judge = _Judge(user, everything, lock)
    return [write for write in everything if not judge.allows(write)]


def deletions(rows: Iterable[models.Model]) -> list[Write]:
    """Return the deletion of each of ``rows``, and of all that the database would delete with them.

    Raise ``ProtectedError`` where something refers to one of them that would keep it.
    """
    collector = _EveryRow(using=DEFAULT_DB_ALIAS)
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for same in by_model.values():
        collector.collect(same)
    return [Write(row, None) for instances in collector.data.values() for row in instances]


def stored(row: models.Model) -> Any | None:
    """Return the row as the database has it now; ``None`` where it is not there."""
    return type(row)._base_manager.filter(pk=row.pk).first() if row.pk is not None else None


def protected(user: Any, model: type[models.Model]) -> Q:
    """Return the condition on the rows of ``model`` that ``user`` may not change as they are now.

    For writes by sets (an undo, a bulk action): ``rows.filter(protected(user, model))`` are those to leave
    and to name, ``rows.exclude(...)`` those to write.
    """
    if not user.has_perm(permission(model, "change")):
        return ALL
    path, decider = "", model
    while not issubclass(decider, Reviewed) and (link := link_to_record(decider)) is not None:
        path, decider = f"{path}{link.name}__", link.related_model
    if issubclass(decider, Reviewed):
        if user.has_perm(permission(decider, "publish")):
            return NONE
        return Q(**{f"{path}review_state": ReviewState.PUBLISHED})
    return NONE if decider is model or user.has_perm(permission(decider, "change")) else ALL


def permission(model: type[models.Model], action: str) -> str:
    """Return the name of a permission: ``networks.publish_membership``."""
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"


@cache
def link_to_record(model: Any) -> Any | None:
    """Return the foreign key of ``model`` to the record that its rows are a part of; ``None`` where none."""
    for column in model._meta.fields:
        if not isinstance(column, models.ForeignKey):
            continue
        parts = getattr(column.related_model, "HISTORY_CHILDREN", ())
        if column.primary_key or column.remote_field.get_accessor_name() in parts:
            return column
    return None


class _EveryRow(Collector):
    """Collects every row that a deletion takes along, one by one."""

    def can_fast_delete(self, objs: Any, from_field: Any = None) -> bool:
        return False


Key = tuple[type[models.Model], Any]


class _Judge:
    """Judges writes that happen together, for one user."""

    def __init__(self, user: Any, writes: list[Write], lock: bool) -> None:
        self.user = user
        self.lock = lock
        self.before = {(type(w.before), w.before.pk): w.before for w in writes if w.before is not None}
        self.after = {(type(w.row), w.row.pk): w for w in writes if w.row.pk is not None}
        self.read: dict[Key, Any] = {}

    def allows(self, write: Write) -> bool:
        model = type(write.row)
        if not all(self._has(model, action) for action in write.actions):
            return False
        if write.before is not None and not self._decides_for(write.before, after=False):
            return False
        return write.after is None or self._decides_for(write.after, after=True)

    def _has(self, model: type[models.Model], action: str) -> bool:
        return bool(self.user.has_perm(permission(model, action)))

    def _decides_for(self, row: Any, *, after: bool) -> bool:
        """Tell whether the record that decides on ``row`` lets the user write it."""
        decider = self._decider(row, after=after)
        if decider is None:
            return False  # nobody knows whose part it is
        model, key = decider
        itself = model is type(row) and key == row.pk
        if issubclass(model, Reviewed):
            record = row if itself and after else self._record(model, key, after=after)
            public = record is None or record.is_published
            return not public or self._has(model, "publish")
        if itself:
            return True
        added = self.after.get((model, key))
        is_new = added is not None and added.before is None and not added.restored
        return is_new or self._has(model, "change")

    def _decider(self, row: Any, *, after: bool) -> Key | None:
        """Return the model and key of the record that decides on ``row``: itself, or what it is a part of."""
        model: Any = type(row)
        key, current = row.pk, row
        while not issubclass(model, Reviewed) and (link := link_to_record(model)) is not None:
            if not link.primary_key:
                current = current or self._record(model, key, after=after)
                key = getattr(current, link.attname, None)
            model, current = link.related_model, None
            if key is None:
                return None
        return model, key

    def _record(self, model: type[models.Model], key: Any, *, after: bool) -> Any | None:
        """Return a record as it is stored, or as the writes leave it."""
        if after and (model, key) in self.after:
            return self.after[model, key].after
        if not issubclass(model, Reviewed) and (model, key) in self.before:
            return self.before[model, key]
        if (model, key) not in self.read:
            rows = model._base_manager.filter(pk=key)
            if self.lock:
                rows = rows.select_for_update(of=("self",), no_key=True)
            self.read[model, key] = rows.first()
        return self.read[model, key]
