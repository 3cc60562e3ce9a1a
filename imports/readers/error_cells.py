"""The cells of an xlsx that hold an error (#N/A, #REF!): calamine gives them blank, and they are not.

A blank end says «not known»; a broken formula says nothing. The texts are read from the sheets' XML, in
pieces, and only where a sheet has such a cell at all. Format: ECMA-376, part 1, 18.3.1.4 (``c``, ``t="e"``).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from itertools import islice
from pathlib import Path
from typing import IO

from imports.readers.columns import MAX_COLUMNS

PIECE = 1 << 20
OVERLAP = 4096  # no cell of an error is longer
MOST = 10_000  # errors of one sheet that are kept; the rest stay blank
# No part of it goes on without an end, so that no file, however made, takes long.
_CELL = re.compile(
    rb"<(?:\w{1,20}:)?c\s([^<>]{1,300})>\s{0,20}"
    rb"(?:<(?:\w{1,20}:)?f\b(?:[^<>]{0,300}/>|[^<>]{0,300}>[^<]{0,2000}</(?:\w{1,20}:)?f>))?\s{0,20}"
    rb"<(?:\w{1,20}:)?v>(#[^<]{1,20})<"
)
_IS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\s[^<>]{1,2000}>")
_RELATION = re.compile(rb"<(?:\w{1,20}:)?Relationship\s[^<>]{1,2000}>")
Errors = dict[int, dict[int, str]]  # by row, by column, both from 0


def errors_of(path: Path, names: list[str]) -> dict[str, Errors]:
    """Return the errors of the sheets ``names``, as far as the parts of the file can be found."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _parts(archive, names)
            return {name: _in_sheet(archive, part) for name, part in parts.items()}
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError):
        return {}


def _parts(archive: zipfile.ZipFile, names: list[str]) -> dict[str, str]:
    """Return the part of each sheet: workbook.xml tells its relation, and that its part."""
    targets = {}
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        targets[_attribute(tag, b"Id")] = _attribute(tag, b"Target")
    found = {}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        name, target = _attribute(tag, b"name"), targets.get(_attribute(tag, rb"\w+:id"), "")
        if name in names and target:
            found[name] = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
    return found


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\s" + name + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return unescape((match[1] or match[2] or b"").decode("utf-8", "replace")) if match else ""


def _in_sheet(archive: zipfile.ZipFile, part: str) -> Errors:
    errors: Errors = {}
    with archive.open(part) as stream:
        for row, column, text in islice(_cells(stream), MOST):
            errors.setdefault(row, {})[column] = text
    return errors


def _cells(stream: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    kept = b""
    while piece := stream.read(PIECE):
        text = kept + piece
        if b'"e"' in text or b"'e'" in text:
            for attributes, value in _CELL.findall(text):
                place = _PLACE.search(attributes)
                if place and _IS_ERROR.search(attributes) and (column := _column(place[1])) < MAX_COLUMNS:
                    yield int(place[2]) - 1, column, value.decode("ascii", "replace")
        kept = text[-OVERLAP:]


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def with_errors(row: list[str], errors: dict[int, str]) -> list[str]:
    """Return a row with the texts of its errors in their places."""
    for column, text in errors.items():
        row += [""] * (column + 1 - len(row))
        row[column] = row[column] or text
    return row
