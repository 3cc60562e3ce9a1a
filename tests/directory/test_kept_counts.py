"""Counts that are kept are shown as long as they are right, and not a moment longer."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from hrnet.directory import remembering
from hrnet.directory.facets import counting, keeping
from hrnet.directory.marks import Change, KeptCounts, forget_old_changes, mark
from institutions.models import Institution
from networks.models import Membership
from tests.directory.test_facets import facets
from tests.factories import InstitutionFactory, MembershipFactory, RoleFactory


@pytest.fixture
def large(monkeypatch):
    """Any table counts as large, and any count as one that took long."""
    monkeypatch.setattr(counting, "LARGE", -2)
    monkeypatch.setattr(keeping, "LONG", -1)


@pytest.mark.django_db
def test_the_database_marks_the_changes_of_every_table_of_the_records():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'hrnet_changed'")
        assert sorted(row[0] for row in cursor.fetchall()) == list(keeping.watched())
    assert "networks_membership" in keeping.watched()
    assert not any(table.endswith("event") for table in keeping.watched())


@pytest.mark.django_db(transaction=True)
def test_a_mark_changes_with_each_transaction_that_wrote_the_table_and_with_no_other():
    tables = ["institutions_institution"]
    before = mark(tables)
    MembershipFactory()
    after = mark(tables)
    assert before != after
    RoleFactory(slug="another")
    assert mark(tables) == after
    Institution.objects.update(website="https://example.org/")
    assert mark(tables) != after


@pytest.mark.django_db(transaction=True)
def test_what_began_earlier_and_ended_later_is_seen():
    body = InstitutionFactory()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE institutions_institution SET website = 'https://example.org/a'")
            InstitutionFactory()
            before = mark(["institutions_institution"])
            cursor.execute("COMMIT")
        assert mark(["institutions_institution"]) != before
        body.refresh_from_db()
        assert body.website == "https://example.org/a"
    finally:
        other.close()


@pytest.mark.django_db
def test_within_a_transaction_that_wrote_there_is_no_mark():
    InstitutionFactory()
    assert mark(["institutions_institution"]) == ""


@pytest.mark.django_db(transaction=True)
def test_kept_counts_are_shown_without_counting_anew(client, large):
    MembershipFactory()
    first = client.get("/memberships/?facets=only").content
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(counting, "_all", None)  # nothing is counted any more
        assert client.get("/memberships/?facets=only").content == first
        assert facets(client, "/memberships/?facets=shown")["role"] == {"member": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", ["", "role=member&", "on=2016&"])
def test_kept_counts_are_not_shown_after_a_change(client, large, asked):
    role = MembershipFactory(role=RoleFactory(slug="member"), start="2010", end_status="open").role
    assert facets(client, f"/memberships/?{asked}facets=shown")["role"] == {"member": 1}
    MembershipFactory(role=role, start="2010", end_status="open")
    assert facets(client, f"/memberships/?{asked}facets=shown")["role"] == {"member": 2}
    Membership.objects.update(review_state="draft")
    assert "role" not in facets(client, f"/memberships/?{asked}facets=shown")


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_large_list_is_the_same_whether_its_counts_are_kept_or_something_was_written(
    client, large
):
    MembershipFactory()
    first = client.get("/memberships/")
    assert first.context["facets_later"] is True
    assert "Count what each filter would find" in first.content.decode()
    client.get("/memberships/?facets=only")
    remembering.forget_all()
    assert client.get("/memberships/").content == first.content
    InstitutionFactory(review_state="draft")
    assert client.get("/memberships/").content == first.content


@pytest.mark.django_db(transaction=True)
def test_hidden_rows_make_no_list_a_large_one(client, monkeypatch):
    monkeypatch.setattr(counting, "LARGE", 3)
    MembershipFactory()
    first = client.get("/memberships/").content
    MembershipFactory.create_batch(5, review_state="draft")
    MembershipFactory.create_batch(5, institution__review_state="draft")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE networks_membership")
    second = client.get("/memberships/")
    assert second.context["facets_later"] is False
    assert second.content == first


@pytest.mark.django_db(transaction=True)
def test_other_filters_have_other_counts(client, large):
    MembershipFactory(status="active")
    MembershipFactory(status="ended")
    assert sum(facets(client, "/memberships/?facets=shown")["kind"].values()) == 2
    assert sum(facets(client, "/memberships/?status=active&facets=shown")["kind"].values()) == 1
    assert KeptCounts.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_only_so_many_are_kept(client, large, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 1)
    MembershipFactory(status="active")
    for asked in ("", "status=active&", "status=ended&"):
        facets(client, f"/memberships/?{asked}facets=shown")
    assert KeptCounts.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_changes_of_another_day_are_forgotten():
    InstitutionFactory()
    assert Change.objects.filter(what="institutions_institution").exists()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE directory_change SET at = now() - interval '25 hours'")
    forget_old_changes()
    assert Change.objects.count() == 0
