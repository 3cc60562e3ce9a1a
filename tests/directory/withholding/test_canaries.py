"""A withheld name in every public text, and canaries in every private one, are looked for everywhere.

The columns come from the models: one that is added later is tried here without a change.
"""

import datetime
import logging
from pathlib import Path

import pgtrigger
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import connection, models
from django.test import Client

from hrnet.directory.citing.models import RetiredAddress
from hrnet.directory.pictures.models import Kept
from hrnet.directory.search.models import SearchEntry
from hrnet.directory.withholding.actions import PERMANENT
from hrnet.directory.withholding.columns import kind_of, models_with_texts, text_fields
from hrnet.directory.withholding.models import Closing, HiddenText
from imports.models import Decision, FileName, Import, Progress, Row, SavedMapping
from imports.models.rows import Role
from institutions.models import Contact, Person
from sources.models import Finding, SeedEntry
from sources.statements import Reviewed
from tests import factories as make
from tests.directory.withholding.crawling import everything, naming
from tests.directory.world import World
from tests.factories import parts

pytestmark = pytest.mark.django_db

NAME = "Zorblax Quimbly"
CANARY = "xkanaryx"
VALUES = {
    "text": "'Zorblax Quimbly ' || {key}",
    "slug": "'zorblax-quimbly-' || {key} || '{initial}'",
    "url": "'https://example.org/zorblax-quimbly/' || {key}",
    "json": """'{{"institution": "Zorblax Quimbly"}}'::jsonb""",
}


@pytest.fixture
def world():
    world = World()
    world.grow(1)
    RetiredAddress.objects.create(kind="institutions", key="gone", to_kind="institutions", to_key="the-body")
    return world


def world_pages(world):
    """Return the addresses of the records that every kind of statement is about."""
    world.forget()
    return [*world.pages().values(), *world.lists().values()]


def write_everywhere(value_of, tables):
    """Write a text into every text column of the rows of ``tables`` (model: condition)."""
    with pgtrigger.ignore(PERMANENT), connection.cursor() as cursor:
        for model, where in tables.items():
            key = model._meta.pk.column
            for field in text_fields(model):
                value = value_of(field).format(key=key, initial=field.column[0])
                if field.max_length:
                    value = f"left({value}, {field.max_length})"
                also = (
                    ", folded = 'a name ' || id" if field.name == "text" and hasattr(model, "folded") else ""
                )
                cursor.execute(
                    f'UPDATE "{model._meta.db_table}" SET "{field.column}" = {value}{also} WHERE {where}'
                )


def withheld_person(world):
    person = make.PersonFactory(name=NAME)
    make.MandateHolderFactory(institution=world.body, person=person).citations.create(source=world.source)
    make.ParticipationFactory(institution=world.body, meeting=world.meeting, person=person)
    return person


# -- a withheld name in every text of every record


def test_a_name_that_stands_in_every_text_is_public_nowhere_once_it_is_withheld(client, world, caplog):
    person = withheld_person(world)
    write_everywhere(lambda field: VALUES[kind_of(field)], dict.fromkeys(models_with_texts(), "true"))
    pages = world_pages(world)
    pages += [
        f"{record.get_absolute_url()}picture.svg" for record in (world.body, world.network, world.theme)
    ]
    assert naming({page: client.get(page).content.decode() for page in pages}, "zorblax", "quimbly")

    with caplog.at_level(logging.DEBUG):
        Person.objects.filter(pk=person.pk).update(withheld=True)
        after = everything(Client(), *world_pages(world))

    answers = {address: text for address, text in after.items() if "quimb" not in address.lower()}
    assert naming(answers, "zorblax", "quimbly") == {}
    assert "zorblax" not in caplog.text.lower()
    assert public_rows_with("zorblax") == []


def public_rows_with(word):
    """Return the columns of tables from which public pages are made that hold ``word``."""
    kept = (SearchEntry, Kept)
    found = []
    for model in (*models_with_texts(), *kept):
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT count(*) FROM "{model._meta.db_table}" AS row WHERE row::text ILIKE %s',
                [f"%{word}%"],
            )
            if cursor.fetchone()[0]:
                found.append(model._meta.label)
    return found


def test_every_text_column_has_its_trigger():
    watched = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'zz_hrnet_withhold%'"
        )
        for table, name in cursor.fetchall():
            watched.add((table, name.rpartition("_")[2]))
    expected = {
        (model._meta.db_table, event)
        for model in models_with_texts()
        if list(text_fields(model))
        for event in ("insert", "update", "delete")
    }

    assert expected <= watched


# -- canaries in what is private


