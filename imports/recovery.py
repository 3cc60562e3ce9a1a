"""Runs that died: an import that says it is being worked on, while nobody works on it.

Who works on an import holds an advisory lock of the database, which goes with the connection, however it
ends. Where the lock is free, the work stopped; its transaction was rolled back, so nothing was stored.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from imports.models import Import, State
from imports.progress import forget_progress

#: What is said of an import whose run died.
DIED = {State.READING: "died_reading", State.APPLYING: "died", State.UNDOING: "died_undoing"}
LOCK = 0x68726E69  # «hrni»: the first half of our advisory locks’ keys


#: How long a worker waits for the lock of an import, in seconds. The state that says that a run is over is
#: written a moment before the lock is released: a task that comes in between must wait, or it would be lost.
PATIENCE = 5.0


@contextmanager
def working_on(import_id: int) -> Iterator[bool]:
    """Hold the lock of an import while working on it; yield ``False`` where another has it.

    The lock belongs to the connection: it is free again however that ends.
    """
    taken = _lock(import_id)
    try:
        yield taken
    finally:
        if taken and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, import_id])


def _lock(import_id: int) -> bool:
    until = time.monotonic() + PATIENCE
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, import_id])
            if cursor.fetchone()[0]:
                return True
        if time.monotonic() >= until:
            return False
        time.sleep(0.05)


def before_work(import_: Import) -> State:
    """Return the state that an import was in before the work on it that was asked for, or is under way."""
    if import_.state in (State.CONFIRMED, State.APPLYING):
        return State.PREVIEWED
    if import_.state in (State.TAKING_BACK, State.UNDOING):
        return State.UNDONE if "undone" in import_.counts else State.APPLIED
    return State.MAPPING if import_.survey else State.DROPPED


def recover(import_: Import) -> bool:
    """Put an import whose run died back to where it can be tried again; tell whether it had died."""
    if import_.state not in DIED or somebody_works_on(import_.pk):
        return False
    with transaction.atomic():
        fresh = Import.objects.select_for_update().get(pk=import_.pk)
        # Asked again under the lock of the row: since the first look, another run may have begun.
        if fresh.state != import_.state or somebody_works_on(fresh.pk):
            import_.refresh_from_db()
            return False
        fresh.problem = {"code": DIED[State(fresh.state)]}
        fresh.state = State.FAILED if fresh.state == State.READING else before_work(fresh)
        fresh.save(update_fields=["state", "problem", "updated_at"])
        forget_progress(fresh.pk)
    import_.refresh_from_db()
    return True


def somebody_works_on(import_id: int) -> bool:
    """Tell whether a connection holds the lock of the import."""
    query = """
        SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [LOCK, import_id])
        return bool(cursor.fetchone()[0])
