"""The PostgreSQL of the test suite: loaded by pytest before Django's settings are read.

With ``DATABASE_URL`` the suite runs on that server. Without it, an embedded one is started in a temporary
folder, without the safety of a disk that tests do not need, and removed at the end.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "100"}
_started: list[Any] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: Any, parser: Any, args: Any) -> None:
    """Start the server, unless there is one: the workers of pytest-xdist inherit the address."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in this thread
    if "HRNET_TEST_DATA" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="hrnet-tests-"))
        folder.chmod(0o711)
        os.environ["HRNET_TEST_DATA"] = str(folder)
        _started.append(folder)
    os.environ["HRNET_DATA_DIR"] = os.environ["HRNET_TEST_DATA"]
    if os.environ.get("DATABASE_URL"):
        return
    from hrnet.embedded import EmbeddedPostgres

    password = secrets.token_urlsafe(16)
    server = EmbeddedPostgres(Path(os.environ["HRNET_TEST_DATA"]) / "postgres", password, QUICK)
    server.acquire()
    _started.append(server)
    os.environ["DATABASE_URL"] = f"postgresql://hrnet:{password}@{_quoted(server.socket_dir)}:5432/hrnet"


def _quoted(folder: Path) -> str:
    from urllib.parse import quote

    return quote(str(folder), safe="")


def pytest_unconfigure(config: Any) -> None:
    """Stop what was started here; the workers started nothing."""
    while _started:
        one = _started.pop()
        if isinstance(one, Path):
            shutil.rmtree(one, ignore_errors=True)
        else:
            one.release()
