"""The second clock: every change is written down with who and why, whichever way it was made, for good."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from institutions.models import Contact, Institution, Name
from networks.models import Membership, MembershipCitation
from sources.history import because, event_model, moments
from sources.models import Source
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    NameFactory,
    PersonFactory,
    SourceFactory,
)
from tests.factories.parts import UserFactory

pytestmark = pytest.mark.django_db

DOMAIN = ("sources", "institutions", "networks", "mandates")
NAME_COLUMNS = "institution_id, text, language, folded, kind"


@pytest.fixture
def user():
    return UserFactory(username="a-curator")


@pytest.fixture
def body():
    return InstitutionFactory(slug="defender-of-rights", kind="ombuds")


def newest(model, count=1):
    """Return what the newest events of ``model`` say: what happened, who, why."""
    events = event_model(model).objects.select_related("pgh_context").order_by("-pgh_id")[:count]
    return [
        (
            event.pgh_label,
            event.pgh_context and event.pgh_context.metadata.get("user"),
            event.pgh_context and event.pgh_context.metadata.get("reason"),
        )
        for event in reversed(events)
    ]


# -- whichever way


def test_a_save_is_written_down(body, user):
    with because("GANHRI’s list of 2024", user=user):
        body.kind = "nhri"
        body.save(update_fields=["kind"])

    assert newest(Institution) == [("update", user.pk, "GANHRI’s list of 2024")]
    assert event_model(Institution).objects.latest("pgh_id").kind == "nhri"


def test_a_new_record_is_written_down(user):
    with because("from the annual report", user=user):
        Source.objects.create(slug="report", kind="report", title="Annual report")

    assert newest(Source) == [("insert", user.pk, "from the annual report")]


def test_a_bulk_creation_is_written_down_row_by_row(body, user):
    with because("names from the website", user=user):
        Name.objects.bulk_create(
            [Name(institution=body, text=text, language="fr") for text in ("Défenseur", "Médiateur")]
        )

    assert newest(Name, 2) == [("insert", user.pk, "names from the website")] * 2


def test_an_update_of_many_rows_is_written_down_row_by_row(user):
    one, two, untouched = MembershipFactory(), MembershipFactory(), MembershipFactory()

    with because("the board met", user=user):
        Membership.objects.filter(pk__in=[one.pk, two.pk]).update(status="active")

    assert newest(Membership, 2) == [("update", user.pk, "the board met")] * 2
    assert event_model(Membership).objects.filter(pgh_obj_id=untouched.pk, status="active").count() == 0


def test_a_deletion_is_written_down_with_what_it_took_along(user):
    membership = MembershipFactory(source=SourceFactory())

    with because("entered twice", user=user):
        membership.delete()

    assert newest(Membership) == newest(MembershipCitation) == [("delete", user.pk, "entered twice")]


def test_plain_sql_is_written_down(body, user):
    with because("a correction by hand", user=user), connection.cursor() as cursor:
        cursor.execute("UPDATE institutions_institution SET website = 'https://example.org' WHERE true")

    assert newest(Institution) == [("update", user.pk, "a correction by hand")]


def test_a_copy_is_written_down_with_who_and_why_as_the_first_thing_in_its_block(body, user):
    with (
        transaction.atomic(),
        because("the list of members", user=user),
        connection.cursor() as cursor,
        cursor.copy(f"COPY institutions_name ({NAME_COLUMNS}) FROM STDIN") as copy,
    ):
        copy.write_row((body.pk, "Mediator", "en", "mediator", "former"))
        copy.write_row((body.pk, "Médiateur", "fr", "mediateur", "former"))

    assert newest(Name, 2) == [("insert", user.pk, "the list of members")] * 2


def test_a_change_after_the_block_is_not_explained_by_it(body):
    with because("the first reason"):
        Institution.objects.update(kind="nhri")
    Institution.objects.update(kind="equality")

    assert newest(Institution, 2) == [("update", None, "the first reason"), ("update", None, None)]


def test_a_change_without_a_reason_is_written_down_all_the_same(body):
    Institution.objects.update(reach="national")

    assert [label for label, _who, _why in newest(Institution)] == ["update"]


def test_a_write_that_changes_nothing_is_no_event(body):
    before = event_model(Institution).objects.count()

    Institution.objects.update(slug="defender-of-rights", kind="ombuds")

    assert event_model(Institution).objects.count() == before


def test_what_the_database_derives_is_no_event(body):
    membership = MembershipFactory()
    before = event_model(Institution).objects.count(), event_model(Membership).objects.count()

    NameFactory(institution=body, text="Défenseur des droits", language="fr")
    MembershipCitation.objects.create(subject=membership, source=SourceFactory())

    assert (event_model(Institution).objects.count(), event_model(Membership).objects.count()) == before


def test_a_reason_within_a_reason_belongs_to_the_same_moment(body, user):
    with because("outer", user=user):
        body.names.update(kind="former")
        with because("inner", import_id=7):
            Institution.objects.update(kind="nhri")

    contexts = {event_model(model).objects.latest("pgh_id").pgh_context_id for model in (Name, Institution)}
    assert len(contexts) == 1
    assert newest(Institution) == [("update", user.pk, "inner")]


# -- for good


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = 'insert'", "DELETE FROM {}"])
@pytest.mark.parametrize("model", [Institution, Name, Membership, MembershipCitation])
def test_the_history_is_neither_changed_nor_deleted(model, statement):
    MembershipFactory(source=SourceFactory())
    table = event_model(model)._meta.db_table

    with (
        pytest.raises(ProgrammingError, match="Cannot update or delete rows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_every_table_of_the_domain_has_a_history_but_those_that_must_not_or_need_not():
    untracked = {
        model.__name__
        for app in DOMAIN
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "pgh_tracked_model") and not hasattr(model, "pgh_event_model")
    }

    # Addresses of persons leave no trace; the ledger of the seeding is written once; findings come and go
    # with what they are about.
    assert untracked == {"Contact", "SeedEntry", "Finding"}


def test_every_history_is_append_only_in_the_database():
    tables = {
        event_model(model)._meta.db_table
        for app in DOMAIN
        for model in apps.get_app_config(app).get_models()
        if hasattr(model, "pgh_event_model")
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname LIKE 'pgtrigger_append_only_%' AND tgenabled = 'O'"
        )
        protected = {name for (name,) in cursor.fetchall()}

    assert tables - protected == set()
    assert "networks_membershipevent" in tables


def test_an_address_leaves_no_trace():
    Contact.objects.create(person=PersonFactory(), email="somebody@example.org")

    assert not hasattr(Contact, "pgh_event_model")


# -- read by moments


def test_what_one_person_did_in_one_go_is_one_moment(body, user):
    with because("the new name", user=user):
        body.names.update(kind="former")
        NameFactory(institution=body, text="Défenseur des droits", language="fr")
        Institution.objects.update(kind="nhri")

    newest_moment, *_earlier = moments(Institution, body.pk)

    assert (newest_moment.reason, newest_moment.user_id) == ("the new name", user.pk)
    assert [(one.model_name, one.label) for one in newest_moment.changes] == [
        ("name", "update"), ("name", "insert"), ("institution", "update"),
    ]  # fmt: skip


def test_a_moment_tells_what_each_field_was_and_became(body):
    with because("a correction"):
        Institution.objects.update(kind="nhri", founded="2011")

    (change,) = moments(Institution, body.pk)[0].changes

    assert [(label, old, str(new)) for label, old, new in change.differences] == [
        ("kind", "ombuds institution", "national human rights institution"), ("founded", None, "2011"),
    ]  # fmt: skip


def test_the_moments_of_a_deleted_record_remain_with_those_of_its_parts():
    membership = MembershipFactory(source=SourceFactory())
    key = membership.pk
    with because("entered twice"):
        membership.delete()

    deletion, *earlier = moments(Membership, key)

    assert (deletion.reason, {one.label for one in deletion.changes}) == ("entered twice", {"delete"})
    assert {one.model_name for one in deletion.changes} == {"citation", "membership"}
    assert {one.label for moment in earlier for one in moment.changes} == {"insert"}


def test_the_newest_moment_comes_first(body):
    for reason, kind in (("first", "nhri"), ("second", "equality"), ("third", "ombuds")):
        with because(reason):
            Institution.objects.update(kind=kind)

    assert [moment.reason for moment in moments(Institution, body.pk)][:3] == ["third", "second", "first"]


def test_another_record_has_no_part_in_the_moments(body):
    other = InstitutionFactory()
    with because("the other one"):
        NameFactory(institution=other, text="Another")

    assert "the other one" not in [moment.reason for moment in moments(Institution, body.pk)]
