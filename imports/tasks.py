"""What the worker does: reading and storing, off the request."""

from __future__ import annotations

from django_tasks import task

from imports import actions


@task()
def read(import_id: int) -> None:
    """Read an uploaded file."""
    actions.read(import_id)


@task()
def store(import_id: int) -> None:
    """Store a confirmed import."""
    actions.store(import_id)
