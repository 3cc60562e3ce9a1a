"""A matrix counts what it should, in the order that is asked, and nothing that is not public."""

import pytest

from tests import factories as make
from tests.directory.matrices.conftest import SURE, act, body, charge, join, network
from tests.directory.matrices.looking import CHARGED, MEMBERS, SUBMITTED, lines, matrix, page_of, wrong_links

pytestmark = pytest.mark.django_db

ALL = (MEMBERS, SUBMITTED, CHARGED)


def test_memberships_are_counted_by_country_and_network(client, members):
    assert matrix(client, MEMBERS) == {
        "Canada": {"Net two": "1", "Total": "1"},
        "France": {"Net one": "3", "Total": "4"},
        "Spain": {"Net one": "1", "Net two": "1", "Total": "2"},
        "Total": {"Net one": "6", "Net two": "2", "Total": "9"},
    }


def test_on_a_day_what_perhaps_held_is_told_apart_from_what_surely_did(client, members):
    assert matrix(client, f"{MEMBERS}?on=2012-06") == {
        "Canada": {"Net two": "1", "Total": "1"},
        "France": {"Net one": "1+1?", "Total": "1+2?"},
        "Spain": {"Net one": "1?", "Total": "1?"},
        "Total": {"Net one": "2+3?", "Net two": "1", "Total": "3+4?"},
    }


def test_a_screen_reader_is_told_in_words_what_perhaps_held(client, members):
    html = page_of(client, f"{MEMBERS}?on=2012-06")

    assert '1?<span class="visually-hidden"> perhaps</span></a>' in html


def test_who_submits_with_others_has_submitted_and_the_treaty_body_got_one(client, submissions):
    assert matrix(client, SUBMITTED) == {
        "French nhri": {"Crc": "2", "Crpd": "1", "Total": "3"},
        "The ngo": {"Crc": "1", "Crpd": "1", "Total": "2"},
        "Total": {"Crc": "3", "Crpd": "2", "Total": "5"},
    }


def test_what_is_asked_of_who_acts_narrows_the_rows(client, submissions):
    assert list(matrix(client, f"{SUBMITTED}?by_kind=ngo")) == ["The ngo", "Total"]
    assert list(matrix(client, f"{SUBMITTED}?by_region=europe")) == ["French nhri", "Total"]


def test_a_mandate_on_two_themes_stands_in_both_rows_and_is_one_of_its_function(client, charged):
    assert matrix(client, CHARGED) == {
        "Disability": {"promote": "2", "monitor": "1", "Total": "3"},
        "Equality": {"promote": "2", "monitor": "2", "Total": "4"},
        "Police": {"promote": "1", "monitor": "1", "Total": "2"},
        "Total": {"promote": "2", "monitor": "3", "advise": "1", "Total": "6"},
    }


def test_a_theme_that_is_asked_for_shows_what_stands_under_it_and_nothing_else(client, charged):
    assert list(matrix(client, f"{CHARGED}?theme=equality")) == ["Disability", "Equality", "Total"]
    assert list(matrix(client, f"{CHARGED}?theme=disability")) == ["Disability", "Total"]


@pytest.mark.parametrize(
    ("sort", "rows"),
    [
        ("", ["Canada", "France", "Spain"]),
        ("name", ["Canada", "France", "Spain"]),
        ("-name", ["Spain", "France", "Canada"]),
        ("total", ["France", "Spain", "Canada"]),
        ("-total", ["Canada", "Spain", "France"]),
        ("in.net-one", ["France", "Spain", "Canada"]),
        ("in.net-two", ["Canada", "Spain", "France"]),
        ("-in.net-one", ["Canada", "Spain", "France"]),
    ],
)
def test_the_rows_come_in_the_order_that_the_address_asks(client, members, sort, rows):
    assert list(matrix(client, f"{MEMBERS}?sort={sort}"))[:-1] == rows


def test_on_a_day_what_surely_held_comes_before_what_perhaps_did(client, members):
    rows = list(matrix(client, f"{MEMBERS}?on=2012-06&sort=in.net-one"))

    assert rows == ["France", "Spain", "Canada", "Total"]


