"""Tables are found in sheets, with their headers, and without what is none of their rows."""

import io

import pytest

from imports.readers.columns import names_of
from imports.readers.text import find_delimiter
from tests.imports.readers.helpers import columns, read, survey, write

OWN = {"columns": columns(institution="Organisation", start="Since"), "constants": {"network": "N"}}


def csv_of(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def workbook(**sheets: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_notes_above_and_below_are_no_rows(tmp_path):
    path = write(
        tmp_path,
        csv_of(
            "Members of the network as of March 2024,", "kept by the secretariat,", ",", "Organisation,Since",
            "Foo,2011", "Bar,2012", ",", "* provisional,", "Source: the secretariat,",
        ),
    )  # fmt: skip

    found = survey(path)["tables"][0]
    done = read(path, OWN)

    assert (found["header_row"], found["rows"], found["notes_above"], found["notes_below"]) == (4, 2, 3, 2)
    assert done.said("row", "institution") == [(5, "Foo"), (6, "Bar")]


def test_a_row_with_only_its_name_stays_a_row(tmp_path):
    path = write(tmp_path, csv_of("Organisation,Since", "Foo,2011", "Bar,", ",", "Baz,", "Qux,2012"))

    assert [one for (one,) in read(path, OWN).said("institution")] == ["Foo", "Bar", "Baz", "Qux"]


def test_totals_are_no_rows_but_a_company_of_that_name_is(tmp_path):
    path = write(tmp_path, csv_of("Organisation,Since", "Total Energies,2011", "Total: 2,", "Total,12"))

    assert read(path, OWN).said("institution") == [("Total Energies",)]


def test_a_list_of_one_column_keeps_what_stands_after_a_blank_row(tmp_path):
    mapping = {"columns": columns(institution="Organisation"), "constants": {"network": "N"}}
    path = write(tmp_path, csv_of("Organisation", "Foo", "", "Bar", "", "Source: the secretariat"))

    assert read(path, mapping).said("institution") == [("Foo",), ("Bar",)]


def test_a_header_over_two_merged_rows_is_joined(tmp_path):
    path = write(
        tmp_path,
        csv_of("Member,,Period,,Remarks", "Name,Country,From,To,", "Foo,France,2011,2014,x"),
    )

    found = survey(path)

    assert found["tables"][0]["header_rows"] == 2
    assert [(one["column"], one["field"]) for one in found["tables"][0]["columns"]] == [
        ("Member / Name", "institution"),
        ("Member / Country", "country"),
        ("Period / From", "start"),
        ("Period / To", "end"),
        ("Remarks", "note"),
    ]
    assert read(path, found["mapping"] | {"constants": {"network": "N"}}).said("institution", "start") == [
        ("Foo", "2011")
    ]


def test_a_header_over_three_rows_is_joined_within_its_groups():
    rows = [
        ["Member", "", "Membership", "", ""],
        ["", "", "Period", "", "Kind"],
        ["Name", "Seat", "From", "To", ""],
    ]

    assert names_of(rows) == [
        "Member / Name", "Member / Seat", "Membership / Period / From", "Membership / Period / To",
        "Membership / Kind",
    ]  # fmt: skip


def test_the_first_row_of_data_is_not_taken_for_a_second_row_of_the_header(tmp_path):
    path = write(tmp_path, csv_of("Organisation,Country,", "Foo,France,yes", "Bar,Spain,no"))

    found = survey(path)["tables"][0]

    assert (found["header_rows"], found["rows"]) == (1, 2)
    assert found["columns"][2]["column"] == "Column C"


def test_an_unnamed_column_is_mapped_by_its_letter(tmp_path):
    path = write(tmp_path, csv_of("Organisation,Since,", "Foo,2011,Net"))
    mapping = {"columns": columns(institution="Organisation", network="column C")}

    assert read(path, mapping).said("network") == [("Net",)]


def test_columns_of_one_name_are_told_apart(tmp_path):
    path = write(tmp_path, csv_of("Name,Date,Date", "Foo,2011,2012"))
    mapping = {
        "columns": columns(institution="Name", start="Date", end="date (2)"), "constants": {"network": "N"}
    }  # fmt: skip

    assert read(path, mapping).said("start", "end") == [("2011", "2012")]


def test_tables_stacked_in_a_sheet_are_each_read(tmp_path):
    path = write(
        tmp_path,
        csv_of(
            "Members,", "Organisation,Since", "Foo,2011", ",", "Former members,", "Since,Organisation",
            "2001,Bar", ",", "Organisation,Since", "Baz,2012",
        ),
    )  # fmt: skip

    assert [one["header_row"] for one in survey(path)["tables"]] == [2, 6, 9]
    assert read(path, OWN).said("row", "institution", "start") == [
        (3, "Foo", "2011"), (7, "Bar", "2001"), (10, "Baz", "2012"),
    ]  # fmt: skip


def test_a_header_printed_again_is_no_row(tmp_path):
    path = write(tmp_path, csv_of("Organisation,Since", "Foo,2011", "Organisation,Since", "Bar,2012"))

    assert read(path, OWN).said("institution") == [("Foo",), ("Bar",)]


def test_every_sheet_that_has_the_columns_is_read_and_the_others_are_named(tmp_path):
    content = workbook(
        **{
            "Read me": [["This is the list"]],
            "Europe": [["Organisation", "Since"], ["Foo", 2011]],
            "Budget": [["Year", "Sum"], [2011, 5]],
            "Africa": [["Since", "Organisation"], [2012, "Bar"]],
        }
    )

    done = read(write(tmp_path, content, "a.xlsx"), OWN)

    assert done.said("sheet", "institution", "start") == [
        ("Europe", "Foo", "2011"),
        ("Africa", "Bar", "2012"),
    ]
    assert done["sheets_unused"] == ["Read me", "Budget"]


def test_a_table_that_the_mapping_names_is_the_only_one_read(tmp_path):
    rows = [["Organisation", "Since"], ["Foo", 2011]]
    content = workbook(Now=rows, Then=[["2014", ""], *rows])
    path = write(tmp_path, content, "a.xlsx")

    done = read(path, OWN | {"tables": [{"sheet": "then", "header_row": 2}]})

    assert done.said("sheet", "row") == [("Then", 3)]


def test_a_table_that_moved_since_is_found_by_its_columns(tmp_path):
    path = write(tmp_path, csv_of("A new note,", ",", "Organisation,Since", "Foo,2011"))

    done = read(path, OWN | {"tables": [{"sheet": "", "header_row": 1}]})

    assert done.said("row", "institution") == [(4, "Foo")]


def test_a_header_far_down_and_after_no_blank_row_is_found_where_the_mapping_says(tmp_path):
    path = write(tmp_path, csv_of(*["note,x"] * 80, "Organisation,Since", "Foo,2011"))

    done = read(path, OWN | {"tables": [{"sheet": "", "header_row": 81}]})

    assert done.said("row", "institution") == [(82, "Foo")]


def test_a_survey_takes_the_header_that_it_is_told(tmp_path):
    path = write(tmp_path, csv_of("Organisation,Since", "nom,année", "Foo,2011"))

    found = survey(path, mapping={"tables": [{"sheet": "", "header_row": 2}]})

    assert [one["column"] for one in found["tables"][0]["columns"]] == ["nom", "année"]
    assert found["mapping"]["tables"] == [{"sheet": "", "header_row": 2, "header_rows": 1}]


def test_a_sheet_that_is_not_there_is_refused(tmp_path):
    path = write(tmp_path, workbook(A=[["Organisation", "Since"], ["Foo", 1]]), "a.xlsx")

    done = read(path, OWN | {"tables": [{"sheet": "B", "header_row": 1}]})

    assert (done["refused"], done["parameters"]) == ("sheet_missing", {"sheet": "B"})


def test_columns_that_are_not_there_are_refused(tmp_path):
    path = write(tmp_path, csv_of("Colour,Size", "red,4"))

    assert read(path, OWN)["refused"] == "mapped_columns_missing"


def test_two_columns_cannot_be_one_date(tmp_path):
    path = write(tmp_path, csv_of("Organisation,Since,Joined", "Foo,2011,2012"))
    twice = {"column": "Joined", "field": "start"}

    done = read(path, OWN | {"columns": [*OWN["columns"], twice]})

    assert (done["refused"], done["parameters"]["column"]) == ("column_twice", "Joined")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_found_below_notes(tmp_path, delimiter, line_end):
    lines = [
        "A list, with a note; and another",
        "",
        "Name|Network|Since",
        "Foo, Bar|Net|2011",
        "Baz|Net|2012",
    ]
    text = line_end.join(line.replace("|", delimiter) if "|" in line else line for line in lines)
    text = text.replace("Foo, Bar", '"Foo, Bar"')

    found = survey(write(tmp_path, text + line_end))

    assert (found["delimiter"], found["tables"][0]["rows"]) == (delimiter, 2)
    assert found["line_end"] == {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}[line_end]


def test_a_sample_without_any_delimiter_is_a_list_of_one_column():
    assert find_delimiter("Name\nFoo\nBar\n") == ","


def test_a_file_that_ends_within_quotation_marks_is_refused_with_the_line(tmp_path):
    done = read(write(tmp_path, 'Organisation,Since\nFoo,2011\n"Bar,2012\nBaz,2013\n'), OWN)

    assert (done["refused"], done["parameters"]) == ("broken_line", {"line": 3})
