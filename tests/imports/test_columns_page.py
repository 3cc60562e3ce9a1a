"""The columns’ page: looking at the file anew, what it offers; and what may be chosen for a name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from imports import actions
from imports.models import Import, State
from imports.steps import steps_of
from tests.factories import InstitutionFactory, NameFactory, NetworkFactory, RoleFactory
from tests.imports.tables import as_csv, as_xlsx, store, table, upload

pytestmark = pytest.mark.django_db
TWO_HEADERS = [["List"], ["Who", "", "When"], ["Body", "Sort", "Since"], ["Unia", "", "2011"]]


@pytest.fixture
def desk(client, publisher):
    RoleFactory(slug="member")
    InstitutionFactory(slug="unia")
    NetworkFactory(institution=InstitutionFactory(slug="equinet-network", kind="peer_network"))
    client.force_login(publisher)
    return client


def sent(desk, content, name):
    answer = desk.post("/imports/new/", {"file": SimpleUploadedFile(name, content)})
    return actions.read(int(answer.url.strip("/").split("/")[-1]))


def look(desk, import_, **fields):
    data = {"columns": 0, "tables": 0, "words": 0, "layout": "rows", "look": "1", **fields}
    desk.post(f"/imports/{import_.pk}/columns/", data)
    return actions.read(import_.pk)


def headers(import_):
    return [column["column"] for table in import_.survey["tables"] for column in table["columns"]]


def test_the_columns_are_found_anew_where_the_header_is_said_to_be(desk):
    import_ = sent(desk, as_xlsx(TWO_HEADERS), "list.xlsx")

    fields = {"tables": 1, "table-0": "on", "sheet-0": "Members", "header-row-0": "2", "header-rows-0": "2"}
    import_ = look(desk, import_, **fields)

    assert import_.state == State.MAPPING
    assert headers(import_) == ["Who / Body", "Who / Sort", "When / Since"]


def test_a_look_that_fails_leaves_the_file_and_says_why(desk):
    import_ = sent(desk, "Körper,Jahr\nUnia,2011\n".encode(), "list.csv")

    import_ = look(desk, import_, encoding="utf-16")

    assert (import_.state, import_.problem["code"]) == (State.MAPPING, "encoding")
    assert import_.file
    assert (
        "The letters of the file cannot be read"
        in desk.get(f"/imports/{import_.pk}/columns/").content.decode()
    )
    assert look(desk, import_).problem is None


def test_dates_that_stand_for_unknown_are_written_in(desk):
    import_ = sent(desk, as_csv([["Body", "Since"], ["Unia", "9999-12-31"], ["Oak", "2011"]]), "list.csv")

    assert ">9999-12-31</textarea>" in desk.get(f"/imports/{import_.pk}/columns/").content.decode()


def test_in_bulk_a_candidate_that_is_far_or_no_network_is_passed_over(desk):
    NameFactory(institution=InstitutionFactory(slug="osce"), text="OSCE")
    import_ = sent(desk, as_csv(table({"institution": "Unia", "network": "OSCE"})), "members.csv")
    page = desk.get(f"/imports/{import_.pk}/names/").content.decode()
    assert "It is recorded, but not as a network." in page
    assert "same-" not in page

    desk.post(f"/imports/{import_.pk}/names/", {"name": "whole-1", "all": "first"})

    assert import_.decisions.count() == 0


def test_whoever_sees_a_stored_import_sees_its_names_and_decides_nothing(client, make_user, desk, publisher):
    import_ = store(upload(publisher, as_csv(table({"institution": "Unia", "network": "Equinet network"}))))
    client.force_login(make_user("curator", "somebody-else"))

    page = client.get(f"/imports/{import_.pk}/names/?how=name").content.decode()

    assert "Equinet network" in page
    assert client.post(f"/imports/{import_.pk}/names/", {"name": "party-1"}).status_code == 404


def test_one_can_go_back_to_a_step_only_while_a_preview_waits(desk, publisher):
    import_ = upload(publisher, as_csv(table({"institution": "Unia", "network": "Equinet network"})))
    assert [step["url"] for step in steps_of(import_, "preview")] == [
        "", f"/imports/{import_.pk}/columns/", f"/imports/{import_.pk}/names/", "", "",
    ]  # fmt: skip

    import_ = store(Import.objects.get(pk=import_.pk))

    assert [step["url"] for step in steps_of(import_, "stored")] == ["", "", "", "", ""]
