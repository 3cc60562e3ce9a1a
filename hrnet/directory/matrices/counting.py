"""Counting a matrix: one statement of SQL gives the cells of a page, all its totals, and how much there is.

Each statement counts once in a cell, once in the total of a row or column, and once in all: a mandate on
two themes stands in two rows and is one mandate of its function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet, Value

from hrnet.directory.filters.base import Linked, RecordFilter
from hrnet.directory.matrices.declared import Dimension, Matrix
from sources.statements import Holds

READ = 1_000_000  # statements that are counted at most; beyond, the numbers are lower bounds

Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class Number:
    """How many statements: surely on the day (all, for no day), and perhaps."""

    surely: int = 0
    perhaps: int = 0

    def __bool__(self) -> bool:
        return bool(self.surely or self.perhaps)


@dataclass(frozen=True)
class Part:
    """Which rows, or columns, are shown: the page of them, how many a page has."""

    page: int
    size: int


@dataclass(frozen=True)
class Order:
    """The order of the rows: by name, by their totals, or by what they have in one column."""

    by: str = "name"
    column: Any = None
    backwards: bool = False


@dataclass
class Counted:
    """A page of a matrix: the keys of its rows and columns in order, the numbers, how much there is."""

    rows: list[Any]
    columns: list[Any]
    cells: dict[tuple[Any, Any], Number]
    row_totals: dict[Any, Number]
    column_totals: dict[Any, Number]
    total: Number
    all_rows: int
    all_columns: int
    row_page: int
    column_page: int

    @property
    def is_exact(self) -> bool:
        return self.total.surely + self.total.perhaps < READ


STATEMENT = """
WITH fitting AS ({fitting}), {links}
placed AS (
    SELECT statement, holding, {row} AS r, {column} AS c FROM fitting {joins}
), counted AS MATERIALIZED (
    {counted}
), row_record (key, sort) AS ({rows}), column_record (key, sort) AS ({columns}),
row_place AS (
    SELECT counted.r AS key, count(*) OVER () AS number,
        row_number() OVER (ORDER BY {order}) - 1 AS place
    FROM counted JOIN row_record ON row_record.key = counted.r
    LEFT JOIN counted AS beside
        ON beside.r = counted.r AND beside.c = %s AND beside.no_row = 0 AND beside.no_column = 0
    WHERE counted.no_row = 0 AND counted.no_column = 1
), column_place AS (
    SELECT counted.c AS key, count(*) OVER () AS number, row_number() OVER (
        ORDER BY counted.surely DESC, counted.perhaps DESC, column_record.sort, counted.c) - 1 AS place
    FROM counted JOIN column_record ON column_record.key = counted.c
    WHERE counted.no_column = 0 AND counted.no_row = 1
)
SELECT counted.r, counted.c, counted.no_row, counted.no_column, counted.surely, counted.perhaps,
    row_place.place, column_place.place, row_place.number, column_place.number
FROM counted
LEFT JOIN row_place ON counted.no_row = 0 AND row_place.key = counted.r
LEFT JOIN column_place ON counted.no_column = 0 AND column_place.key = counted.c
WHERE (counted.no_row = 1 OR row_place.place / %s = least(%s, (row_place.number - 1) / %s))
  AND (counted.no_column = 1 OR column_place.place / %s = least(%s, (column_place.number - 1) / %s))
