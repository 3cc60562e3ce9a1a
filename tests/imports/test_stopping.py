"""Cancelling, dying, two at once: all or nothing, never twice, never a false «done»."""

import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection, connections

from imports import actions, recovery, tasks
from imports.models import Import, Progress, State
from imports.recovery import recover
from networks.models import Membership
from tests.factories import InstitutionFactory, NetworkFactory, RoleFactory
from tests.imports.tables import as_csv, store, table, upload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def field(db):
    RoleFactory(slug="member")
    InstitutionFactory(slug="unia")
    NetworkFactory(institution=InstitutionFactory(slug="equinet-network", kind="peer_network"))


def content():
    return as_csv(table({"institution": "Unia", "network": "Equinet network"}))


def wish_to_cancel(import_):
    Progress.objects.filter(pk=import_.pk).update(cancel=True)


def test_a_wish_to_cancel_stops_the_storing_and_nothing_is_stored(field, publisher):
    import_ = upload(publisher, content())
    actions.confirm(import_id=import_.pk, user=publisher)
    wish_to_cancel(import_)

    stopped = actions.store(import_.pk)

    assert (stopped.state, stopped.problem) == (State.PREVIEWED, {"code": "cancelled"})
    assert Membership.objects.count() == 0
    assert actions.confirm(import_id=import_.pk, user=publisher).state == State.CONFIRMED
    assert actions.store(import_.pk).state == State.APPLIED


def test_what_waits_is_cancelled_at_once(field, publisher):
    import_ = upload(publisher, content())
    actions.confirm(import_id=import_.pk, user=publisher)

    actions.cancel(import_id=import_.pk, user=publisher)

    with pytest.raises(actions.NotNowError):
        actions.store(import_.pk)
    assert Membership.objects.count() == 0


def test_a_wish_to_cancel_stops_the_undoing_and_everything_stays(field, publisher):
    import_ = store(upload(publisher, content()))
    actions.ask_to_undo(import_id=import_.pk, user=publisher)
    wish_to_cancel(import_)

    stopped = actions.take_back(import_.pk)

    assert (stopped.state, Membership.objects.count()) == (State.APPLIED, 1)


def test_what_is_stored_cannot_be_cancelled(field, publisher):
    import_ = store(upload(publisher, content()))

    with pytest.raises(actions.NotNowError):
        actions.cancel(import_id=import_.pk, user=publisher)


def test_a_run_that_died_while_storing_is_told_and_can_be_confirmed_again(field, publisher):
    import_ = upload(publisher, content())
    Import.objects.filter(pk=import_.pk).update(state=State.APPLYING)
    import_.refresh_from_db()

    assert recover(import_)
    assert (import_.state, import_.problem) == (State.PREVIEWED, {"code": "died"})
    assert store(import_).state == State.APPLIED
    assert Membership.objects.count() == 1


def test_how_far_a_run_was_and_a_wish_to_cancel_it_die_with_it(field, publisher):
    import_ = upload(publisher, content())
    Import.objects.filter(pk=import_.pk).update(state=State.APPLYING)
    Progress.objects.filter(pk=import_.pk).update(step="storing", done=7, total=9, cancel=True)
    import_.refresh_from_db()

    recover(import_)

    told = Progress.objects.get(pk=import_.pk)
    assert (told.step, told.done, told.total, told.cancel) == ("", 0, None, False)


def test_a_run_that_died_while_reading_is_resumed_from_the_file(field, publisher):
    import_ = upload(publisher, content())
    Import.objects.filter(pk=import_.pk).update(state=State.READING)
    import_.refresh_from_db()
    recover(import_)
    assert (import_.state, import_.problem["code"]) == (State.FAILED, "died_reading")

    actions.resume(import_id=import_.pk, user=publisher)

    assert actions.read(import_.pk).state == State.PREVIEWED


def test_a_run_that_died_while_undoing_leaves_it_stored(field, publisher):
    import_ = store(upload(publisher, content()))
    Import.objects.filter(pk=import_.pk).update(state=State.UNDOING)
    import_.refresh_from_db()

    assert recover(import_)
    assert (import_.state, import_.problem) == (State.APPLIED, {"code": "died_undoing"})


def test_two_workers_store_once(field, publisher):
    import_ = upload(publisher, content())
    actions.confirm(import_id=import_.pk, user=publisher)
    came_out = []

    def work():
        try:
            came_out.append(actions.store(import_.pk).state)
        except actions.NotNowError:
            came_out.append("not now")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(came_out) == ["applied", "not now"]
    assert Membership.objects.count() == 1


