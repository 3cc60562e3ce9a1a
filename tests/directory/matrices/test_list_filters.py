"""The filters that the lists got for the matrices, asked of the lists themselves."""

import pytest

from mandates.models import EngagementAuthor
from tests.directory.matrices.conftest import SURE, body, charge, join, network
from tests.directory.pages import listed

pytestmark = pytest.mark.django_db


def test_memberships_are_found_by_a_field_of_work_and_what_stands_under_it(client, members):
    assert set(listed(client, "/memberships/?theme=rights")) == {"french-equality@net-one"}
    assert listed(client, "/memberships/?theme=rights") == listed(client, "/memberships/?theme=children")


def test_memberships_are_found_by_the_kind_of_network(client, members):
    assert sorted(listed(client, "/memberships/?network_kind=coalition")) == [
        "canadian@net-two",
        "spanish-equality@net-two",
    ]


def test_who_acts_with_others_acts(client, submissions):
    assert len(listed(client, "/engagements/?by=the-ngo")) == 2
    assert len(listed(client, "/engagements/?actor=the-ngo")) == 1
    assert len(listed(client, "/engagements/?by_kind=ngo")) == 2
    assert len(listed(client, "/engagements/?by_region=europe")) == 4


def test_kind_and_region_are_asked_of_one_and_the_same_who_acts(client, submissions, lands):
    EngagementAuthor.objects.create(
        engagement=submissions, institution=body("canadian-ngo", lands["CA"], kind="ngo")
    )

    assert len(listed(client, "/engagements/?by_kind=ngo&by_region=americas")) == 1
    assert listed(client, "/engagements/?by_kind=nhri&by_region=americas") == []
    assert listed(client, "/engagements/?by=french-nhri&by_kind=ngo") == []


def test_engagements_are_found_by_what_sort_of_body_they_go_to(client, submissions):
    assert len(listed(client, "/engagements/?towards=treaty_body")) == 5
    assert listed(client, "/engagements/?towards=network") == []
    assert len(listed(client, "/engagements/")) == 6


def test_mandates_are_found_by_the_region_and_the_kind_of_who_holds_them(client, charged, lands):
    one = charge(body("canadian-nhri", lands["CA"], kind="nhri"), [], "advise", **SURE)

    assert listed(client, "/mandates/?region=americas") == [one.slug]
    assert listed(client, "/mandates/?kind=nhri") == [one.slug]
    assert listed(client, "/mandates/?kind=nhri&region=europe") == []


@pytest.mark.parametrize(
    "address",
    [
        "/memberships/?theme=x", "/memberships/?network_kind=x", "/mandates/?region=x", "/mandates/?kind=x",
        "/engagements/?by=x", "/engagements/?by_kind=x", "/engagements/?by_region=x",
        "/engagements/?towards=x",
    ],
)  # fmt: skip
def test_a_value_that_there_is_not_is_refused(client, db, address):
    assert client.get(address).status_code == 400


def test_a_hidden_institution_cannot_be_asked_for_as_who_acts(client, submissions):
    EngagementAuthor.objects.create(engagement=submissions, institution=body("secret", review_state="draft"))

    assert client.get("/engagements/?by=secret").status_code == 400
    assert len(listed(client, "/engagements/?by_kind=ombuds")) == 0


def test_a_member_of_no_network_of_the_kind_is_left_out(client, lands):
    join(body("one", lands["FR"]), network("net"), **SURE)

    assert listed(client, "/memberships/?network_kind=coalition") == []
