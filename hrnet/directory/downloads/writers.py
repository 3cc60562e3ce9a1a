"""How a table is written: CSV and JSON as a stream, XLSX and ODS into a file that is then sent.

What is said about the table comes with it: as lines that begin with ``#`` (CSV), beside the rows (JSON),
on a second sheet (XLSX, ODS). No cell of a spreadsheet can begin a formula.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from hrnet.lib.spreadsheets import cell


@dataclass(frozen=True)
class Table:
    """What is to be written: what is said about it, the names of its columns, its rows.

    ``counts`` says that whole numbers are numbers in a spreadsheet too, to be added up, and no names.
    """

    about: dict[str, Any]
    columns: list[str]
    rows: Iterable[list[Any]]
    counts: bool = False


def _said(value: Any) -> str:
    return " ".join(("; ".join(value) if isinstance(value, list) else str(value)).split())


def as_csv(table: Table) -> Iterator[str]:
    """Write CSV: the lines about it first, each a cell that begins with ``#``."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for name, value in table.about.items():
        writer.writerow([cell(f"# {name}: {_said(value)}")])
    writer.writerow([cell(name) for name in table.columns])
    for row in table.rows:
        writer.writerow([cell(value) for value in row])
        if buffer.tell() > 32_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def as_json(table: Table) -> Iterator[str]:
    """Write JSON: one object with what is said about it, and ``rows``."""
    head = json.dumps(table.about, ensure_ascii=False)
    yield f'{head[:-1]}, "rows": ['
    between = "\n"
    for row in table.rows:
        values = dict(zip(table.columns, (_plain(value) for value in row), strict=True))
        yield between + json.dumps(values, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int) or value is None else str(value)


def as_xlsx(table: Table) -> Any:
    """Write XLSX row by row into a temporary file, and return it."""
    from openpyxl import Workbook  # read only where a spreadsheet is asked for

    book = Workbook(write_only=True)
    for title, lines in _sheets(table):
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    book.save(file)
    file.seek(0)
    return file


def _sheets(table: Table) -> list[tuple[str, Iterable[list[Any]]]]:
    rows = ([_kept(value) if table.counts else cell(value) for value in row] for row in table.rows)
    about = [[cell(name), cell(_said(value))] for name, value in table.about.items()]
    return [("rows", _after([[cell(name) for name in table.columns]], rows)), ("about", about)]


def _kept(value: Any) -> Any:
    """Return a number as it is, anything else as the cell that it is elsewhere."""
    return value if isinstance(value, int) and not isinstance(value, bool) else cell(value)


def _after(first: list[list[str]], rest: Iterable[list[Any]]) -> Iterator[list[Any]]:
    yield from first
    yield from rest


_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
_CLOSING = "</office:spreadsheet></office:body></office:document-content>"


def as_ods(table: Table) -> Any:
    """Write ODS row by row into a temporary file, and return it: a cell is a text, or a count."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), _MIME, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", _MANIFEST)
        with package.open("content.xml", "w") as content:
            for part in _ods_content(table):
                content.write(part.encode())
    file.seek(0)
    return file


def _ods_content(table: Table) -> Iterator[str]:
    yield _OPENING
    for title, lines in _sheets(table):
        yield f'<table:table table:name="{title}">'
        for line in lines:
            yield f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>"
        yield "</table:table>"
    yield _CLOSING


def _ods_cell(text: str | int) -> str:
    if isinstance(text, int):
        value = f'office:value-type="float" office:value="{text}"'
        return f"<table:table-cell {value}><text:p>{text}</text:p></table:table-cell>"
    if not text:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
