"""Reading a file by a mapping, or by hrnet’s own columns: its tables, and the lines of their statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from imports.readers.columns import fold_cached
from imports.readers.dates import DateReader, read
from imports.readers.errors import FileRefusedError
from imports.readers.mapping import Mapping
from imports.readers.orders import Evidence
from imports.readers.parties import PartyWriter
from imports.readers.plan import OwnPlanner, Plan, Planner
from imports.readers.records import MembershipWriter, Writer
from imports.readers.source import Source
from imports.readers.spotters import ByNames, ByPlace
from imports.readers.statements import Expander
from imports.readers.tables import Table, find_tables
from imports.readers.targets import DATES
from imports.readers.vocabulary import Vocabulary, Words
from imports.readers.words import UNKNOWN

TOLD_EVERY = 5_000  # rows
MOST_STATEMENTS = 1_000_000
WRITERS: dict[str, type[Writer]] = {"memberships": MembershipWriter, "parties": PartyWriter}


def mapping_of(task: dict[str, Any]) -> Mapping | None:
    """Return the checked mapping of a task, ``None`` where it has none."""
    given = task.get("mapping")
    return Mapping.from_json(given).validate(task["target"]) if given else None


class Reading:
    """One file, one target, one mapping: what ``read`` and ``extract`` have in common."""

    def __init__(self, task: dict[str, Any]) -> None:
        self.target: str = task["target"]
        self._own = mapping_of(task) is None
        self.mapping = mapping_of(task) or Mapping()
        constants = {name: text for name, text in (task.get("constants") or {}).items() if text}
        planner = OwnPlanner if self._own else Planner
        self.planner = planner(self.target, self.mapping, constants)
        self.source = Source(
            Path(task["path"]), task["filename"],
            encoding=self.mapping.encoding, delimiter=self.mapping.delimiter,
        )  # fmt: skip
        unknown = UNKNOWN | {text.strip().casefold() for text in self.mapping.unknown}
        self.words = Words(Vocabulary.of(task), self.mapping.values, unknown)
        self.dates = {
            name: DateReader(self.mapping.date_order, unknown, epoch_1904=self.source.epoch_1904)
            for name in DATES[self.target]
        }
        self.sheets_unused: list[str] = []
        self._orders: dict[str, Evidence] | None = None
        if not self.mapping.date_order:
            for name, reader in self.dates.items():
                reader.decide = self._decider(name)

    def tables(self) -> Iterator[tuple[Table, Plan]]:
        """Yield the tables that are read, each with its plan; read its rows before asking for the next."""
        unused: list[str] = []  # the columns of dates may be gone through while the tables are
        self._check_sheets()
        for sheet in self.source.sheet_names:
            count = 0
            for table in self._tables_of(sheet):
                count += 1
                yield table, self.planner.plan(table)
            if not count:
                unused.append(sheet)
        self.sheets_unused = unused

    def _tables_of(self, sheet: str) -> Iterator[Table]:
        by_names = ByNames(self.planner.fits, self.planner.words)
        places = [one for one in self.mapping.tables if self._is(sheet, one.sheet)]
        if self.mapping.tables and not places:
            return
        found = 0
        if places:
            for table in find_tables(sheet, self.source.rows(sheet), ByPlace(places, by_names)):
                found += 1
                yield table
        if not found:  # no places are given, or the table moved since the mapping was made
            yield from find_tables(sheet, self.source.rows(sheet), by_names)

    def _is(self, sheet: str, named: str) -> bool:
        """Tell whether a mapping means this sheet; one without a name is the first."""
        if self.source.is_text:
            return True
        if not named:
            return sheet == self.source.sheet_names[0]
        return sheet == named or fold_cached(sheet) == (fold_cached(named) or named)

    def _check_sheets(self) -> None:
        for one in self.mapping.tables:
            if not any(self._is(sheet, one.sheet) for sheet in self.source.sheet_names):
                raise FileRefusedError("sheet_missing", sheet=one.sheet)

    def refuse_without_table(self) -> None:
        """Raise, since no table of the file has what is needed."""
        if self._own:
            raise FileRefusedError("columns_missing", sheets=self.sheets_unused)
        columns = [one.column for one in self.mapping.columns]
        raise FileRefusedError("mapped_columns_missing", columns=", ".join(columns)[:300])

    def _decider(self, name: str) -> Callable[[], str]:
        return lambda: self.orders().get(name, Evidence()).order

    def orders(self) -> dict[str, Evidence]:
        """Return what the whole of each column of dates says of its order; read once, when asked."""
        if self._orders is None:
            self._orders = {}
            for table, plan in self.tables():
                feeding = date_columns(plan)
                evidence = {name: self._orders.setdefault(name, Evidence()) for name in feeding}
                wanted = [(index, evidence[name]) for name in feeding for index in feeding[name]]
                for _number, row in table.rows:
                    for index, one in wanted:
                        if index < len(row):
                            one.add(row[index])
        return self._orders

    def asks(self) -> list[dict[str, Any]]:
        """Return the dates whose order has to be given, as far as it came up."""
        return [
            {"code": "date_order", "field": name} for name, one in (self._orders or {}).items() if one.asks
        ]


def date_columns(plan: Plan) -> dict[str, list[int]]:
    """Return for each field that is a date the columns in which it can stand."""
    dates = DATES[plan.target]
    found: dict[str, list[int]] = {}
    for feed in plan.feeds:
        for name in (feed.field, *feed.brackets):
            if name in dates:
                found.setdefault(name, []).append(feed.index)
    if plan.layout == "cross" and plan.cell in ("start", "date"):
        name = "date" if plan.target == "parties" else "start"
        found.setdefault(name, []).extend(index for index, _header in plan.across)
    return found


def read_file(task: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Read the file of a task and write its lines; return what was found."""
    reading = Reading(task)
    folder = Path(task["folder"])
    with (
        (folder / "rows.copy").open("w", encoding="utf-8") as rows,
        (folder / "names.copy").open("w", encoding="utf-8") as names,
        (folder / "wholes.copy").open("w", encoding="utf-8") as wholes,
    ):
        files: dict[str, TextIO] = {"rows": rows, "names": names, "wholes": wholes}
        writer = WRITERS[reading.target](reading.target, reading.words, reading.dates, files)
        tables, count = _write_tables(reading, writer, say)
    if not tables:
        reading.refuse_without_table()
    if not writer.written:
        raise FileRefusedError("no_statements" if count else "no_rows")
    return {
        **reading.source.described(),
        "tables": tables,
        "sheets_unused": reading.sheets_unused,
        "asks": reading.asks(),
        "rows": count,
        "statements": writer.written,
    }


