"""A table that was pasted, from a web page, a document or a spreadsheet, as the bytes of a TSV file.

From there on it goes the way of every file. What is pasted as HTML keeps its merged cells.
"""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

from imports.readers.errors import FileRefusedError
from imports.readers.text import MAX_CELL, find_delimiter

MAX_PASTED = 5_000_000  # characters
MAX_CELLS = 500_000
MAX_SPAN = 200
FILENAME = "pasted.tsv"
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
Grid = list[list[str]]


def to_tsv(text: str, html: str = "") -> bytes:
    """Return what was pasted as UTF-8 with tabs; ``html`` is preferred where it holds a table.

    Raise :class:`FileRefusedError` where there is no table in it, or it is too large.
    """
    if len(text) > MAX_PASTED or len(html) > MAX_PASTED:
        raise FileRefusedError("paste_too_large")
    source = html if _TABLE.search(html) else text if _TABLE.search(text) else ""
    grid = _from_html(source) if source else _from_text(text)
    if not any(cell.strip() for row in grid for cell in row):
        raise FileRefusedError("paste_empty")
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(grid)
    # A NUL would make of the text something else than a table.
    return out.getvalue().replace("\0", "").encode("utf-8", "replace")


def _from_text(text: str) -> Grid:
    text = text.replace("\0", "")
    lines = text.splitlines()
    if any(_RULE.match(line) and "|" in line for line in lines):
        return [_of_bars(line) for line in lines if not _RULE.match(line)]
    delimiter = "\t" if "\t" in text else find_delimiter(text[:65_536])
    csv.field_size_limit(MAX_CELL)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileRefusedError("paste_empty") from error


def _of_bars(line: str) -> list[str]:
    """Return the cells of a line of a Markdown table."""
    line = line.strip().removeprefix("|")
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)]


def _from_html(html: str) -> Grid:
    parser = _Tables()
    parser.feed(html)
    parser.close()
    return max(parser.finished(), key=lambda grid: sum(map(len, grid)), default=[])


class _Tables(HTMLParser):
    """Collects the cells of each table; a table inside a cell is one of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._done: list[Grid] = []
        self._open: list[_OneTable] = []
        self._hidden = 0
        self._cells = 0

    def finished(self) -> list[Grid]:
        """Return the tables, also those that were not closed."""
        return self._done + [table.grid() for table in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._hidden += 1
        elif tag == "table":
            self._open.append(_OneTable())
        elif self._open and tag == "tr":
            self._open[-1].new_row()
        elif self._open and tag in ("td", "th"):
            given = dict(attrs)
            self._cells += self._open[-1].new_cell(_span(given.get("colspan")), _span(given.get("rowspan")))
            if self._cells > MAX_CELLS:
                raise FileRefusedError("paste_too_large")
        elif self._open and tag in ("br", "p", "div", "li"):
            self._open[-1].add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hidden = max(self._hidden - 1, 0)
        elif tag == "table" and self._open:
            self._done.append(self._open.pop().grid())
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self._open and not self._hidden:
            self._open[-1].add(re.sub(r"\s+", " ", data))


def _span(text: str | None) -> int:
    return max(1, min(int(text), MAX_SPAN)) if text and text.strip().isdecimal() else 1


class _OneTable:
    """One table in the making. A merged cell is written once, in its first place, as spreadsheets do."""

    def __init__(self) -> None:
        self._rows: list[list[list[str]]] = []
        self._reach: dict[int, tuple[int, bool]] = {}  # column: rows still covered from above
        self._cell: list[str] | None = None

    def new_row(self) -> None:
        """Begin a row below; merged cells reach one row further."""
        self._cell = None
        if self._rows:
            self._cover()
            self._reach = {at: (rows - 1, True) for at, (rows, _old) in self._reach.items() if rows > 1}
        self._rows.append([])

    def new_cell(self, columns: int, rows: int) -> int:
        """Begin a cell that covers so many columns and rows; return how many cells that adds."""
        if not self._rows:
            self.new_row()
        self._cover()
        row = self._rows[-1]
        self._cell = []
        for offset in range(columns):
            if rows > 1:
                self._reach[len(row)] = (rows, False)
            row.append(self._cell if offset == 0 else [])
        return columns

    def _cover(self) -> None:
        """Leave the places blank that cells of the rows above cover."""
        row = self._rows[-1]
        while self._reach.get(len(row), (0, False))[1]:
            row.append([])

    def add(self, text: str) -> None:
        """Add text to the open cell."""
        if self._cell is not None:
            self._cell.append(text)

    def end_cell(self) -> None:
        """Close the open cell: what follows is between cells."""
        self._cell = None

    def grid(self) -> Grid:
        """Return the texts of the cells."""
        return [[_lines("".join(cell)) for cell in row] for row in self._rows]


def _lines(text: str) -> str:
    """Return the text without blank lines and without spaces around its lines."""
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))
