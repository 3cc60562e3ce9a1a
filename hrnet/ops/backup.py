"""Backup and restore: one file that holds the database and the private files, and proves itself whole.

The archive is a ``tar`` of ``database.sql`` (a logical dump, which a server of another version reads too),
the private files, and ``manifest.json`` with a checksum of each and a digest of every table. A restore is
one transaction: it succeeds whole, or the database stays as it was.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from hrnet.ops.places import OpsError, make_data_dir

DUMP = "database.sql"
MANIFEST = "manifest.json"
# A newer pg_dump writes settings that an older server does not know; none of them matters to us.
UNKNOWN_TO_OLDER = ("SET transaction_timeout",)
META_COMMANDS = ("\\restrict", "\\unrestrict")


def backup_folder() -> Path:
    """Return the folder of the backups, closed to other users."""
    folder = make_data_dir() / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def write_backup(target: Path | None = None) -> Path:
    """Write a backup and return its path; an unfinished one is never left under the final name."""
    now = datetime.datetime.now(datetime.UTC)
    target = target or backup_folder() / f"hrnet-{now:%Y%m%d-%H%M%S}.tar"
    unfinished = target.with_suffix(".unfinished")
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        dump = Path(scratch) / DUMP
        digests = _dump(dump)
        files = {DUMP: dump} | {f"files/{name}": path for name, path in _private_files()}
        manifest = {
            "made_at": now.isoformat(timespec="seconds"),
            "tables": digests,
            "files": {name: _checksum(path) for name, path in files.items()},
        }
        with tarfile.open(unfinished, "w") as archive:
            text = json.dumps(manifest, indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
            for name, path in files.items():
                archive.add(path, name, recursive=False)
    unfinished.chmod(0o600)
    unfinished.replace(target)
    return target


def read_backup(archive_path: Path, scratch: Path) -> dict[str, Any]:
    """Unpack a backup into ``scratch``, check every file against the manifest, and return the manifest."""
    try:
        with tarfile.open(archive_path) as archive:
            archive.extractall(scratch, filter="data")
        manifest: dict[str, Any] = json.loads((scratch / MANIFEST).read_text())
    except FileNotFoundError as error:
        raise OpsError(f"There is no backup at {archive_path}: check the path.") from error
    except (tarfile.TarError, OSError, ValueError) as error:
        raise OpsError(f"{archive_path} is not a backup of hrnet, or is damaged ({error}).") from error
    for name, checksum in manifest["files"].items():
        path = scratch / name
        if not path.is_file() or _checksum(path) != checksum:
            raise OpsError(f"{archive_path} is damaged: “{name}” is not what was backed up.")
    return manifest


def restore(archive_path: Path) -> int:
    """Put a backup back, whole or not at all; return the number of tables whose digests were compared."""
    with tempfile.TemporaryDirectory(dir=make_data_dir()) as folder:
        scratch = Path(folder)
        manifest = read_backup(archive_path, scratch)
        _load(scratch / DUMP, manifest["tables"])
        _put_files_back(scratch / "files")
    connection.close()
    return len(manifest["tables"])


def check(archive_path: Path) -> int:
    """Restore a backup into a database of its own, compare, and drop it; return the number of tables."""
    name = f"hrnet_check_{os.getpid()}"
    with tempfile.TemporaryDirectory(dir=make_data_dir()) as folder:
        manifest = read_backup(archive_path, Path(folder))
        with psycopg.connect(_conninfo("postgres"), autocommit=True) as server:
            try:
                server.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'".encode())
            except psycopg.errors.InsufficientPrivilege as error:
                raise OpsError(
                    "The check needs a role that may create databases: ALTER ROLE … CREATEDB, then try again."
                ) from error
            try:
                _load(Path(folder) / DUMP, manifest["tables"], database=name)
            finally:
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
    return len(manifest["tables"])


def table_digests(cursor: psycopg.Cursor[Any]) -> dict[str, str]:
    """Return a digest of each table’s rows, whatever their order on disk."""
    cursor.execute(
        "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    )
    digests = {}
    for (table,) in cursor.fetchall():
        # The sum of a 64-bit hash of each row: no sort, and no row can hide behind another.
        query = f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM public.{table} AS t"
        cursor.execute(query.encode())
        rows = cursor.fetchone() or (0, 0)
        digests[table] = f"{rows[0]}:{rows[1]}"
    return digests


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


def _load(dump: Path, digests: dict[str, str], database: str | None = None) -> None:
    """Load a dump in place of what is there, in one transaction that ends only if the digests agree."""
    load = dump.with_suffix(".load.sql")
    with dump.open() as source, load.open("w") as script:
        script.write("DROP SCHEMA public CASCADE;\n")
        script.writelines(_for_this_server(source))
    expected = json.dumps(digests).replace("'", "''")
    with load.open("a") as script:
        script.write(CHECK_DIGESTS.replace("__EXPECTED__", expected))
    run = subprocess.run(
        [_program("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
         "--output=/dev/null", f"--file={load}"],
        env=_environment(database), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if run.returncode:
        last = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise OpsError(f"Nothing was restored: the database refused the backup ({last}).")


CHECK_DIGESTS = """
SET search_path = public;
DO $$
DECLARE
    expected jsonb := '__EXPECTED__';
    one record;
    found text;
BEGIN
    FOR one IN SELECT * FROM jsonb_each_text(expected) LOOP
        EXECUTE format(
            'SELECT count(*) || '':'' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM public.%s AS t',
            one.key) INTO found;
        IF found <> one.value THEN
            RAISE EXCEPTION 'table % came back different', one.key;
        END IF;
    END LOOP;
END $$;
"""


def _for_this_server(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith((*UNKNOWN_TO_OLDER, *META_COMMANDS)):
            yield line


def _private_files() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(root)), path


def _put_files_back(unpacked: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    if not unpacked.exists():
        return
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copytree(unpacked, root, dirs_exist_ok=True)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
