"""How far the work on an import is, told while it goes on; and whether somebody wants it to stop.

The work runs in one long transaction, which nobody else sees before it ends. So its progress is written
over a connection of its own, into a table of its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connections

from imports.models import Progress

TOLD_EVERY = 0.3  # seconds
TELL = """
UPDATE imports_progress SET step = %s, done = %s, total = %s WHERE of_import_id = %s RETURNING cancel
"""


class CancelledError(Exception):
    """Somebody asked for the work to stop; whatever it did in its transaction goes."""


class Watch:
    """Tells how far the work is; raises :class:`CancelledError` once it is to stop."""

    def __init__(self, import_id: int, connection: Any) -> None:
        self.import_id = import_id
        self.connection = connection
        self.step = ""
        self.total: int | None = None
        self._told = 0.0

    def begin(self, step: str, total: int | None = None) -> None:
        """Go on to another step of the work, ``total`` long where that is known."""
        self.step, self.total = step, total
        self._write(0)

    def tell(self, done: int) -> None:
        """Say how much of the step is done; cheap enough to be called for every bit of it."""
        if time.monotonic() - self._told > TOLD_EVERY:
            self._write(done)

    def _write(self, done: int) -> None:
        self._told = time.monotonic()
        with self.connection.cursor() as cursor:
            cursor.execute(TELL, [self.step, done, self.total, self.import_id])
            row = cursor.fetchone()
        if row and row[0]:
            raise CancelledError


def wish_to_cancel(import_id: int) -> None:
    """Ask whoever works on the import to stop at the next look."""
    Progress.objects.update_or_create(of_import_id=import_id, defaults={"cancel": True})


def forget_progress(import_id: int) -> None:
    """Forget how far the work was, and a wish to cancel it: both are of a run that is over."""
    Progress.objects.filter(pk=import_id).update(step="", done=0, total=None, cancel=False)


@contextmanager
def watching(import_id: int) -> Iterator[Watch]:
    """Tell the progress of an import’s work within; a wish to cancel that came before it holds.

    For whoever holds the lock of the import alone: at the end, progress and wish are forgotten.
    """
    Progress.objects.get_or_create(of_import_id=import_id)
    apart = connections.create_connection("default")
    try:
        yield Watch(import_id, apart)
    finally:
        with suppress(Exception):
            apart.close()
        forget_progress(import_id)
