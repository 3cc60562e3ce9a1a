"""Wrong rows are given back as a spreadsheet that can be uploaded again."""

import csv
import json

import pytest

from imports.readers import child
from tests.imports.readers.helpers import columns, read, survey, task_of, write
from tests.imports.readers.test_tables import workbook

SAY = "What to mend"
MAPPING = {
    "columns": columns(institution="Member / Name", start="Member / Since"),
    "constants": {"network": "N"},
    "tables": [{"sheet": "Europe", "header_row": 3, "header_rows": 2}],
}  # fmt: skip
ROWS = [
    ["A list", "", ""],
    ["", "", ""],
    ["Member", "", "Other"],
    ["Name", "Since", ""],
    ["Foo", 2011, "x"],
    ["Bar", "31 Feb 2012", "@cmd"],
    ["Baz", "Spring", "y"],
]


def extract(tmp_path, path, rows, out_format="csv", mapping=MAPPING):
    lines = tmp_path / "rows.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = tmp_path / f"out.{out_format}"
    task = task_of(
        path, task="extract", mapping=mapping, rows_file=str(lines), out=str(out), out_format=out_format,
        say_header=SAY,
    )  # fmt: skip
    return child.do(task, lambda told: None), out


@pytest.fixture
def path(tmp_path):
    return write(tmp_path, workbook(Europe=[[str(c) for c in r] for r in ROWS], Other=[["a"]]), "a.xlsx")


WRONG = [
    {"sheet": "Europe", "row": 6, "say": "No such day."},
    {"sheet": "Europe", "row": 7, "say": "Not a date."},
    {"sheet": "Europe", "row": 7, "say": "And no role."},
]


def test_the_header_the_rows_and_what_to_mend_are_written(tmp_path, path):
    done, out = extract(tmp_path, path, WRONG)

    assert done == {"rows": 2}
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [row for row in csv.reader(file) if row] == [
            ["Member", "", "Other", SAY],
            ["Name", "Since", "", ""],
            ["Bar", "31 Feb 2012", "'@cmd", "No such day."],
            ["Baz", "Spring", "y", "Not a date. And no role."],
        ]


@pytest.mark.parametrize("out_format", ["csv", "xlsx"])
def test_what_is_given_back_has_the_same_signature_and_is_read_by_the_same_mapping(
    tmp_path, path, out_format
):
    _done, out = extract(tmp_path, path, WRONG, out_format)

    assert survey(out)["signature"] == survey(path)["signature"]
    assert read(out, MAPPING).said("institution", "codes") == [("Bar", ["date_day"]), ("Baz", ["date_form"])]


def test_no_field_is_suggested_for_what_to_mend(tmp_path, path):
    _done, out = extract(tmp_path, path, WRONG)

    assert survey(out)["tables"][0]["columns"][-1] == {
        "column": SAY, "index": 3, "samples": ["No such day.", "Not a date. And no role."], "filled": 2,
        "field": None,
    }  # fmt: skip


def test_own_columns_are_given_back_without_a_mapping(tmp_path):
    path = write(tmp_path, "institution,network,start\nFoo,N,2011\nBar,N,x\n")

    _done, out = extract(tmp_path, path, [{"sheet": "", "row": 3, "say": "Not a date."}], mapping=None)

    assert survey(out)["own"] is True
    assert read(out).said("institution") == [("Bar",)]


def test_rows_of_several_sheets_keep_their_sheets(tmp_path):
    rows = [["Name", "Since"], ["Foo", "x"]]
    path = write(tmp_path, workbook(A=rows, B=rows), "a.xlsx")
    mapping = {"columns": columns(institution="Name", start="Since"), "constants": {"network": "N"}}
    wrong = [{"sheet": "B", "row": 2, "say": "Mend it."}]

    _done, out = extract(tmp_path, path, wrong, "xlsx", mapping)

    assert read(out, mapping).said("sheet", "institution") == [("B", "Foo")]