#: A row of each model that no visitor sees; others have one from the world, or are filled by what runs.
def private_rows(world):
    user = parts.UserFactory(is_staff=True, is_superuser=True)
    Contact.objects.create(institution=world.body, email="a@example.org")
    import_ = Import.objects.create(owner=user, filename="a.csv", size=1, sha256="0", state="previewed")
    Row.objects.create(of_import=import_, number=1, row=1, cells=[], outcome="new")
    FileName.objects.create(of_import=import_, role=Role.values[0], key=1, name="a", how="name")
    SeedEntry.objects.create(model="sources.source", key="a-source")
    Progress.objects.create(of_import=import_)
    Decision.objects.create(
        kind="institution",
        name="A body",
        folded="a body",
        verdict="leave_out",
        made_by=user,
        of_import=import_,
    )
    SavedMapping.objects.create(owner=user, name="a mapping", target="memberships", signature="a", mapping={})
    EmailAddress.objects.create(user=user, email="b@example.org")
    Authenticator.objects.create(user=user, type="totp", data={})
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        extra = {"failures_since_start": 1} if model is AccessAttempt else {}
        model.objects.create(username="somebody", ip_address="127.0.0.1", **extra)
    Finding.objects.create(model="sources.source", record="1", field="title", rule="a rule")
    LogEntry.objects.create(user=user, object_repr="a", action_flag=1)
    person = make.PersonFactory(name="Somebody Else", withheld=True)
    HiddenText.objects.create(person=person, table="a", column="b", record_id=1, original="c")
    Closing.objects.create(person=person, by=user)
    client = Client()
    client.force_login(user)
    client.get("/admin/")


#: Models whose texts are no secrets of anybody's, and with which the site itself works.
WORKINGS = {"contenttypes", "auth", "migrations", "sites", "directory", "pictures", "pghistory"}


def private_models():
    public = set(models_with_texts())
    return [
        model
        for model in apps.get_models()
        if model not in public
        and model._meta.app_label not in WORKINGS
        and not model.__name__.endswith("Event")
        and model._meta.managed
        and not model._meta.proxy
    ]


def private_columns(model):
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
        room = (field.max_length or 99) >= 30
        if is_text and room and not field.choices and not field.primary_key and not field.is_relation:
            yield field


def fill_private():
    filled = set()
    with connection.cursor() as cursor:
        for model in private_models():
            for field in private_columns(model):
                value = f"'{CANARY}' || translate(ctid::text, '(),', '---')"  # another one in each row
                if field.max_length:
                    value = f"left({value}, {field.max_length})"
                if isinstance(field, models.JSONField):
                    value = f"to_jsonb({value})"
                where = "withheld" if model is Person else "true"
                cursor.execute(
                    f'UPDATE "{model._meta.db_table}" SET "{field.column}" = {value} WHERE {where}'
                )
                if cursor.rowcount:
                    filled.add(model._meta.label)
    return filled


def make_drafts(world):
    """Add statements and records of each kind to ``world`` that are drafts, with a canary in every text."""
    reviewed = [model for model in models_with_texts() if issubclass(model, Reviewed)]
    last = {model: model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0 for model in reviewed}
    world.grow(1)
    drafts = {model: f"id > {key}" for model, key in last.items()}
    texts = {
        "text": f"'{CANARY} ' || {{key}}",
        "slug": f"'{CANARY}-' || {{key}} || '{{initial}}'",
        "url": f"'https://example.org/{CANARY}/' || {{key}}",
        "json": f"""'{{{{"institution": "{CANARY}"}}}}'::jsonb""",
    }
    write_everywhere(lambda field: texts[kind_of(field)], drafts)
    with connection.cursor() as cursor:
        for model, where in drafts.items():
            cursor.execute(f"UPDATE {model._meta.db_table} SET review_state = 'draft' WHERE {where}")


def test_nothing_private_and_no_draft_is_public(client, world, caplog):
    addresses = world_pages(world)
    private_rows(world)
    make_drafts(world)
    with caplog.at_level(logging.DEBUG):
        filled = fill_private()
        found = everything(client, *addresses)

    tried = {model._meta.label for model in private_models() if list(private_columns(model))}
    unused = {"account.EmailConfirmation", "django_tasks_database.DBTaskResult", "sessions.Session"}
    assert tried - filled <= unused
    assert naming(found, CANARY) == {}
    assert CANARY not in caplog.text


def test_no_file_that_is_served_holds_a_canary_or_a_name():
    folders = [Path(settings.STATIC_ROOT), *(Path(folder) for folder in settings.STATICFILES_DIRS)]
    files = [path for folder in folders if folder.is_dir() for path in folder.rglob("*") if path.is_file()]
    assert files
    private = Path(settings.MEDIA_ROOT)

    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []
    assert not any(folder == private or private.is_relative_to(folder) for folder in folders)


def test_a_name_that_is_withheld_until_a_day_is_shown_after_it(client, world):
    person = make.PersonFactory(name=NAME, withheld=True, withheld_until=datetime.date(2020, 1, 1))
    make.MandateHolderFactory(institution=world.body, person=person)

    assert NAME in client.get("/institutions/the-body/").content.decode()
