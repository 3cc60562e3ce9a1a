"""What tests of the history need: the clock that writes it, and all that a record consists of."""

from django.db import connection

from sources.history import aggregate


def now():
    """Return the clock of the database, which writes the times of the history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def tables(model):
    """Return every row of the tables that records of ``model`` and their parts stand in, column by column."""
    return {
        part.model.__name__: list(part.model._base_manager.order_by("pk").values())
        for part in aggregate(model).walk()
    }
