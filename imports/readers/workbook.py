"""Tables in workbooks (xlsx, xls, ods), read by calamine; typed cells become the text that a CSV has."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from imports.readers.error_cells import errors_of, with_errors
from imports.readers.errors import FileRefusedError

_DATE_1904 = re.compile(
    rb"<(?:\w+:)?workbookPr\b[^<>]*\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']", re.IGNORECASE
)
_NULL_DATE = re.compile(rb"<table:null-date\b[^<>]*1904-01-01")
_HEAD = 1 << 20  # bytes of a part in which the epoch is told


class Workbook:
    """A workbook whose sheets can be gone through any number of times."""

    def __init__(self, path: Path, kind: str) -> None:
        try:
            self._book = CalamineWorkbook.from_path(str(path))
            self.sheet_names = [
                one.name
                for one in self._book.sheets_metadata
                if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet
            ]
        except (CalamineError, OSError, ValueError) as error:
            raise FileRefusedError("damaged") from error
        if not self.sheet_names:
            raise FileRefusedError("no_sheet")
        self._path, self._kind = path, kind
        self._errors = errors_of(path, self.sheet_names) if kind == "xlsx" else {}

    def rows(self, name: str) -> Iterator[list[str]]:
        """Yield the rows of a sheet from its very first one, as texts."""
        try:
            sheet = self._book.get_sheet_by_name(name)
            # Calamine keeps empty rows above a table, and leaves out empty columns before it.
            before = [""] * (sheet.start[1] if sheet.start else 0)
            errors = self._errors.get(name, {})
            for number, row in enumerate(sheet.iter_rows()):
                texts = before + [cell if type(cell) is str else as_text(cell) for cell in row]
                yield with_errors(texts, errors[number]) if number in errors else texts
        except (CalamineError, ValueError) as error:
            raise FileRefusedError("damaged") from error

    def epoch_1904(self) -> bool:
        """Tell whether plain numbers of this workbook count days from 1904."""
        if self._kind == "xls":
            return _xls_1904(self._path.read_bytes())
        part, told = ("xl/workbook.xml", _DATE_1904) if self._kind == "xlsx" else ("content.xml", _NULL_DATE)
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(part) as stream:
                return bool(told.search(stream.read(_HEAD)))
        except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError):
            return False


def _xls_1904(content: bytes) -> bool:
    """Go through the first records of the old format; record 0x22 tells the epoch."""
    place = content.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    while 0 <= place < len(content) - 4:
        kind = int.from_bytes(content[place : place + 2], "little")
        length = int.from_bytes(content[place + 2 : place + 4], "little")
        if kind == 0x22:
            return content[place + 4 : place + 6] == b"\x01\x00"
        if kind == 0x0A or length > 8_224:
            break
        place += 4 + length
    return False


def as_text(cell: Any) -> str:
    """Return a cell as the text that the same table has as CSV."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time.min
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
