"""Dates as people write them in tables, read as partial dates; never a guess.

Numbers with the year last can be day-first or month-first: a reader is told the order, or what is ambiguous
stays an error. See :mod:`imports.readers.orders` for how a column decides.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from hrnet.lib.dates import PartialDate, PartialDateError
from hrnet.lib.names import fold
from imports.readers.months import MONTHS, QUARTERS

SERIALS = (20_000, 60_000)  # of Excel: from 1954 to 2064
EPOCHS = {False: datetime.date(1899, 12, 30), True: datetime.date(1904, 1, 1)}
CACHED = 50_000
LAST = "2199"  # no period of an institution ends later: such a year stands for something else


class Reading(NamedTuple):
    """What a text says: a partial date, or a problem, or neither where it says that it is unknown."""

    date: str | None
    problem: str | None = None


UNKNOWN = Reading(None)
_HYPHENS = {0x2010: "-", 0x2011: "-", 0x2212: "-"}
_TIME = re.compile(
    r"(?<![T ])[T ]+"
    r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?$"
)
_YEAR_LAST = re.compile(r"^(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4})\.?$")
_YEAR_FIRST = re.compile(r"^(\d{4})([./-])(\d{1,2})\2(\d{1,2})\.?$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[./-](\d{4})$")
_YEAR_MONTH = re.compile(r"^(\d{4})(?:/(\d{1,2})|-(\d)|\.(\d{2}))$")
_TWO_DIGITS = re.compile(r"^\d{1,2}([./-])\d{1,2}\1['’]?\d{2}$|^\d{1,2}[./-]['’]?\d{2}$|^['’]\d{2}$|^\d{2}$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_NUMBER = re.compile(r"^\d+(?:\.\d+)?$")
_ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|er|ere|re|eme|e|o|a)?$")
_BEFORE_ACT = re.compile(r"[\s,]*[(\[]?\s*")
LONGEST = 200  # characters of a date, in whatever words
_FILLERS = frozenset(("of", "de", "del", "the", "le", "el", "du", "den", "der", "am"))


def read(text: str, order: str = "", *, epoch_1904: bool = False) -> Reading:
    """Return what ``text`` says, numbers with the year last in ``order`` (``dmy``, ``mdy`` or none given).

    Problems are the codes of :class:`PartialDateError`, ``two_digit_year``, ``ambiguous_date``.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return Reading(None, "form")
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(char, char)) for char in text.translate(_HYPHENS))
    if ":" in text:
        text = _TIME.sub("", text)
    for form in (_partial, _number, _numbers, _words):
        found = form(text, order, epoch_1904)
        if found:
            return found
    return Reading(None, "form")


def _partial(text: str, _order: str, _epoch: bool) -> Reading | None:
    try:
        return Reading(PartialDate.parse(text).text)
    except PartialDateError as error:
        return None if error.code == "form" else Reading(None, error.code)


def _numbers(text: str, order: str, _epoch: bool) -> Reading | None:
    if match := _YEAR_LAST.match(text):
        return _in_order(int(match[1]), int(match[3]), int(match[4]), order)
    if match := _YEAR_FIRST.match(text):
        return day(int(match[1]), int(match[3]), int(match[4]))
    if match := _MONTH_YEAR.match(text):
        return month(int(match[2]), int(match[1]))
    if match := _YEAR_MONTH.match(text):
        return month(int(match[1]), int(match[2] or match[3] or match[4]))
    if match := _COMPACT.match(text):
        return day(int(match[1]), int(match[2]), int(match[3]))
    return Reading(None, "two_digit_year") if _TWO_DIGITS.match(text) else None


def _in_order(first: int, second: int, year: int, order: str) -> Reading:
    if order == "dmy" or (order != "mdy" and first > 12):
        return day(year, second, first)
    if order == "mdy" or second > 12:
        return day(year, first, second)
    # The fifth of May is the same day either way.
    return day(year, first, second) if first == second else Reading(None, "ambiguous_date")


def _number(text: str, _order: str, epoch_1904: bool) -> Reading | None:
    """Read a plain number: a year (also 2013.0), or the number under which a spreadsheet keeps a day."""
    if not _NUMBER.match(text):
        return None
    value = float(text)
    if SERIALS[0] <= value <= SERIALS[1]:
        return Reading((EPOCHS[epoch_1904] + datetime.timedelta(days=int(value))).isoformat())
    if value.is_integer() and 1000 <= value <= 9999:
        return Reading(f"{int(value):04}")
    return None


