"""Who may write what: every kind of record at the desk, every role, every way. A new kind needs a row here.

Each record stands for what the public sees: it is published, or is a part of something published.
"""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from hrnet.accounts.roles import write_roles
from sources.history import aggregate
from tests.desk import form_data, kind_of, make, make_draft, model_of, values_of
from tests.sources.clocks import now

# Measured once for all tests here, and so on one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("who-writes-what")]

# A letter for each of the roles: written, written as a draft, refused (x), no such page (-).
ROLES = ("viewer", "curator", "publisher", "administrator")
PART = {
    "add": "xxww", "change": "xxww", "delete": "xxww", "put back changed": "xxww", "put back deleted": "xxww",
}  # fmt: skip
RECORD = PART | {"add": "xdww"}
PUBLIC_AT_ONCE = {**PART}
ADDED_ONLY = PART | {"add": "xwww"}
NEVER_DELETED = PART | {"delete": "xxxx"}
NO_PAST = {"put back changed": "----", "put back deleted": "----"}
PRIVATE = {"add": "xxxw", "change": "xxxw", "delete": "xxxw", **NO_PAST}
ACCOUNT = PRIVATE | {"delete": "xxxx"}
NOBODY = {"add": "xxxx", "change": "xxxx", "delete": "xxxx", **NO_PAST}

NEW_PASSWORD = {
    **dict.fromkeys(("password1", "password2"), "a-good-long-password"),
    "usable_password": "true",
}

# What each kind lets the roles do, and what a change of it sets.
KINDS = {
    "sources_source": (RECORD, {"title": "Slander"}),
    "institutions_institution": (RECORD, {"website": "https://example.org/"}),
    "institutions_relation": (RECORD, {"note_en": "Slander"}),
    "institutions_publication": (RECORD, {"title_en": "Slander"}),
    "networks_membership": (RECORD, {"note_en": "Slander"}),
    "networks_meeting": (RECORD, {"title_en": "Slander"}),
    "networks_participation": (RECORD, {"note_en": "Slander"}),
    "mandates_instrument": (RECORD, {"title_en": "Slander"}),
    "mandates_party": (RECORD, {"note_en": "Slander"}),
    "mandates_monitoring": (RECORD, {"note_en": "Slander"}),
    "mandates_mandate": (RECORD, {"title_en": "Slander"}),
    "mandates_mandateholder": (RECORD, {"note_en": "Slander"}),
    "mandates_accreditation": (RECORD, {"note_en": "Slander"}),
    "mandates_engagement": (RECORD, {"title_en": "Slander"}),
    "institutions_name": (PART, {"text": "Slander"}),
    "networks_network": (PART, {"scope_en": "Slander"}),
    "networks_aim": (PART, {"text_en": "Slander"}),
    "mandates_treatybody": (PART, {"members_count": 7}),
    "institutions_group": (ADDED_ONLY, {"label_en": "Slander"}),
    "institutions_person": (ADDED_ONLY, {"name": "Slander"}),
    "institutions_country": (PUBLIC_AT_ONCE, {"label_en": "Slander"}),
    "institutions_subdivision": (PUBLIC_AT_ONCE, {"label_en": "Slander"}),
    "institutions_theme": (PUBLIC_AT_ONCE, {"label_en": "Slander"}),
    "networks_role": (PUBLIC_AT_ONCE, {"label_en": "Slander"}),
    "networks_meetingseries": (PUBLIC_AT_ONCE, {"label_en": "Slander"}),
    "citing_retiredaddress": (PUBLIC_AT_ONCE, {"to_key": "elsewhere"}),
    "networks_ruling": (NEVER_DELETED, {"reason": "Slander"}),
    "institutions_contact": (PRIVATE, {"note": "Slander"}),
    "accounts_user": (ACCOUNT, {"email": "somebody@example.org"}),
    "sources_seedentry": (NOBODY, {"key": "slander"}),
    "sources_finding": (NOBODY, {"field": "slander"}),
    "axes_accessattempt": (NOBODY, {"username": "slander"}),
    "axes_accessfailurelog": (NOBODY, {"username": "slander"}),
}
DRAFTABLE = [kind for kind, (rule, _change) in KINDS.items() if rule is RECORD or rule is PART]


# What a curator may do to the same records while they are drafts, and to the parts of drafts.
DRAFT = {"change": "w", "delete": "x", "put back changed": "w", "put back deleted": "w"}


