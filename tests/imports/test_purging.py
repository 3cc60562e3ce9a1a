"""What goes of an import once its time is over, and what stays."""

import datetime
import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from imports import actions, recovery
from imports.deciding import Choice, decide
from imports.models import Decision, FileName, Import, Role, Row, State, Verdict
from tests.factories import InstitutionFactory
from tests.imports.tables import as_csv, store, upload

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "someone@example.org"


def content():
    return as_csv([["institution", "network", "e-mail"], ["Unia", "EQUINET", SECRET]])


@pytest.fixture
def previewed(field, publisher):
    """A preview with a name that was decided on."""
    import_ = upload(publisher, content())
    name = import_.names.get(role=Role.PARTY)
    choice = Choice(Role.PARTY, name.key, Verdict.SAME, InstitutionFactory(slug="another").pk)
    decide(import_=import_, user=publisher, choices=[choice])
    return import_


def age(import_, days, **values):
    """Let the import be so many days old, in whatever state ``values`` say."""
    then = timezone.now() - datetime.timedelta(days=days)
    applied = {"applied_at": then} if import_.applied_at else {}
    Import.objects.filter(pk=import_.pk).update(created_at=then, **applied, **values)


def what_is_left(import_):
    """Return how many rows, names, decisions and files there are of an import."""
    import_.refresh_from_db()
    files = [path for path in import_.lines.parent.iterdir() if path.is_file() or path == import_.lines]
    return (
        Row.objects.filter(of_import=import_).count(),
        FileName.objects.filter(of_import=import_).count(),
        Decision.objects.filter(of_import=import_).count(),
        len(files),
    )


@pytest.mark.parametrize(("days", "files"), [(6, 1), (8, 0)])
def test_a_paste_that_could_not_be_read_is_kept_for_a_time(publisher, days, files):
    import_ = upload(publisher, b"<table></table>", "pasted.table")
    age(import_, days)

    call_command("purge_imports")

    assert what_is_left(import_) == (0, 0, 0, files)


def test_before_its_time_everything_stays(previewed):
    age(previewed, 6)

    assert actions.purge() == 0

    assert what_is_left(previewed) == (1, 2, 1, 2)
    assert previewed.state == State.PREVIEWED


@pytest.mark.parametrize("state", ["uploaded", "mapping", "mapped", "previewed", "failed"])
def test_what_was_not_stored_in_time_keeps_only_that_it_was_there(previewed, state):
    age(previewed, 8, state=state, problem={"code": "unexpected"})

    assert actions.purge() == 1

    assert what_is_left(previewed) == (0, 0, 0, 0)
    assert (previewed.state, previewed.file.name) == (State.DROPPED, "")
    assert (previewed.survey, previewed.mapping, previewed.found) == ({}, {}, {})
    assert len(previewed.sha256) == 64
    assert previewed.problem == {"code": "unexpected"}


@pytest.mark.parametrize("state", ["dropped", "refused"])
def test_what_ended_without_anything_stored_goes_at_once(previewed, state):
    """An older version left the file of an import whose first look was cancelled."""
    age(previewed, 0, state=state)

    assert actions.purge() == 1

    assert what_is_left(previewed) == (0, 0, 0, 0)
    assert previewed.state == state
    assert actions.purge() == 0


@pytest.mark.parametrize("state", ["confirmed", "reading", "applying"])
def test_what_is_under_way_stays_whatever_its_age(previewed, state):
    age(previewed, 400, state=state)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [recovery.LOCK, previewed.pk])
        assert actions.purge() == 0
    finally:
        other.close()

    assert what_is_left(previewed) == (1, 2, 1, 2)
    assert previewed.state == state


def test_what_was_confirmed_stays_while_no_worker_takes_it(previewed):
    age(previewed, 400, state="confirmed")

    assert actions.purge() == 0

    assert what_is_left(previewed) == (1, 2, 1, 2)


def test_a_run_that_died_is_purged_as_one_that_failed(previewed):
    age(previewed, 8, state="reading")

    assert actions.purge() == 1

    assert what_is_left(previewed) == (0, 0, 0, 0)
    assert (previewed.state, previewed.problem) == (State.DROPPED, {"code": "died_reading"})


def test_a_stored_import_keeps_hash_and_mapped_cells_and_loses_the_original(field, publisher):
    import_ = store(upload(publisher, content()))
    age(import_, 91)
    assert SECRET in str(Import.objects.get(pk=import_.pk).survey)

    assert actions.purge() == 1

    assert what_is_left(import_) == (1, 2, 0, 0)
    assert (import_.state, import_.file.name) == (State.APPLIED, "")
    assert SECRET not in str(import_.survey)
    assert [column["column"] for column in import_.survey["tables"][0]["columns"]] == [
        "institution", "network", "e-mail",
    ]  # fmt: skip
    assert actions.purge() == 0


def test_a_stored_import_without_its_original_can_still_be_undone(field, publisher):
    import_ = store(upload(publisher, content()))
    age(import_, 91)
    actions.purge()

    actions.ask_to_undo(import_id=import_.pk, user=publisher)

    assert actions.take_back(import_.pk).state == State.UNDONE


def test_what_a_crash_left_beside_the_imports_goes_after_a_day(previewed, settings):
    root = Path(settings.MEDIA_ROOT)
    (root / "scratch" / "killed").mkdir(parents=True)
    (root / "scratch" / "busy").mkdir()
    (root / "imports" / "0123456789abcdef-2020").write_text(SECRET)
    for path in (root / "scratch" / "killed", root / "imports" / "0123456789abcdef-2020"):
        os.utime(path, (time.time() - 100_000,) * 2)

    assert actions.purge() == 2

    assert sorted(path.name for path in (root / "scratch").iterdir()) == ["busy"]
    assert what_is_left(previewed) == (1, 2, 1, 2)


def test_the_command_says_how_many(previewed, capsys):
    age(previewed, 8)

    call_command("purge_imports")

    assert capsys.readouterr().out == "1 purged.\n"


def test_one_that_cannot_be_removed_does_not_keep_the_others(previewed, publisher, settings):
    second = actions.create(owner=publisher, file=ContentFile(b"a", name="b.csv"), filename="b.csv")
    for import_ in (previewed, second):
        age(import_, 8)
    path = Path(previewed.file.path)
    path.unlink()
    path.mkdir()
    (path / "in-the-way").touch()

    assert actions.purge() == 1

    second.refresh_from_db()
    previewed.refresh_from_db()
    assert (previewed.state, second.state) == (State.PREVIEWED, State.DROPPED)
