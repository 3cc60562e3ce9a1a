"""Runs that died: an import that says it is being worked on, while nobody works on it.

Who works on an import holds an advisory lock of the database, which goes with the connection, however it
ends. Where the lock is free, the work stopped; its transaction was rolled back, so nothing was stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from imports.models import Import, State

LOCK = 0x68726E69  # «hrni»: the first half of our advisory locks’ keys


@contextmanager
def working_on(import_id: int) -> Iterator[bool]:
    """Hold the lock of an import while working on it; yield whether it was free."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, import_id])
        taken = bool(cursor.fetchone()[0])
    try:
        yield taken
    finally:
        if taken and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, import_id])


def recover(import_: Import) -> bool:
    """Put an import whose run died back to where it can be tried again; tell whether it had died."""
    back = {State.READING: State.FAILED, State.APPLYING: State.PREVIEWED}.get(State(import_.state))
    if back is None or _somebody_works_on(import_.pk):
        return False
    with transaction.atomic():
        fresh = Import.objects.select_for_update().get(pk=import_.pk)
        if fresh.state != import_.state:
            import_.refresh_from_db()
            return False
        code = "died" if back == State.PREVIEWED else "died_reading"
        fresh.state, fresh.problem = back, {"code": code}
        fresh.save(update_fields=["state", "problem", "updated_at"])
    import_.refresh_from_db()
    return True


def _somebody_works_on(import_id: int) -> bool:
    query = """
        SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [LOCK, import_id])
        return bool(cursor.fetchone()[0])
