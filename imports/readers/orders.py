"""Day-first or month-first: what the whole of a column says, for dates with the year last."""

from __future__ import annotations

import re
from collections.abc import Iterable

_YEAR_LAST = re.compile(r"(?<![\d./-])(\d{1,2})([./-]) ?(\d{1,2})\2 ?\d{4}(?!\d)")


class Evidence:
    """What the cells of a column say of the order of their numbers."""

    def __init__(self) -> None:
        self.day_first = self.month_first = self.ambiguous = False

    def add(self, cell: str) -> None:
        """Take a cell into account; it can hold several dates."""
        if len(cell) < 8 or not cell.strip():
            return
        for first, _sign, second in _YEAR_LAST.findall(cell):
            self.day_first = self.day_first or int(first) > 12 >= int(second)
            self.month_first = self.month_first or int(second) > 12 >= int(first)
            self.ambiguous = self.ambiguous or (first != second and int(first) <= 12 and int(second) <= 12)

    @property
    def order(self) -> str:
        """``dmy`` or ``mdy``; empty where nothing decides, or where the column contradicts itself."""
        if self.day_first == self.month_first:
            return ""
        return "dmy" if self.day_first else "mdy"

    @property
    def asks(self) -> bool:
        """Whether someone has to say the order."""
        return self.ambiguous and not self.order


def evidence_of(cells: Iterable[str]) -> Evidence:
    """Return what ``cells`` say."""
    evidence = Evidence()
    for cell in cells:
        evidence.add(cell)
    return evidence