def _words(text: str, _order: str, _epoch: bool) -> Reading | None:
    """Read a date with its month in words, or a quarter."""
    if len(text) > 60 or not any(char.isalpha() for char in text):
        return None
    words = [word for word in fold(_apart(text)).split() if word not in _FILLERS]
    if not 2 <= len(words) <= 4:
        return None
    for place, word in enumerate(words):
        if word in MONTHS:
            return _with_month(MONTHS[word], words[:place] + words[place + 1 :], text)
    return _quarter(words)


def _apart(text: str) -> str:
    """Separate what is written together: «24Jan1983», «1º»."""
    text = text.replace("º", " ").replace("°", " ").replace("ª", " ")
    return re.sub(r"(?<=\d)(?=[^\W\d]{3,})|(?<=[^\W\d])(?=\d{2,4}\b)", " ", text)


def _with_month(which: int, others: list[str], text: str) -> Reading | None:
    years = [word for word in others if len(word) == 4 and word.isdecimal()]
    days = [match for word in others if (match := _ORDINAL.match(word))]
    if len(others) == 1 and years:
        return month(int(years[0]), which)
    if len(others) == 2 and len(years) == 1 and len(days) == 1:
        return day(int(years[0]), which, int(days[0][1]))
    if others and not years and all(_ORDINAL.match(word) for word in others):
        return Reading(None, "two_digit_year" if _ends_in_year(text) else "form")
    return None


def act_behind(text: str) -> tuple[str, str] | None:
    """Return a date and the words behind it: «24 Jan 1983 a», «1983-01-24 (accession)»; ``None`` without."""
    last = next((place for place in range(len(text) - 1, -1, -1) if text[place].isdecimal()), -1)
    begin = _BEFORE_ACT.match(text, last + 1)
    words = text[begin.end() :].rstrip() if begin else ""
    words = words[:-1].rstrip() if words.endswith((")", "]")) else words
    if last < 0 or not words[:1].isalpha() or any(sign in words for sign in "()[]"):
        return None
    return text[: last + 1].strip(), words


def _ends_in_year(text: str) -> bool:
    return bool(re.search(r"\d{2}$", text))


def _quarter(words: list[str]) -> Reading | None:
    years = [word for word in words if len(word) == 4 and word.isdecimal()]
    which = QUARTERS.get(" ".join(word for word in words if word not in years))
    return Reading(f"{years[0]}-Q{which}") if which and len(years) == 1 else None


def day(year: int, month_: int, day_: int) -> Reading:
    """Return the day, or why there is none."""
    return _checked(f"{year:04}-{month_:02}-{day_:02}")


def month(year: int, month_: int) -> Reading:
    """Return the month, or why there is none."""
    return _checked(f"{year:04}-{month_:02}")


def _checked(text: str) -> Reading:
    try:
        return Reading(PartialDate.parse(text).text)
    except PartialDateError as error:
        return Reading(None, error.code)


class DateReader:
    """Reads the dates of one column; each distinct text once."""

    def __init__(self, order: str, unknown: frozenset[str], *, epoch_1904: bool = False) -> None:
        """``unknown`` holds texts, in lower case, that say that a date is not known."""
        self.order = "" if order == "ymd" else order
        self.unknown = unknown
        self.epoch_1904 = epoch_1904
        self.decide: Callable[[], str] | None = None  # asked once, at the first date that could be two days
        # «31.12.9999» of a text file is «9999-12-31» in a workbook.
        readings = (read(text, self.order, epoch_1904=epoch_1904) for text in unknown)
        self._unknown_days = {reading.date for reading in readings if reading.date}
        self._cache: dict[str, Reading] = {"": UNKNOWN}

    def read(self, text: str) -> Reading:
        """Return what ``text`` says."""
        found = self._cache.get(text)
        if found is None:
            if len(self._cache) > CACHED:
                self._cache = {"": UNKNOWN}
            found = self._cache[text] = self._read(text)
        return found

    def _read(self, text: str) -> Reading:
        if text.casefold() in self.unknown:
            return UNKNOWN
        reading = read(text, self.order, epoch_1904=self.epoch_1904)
        if reading.problem == "ambiguous_date" and self.decide is not None:
            self.order, self.decide = self.decide(), None
            reading = read(text, self.order, epoch_1904=self.epoch_1904)
        if reading.date is None:
            return reading
        if reading.date in self._unknown_days:
            return UNKNOWN
        return Reading(None, "far_date") if reading.date.rpartition("/")[2][:4] > LAST else reading
