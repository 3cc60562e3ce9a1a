"""Headers: what a cell of one looks like, and the names of columns whose header stands in several rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from hrnet.lib.names import clean, fold
from imports.readers.errors import FileRefusedError

JOINT = " / "
MAX_COLUMNS = 200
LONGEST_LABEL = 160
LONGEST_HEADER = 1_000  # characters: the rest of a header is not looked at
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)")
_NUMERIC = re.compile(r"^(?=\D*\d)[-+(]?[\d.,/\s:%-]+\)?$")
_DATED = re.compile(r"^\d{1,2}[ -][A-Za-z\u00c0-\u024f]{3,}\.?[ -]\d{2,4}\b|^\d{4}-\d\d(-\d\d)?\b")
_LETTERED = re.compile(r"^column ([a-z]{1,2})$")

fold_cached = lru_cache(maxsize=20_000)(fold)


def check_width(row: Sequence[str]) -> None:
    """Raise where a row has more columns than any list has."""
    if len(row) > MAX_COLUMNS and any(cell.strip() for cell in row[MAX_COLUMNS:]):
        raise FileRefusedError("too_many_columns", count=len(row), limit=MAX_COLUMNS)


def year_in(text: str) -> int | None:
    """Return the one year that a header names, ``None`` where it names none or several."""
    found = _YEAR.findall(text)
    return int(found[0]) if len(found) == 1 else None


def is_year(text: str) -> bool:
    """Tell whether a cell is a year and nothing else."""
    return bool(_YEAR.fullmatch(text.strip().removesuffix(".0")))


def is_value(text: str) -> bool:
    """Tell whether a cell is a number or a date, as headers are not."""
    text = text.strip()
    return bool(text) and bool(_NUMERIC.match(text) or _DATED.match(text))


def looks_like_header(row: Sequence[str]) -> bool:
    """Tell whether each cell of the row could be the header of a column."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled or any(len(cell) > LONGEST_LABEL for cell in filled):
        return False
    years = sum(map(is_year, filled))
    values = sum(map(is_value, filled))
    return values == 0 or (years == values and years >= 2 and len(set(filled)) == len(filled))


def letters(index: int) -> str:
    """Return the letters under which spreadsheet programs show a column: 0 is A, 26 is AA."""
    return (letters(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def names_of(rows: Sequence[Sequence[str]], filled: Iterable[int] = ()) -> list[str]:
    """Return a name for each column, none of them twice; ``""`` for one without header.

    Of a header in several rows the texts are joined. Columns that are ``filled`` below a header that is
    blank are called by their letter.
    """
    named = [clean(name.removesuffix(".0") if is_year(name) else name) for name in _joined(rows)]
    below = set(filled)
    named += [""] * (max(below, default=-1) + 1 - len(named))
    taken: set[str] = set()
    for index, name in enumerate(named):
        if not name and index in below:
            name = f"Column {letters(index)}"
        named[index] = _free(name, taken)
    return named


def _free(name: str, taken: set[str]) -> str:
    """Return the name, with a number where it is taken already."""
    if not name:
        return ""
    free, number = name, 1
    while (key := fold_cached(free) or free) in taken:
        number += 1
        free = f"{name} ({number})"
    taken.add(key)
    return free


def _joined(rows: Sequence[Sequence[str]]) -> list[str]:
    return [JOINT.join(dict.fromkeys(part for part in parts if part)) for parts in stacked(rows)]


def stacked(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the texts above each other in each column; a merged cell counts for every column below it."""
    width = max(map(len, rows), default=0)
    grid = [[clean(cell[:LONGEST_HEADER]) for cell in row] + [""] * (width - len(row)) for row in rows]
    for place in range(len(grid) - 1):
        grid[place] = _spread(grid, place)
    return [[row[index] for row in grid] for index in range(width)]


def _spread(grid: list[list[str]], place: int) -> list[str]:
    """Repeat the cells of a row to the right, as far as the cell that they were merged into reaches.

    A cell with nothing below it stands for its own column alone, and none reaches beyond the one above it.
    """
    row, below = grid[place], grid[place + 1 :]
    result = list(row)
    for index in range(1, len(row)):
        under = any(lower[index] for lower in below)
        left_is_group = any(lower[index - 1] for lower in below)
        same_above = all(upper[index] == upper[index - 1] for upper in grid[:place])
        if not row[index] and under and left_is_group and result[index - 1] and same_above:
            result[index] = result[index - 1]
    return result


def is_second_row(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell whether ``lower`` goes on with the header that ``upper`` begins: groups, and columns below."""
    width = max(len(upper), len(lower))
    up = [cell.strip() for cell in upper] + [""] * (width - len(upper))
    low = [cell.strip() for cell in lower] + [""] * (width - len(lower))
    filled = [index for index in range(width) if up[index]]
    if not looks_like_header(lower) or not filled or (len(filled) == 1 and filled[0] == 0):
        return False
    new = [index for index in range(width) if low[index] and not up[index]]
    ends = [*filled[1:], width]
    for start, end in zip(filled, ends, strict=True):
        span = [index for index in range(start, end) if low[index]]
        # Under a heading of one column stands nothing; under a group, columns from its left edge on.
        if span and (len(span) < 2 or span[0] != start):
            return False
    return bool(new)


def index_of(names: Sequence[str], folded: dict[str, int], column: str) -> int | None:
    """Return where the column of this name is; an unnamed one is found by its letter."""
    found = folded.get(fold_cached(column) or column)
    if found is not None:
        return found
    match = _LETTERED.match(fold_cached(column))
    if match:
        for index, name in enumerate(names):
            if not name and letters(index).lower() == match[1]:
                return index
    return None


def folded_index(names: Sequence[str]) -> dict[str, int]:
    """Return where each name is, by its folded form."""
    return {fold_cached(name) or name: index for index, name in enumerate(names) if name}
