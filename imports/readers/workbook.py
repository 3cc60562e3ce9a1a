"""Tables in workbooks (xlsx, xls, ods), read by calamine; typed cells become the text that a CSV has."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from imports.readers.errors import FileRefusedError

Sheet = tuple[str, Iterator[list[str]]]


def sheets(path: Path) -> Iterator[Sheet]:
    """Yield the name and the rows of each sheet that is a table and is not hidden."""
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        visible = [
            one.name
            for one in workbook.sheets_metadata
            if one.visible == SheetVisibleEnum.Visible and one.typ == SheetTypeEnum.WorkSheet
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefusedError("damaged") from error
    if not visible:
        raise FileRefusedError("no_sheet")
    for name in visible:
        yield name, _rows(workbook, name)


def _rows(workbook: CalamineWorkbook, name: str) -> Iterator[list[str]]:
    try:
        for row in workbook.get_sheet_by_name(name).iter_rows():
            yield [_text(cell) for cell in row]
    except (CalamineError, ValueError) as error:
        raise FileRefusedError("damaged") from error


def _text(cell: Any) -> str:
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
