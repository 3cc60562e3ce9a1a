"""What the values of a column look like: shares of its distinct values that are dates, countries, roles…"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from imports.readers.cells import bracket
from imports.readers.columns import is_value, is_year
from imports.readers.dates import act_behind, read
from imports.readers.vocabulary import Words
from imports.readers.words import MARKS, NO_MARKS, UNKNOWN

JUDGED = 200  # distinct values
_IDENTIFIER = re.compile(r"^[a-z][a-z0-9_.-]{1,30}:\S+$", re.IGNORECASE)
_URL = re.compile(r"^[a-z]+://", re.IGNORECASE)


@dataclass(frozen=True)
class Judgement:
    """Shares between 0 and 1 of the distinct values that say something."""

    count: int = 0
    date: float = 0.0
    with_act: float = 0.0
    year: float = 0.0
    number: float = 0.0
    country: float = 0.0
    role: float = 0.0
    status: float = 0.0
    act: float = 0.0
    identifier: float = 0.0
    mark: float = 0.0
    bracket_role: float = 0.0
    distinct: float = 0.0

    @property
    def is_text(self) -> bool:
        """Whether most values are neither numbers nor dates nor marks."""
        return self.count > 0 and self.number < 0.5 and self.date < 0.5 and self.mark < 0.9


def judge(values: Sequence[str], filled: int, words: Words) -> Judgement:
    """Return what the distinct ``values`` of a column, of which ``filled`` cells have one, look like."""
    said = [value for value in values if value.casefold() not in UNKNOWN][:JUDGED]
    total = len(said)
    if not total:
        marks = bool(values) and all(value.casefold() in NO_MARKS for value in values)
        return Judgement(mark=float(marks))

    def share(count: int) -> float:
        return count / total

    dated = [_date(value) for value in said]
    behind = [_with_act(value, words) for value in said]
    marks_only = all(value.casefold() in MARKS | NO_MARKS for value in said)
    return Judgement(
        count=total,
        date=share(sum(one or two for one, two in zip(dated, behind, strict=True))),
        with_act=share(sum(behind)),
        year=share(sum(map(is_year, said))),
        number=share(sum(is_value(value) and not date for value, date in zip(said, dated, strict=True))),
        country=share(sum(bool(words.country(value)) for value in said)),
        role=share(sum(not words.role(value)[2] for value in said)),
        status=share(sum(bool(words.status(value)) for value in said)),
        act=share(sum(bool(words.act(value)) for value in said)),
        identifier=share(sum(bool(_IDENTIFIER.match(v)) and not _URL.match(v) for v in said)),
        mark=float(marks_only),
        bracket_role=share(sum(_ends_in_role(value, words) for value in said)),
        distinct=min(total / max(filled, 1), 1.0),
    )


def _date(value: str) -> bool:
    return any(read(value, order).date for order in ("dmy", "mdy"))


def _with_act(value: str, words: Words) -> bool:
    found = act_behind(value)
    return bool(found and words.act(found[1]) and _date(found[0]))


def _ends_in_role(value: str, words: Words) -> bool:
    inside = bracket(value)[1]
    return bool(inside) and not words.role(inside.split(",")[0].strip())[2]
