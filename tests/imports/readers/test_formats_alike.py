"""The same table gives the same rows, whatever the format that it is kept in."""

import datetime
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.imports.readers.helpers import columns, read, survey, write
from tests.imports.tables import WRITERS

ROWS = [
    ["Members of the network", None, None, None, None],
    [None, None, None, None, None],
    ["Member", None, "Period", None, "Remarks"],
    ["Name", "Country", "From", "To", None],
    ["Défenseur des droits", "France", 2011, datetime.date(2014, 11, 12), "a; «b»"],
    ["Forum", "Norway", 2012.0, None, "=1+1"],
    [None, None, None, None, None],
    ["Observer", "Spain", "mai 2013", "31.12.9999", True],
    ["Médiateur", "Chad", 41955, None, "two\nlines"],
    [None, None, None, None, None],
    ["Source: the secretariat", None, None, None, None],
]
MAPPING = {
    "columns": columns(
        institution="Member / Name", country="member / country", start="Period / From", end="Period / To",
        note="Remarks",
    ),
    "constants": {"network": "N"},
    "unknown": ["31.12.9999"],
}  # fmt: skip
EXPECTED = [
    (5, "Défenseur des droits", "2011", "2014-11-12", "a; «b»"),
    (6, "Forum", "2012", None, "=1+1"),
    (8, "Observer", "2013-05", None, "TRUE"),
    (9, "Médiateur", "2014-11-12", None, "two lines"),
]


def cells(kind):
    """Return the rows as the writer of a format takes them."""
    if kind in ("csv", "tsv"):
        return [["" if c is None else "TRUE" if c is True else c for c in row] for row in ROWS]
    return [["" if c is None else f"'{c}" if c == "=1+1" else c for c in row] for row in ROWS]


def content_of(kind):
    return WRITERS[kind](cells(kind))


@pytest.mark.parametrize("kind", list(WRITERS))
def test_one_mapping_gives_the_same_rows_in_every_format(tmp_path, kind):
    done = read(write(tmp_path, content_of(kind), f"a.{kind}"), MAPPING)

    assert done.said("row", "institution", "start", "end", "note") == EXPECTED
    assert [row["errors"] for row in done.rows] == [None] * 4


@pytest.mark.parametrize("kind", list(WRITERS))
def test_a_survey_finds_the_same_in_every_format(tmp_path, kind):
    found = survey(write(tmp_path, content_of(kind), f"a.{kind}"))
    table = found["tables"][0]

    assert (table["header_row"], table["header_rows"], table["rows"], table["notes_below"]) == (3, 2, 4, 1)
    assert [one["field"] for one in table["columns"]] == ["institution", "country", "start", "end", "note"]
    assert found["signature"] == survey(write(tmp_path, content_of("csv")))["signature"]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_plain_numbers_of_the_other_epoch_are_the_same_days(tmp_path, kind):
    mapping = {"columns": columns(institution="Name", start="Since"), "constants": {"network": "N"}}

    done = read(write(tmp_path, OTHER_EPOCH[kind](), f"a.{kind}"), mapping)

    assert done.said("start") == [("2014-11-12",), ("2014-11-12",)]


def xlsx_1904() -> bytes:
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["Name", "Since"], ["A", datetime.date(2014, 11, 12)], ["B", 40493]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls_1904() -> bytes:
    import xlwt

    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("A")
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for place, text in enumerate(["Name", "Since"]):
        sheet.write(0, place, text)
    sheet.write(1, 0, "A")
    sheet.write(1, 1, datetime.date(2014, 11, 12), style)
    sheet.write(2, 0, "B")
    sheet.write(2, 1, 40493)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


OTHER_EPOCH = {"xlsx": xlsx_1904, "xls": xls_1904}


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_table_that_does_not_begin_in_the_corner_keeps_its_rows(tmp_path, kind):
    rows = [[""] * 4, [""] * 4, ["", "", "Name", "Since"], ["", "", "Foo", 2011]]
    mapping = {"columns": columns(institution="Name", start="Since"), "constants": {"network": "N"}}

    path = write(tmp_path, WRITERS[kind](rows), f"a.{kind}")

    assert read(path, mapping).said("row", "institution", "start") == [(4, "Foo", "2011")]
    assert [one["index"] for one in survey(path)["tables"][0]["columns"]] == [2, 3]


def test_a_formula_without_a_stored_value_is_a_blank(tmp_path):
    content = WRITERS["xlsx"]([["Name", "Since"], ["Foo", "=2000+11"]])
    mapping = {"columns": columns(institution="Name", start="Since"), "constants": {"network": "N"}}

    assert read(write(tmp_path, content, "a.xlsx"), mapping).said("start", "codes") == [(None, [])]


TEXT = st.text("abcdé «»;,\"'\n=+-@\\\t", max_size=8)
CELL = st.one_of(TEXT, st.integers(0, 60_000), st.dates(datetime.date(1905, 1, 1)), st.none())


@given(st.lists(st.tuples(st.text("abcdé", min_size=1, max_size=8), CELL, CELL), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_table_gives_the_same_rows_in_every_format(tmp_path, rows):
    mapping = {
        "columns": columns(institution="Name", start="Since", note="Note"), "constants": {"network": "N"}
    }  # fmt: skip
    table = [["Name", "Since", "Note"], *([_kept(cell) for cell in row] for row in rows)]

    said = [_cells(tmp_path, table, kind, mapping) for kind in ("csv", "tsv", "xlsx", "ods", "xls")]

    assert said == [said[0]] * 5


def _kept(cell):
    """Return the cell without what its writer, not the reader, would change."""
    if cell is None:
        return ""
    return cell.replace("\t", " ").replace("=", "") if isinstance(cell, str) else cell


def _styled(cell, kind):
    """Return a date as text where the writer of the format keeps dates as numbers without a style."""
    return cell.isoformat() if isinstance(cell, datetime.date) and kind == "xls" else cell


def _cells(folder, table, kind, mapping):
    texts = [
        [c.isoformat() if isinstance(c, datetime.date) and kind == "xls" else c for c in r] for r in table
    ]
    done = read(write(folder, WRITERS[kind](texts), f"a.{kind}"), mapping)
    return [(row["row"], row["cells"], row["errors"]) for row in done.rows]
