"""A cited address keeps working when its record was merged into another or moved."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from hrnet.directory.citing.models import RetiredAddress
from tests.factories import InstitutionFactory, NetworkFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def retire(key, to_key, kind="institutions", to_kind="institutions"):
    return RetiredAddress.objects.create(kind=kind, key=key, to_kind=to_kind, to_key=to_key)


@pytest.fixture
def body():
    return InstitutionFactory(slug="the-body")


def test_a_retired_address_leads_to_the_record_for_good(client, body):
    retire("old-body", "the-body")

    answer = client.get("/institutions/old-body/")

    assert (answer.status_code, answer["Location"]) == (301, "/institutions/the-body/")


def test_it_keeps_the_language_and_what_was_asked(client, body):
    retire("old-body", "the-body")

    answer = client.get("/fr/institutions/old-body/cite/?on=2014")

    assert answer["Location"] == "/fr/institutions/the-body/cite/?on=2014"


def test_an_address_retired_twice_leads_to_where_the_record_is_now(client, body):
    retire("first", "second")
    retire("second", "the-body")

    assert client.get("/institutions/first/")["Location"] == "/institutions/the-body/"


def test_an_institution_that_became_a_network_is_found_among_the_networks(client):
    NetworkFactory(institution=InstitutionFactory(slug="the-network"))
    retire("old", "the-network", to_kind="networks")

    assert client.get("/institutions/old/")["Location"] == "/networks/the-network/"


def test_a_retired_address_tells_nothing_of_a_record_that_is_not_public(client):
    InstitutionFactory(slug="a-draft", review_state="draft")
    retire("old", "a-draft")

    assert client.get("/institutions/old/").status_code == 404


def test_addresses_that_lead_in_a_circle_lead_nowhere(client):
    retire("one", "two")
    retire("two", "one")

    assert client.get("/institutions/one/").status_code == 404


def test_a_page_that_is_there_is_shown_whatever_was_retired(client, body):
    InstitutionFactory(slug="other")
    retire("the-body", "other")

    assert client.get("/institutions/the-body/").status_code == 200


def test_the_address_of_a_public_page_cannot_be_retired(body):
    ThemeFactory(slug="a-theme")
    entry = RetiredAddress(kind="institutions", key="the-body", to_kind="themes", to_key="a-theme")

    with pytest.raises(ValidationError, match="There is a public page at this address"):
        entry.full_clean()


def test_an_address_cannot_lead_to_where_nothing_is():
    entry = RetiredAddress(kind="institutions", key="old", to_kind="institutions", to_key="nothing")

    with pytest.raises(ValidationError, match="There is no public page at this address"):
        entry.full_clean()


def test_the_database_refuses_an_address_that_leads_to_itself():
    with pytest.raises(IntegrityError, match="leads_elsewhere"):
        retire("same", "same")


def test_a_publisher_retires_an_address_at_the_desk(client, publisher, body):
    client.force_login(publisher)
    form = {"kind": "institutions", "key": "old", "to_kind": "institutions", "to_key": "the-body"}

    client.post("/admin/citing/retiredaddress/add/", form | {"change_reason": "Entered twice."})

    assert str(RetiredAddress.objects.get()) == "/institutions/old/ → /institutions/the-body/"
