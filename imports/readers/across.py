"""Cross tables and panels: many columns of which each is a value of one field, or a year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hrnet.lib.names import clean
from imports.readers.cells import tidy
from imports.readers.plan import Plan
from imports.readers.words import MARKS, NO_MARKS

Statement = tuple[list[str], list[dict[str, Any]]]
# What a cell says, by what the mapping calls it; parties have a date where memberships have a start.
FIELD_OF_CELL = {
    "memberships": {"role": "role", "start": "start", "date": "start", "status": "status"},
    "parties": {"start": "date", "date": "date", "role": "act", "status": "act"},
}


class Across:
    """Makes the statements of a row of a cross table or a panel."""

    def __init__(self, plan: Plan, place: dict[str, int]) -> None:
        self._plan, self._place = plan, place
        self._field = FIELD_OF_CELL[plan.target].get(plan.cell, "")
        self._headers = [(index, clean(name)) for index, name in plan.across]

    def statements(self, row: list[str], texts: list[str]) -> Iterator[Statement]:
        """Yield the texts and the errors of each statement that the row makes besides ``texts``."""
        return self._panel(row, texts) if self._plan.layout == "panel" else self._cross(row, texts)

    def _cross(self, row: list[str], texts: list[str]) -> Iterator[Statement]:
        for index, header in self._headers:
            cell = tidy(row[index]) if index < len(row) else ""
            if cell.casefold() in NO_MARKS:
                continue
            made = texts.copy()
            made[self._place[self._plan.across_field]] = header
            yield made, self._put(made, cell, header)

    def _put(self, texts: list[str], cell: str, header: str) -> list[dict[str, Any]]:
        """Put what a cell says into ``texts``; return what is wrong with it."""
        if cell.casefold() in MARKS and not self._is_letter_of_an_act(cell):
            if self._plan.target == "parties" and not texts[self._place["act"]]:
                texts[self._place["act"]] = self._plan.default_act or "unspecified"
            return []
        if self._field:
            texts[self._place[self._field]] = cell
            return []
        return [{"c": "unknown_mark", "f": self._plan.across_field, "v": cell[:80], "n": header[:80]}]

    def _is_letter_of_an_act(self, cell: str) -> bool:
        return self._field == "act" and cell == "s"

    def _panel(self, row: list[str], texts: list[str]) -> Iterator[Statement]:
        """Yield a statement for each run of years in which the cells say the same."""
        said = sorted(
            (year, tidy(row[index]) if index < len(row) else "")
            for (index, _name), year in zip(self._plan.across, self._plan.years, strict=True)
        )
        begun: int | None = None
        for place in range(len(said) + 1):
            word = self._word(said[place][1]) if place < len(said) else None
            if begun is not None and word != self._word(said[begun][1]):
                yield self._run(said, begun, place - 1, texts)
                begun = None
            if begun is None and word is not None:
                begun = place

    @staticmethod
    def _word(cell: str) -> str | None:
        """Return what a cell says: ``None`` for nothing, the empty text for a mere mark."""
        folded = cell.casefold()
        if folded in NO_MARKS:
            return None
        return "" if folded in MARKS else cell

    def _run(self, said: list[tuple[int, str]], first: int, last: int, texts: list[str]) -> Statement:
        """Return the statement of the years from ``first`` to ``last`` (places in ``said``).

        What began before the first year, or goes on after the last, is not known to begin or end there.
        Where a year is left out between two columns, it happened some time between them.
        """
        made = texts.copy()
        year, end = said[first][0], said[last][0]
        if first > 0:
            before = said[first - 1][0] + 1
            made[self._place["start"]] = f"{year:04}" if before == year else f"{before:04}/{year:04}"
        if last < len(said) - 1:
            after = said[last + 1][0] - 1
            made[self._place["end"]] = f"{end:04}" if after == end else f"{end:04}/{after:04}"
        cell = said[first][1]
        return made, self._put(made, cell, str(year)) if self._word(cell) else []
