"""Backup and restore: one file that holds the database and the private files, and proves itself.

What the file is like stands in :mod:`hrnet.ops.archive`, how it is loaded in :mod:`hrnet.ops.loading`. A
restore is one transaction: it succeeds whole, or the database stays as it was.
"""

from __future__ import annotations

import datetime
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from hrnet.ops.archive import DUMP, FILES, Backup, pack, unpack
from hrnet.ops.loading import load, table_digests
from hrnet.ops.places import OpsError, make_data_dir

#: How the folders begin in which backups are put together and taken apart; see :mod:`hrnet.ops.maintenance`.
SCRATCH = "scratch-"


def backup_folder() -> Path:
    """Return the folder of the backups, closed to other users."""
    folder = make_data_dir() / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def write_backup(target: Path | None = None) -> Path:
    """Write a backup and return its path; an unfinished one is never left under the final name."""
    now = datetime.datetime.now(datetime.UTC)
    target = target or _free_name(backup_folder(), f"hrnet-{now:%Y%m%d-%H%M%S}")
    with tempfile.TemporaryDirectory(dir=make_data_dir(), prefix=SCRATCH) as folder:
        scratch = Path(folder)
        digests = _dump(scratch / DUMP)
        manifest = {"made_at": now.isoformat(timespec="seconds"), "tables": digests}
        pack(target, manifest, {DUMP: scratch / DUMP, **_private_files(scratch / FILES)})
    return target


def restore(path: Path, *, unauthenticated: bool = False) -> Backup:
    """Put a backup back, whole or not at all; :func:`hrnet.ops.archive.unpack` says what it refuses."""
    with tempfile.TemporaryDirectory(dir=make_data_dir(), prefix=SCRATCH) as folder:
        backup = unpack(path, Path(folder), unauthenticated=unauthenticated)
        with psycopg.connect(_conninfo()) as target:
            load(target, backup.dump, backup.digests)
        _put_files_back(backup.files)
    connection.close()
    return backup


def check(path: Path, *, unauthenticated: bool = False) -> Backup:
    """Restore a backup into a database of its own, compare, and drop it.

    It is loaded by a role without any right outside of that database, and nothing is committed: what an
    unauthenticated backup holds reaches neither other databases, nor files or programs of the server.
    """
    with tempfile.TemporaryDirectory(dir=make_data_dir(), prefix=SCRATCH) as folder:
        backup = unpack(path, Path(folder), unauthenticated=unauthenticated)
        with _database_of_its_own() as conninfo, psycopg.connect(conninfo) as target:
            load(target, backup.dump, backup.digests, keep=False)
    return backup


@contextmanager
def _database_of_its_own() -> Iterator[str]:
    """Yield the address of an empty database, and of a role that owns it and may do nothing else."""
    name = f"hrnet_check_{os.getpid()}_{secrets.token_hex(4)}"
    database = sql.Identifier(name)
    with psycopg.connect(_conninfo("postgres"), autocommit=True) as server:
        role = _make_role(server, name)
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(database))
            if role:
                server.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, database))
            yield psycopg.conninfo.make_conninfo(_conninfo(name), **role)
        except psycopg.errors.InsufficientPrivilege as error:
            raise OpsError(
                "The check needs a role that may create databases: ALTER ROLE … CREATEDB, then try again."
            ) from error
        finally:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))
            if role:
                server.execute(sql.SQL("DROP ROLE {}").format(database))


def _make_role(server: psycopg.Connection[Any], name: str) -> dict[str, str]:
    """Make a role that may do nothing but own the database of the check; return how to connect as it.

    Empty where our role is no superuser: then it may start no program and read no file either.
    """
    row = server.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row is None or not row[0]:
        return {}
    password = secrets.token_urlsafe(24)
    rights = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD {}")
    server.execute(
        sql.SQL("CREATE ROLE {} ").format(sql.Identifier(name)) + rights.format(sql.Literal(password))
    )
    return {"user": name, "password": password}


def _free_name(folder: Path, name: str) -> Path:
    """Return a path that is not taken: two backups of one second stand beside each other."""
    path, number = folder / f"{name}.tar", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.tar"
    return path


def _dump(target: Path) -> dict[str, str]:
    """Dump one snapshot of the database, and digest the very same one."""
    with psycopg.connect(_conninfo()) as reader, reader.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone() or ("",)
        command = [
            _program("pg_dump"), "--schema=public", "--no-owner", "--no-privileges",
            "--extension=*", f"--snapshot={snapshot}", f"--file={target}",
        ]  # fmt: skip
        _run(command)
        return table_digests(cursor)


def _private_files(scratch: Path) -> dict[str, Path]:
    """Return the private files by their name in a backup, held in ``scratch``: one may go meanwhile."""
    root = Path(settings.MEDIA_ROOT)
    found = {}
    for path in sorted(root.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        held = scratch / path.relative_to(root)
        held.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            _hold(path, held)
            found[f"{FILES}/{path.relative_to(root).as_posix()}"] = held
    return found


def _hold(path: Path, held: Path) -> None:
    try:
        os.link(path, held)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without links
        shutil.copyfile(path, held)


def _put_files_back(unpacked: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    if not unpacked.exists():
        return
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copytree(unpacked, root, dirs_exist_ok=True)


def _conninfo(database: str | None = None) -> str:
    parameters = connection.get_connection_params()
    return psycopg.conninfo.make_conninfo(
        host=parameters.get("host"),
        port=parameters.get("port"),
        user=parameters.get("user"),
        password=parameters.get("password"),
        dbname=database or parameters.get("dbname"),
    )


def _environment(database: str | None = None) -> dict[str, str]:
    parameters = connection.get_connection_params()
    names = {
        "PGHOST": "host",
        "PGPORT": "port",
        "PGUSER": "user",
        "PGPASSWORD": "password",
        "PGDATABASE": "dbname",
    }
    known = {name: str(parameters[key]) for name, key in names.items() if parameters.get(key)}
    if database:
        known["PGDATABASE"] = database
    return os.environ | known


def _program(name: str) -> str:
    """Return a program of PostgreSQL that is as new as the server: the system’s, or the embedded one’s."""
    connection.ensure_connection()
    server = connection.connection.info.server_version // 10000
    if system := shutil.which(name):
        text = subprocess.run([system, "--version"], capture_output=True, text=True, check=False).stdout
        if any(part.split(".")[0] == str(server) for part in text.split()):
            return system
    from hrnet.embedded import binaries

    return str(binaries() / "bin" / name)


def _run(command: list[str]) -> None:
    run = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if run.returncode:
        raise OpsError(f"The backup failed: {(run.stderr.strip().splitlines() or ['no reason given'])[-1]}")
