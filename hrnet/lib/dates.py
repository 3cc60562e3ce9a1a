"""Partial dates: dates exactly as precise as the source that gives them.

The notation is a small part of ISO 8601 and of the Library of Congress's EDTF, with the quarter written
as people write it::

    2014-11-12      a day          2015-Q1                 a quarter
    2013-05         a month        2014-03/2014-06         some time in a range
    2011            a year

The same notation is checked by the database (``hrnet_date_earliest`` and ``hrnet_date_latest`` in
``sources/migrations``), which derives from it the first and the last day that it can mean.
See ``docs/adr/0001-partial-dates.md``.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import total_ordering

# Django is imported where a date is put into words. The reader of imports, a process of its own for each
# file, parses dates and needs no Django: without it, it starts in two thirds of the time.

_PART = re.compile(r"^(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?$")


class PartialDateError(ValueError):
    """Raised for a text that is no partial date. Its text, in the reader’s language, says what is expected.

    ``code`` is one of ``form``, ``month``, ``day``, ``order``; :func:`explain` knows ``ahead`` besides.
    """

    def __init__(self, code: str, value: str) -> None:
        super().__init__(code, value)
        self.code = code
        self.value = value

    def __str__(self) -> str:
        return explain(self.code, self.value)


def explain(code: str, value: str) -> str:
    """Return in words why ``value`` is no partial date."""
    from django.utils.translation import gettext as _

    texts = {
        "form": _(
            "“%(value)s” is not a date: write 2014-11-12, 2014-11, 2014-Q4, 2014"
            " or a range such as 2014-03/2014-06."
        ),
        "month": _("“%(value)s”: there is no such month."),
        "day": _("“%(value)s”: that month has no such day."),
        "order": _("“%(value)s”: a range goes from an earlier to a later date."),
        "ahead": _(
            "“%(value)s” is yet to come: give the date for which the source speaks, today at the latest."
        ),
    }
    return texts[code] % {"value": value}


@dataclass(frozen=True)
class _Part:
    precision: str
    earliest: datetime.date
    latest: datetime.date


def _parse_part(text: str) -> _Part:
    match = _PART.match(text)
    if not match or match[1] == "0000":
        raise PartialDateError("form", text)
    year = int(match[1])
    if match[2]:
        first = 3 * int(match[2]) - 2
        return _Part("quarter", datetime.date(year, first, 1), _month_end(year, first + 2))
    if not match[3]:
        return _Part("year", datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    month = int(match[3])
    if not 1 <= month <= 12:
        raise PartialDateError("month", text)
    if not match[4]:
        return _Part("month", datetime.date(year, month, 1), _month_end(year, month))
    try:
        day = datetime.date(year, month, int(match[4]))
    except ValueError as error:
        raise PartialDateError("day", text) from error
    return _Part("day", day, day)


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date as precise as its source, with the first and last day that it can mean.

    Build it with :meth:`parse`. Comparison orders by the first possible day, then by the last.
    """

    text: str
    precision: str
    earliest: datetime.date
    latest: datetime.date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Return the partial date that ``text`` writes; raise :class:`PartialDateError` otherwise."""
        text = text.strip()
        first, slash, second = text.partition("/")
        try:
            one, two = _parse_part(first), _parse_part(second if slash else first)
        except PartialDateError as error:
            raise PartialDateError(error.code, text) from error
        if not slash:
            return cls(text, one.precision, one.earliest, one.latest)
        if two.latest < one.earliest or first == second:
            raise PartialDateError("order", text)
        return cls(text, "range", one.earliest, two.latest)

    @classmethod
    def of(cls, value: PartialDate | datetime.date | str | None) -> PartialDate | None:
        """Return ``value`` as a partial date; ``None`` and the empty text stay unknown."""
        if value is None or value == "":
            return None
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, datetime.date):
            return cls.parse(value.isoformat()[:10])
        return cls.parse(str(value))

    @property
    def is_ahead(self) -> bool:
        """Whether the date is yet to come: it begins, or its range ends, after :func:`newest_day`."""
        return _parse_part(self.text.rpartition("/")[2]).earliest > newest_day()

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)

    def __lt__(self, other: PartialDate) -> bool:
        return (self.earliest, self.latest) < (other.earliest, other.latest)

    def display(self) -> str:
        """Return the date in words of the active language, never more precise than it is."""
        from django.utils import dateformat, formats
        from django.utils.translation import gettext as _

        if self.precision == "range":
            first, _slash, second = self.text.partition("/")
            return _("between %(first)s and %(second)s") % {
                "first": PartialDate.parse(first).display(),
                "second": PartialDate.parse(second).display(),
            }
        if self.precision == "quarter":
            quarter = [
                _("first quarter of %(year)s"),
                _("second quarter of %(year)s"),
                _("third quarter of %(year)s"),
                _("fourth quarter of %(year)s"),
            ][int(self.text[-1]) - 1]
            return quarter % {"year": self.earliest.year}
        pattern = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT"}.get(self.precision)
        pattern = formats.get_format(pattern) if pattern else "Y"
        return dateformat.format(self.earliest, pattern)


def newest_day() -> datetime.date:
    """Return the last day for which a source can speak: tomorrow in UTC, which is today in the far east."""
    return datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)


def display_span(start: PartialDate, end: PartialDate) -> str:
    """Return ``start`` to ``end`` in words: «12–13 November 2014», «2012 to May 2014»."""
    from django.utils.translation import gettext as _

    if start == end:
        return start.display()
    same_month = start.text[:7] == end.text[:7]
    if start.precision == end.precision == "day" and same_month:
        return f"{start.earliest.day}–{end.display()}"
    return _("%(start)s to %(end)s") % {"start": start.display(), "end": end.display()}
