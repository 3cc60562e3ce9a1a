"""Tables in text files: encoding, delimiter and line ends are found, and named to the user."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imports.readers import encoding as encodings
from imports.readers.errors import FileRefusedError

SAMPLE = 64 * 1024
SAMPLE_ROWS = 60
CHUNK = 1 << 20
MAX_CELL = 1 << 20
MAX_RECORD = 4 * MAX_CELL  # characters of a row, over all of its lines
LINES_PER_ROW = 5  # at most, on average
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Dialect:
    """How a text file is written."""

    encoding: str
    delimiter: str
    line_end: str


def detect(path: Path, *, tabs: bool = False, encoding: str = "", delimiter: str = "") -> Dialect:
    """Return how the file is written; what is given is taken as it is."""
    if encoding:
        encoding = encodings.canonical(encoding)
        if not encoding or not encodings.valid(path, encoding):
            raise FileRefusedError("encoding")
    else:
        encoding = encodings.detect(path)
    with path.open(encoding=encoding, newline="", errors="strict") as file:
        sample = file.read(SAMPLE)
    if not sample.strip("\ufeff \t\r\n,;|"):
        raise FileRefusedError("empty")
    return Dialect(encoding, delimiter or find_delimiter(sample, tabs=tabs), _line_end(sample))


def check_lines(path: Path, limit: int) -> None:
    """Raise where the file has a line that no row has, or surely more than ``limit`` rows.

    Told before anything is read: a million rows take seconds.
    """
    lines = without_end = 0
    quoted = wide = False
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            ends = max(chunk.count(b"\n"), chunk.count(b"\r"))
            lines, without_end = lines + ends, 0 if ends else without_end + 1
            quoted, wide = quoted or b'"' in chunk, wide or b"\0" in chunk
            if without_end * CHUNK > MAX_RECORD:
                raise FileRefusedError("broken_line", line=lines + 1)
    if lines > limit * LINES_PER_ROW or (
        lines > limit and not (quoted or wide) and _filled_lines(path) > limit + SAMPLE_ROWS
    ):
        raise FileRefusedError("too_many_rows", limit=limit)


def _filled_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip(b" \t\r\n,;|"))


def find_delimiter(sample: str, *, tabs: bool = False) -> str:
    """Return the delimiter that cuts the sample into the most regular table."""
    if tabs and "\t" in sample:
        return "\t"
    best, best_score = ",", 0.0
    lines = sample.splitlines()[:SAMPLE_ROWS]
    for delimiter in DELIMITERS:
        try:
            rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        widths = [len(row) for row in rows]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        if usual == 1:  # notes above or below a table can be longer than the table
            usual = max((width for width in set(widths) if width > 1), key=widths.count)
        # That the rows agree says more than how wide they are: a cell can hold a long list.
        score = (widths.count(usual) / len(widths)) ** 2 * math.log2(min(usual, 20) + 1)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _line_end(sample: str) -> str:
    if "\r\n" in sample:
        return "CRLF"
    return "CR" if "\r" in sample and "\n" not in sample else "LF"


def rows(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    """Yield the rows of the file as they are written."""
    csv.field_size_limit(MAX_CELL)
    started: list[str] = []
    number = size = 0

    def lines() -> Iterator[str]:
        nonlocal size
        for line in file:
            started.append(line)
            size += len(line)
            if size > MAX_RECORD:
                raise FileRefusedError("broken_line", line=number + 1)
            yield line

    with path.open(encoding=dialect.encoding, newline="", errors="strict") as file:
        reader = csv.reader(lines(), delimiter=dialect.delimiter)
        try:
            for row in reader:
                if len(started) > 1 and "".join(started).count('"') % 2:
                    # The file ended inside quotation marks: the rows behind the first one would be lost.
                    raise FileRefusedError("broken_line", line=number + 1)
                number += len(started)
                started.clear()
                size = 0
                yield row
        except csv.Error as error:
            raise FileRefusedError("broken_line", line=number + 1) from error
        except UnicodeError as error:
            raise FileRefusedError("encoding") from error
