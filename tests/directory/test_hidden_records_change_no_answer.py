"""Records that are hidden change not one byte of what the public is answered, whatever it guesses."""

import pytest
from django.db import transaction
from django.test import Client

from tests.directory import hidden

# Measured once for all tests here, and so on one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("hidden")]


@pytest.fixture(scope="module")
def changed(django_db_setup, django_db_blocker):
    """The addresses whose answers hidden records changed, of all of the public site."""
    with django_db_blocker.unblock(), transaction.atomic():
        client, world = Client(), hidden.world_with_names()
        some = hidden.addresses(world)
        before = hidden.answers(client, some)
        for number, text in enumerate(hidden.NAMES):
            hidden.hide_records(world, text, hidden.SLUG if number == 1 else f"hidden-{number}")
        hidden.withhold_names()
        after = hidden.answers(client, some)
        transaction.set_rollback(True)
    return hidden.different(before, after)


def test_the_search_answers_as_if_they_were_not_there(changed):
    assert [one for one in changed if "/search/?" in one] == []


def test_suggestions_are_as_if_they_were_not_there(changed):
    assert [one for one in changed if "/search/suggest" in one] == []


def test_lists_with_their_counts_and_files_are_as_if_they_were_not_there(changed):
    lists = ("?q=", "facets=", "format=", "sort=", "on=2016")
    assert [one for one in changed if any(part in one for part in lists) and "/search/" not in one] == []


def test_their_names_and_addresses_are_refused_like_those_of_nothing(changed):
    assert [one for one in changed if any(f"{name}=" in one for name in ("network", "institution"))] == []
    assert [one for one in changed if hidden.SLUG in one] == []


def test_no_other_answer_of_the_public_site_changes(changed):
    assert changed == []
