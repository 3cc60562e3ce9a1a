"""What the worker does: reading, storing and undoing, off the request."""

from __future__ import annotations

from django_tasks import task

from imports import actions


@task()
def read(import_id: int) -> None:
    """Look at an uploaded file, or read one whose columns are matched."""
    actions.read(import_id)


@task()
def store(import_id: int) -> None:
    """Store a confirmed import."""
    actions.store(import_id)


@task()
def take_back(import_id: int, also: list[int]) -> None:
    """Undo an import."""
    actions.take_back(import_id, also)
