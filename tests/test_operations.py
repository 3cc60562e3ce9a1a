"""Starting, stopping, recovering; backup and restore: what an operator does, on a real installation.

One installation, in a folder of its own, goes through the tests of this file in their order.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.starting import ROOT, Site, environment_of, free_port, start_site

pytestmark = pytest.mark.xdist_group("operations")


@pytest.fixture(autouse=True)
def private_files():
    """The installation has files of its own."""


@pytest.fixture(scope="module")
def folder():
    return Path(os.environ["HRNET_TEST_DATA"]) / f"operations-{os.getpid()}"


@pytest.fixture
def site(folder):
    yield from running_on(folder)


@pytest.fixture(scope="module")
def second(folder):
    """The second start, shared by the tests that leave the site as it is; a signal ends it after them."""
    yield from running_on(folder)


@pytest.fixture(scope="module")
def archive(folder):
    """A backup of the installation."""
    return Path(manage(folder, "backup").stdout.strip())


def running_on(folder: Path) -> Iterator[Site]:
    running = start_site(folder)
    yield running
    if running.process.poll() is None:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(60)


def manage(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment_of(folder, **variables),
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def serve(folder: Path, **variables: str) -> subprocess.CompletedProcess:
    """Try to start a site that cannot start."""
    return subprocess.run(
        [sys.executable, "-m", "hrnet.ops.serve"], cwd=ROOT, env=environment_of(folder, **variables),
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def processes_on(folder: Path) -> list[str]:
    """Return the processes that have to do with the installation."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                variables = (entry / "environ").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if str(folder) in command or f"HRNET_DATA_DIR={folder}\0" in variables + "\0":
                found.append(command)
    return found


def gone(folder: Path) -> bool:
    for _attempt in range(200):
        if not processes_on(folder):
            return True
        time.sleep(0.1)
    return False


def health(url: str) -> dict:
    with urllib.request.urlopen(f"{url}/health/", timeout=10) as answer:
        return json.loads(answer.read())


def test_the_first_start_makes_everything_and_shows_a_password_once(folder, site):
    said = site.output.read_text()

    assert re.search(r"sign in as  admin  with the password  [0-9a-f-]{20,}", said)
    assert re.search(r"\d+ rows inserted", said)
    assert health(site.url)["ok"] is True
    assert (folder / "private").stat().st_mode & 0o077 == 0


def test_the_second_start_does_nothing_over_again(folder, second):
    said = second.output.read_text()

    assert "password" not in said
    assert "rows inserted" not in said
    assert "migrations" not in said


def test_what_is_past_its_time_is_removed_once_the_site_is_up(folder, second):
    for _attempt in range(600):
        if "maintenance: scratch of backups" in (said := second.output.read_text()):
            break
        time.sleep(0.1)

    assert "maintenance: imports past their time: 0 removed" in said
    assert "maintenance: sessions that are over: done" in said


def test_a_second_site_on_the_same_folder_is_refused_with_what_to_do(folder, second):
    run = serve(folder, PORT=str(free_port()))

    assert run.returncode == 2
    assert "is running already" in run.stderr
    assert "HRNET_DATA_DIR" in run.stderr


def test_a_taken_port_is_told_with_what_to_do(folder, second):
    port = second.url.rsplit(":", 1)[1]
    run = serve(folder.with_name(folder.name + "-other"), PORT=port)

    assert run.returncode == 2
    assert run.stderr.strip() == (
        f"Port {port} is taken by another program: choose another, as in PORT=8123 make run."
    )


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"PORT": "http"}, "PORT is “http”: set it to a number from 1 to 65535."),
        (
            {"HRNET_ENV": "prod"},
            "HRNET_ENV is “prod”: set it to one of trial, development, test, production.",
        ),
        ({"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "The database of DATABASE_URL cannot be reached"),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(folder, variables, said):
    run = serve(folder.with_name(folder.name + "-wrong"), **({"PORT": str(free_port())} | variables))

    assert run.returncode != 0
    assert said in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(("number", "start"), [(signal.SIGINT, "second"), (signal.SIGTERM, "site")])
def test_a_signal_stops_everything_that_was_started(folder, request, number, start):
    process = request.getfixturevalue(start).process
    process.send_signal(number)

    assert process.wait(60) == 0
    assert gone(folder)


def test_after_kill_9_the_next_start_recovers_by_itself(folder):
    killed = start_site(folder)
    killed.process.kill()
    killed.process.wait()

    again = start_site(folder)

    assert health(again.url)["ok"] is True
    again.process.send_signal(signal.SIGTERM)
    again.process.wait(60)
    assert gone(folder)


def test_a_command_starts_and_stops_the_database_by_itself(folder):
    run = manage(
        folder, "shell", "-c", "from sources.models import Source; print(Source.objects.count() > 5)"
    )

    assert run.stdout.strip().endswith("True")
    assert gone(folder)


def test_a_backup_brings_everything_back(folder, archive):
    count = "from networks.models import *; print('n', Membership.objects.count())"
    before = manage(folder, "shell", "-c", count).stdout
    lose = "MembershipCitation.objects.all().delete(); Membership.objects.all().delete()"
    lost = manage(folder, "shell", "-c", f"{count}; {lose}; {count}").stdout
    assert lost == f"{before}n 0\n"

    restored = manage(folder, "restore", str(archive))

    assert "Restored" in restored.stdout, restored.stderr
    assert manage(folder, "shell", "-c", count).stdout == before


def test_a_backup_is_proved_without_touching_what_is_there(folder, archive):
    run = manage(folder, "restore", "--check", str(archive))

    assert "came back with equal digests" in run.stdout, run.stderr


def test_a_backup_is_closed_to_others_and_says_once_where_its_key_is(folder, archive):
    second = manage(folder, "backup")

    assert archive.stat().st_mode & 0o777 == 0o600
    assert archive.parent.stat().st_mode & 0o777 == 0o700
    assert (folder / "private" / "backup.key").stat().st_mode & 0o777 == 0o600
    assert "backup.key" not in second.stderr


def test_a_backup_of_another_machine_is_restored_with_the_key_of_that_machine(folder):
    key = (folder / "private" / "backup.key").read_text().strip()
    archive = manage(
        folder, "backup", HRNET_BACKUP_KEY="a key of another machine, long enough"
    ).stdout.strip()

    refused = manage(folder, "restore", "--check", archive)
    proved = manage(
        folder, "restore", "--check", archive, HRNET_BACKUP_KEY="a key of another machine, long enough"
    )

    assert key not in Path(archive).read_text(errors="replace")
    assert refused.returncode != 0
    assert "was authenticated with another key than ours" in refused.stderr
    assert "The backup is authenticated by our key." in proved.stdout, proved.stderr


def test_a_damaged_backup_restores_nothing(folder, archive, tmp_path):
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(content)

    run = manage(folder, "restore", str(damaged))

    assert run.returncode != 0
    assert "damaged" in run.stderr
