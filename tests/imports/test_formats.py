"""CSV, TSV, XLSX, XLS and ODS give the same rows, however they are written."""

import datetime
import io

import pytest

from imports.templatetags.imports import unused_columns
from tests.factories import InstitutionFactory, NetworkFactory, RoleFactory
from tests.imports.tables import WRITERS, as_csv, as_xlsx, outcomes, table, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(db):
    RoleFactory(slug="member")
    InstitutionFactory(slug="mediateur", names="Médiateur européen")
    InstitutionFactory(slug="defenseur", names="Défenseur des droits")
    NetworkFactory(
        institution=InstitutionFactory(slug="reseau", names="Réseau de l’Est", kind="peer_network")
    )


ROWS = table(
    {
        "institution": "Médiateur européen",
        "network": "Réseau de l’Est",
        "start": "2011-05",
        "note": "a, b; «c»",
    },
    {
        "institution": "Défenseur des droits",
        "network": "Réseau de l’Est",
        "start": "",
        "end": "2014",
        "note": "",
    },
)


def cells(import_):
    return [row.cells for row in import_.rows.order_by("number")]


@pytest.mark.parametrize("kind", list(WRITERS))
def test_every_format_gives_the_same_rows(field, publisher, kind):
    expected = cells(upload(publisher, as_csv(ROWS), "expected.csv"))

    import_ = upload(publisher, WRITERS[kind](ROWS), f"members.{kind}")

    assert import_.state == "previewed", import_.problem
    assert cells(import_) == expected
    assert [row.row for row in import_.rows.order_by("number")] == [2, 3]
    assert outcomes(import_) == ["new", "new"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
def test_the_encoding_is_found_and_named(field, publisher, encoding):
    content = as_csv(ROWS, encoding=encoding)
    if encoding == "utf-16-le":
        content = as_csv(ROWS * 30, encoding=encoding)

    import_ = upload(publisher, content)

    assert import_.state == "previewed", import_.problem
    assert import_.rows.get(number=1).cells[0] == "Médiateur européen"
    assert import_.found["encoding"] in (encoding, "utf-16", "utf-8")


def test_an_odd_byte_that_comes_late_decides_the_encoding(field, publisher):
    rows = table(*({"institution": "Nobody", "network": "None"} for _number in range(20_000)))
    rows.append(["Médiateur européen", "Réseau de l’Est"])

    import_ = upload(publisher, as_csv(rows, encoding="cp1252"))

    assert import_.found["encoding"] == "cp1252"
    assert import_.rows.get(number=20_001).cells[0] == "Médiateur européen"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_end_are_found(field, publisher, delimiter, line_end):
    import_ = upload(publisher, as_csv(ROWS, delimiter=delimiter, line_end=line_end))

    assert import_.found["delimiter"] == delimiter
    assert outcomes(import_) == ["new", "new"]


def test_typed_cells_of_a_workbook_become_plain_text(field, publisher):
    rows = [
        ["institution", "network", "start", "end"],
        ["Médiateur européen", "Réseau de l’Est", 2011, datetime.date(2014, 11, 12)],
        ["Défenseur des droits", "Réseau de l’Est", 2012.0, datetime.datetime(2014, 11, 13)],  # noqa: DTZ001
    ]

    import_ = upload(publisher, as_xlsx(rows), "members.xlsx")

    assert [(row.start, row.end) for row in import_.rows.order_by("number")] == [
        ("2011", "2014-11-12"), ("2012", "2014-11-13"),
    ]  # fmt: skip


def test_dates_of_the_other_epoch_are_the_same_days(field, publisher):
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (
        ["institution", "network", "start"],
        ["Médiateur européen", "Réseau de l’Est", datetime.date(2014, 11, 12)],
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)

    import_ = upload(publisher, out.getvalue(), "members.xlsx")

    assert import_.rows.get().start == "2014-11-12"


def test_notes_above_the_table_and_other_sheets_are_passed_over_and_named(field, publisher):
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["This list is kept by the secretariat"])
    sheet = book.create_sheet("Members")
    sheet.append(["Members of the network, March 2024"])
    sheet.append([])
    for row in ROWS:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)

    import_ = upload(publisher, out.getvalue(), "members.xlsx")

    assert [(row.sheet, row.row) for row in import_.rows.order_by("number")] == [
        ("Members", 4),
        ("Members", 5),
    ]
    assert import_.found["sheets_unused"] == ["Read me"]


def test_columns_that_are_not_known_are_named(field, publisher):
    import_ = upload(
        publisher,
        as_csv([["institution", "network", "Telefon"], ["Médiateur européen", "Réseau de l’Est", "1"]]),
    )

    assert unused_columns(import_) == ["Telefon"]


def test_french_headers_are_understood(field, publisher):
    import_ = upload(
        publisher,
        as_csv([["Institution", "Réseau", "Début"], ["Médiateur européen", "Réseau de l’Est", "2011"]]),
    )

    assert import_.rows.get().start == "2011"


def test_an_error_of_the_spreadsheet_is_an_error_of_its_row(field, publisher):
    import_ = upload(publisher, as_csv(table({"institution": "Médiateur européen", "network": "#REF!"})))

    assert import_.rows.get().errors[0]["c"] == "spreadsheet_error"


def test_a_row_with_more_cells_than_the_header_is_wrong(field, publisher):
    import_ = upload(
        publisher, b"institution,network\nM\xc3\xa9diateur europ\xc3\xa9en,R\xc3\xa9seau,de l'Est\n"
    )

    assert import_.rows.get().errors[0]["c"] == "extra_cells"
