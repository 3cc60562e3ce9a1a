"""Cells of a workbook that hold an error: they are told, and never taken for blank."""

from __future__ import annotations

import zipfile

import pytest
from openpyxl import Workbook as Writer

from imports.readers.error_cells import errors_of
from imports.readers.workbook import Workbook


def saved(path, rows, title="Members"):
    """Write a workbook; a value that begins with # is an error in it."""
    book = Writer()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            if str(cell.value).startswith("#"):
                cell.data_type = "e"
    book.save(path)
    return path


def test_an_error_is_read_as_its_text_in_its_place(tmp_path):
    path = saved(tmp_path / "list.xlsx", [["Name", "End"], ["Unia", "#N/A"], ["Oak", 2011], ["Elm", "#REF!"]])

    assert list(Workbook(path, "xlsx").rows("Members")) == [
        ["Name", "End"], ["Unia", "#N/A"], ["Oak", "2011"], ["Elm", "#REF!"],
    ]  # fmt: skip


def test_rows_and_columns_that_are_empty_before_the_table_do_not_shift_it(tmp_path):
    path = saved(tmp_path / "list.xlsx", [[], [], [None, "Name", "End"], [None, "Unia", "#DIV/0!"]])

    assert list(Workbook(path, "xlsx").rows("Members"))[-1] == ["", "Unia", "#DIV/0!"]


def test_errors_are_found_in_a_sheet_whose_name_needs_escaping(tmp_path):
    path = saved(tmp_path / "list.xlsx", [["#NAME?"]], title="R & D “2014”")

    assert errors_of(path, ["R & D “2014”"]) == {"R & D “2014”": {0: {0: "#NAME?"}}}


def test_an_error_behind_a_formula_is_found(tmp_path):
    path = saved(tmp_path / "list.xlsx", [["Name"], ["#VALUE!"]])
    changed = tmp_path / "with formula.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"<v>#VALUE!", b"<f>IF(A1&lt;1,1,B1)</f><v>#VALUE!")
            new.writestr(name, content)

    assert errors_of(changed, ["Members"]) == {"Members": {1: {0: "#VALUE!"}}}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive"])
def test_what_is_no_workbook_has_no_errors(tmp_path, content):
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)

    assert errors_of(path, ["Members"]) == {}


def test_markup_that_never_closes_does_not_hold_the_reader_up(tmp_path):
    path = saved(tmp_path / "list.xlsx", [["Name"], ["#N/A"]])
    hostile = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(hostile, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content + b'<c t="e" <c x' * 500_000 if "sheet1" in name else content)

    assert errors_of(hostile, ["Members"]) == {"Members": {1: {0: "#N/A"}}}
