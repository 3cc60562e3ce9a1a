"""Cross tables and panels become statements."""

import pytest

from tests.imports.readers.helpers import columns, read, survey, write

CROSS = {
    "columns": columns(institution="Member"),
    "layout": "cross",
    "across": {"field": "network", "columns": ["OSCE", "OAS"], "cell": "mark"},
}


def panel(tmp_path, header, *rows, cell="mark", **mapping):
    years = header.split(",")
    mapping |= {
        "columns": columns(institution="Member"),
        "constants": {"network": "N"},
        "layout": "panel",
        "across": {"columns": years, "cell": cell},
    }
    text = f"Member,{header}\n" + "".join(f"M{number},{row}\n" for number, row in enumerate(rows))
    return read(write(tmp_path, text), mapping)


@pytest.mark.parametrize("mark", ["x", "X", "yes", "oui", "sí", "1", "✓", "•"])
def test_a_mark_makes_a_statement(tmp_path, mark):
    done = read(write(tmp_path, f"Member,OSCE,OAS\nFrance,{mark},\n"), CROSS)

    assert done.said("institution", "network", "row") == [("France", "OSCE", 2)]


@pytest.mark.parametrize("blank", ["", "no", "0", "-", "non"])
def test_a_blank_makes_none(tmp_path, blank):
    done = read(write(tmp_path, f"Member,OSCE,OAS\nFrance,{blank},x\n"), CROSS)

    assert done.said("network") == [("OAS",)]


def test_what_is_no_mark_is_an_error_that_names_its_column(tmp_path):
    done = read(write(tmp_path, "Member,OSCE,OAS\nFrance,maybe,\n"), CROSS)

    assert done.rows[0]["errors"] == [{"c": "unknown_mark", "f": "network", "v": "maybe", "n": "OSCE"}]


def test_a_table_without_any_mark_is_refused(tmp_path):
    assert read(write(tmp_path, "Member,OSCE,OAS\nFrance,,\n"), CROSS)["refused"] == "no_statements"


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ("role", "observer", ("2", "", None)),
        ("role", "x", ("1", "", None)),
        ("start", "12 May 2001", ("1", "", "2001-05-12")),
        ("date", "2001", ("1", "", "2001")),
        ("start", "x", ("1", "", None)),
        ("status", "actif", ("1", "active", None)),
    ],
)
def test_a_cell_can_say_a_role_a_date_or_a_status(tmp_path, cell, text, said):
    mapping = CROSS | {"across": CROSS["across"] | {"cell": cell}}

    done = read(write(tmp_path, f"Member,OSCE,OAS\nFrance,{text},\n"), mapping)

    assert done.said("role_id", "status", "start") == [said]


def test_the_order_of_dates_is_that_of_all_columns_that_lie_across(tmp_path):
    mapping = CROSS | {"across": CROSS["across"] | {"cell": "start"}}

    done = read(write(tmp_path, "Member,OSCE,OAS\nFrance,01/02/2001,25/12/2002\n"), mapping)

    assert done.said("start") == [("2001-02-01",), ("2002-12-25",)]


def test_countries_can_lie_across(tmp_path):
    mapping = {
        "columns": columns(network="Network"),
        "layout": "cross",
        "across": {"field": "country", "columns": ["France", "Chad"], "cell": "mark"},
    }

    done = read(write(tmp_path, "Network,France,Chad\nOIF,x,x\n"), mapping)

    assert done.said("institution", "network") == [("France", "OIF"), ("Chad", "OIF")]


def test_treaties_can_lie_across_with_the_date_and_the_letter_of_the_act(tmp_path):
    mapping = {
        "columns": columns(party="State"),
        "layout": "cross",
        "across": {"field": "instrument", "columns": ["First", "Second"], "cell": "date"},
    }

    done = read(write(tmp_path, "State,First,Second\nChad,24 Jan 1983 a,x\n"), mapping, "parties")

    assert done.said("instrument", "act", "date", "codes") == [
        ("First", "accession", "1983-01-24", []), ("Second", "unspecified", None, []),
    ]  # fmt: skip


def test_a_header_over_two_rows_gives_its_last_row_as_the_value(tmp_path):
    across = {"field": "network", "columns": ["Bodies / OSCE", "Bodies / OAS"], "cell": "mark"}

    done = read(write(tmp_path, "Member,Bodies,\n,OSCE,OAS\nFrance,x,x\n"), CROSS | {"across": across})

    assert done.said("network") == [("OSCE",), ("OAS",)]


def test_each_run_of_years_is_a_statement(tmp_path):
    done = panel(tmp_path, "2001,2002,2003,2004,2005", ",x,x,,", "x,,,x,x", ",,,,")

    assert done.said("institution", "start", "end") == [
        ("M0", "2002", "2003"), ("M1", None, "2001"), ("M1", "2004", None),
    ]  # fmt: skip


def test_a_run_over_all_years_has_neither_start_nor_end(tmp_path):
    assert panel(tmp_path, "2001,2002,2003", "1,1,1").said("start", "end") == [(None, None)]


def test_a_change_of_the_word_ends_a_run(tmp_path):
    done = panel(tmp_path, "2001,2002,2003,2004", ",observer,member,member", cell="role")

    assert done.said("role_id", "start", "end") == [("2", "2002", "2002"), ("1", "2003", None)]


def test_years_that_are_left_out_make_the_dates_less_precise(tmp_path):
    done = panel(tmp_path, "1990,1995,2000", ",x,")

    assert done.said("start", "end") == [("1991/1995", "1995/1999")]


def test_the_years_of_a_panel_can_stand_in_any_order(tmp_path):
    assert panel(tmp_path, "2003,2001,2002", ",,x").said("start", "end") == [("2002", "2002")]


def test_a_column_of_a_panel_that_is_no_year_is_refused(tmp_path):
    done = panel(tmp_path, "2001,Total", "x,1")

    assert (done["refused"], done["parameters"]["column"]) == ("not_a_year", "Total")


def test_a_cross_table_suggests_itself(tmp_path):
    text = "Member,OSCE,OAS,AU\nFrance,x,,\nChad,,,x\nSpain,x,x,\n"

    mapping = survey(write(tmp_path, text))["mapping"]

    assert mapping["layout"] == "cross"
    assert mapping["across"] == {"field": "network", "columns": ["OSCE", "OAS", "AU"], "cell": "mark"}
    assert read(write(tmp_path, text), mapping)["statements"] == 4


def test_a_panel_suggests_itself(tmp_path):
    text = "State,1996,1997,1998\nFrance,1,1,0\nChad,0,1,1\n"

    found = survey(write(tmp_path, text))

    assert found["mapping"]["layout"] == "panel"
    assert found["asks"] == [{"code": "missing", "field": "network"}]
