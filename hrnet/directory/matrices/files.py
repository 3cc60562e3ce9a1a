"""A matrix as a file: all its rows and columns, with what was asked written in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from hrnet.directory.downloads.answers import address_of, table_answer
from hrnet.directory.downloads.writers import Table as Written
from hrnet.directory.errors import PlainWordsError
from hrnet.directory.matrices.asking import Asked, everything
from hrnet.directory.matrices.counting import Number
from hrnet.directory.matrices.declared import Matrix
from hrnet.directory.matrices.gaps import Gap, Gaps, GapsForm
from hrnet.directory.matrices.table import Table, table

ROWS, COLUMNS = 20_000, 500  # of a file at most


def file(request: HttpRequest, matrix: Matrix, asked: Asked, kind: str) -> HttpResponseBase:
    """Return the whole matrix as ``kind``; one of too many rows or columns is refused (400)."""
    found = table(matrix, everything(asked, ROWS, COLUMNS))
    if found.counted.all_rows > ROWS or found.counted.all_columns > COLUMNS:
        raise PlainWordsError(
            _("A file holds at most 20,000 rows and 500 columns of a matrix: narrow it by its filters.")
        )
    about = {
        "matrix": f"hrnet: {matrix.name}",
        "counts": matrix.of_list.partition(":")[2],
        **said(request, asked.filter.day, asked.filter.in_use()),
        "complete": "yes" if found.counted.is_exact else "no",
    }
    dated = asked.filter.day is not None
    written = Written(about, _columns(matrix, found, dated), _rows(found, dated), counts=True)
    return table_answer(written, file_name(f"matrix-{matrix.name}", asked.filter.day), kind)


def said(request: HttpRequest, day: Any, used: list[tuple[str, str, str, str]]) -> dict[str, Any]:
    """Return what a file says of itself: from where, as of when, with which filters, read on which day."""
    return {
        "address": address_of(request),
        "as_of": day.isoformat() if day else "",
        "filters": [f"{name}={raw}" for name, raw, _label, _shown in used],
        "read_on": timezone.now().date().isoformat(),
    }


def file_name(name: str, day: Any) -> str:
    """Return the name of a file without its ending."""
    return f"hrnet-{name}-on-{day.isoformat()}" if day else f"hrnet-{name}"


def _columns(matrix: Matrix, found: Table, dated: bool) -> list[str]:
    """Return the names of the columns; on a day, each has one beside it for what perhaps held."""
    names = [*(head.raw for head in found.columns), "total"]
    if dated:
        names = [one for name in names for one in (name, f"{name} perhaps")]
    return [str(matrix.rows.name), "name", *names, "statements"]


def _rows(found: Table, dated: bool) -> Iterator[list[Any]]:
    for row in found.rows:
        numbers = [cell.number if cell else Number() for cell in (*row.cells, row.head.total)]
        counts = [one for number in numbers for one in _both(number, dated)]
        statements = f"{settings.BASE_URL}{row.head.total.address}"
        yield [row.head.raw, str(row.head.label), *counts, statements]


def _both(number: Number, dated: bool) -> list[int]:
    return [number.surely, number.perhaps] if dated else [number.surely]


GAPS = ["country", "name", "member", "in_network", "institutions", "statements"]


def gaps_file(request: HttpRequest, form: GapsForm, found: Gaps, day: Any, kind: str) -> HttpResponseBase:
    """Return the file of the gaps: those that are sure first, then those that are perhaps."""
    about = {
        "gaps": f"hrnet: {form.cleaned_data['network'].institution.slug}",
        **said(request, day, form.in_use),
        "countries": str(found.countries),
    }
    rows = [_gap(one) for one in (*found.sure, *found.perhaps)]
    return table_answer(Written(about, GAPS, rows), file_name("gaps", day), kind)


def _gap(one: Gap) -> list[Any]:
    slugs = "; ".join(candidate.slug for candidate in one.candidates)
    inside = "no" if one.inside == "not" else one.inside
    statements = f"{settings.BASE_URL}{one.statements}"
    return [one.country.code, str(one.country.label), one.member, inside, slugs, statements]
