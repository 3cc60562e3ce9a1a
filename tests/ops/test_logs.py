"""Our own log: a database error is told without the values that it quotes."""

import logging
import sys

import pytest
from django.db import DatabaseError, connection, transaction

from hrnet.ops.logs import DiscreetFormatter

pytestmark = pytest.mark.django_db

CANARY = "Liesbet Kanari-Okonjo"


def logged(statement):
    """Return what the log says of a statement that fails, with its traceback."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        record = logging.LogRecord("hrnet", logging.ERROR, "", 0, "it failed", None, sys.exc_info())
        return DiscreetFormatter("%(message)s").format(record)
    raise AssertionError("it did not fail")


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT '{CANARY}'::integer",
        f"SELECT '{CANARY}'::date",
        f"SELECT '{CANARY}'::uuid",
        f"SELECT '{{{CANARY}'::jsonb",
        f"SELEKT '{CANARY}'",
        f"SELECT '{CANARY}', nothing_of_this_name",
        f"CREATE TEMPORARY TABLE one (name text UNIQUE); INSERT INTO one VALUES ('{CANARY}'), ('{CANARY}')",
        f"CREATE TEMPORARY TABLE two (name text CHECK (name = '')); INSERT INTO two VALUES ('{CANARY}')",
        f"DO $$ BEGIN EXECUTE 'SELECT 1 / 0, ''{CANARY}'''; END $$",
    ],
)
def test_what_failed_is_told_and_no_value(statement):
    said = logged(statement)

    assert "it failed" in said
    assert "Error" in said or "Violation" in said
    assert CANARY not in said