def test_rows_can_be_ordered_by_a_function(client, charged):
    assert list(matrix(client, f"{CHARGED}?sort=in.monitor"))[:-1] == ["Equality", "Disability", "Police"]


def test_a_head_says_by_what_the_rows_are_ordered(client, members):
    html = page_of(client, f"{MEMBERS}?sort=in.net-two")

    assert html.count("aria-sort") == 1
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=-in.net-two"' in html


@pytest.mark.parametrize(
    "query",
    [
        "sort=x", "sort=in.", "sort=in.nothing", "sort=--name", "page=0", "page=x", "page=-1",
        "page=99999999", "page=²", "columns=0", "columns=x", "format=exe", "on=x", "region=moon",
        "network=nobody", "kind=x", "role=x", "source=x", "theme=x", "network_kind=x",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(client, members, query):
    assert client.get(f"{MEMBERS}?{query}").status_code == 400


def test_what_is_wrong_is_said_beside_its_field_even_where_the_form_does_not_offer_it(client, members):
    page = client.get(f"{MEMBERS}?source=nothing").content.decode()

    assert "No record has this name" in page
    assert "Nothing is counted until" in page


def test_a_matrix_that_there_is_not_is_not_found(client):
    assert client.get("/matrices/countries-stars/").status_code == 404


def test_a_matrix_of_nothing_says_so(client, db):
    assert "Nothing is recorded that fits." in page_of(client, MEMBERS)
    assert "Nothing is recorded that fits." in page_of(client, f"{CHARGED}?function=litigate")


def test_rows_and_columns_come_in_parts_and_the_page_says_which(client, members, monkeypatch):
    monkeypatch.setattr("hrnet.directory.matrices.asking.ROWS", 2)
    monkeypatch.setattr("hrnet.directory.matrices.asking.COLUMNS", 1)
    monkeypatch.setattr("hrnet.directory.views.matrices.ROWS", 2)
    monkeypatch.setattr("hrnet.directory.views.matrices.COLUMNS", 1)

    assert list(matrix(client, MEMBERS).items()) == [
        ("Canada", {"Total": "1"}),
        ("France", {"Net one": "3", "Total": "4"}),
        ("Total", {"Net one": "6", "Total": "9"}),
    ]
    assert "Rows 1 to 2 of 3 · columns 1 to 1 of 2" in page_of(client, MEMBERS)
    assert list(matrix(client, f"{MEMBERS}?page=2&columns=2")) == ["Spain", "Total"]
    assert lines(client, f"{MEMBERS}?page=2&columns=2") == lines(client, f"{MEMBERS}?page=9&columns=7")
    assert 'href="?page=2"' in page_of(client, MEMBERS)
    assert 'href="?columns=2"' in page_of(client, MEMBERS)
    assert wrong_links(client, f"{MEMBERS}?page=2&columns=2") == []


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_is_not_counted(client, members, submissions, charged, lands, state):
    unused = make.ThemeFactory(label_en="Unused")
    before = [lines(client, address) for address in ALL]
    hidden = {"review_state": state}
    secret = body("hidden-body", lands["ES"], **hidden)
    join(secret, members)
    join(body("shown", lands["ES"]), network("hidden-net", **hidden))
    join(body("shown-too", lands["ES"]), members, **hidden)
    crc = make.TreatyBodyFactory(institution=body("hidden-committee", **hidden))
    act(secret, crc)
    act(body("shown-three"), crc)
    submissions.authors.create(institution=secret)
    charge(secret, [unused], "litigate")
    charge(charged, [], "litigate", **hidden)

    assert [lines(client, address) for address in ALL] == before


def test_a_very_large_count_says_that_it_stops(client, members, monkeypatch):
    monkeypatch.setattr("hrnet.directory.matrices.counting.READ", 3)

    assert "only the first million statements are counted" in page_of(client, MEMBERS)


def test_the_first_page_lists_the_matrices(client, db):
    page = page_of(client, "/matrices/")

    for address in ALL:
        assert f'href="{address}"' in page


def test_a_member_in_two_roles_is_two_statements(client, lands):
    one, member = network("net"), body("member", lands["FR"])
    for role in ("member", "chair"):
        join(member, one, role=make.RoleFactory(slug=role), **SURE)

    assert matrix(client, MEMBERS)["France"]["Net"] == "2"
