"""Downloads: exactly what a list shows, with what was asked for written into the file."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from hrnet.directory.downloads import answers
from hrnet.directory.downloads.writers import Table, as_csv
from institutions.models import Contact
from tests.directory.world import World
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    NetworkFactory,
    PersonFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

LISTS = [
    "institutions", "networks", "memberships", "treaty-bodies", "instruments", "mandates", "engagements",
    "meetings", "themes", "countries", "sources",
]  # fmt: skip


def body(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content)


def read_csv(client, address):
    """Return the lines about a CSV file, and its rows by their columns."""
    lines = body(client, address).decode().splitlines(keepends=True)
    about = [line.rstrip("\r\n").strip('"') for line in lines if line.lstrip('"').startswith("# ")]
    return about, list(csv.DictReader(lines[len(about) :]))


@pytest.fixture
def network():
    network = NetworkFactory(institution=InstitutionFactory(slug="the-network", kind="peer_network"))
    source = SourceFactory(slug="a-source")
    for slug, period in {
        "present": {"start": "2005", "end_status": "open"},
        "past": {"start": "2001", "end": "2010"},
        "attested": {},
    }.items():
        MembershipFactory(institution=InstitutionFactory(slug=slug), network=network, source=source, **period)
    return network


def test_a_file_has_the_rows_of_its_list_in_their_order_on_all_pages(client, monkeypatch):
    World().grow(2)
    shown = {
        name: [row.get_absolute_url() for row in client.get(f"/{name}/").context["page"].rows]
        for name in LISTS
    }
    monkeypatch.setattr("hrnet.directory.views.lists.PAGE_SIZE", 1)

    files = {name: read_csv(client, f"/{name}/?format=csv")[1] for name in LISTS}

    assert all(shown.values())
    assert {
        name: [f"/{row['address'].split('/', 3)[3]}" for row in rows] for name, rows in files.items()
    } == shown


def test_all_formats_say_the_same(client):
    World().grow(2)

    for name in LISTS:
        all_formats_say_the_same(client, name)


def all_formats_say_the_same(client, name):
    _about, rows = read_csv(client, f"/{name}/?format=csv")
    xlsx = load_workbook(io.BytesIO(body(client, f"/{name}/?format=xlsx")), read_only=True)
    ods = CalamineWorkbook.from_filelike(io.BytesIO(body(client, f"/{name}/?format=ods")))
    told = json.loads(body(client, f"/{name}/?format=json"))

    table = [list(rows[0]), *([row[key] for key in rows[0]] for row in rows)]
    assert [[cell or "" for cell in row] for row in xlsx["rows"].iter_rows(values_only=True)] == table, name
    assert [[str(cell) for cell in row] for row in ods.get_sheet_by_name("rows").to_python()] == table, name
    assert [row["address"] for row in told["rows"]] == [row["address"] for row in rows], name


def test_what_was_asked_for_is_written_into_each_format(client, network):
    address = "/memberships/?on=2014-11&network=the-network&sort=institution"
    about, rows = read_csv(client, f"{address}&format=csv")
    told = json.loads(body(client, f"{address}&format=json"))
    xlsx = load_workbook(io.BytesIO(body(client, f"{address}&format=xlsx")))

    assert [row["institution"] for row in rows] == ["present"]
    assert rows[0]["holds"] == "surely"
    assert "# as_of: 2014-11-30" in about
    assert "# filters: network=the-network" in about
    assert any("/memberships/?on=2014-11&network=the-network&sort=institution" in line for line in about)
    assert told["as_of"] == "2014-11-30"
    assert told["filters"] == ["network=the-network"]
    assert ["as_of", "2014-11-30"] in [[cell.value for cell in row] for row in xlsx["about"]]


def test_a_file_is_named_after_the_list_and_the_day(client, network):
    answer = client.get("/memberships/?on=2014-11-14&holds=perhaps&format=csv")

    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="hrnet-membership-on-2014-11-14.csv"'
    )
    assert b"attested" in b"".join(answer.streaming_content)


def test_no_cell_of_a_spreadsheet_begins_a_formula(client):
    InstitutionFactory(slug="odd", names='=HYPERLINK("http://example.org")')

    _about, rows = read_csv(client, "/institutions/?format=csv")
    xlsx = load_workbook(io.BytesIO(body(client, "/institutions/?format=xlsx")))
    ods = zipfile.ZipFile(io.BytesIO(body(client, "/institutions/?format=ods"))).read("content.xml").decode()

    assert rows[0]["name"] == '\'=HYPERLINK("http://example.org")'
    assert xlsx["rows"]["B2"].data_type == "s"
    assert "table:formula" not in ods
    assert json.loads(body(client, "/institutions/?format=json"))["rows"][0]["name"].startswith("=HYPERLINK")


def test_nor_one_that_a_program_splits_at_another_separator(client):
    InstitutionFactory(slug="odd", names="see;=HYPERLINK(1)")

    text = body(client, "/institutions/?format=csv").decode()

    split = [cell for line in csv.reader(io.StringIO(text), delimiter=";") for cell in line]
    assert "'=HYPERLINK(1)" in [cell.partition(",")[0] for cell in split]
    assert [cell for cell in split if cell.startswith("=")] == []


def test_nor_do_the_lines_about_a_file_or_the_names_of_its_columns():
    """A link that somebody sends can ask for a filter of any text; a matrix has names as columns."""
    table = Table({"filters": ["q=see;=HYPERLINK(1)"]}, ["=1+1"], [])

    assert "".join(as_csv(table)).splitlines() == ["# filters: q=see;'=HYPERLINK(1)", "'=1+1"]


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "ods"])
def test_no_file_has_a_draft_a_contact_or_a_withheld_name(client, network, kind):
    hidden = InstitutionFactory(slug="hidden-thing", review_state="draft")
    person = PersonFactory(name="Secret Person", withheld=True)
    Contact.objects.create(institution=network.institution, email="secret@example.org")
    MembershipFactory(institution=hidden, network=network)
    MembershipFactory(network=network, person=person)
    MembershipFactory(network=network, review_state="draft", note_en="hidden-thing")
    draft = SourceFactory(slug="hidden-thing", review_state="draft")
    MembershipFactory(network=network, source=draft)

    for name in ("memberships", "institutions", "networks", "sources"):
        content = body(client, f"/{name}/?format={kind}")
        if kind in ("xlsx", "ods"):
            package = zipfile.ZipFile(io.BytesIO(content))
            content = b"".join(package.read(part) for part in package.namelist())
        assert not any(word in content for word in (b"hidden-thing", b"Secret Person", b"secret@"))
        assert name != "memberships" or b"name withheld" in content


def test_a_spreadsheet_of_too_many_rows_is_refused_in_plain_words(client, network, monkeypatch):
    monkeypatch.setattr(answers, "SHEET", 2)

    answer = client.get("/memberships/?format=xlsx")

    assert answer.status_code == 400
    assert "filter the list, or take CSV or JSON" in answer.content.decode()
    assert len(read_csv(client, "/memberships/?format=csv")[1]) == 3


def test_a_format_or_a_filter_that_cannot_be_is_refused(client, network):
    assert client.get("/memberships/?format=exe").status_code == 400
    assert client.get("/memberships/?format=csv&role=nonsense").status_code == 400


def test_texts_are_in_the_language_of_the_page(client, network):
    MembershipFactory(network=network, person=PersonFactory(withheld=True))

    _about, rows = read_csv(client, "/fr/memberships/?format=csv")

    assert {row["person"] for row in rows} == {"", "nom non communiqué"}


def test_a_file_takes_no_more_queries_for_more_rows(client, network, django_assert_max_num_queries):
    for _number in range(10):
        MembershipFactory(network=network, source=SourceFactory())

    with django_assert_max_num_queries(4):
        body(client, "/memberships/?format=csv")


def test_the_page_links_to_each_format_with_what_is_asked(client, network):
    page = client.get("/memberships/?network=the-network&on=2014").content.decode()

    assert 'href="?network=the-network&amp;on=2014&amp;format=ods"' in page
