"""What a process remembers of public records is given back only while it is right."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hrnet.directory import remembering
from tests.factories import CountryFactory, InstitutionFactory


@pytest.fixture(autouse=True)
def nothing_known():
    remembering._results.clear()


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
    monkeypatch.setattr(remembering, "MOST", 2)
    for key in ("a", "b"):
        remembering.remember(key, "1.1", key)
    remembering.recall("a", "1.1")
    remembering.remember("c", "1.1", "c")
    assert [remembering.recall(key, "1.1") for key in ("a", "b", "c")] == ["a", None, "c"]


@pytest.mark.django_db(transaction=True)
def test_the_filters_of_a_list_are_drawn_once_until_a_record_changes(client):
    InstitutionFactory(country=CountryFactory(code="FR", label_en="France"))
    first = client.get("/institutions/").content
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/institutions/").content == first
    assert len(queries) == 2  # the mark, and the rows
    InstitutionFactory(country=CountryFactory(code="ES", label_en="Spain"))
    assert 'value="ES"' in client.get("/institutions/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_filters_are_remembered_apart_for_each_language_and_each_question(client):
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
