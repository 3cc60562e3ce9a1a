"""The area of a sheet: a workbook whose cells lie far apart is refused before it is unfolded in memory."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from imports.readers.errors import FileRefusedError

CELLS = 4_000_000  # an area below that fits into memory, however empty it is
BYTES_PER_CELL = 0.5  # of an area on average, in XML: cells that hold something take twenty and more
CHUNK = 1 << 20
OVERLAP = 400  # bytes in which a tag that lies across two chunks is found again
_CELL = re.compile(rb'<(?:\w+:)?c\b[^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*(?<!/)>')
_ROW = re.compile(rb'<row\b[^<>]*?\br="(\d{1,7})"')
_TWO_LETTERS = re.compile(rb'r="[A-Z]{2}\d')
_THREE_LETTERS = re.compile(rb'r="[A-Z]{3}\d')
_ROWS = re.compile(rb"table:number-rows-repeated=\"(\d+)\"")
_COLUMNS = re.compile(rb"table:number-columns-repeated=\"(\d+)\"[^<>]*(?<!/)>")


def check(path: Path, kind: str) -> None:
    """Raise where a sheet of the workbook is large and nearly empty, or repeats cells without end."""
    if kind not in ("xlsx", "ods"):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                name = entry.filename.lower()
                if kind == "xlsx" and name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _check_sheet(archive, entry)
                elif kind == "ods" and name == "content.xml":
                    _check_content(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise FileRefusedError("damaged") from error


def _check_sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Look for the last row and column of a sheet, cell by cell only where it could be nearly empty."""
    if not _could_be_sparse(archive, entry):
        return
    rows = columns = 0
    for chunk in _chunks(archive, entry):
        for letters, number in _CELL.findall(chunk):
            rows, columns = max(rows, int(number)), max(columns, _column(letters))
        if rows * columns > CELLS and entry.file_size < rows * columns * BYTES_PER_CELL:
            raise FileRefusedError("too_sparse", rows=rows)


def _could_be_sparse(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Tell from a glance at the sheet whether its area could be large beside its bytes."""
    rows, columns = 0, 26
    for chunk in _chunks(archive, entry):
        numbers = [_ROW.search(chunk, max(place, 0)) for place in (chunk.find(b"<row"), chunk.rfind(b"<row"))]
        rows = max([rows, *(int(found[1]) for found in numbers if found)])
        for pattern, reach in ((_TWO_LETTERS, 702), (_THREE_LETTERS, 16_384)):
            if columns < reach and pattern.search(chunk):
                columns = reach
    area = rows * columns
    return area > CELLS and entry.file_size < area * BYTES_PER_CELL


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Multiply out the repetitions of cells that hold something."""
    area = 0
    for chunk in _chunks(archive, entry):
        for row in re.split(rb"<table:table-row\b", chunk):
            head, _end, cells = row.partition(b">")
            wide = sum(int(count) for count in _COLUMNS.findall(cells))
            times = _ROWS.search(head)
            # What is repeated and blank is not kept.
            area += wide * int(times[1]) if times and wide else wide
            if times and int(times[1]) > 1 and b"office:value" in cells:
                area += int(times[1])
            if area > CELLS:
                raise FileRefusedError("too_sparse", rows=int(times[1]) if times else 1)


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    before = b""
    with archive.open(entry) as stream:
        while content := stream.read(CHUNK):
            yield before + content
            before = content[-OVERLAP:]
