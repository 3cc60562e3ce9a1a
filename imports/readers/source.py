"""A file that passed the gate, as sheets of rows; the same for text files and workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from imports.readers import area, gate, text
from imports.readers.workbook import Workbook

MAX_ROWS = {"csv": 1_000_000, "tsv": 1_000_000, "xlsx": 250_000, "xls": 250_000, "ods": 250_000}


class Source:
    """A file, opened: its format, how it is written, its sheets, and their rows as often as wanted."""

    def __init__(self, path: Path, filename: str, *, encoding: str = "", delimiter: str = "") -> None:
        self.path = path
        self.kind = gate.inspect(path, filename)
        self.is_text = self.kind in ("csv", "tsv")
        self.limit = MAX_ROWS[self.kind]
        if self.is_text:
            text.check_lines(path, self.limit)
            self._dialect = text.detect(path, tabs=self.kind == "tsv", encoding=encoding, delimiter=delimiter)
            self.sheet_names = [""]
        else:
            area.check(path, self.kind)
            self._book = Workbook(path, self.kind)
            self.sheet_names = self._book.sheet_names

    def rows(self, sheet: str) -> Iterator[list[str]]:
        """Yield the rows of a sheet; the name of the only one in a text file is empty."""
        return text.rows(self.path, self._dialect) if self.is_text else self._book.rows(sheet)

    @cached_property
    def epoch_1904(self) -> bool:
        """Whether plain numbers that are dates count days from 1904."""
        return not self.is_text and self._book.epoch_1904()

    def described(self) -> dict[str, Any]:
        """Return what is told of the file as a whole."""
        told: dict[str, Any] = {"format": self.kind}
        if self.is_text:
            told |= {
                "encoding": self._dialect.encoding,
                "delimiter": self._dialect.delimiter,
                "line_end": self._dialect.line_end,
            }
        return told