def clients():
    """Return a client of each role, and one of a superuser, who sees every form."""
    found = {"superuser": Client()}
    found["superuser"].force_login(get_user_model()._default_manager.create_superuser("root"))
    for role in ROLES:
        user = get_user_model()._default_manager.create_user(f"a-{role}", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        found[role] = Client()
        found[role].force_login(user)
    return found


class Attempts:
    """What a role can do to one record at the desk; each attempt is undone before the next."""

    def __init__(self, visitors, record, change):
        self.visitors, self.record, self.change = visitors, record, change
        self.model = type(record)
        self.existed = now()
        root = visitors["superuser"]
        self.to_add = form_data(root, record, "add") | (
            NEW_PASSWORD if self.model is get_user_model() else {}
        )
        self.to_change = form_data(root, record, "change", record.pk) | change

    def of(self, ways, roles):
        """Return for each way a letter for each role."""
        return {way: "".join(self.outcome(way, role) for role in roles) for way in ways}

    def outcome(self, way, role):
        """Return the letter for what comes of ``way``, tried by ``role``."""
        with transaction.atomic():
            letter = getattr(self, f"try_to_{way.replace(' ', '_')}")(self.visitors[role])
            transaction.set_rollback(True)
        return letter

    def post(self, client, page, data, *arguments):
        try:
            return client.post(reverse(f"admin:{kind_of(self.model)}_{page}", args=arguments), data)
        except NoReverseMatch:
            return None

    def letter(self, answer, written, row=None):
        if answer is None:
            return "-"
        if written and answer.status_code == 302:
            return "d" if getattr(row, "review_state", "") == "draft" else "w"
        return "x" if answer.status_code == 403 and not written else self.told(answer)

    def told(self, answer):
        """Return what a form that was not saved complains of."""
        form = answer.context and answer.context.get("adminform")
        return f"({answer.status_code}: {form.form.errors.as_text() if form else ''})"

    def stored(self):
        return self.model._base_manager.filter(pk=self.record.pk).first()

    def is_changed(self):
        row = self.stored()
        return all(getattr(row, name) == value for name, value in self.change.items())

    def try_to_add(self, client):
        self.model._base_manager.filter(pk=self.record.pk).delete()
        before = set(self.model._base_manager.values_list("pk", flat=True))
        answer = self.post(client, "add", self.to_add)
        row = self.model._base_manager.exclude(pk__in=before).first()
        return self.letter(answer, row is not None, row)

    def try_to_change(self, client):
        return self.letter(self.post(client, "change", self.to_change, self.record.pk), self.is_changed())

    def try_to_delete(self, client):
        answer = self.post(client, "delete", {"post": "yes"}, self.record.pk)
        return self.letter(answer, self.stored() is None)

    def try_to_put_back_changed(self, client):
        self.model._base_manager.filter(pk=self.record.pk).update(**self.change)
        answer = self.post(client, "put_back", {"moment": self.existed.isoformat()}, self.record.pk)
        return self.letter(answer, not self.is_changed())

    def try_to_put_back_deleted(self, client):
        self.model._base_manager.filter(pk=self.record.pk).delete()
        answer = self.post(client, "put_back", {"moment": self.existed.isoformat()}, self.record.pk)
        return self.letter(answer, self.stored() is not None)


@pytest.fixture(scope="module")
def visitors(django_db_setup, django_db_blocker):
    """The client of each role, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        write_roles()
        yield clients()
        transaction.set_rollback(True)


def put_back_by_each(visitors, record, part):
    """Return what comes of it where each role puts back a record after one of its parts was deleted."""
    row = part.model._base_manager.create(**{part.parent_field: record}, **values_of(part.model))
    existed = now()
    part.model._base_manager.filter(pk=row.pk).delete()
    return "".join(put_back_part(visitors[role], record, row, existed) for role in ROLES)


def put_back_part(client, record, row, existed):
    with transaction.atomic():
        answer = client.post(
            reverse(f"admin:{kind_of(type(record))}_put_back", args=[record.pk]),
            {"moment": existed.isoformat()},
        )
        back = type(row)._base_manager.filter(pk=row.pk).exists()
        transaction.set_rollback(True)
    return {(302, True): "w", (403, False): "x"}.get((answer.status_code, back), f"({answer.status_code})")


def test_every_kind_of_record_at_the_desk_has_a_row_here():
    assert sorted(KINDS) == sorted(kind_of(model) for model in admin.site._registry)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_public_sees_is_written_by_those_alone_who_may(visitors, kind):
    expected, change = KINDS[kind]
    attempts = Attempts(visitors, make(model_of(kind)), change)

    assert attempts.of(expected, ROLES) == expected


@pytest.mark.parametrize("kind", DRAFTABLE)
def test_a_curator_changes_and_puts_back_drafts_and_their_parts_and_deletes_none(visitors, kind):
    attempts = Attempts(visitors, make_draft(model_of(kind)), KINDS[kind][1])

    assert attempts.of(DRAFT, ["curator"]) == DRAFT


def test_a_part_of_a_public_record_comes_back_by_those_alone_who_may_publish(visitors):
    found = {
        part.model._meta.model_name: put_back_by_each(visitors, make(model), part)
        for model in admin.site._registry
        if hasattr(model, "HISTORY_CHILDREN")
        for part in aggregate(model).children
    }

    assert len(found) > 25
    assert {part: who for part, who in found.items() if who != "xxww"} == {}
