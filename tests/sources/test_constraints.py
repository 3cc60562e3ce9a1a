"""Sources and the ledger of the seeding; and that no rule of the database goes without a test."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from sources.fields import PartialDateField
from sources.models import SeedEntry, Source
from tests.factories import SourceFactory
from tests.rules import MAKERS, TESTED, refused
from tests.sources import test_choice_and_date_constraints, test_statement_constraints  # noqa: F401

DOMAIN = ("sources", "institutions", "networks", "mandates")
TESTS = Path(__file__).resolve().parents[1]


def models():
    """Return the models of the domain, without the events of their histories."""
    return [
        model
        for app in DOMAIN
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]


def words_of_tests():
    return {word for path in TESTS.rglob("*.py") for word in re.findall(r"\w+", path.read_text())}


# -- no rule without a test


def test_every_constraint_of_the_domain_is_named_by_a_test():
    """By its name, or in the two files whose tests go through the models that share a rule."""
    named = words_of_tests() | TESTED

    assert [
        constraint.name
        for model in models()
        for constraint in model._meta.constraints
        if constraint.name not in named
    ] == []


def test_the_rules_that_triggers_hold_are_these_and_no_others():
    """A new one needs a test; attestations, labels and histories have their own files."""
    derive_or_record = ("keep_", "attest_", "label_", "insert_insert", "update_update", "delete_delete")

    assert {
        trigger.name
        for model in models()
        for trigger in getattr(model._meta, "triggers", [])
        if not trigger.name.startswith(derive_or_record)
    } == {"slug_is_permanent", "two_deep"}


@pytest.mark.django_db
def test_every_constraint_of_the_domain_is_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        there = {name for (name,) in cursor.fetchall()}

    assert [
        constraint.name
        for model in models()
        for constraint in model._meta.constraints
        if constraint.name not in there
    ] == []


@pytest.mark.parametrize("app", DOMAIN)
def test_no_partial_date_is_free_text(app):
    """Truth 2: each column with a partial date has the constraint that it is one."""
    assert [
        f"{app}_{model._meta.model_name}_{field.name}_is_a_date"
        for model in models()
        for field in model._meta.fields
        if model._meta.app_label == app
        and isinstance(field, PartialDateField)
        and f"{app}_{model._meta.model_name}_{field.name}_is_a_date"
        not in {constraint.name for constraint in model._meta.constraints}
    ] == []


@pytest.mark.parametrize("app", DOMAIN)
def test_every_choice_is_held_to_by_the_database(app):
    assert [
        f"{model._meta.model_name}.{field.name}"
        for model in models()
        for field in model._meta.fields
        if model._meta.app_label == app
        and field.choices
        and not {
            f"{app}_{model._meta.model_name}_{field.name}_known",
            f"{app}_{model._meta.model_name}_{field.name}_fits",
        }
        & {constraint.name for constraint in model._meta.constraints}
    ] == []


# -- slugs


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model",
    ["source", "institution", "theme", "group", "country", "publication", "meetingseries", "meeting", "role",
     "instrument", "mandate", "engagement"],
)  # fmt: skip
def test_a_slug_names_one_record(model):
    record = MAKERS[model](slug="one")
    record.pk = None
    if model == "country":
        record.code = "ZZ"

    with refused(unique_slug(type(record))):
        type(record)._base_manager.bulk_create([record])


def unique_slug(kind):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, kind._meta.db_table)
    return next(name for name, one in found.items() if one["unique"] and one["columns"] == ["slug"])


# -- sources


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["label_en", "label_fr", "title"])
def test_one_name_is_enough_for_a_source(name):
    SourceFactory(**{"label_en": "", "label_fr": "", "title": "", name: "Rapport annuel 2019"})


@pytest.mark.django_db
def test_a_source_without_any_name_is_refused():
    with refused("sources_source_has_a_name"):
        SourceFactory(label_en="", label_fr="", title="")


@pytest.mark.django_db
def test_a_source_needs_no_date():
    SourceFactory(published=None)

    assert Source.objects.get().published_latest is None


@pytest.mark.django_db
def test_a_row_of_the_fixtures_stands_in_the_ledger_once():
    SeedEntry.objects.create(model="networks.membership", key="one")
    SeedEntry.objects.create(model="networks.membership", key="two")
    SeedEntry.objects.create(model="networks.meeting", key="one")

    with refused("sources_seedentry_once"):
        SeedEntry.objects.create(model="networks.membership", key="one")