def _write_tables(
    reading: Reading, writer: Writer, say: Callable[[dict[str, Any]], None]
) -> tuple[list[dict[str, Any]], int]:
    """Write the lines of every table; return what is told of them, and the number of rows."""
    told, count, limit = [], 0, reading.source.limit
    for table, plan in reading.tables():
        before, last = count, table.first_row - 1
        expander = Expander(_without_default_act(plan, writer), reading.words, _is_date)
        for number, row in table.rows:
            last = number
            for draft in expander.drafts(row):
                writer.write(table.sheet, number, draft)
            count += 1
            if count % TOLD_EVERY == 0:
                say({"done": count})
            if count > limit:
                raise FileRefusedError("too_many_rows", limit=limit)
            if writer.written > MOST_STATEMENTS:
                raise FileRefusedError("too_many_statements", limit=MOST_STATEMENTS)
        told.append(_told(table, plan, count - before, last))
    return told, count


def _without_default_act(plan: Plan, writer: Writer) -> Plan:
    """Take the act of the whole file out of a plan of rows with dates: it is said only of those with one."""
    dated = date_columns(plan).keys() & {"date", "in_force"}
    if not isinstance(writer, PartyWriter) or not dated or not plan.constants.get("act"):
        return plan
    writer.default_act = plan.constants["act"]
    kept = {name: text for name, text in plan.constants.items() if name != "act"}
    return replace(plan, constants=kept, default_act=plan.constants["act"])


def _is_date(text: str) -> bool:
    return read(text, "dmy").date is not None or read(text, "mdy").date is not None


def _told(table: Table, plan: Plan, rows: int, last: int) -> dict[str, Any]:
    fields = {feed.index: feed.field for feed in plan.feeds}
    return {
        "sheet": table.sheet,
        "header_row": table.header_row,
        "header_rows": table.header_rows,
        "first_row": table.first_row,
        "last_row": last,
        "rows": rows,
        "notes_below": table.notes_below,
        "columns": [
            {"column": name, "index": index, "field": fields.get(index)}
            for index, name in enumerate(table.names)
            if name
        ],
        "unused": list(plan.unused),
        "absent": list(plan.absent),
    }
