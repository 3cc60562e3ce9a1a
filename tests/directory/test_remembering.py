"""What a process remembers of public records is given back only while it is right."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hrnet.directory import remembering
from tests.factories import CountryFactory, InstitutionFactory, MembershipFactory, NetworkFactory


@pytest.fixture(autouse=True)
def nothing_known():
    remembering.forget_all()


def test_what_is_remembered_is_given_back_under_its_mark_alone():
    remembering.remember("key", "1.1", "first")
    assert remembering.recall("key", "1.1") == "first"
    assert remembering.recall("key", "2.3") is None
    assert remembering.once("key", "1.1", lambda: "another") == "first"
    assert remembering.once("key", "2.3", lambda: "another") == "another"


def test_without_a_mark_nothing_is_remembered():
    assert remembering.remember("key", "", "first") == "first"
    assert remembering.recall("key", "") is None


def test_only_so_much_is_remembered(monkeypatch):
    monkeypatch.setattr(remembering, "MOST", 3000)
    for key in ("a", "b"):
        remembering.remember(key, "1.1", key * 900)
    remembering.recall("a", "1.1")
    remembering.remember("c", "1.1", {"content": "c" * 900})
    kept = [remembering.recall(key, "1.1") for key in ("a", "b", "c")]
    assert kept == ["a" * 900, None, {"content": "c" * 900}]


@pytest.mark.django_db(transaction=True)
def test_a_list_is_drawn_once_until_a_record_changes(client):
    InstitutionFactory(country=CountryFactory(code="FR", label_en="France"))
    first = client.get("/institutions/").content
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/institutions/").content == first
    assert len(queries) == 1  # the mark
    InstitutionFactory(country=CountryFactory(code="ES", label_en="Spain"))
    assert 'value="ES"' in client.get("/institutions/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_field_of_a_filter_is_remembered_apart_for_each_choice(client):
    InstitutionFactory(country=CountryFactory(code="FR", label_en="France"))
    chosen = '<option value="FR" selected>France</option>'

    for asked, is_chosen in (("country=FR", 1), ("kind=court", 0), ("kind=court&country=FR", 1), ("", 0)):
        assert client.get(f"/institutions/?{asked}").content.decode().count(chosen) == is_chosen


@pytest.mark.django_db(transaction=True)
def test_a_list_is_remembered_apart_for_each_language_and_each_question(client):
    InstitutionFactory(kind="ombuds", country=CountryFactory(label_en="Spain", label_fr="Espagne"))
    assert ">Spain" in client.get("/institutions/").content.decode()
    assert ">Espagne" in client.get("/fr/institutions/").content.decode()
    assert "?kind=ombuds&amp;country=" in client.get("/institutions/?kind=ombuds").content.decode()
    assert "?kind=ombuds&amp;country=" not in client.get("/institutions/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_asked_is_not_remembered(client):
    InstitutionFactory()
    for _time in range(2):
        answer = client.get("/institutions/?kind=nothing")
        assert answer.status_code == 400
        assert "This filter cannot be applied" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_page_of_an_institution_is_drawn_once_until_something_of_it_changes(client):
    membership = MembershipFactory(institution=InstitutionFactory(slug="a-body"), status="active")
    first = client.get("/institutions/a-body/").content
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/institutions/a-body/").content == first
    assert len(queries) == 1
    type(membership).objects.update(status="suspended")
    assert "suspended" in client.get("/institutions/a-body/").content.decode()
    type(membership).objects.update(review_state="draft")
    assert "suspended" not in client.get("/institutions/a-body/").content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/institutions/a-body/", "/institutions/", "/networks/a-network/"])
def test_a_remembered_page_is_what_is_drawn_without_any_memory(client, address):
    NetworkFactory(institution=InstitutionFactory(slug="a-network", kind="peer_network"))
    InstitutionFactory(slug="a-body")
    first = client.get(address).content
    assert client.get(address).content == first
    remembering.forget_all()
    assert client.get(address).content == first


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_session_is_remembered(client, curator):
    InstitutionFactory(slug="a-body")
    signed_in = Client()
    signed_in.force_login(curator)
    for address in ("/institutions/a-body/", "/institutions/"):
        for one, other in ((signed_in, client), (client, signed_in)):
            remembering.forget_all()
            one.get(address)
            other.get(address)
            assert "Sign out" in signed_in.get(address).content.decode()
            assert "Sign out" not in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_institution_is_gone_at_once(client):
    body = InstitutionFactory(slug="a-body")
    assert client.get("/institutions/a-body/").status_code == 200
    type(body).objects.update(review_state="withdrawn")
    assert client.get("/institutions/a-body/").status_code == 404
