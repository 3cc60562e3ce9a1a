"""Partial dates: as precise as the source, never more."""

import datetime

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from hrnet.lib.dates import PartialDate, PartialDateError, display_span

D = datetime.date


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2014-11-12", D(2014, 11, 12), D(2014, 11, 12), "day"),
        ("2013-05", D(2013, 5, 1), D(2013, 5, 31), "month"),
        ("2012-02", D(2012, 2, 1), D(2012, 2, 29), "month"),
        ("2015-Q1", D(2015, 1, 1), D(2015, 3, 31), "quarter"),
        ("2011", D(2011, 1, 1), D(2011, 12, 31), "year"),
        ("2014-03/2014-06", D(2014, 3, 1), D(2014, 6, 30), "range"),
    ],
)
def test_a_partial_date_knows_its_first_and_last_possible_day(text, earliest, latest, precision):
    date = PartialDate.parse(text)

    assert (date.earliest, date.latest, date.precision) == (earliest, latest, precision)
    assert str(date) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May 2013",
        "2013-5",
        "2013-13",
        "2013-02-30",
        "0000",
        "2015-Q5",
        "2014/2013",
        "2014/2014",
        "12/05/2013",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(PartialDateError):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("2014-11-12", "12 November 2014", "12 novembre 2014"),
        ("2013-05", "May 2013", "mai 2013"),
        ("2015-Q1", "first quarter of 2015", "premier trimestre de 2015"),
        ("2011", "2011", "2011"),
        ("2014-03/2014-06", "between March 2014 and June 2014", "entre mars 2014 et juin 2014"),
    ],
)
def test_a_date_is_written_in_the_readers_language(text, english, french):
    date = PartialDate.parse(text)

    with override("en"):
        assert date.display() == english
    with override("fr"):
        assert date.display() == french


def test_two_days_of_one_month_are_written_as_one_span():
    assert (
        display_span(PartialDate.parse("2014-11-12"), PartialDate.parse("2014-11-13"))
        == "12–13 November 2014"
    )


@given(st.dates(min_value=D(1, 1, 1)))
def test_a_day_comes_back_as_it_was(day):
    assert PartialDate.of(day).earliest == day == PartialDate.parse(day.isoformat()).latest
