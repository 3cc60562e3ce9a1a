"""Cells: cleaned, split where a bracket is not open, and rid of a bracket at their end."""

from __future__ import annotations

import re

from hrnet.lib.names import clean
from hrnet.lib.spreadsheets import GUARD, unguarded

SPREADSHEET_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
_OPEN, _CLOSE = "([{（［", ")]}）］"
CACHED = 200  # characters: longer cells are seldom the same twice


class Cleaner(dict[str, str]):
    """The cleaned text of each cell; look one up as in a dictionary."""

    def __missing__(self, cell: str) -> str:
        text = tidy(cell)
        if len(cell) <= CACHED:
            self[cell] = text
        return text


def tidy(cell: str) -> str:
    """Return the cell as it should be stored, without the guards of an export against formulas."""
    text = unguarded(cell) if GUARD in cell else cell
    if not text.isascii() or "  " in text or not text.isprintable() or text != text.strip():
        text = clean(text)
    return text


def split(cell: str, separators: str) -> list[str]:
    """Return the parts of a cell, which are not empty; a bracket is never split.

    ``separators`` holds the signs that separate, each by itself; or one word such as “and”, which separates
    where it stands between spaces.
    """
    word = separators.strip()
    if word and all(char.isalpha() or char.isspace() for char in word):
        cell, separators = re.sub(rf"(?<!\s)\s+{re.escape(word)}\s+", "\0", cell, flags=re.IGNORECASE), "\0"
    else:
        separators = re.sub(r"[ ]", "", separators) or separators
    return [part for part in map(tidy, _cut(cell, separators)) if part]


def _cut(cell: str, separators: str) -> list[str]:
    if not any(char in cell for char in separators):
        return [cell]
    closes = [cell.count(sign) for sign in _CLOSE]
    parts, depth, begun = [], 0, 0
    for place, char in enumerate(cell):
        if char in _CLOSE:
            closes[_CLOSE.index(char)] -= 1
            depth = max(depth - 1, 0)
        elif char in _OPEN:
            # One that is never closed is a slip of the pen, and holds nothing together.
            depth += bool(closes[_OPEN.index(char)])
        elif depth == 0 and char in separators:
            parts.append(cell[begun:place])
            begun = place + 1
    parts.append(cell[begun:])
    return parts


def bracket(text: str) -> tuple[str, str]:
    """Return the text without the bracket at its end, and what is in that bracket; both cleaned."""
    if text[-1:] not in (")", "）"):
        return text, ""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        if text[place] in ")）":
            depth += 1
        elif text[place] in "(（":
            depth -= 1
            if depth == 0:
                before, inside = text[:place].strip(), text[place + 1 : -1].strip()
                return (before, inside) if before else (text, "")
    return text, ""
