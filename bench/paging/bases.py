"""The generated bases that the pages are read from: one for each size, kept for the next run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

ROOT = Path(__file__).resolve().parents[2]
INSTITUTIONS = 50_000


class Server:
    """The PostgreSQL of the bench, in a data folder of its own."""

    def __init__(self, postgres: Any, folder: Path) -> None:
        self.folder = folder
        place = quote(str(postgres.socket_dir), safe="")
        self._address = f"postgresql://hrnet:{postgres.password}@{place}:5432/"

    def address(self, database: str) -> str:
        """Return the address of a database."""
        return self._address + database

    def environment(self, database: str) -> dict[str, str]:
        """Return the environment of a process that works on a database."""
        own = {"HRNET_DATA_DIR": str(self.folder), "DATABASE_URL": self.address(database)}
        return os.environ | own | {"PYTHONPATH": str(ROOT), "HRNET_ENV": "trial"}

    def base(self, memberships: int) -> str:
        """Return the name of the base of this size; generate it where it is not there yet."""
        name = f"bench_{memberships}"
        if not self._there(name):
            print(f"Generating the base of {memberships:,} memberships …", file=sys.stderr, flush=True)
            command = ["manage.py", "generate_demo", "--institutions", str(INSTITUTIONS)]
            command += ["--memberships", str(memberships), "--database-name", name]
            environment = self.environment("hrnet")
            subprocess.run(
                [sys.executable, *command], cwd=ROOT, env=environment, check=True, stdout=sys.stderr
            )
        subprocess.run(  # it may be of an earlier day
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT,
            env=self.environment(name), check=True,
        )  # fmt: skip
        return name

    def _there(self, name: str) -> bool:
        with psycopg.connect(self.address("postgres")) as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """Start the PostgreSQL of the bench, as safe as in production."""
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    os.environ["HRNET_DATA_DIR"] = str(folder)
    from hrnet.embedded import installation_server

    postgres = installation_server()
    postgres.acquire()
    try:
        yield Server(postgres, folder)
    finally:
        postgres.release()