def test_two_files_at_once_make_no_membership_twice(field, publisher):
    imports = [upload(publisher, content(), f"list {number}.csv") for number in (1, 2)]
    for import_ in imports:
        actions.confirm(import_id=import_.pk, user=publisher)

    def work(key):
        actions.store(key)
        connections.close_all()

    threads = [threading.Thread(target=work, args=(one.pk,)) for one in imports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    states = sorted(Import.objects.values_list("state", flat=True))
    assert states == ["applied", "previewed"]  # the second was found stale, and shows a new preview
    assert Membership.objects.count() == 1
    assert connection.in_atomic_block is False


def progress_of(import_):
    found = Progress.objects.get(pk=import_.pk)
    return found.step, found.done, found.total, found.cancel


@contextmanager
def another_worker_on(import_):
    """Somebody else holds the lock of the import, over a connection of their own."""
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [recovery.LOCK, import_.pk])
        yield
    finally:
        other.close()


@pytest.mark.parametrize(
    ("state", "do"),
    [
        (State.READING, actions.read),
        (State.APPLYING, actions.store),
        (State.UNDOING, actions.take_back),
    ],
)
def test_a_second_task_leaves_progress_and_wish_to_cancel_alone(field, publisher, state, do):
    import_ = upload(publisher, content())
    Import.objects.filter(pk=import_.pk).update(state=state)
    Progress.objects.filter(pk=import_.pk).update(step="storing", done=5, total=9, cancel=True)

    with pytest.raises(actions.NotNowError):
        do(import_.pk)

    assert progress_of(import_) == ("storing", 5, 9, True)


def test_a_second_task_is_no_failure(field, publisher):
    import_ = upload(publisher, content())

    tasks.store.call(import_.pk)  # nobody confirmed it

    import_.refresh_from_db()
    assert (import_.state, import_.problem) == (State.PREVIEWED, None)


def test_an_import_that_another_worker_has_is_refused_and_left_as_it_is(field, publisher, monkeypatch):
    monkeypatch.setattr(recovery, "PATIENCE", 0.0)
    import_ = upload(publisher, content())
    actions.confirm(import_id=import_.pk, user=publisher)
    Progress.objects.filter(pk=import_.pk).update(step="storing", done=5, total=9, cancel=True)

    with another_worker_on(import_), pytest.raises(actions.NotNowError):
        actions.store(import_.pk)

    import_.refresh_from_db()
    assert (import_.state, progress_of(import_)) == (State.CONFIRMED, ("storing", 5, 9, True))
    assert Membership.objects.count() == 0


def test_a_task_waits_for_a_run_that_is_done_and_about_to_let_go(field, publisher):
    import_ = upload(publisher, content())
    actions.confirm(import_id=import_.pk, user=publisher)
    came_out = []

    def work():
        came_out.append(actions.store(import_.pk).state)
        connections.close_all()

    with another_worker_on(import_):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(0.3)
        assert came_out == []
    thread.join()

    assert came_out == [State.APPLIED]


def test_a_run_that_another_has_is_not_taken_for_dead(field, publisher):
    import_ = upload(publisher, content())
    Import.objects.filter(pk=import_.pk).update(state=State.APPLYING)
    import_.refresh_from_db()
    wish_to_cancel(import_)

    with another_worker_on(import_):
        assert not recover(import_)

    assert (import_.state, progress_of(import_)[3]) == (State.APPLYING, True)


def test_a_wish_to_cancel_is_kept_where_no_progress_was_written_yet(field, publisher):
    import_ = upload(publisher, content())
    Import.objects.filter(pk=import_.pk).update(state=State.READING)
    Progress.objects.filter(pk=import_.pk).delete()

    actions.cancel(import_id=import_.pk, user=publisher)

    assert progress_of(import_) == ("", 0, None, True)


def test_an_import_that_is_being_read_is_not_dropped_under_the_worker(field, publisher):
    import_ = upload(publisher, content())
    Import.objects.filter(pk=import_.pk).update(state=State.READING)

    with pytest.raises(actions.NotNowError):
        actions.drop(import_id=import_.pk, user=publisher)

    assert Import.objects.get(pk=import_.pk).state == State.READING


def test_a_file_whose_first_look_is_cancelled_goes_with_it(field, publisher):
    import_ = actions.create(owner=publisher, file=ContentFile(content(), name="a.csv"), filename="a.csv")
    kept = Path(import_.file.path)

    cancelled = actions.cancel(import_id=import_.pk, user=publisher)

    assert (cancelled.state, cancelled.file.name, kept.exists()) == (State.DROPPED, "", False)
