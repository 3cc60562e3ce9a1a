"""The generated base: believable, the same for a seed, and never beside anything real."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from hrnet.directory.demo.generating import check_size, generate
from hrnet.directory.search.models import SearchEntry
from hrnet.ops.places import OpsError
from institutions.models import Institution, Name
from mandates.models import Engagement, Mandate
from networks.models import Meeting, Membership, MembershipCitation, Network
from sources.history import event_model
from sources.seeding import seed

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

REFERENCE = ("100_countries", "105_reference_sources", "200_themes", "210_roles")


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    """What ships, once for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed(settings.BASE_DIR / "fixtures" / f"{name}.json" for name in REFERENCE)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def generated(shipped):
    """The lines that were told while a base of 200 institutions and 600 memberships was written."""
    with transaction.atomic():
        yield make()
        transaction.set_rollback(True)


def make(lots: int = 7) -> list[str]:
    said: list[str] = []
    generate(200, 600, lots, said.append)
    return said


def rows() -> list[tuple]:
    """Return what the memberships say, under the names of their parties."""
    said = Membership.objects.order_by("pk").values_list(
        "institution__slug", "institution__label_en", "network__institution__label_en", "role__slug",
        "status", "start", "end", "end_status", "review_state",
    )  # fmt: skip
    return list(said)


# The first one, since the others share a base that is there from then on.
def test_the_same_seed_gives_the_same_base_and_another_seed_another(shipped):
    found = []
    for lots in (7, 7, 8):
        with transaction.atomic():
            make(lots)
            found.append(rows())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_it_writes_as_many_records_as_were_asked_for(generated):
    assert Institution.objects.filter(slug__startswith="generated-").count() == 200
    assert Network.objects.count() == 5
    assert Membership.objects.count() == 600
    assert Meeting.objects.count() == 20
    assert Engagement.objects.count() == 100
    assert Mandate.objects.count() > 5


def test_every_membership_cites_the_one_source_that_says_what_this_is(generated):
    assert not Membership.objects.filter(citations__isnull=True).exists()
    assert set(MembershipCitation.objects.values_list("source__label_en", flat=True)) == {
        "Generated for measuring; nothing in it is true"
    }
    assert not Institution.objects.filter(slug__startswith="generated-", citations__isnull=True).exists()
    assert not Name.objects.filter(citations__isnull=True).exists()


def test_periods_have_all_kinds_of_ends(generated):
    kinds = set(Membership.objects.values_list("period_type", "end_status"))
    assert kinds == {("attested", "unknown"), ("dated", "open"), ("dated", "unknown"), ("dated", "ended")}
    assert Membership.objects.filter(start__isnull=True, end__isnull=False).exists()
    assert Membership.objects.filter(end_status="ended", end__isnull=True).exists()
    starts = Membership.objects.filter(start__isnull=False).values_list("start", flat=True)
    assert {len(str(start)) for start in starts} >= {4, 7, 9, 10}


def test_names_are_in_several_languages_and_kinds(generated):
    assert set(Name.objects.values_list("language", flat=True)) == {"en", "fr", "es", "ar", "ru"}
    assert set(Name.objects.values_list("kind", flat=True)) == {
        "official",
        "alternative",
        "acronym",
        "former",
    }
    assert not Institution.objects.filter(slug__startswith="generated-", label_en="").exists()


def test_attested_dates_are_what_the_citations_give(generated):
    before = list(Membership.objects.order_by("pk").values_list("attested_first", "attested_last"))
    MembershipCitation.objects.update(section="")  # the triggers derive the dates anew
    assert list(Membership.objects.order_by("pk").values_list("attested_first", "attested_last")) == before
    assert before[0][0].isoformat() == "2026-01-01"


def test_triggers_are_on_again_afterwards(generated):
    one = Membership.objects.exclude(status="suspended").first()
    assert event_model(Membership).objects.count() == 0  # said openly: what is generated has no history
    Membership.objects.filter(pk=one.pk).update(status="suspended")
    assert event_model(Membership).objects.count() == 1


def test_a_generated_institution_is_found_by_its_name(generated):
    body = (
        Institution.objects.visible().filter(slug__startswith="generated-").exclude(network__isnull=False)[0]
    )
    assert SearchEntry.objects.filter(record="institution", record_id=body.pk).exists()
    assert body.label_en in Client().get("/search/", {"q": body.label_en}).content.decode()


def test_each_step_is_told(generated):
    assert any("600 memberships" in line for line in generated)


def test_more_memberships_than_can_be_told_apart_are_refused():
    with pytest.raises(OpsError, match="500 memberships at most"):
        check_size(200, 501)
    with pytest.raises(OpsError, match="100 institutions or more"):
        check_size(99, 10)


def test_the_database_of_the_installation_is_refused(db):
    own = connection.settings_dict["NAME"]
    with pytest.raises(CommandError, match="is the database of this installation"):
        call_command("generate_demo", database_name=own, institutions=100, memberships=10)


def test_a_name_that_is_no_name_is_refused(db):
    with pytest.raises(CommandError, match="no name for a database"):
        call_command("generate_demo", database_name='x"; DROP', institutions=100, memberships=10)


@pytest.fixture
def apart(db):
    """The name of a database of the same server; it is gone after the test."""
    name = f"hrnet_demo_{os.getpid()}"
    yield name
    with _server("postgres") as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _server(database):
    known = connection.get_connection_params()
    parts = {key: known.get(key) for key in ("host", "port", "user", "password")}
    return psycopg.connect(**parts, dbname=database, autocommit=True)


def test_a_database_that_was_not_generated_is_refused(apart):
    with _server("postgres") as server:
        server.execute(f'CREATE DATABASE "{apart}"')
    for replace in (False, True):
        with pytest.raises(CommandError, match="it was not generated: name another"):
            call_command(
                "generate_demo", database_name=apart, institutions=100, memberships=10, replace=replace
            )


def test_it_is_written_into_a_database_apart_that_is_then_not_written_again(apart):
    def run(*more):
        return subprocess.run(
            [sys.executable, "manage.py", "generate_demo", "--institutions", "100", "--memberships", "50",
             "--database-name", apart, *more],
            cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
            env=os.environ | {"HRNET_ENV": "test"},
        )  # fmt: skip

    before = Institution.objects.count()
    first = run()
    assert first.returncode == 0, first.stderr
    assert f"HRNET_DATABASE_NAME={apart} make run" in first.stdout
    with _server(apart) as there:
        generated = "starts_with(i.slug, 'generated-')"
        joined = "networks_membership m JOIN institutions_institution i ON i.id = m.institution_id"
        assert there.execute(f"SELECT count(*) FROM {joined} WHERE {generated}").fetchone() == (50,)
    again = run()
    assert again.returncode == 1
    assert "is there already: add --replace to make it anew" in again.stderr
    assert Institution.objects.count() == before  # ours is as it was


def test_where_it_fails_nothing_is_left(apart, monkeypatch):
    from hrnet.directory.demo.place import database_apart

    monkeypatch.setattr("hrnet.directory.demo.place._point_at", lambda name: None)
    with pytest.raises(ZeroDivisionError), database_apart(apart):
        raise ZeroDivisionError
    with _server("postgres") as server:
        assert server.execute("SELECT FROM pg_database WHERE datname = %s", [apart]).fetchone() is None
