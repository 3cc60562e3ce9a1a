"""Counts beside the filters of a list.

Each facet is counted with all other filters applied, its own aside: so its counts say what choosing
another of its values would find. The facets that are not in use share one pass over the rows.
Counting reads every row that fits: it stops at :data:`READ` rows and says so. The page of a large list
(:func:`is_large`) does not wait for it: it is the same whether or not its counts are kept
(:mod:`hrnet.directory.facets.keeping`), so that it does not tell when something hidden was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

from hrnet.directory.facets.keeping import AllCounts, Counts, counted
from hrnet.directory.filters.base import Column, Linked, RecordFilter

READ = 1_000_000  # rows that one count reads at most; beyond, its numbers are lower bounds
LARGE = 20_000  # rows that are shown, from which on the facets of a list are counted after its page
VALUES = 10  # values of a facet that are shown, the most frequent ones; the filter form has them all


@dataclass(frozen=True)
class Value:
    """One value of a facet: as the address has it, in words, how many rows, whether it is chosen."""

    raw: str
    label: str
    number: int
    is_chosen: bool
    is_exact: bool


@dataclass(frozen=True)
class OneFacet:
    """A filter with the counts of its values."""

    name: str
    label: str
    values: list[Value]
    is_cut: bool
    several: bool  # whether it takes several values at once


Facets = list[OneFacet]


def is_large(rows: QuerySet) -> bool:
    """Tell whether ``rows``, all that the public sees of a list, are too many to count while a page waits."""
    return rows.order_by().values("pk")[: max(LARGE, 0) + 1].count() > LARGE


def facets_of(asked: RecordFilter) -> Facets:
    """Return the facets of a list whose filters are valid; those with nothing to choose are left out."""
    return _in_words(asked, counted(asked, lambda: _all(asked)))


def facets_at_once(asked: RecordFilter, large: bool) -> Facets | None:
    """Return the facets for the page itself; ``None`` for a large list: they are counted after the page."""
    return None if asked.facets and large else _in_words(asked, _all(asked))


def _all(asked: RecordFilter) -> AllCounts:
    chosen = {name for name, *_rest in asked.in_use()}
    free = {
        name: facet.of
        for name, facet in asked.facets.items()
        if isinstance(facet, Column) and name not in chosen
    }
    counts = _by_columns(asked.narrowed(asked.queryset), free) if free else {}
    for name, facet in asked.facets.items():
        if name not in counts:
            counts[name] = _alone(asked, name, facet)
    return counts


def _in_words(asked: RecordFilter, counts: AllCounts) -> Facets:
    shown = [_shown(asked, name, counts[name]) for name in asked.facets]
    return [one for one in shown if one.values]


def _alone(asked: RecordFilter, name: str, facet: Column | Linked) -> Counts:
    rows = asked.narrowed(asked.queryset, but=name)
    if isinstance(facet, Column):
        return _by_columns(rows, {name: facet.of})[name]
    return _by_links(rows, facet.rows(asked))


def _by_columns(rows: QuerySet, columns: dict[str, Any]) -> dict[str, Counts]:
    """Count ``rows`` by each of ``columns`` in one pass; the empty values are left out."""
    values = {
        f"facet_{index}": F(of) if isinstance(of, str) else of for index, of in enumerate(columns.values())
    }
    numbers: dict[str, dict[Any, int]] = {name: {} for name in columns}
    total = 0
    for line in _grouped(rows, values):
        # Of each line, one column is grouped by; the others are NULL, and the last one counts everything.
        grouped = [index for index in range(len(values)) if not line[len(values) + index]]
        if not grouped:
            total = line[-1]
        elif line[grouped[0]] not in (None, ""):
            numbers[list(columns)[grouped[0]]][line[grouped[0]]] = line[-1]
    return {name: Counts(found, total < READ) for name, found in numbers.items()}


def _grouped(rows: QuerySet, values: dict[str, Any]) -> list[Any]:
    """Return the lines of the one statement: the values, which of them are not grouped by, the count."""
    try:
        inner, parameters = _compiled(rows, **values)
    except EmptyResultSet:
        return []
    which = ", ".join(f"GROUPING({alias})" for alias in values)
    sets = ", ".join(f"({alias})" for alias in values)
    with connection.cursor() as cursor:
        # Only names of ours are written into the statement; what is asked for goes in as parameters.
        cursor.execute(
            f"SELECT {', '.join(values)}, {which}, count(*) FROM ({inner}) AS fitting"
            f" GROUP BY GROUPING SETS ({sets}, ())",
            parameters,
        )
        return cursor.fetchall()


def _by_links(rows: QuerySet, links: QuerySet) -> Counts:
    """Count ``rows`` by the values that ``links`` pairs them with; a row counts once for each value."""
    try:
        inner, parameters = _compiled(rows, facet_0=F("pk"))
        pairs, more = links.query.sql_with_params()
    except EmptyResultSet:
        return Counts({}, True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH fitting AS ({inner}), link (owner, value) AS ({pairs})"
            " SELECT link.value, count(DISTINCT fitting.facet_0), (SELECT count(*) FROM fitting)"
            " FROM fitting JOIN link ON link.owner = fitting.facet_0 GROUP BY link.value",
            [*parameters, *more],
        )
        lines = cursor.fetchall()
    exact = all(line[2] < READ for line in lines)
    return Counts({value: number for value, number, _total in lines if value not in (None, "")}, exact)


def _compiled(rows: QuerySet, **values: Any) -> tuple[str, tuple[Any, ...]]:
    return rows.order_by().values(**values)[:READ].query.sql_with_params()


def _shown(asked: RecordFilter, name: str, counts: Counts) -> OneFacet:
    """Return a facet in words: the most frequent values, and those chosen whatever their number."""
    field = asked.form.fields[name]
    chosen = {raw for used, raw, _label, _shown in asked.in_use() if used == name}
    words = _words(field, counts.numbers)
    values = [
        Value(raw, label, counts.numbers[key], raw in chosen, counts.is_exact)
        for key, (raw, label) in words.items()
    ]
    values.sort(key=lambda one: (not one.is_chosen, -one.number, one.label, one.raw))
    several = isinstance(field, forms.MultipleChoiceField)
    return OneFacet(name, str(field.label), values[:VALUES], len(values) > VALUES, several)


def _words(field: Any, numbers: dict[Any, int]) -> dict[Any, tuple[str, str]]:
    """Return for each value how an address has it and how a reader sees it; unknown values are left out."""
    if not hasattr(field, "queryset"):
        labels = {str(key): str(label) for key, label in field.choices if key}
        return {key: (str(key), labels[str(key)]) for key in numbers if str(key) in labels}
    often = sorted(numbers, key=lambda key: (-numbers[key], key))[: VALUES + 1]
    rows = field.queryset.filter(pk__in=often)
    if hasattr(rows.model, "institution"):
        rows = rows.select_related("institution")
    return {row.pk: (str(field.prepare_value(row)), str(row)) for row in rows}
