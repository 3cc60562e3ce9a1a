"""What was laid out and drawn is kept, and served again while what it shows is as it was.

Two comparisons, the cheap one first. The *state of the base* is how far each history has been counted: the
triggers of the database write an entry for each change, however it was made. While it is the same, a picture
holds, and nothing else is read. Where it moved, what the picture shows is read anew and compared by its
digest: only where that differs is anything drawn again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pghistory.models
from django.apps import apps
from django.db import connection

from hrnet.directory.pictures.models import DRAWING, Kept, State

APPS = ("sources", "institutions", "networks", "mandates")
MOST_KEPT = 2000  # pictures; the oldest go first
MOST_OF_ONE = 24  # of one record: any date can be asked
TIDIED_EVERY = 20  # one in so many, by the key of the row


@dataclass(frozen=True)
class Base:
    """The state of the base, and what to remember of it: nothing where others were writing."""

    state: str
    seen: str = ""


def look() -> Base:
    """Return the state of the base, by one query."""
    query = (
        "SELECT string_agg(coalesce(pg_sequence_last_value(one::oid), 0)::text, '.' ORDER BY one)"
        " FROM unnest(%s::bigint[]) AS one"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [list(_counters())])
        numbers = cursor.fetchone()[0]
    return Base(hashlib.sha256(f"{DRAWING} {numbers}".encode()).hexdigest()[:40])


def look_closely() -> Base:
    """Return the state of the base before it is read from, so that what is made of it can be trusted.

    Counters move before a change is committed. Where nobody is writing after they were read, all that they
    count is there to be read; what comes later moves them on.
    """
    base = look()
    with connection.cursor() as cursor:
        cursor.execute(
            # Keys of transactions are of the whole server: who writes to another database is no matter here.
            "SELECT NOT EXISTS (SELECT FROM pg_locks AS held LEFT JOIN pg_stat_activity AS who USING (pid)"
            " WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted"
            " AND coalesce(who.datname, current_database()) = current_database())"
        )
        is_quiet = cursor.fetchone()[0]
    return Base(base.state, base.state if is_quiet else "")


@lru_cache(maxsize=1)
def _counters() -> tuple[int, ...]:
    """Return the sequences that number the entries of the histories, by their keys in the catalogue."""
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and model._meta.app_label in APPS
    ]
    query = (
        "SELECT pg_get_serial_sequence(one, 'pgh_id')::regclass::oid::bigint FROM unnest(%s::text[]) AS one"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [tables])
        return tuple(sorted(row[0] for row in cursor.fetchall()))


def find(subject: str, asked: str) -> Kept | None:
    """Return what is kept of ``subject`` for these parameters."""
    return Kept.objects.defer("image").filter(subject=subject, asked=asked).first()


def holds(kept: Kept, base: Base) -> bool:
    """Tell whether what is kept needs no reading to be trusted: the base is as it was."""
    return kept.state == State.READY and kept.seen == base.state


def keep(subject: str, asked: str, **values: Any) -> Kept:
    """Keep what was made, in place of what was kept before; now and then let the oldest go."""
    row = Kept(subject=subject, asked=asked, **{"state": State.READY, **values})
    Kept.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["subject", "asked"],
        update_fields=["state", "digest", "seen", "drawing", "table", "facts", "image", "made_at"],
    )
    if row.pk % TIDIED_EVERY == 0:
        tidy(subject)
    return row


def touch(kept: Kept, base: Base) -> None:
    """Remember that ``kept`` still shows what is so."""
    if kept.seen != base.seen:
        Kept.objects.filter(pk=kept.pk).update(seen=base.seen)


def tidy(subject: str) -> None:
    """Let the oldest pictures go: of one record, and of all."""
    for rows, most in ((Kept.objects.filter(subject=subject), MOST_OF_ONE), (Kept.objects.all(), MOST_KEPT)):
        old = rows.order_by("-made_at", "-pk").values_list("pk", flat=True)[most:]
        Kept.objects.filter(pk__in=list(old)).delete()


def claim(subject: str, asked: str) -> bool:
    """Say that somebody is to make this; return whether nobody else was."""
    row, created = Kept.objects.get_or_create(subject=subject, asked=asked, defaults={"state": State.WAITING})
    return created or bool(
        Kept.objects.filter(pk=row.pk).exclude(state=State.WAITING).update(state=State.WAITING)
    )
