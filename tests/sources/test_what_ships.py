"""All that hrnet ships, in the database: it loads, seeds once, and says what the five documents say."""

from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TestCase

from institutions.models import Institution
from networks.models import Membership
from sources.models import SeedEntry
from sources.seeding import fixture_files, records, seed
from sources.statements import Assertion

FILES = fixture_files(settings.BASE_DIR / "fixtures")


@pytest.mark.django_db
def test_every_fixture_loads_into_an_empty_database():
    call_command("loaddata", *map(str, FILES), verbosity=0)

    assert Institution.objects.filter(kind="state").count() == 198
    assert sum(1 for _record in records(FILES)) == loaded()
    connection.check_constraints()


def loaded():
    """Return how many rows the tables of the fixtures have."""
    models = {record["model"] for record in records(FILES)}
    return sum(apps.get_model(model)._base_manager.count() for model in models)


@pytest.mark.xdist_group("what ships")
class WhatShips(TestCase):
    """Seeded once for all tests of the class, which stay with one worker."""

    @classmethod
    def setUpTestData(cls):
        cls.report = seed(FILES)

    def test_every_row_of_the_fixtures_is_inserted(self):
        assert self.report.skipped == []
        assert self.report.inserted == sum(1 for _record in records(FILES)) == loaded()

    def test_a_second_seeding_inserts_nothing(self):
        again = seed(FILES)

        assert (again.inserted, again.known, again.skipped) == (0, self.report.inserted, [])
        assert SeedEntry.objects.count() == self.report.inserted

    def test_the_command_says_what_it_did(self):
        out = StringIO()
        call_command("seed", stdout=out)

        assert out.getvalue() == f"0 rows inserted, {self.report.inserted} known already.\n"

    def test_what_ships_keeps_to_every_rule_of_the_database(self):
        connection.check_constraints()

    def test_the_two_sources_disagree_on_the_defender_in_the_aom_and_on_nothing_else(self):
        assert set(Membership.objects.disagreeing().values_list("handle", flat=True)) == {
            "dor-member-aom", "dor-secretary-general-aom",
        }  # fmt: skip

    def test_every_statement_is_visible_to_the_public(self):
        hidden = {
            model.__name__: model.objects.count() - model.objects.visible().count() for model in statements()
        }

        assert {name: number for name, number in hidden.items() if number} == {}

    def test_every_statement_rests_on_a_source(self):
        unsupported = {model.__name__: list(model.objects.without_source()) for model in statements()}

        assert {name: rows for name, rows in unsupported.items() if rows} == {}

    def test_what_the_document_of_2023_alone_says_is_confirmed_on_its_day(self):
        board_member = Membership.objects.get(handle="dor-board-member-equinet")

        assert board_member.attested_last.isoformat() == "2023-09-28"

    def test_the_undated_document_confirms_at_no_date(self):
        secretary_general = Membership.objects.get(handle="dor-secretary-general-aom")

        assert secretary_general.attested_last is None

    def test_what_is_merely_attested_has_no_made_up_beginning(self):
        attested = Membership.objects.filter(period_type="attested")

        assert list(attested.exclude(start=None, end=None)) == []
        assert attested.count() == 23

    def test_members_of_the_council_of_europe_and_of_the_union_have_their_dates(self):
        dated = Membership.objects.filter(period_type="dated")
        today = {
            slug: dated.filter(network__institution__slug=slug, end=None).count()
            for slug in ("council-of-europe", "european-union")
        }

        assert today == {"council-of-europe": 46, "european-union": 27}
        assert dated.count() == 46 + 27 + 3  # Greece once before, Russia and the United Kingdom no more

    def test_every_institution_is_found_by_a_name_in_either_language(self):
        assert list(Institution.objects.filter(label_en="") | Institution.objects.filter(label_fr="")) == []


def statements():
    """Return the models of the statements."""
    return [model for model in apps.get_models() if issubclass(model, Assertion)]
