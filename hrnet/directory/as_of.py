"""The day that the site is read as of: one parameter ``on`` of the address, no cookie.

``2014-11-14`` is that day; ``2014-11`` and ``2014`` are the last day of the month or the year. What holds
on a day is told by :meth:`sources.statements.StatementQuerySet.holding_on`.
"""

from __future__ import annotations

import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hrnet.directory.errors import PlainWordsError
from hrnet.lib.dates import PartialDate, PartialDateError

PARAMETER = "on"
LONGEST = 10  # characters: a day


class NotADayError(PlainWordsError):
    """The address names no day; the text says in plain words what is expected."""


def day_of(text: str) -> datetime.date | None:
    """Return the day that ``text`` means, ``None`` for an empty one; raise :class:`NotADayError`."""
    text = text.strip()
    if not text:
        return None
    try:
        date = PartialDate.parse(text) if len(text) <= LONGEST else None
    except PartialDateError:
        date = None
    if date is None or date.precision not in ("day", "month", "year"):
        shown = text[:40] if text.isprintable() else "…"
        raise NotADayError(_("“%(text)s” is not a day: write 2014-11-14, 2014-11 or 2014.") % {"text": shown})
    return date.latest


def as_of(request: HttpRequest) -> datetime.date | None:
    """Return the day that the address asks for, ``None`` for none; raise :class:`NotADayError` (a 400)."""
    return day_of(request.GET.get(PARAMETER, ""))
