"""Parties to instruments: signed, and bound by an act."""

import pytest

from imports import messages
from tests.imports.readers.helpers import columns, read, survey, write

# A few rows in the manner of the lists of two depositaries, typed anew.
TREATIES = """Contracting Party,Treaty,Signature Date,Instrument Type,Instrument Date,Entry Into Force Date
Albania,First,,Accession,2017-07-25,2020-04-28
Norway,First,2012-06-26,Ratification,2014-07-09,2020-04-28
Chad,First,2012-06-26,,,
Chad,Second,,,,1949-03-08
Norway,Second,,Declaration of Continued Application,1990-01-02,1988-05-06
Spain,Second,,Declaration/Notification of Succession,1990-01-02,1988-05-06
"""
PARTICIPANTS = """Status as at 12-03-2024\t\t
\t\t
Participant\tSignature\tRatification, Acceptance(A), Accession(a), Succession(d)
Albania\t\t24 Jan 1983 a
Chad\t10 Dec 1968\t12 Sep 1989
France\t20 Mar 1968\t1 Sep 1993 A
Norway\t20 Mar 1968\t
Spain\t\t11 May 1994 d
"""
LETTERS = {
    "24 Jan 1983 a": "accession", "24 Jan 1983 A": "acceptance", "24 Jan 1983 AA": "approval",
    "24 Jan 1983 d": "succession", "24 Jan 1983 c": "ratification", "24 Jan 1983 s": "signature",
    "24 Jan 1983a": "accession", "1983-01-24 (accession)": "accession", "24 Jan 1983, adhésion": "accession",
    "24 Jan 1983": "unspecified",
}  # fmt: skip


def parties(tmp_path, text, mapping, name="a.csv"):
    done = read(write(tmp_path, text, name), mapping, "parties")
    return done.said("party", "act", "date", "in_force", "codes")


def dated(tmp_path, cell, **mapping):
    mapping |= {"columns": columns(party="Party", date="Date"), "constants": {"instrument": "T"}}
    return parties(tmp_path, f'Party,Date\nChad,"{cell}"\n', mapping)


def test_a_list_of_treaties_maps_itself_and_one_row_signs_and_binds(tmp_path):
    found = survey(write(tmp_path, TREATIES), "parties")

    assert [one["field"] for one in found["tables"][0]["columns"]] == [
        "party", "instrument", "signed", "act", "date", "in_force",
    ]  # fmt: skip
    assert found["asks"] == []
    assert parties(tmp_path, TREATIES, found["mapping"]) == [
        ("Albania", "accession", "2017-07-25", "2020-04-28", []),
        ("Norway", "signature", "2012-06-26", None, []),
        ("Norway", "ratification", "2014-07-09", "2020-04-28", []),
        ("Chad", "signature", "2012-06-26", None, []),
        ("Chad", "unspecified", None, "1949-03-08", []),
        ("Norway", "continued", "1990-01-02", "1988-05-06", []),
        ("Spain", "succession", "1990-01-02", "1988-05-06", []),
    ]


def test_the_header_of_participants_says_what_the_letters_mean(tmp_path):
    found = survey(write(tmp_path, PARTICIPANTS, "a.tsv"), "parties")
    mapping = found["mapping"]

    assert [one["field"] for one in found["tables"][0]["columns"]] == ["party", "signed", "date"]
    assert mapping["values"]["act"] == {"A": "acceptance", "a": "accession", "d": "succession"}
    assert found["asks"] == [{"code": "missing", "field": "instrument"}]
    mapping["constants"]["instrument"] = "The covenant"
    assert parties(tmp_path, PARTICIPANTS, mapping, "a.tsv") == [
        ("Albania", "accession", "1983-01-24", None, []),
        ("Chad", "signature", "1968-12-10", None, []),
        ("Chad", "ratification", "1989-09-12", None, []),
        ("France", "signature", "1968-03-20", None, []),
        ("France", "acceptance", "1993-09-01", None, []),
        ("Norway", "signature", "1968-03-20", None, []),
        ("Spain", "succession", "1994-05-11", None, []),
    ]


@pytest.mark.parametrize(("cell", "act"), LETTERS.items())
def test_a_letter_behind_a_date_is_the_act_and_its_case_matters(tmp_path, cell, act):
    assert dated(tmp_path, cell) == [("Chad", act, "1983-01-24", None, [])]


