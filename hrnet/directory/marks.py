"""Marks: by which one can tell whether anything that a kept result rests on has changed since.

Triggers of the database write down, for each transaction, which tables it wrote (:class:`Change`). The mark
of some tables is the same only as long as no transaction that wrote them has been committed: it counts the
transactions and adds them up, so that one which began earlier and ended later is seen too. Read the mark
first and the rows after it: then what is kept under a mark is never older than the mark says.

Why so: ``docs/adr/0016-counts-are-kept-under-a-mark.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, models
from django.db.models.functions import Now

#: So long the changes stay; afterwards what rests on a mark is merely made anew.
KEPT = timedelta(days=1)


class Change(models.Model):
    """One transaction wrote one table. Written by triggers alone, whichever way the change came."""

    what = models.CharField("table", max_length=63)
    by = models.BigIntegerField("transaction")
    at = models.DateTimeField("when", db_default=Now())

    class Meta:
        verbose_name = "change of a table"
        verbose_name_plural = "changes of tables"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["what", "by"], name="directory_change_once")]

    def __str__(self) -> str:
        return f"{self.what} {self.by}"


class KeptCounts(models.Model):
    """The counts of all facets of one list under one choice of filters; right as long as ``mark`` is."""

    key = models.CharField(max_length=64, unique=True)
    mark = models.CharField(max_length=80)
    counts = models.JSONField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "kept counts of facets"
        verbose_name_plural = "kept counts of facets"
        default_permissions = ()
        indexes = [models.Index(fields=["at"], name="directory_kept_by_age")]

    def __str__(self) -> str:
        return self.key


def mark(tables: Iterable[str]) -> str:
    """Return the mark of ``tables`` as the database has them at this moment.

    Within a transaction that has written something there is none: it is empty, and nothing may be kept.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT count(*), coalesce(sum("by"), 0), pg_current_xact_id_if_assigned()'
            " FROM directory_change WHERE what = ANY(%s)",
            [sorted(tables)],
        )
        number, total, writes = cursor.fetchone()
    return f"{number}.{total}" if writes is None else ""


def forget_old_changes() -> None:
    """Remove the changes of another day, so that marks stay quick to read."""
    Change.objects.filter(at__lt=Now() - KEPT).delete()
