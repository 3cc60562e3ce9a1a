"""Spreadsheets for tests, in each of the formats, from one list of rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from imports import actions
from imports.models import Import

COLUMNS = [
    "institution", "acronym", "country", "identifier", "network", "role", "status", "start", "end", "as_of",
    "note", "locator",
]  # fmt: skip


def table(*rows: dict[str, Any], columns: list[str] | None = None) -> list[list[Any]]:
    """Return a header and ``rows``, which name the columns that they fill."""
    used = columns or [name for name in COLUMNS if any(name in row for row in rows)]
    return [used, *([row.get(name, "") for name in used] for row in rows)]


def as_csv(
    rows: list[list[Any]], delimiter: str = ",", encoding: str = "utf-8", line_end: str = "\n"
) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue().encode(encoding)


def as_tsv(rows: list[list[Any]]) -> bytes:
    return as_csv(rows, delimiter="\t")


def as_xlsx(rows: list[list[Any]], sheet: str = "Members") -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(rows: list[list[Any]]) -> bytes:
    import tablib

    data = tablib.Dataset(*rows[1:], headers=rows[0])
    return data.export("ods")


def as_xls(rows: list[list[Any]]) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Members")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS = {"csv": as_csv, "tsv": as_tsv, "xlsx": as_xlsx, "ods": as_ods, "xls": as_xls}


def upload(user: Any, content: bytes, filename: str = "members.csv", **options: Any) -> Import:
    """Upload and read a file, as its page and the worker do."""
    created = actions.create(
        owner=user, file=ContentFile(content, name=Path(filename).name), filename=filename, **options
    )
    return actions.read(created.pk)


def store(import_: Import, *, leave_out_wrong: bool = True) -> Import:
    """Confirm and store a preview."""
    actions.confirm(import_id=import_.pk, user=import_.owner, leave_out_wrong=leave_out_wrong)
    return actions.store(import_.pk)


def outcomes(import_: Import) -> list[str]:
    """Return the outcome of each row, in order."""
    return list(import_.rows.order_by("number").values_list("outcome", flat=True))
