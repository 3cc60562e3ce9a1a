"""A matrix is downloaded whole, as it is shown, with what was asked written in; its numbers are numbers."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.directory.matrices.conftest import body, join, network
from tests.directory.matrices.looking import CHARGED, MEMBERS, SUBMITTED

pytestmark = pytest.mark.django_db


def content(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content)


def read_csv(client, address):
    """Return the lines about a CSV file, and its rows."""
    lines = content(client, address).decode().splitlines()
    about = [line.strip('"') for line in lines if line.lstrip('"').startswith("# ")]
    return about, list(csv.reader(lines[len(about) :]))


def test_a_file_has_the_whole_matrix_whatever_a_page_shows(client, members, monkeypatch):
    monkeypatch.setattr("hrnet.directory.matrices.asking.ROWS", 1)
    monkeypatch.setattr("hrnet.directory.matrices.asking.COLUMNS", 1)

    _about, (head, *rows) = read_csv(client, f"{MEMBERS}?page=2&columns=2&format=csv")

    assert head == ["country", "name", "net-one", "net-two", "total", "statements"]
    assert [row[:5] for row in rows] == [
        ["CA", "Canada", "0", "1", "1"], ["FR", "France", "3", "0", "4"], ["ES", "Spain", "1", "1", "2"],
    ]  # fmt: skip
    assert rows[0][5].endswith("/memberships/?country=CA")


def test_on_a_day_a_file_has_what_perhaps_held_in_columns_of_its_own(client, members):
    about, (head, *rows) = read_csv(client, f"{MEMBERS}?on=2012-06&region=europe&sort=-name&format=csv")

    assert head == ["country", "name", "net-one", "net-one perhaps", "total", "total perhaps", "statements"]
    assert [row[:6] for row in rows] == [
        ["ES", "Spain", "0", "1", "0", "1"], ["FR", "France", "1", "1", "1", "2"],
    ]  # fmt: skip
    assert "# as_of: 2012-06-30" in about
    assert "# filters: region=europe" in about
    assert any(line.endswith(f"{MEMBERS}?on=2012-06&region=europe&sort=-name") for line in about)


@pytest.mark.parametrize("address", [MEMBERS, SUBMITTED, CHARGED])
def test_all_formats_say_the_same_and_numbers_are_numbers(client, members, submissions, charged, address):
    about, (head, *rows) = read_csv(client, f"{address}?on=2012-06&format=csv")
    told = json.loads(content(client, f"{address}?on=2012-06&format=json"))
    xlsx = load_workbook(io.BytesIO(content(client, f"{address}?on=2012-06&format=xlsx")))
    ods = CalamineWorkbook.from_filelike(io.BytesIO(content(client, f"{address}?on=2012-06&format=ods")))

    typed = [[int(one) if one.isdigit() else one for one in row] for row in rows]
    assert rows
    assert [list(row.values()) for row in told["rows"]] == typed
    assert [list(row) for row in xlsx["rows"].iter_rows(values_only=True)] == [head, *typed]
    assert ods.get_sheet_by_name("rows").to_python() == [head, *typed]
    assert told["as_of"] == "2012-06-30"
    assert ["as_of", "2012-06-30"] in [[cell.value for cell in row] for row in xlsx["about"]]
    assert "# complete: yes" in about


def test_a_file_is_named_after_the_matrix_and_the_day(client, members):
    answer = client.get(f"{MEMBERS}?on=2012&format=ods")
    answer.close()

    assert answer["Content-Disposition"] == (
        'attachment; filename="hrnet-matrix-countries-networks-on-2012-12-31.ods"'
    )


def test_names_in_a_file_are_in_the_readers_language(client, charged):
    head, *rows = read_csv(client, f"/fr{CHARGED}?format=csv")[1]

    assert head == ["theme", "name", "monitor", "promote", "advise", "total", "statements"]
    assert [row[1].partition(" ")[0] for row in rows] == ["Thème", "Thème", "Thème"]
    assert all("/fr/mandates/?theme=" in row[-1] for row in rows)


@pytest.mark.parametrize("limit", ["ROWS", "COLUMNS"])
def test_a_file_of_too_many_rows_or_columns_is_refused_in_plain_words(client, members, monkeypatch, limit):
    monkeypatch.setattr(f"hrnet.directory.matrices.files.{limit}", 1)

    answer = client.get(f"{MEMBERS}?format=xlsx")

    assert answer.status_code == 400
    assert "narrow it by its filters" in answer.content.decode()


def test_nothing_that_is_not_public_is_in_a_file(client, members, lands):
    hidden = network("hidden-thing", review_state="draft")
    join(body("somebody", lands["ES"]), hidden)
    join(body("hidden-body", lands["CA"], review_state="draft"), members)

    text = content(client, f"{MEMBERS}?format=csv").decode()
    assert "hidden" not in text
    assert "CA,Canada,0,1,1" in text


def test_no_name_begins_a_formula(client, lands, members):
    join(body("odd", lands["ES"], names="=1+1"), members)
    join(body("one", lands["ES"]), network("worse", names="=HYPERLINK(1)"))

    assert "=" not in {cell[:1] for row in read_csv(client, f"{MEMBERS}?format=csv")[1] for cell in row}
