"""An installation as its first start leaves it, kept between runs: a test that needs a site copies it.

The first start of an empty folder takes a minute of one core: a database is made, migrated and filled with
what ships. Only the test of the first start needs to see that. All others start on a copy of one whose
migrated database is restored from a backup of that of the other tests, and that was then started once.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import make_conninfo

from tests.browser.starting import ROOT, Site, environment_of, start_site
from tests.database import LOCK, _digest, _modules, _server, _template
from tests.server import _kept_folder

#: How many older ones stay: those of the branches that somebody works on.
KEPT = 2


def start_copy(folder: Path) -> Site:
    """Start a site on ``folder``, which becomes a copy of the prepared installation.

    The fixture ``django_db_setup`` comes first: it makes the migrated database.
    """
    with _alone():
        prepared = _prepared()
        # As root, some of it belongs to the account of the database server, and has to in the copy.
        subprocess.run(["cp", "-a", prepared, folder], check=True)
    site = start_site(folder)
    # A new one is shown where the copy is without its database: where the server’s account cannot enter the
    # folder, hrnet keeps the database elsewhere, and this is a first start.
    site.password = site.password or (folder / "password").read_text()
    return site


@contextmanager
def _alone():
    """One process at a time prepares, copies and removes."""
    with (_kept_folder() / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepared() -> Path:
    """Return the prepared installation of this code, which is made where it is missing."""
    fixtures = (ROOT / "fixtures").rglob("*.json")
    folder = _kept_folder() / f"prepared-{_digest((*_modules(), *fixtures, LOCK))}"
    if not folder.exists():
        _make(folder)
    os.utime(folder)
    newest_first = sorted(folder.parent.glob("prepared-*/"), key=lambda one: -one.stat().st_mtime)
    for older in newest_first[1 + KEPT :]:
        shutil.rmtree(older)
    return folder


def _make(folder: Path) -> None:
    print("\nThe site of the tests: its first start (once, half a minute) …", file=sys.stderr, flush=True)
    unfinished = folder.with_name("unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    with _server() as server:
        migrated = make_conninfo(os.environ["DATABASE_URL"], dbname=_template(server))
        backup = _manage(unfinished, "backup", DATABASE_URL=migrated).strip()
    _manage(unfinished, "restore", backup)
    shutil.rmtree(unfinished / "backups")
    site = start_site(unfinished)
    site.process.send_signal(signal.SIGTERM)
    site.process.wait(60)
    password = unfinished / "password"
    password.touch(mode=0o600)
    password.write_text(site.password)
    unfinished.rename(folder)


def _manage(folder: Path, *arguments: str, **variables: str) -> str:
    """Run a command of the installation; return what it says."""
    command = [sys.executable, "manage.py", *arguments]
    environment = environment_of(folder, **variables)
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
