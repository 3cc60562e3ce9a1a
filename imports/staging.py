"""The lines of the reader on their way through the database: temporary tables, filled by COPY."""

from __future__ import annotations

from pathlib import Path

from django.db import connection

from imports.targets import Spec

LINES = 1 << 20  # bytes copied at once

STAGING = """
DROP TABLE IF EXISTS staged, staged_name, staged_whole, resolved_name, resolved_whole,
    staged_date, joined, twin, matched, judged;
CREATE TEMPORARY TABLE staged (
    number integer, sheet text, row integer, name_key integer, whole_key integer,
    {own}, note text, locator text, cells jsonb, errors jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_name (
    key integer, name text, folded text, acronym text, acronym_folded text, identifier text, country_id bigint
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_whole (key integer, name text, folded text) ON COMMIT DROP;
"""


def own_columns(spec: Spec, prefix: str = "") -> str:
    """Return the target’s own columns, for a list in a statement."""
    return ", ".join(f'{prefix}"{name}"' for name in spec.own)


def copy_lines(spec: Spec, folder: Path) -> None:
    """Copy the child’s lines into temporary tables; inside a transaction, at whose end they go."""
    own = ", ".join(f'"{name}" {kind}' for name, kind in spec.own.items())
    with connection.cursor() as cursor:
        cursor.execute(STAGING.format(own=own))
        for name, table in (("rows", "staged"), ("names", "staged_name"), ("wholes", "staged_whole")):
            with (
                (folder / f"{name}.copy").open("rb") as lines,
                cursor.copy(f"COPY {table} FROM STDIN") as copy,
            ):
                while chunk := lines.read(LINES):
                    copy.write(chunk)
            cursor.execute(f"ANALYZE {table}")
