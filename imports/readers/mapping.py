"""The mapping: how the columns of a file become the fields of a target. One JSON object, strictly checked.

A mapping names columns by their header, compared as folded text, so that one mapping serves every format.
It is pure: nothing here knows the database or a file.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from imports.readers.checks import (
    choice,
    entries,
    flat,
    integer,
    known_keys,
    one_object,
    strings,
    text,
    value_words,
)  # fmt: skip
from imports.readers.encoding import ENCODINGS, canonical
from imports.readers.errors import MappingError
from imports.readers.targets import NAMES, SUBJECT, WHOLE

ORDERS = ("", "dmy", "mdy", "ymd")
LAYOUTS = ("rows", "cross", "panel")
CELLS = ("mark", "role", "start", "date", "status")
ACROSS = ("network", "country", "institution", "instrument", "party")
DELIMITERS = ("", ",", ";", "\t", "|", ":", "^", "~")
MAX_COLUMNS = 200
MAX_VALUES = 2_000
MAX_HEADER_ROWS = 5
LAST_ROW = 1_048_576  # of a sheet


@dataclass(frozen=True)
class TableAt:
    """Where a table is: its sheet (``""`` in a text file), its header’s first row, and how many it has."""

    sheet: str = ""
    header_row: int = 1
    header_rows: int = 1


@dataclass(frozen=True)
class Column:
    """One column: the field that it is, how its cells are split, and what a bracket at their end is."""

    column: str
    field: str
    split: str = ""
    brackets: str = ""

    @property
    def bracket_fields(self) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.brackets.split(",") if part.strip())


@dataclass(frozen=True)
class Across:
    """The columns of a cross table or a panel, the field that their headers are, and what a cell says."""

    field: str = ""
    columns: tuple[str, ...] = ()
    cell: str = "mark"


@dataclass(frozen=True)
class Mapping:
    """See ``docs/importing.md``; the keys of the JSON object are the names of these attributes."""

    encoding: str = ""
    delimiter: str = ""
    tables: tuple[TableAt, ...] = ()
    columns: tuple[Column, ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    date_order: str = ""
    layout: str = "rows"
    across: Across = Across()

    @classmethod
    def from_json(cls, data: Any) -> Mapping:
        """Return the mapping that an object (or its JSON text) writes; raise :class:`MappingError`."""
        data = one_object(_loaded(data), "mapping")
        known_keys(data, "mapping", cls.__dataclass_fields__)
        return cls(
            encoding=text(data, "encoding", 40),
            delimiter=text(data, "delimiter", 1),
            tables=tuple(_table(one) for one in entries(data, "tables", MAX_COLUMNS)),
            columns=tuple(_column(one) for one in entries(data, "columns", MAX_COLUMNS)),
            constants=flat(data, "constants", 2_000),
            values=value_words(data, "values", MAX_VALUES),
            unknown=strings(data, "unknown", MAX_VALUES),
            date_order=choice(data, "date_order", ORDERS),
            layout=choice(data, "layout", LAYOUTS, "rows"),
            across=_across(data.get("across")),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the object that :meth:`from_json` reads."""
        return json.loads(json.dumps(asdict(self)))

    def validate(self, target: str) -> Mapping:
        """Return the mapping itself; raise :class:`MappingError` where it does not fit ``target``."""
        if target not in NAMES:
            raise MappingError("mapping_field", key="target", value=str(target))
        if self.encoding and canonical(self.encoding) not in ENCODINGS:
            raise MappingError("mapping_value", key="encoding", value=self.encoding)
        if self.delimiter not in DELIMITERS:
            raise MappingError("mapping_value", key="delimiter", value=self.delimiter)
        for name in self.constants:
            _known_field(target, name, "constants")
        for one in self.columns:
            self._check_column(target, one)
        self._check_across(target)
        self._check_twice()
        return self

    def _check_column(self, target: str, one: Column) -> None:
        _known_field(target, one.field, "columns")
        for name in one.bracket_fields:
            _known_field(target, name, "brackets")
            # A bracket after a network says something of the membership, never of the institution.
            of_subject = name in ("acronym", "country", "identifier")
            if name in (SUBJECT[target], WHOLE[target], one.field) or (
                of_subject and one.field != SUBJECT[target]
            ):
                raise MappingError("mapping_brackets", column=one.column, field=name)

    def _check_across(self, target: str) -> None:
        if self.layout == "rows":
            return
        if not self.across.columns:
            raise MappingError("mapping_across")
        if self.layout == "cross":
            _known_field(target, self.across.field, "across")
            if self.across.field not in ACROSS:
                raise MappingError("mapping_field", key="across", value=self.across.field)
        if self.layout == "panel" and target != "memberships":
            raise MappingError("mapping_value", key="layout", value="panel")

    def _check_twice(self) -> None:
        from hrnet.lib.names import fold

        seen: set[str] = set()
        for name in (*(one.column for one in self.columns), *self._across_columns()):
            key = fold(name) or name
            if key in seen:
                raise MappingError("mapping_twice", column=name)
            seen.add(key)

    def _across_columns(self) -> tuple[str, ...]:
        return self.across.columns if self.layout != "rows" else ()


def _loaded(data: Any) -> Any:
    if not isinstance(data, str | bytes):
        return data
    try:
        return json.loads(data)
    except ValueError as error:
        raise MappingError("mapping_json") from error


def _known_field(target: str, name: str, key: str) -> None:
    if name not in NAMES[target]:
        raise MappingError("mapping_field", key=key, value=name)


def _table(data: Any) -> TableAt:
    data = one_object(data, "tables")
    known_keys(data, "tables", TableAt.__dataclass_fields__)
    return TableAt(
        text(data, "sheet", 200),
        integer(data, "header_row", 1, LAST_ROW),
        integer(data, "header_rows", 1, MAX_HEADER_ROWS),
    )


def _column(data: Any) -> Column:
    data = one_object(data, "columns")
    known_keys(data, "columns", Column.__dataclass_fields__)
    for key in ("column", "field"):
        if not text(data, key, 2_000).strip():
            raise MappingError("mapping_missing", key=key)
    return Column(
        text(data, "column", 2_000),
        text(data, "field", 40),
        text(data, "split", 40),
        text(data, "brackets", 80),
    )


def _across(data: Any) -> Across:
    if data is None or data == {}:
        return Across()
    data = one_object(data, "across")
    known_keys(data, "across", Across.__dataclass_fields__)
    return Across(
        text(data, "field", 40), strings(data, "columns", MAX_COLUMNS), choice(data, "cell", CELLS, "mark")
    )
