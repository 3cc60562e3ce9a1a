"""Writing the generated base: one transaction, set by set, with the triggers of its tables off meanwhile.

Rows come from ``COPY`` or ``INSERT … SELECT``. What the database draws by lot, it draws by hashing a number
with the seed (``pg_temp.lot``), so that the same seed gives the same base.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models

from institutions.models import Institution, InstitutionCitation, InstitutionTheme, Name, NameCitation
from mandates.models import Engagement, EngagementCitation, Mandate, MandateCitation, MandateTheme
from networks.models import (
    Meeting,
    MeetingCitation,
    Membership,
    MembershipCitation,
    Network,
    Participation,
    ParticipationCitation,
)

FILLED: tuple[type[models.Model], ...] = (
    Institution, Name, Network, InstitutionTheme, InstitutionCitation, NameCitation, Membership,
    MembershipCitation, Mandate, MandateTheme, MandateCitation, Engagement, EngagementCitation, Meeting,
    MeetingCitation, Participation, ParticipationCitation,
)  # fmt: skip
#: The triggers that write labels stay on: they see each COPY as one set.
KEPT = "pgtrigger_label%"

# A number from 0 up to, not including, 1; one of a list; a list drawn from by weight is written out.
LOT = """
CREATE FUNCTION pg_temp.lot(number bigint, which integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (hashint8extended(number * 64 + which, {seed}) & 9007199254740991) / 9007199254740992.0;

CREATE FUNCTION pg_temp.pick(texts text[], number bigint, which integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN texts[1 + floor(cardinality(texts) * pg_temp.lot(number, which))::integer];
"""


class Writing:
    """A cursor that writes sets of rows and tells how far it has come."""

    def __init__(self, cursor: Any, seed: int, tell: Callable[[str], None]) -> None:
        self.cursor, self.began = cursor, time.monotonic()
        self._tell = tell
        cursor.execute(LOT.format(seed=int(seed)))

    def tell(self, line: str) -> None:
        """Say what is done, and how long it all took so far."""
        self._tell(f"{time.monotonic() - self.began:7.1f} s  {line}")

    def run(self, sql: str, *parameters: Any) -> int:
        """Run a statement; return how many rows it wrote."""
        self.cursor.execute(sql, parameters or None)
        return int(self.cursor.rowcount)

    def value(self, sql: str, *parameters: Any) -> Any:
        """Return the one value that a query gives."""
        self.cursor.execute(sql, parameters or None)
        return self.cursor.fetchone()[0]

    def insert(self, model: type[models.Model], values: dict[str, str], rows: str) -> int:
        """Insert what ``SELECT … rows`` gives; columns that are not named get their default."""
        columns = _columns(model)
        named = {column: values.get(column, literal) for column, literal in columns.items()}
        named = {column: sql for column, sql in named.items() if sql}
        quoted = ", ".join(f'"{column}"' for column in named)
        return self.run(
            f"INSERT INTO {model._meta.db_table} ({quoted}) SELECT {', '.join(named.values())} {rows}"
        )

    def copy(self, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
        """Copy rows into a table."""
        with self.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _columns(model: type[models.Model]) -> dict[str, str]:
    """Return the columns that can be written, each with the literal that stands where none is given."""
    found = {}
    for column in model._meta.concrete_fields:
        if not isinstance(column, models.GeneratedField):
            found[str(column.column)] = "" if column.null or column.primary_key else _literal(column)
    return found


def _literal(column: Any) -> str:
    default = column.get_default()
    if isinstance(default, dict):
        return f"'{json.dumps(default)}'::jsonb"
    if isinstance(default, list):
        return "'{}'"
    return str(default).lower() if isinstance(default, bool) else f"'{default or ''}'"


@contextmanager
def without_triggers(cursor: Any) -> Iterator[None]:
    """Leave history, search and attested dates unwritten: what is needed of them is written at the end."""
    names = [model._meta.db_table for model in FILLED]
    cursor.execute(
        "SELECT format('ALTER TABLE %%s %%%%s TRIGGER %%I', tgrelid::regclass, tgname) FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgname NOT LIKE %s AND tgrelid = ANY(%s::regclass[])",
        [KEPT, names],
    )
    switches = [row[0] for row in cursor.fetchall()]
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come cannot be altered
    for switch in switches:
        cursor.execute(switch % "DISABLE")
    yield
    for switch in switches:
        cursor.execute(switch % "ENABLE")


def analyse() -> None:
    """Let the planner see what was written, and clear up after it."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model in FILLED or model._meta.app_label == "directory":
                cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")
