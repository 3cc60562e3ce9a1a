"""Keeping counts: what took long to count is kept for the next reader, until something it rests on changes.

Nothing that is kept is ever shown once it might be wrong: a mark (:mod:`hrnet.directory.marks`) tells.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from hrnet.directory.filters.base import RecordFilter
from hrnet.directory.marks import KeptCounts, forget_old_changes, mark

LONG = 0.05  # seconds; what is counted faster is counted each time
MOST = 2_000  # so many choices of filters are kept at once
APPS = ("institutions", "networks", "mandates", "sources")
DESK = {"sources_finding"}  # what the desk alone shows: no public page rests on it


@dataclass(frozen=True)
class Counts:
    """How many rows each value of a facet would find; ``is_exact`` unless counting stopped at its bound."""

    numbers: dict[Any, int]
    is_exact: bool


AllCounts = dict[str, Counts]


@cache
def watched() -> tuple[str, ...]:
    """Return the tables whose changes the database marks: those of the records, without their histories."""
    found = [
        model._meta.db_table
        for name in APPS
        for model in apps.get_app_config(name).get_models()
        if not hasattr(model, "pgh_tracked_model") and model._meta.db_table not in DESK
    ]
    return tuple(sorted(found))


def counted(asked: RecordFilter, count: Callable[[], AllCounts]) -> AllCounts:
    """Return the kept counts, or count and keep them; who asks for the same meanwhile waits for the first."""
    key = key_of(asked)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        now = mark(watched())  # before the rows are read: what comes in between makes it stale
        found = _right(key, now) if now else None
        if found is None:
            began = time.monotonic()
            found = count()
            if now and time.monotonic() - began > LONG:
                _keep(key, now, found)
        return found


def key_of(asked: RecordFilter) -> str:
    """Return what is the same for all that ask the same of a list."""
    chosen = sorted((name, raw) for name, raw, _label, _shown in asked.in_use())
    said = [asked._meta.model._meta.label, chosen, str(asked.day), str(asked.holds)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _right(key: str, now: str) -> AllCounts | None:
    rows = KeptCounts.objects.filter(key=key, mark=now).values_list("counts", flat=True)
    for counts in rows:
        return {name: Counts(dict(map(tuple, pairs)), exact) for name, pairs, exact in counts}
    return None


def _keep(key: str, now: str, found: AllCounts) -> None:
    counts = [[name, list(one.numbers.items()), one.is_exact] for name, one in found.items()]
    KeptCounts.objects.update_or_create(key=key, defaults={"mark": now, "counts": counts})
    forget_old_changes()
    last = KeptCounts.objects.order_by("-at").values_list("at", flat=True)[MOST : MOST + 1]
    for at in last:
        KeptCounts.objects.filter(at__lte=at).delete()