ORDER BY row_place.place, column_place.place
"""
_SETS = "GROUP BY GROUPING SETS ((r, c), (r), (c), ())"
_WHICH = "SELECT r, c, GROUPING(r) AS no_row, GROUPING(c) AS no_column"
_NUMBERS = """count({each}) FILTER (WHERE holding = 'surely') AS surely,
        count({each}) FILTER (WHERE holding <> 'surely') AS perhaps"""
# Where a statement can stand in several rows or columns, a total is no sum: it counts each of them once.
COUNTED = f"{_WHICH}, {_NUMBERS.format(each='DISTINCT statement')} FROM placed {_SETS}"
# Where it cannot, the totals are the sums of the cells: that reads the many statements once, not thrice.
SUMMED = f"""{_WHICH},
        coalesce(sum(surely), 0)::bigint AS surely, coalesce(sum(perhaps), 0)::bigint AS perhaps
    FROM (SELECT r, c, {_NUMBERS.format(each="*")} FROM placed GROUP BY r, c) AS cell {_SETS}"""
ORDERS = {
    "name": "row_record.sort {up}, counted.r",
    "total": "counted.surely {down}, counted.perhaps {down}, row_record.sort, counted.r",
    "column": (
        "coalesce(beside.surely, 0) {down}, coalesce(beside.perhaps, 0) {down}, row_record.sort, counted.r"
    ),
}


def count(matrix: Matrix, asked: RecordFilter, order: Order, rows: Part, columns: Part) -> Counted:
    """Count what ``asked`` finds, valid and with both what surely and what perhaps held, in one statement."""
    try:
        sql, parameters = _statement(matrix, asked, order, rows, columns)
    except EmptyResultSet:
        return _collected([], rows, columns)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return _collected(cursor.fetchall(), rows, columns)


def _statement(matrix: Matrix, asked: RecordFilter, order: Order, rows: Part, columns: Part) -> Sql:
    """Return the statement. Only names of ours are written into it; what is asked goes in as parameters."""
    holding = F("holds") if asked.day else Value(Holds.SURELY.value)
    inner: dict[str, Any] = {"statement": F("pk"), "holding": holding}
    links, joins, parameters = "", "", []
    at = {}
    for side, dimension in (("row", matrix.rows), ("column", matrix.columns)):
        at[side] = f"{side}_value"
        if isinstance(dimension.of, Linked):
            pairs, more = _compiled(dimension.of.rows(asked))
            links += f"{side}_link (owner, {side}_value) AS ({pairs}), "
            joins += f"LEFT JOIN {side}_link ON {side}_link.owner = statement "
            parameters += more
        else:
            inner[at[side]] = F(dimension.of.of)
    fitting, of_fitting = _compiled(asked.qs.order_by().values(**inner)[:READ])
    row_records, of_rows = _records(matrix.rows, asked)
    column_records, of_columns = _records(matrix.columns, asked)
    ways = ("DESC", "ASC") if order.backwards else ("ASC", "DESC")
    sql = STATEMENT.format(
        counted=COUNTED if links else SUMMED, fitting=fitting, links=links, joins=joins, row=at["row"],
        column=at["column"], rows=row_records, columns=column_records,
        order=ORDERS[order.by].format(up=ways[0], down=ways[1]),
    )  # fmt: skip
    parts = [value for one in (rows, columns) for value in (one.size, one.page - 1, one.size)]
    return sql, [*of_fitting, *parameters, *of_rows, *of_columns, order.column, *parts]


def _records(dimension: Dimension, asked: RecordFilter) -> Sql:
    """Return what gives the records that may stand in the matrix, with what they are ordered by."""
    if dimension.records is not None:
        return _compiled(dimension.asked(asked).order_by().values(key=F("pk"), order=F("sort")))
    words = dimension.vocabulary(asked)
    return "SELECT * FROM unnest(%s::text[], %s::text[])", [list(words), list(words.values())]


def _compiled(rows: QuerySet) -> Sql:
    sql, parameters = rows.query.sql_with_params()
    return sql, list(parameters)


def _collected(lines: list[Any], rows: Part, columns: Part) -> Counted:
    """Sort what came back: cells, totals of rows and of columns, the total of all."""
    found = Counted([], [], {}, {}, {}, Number(), 0, 0, 1, 1)
    for row, column, no_row, no_column, surely, perhaps, at_row, at_column, all_rows, all_columns in lines:
        number = Number(surely, perhaps)
        if no_row and no_column:
            found.total = number
        elif no_column:
            found.rows.append(row)
            found.row_totals[row] = number
            found.all_rows, found.row_page = all_rows, at_row // rows.size + 1
        elif no_row:
            found.columns.append(column)
            found.column_totals[column] = number
            found.all_columns, found.column_page = all_columns, at_column // columns.size + 1
        else:
            found.cells[row, column] = number
    return found
