"""An installation of an earlier release is restored and migrated: nothing is lost, and all still works."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client

from hrnet.directory.withholding.models import HiddenText
from imports import actions
from imports.models import Import, SavedMapping, State
from institutions.models import Institution
from networks.models import Membership, StatusChange
from sources.actions import publish
from sources.history import because
from sources.reverting import put_back
from tests.upgrade.rows import differences, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("upgrade")]

# What an upgrade is said to change, with the migration that does: a table, or a column of it.
SAID: dict[str, str] = {
    "mfa_authenticator.data": "hrnet.accounts 0003 encrypts the secrets of second factors",
    "networks_membership.attested_first": "networks: derived from published sources alone, drafts left out",
    "networks_membership.attested_last": "networks: derived from published sources alone, drafts left out",
    "django_session": "hrnet.accounts 0003 ends all sessions: the keys stood in the clear",
}
# Kept by triggers, filled anew by an upgrade where what they hold changes.
DERIVED = ("directory_", "pictures_")
# Written from the code after each migration: the permissions of the roles, and what is installed.
WRITTEN_FROM_CODE = ("auth_group_permissions", "auth_permission", "django_content_type")


def unsaid(found):
    """Return the differences that neither ``SAID`` nor the hiding of a withheld name explains."""
    hidden = [(t.table, str(t.record_id), t.column, t.original, t.shown) for t in HiddenText.objects.all()]
    left = {}
    for table, rows in found.items():
        if table in SAID or table in WRITTEN_FROM_CODE or table.startswith(DERIVED):
            continue
        for key, what in rows.items():
            kept = what
            if what != "lost":
                kept = {
                    column: values
                    for column, values in what.items()
                    if f"{table}.{column}" not in SAID and (table, key, column, *values) not in hidden
                }
            if kept:
                left[f"{table} {key}"] = kept
    return left


def now(tables=None):
    with connection.cursor() as cursor:
        return rows_of(cursor, tables)


def user(name):
    return get_user_model().objects.get(username=name)


def undo(import_id):
    actions.ask_to_undo(import_id=import_id, user=user("a-publisher"))
    return actions.take_back(import_id)


def keys_of(found, tables, *, lost):
    """Return the keys of the rows that are lost, or that are changed, by table."""
    keys = {
        table: [k for k, what in found.get(table, {}).items() if (what == "lost") is lost] for table in tables
    }
    return {table: sorted(some) for table, some in keys.items() if some}


def test_no_row_and_no_entry_of_a_history_is_lost_or_changed(upgraded):
    assert unsaid(differences(upgraded.before, now())) == {}


def test_what_the_upgrade_wrote_says_in_the_history_that_it_was_the_upgrade(upgraded):
    unnamed = {}
    for table in upgraded.before:
        if table.endswith("event"):
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT pgh_id FROM {table} LEFT JOIN pghistory_context AS context"
                    " ON context.id = pgh_context_id"
                    " WHERE NOT coalesce(metadata ?| ARRAY['migration', 'command'], false)"
                )
                new = {str(row[0]) for row in cursor.fetchall()} - upgraded.before[table].keys()
            if new:
                unnamed[table] = new

    assert unnamed == {}


def test_an_import_that_stands_is_still_undone_exactly(upgraded):
    facts = upgraded.facts["stored"]
    tables = {*facts["before"], *facts["created"]}
    before = now()

    undone = undo(facts["import"])

    after = now()
    assert undone.state == State.UNDONE
    assert undone.counts["undone"]["edited"] == 0
    found = differences(before, after)
    gone = {
        table: sorted(k for k, what in found.get(table, {}).items() if what == "lost") for table in tables
    }
    assert {table: keys for table, keys in gone.items() if keys} == facts["created"]
    assert unsaid(differences(facts["before"], after)) == {}
    changed = {
        table: {key for key, what in found.get(table, {}).items() if what != "lost"} for table in tables
    }
    assert {t: keys for t, keys in changed.items() if keys} == {t: set(r) for t, r in facts["before"].items()}


def test_an_import_that_was_undone_still_shows_as_undone(upgraded):
    import_ = Import.objects.get(pk=upgraded.facts["undone"]["import"])
    client = Client()
    client.force_login(import_.owner)

    assert import_.state == State.UNDONE
    assert "undone" in client.get(f"/imports/{import_.pk}/").content.decode().lower()


def test_a_record_is_still_put_back(upgraded):
    facts = upgraded.facts["put_back"]
    record = Institution.objects.get(slug=facts["slug"])
    assert str(record.founded or "") != facts["founded"]

    with because("as it was", user=user("a-publisher")):
        put_back(Institution, record.pk, datetime.fromisoformat(facts["moment"]))

    record.refresh_from_db()
    assert str(record.founded or "") == facts["founded"]
    assert sorted(record.names.values_list("text", flat=True)) == facts["names"]


def test_a_deleted_record_still_has_its_history(upgraded):
    events = Institution.pgh_event_model.objects.filter(pgh_obj_id=upgraded.facts["deleted"]["pk"])

    assert list(events.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "delete"]


def test_a_suggested_change_is_still_published_with_all_that_belongs_to_it(upgraded):
    facts = upgraded.facts["suggested"]

    publish(rows=Membership.objects.filter(pk=facts["draft"]), user=user("a-publisher"))

    revised = Membership.objects.get(pk=facts["revises"])
    assert str(revised.start) == facts["start"]
    assert revised.citations.filter(page="12").exists()
    assert StatusChange.objects.filter(membership=revised, date="1949-08-03").exists()
    assert not Membership.objects.filter(pk=facts["draft"]).exists()


def test_a_saved_mapping_still_reads_its_list(upgraded):
    facts = upgraded.facts["mapping"]
    saved = SavedMapping.objects.get(name=facts["name"])

    created = actions.create(
        owner=user("a-publisher"),
        file=ContentFile(facts["list"].encode(), name="again.csv"),
        filename="again.csv",
        mapping=saved.mapping,
        create_missing=True,
    )
    again = actions.read(created.pk)

    assert again.state == State.PREVIEWED
    assert (again.counts["rows"], again.counts["wrong"]) == (3, 0)


def test_a_second_factor_still_opens_the_desk(upgraded):
    facts = upgraded.facts["factor"]
    client = signing_in(facts)

    client.post("/accounts/2fa/authenticate/", {"code": code_of(facts["secret"])})

    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_still_opens_the_desk_once(upgraded):
    facts = upgraded.facts["factor"]
    for opens in (200, 302):
        client = signing_in(facts)
        client.post("/accounts/2fa/authenticate/", {"code": facts["code"]})
        assert client.get("/admin/").status_code == opens


def test_the_codes_of_a_factor_are_as_many_as_before(upgraded):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    facts = upgraded.facts["factor"]
    authenticator = Authenticator.objects.get(user=user(facts["user"]), type="recovery_codes")

    assert len(RecoveryCodes(authenticator).get_unused_codes()) == facts["codes"]


def signing_in(facts):
    """Return a client that has given name and password, and is asked for the second factor."""
    cache.clear()
    client = Client()
    answer = client.post("/accounts/login/", {"login": facts["user"], "password": facts["password"]})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    return client


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
