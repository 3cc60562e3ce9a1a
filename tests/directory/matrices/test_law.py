"""The law of a matrix: each of its numbers, totals too, is what the list finds that it leads to."""

import pytest
from django.db import transaction
from django.test import Client

from tests.directory.matrices.conftest import make_charged, make_lands, make_members, make_submissions
from tests.directory.matrices.looking import CHARGED, MEMBERS, SUBMITTED, counts, links, wrong_links

ASKED = {
    MEMBERS: [
        "", "region=europe", "kind=equality", "kind=equality&kind=ombuds", "theme=rights",
        "network_kind=coalition", "network=net-one", "country=FR", "role=chair", "period=attested",
        "institution=french-equality",
    ],
    SUBMITTED: [
        "", "kind=alternative_report", "by_kind=ngo", "by_region=europe", "by=the-ngo", "target=crc",
        "by=the-ngo&by_kind=nhri", "actor=french-nhri", "towards=network",
    ],
    CHARGED: [
        "", "theme=equality", "theme=disability", "function=monitor", "function=monitor&function=promote",
        "region=europe", "country=FR", "kind=ombuds", "q=mandate",
    ],
}  # fmt: skip


DAYS = ["", "&on=2012-06", "&on=2003", "&on=2024"]


@pytest.fixture(scope="module")
def reader(django_db_setup, django_db_blocker):
    """A reader of a world in which all three matrices have something in them."""
    with django_db_blocker.unblock(), transaction.atomic():
        lands = make_lands()
        for make_some in (make_members, make_submissions, make_charged):
            make_some(lands)
        yield Client()
        transaction.set_rollback(True)


@pytest.mark.parametrize(("address", "asked"), [(one, asked) for one in ASKED for asked in ASKED[one]])
def test_a_number_leads_to_a_list_of_as_many_statements(reader, address, asked):
    assert [wrong for day in DAYS for wrong in wrong_links(reader, f"{address}?{asked}{day}")] == []


@pytest.mark.parametrize("address", ASKED)
def test_the_page_that_a_number_leads_to_says_the_same_number(reader, address):
    found = counts(reader, f"{address}?on=2012-06")

    assert [(number, said) for number, said in found if number != said] == []


@pytest.mark.parametrize("address", ASKED)
def test_there_are_numbers_to_follow_with_and_without_a_day(reader, address):
    on_a_day = links(reader, f"{address}?on=2012-06")

    assert len(links(reader, address)) > 6
    assert len(on_a_day) > 4
    assert [link for link, _number in on_a_day if "on=2012-06-30" not in link] == []


def test_a_number_leads_to_its_list_in_the_readers_language(reader):
    assert [link for link, _number in links(reader, f"/fr{MEMBERS}") if "/fr/memberships/" not in link] == []
    assert wrong_links(reader, f"/fr{MEMBERS}") == []
