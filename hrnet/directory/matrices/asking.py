"""What the address asks of a matrix: the filters of its list, an order, which rows and columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hrnet.directory.as_of import as_of
from hrnet.directory.errors import PlainWordsError
from hrnet.directory.filters.base import BOTH, RecordFilter
from hrnet.directory.matrices.counting import Order, Part
from hrnet.directory.matrices.declared import Dimension, Matrix

ROWS, COLUMNS = 25, 10  # on a page
PAGES = 2_000  # the farthest page that may be asked for
IN = "in."  # before the column that the rows are ordered by: «in.equinet»


@dataclass(frozen=True)
class Asked:
    """What the address asks: its filter, valid or not, the order as it stands there, the part to show."""

    filter: RecordFilter
    sort: str
    order: Order
    rows: Part
    columns: Part


def asked(request: HttpRequest, matrix: Matrix) -> Asked:
    """Read what the address asks; raise :class:`PlainWordsError` where order or page cannot be."""
    data = request.GET.copy()
    for name, value in matrix.always.items():
        data[name] = value
    filter_ = matrix.filter_class(
        data, queryset=matrix.rows_of(), request=request, day=as_of(request), holds=BOTH
    )
    sort = request.GET.get("sort") or "name"
    rows = Part(_page(request, "page"), ROWS)
    return Asked(filter_, sort, _order(filter_, matrix, sort), rows, Part(_page(request, "columns"), COLUMNS))


def everything(one: Asked, rows: int, columns: int) -> Asked:
    """Return the same, with all rows and columns up to a bound, for a file."""
    return replace(one, rows=Part(1, rows), columns=Part(1, columns))


def _order(filter_: RecordFilter, matrix: Matrix, sort: str) -> Order:
    by = sort.removeprefix("-")
    if by in ("name", "total"):
        return Order(by, backwards=sort.startswith("-"))
    if by.startswith(IN):
        column = _key(filter_, matrix.columns, by.removeprefix(IN))
        return Order("column", column, backwards=sort.startswith("-"))
    raise PlainWordsError(_("The rows can be ordered by name, by total, or by a column that there is."))


def _key(filter_: RecordFilter, columns: Dimension, raw: str) -> Any:
    field = filter_.form.fields[columns.name]
    try:
        found = field.clean([raw] if isinstance(field, forms.MultipleChoiceField) else raw)
    except forms.ValidationError:
        found = None
    if not found:
        raise PlainWordsError(_("The rows can be ordered by name, by total, or by a column that there is."))
    return found[0] if isinstance(found, list) else found.pk


def _page(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name) or "1"
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= PAGES):
        raise PlainWordsError(_("There is no such part of the matrix: narrow it by its filters instead."))
    return int(text)
