"""The survey: what is in a file before anything of it is read as statements, and a mapping to start from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from imports.readers.cells import tidy
from imports.readers.columns import fold_cached
from imports.readers.errors import FileRefusedError
from imports.readers.headers import known_headers
from imports.readers.judge import JUDGED, judge
from imports.readers.mapping import Mapping
from imports.readers.orders import evidence_of
from imports.readers.plan import missing
from imports.readers.reading import mapping_of
from imports.readers.source import Source
from imports.readers.spotters import AtPlaces, ByLooks
from imports.readers.suggest import Seen, suggest_fields, suggest_mapping
from imports.readers.tables import Table, find_tables
from imports.readers.targets import DATES, IGNORED_HEADERS, NAMES
from imports.readers.vocabulary import Vocabulary, Words
from imports.readers.words import UNKNOWN

SAMPLED = 2_000  # rows of a table that are looked at
SHOWN = 5  # samples of a column
LONGEST = 120  # characters of a sample


@dataclass
class Looked:
    """A table, as far as it was looked at."""

    table: Table
    columns: list[Seen]
    rows: int = 0
    last_row: int | None = None
    fields: dict[int, str] = field(default_factory=dict)


def survey_file(task: dict[str, Any], _say: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Return what is in the file of a task: tables, columns, suggestions, what is to be asked."""
    target = task["target"]
    given = mapping_of({**task, "mapping": task.get("mapping") or {}}) or Mapping()
    source = Source(Path(task["path"]), task["filename"], encoding=given.encoding, delimiter=given.delimiter)
    words = Words(Vocabulary.of(task), given.values, UNKNOWN)
    unused: list[str] = []
    looked = [one for sheet in source.sheet_names for one in _sheet(source, sheet, target, given, unused)]
    if not any(one.rows for one in looked):
        raise FileRefusedError("no_rows")
    for one in looked:
        for column in one.columns:
            column.judgement = judge(list(column.values), column.filled, words)
        one.fields = suggest_fields(target, one.columns)
    best = max(looked, key=lambda one: len(one.fields) if one.rows else -1)
    mapping = suggest_mapping(target, best.columns, best.fields, words)
    mapping = replace(
        mapping, encoding=given.encoding, delimiter=given.delimiter, tables=given.tables,
        date_order=given.date_order,
    )  # fmt: skip
    return {
        **source.described(),
        "tables": [_told(one) for one in looked],
        "sheets_unused": unused,
        "mapping": mapping.to_json(),
        "own": _is_own(target, best, task.get("constants") or {}),
        "signature": signature(best.table.names),
        "asks": _asks(target, best, mapping, task.get("constants") or {}),
        "rows": sum(one.rows for one in looked),
    }


def _sheet(source: Source, sheet: str, target: str, given: Mapping, unused: list[str]) -> Iterator[Looked]:
    places = [one for one in given.tables if source.is_text or one.sheet in (sheet, "")]
    if given.tables and not places:
        unused.append(sheet)
        return
    spotter = AtPlaces(places) if places else ByLooks(known_headers(target).keys())
    found = False
    for table in find_tables(sheet, source.rows(sheet), spotter):
        found = True
        looked = _look(table, whole=not source.is_text)
        yield looked
        if looked.last_row is None:
            break  # the rest of a long text file is not looked at
    if not found:
        unused.append(sheet)


def _look(table: Table, *, whole: bool) -> Looked:
    """Go through the first rows of a table, or count all of them."""
    looked = Looked(table, [Seen(name, index) for index, name in enumerate(table.names) if name])
    last = table.first_row - 1
    for number, row in table.rows:
        if looked.rows >= SAMPLED and not whole:
            return looked
        looked.rows += 1
        last = number
        if looked.rows <= SAMPLED:
            _note_values(looked.columns, row)
    looked.last_row = last
    return looked


def _note_values(columns: Sequence[Seen], row: list[str]) -> None:
    for one in columns:
        cell = row[one.index] if one.index < len(row) else ""
        if cell and not cell.isspace():
            one.filled += 1
            text = cell[:500].strip() if "\n" in cell else tidy(cell[:500])
            if text in one.values or len(one.values) < JUDGED:
                one.values[text] = one.values.get(text, 0) + 1


def _told(looked: Looked) -> dict[str, Any]:
    table = looked.table
    return {
        "sheet": table.sheet,
        "header_row": table.header_row,
        "header_rows": table.header_rows,
        "first_row": table.first_row,
        "last_row": looked.last_row,
        "width": table.width,
        "columns": [
            {
                "column": one.name,
                "index": one.index,
                "samples": [value[:LONGEST] for value in list(one.values)[:SHOWN]],
                "filled": one.filled,
                "field": looked.fields.get(one.index),
            }
            for one in looked.columns
        ],
        "notes_above": table.header_row - 1,
        "notes_below": table.notes_below,
        "rows": looked.rows,
    }


def signature(names: Sequence[str]) -> str:
    """Return what files with the same headers have in common, whatever their order and spelling."""
    folded = {fold_cached(name) or name for name in names if name}
    text = json.dumps(sorted(folded - IGNORED_HEADERS), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _is_own(target: str, looked: Looked, constants: dict[str, str]) -> bool:
    """Tell whether every column has the name of the field that it is."""
    own = {fold_cached(name): name for name in NAMES[target]}
    names = [fold_cached(one.name) for one in looked.columns]
    kept = [name for name in names if name not in IGNORED_HEADERS]
    present = {own[name] for name in kept if name in own} | {name for name, text in constants.items() if text}
    return all(name in own for name in kept) and not missing(target, present)


def _asks(target: str, looked: Looked, mapping: Mapping, constants: dict[str, str]) -> list[dict[str, Any]]:
    """Return what a curator has to say before the file can be read."""
    present = {one.field for one in mapping.columns} | set(mapping.constants) | set(constants)
    present |= {mapping.across.field} if mapping.layout == "cross" else set()
    asks: list[dict[str, Any]] = [
        {"code": "missing", "field": group[0]} for group in missing(target, present)
    ]
    if not mapping.date_order:
        dated = {one.column for one in mapping.columns if one.field in DATES[target]}
        dated |= set(mapping.across.columns) if mapping.across.cell in ("date", "start") else set()
        for one in looked.columns:
            if one.name in dated and evidence_of(one.values).asks:
                asks.append({"code": "date_order", "column": one.name})
    return asks
