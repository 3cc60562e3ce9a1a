"""The site at a past date: what surely held, what may have, and what did not."""

from __future__ import annotations

import datetime

import pytest

from hrnet.directory.as_of import NotADayError, day_of
from networks.models import Membership
from tests.factories import MembershipFactory

DAY = datetime.date(2014, 11, 14)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        (" 2014-11-14 ", DAY),
        ("2014-11", datetime.date(2014, 11, 30)),
        ("2012-02", datetime.date(2012, 2, 29)),
        ("2014", datetime.date(2014, 12, 31)),
    ],
)
def test_a_year_or_a_month_means_its_last_day(text, day):
    assert day_of(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "2014-13",
        "2014-02-30",
        "2014-Q4",
        "2013/2014",
        "14.11.2014",
        "0000",
        "2014\n-1",
        "9" * 99,
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NotADayError):
        day_of(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "holds"),
    [
        ({"start": "2014-11-14", "end_status": "open"}, "surely"),
        ({"start": "2014-11-14", "end": "2014-11-14"}, "surely"),
        ({"start": "2013", "end": "2015"}, "surely"),
        ({"start": "2014-11-15", "end_status": "open"}, "not"),
        ({"start": "2010", "end": "2014-11-13"}, "not"),
        ({"end": "2013"}, "not"),
        ({"start": "2015", "end_status": "ended"}, "not"),
        ({}, "perhaps"),
        ({"start": "2014", "end_status": "open"}, "perhaps"),
        ({"start": "2013"}, "perhaps"),
        ({"start": "2013", "end": "2014"}, "perhaps"),
        ({"start": "2013", "end_status": "ended"}, "perhaps"),
        ({"end": "2016"}, "perhaps"),
    ],
)
def test_whether_a_statement_holds_on_a_day_is_told_by_what_is_known_of_its_period(period, holds):
    MembershipFactory(**period)

    assert Membership.objects.holding_on(DAY).get().holds == holds
    assert Membership.objects.surely_on(DAY).count() == (holds == "surely")
    assert Membership.objects.perhaps_on(DAY).count() == (holds == "perhaps")
