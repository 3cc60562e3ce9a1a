"""A mapping and a table brought together: which cell of a row is which field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from imports.readers.columns import JOINT, fold_cached, folded_index, index_of, stacked, year_in
from imports.readers.errors import FileRefusedError
from imports.readers.mapping import Mapping
from imports.readers.tables import Table
from imports.readers.targets import IGNORED_HEADERS, REQUIRED, SUBJECT, WHOLE, field_of_header

# Fields that several columns of one table can be: each column adds a value.
SEVERAL = frozenset((*SUBJECT.values(), *WHOLE.values(), "role", "note"))


@dataclass(frozen=True)
class Feed:
    """One column of a table that is a field."""

    field: str
    index: int
    name: str
    split: str = ""
    brackets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """How the rows of one table are read."""

    target: str
    width: int
    feeds: tuple[Feed, ...]
    constants: dict[str, str]
    layout: str = "rows"
    cell: str = "mark"
    across_field: str = ""
    across: tuple[tuple[int, str], ...] = ()  # column, and what its header says
    unused: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    years: tuple[int, ...] = field(default=())
    default_act: str = ""  # of the whole file, where rows have dates

    @property
    def is_plain(self) -> bool:
        """Whether every row makes one statement out of one cell for each field."""
        fields = [feed.field for feed in self.feeds]
        return (
            self.layout == "rows"
            and not any(feed.split or feed.brackets for feed in self.feeds)
            and len(set(fields)) == len(fields)
        )


def missing(target: str, present: set[str]) -> list[tuple[str, ...]]:
    """Return the groups of fields of which one is needed and none is there."""
    if "country" in present and not present & set(REQUIRED[target][0]):
        present = present | {SUBJECT[target]}  # the members of many lists are States
    return [group for group in REQUIRED[target] if not present & set(group)]


def present_fields(mapping: Mapping, feeds: Sequence[Feed], constants: dict[str, str]) -> set[str]:
    """Return the fields that have a value from anywhere."""
    across = {mapping.across.field} if mapping.layout == "cross" else set()
    return {feed.field for feed in feeds} | {name for name, text in constants.items() if text} | across


class Planner:
    """Makes plans for the tables of a file by one mapping."""

    def __init__(self, target: str, mapping: Mapping, constants: dict[str, str]) -> None:
        self.target, self.mapping = target, mapping
        self.constants = {**constants, **{key: text for key, text in mapping.constants.items() if text}}

    @property
    def words(self) -> set[str]:
        """The folded names of the columns of the mapping, and the parts of those in several rows."""
        columns = [one.column for one in self.mapping.columns] + list(self._across_columns())
        parts = [part for column in columns for part in (column, *column.split(JOINT))]
        return {fold_cached(part) or part for part in parts}

    def fits(self, names: Sequence[str]) -> int:
        """Return how many columns of the mapping are among ``names``; 0 where they do not suffice."""
        feeds, across = self._feeds(names), self._across(names)
        if not feeds or (self.mapping.layout != "rows" and not across):
            return 0
        if missing(self.target, present_fields(self.mapping, feeds, self.constants)):
            return 0
        return len(feeds) + len(across)

    def plan(self, table: Table) -> Plan:
        """Return how the rows of ``table`` are read; raise where its columns contradict each other."""
        feeds, across = self._feeds(table.names), self._across(table.names)
        _check_twice(feeds)
        used = {feed.index for feed in feeds} | {index for index, _name in across}
        absent = [one.column for one in self.mapping.columns if one.column not in {f.name for f in feeds}]
        leaves = [next((part for part in reversed(parts) if part), "") for parts in stacked(table.header)]
        headers = tuple((index, leaves[index] if index < len(leaves) else "") for index, _name in across)
        return Plan(
            self.target, table.width, tuple(feeds), self.constants, self.mapping.layout,
            self.mapping.across.cell, self.mapping.across.field, headers,
            unused=_unused(table.names, used), absent=tuple(absent), years=self._years(headers),
        )  # fmt: skip

    def _feeds(self, names: Sequence[str]) -> list[Feed]:
        folded = folded_index(names)
        found = ((one, index_of(names, folded, one.column)) for one in self.mapping.columns)
        return [
            Feed(one.field, index, one.column, one.split, one.bracket_fields)
            for one, index in found
            if index is not None
        ]

    def _across_columns(self) -> tuple[str, ...]:
        return self.mapping.across.columns if self.mapping.layout != "rows" else ()

    def _across(self, names: Sequence[str]) -> list[tuple[int, str]]:
        folded = folded_index(names)
        found = ((index_of(names, folded, name), name) for name in self._across_columns())
        return sorted((index, name) for index, name in found if index is not None)

    def _years(self, headers: Sequence[tuple[int, str]]) -> tuple[int, ...]:
        if self.mapping.layout != "panel":
            return ()
        years = [year_in(name) for _index, name in headers]
        for (_index, name), year in zip(headers, years, strict=True):
            if year is None:
                raise FileRefusedError("not_a_year", column=name)
            if years.count(year) > 1:
                raise FileRefusedError("column_twice", column=name)
        return tuple(year for year in years if year is not None)


class OwnPlanner(Planner):
    """Makes plans for tables that have hrnet’s own columns, without a mapping."""

    @property
    def words(self) -> set[str]:
        """The folded names of the fields, under each of their names."""
        from imports.readers.targets import FIELDS

        return {word for one in FIELDS[self.target] for word in one.folded}

    def plan(self, table: Table) -> Plan:
        """Return how the rows of ``table`` are read; a field that is there twice is refused."""
        seen: set[str] = set()
        for text in table.header[-1]:
            name = field_of_header(self.target, text)
            if name in seen:
                raise FileRefusedError("column_twice", column=text, sheet=table.sheet)
            seen |= {name} if name else set()
        return super().plan(table)

    def _feeds(self, names: Sequence[str]) -> list[Feed]:
        found = ((field_of_header(self.target, name), index, name) for index, name in enumerate(names))
        return [Feed(name, index, text) for name, index, text in found if name]


def _unused(names: Sequence[str], used: set[int]) -> tuple[str, ...]:
    return tuple(
        name
        for index, name in enumerate(names)
        if name and index not in used and fold_cached(name) not in IGNORED_HEADERS
    )


def _check_twice(feeds: Sequence[Feed]) -> None:
    seen: set[str] = set()
    for feed in feeds:
        if feed.field in seen and feed.field not in SEVERAL:
            raise FileRefusedError("column_twice", column=feed.name)
        seen.add(feed.field)
