"""Dates as people write them."""

import pytest

from imports.readers.dates import read
from tests.imports.readers.helpers import columns, write
from tests.imports.readers.helpers import read as read_file

SAME_EITHER_WAY = {
    "2014-11-12": "2014-11-12",
    "2014-Q4": "2014-Q4",
    "2014-03/2014-06": "2014-03/2014-06",
    "24 Jan 1983": "1983-01-24",
    "January 24, 1983": "1983-01-24",
    "24th of January 1983": "1983-01-24",
    "24-Jan-1983": "1983-01-24",
    "24Jan1983": "1983-01-24",
    "1er mars 2010": "2010-03-01",
    "1º de enero de 2010": "2010-01-01",
    "12 de mayo de 2013": "2013-05-12",
    "10. Dezember 1948": "1948-12-10",
    "mai 2013": "2013-05",
    "mayo de 2013": "2013-05",
    "août 2013": "2013-08",
    "Q1 2013": "2013-Q1",
    "2e trimestre 2013": "2013-Q2",
    "2013/05/13": "2013-05-13",
    "2013.5.1": "2013-05-01",
    "05/2013": "2013-05",
    "2013/05": "2013-05",
    "13/05/2013": "2013-05-13",
    "05/13/2013": "2013-05-13",
    "5.5.2013": "2013-05-05",
    "20130512": "2013-05-12",
    "2013": "2013",
    "2013.0": "2013",
    "2014-11-12 23:30:00": "2014-11-12",
    "2014-11-12T00:00:00Z": "2014-11-12",
    "12/25/2010 12:00 AM": "2010-12-25",
    "41955": "2014-11-12",
    "41955.5": "2014-11-12",
    "١٣/٠٥/٢٠١٣": "2013-05-13",
    "2014‑11‑12": "2014-11-12",
}
WRONG = {
    "31/02/2013": "day",
    "2013-02-31": "day",
    "30 February 2010": "day",
    "2013-13": "month",
    "13/2013": "month",
    "13/13/2013": "month",
    "12/05/13": "two_digit_year",
    "24 Jan 83": "two_digit_year",
    "Jan-83": "two_digit_year",
    "13": "two_digit_year",
    "12/05/2013": "ambiguous_date",
    "Spring": "form",
    "Spring 2013": "form",
    "c. 2010": "form",
    "before 2013": "form",
    "10:30:00": "form",
    "24 Jan 1983 d": "form",
    "0000-00-00": "form",
    "999999": "form",
}


@pytest.mark.parametrize(("text", "date"), SAME_EITHER_WAY.items())
def test_a_date_that_says_one_day_is_read_whatever_the_order(text, date):
    assert read(text).date == date


@pytest.mark.parametrize(("text", "problem"), WRONG.items())
def test_what_is_no_date_is_an_error_and_never_a_guess(text, problem):
    assert read(text) == (None, problem)


@pytest.mark.parametrize(("order", "date"), [("dmy", "2013-05-12"), ("mdy", "2013-12-05")])
def test_the_order_decides_what_could_be_two_days(order, date):
    assert read("12/05/2013", order).date == date


@pytest.mark.parametrize(("text", "order"), [("13/05/2013", "mdy"), ("05/13/2013", "dmy")])
def test_a_day_that_the_given_order_does_not_have_is_an_error(text, order):
    assert read(text, order).problem == "month"


def test_numbers_of_a_workbook_count_from_its_own_epoch():
    assert read("40493", epoch_1904=True).date == "2014-11-12"


def starts(tmp_path, *dates, **mapping):
    lines = "".join(f"A{number},{date}\n" for number, date in enumerate(dates))
    mapping |= {"columns": columns(institution="Name", start="Since"), "constants": {"network": "N"}}
    return read_file(write(tmp_path, f"Name,Since\n{lines}"), mapping)


def test_one_day_beyond_twelve_decides_the_whole_column(tmp_path):
    done = starts(tmp_path, "01/02/2010", "03/04/2011", "25/12/2012")

    assert done.said("start") == [("2010-02-01",), ("2011-04-03",), ("2012-12-25",)]
    assert done["asks"] == []


def test_a_column_that_does_not_decide_asks_and_each_ambiguous_row_is_wrong(tmp_path):
    done = starts(tmp_path, "01/02/2010", "2011", "05/05/2012")

    assert done.said("start", "codes") == [(None, ["ambiguous_date"]), ("2011", []), ("2012-05-05", [])]
    assert done["asks"] == [{"code": "date_order", "field": "start"}]


def test_a_column_that_contradicts_itself_asks(tmp_path):
    done = starts(tmp_path, "01/02/2010", "25/12/2012", "12/25/2012")

    assert done.said("start") == [(None,), ("2012-12-25",), ("2012-12-25",)]


def test_a_given_order_is_taken(tmp_path):
    assert starts(tmp_path, "01/02/2010", date_order="mdy").said("start") == [("2010-01-02",)]


def test_each_column_decides_for_itself(tmp_path):
    path = write(tmp_path, "Name,Since,Until\nA,25/12/2010,01/02/2012\n")
    mapping = {
        "columns": columns(institution="Name", start="Since", end="Until"),
        "constants": {"network": "N"},
    }

    assert read_file(path, mapping).said("start", "codes") == [("2010-12-25", ["ambiguous_date"])]


def test_texts_that_mean_unknown_leave_the_date_unknown(tmp_path):
    unknown = ["2899-01-01", "0000-00-00", "31.12.9999"]

    done = starts(tmp_path, *unknown, "-", "n/a", "inconnu", "9999-12-31", unknown=unknown)

    assert done.said("start", "codes") == [(None, [])] * 7


def test_an_unknown_text_that_is_not_named_is_an_error(tmp_path):
    assert starts(tmp_path, "0000-00-00").said("codes") == [(["date_form"],)]


def test_a_year_that_no_period_reaches_is_an_error_and_not_a_date(tmp_path):
    done = starts(tmp_path, "31.12.9999", "2899-01-01", "2014-03/9999-12-31", "2199")

    assert done.said("start", "codes") == [(None, ["far_date"])] * 3 + [("2199", [])]
