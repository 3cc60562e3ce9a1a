"""What the worker does: reading, storing and undoing, off the request.

A task may come when there is nothing to do for it any more: queued twice, cancelled meanwhile, taken by
another worker. That is no failure; it is written down, and the import is left as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django_tasks import task

from imports import actions

log = logging.getLogger("hrnet.imports")


@contextmanager
def _where_due(what: str, import_id: int) -> Iterator[None]:
    try:
        yield
    except actions.NotNowError as error:
        log.info("nothing to %s: import %s is %s", what, import_id, error.state)


@task()
def read(import_id: int) -> None:
    """Look at an uploaded file, or read one whose columns are matched."""
    with _where_due("read", import_id):
        actions.read(import_id)


@task()
def store(import_id: int) -> None:
    """Store a confirmed import."""
    with _where_due("store", import_id):
        actions.store(import_id)


@task()
def take_back(import_id: int, also: list[int]) -> None:
    """Undo an import."""
    with _where_due("undo", import_id):
        actions.take_back(import_id, also)
