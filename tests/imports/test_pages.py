"""The pages of the imports, as a browser asks for them, without a browser."""

import csv
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from imports import actions
from imports.models import Import, SavedMapping, State
from networks.models import Membership
from tests.factories import InstitutionFactory, NetworkFactory, RoleFactory
from tests.imports.tables import as_csv, outcomes, store, table, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(db):
    RoleFactory(slug="member")
    InstitutionFactory(slug="unia")
    NetworkFactory(institution=InstitutionFactory(slug="equinet-network", kind="peer_network"))


@pytest.fixture
def desk(client, publisher, field):
    client.force_login(publisher)
    return client


FOREIGN = as_csv([["Name of body", "Web", "Joined in"], ["Unia", "https://example.org", "2011"]])


def sent(desk, content=FOREIGN, name="list.csv", **fields):
    """Upload a file through its page, and let the worker's work be done."""
    answer = desk.post("/imports/new/", {"file": SimpleUploadedFile(name, content), **fields})
    import_ = Import.objects.get(pk=int(answer.url.strip("/").split("/")[-1]))
    return actions.read(import_.pk)


def columns(import_, **fields):
    """The fields of the columns' page as it shows them, changed where ``fields`` says."""
    names = [one["column"] for table in import_.survey["tables"] for one in table["columns"]]
    data = {"columns": len(names), "tables": 0, "words": 0, "layout": "rows"}
    for number, name in enumerate(names):
        data[f"column-{number}"] = name
    return data | fields


def test_a_list_of_any_layout_is_matched_read_and_stored(desk):
    import_ = sent(desk)
    assert desk.get(f"/imports/{import_.pk}/").url == f"/imports/{import_.pk}/columns/"
    page = desk.get(f"/imports/{import_.pk}/columns/").content.decode()
    assert "https://example.org" in page

    answer = desk.post(
        f"/imports/{import_.pk}/columns/",
        columns(
            import_, **{"field-0": "institution", "field-2": "start", "constant-network": "Equinet network"}
        ),
    )
    assert answer.url == f"/imports/{import_.pk}/"
    import_ = actions.read(import_.pk)
    assert outcomes(import_) == ["new"]
    desk.post(f"/imports/{import_.pk}/confirm/")
    actions.store(import_.pk)

    assert str(Membership.objects.get().start) == "2011"


def test_what_every_row_needs_is_asked_for(desk):
    import_ = sent(desk)

    answer = desk.post(f"/imports/{import_.pk}/columns/", columns(import_, **{"field-0": "institution"}))

    assert answer.status_code == 400
    assert "No column is read as network" in answer.content.decode()


def test_a_mapping_is_saved_and_offered_for_the_next_such_file(desk):
    import_ = sent(desk)
    desk.post(
        f"/imports/{import_.pk}/columns/",
        columns(
            import_,
            **{"field-0": "institution", "constant-network": "Equinet network", "save_as": "Our members"},
        ),
    )
    assert SavedMapping.objects.get().name == "Our members"

    other = sent(desk, name="next year.csv")
    page = desk.get(f"/imports/{other.pk}/columns/?saved=Our+members").content.decode()

    assert "Our members" in page
    assert 'value="Equinet network"' in page


def test_what_was_pasted_is_kept_as_it_is_until_the_reader_takes_it(desk):
    pasted = "<table><tr><th>institution<th>network<tr><td>Unia<td>Equinet network</table>"

    desk.post("/imports/new/", {"pasted": pasted})

    assert Path(Import.objects.get().file.path).read_text() == pasted


def test_a_pasted_table_is_a_file_like_any_other(desk):
    answer = desk.post("/imports/new/", {"pasted": "institution\tnetwork\nUnia\tEquinet network\n"})

    import_ = actions.read(int(answer.url.strip("/").split("/")[-1]))
    assert outcomes(import_) == ["new"]


BAD_PASTE = "\n<table><tr><td> \n</table>&amp;</textarea>"


@pytest.fixture
def bad_paste(desk):
    """A paste without a table, as its page and the worker leave it."""
    fields = {"list_name": "Our members", "as_of": "2020", "network": "Equinet network", "complete": "on"}
    answer = desk.post("/imports/new/", {"pasted": BAD_PASTE, **fields})
    return actions.read(int(answer.url.strip("/").split("/")[-1]))


def test_a_paste_that_cannot_be_read_is_given_back_in_the_form(desk, bad_paste):
    assert f"/imports/new/?again={bad_paste.pk}" in desk.get(f"/imports/{bad_paste.pk}/").content.decode()

    form = desk.get(f"/imports/new/?again={bad_paste.pk}").context["form"]

    values = {name: form[name].value() for name in ("pasted", "list_name", "as_of", "network", "complete")}
    assert values | {"as_of": str(values["as_of"])} == {
        "pasted": BAD_PASTE, "list_name": "Our members", "as_of": "2020", "network": "Equinet network",
        "complete": True,
    }  # fmt: skip


@pytest.mark.parametrize("again", ["0", "x", "99999999999999999999", "²"])
def test_there_is_no_other_paste_to_be_mended(desk, again):
    assert desk.get("/imports/new/", {"again": again}).status_code == 404


def test_a_paste_is_given_back_to_nobody_else(desk, bad_paste, curator):
    desk.force_login(curator)

    assert desk.get(f"/imports/new/?again={bad_paste.pk}").status_code == 404


def test_a_file_that_cannot_be_read_is_not_kept(publisher):
    import_ = upload(publisher, b"\0\1", "list.xlsx")

    assert (import_.state, bool(import_.file), import_.is_refused_paste) == ("refused", False, False)


