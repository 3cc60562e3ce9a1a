"""What is past its time goes: each kind for itself, by one command, at the start and once a day."""

from __future__ import annotations

import datetime
import logging
import os
import subprocess
import sys
import time

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.backends.base import UpdateError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from hrnet.ops import maintenance
from hrnet.ops.maintenance import STEPS, maintain
from hrnet.ops.schedule import Daily
from imports.models import Import
from tests.imports.tables import as_csv, table, upload


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("HRNET_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def days_ago(number):
    return timezone.now() - datetime.timedelta(days=number)


@pytest.mark.django_db
def test_a_file_that_nobody_stored_in_time_goes(publisher, data):
    import_ = upload(publisher, as_csv(table({"institution": "Unia", "network": "Equinet"})))
    Import.objects.filter(pk=import_.pk).update(created_at=days_ago(8))

    call_command("maintenance")

    import_.refresh_from_db()
    assert import_.state == "dropped"
    assert not import_.file


@pytest.mark.django_db
def test_a_session_that_is_over_goes_and_one_that_is_open_stays(client, curator, publisher, data):
    client.force_login(curator)
    other = Client()
    other.force_login(publisher)
    other.session.model._default_manager.filter(session_data=stored(other)).update(expire_date=days_ago(1))

    call_command("maintenance")

    assert client.get("/admin/").status_code == 200
    assert client.session.model._default_manager.count() == 1


def stored(client):
    """Return what is stored of the client’s session, whatever key it is stored under."""
    rows = client.session.model._default_manager.order_by("expire_date")
    return rows.last().session_data


@pytest.mark.django_db
def test_the_note_of_a_failed_sign_in_goes_and_a_new_one_stays(data):
    AccessAttempt.objects.create(username="old", failures_since_start=1)
    AccessAttempt.objects.update(attempt_time=days_ago(8))
    AccessAttempt.objects.create(username="new", failures_since_start=1)

    call_command("maintenance")

    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["new"]


@pytest.mark.django_db
def test_the_result_of_an_old_task_goes_on_whatever_queue(data):
    for queue, days in (("default", 15), ("pictures", 15), ("default", 1)):
        DBTaskResult.objects.create(
            task_path="imports.tasks.read", queue_name=queue, backend_name="default", status="SUCCESSFUL",
            finished_at=days_ago(days), args_kwargs={"args": [], "kwargs": {}},
            run_after=days_ago(days),
        )  # fmt: skip

    call_command("maintenance")

    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_what_a_killed_backup_left_goes_and_one_under_way_stays(data):
    (data / "backups").mkdir(parents=True)
    left = data / "scratch-left"
    left.mkdir()
    (left / "database.sql").write_text("a dump")
    unfinished = data / "backups" / ".unfinished-left"
    unfinished.write_text("half of an archive")
    for path in (left, unfinished):
        os.utime(path, (0, 0))
    (data / "scratch-new").mkdir()
    (data / "backups" / "hrnet-20260101-030000.tar").write_text("a backup")
    os.utime(data / "backups" / "hrnet-20260101-030000.tar", (0, 0))

    call_command("maintenance")

    assert not left.exists()
    assert not unfinished.exists()
    assert (data / "scratch-new").exists()
    assert (data / "backups" / "hrnet-20260101-030000.tar").exists()


def test_a_step_that_fails_is_named_and_the_others_are_done(caplog):
    done = []

    def fails():
        raise UpdateError("the table is gone")

    steps = {"the first": fails, "the second": lambda: done.append("second")}
    with caplog.at_level(logging.INFO, "hrnet.maintenance"):
        assert maintain(steps) == ["the first"]

    assert done == ["second"]
    assert [record.getMessage() for record in caplog.records] == [
        "maintenance: the first: failed",
        "maintenance: the second: done",
    ]


def test_the_command_ends_with_an_error_where_a_step_failed(monkeypatch):
    def fails():
        raise OSError("the disk is full")

    monkeypatch.setattr(maintenance, "STEPS", {"files": fails})

    with pytest.raises(CommandError, match="Not done: files"):
        call_command("maintenance")


@pytest.mark.django_db
def test_each_step_has_a_line_in_the_log(caplog, data):
    with caplog.at_level(logging.INFO, "hrnet.maintenance"):
        call_command("maintenance")

    said = [record.getMessage().split(": ")[1] for record in caplog.records]
    assert said == list(STEPS)


# -- once a day


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def started():
    processes = []
    yield processes
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait()


def daily(started, clock, code, said):
    def start():
        started.append(subprocess.Popen([sys.executable, "-c", code]))
        return started[-1]

    def end(process):
        process.kill()
        process.wait()

    return Daily(start, end, said.append, every=100, at_most=10, clock=clock)


def test_it_runs_at_the_start_and_again_when_a_day_has_passed(started):
    clock, said = Clock(), []
    schedule = daily(started, clock, "pass", said)

    for moment, expected in ((0, 1), (50, 1), (99, 1), (100, 2), (101, 2), (250, 3)):
        clock.now = 1_000_000.0 + moment
        schedule.tick()
        assert len(started) == expected
        started[-1].wait()
        schedule.tick()

    assert said == []


def test_one_that_fails_is_said(started):
    clock, said = Clock(), []
    schedule = daily(started, clock, "raise SystemExit(1)", said)
    schedule.tick()
    started[0].wait()

    schedule.tick()

    assert said == ["The daily maintenance failed in part: see the lines above."]


def test_one_that_takes_too_long_is_ended(started):
    clock, said = Clock(), []
    schedule = daily(started, clock, "import time; time.sleep(600)", said)
    schedule.tick()
    clock.now += 5
    schedule.tick()
    assert started[0].poll() is None

    clock.now += 6
    schedule.tick()

    assert started[0].returncode is not None
    assert said == ["The daily maintenance took too long and was ended; it goes on tomorrow."]


def test_a_clock_that_is_set_back_does_not_stop_it(started):
    clock, said = Clock(), []
    schedule = daily(started, clock, "pass", said)
    schedule.tick()
    started[0].wait()
    schedule.tick()

    clock.now -= 500
    schedule.tick()

    assert len(started) == 2


def test_stopping_the_site_ends_it(started):
    schedule = daily(started, time.time, "import time; time.sleep(600)", [])
    schedule.tick()

    schedule.stop()

    assert started[0].returncode is not None
