"""Decisions on names: which imports they steer, and for how long."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from imports import actions
from imports.models import Decision, How, Import
from networks.models import Membership
from tests.factories import InstitutionFactory, NetworkFactory, RoleFactory
from tests.imports.tables import as_csv, store, table, upload
from tests.imports.test_names import again, decided

pytestmark = pytest.mark.django_db

OFFICE = "The Tbilisi office"


@pytest.fixture
def defender(db):
    RoleFactory(slug="member")
    NetworkFactory(institution=InstitutionFactory(slug="equinet-network", kind="peer_network"))
    return InstitutionFactory(slug="public-defender-of-georgia")


def list_with_the_office(user, filename="list.csv"):
    content = as_csv(table({"institution": OFFICE, "network": "Equinet network"}))
    return upload(user, content, filename)


def taken_for(import_):
    name = import_.names.get(role="party")
    return name.how, name.found_id


def test_what_nobody_stored_steers_nobody_elses_import(defender, publisher, curator):
    decided(list_with_the_office(curator), "same", defender.pk)

    assert taken_for(list_with_the_office(publisher, "another.csv")) == (How.OPEN, None)


@pytest.mark.parametrize("state", ["mapping", "failed", "dropped", "confirmed", "applying", "undone"])
def test_nor_does_what_was_decided_in_an_import_that_is_not_stored(defender, publisher, state):
    """A base of before has such decisions: they stay, and steer their own import alone."""
    first = decided(list_with_the_office(publisher), "same", defender.pk)
    Import.objects.filter(pk=first.pk).update(state=state, undone_at=first.created_at)

    assert taken_for(list_with_the_office(publisher, "another.csv")) == (How.OPEN, None)
    assert Decision.objects.get().of_import == first


def test_a_preview_rests_on_its_own_decisions(defender, publisher):
    import_ = decided(list_with_the_office(publisher), "same", defender.pk)

    assert taken_for(again(import_)) == (How.DECIDED, defender.pk)


def test_once_stored_it_steers_later_imports(defender, publisher):
    store(decided(list_with_the_office(publisher), "same", defender.pk))

    assert taken_for(list_with_the_office(publisher, "next.csv")) == (How.REMEMBERED, defender.pk)


def test_it_steers_on_while_its_import_is_being_undone_and_no_longer(defender, publisher):
    first = store(decided(list_with_the_office(publisher), "same", defender.pk))
    actions.ask_to_undo(import_id=first.pk, user=publisher)
    assert taken_for(list_with_the_office(publisher, "meanwhile.csv")) == (How.REMEMBERED, defender.pk)

    actions.take_back(first.pk)

    assert taken_for(list_with_the_office(publisher, "later.csv")) == (How.OPEN, None)


def test_a_preview_is_stale_once_a_decision_on_its_names_is_remembered(defender, publisher):
    first = decided(list_with_the_office(publisher), "same", defender.pk)
    second = list_with_the_office(publisher, "second.csv")
    then = second.stored_then["remembered"]

    store(first)

    assert again(second).stored_then["remembered"] != then


def test_what_a_curator_decided_holds_for_the_imports_of_curators(defender, make_user, curator):
    store(decided(list_with_the_office(curator), "same", defender.pk))

    later = list_with_the_office(make_user("curator", "another-curator"), "next.csv")

    assert taken_for(later) == (How.REMEMBERED, defender.pk)


def test_what_a_curator_decided_is_only_proposed_to_who_publishes(defender, publisher, curator):
    store(decided(list_with_the_office(curator), "same", defender.pk))

    later = list_with_the_office(publisher, "next.csv")

    assert taken_for(later) == (How.OPEN, None)
    candidate = later.names.get(role="party").candidates[0]
    assert (candidate["id"], candidate["reason"]) == (defender.pk, "decided")


def test_not_the_same_by_a_curator_takes_nothing_away_from_who_publishes(defender, publisher, curator):
    InstitutionFactory(slug="unia")
    rows = [{"institution": one, "network": "Equinet network"} for one in (str(defender), "Unia")]
    first = store(decided(upload(curator, as_csv(table(*rows))), "not_same", defender.pk))
    assert first.names.get(role="party", key=1).found_id is None

    later = upload(publisher, as_csv(table(*rows)), "next.csv")

    assert later.names.get(role="party", key=1).found_id == defender.pk


def test_what_a_publisher_decided_gives_a_curator_no_right_to_publish(defender, publisher, curator):
    store(decided(list_with_the_office(publisher), "same", defender.pk))
    before = set(Membership.objects.values_list("pk", flat=True))
    content = as_csv(table({"institution": OFFICE, "network": "Equinet network", "start": "2011"}))

    import_ = store(upload(curator, content, "curator.csv"))

    assert taken_for(import_) == (How.REMEMBERED, defender.pk)
    made = Membership.objects.exclude(pk__in=before)
    assert [one.review_state for one in made] in ([], ["draft"])


def test_a_publisher_who_left_is_still_a_publisher_of_then(defender, publisher, make_user):
    store(decided(list_with_the_office(publisher), "same", defender.pk))
    publisher.is_active = False
    publisher.save()

    later = list_with_the_office(make_user("publisher", "successor"), "next.csv")

    assert taken_for(later) == (How.REMEMBERED, defender.pk)


def test_only_what_is_remembered_is_listed_and_taken_back(defender, client, publisher):
    decided(list_with_the_office(publisher), "same", defender.pk)
    decision = Decision.objects.get()
    client.force_login(publisher)

    page = client.get(reverse("imports:decisions")).content.decode()
    refused = client.post(reverse("imports:decisions"), {"forget": decision.pk})

    assert OFFICE not in page
    assert (refused.status_code, Decision.objects.count()) == (404, 1)


def test_a_curator_takes_back_no_decision_of_a_publisher(defender, client, publisher, curator):
    store(decided(list_with_the_office(publisher), "same", defender.pk))
    client.force_login(curator)

    page = client.get(reverse("imports:decisions")).content.decode()
    refused = client.post(reverse("imports:decisions"), {"forget": Decision.objects.get().pk})

    assert OFFICE in page
    assert 'name="forget"' not in page
    assert (refused.status_code, Decision.objects.count()) == (404, 1)


def test_a_publisher_takes_back_the_decision_of_a_curator(defender, client, publisher, curator):
    store(decided(list_with_the_office(curator), "same", defender.pk))
    client.force_login(publisher)

    client.post(reverse("imports:decisions"), {"forget": Decision.objects.get().pk})

    assert Decision.objects.count() == 0


def test_purging_leaves_what_is_remembered(defender, publisher):
    store(decided(list_with_the_office(publisher), "same", defender.pk))

    call_command("purge_imports")

    assert Decision.objects.count() == 1
