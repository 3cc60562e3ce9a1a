"""A PostgreSQL of the bench’s own, as safe as in production, with Django set up on it."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from hrnet.embedded import EmbeddedPostgres


@contextmanager
def server() -> Iterator[Path]:
    """Start the server in a new folder, point Django at it, migrate; yield the folder, and remove it."""
    folder = Path(tempfile.mkdtemp(prefix="hrnet-bench-"))
    folder.chmod(0o711)  # the server may run as another account, and has to pass through
    password = secrets.token_urlsafe(16)
    postgres = EmbeddedPostgres(folder / "postgres", password)
    try:
        postgres.acquire()
        address = quote(str(postgres.socket_dir), safe="")
        os.environ["DATABASE_URL"] = f"postgresql://hrnet:{password}@{address}:5432/hrnet"
        os.environ["HRNET_DATA_DIR"] = str(folder)
        set_up()
        _migrate()
        yield folder
    finally:
        postgres.release()
        shutil.rmtree(folder, ignore_errors=True)


def set_up() -> None:
    """Set Django up on the database of the environment."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hrnet.settings.trial")
    django.setup()


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