@pytest.mark.parametrize(
    "fields", [{}, {"pasted": "a\tb\n1\t2", "file": SimpleUploadedFile("a.csv", b"a,b")}]
)
def test_a_file_or_a_table_is_needed_and_not_both(desk, fields):
    answer = desk.post("/imports/new/", fields)

    assert answer.status_code == 400
    assert "one of the two" in answer.content.decode()


def keep(import_):
    """Store a previewed import: from then on its decisions are remembered."""
    actions.confirm(import_id=import_.pk, user=import_.owner)
    actions.store(import_.pk)


def test_names_are_decided_on_a_page_at_once(desk):
    import_ = sent(desk, as_csv(table({"institution": "The Belgian centre", "network": "Equinet network"})))
    assert "The Belgian centre" in desk.get(f"/imports/{import_.pk}/names/").content.decode()

    unia = Membership._meta.get_field("institution").related_model.objects.get(slug="unia")
    desk.post(f"/imports/{import_.pk}/names/", {"name": "party-1", "choice-party-1": f"same-{unia.pk}"})
    actions.read(import_.pk)

    assert outcomes(import_) == ["new"]
    keep(import_)
    kept = desk.get("/imports/decisions/").content.decode()
    assert "The Belgian centre" in kept


def test_a_name_is_searched_for_under_any_name(desk):
    import_ = sent(desk, as_csv(table({"institution": "The Belgian centre", "network": "Equinet network"})))

    page = desk.get(f"/imports/{import_.pk}/names/party/1/", {"q": "unia"}).content.decode()

    assert "hrnet:unia" in page


def test_decisions_and_mappings_are_taken_back(desk, publisher):
    import_ = sent(desk, as_csv(table({"institution": "The Belgian centre", "network": "Equinet network"})))
    unia = Membership._meta.get_field("institution").related_model.objects.get(slug="unia")
    desk.post(f"/imports/{import_.pk}/names/", {"name": "party-1", "choice-party-1": f"same-{unia.pk}"})
    decision = import_.decisions.get()
    actions.read(import_.pk)
    keep(import_)

    desk.post("/imports/decisions/", {"forget": decision.pk})

    assert import_.decisions.count() == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_wrong_rows_come_back_with_what_to_mend_and_go_in_again(desk, publisher, kind):
    content = as_csv(
        [
            ["institution", "network", "start", "our number"],
            ["Unia", "Equinet network", "2011-13", "7"],
            ["Unia", "Equinet network", "", "8"],
        ]
    )
    import_ = sent(desk, content)

    answer = desk.get(f"/imports/{import_.pk}/to-mend.{kind}")

    assert "attachment" in answer["Content-Disposition"]
    again = upload(publisher, answer.content, f"to-mend.{kind}")
    assert again.state == State.PREVIEWED
    assert outcomes(again) == ["wrong"]
    if kind == "csv":
        header, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert header == ["institution", "network", "start", "our number", "what to mend"]
        assert row[:4] == ["Unia", "Equinet network", "2011-13", "7"]
        assert "there is no such month" in row[4]


def test_an_import_is_undone_from_its_page(desk, publisher):
    import_ = store(upload(publisher, as_csv(table({"institution": "Unia", "network": "Equinet network"}))))
    assert "Undo this import" in desk.get(f"/imports/{import_.pk}/").content.decode()
    assert desk.get(f"/imports/{import_.pk}/undo/").status_code == 200

    desk.post(f"/imports/{import_.pk}/undo/")
    actions.take_back(import_.pk)

    assert Membership.objects.count() == 0
    assert "undone" in desk.get(f"/imports/{import_.pk}/").content.decode()


@pytest.mark.parametrize(
    "address", ["names/", "columns/", "undo/", "to-mend.csv", "open-names.csv", "status/", ""]
)
def test_an_import_that_is_not_stored_is_its_owners_alone(client, make_user, publisher, field, address):
    import_ = upload(publisher, as_csv(table({"institution": "Nowhere", "network": "Equinet network"})))
    client.force_login(make_user("publisher", "somebody-else"))

    assert client.get(f"/imports/{import_.pk}/{address}").status_code == 404


@pytest.mark.parametrize("action", ["confirm", "drop", "cancel", "resume", "ended"])
def test_nobody_else_decides_on_it(client, make_user, publisher, field, action):
    import_ = upload(publisher, as_csv(table({"institution": "Unia", "network": "Equinet network"})))
    client.force_login(make_user("publisher", "somebody-else"))

    assert client.post(f"/imports/{import_.pk}/{action}/").status_code == 404
    import_.refresh_from_db()
    assert import_.state == State.PREVIEWED


@pytest.mark.parametrize(
    "odd",
    ["?outcome=none", "?after=x", "names/?how=x", "names/?skip=-1", "names/party/999999999999999999999/"],
)
def test_an_odd_address_is_no_fault_of_ours(desk, odd):
    import_ = sent(desk, as_csv(table({"institution": "Unia", "network": "Equinet network"})))

    assert desk.get(f"/imports/{import_.pk}/{odd}").status_code in (400, 404)


def test_the_pages_do_not_ask_more_of_the_database_for_more_rows(
    desk, publisher, django_assert_max_num_queries
):
    rows = [{"institution": f"Unknown body {n}", "network": "Equinet network"} for n in range(60)]
    import_ = upload(publisher, as_csv(table(*rows)))

    with django_assert_max_num_queries(25):
        desk.get(f"/imports/{import_.pk}/")
    with django_assert_max_num_queries(25):
        desk.get(f"/imports/{import_.pk}/names/")
