"""A migration that writes rows: it says so in the history of each of them."""

import pytest
from django.db import connection
from django.db.migrations.state import ProjectState

from institutions.models import Institution
from sources.history import because
from sources.operations import WriteRows
from sources.upgrades import by_upgrade, writing_rows
from tests.factories import InstitutionFactory

pytestmark = pytest.mark.django_db

MODULE = "institutions.migrations.0099_found_again"
NAME = {"migration": "institutions.0099_found_again", "reason": "the year was lost"}


def apply(operation, app="institutions"):
    with connection.schema_editor() as editor:
        operation.database_forwards(app, editor, ProjectState(), ProjectState())


def take_back(operation, app="institutions"):
    with connection.schema_editor() as editor:
        operation.database_backwards(app, editor, ProjectState(), ProjectState())


def said_of(record):
    """Return what the history says beside each change, the newest last."""
    events = Institution.pgh_event_model.objects.filter(pgh_obj_id=record.pk).order_by("pgh_id")
    return [event.pgh_context.metadata if event.pgh_context else None for event in events]


def set_founded(apps, editor):
    Institution.objects.update(founded="1993")


@pytest.mark.parametrize(
    "write",
    [
        set_founded,
        "UPDATE institutions_institution SET founded = '1993'",
        "/* found again */ UPDATE institutions_institution SET founded = '1993'",
        "WITH year AS (SELECT '1993' AS text) UPDATE institutions_institution SET founded = text FROM year",
        "CREATE TEMPORARY TABLE found AS SELECT '1993' AS year;"
        " UPDATE institutions_institution SET founded = year FROM found",
    ],
)
def test_each_row_that_a_migration_changes_names_it_and_why(write):
    record = InstitutionFactory()

    apply(WriteRows(MODULE, "the year was lost", write))

    record.refresh_from_db()
    assert str(record.founded) == "1993"
    assert said_of(record)[-1] == NAME


def test_what_comes_after_the_migration_is_not_explained_by_it():
    record = InstitutionFactory()
    apply(WriteRows(MODULE, "the year was lost", set_founded))

    Institution.objects.update(founded="1994")

    assert said_of(record)[-1] is None


def test_it_is_taken_back_under_the_same_name():
    record = InstitutionFactory(founded="1990")
    operation = WriteRows(
        MODULE, "the year was lost", set_founded, "UPDATE institutions_institution SET founded = '1990'"
    )
    apply(operation)

    take_back(operation)

    record.refresh_from_db()
    assert str(record.founded) == "1990"
    assert said_of(record)[-1] == NAME


def test_what_has_no_way_back_says_so():
    assert not WriteRows(MODULE, "the year was lost", set_founded).reversible


def test_what_has_nothing_to_take_back_writes_nothing():
    record = InstitutionFactory()
    operation = WriteRows(MODULE, "the year was lost", set_founded, "")
    apply(operation)

    take_back(operation)

    record.refresh_from_db()
    assert operation.reversible
    assert str(record.founded) == "1993"


@pytest.mark.parametrize("module", ["institutions.models", "0099_found_again", "__main__"])
def test_a_name_that_is_no_migration_is_refused(module):
    with (
        pytest.raises(ValueError, match="is no module of a migration"),
        writing_rows(module, "the year was lost"),
    ):
        raise AssertionError("nothing may be written")


def test_an_app_within_hrnet_is_named_by_its_label():
    record = InstitutionFactory()

    with writing_rows("hrnet.accounts.migrations.0002_example", "an example"):
        Institution.objects.update(founded="1993")

    assert said_of(record)[-1]["migration"] == "accounts.0002_example"


def test_a_query_finds_what_upgrades_wrote_and_nothing_else():
    mine, theirs, nobodys = InstitutionFactory(), InstitutionFactory(), InstitutionFactory()
    events = Institution.pgh_event_model.objects.filter(pgh_label="update")
    with because("a misprint"):
        Institution.objects.filter(pk=mine.pk).update(founded="1993")
    with writing_rows(MODULE, "the year was lost"):
        Institution.objects.filter(pk=theirs.pk).update(founded="1993")
    Institution.objects.filter(pk=nobodys.pk).update(founded="1993")

    assert [event.pgh_obj_id for event in events.filter(by_upgrade())] == [theirs.pk]
    assert {event.pgh_obj_id for event in events.exclude(by_upgrade())} == {mine.pk, nobodys.pk}


def test_the_desk_calls_it_the_upgrade_of_hrnet_and_shows_why(client, publisher):
    record = InstitutionFactory()
    apply(WriteRows(MODULE, "the year was lost", set_founded))
    client.force_login(publisher)

    page = client.get(f"/admin/institutions/institution/{record.pk}/history/").content.decode()

    assert "· upgrade of hrnet</h2>" in page
    assert "the year was lost" in page
