"""After each migration: tell the database which columns hold texts, and watch their tables.

So a column that a later release adds is watched as soon as it is there, and a base that exists has its texts
looked through when it is upgraded.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from hrnet.directory.withholding.columns import TextColumn, text_columns
from sources.upgrades import writing_rows

COLUMNS = """
CREATE OR REPLACE FUNCTION hrnet_text_columns() RETURNS SETOF hrnet_text_column
LANGUAGE sql IMMUTABLE
AS $columns$ SELECT * FROM (VALUES {rows}) AS listed $columns$;
COMMENT ON FUNCTION hrnet_text_columns() IS '{digest}';
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER zz_hrnet_withhold_after_{event} AFTER {event} ON {table} REFERENCING {rows}
FOR EACH STATEMENT EXECUTE FUNCTION hrnet_withhold_texts();
"""
#: What the upgrade is called in the histories of the records whose texts it hides.
MIGRATION = "hrnet.directory.withholding.migrations.0001_initial"
EVENTS = {
    "insert": "NEW TABLE AS new_rows",
    "update": "NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}


def install(**_signal: Any) -> None:
    """Write down the columns, make the triggers, and look through all texts where a column is new."""
    columns = _there(text_columns())
    sql = definition(columns)
    digest = hashlib.sha256(sql.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('hrnet_text_columns()')")
        if cursor.fetchone()[0] is None:  # migrated back to before withholding
            return
        cursor.execute("SELECT obj_description('hrnet_text_columns()'::regprocedure)")
        if cursor.fetchone()[0] == digest:
            return
    reason = _("texts that name a person whose name is withheld were hidden")
    with transaction.atomic(), writing_rows(MIGRATION, reason), connection.cursor() as cursor:
        cursor.execute(sql.replace("{digest}", digest))
        cursor.execute("SELECT hrnet_withhold(NULL)")


def _there(columns: list[TextColumn]) -> list[TextColumn]:
    """Return those of ``columns`` that the database has: one that was migrated back has fewer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema()"
        )
        there = set(cursor.fetchall())
    return [one for one in columns if (one.table, one.column) in there]


def definition(columns: list[TextColumn]) -> str:
    """Return the SQL that makes the list of the columns, and the triggers on their tables."""
    rows = ", ".join(
        f"('{one.table}', '{one.key}', '{one.column}', '{one.kind}', {one.longest}, '{one.language}',"
        f" {one.has_language}, {one.folded})"
        for one in columns
    )
    triggers = [
        TRIGGER.format(event=event, table=table, rows=rows)
        for table in sorted({one.table for one in columns})
        for event, rows in EVENTS.items()
    ]
    return COLUMNS.replace("{rows}", rows) + "".join(triggers)