def test_the_mapping_says_what_other_letters_mean(tmp_path):
    assert dated(tmp_path, "24 Jan 1983 P")[0][4] == ["unknown_act"]
    assert dated(tmp_path, "24 Jan 1983 P", values={"act": {"P": "provisional"}})[0][1] == "provisional"


def test_an_impossible_date_with_a_letter_is_an_error(tmp_path):
    assert dated(tmp_path, "31 Feb 1983 a")[0][4] == ["date_day"]
    assert dated(tmp_path, "Spring 1983 a")[0][4] == ["date_form"]
    assert dated(tmp_path, "01/02/1983 a")[0][4] == ["ambiguous_date"]


def test_a_row_that_says_nothing_of_an_act_is_wrong(tmp_path):
    assert dated(tmp_path, "") == [("Chad", "", None, None, ["missing"])]


def test_an_act_for_the_whole_file_is_said_only_of_rows_with_a_date(tmp_path):
    mapping = {
        "columns": columns(party="Party", signed="Signed", date="Date"),
        "constants": {"instrument": "T", "act": "accession"},
    }

    assert parties(tmp_path, "Party,Signed,Date\nChad,2001,\nSpain,,2002\n", mapping) == [
        ("Chad", "signature", "2001", None, []), ("Spain", "accession", "2002", None, []),
    ]  # fmt: skip


def test_an_act_for_a_file_without_dates_is_said_of_every_row(tmp_path):
    mapping = {"columns": columns(party="Party"), "constants": {"instrument": "T", "act": "ratification"}}

    assert parties(tmp_path, "Party\nChad\n", mapping) == [("Chad", "ratification", None, None, [])]


def test_a_list_with_one_row_for_each_act_says_a_signature_once(tmp_path):
    mapping = {"columns": columns(party="Party", act="Act", date="Date"), "constants": {"instrument": "T"}}

    assert parties(tmp_path, "Party,Act,Date\nChad,Signature,2001\nChad,R,2002\n", mapping) == [
        ("Chad", "signature", "2001", None, []), ("Chad", "ratification", "2002", None, []),
    ]  # fmt: skip


def test_an_act_that_contradicts_the_letter_is_an_error(tmp_path):
    mapping = {"columns": columns(party="Party", act="Act", date="Date"), "constants": {"instrument": "T"}}

    assert parties(tmp_path, "Party,Act,Date\nChad,Ratification,24 Jan 1983 a\n", mapping)[0][4] == [
        "acts_differ"
    ]


def test_a_succession_to_a_signature_is_a_signature_and_an_accession_in_its_column_is_not(tmp_path):
    mapping = {"columns": columns(party="Party", signed="Signature"), "constants": {"instrument": "T"}}

    assert parties(tmp_path, "Party,Signature\nChad,1 May 1990 d\nSpain,1 May 1991 a\n", mapping) == [
        ("Chad", "signature", "1990-05-01", None, []), ("Spain", "accession", "1991-05-01", None, []),
    ]  # fmt: skip


def test_a_wrong_date_of_signature_leaves_the_act_right(tmp_path):
    mapping = {
        "columns": columns(party="Party", signed="Signed", act="Act", date="Date"),
        "constants": {"instrument": "T"},
    }

    assert parties(tmp_path, "Party,Signed,Act,Date\nChad,31 Feb 2001,Accession,2002\n", mapping) == [
        ("Chad", "signature", None, None, ["date_day"]), ("Chad", "accession", "2002", None, []),
    ]  # fmt: skip


def test_each_of_two_statements_keeps_its_own_cells(tmp_path):
    done = read(write(tmp_path, TREATIES), survey(write(tmp_path, TREATIES), "parties")["mapping"], "parties")

    assert done.rows[1]["cells"] == ["Norway", "", "", "First", "", "2012-06-26", "", "", "", ""]
    assert done.rows[2]["cells"] == [
        "Norway", "", "", "First", "ratification", "", "2014-07-09", "2020-04-28", "", "",
    ]  # fmt: skip


def test_every_code_of_a_row_has_its_sentence():
    codes = {
        "two_digit_year", "ambiguous_date", "unknown_act", "acts_differ", "split_uneven", "split_many",
        "bracket_unread", "unknown_mark", "unknown_role", "unknown_status", "unknown_country", "missing",
        "extra_cells", "spreadsheet_error", "too_long",
    }  # fmt: skip

    assert codes <= messages.ROW.keys()
