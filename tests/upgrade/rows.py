"""What a database holds, row by row, as plain text. Works on a database of any release."""

from __future__ import annotations

from typing import Any

Rows = dict[str, dict[str, dict[str, str | None]]]

TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1
"""
KEY = """
SELECT a.attname FROM pg_constraint AS c
JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
WHERE c.contype = 'p' AND c.conrelid = %s::regclass ORDER BY a.attnum
"""
COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


def rows_of(cursor: Any, tables: list[str] | None = None) -> Rows:
    """Return, for each table, its rows by primary key; each row maps columns to their values as text.

    ``tables`` limits what is read; a table that does not exist is left out. A table without a primary key
    is keyed by whole rows.
    """
    cursor.execute(TABLES)
    there = [name for (name,) in cursor.fetchall()]
    return {table: _rows(cursor, table) for table in there if tables is None or table in tables}


def _rows(cursor: Any, table: str) -> dict[str, dict[str, str | None]]:
    columns = _names(cursor, COLUMNS, table)
    key = _names(cursor, KEY, table) or columns
    as_text = ", ".join(f'"{name}"::text' for name in columns)
    cursor.execute(f'SELECT {as_text} FROM "{table}"')
    rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
    return {"/".join(str(row[name]) for name in key): row for row in rows}


def _names(cursor: Any, query: str, table: str) -> list[str]:
    cursor.execute(query, [f'public."{table}"'])
    return [name for (name,) in cursor.fetchall()]


def differences(before: Rows, after: Rows) -> dict[str, dict[str, Any]]:
    """Return what of ``before`` is missing or different in ``after``, by table and key.

    A lost row, and each row of a lost table, gives ``"lost"``; a changed row gives its changed columns with
    their values before and after. What ``after`` has more (tables, columns, rows) is no difference.
    """
    found: dict[str, dict[str, Any]] = {}
    for table, rows in before.items():
        now = after.get(table, {})
        for key, row in rows.items():
            if (same := now.get(key)) is None:
                found.setdefault(table, {})[key] = "lost"
                continue
            changed = {
                name: [value, same.get(name, "no such column")]
                for name, value in row.items()
                if name not in same or same[name] != value
            }
            if changed:
                found.setdefault(table, {})[key] = changed
    return found
