"""The databases of the test suite: each is a copy of a migrated one, which is kept between runs.

Migrating an empty database takes half a minute. It is done once for each state of the migrations, into a
database whose name is their digest; every worker of every run copies it in a moment.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from modulefinder import ModuleFinder
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction
from psycopg import sql

from hrnet.ops.prepare import fewer_collections

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("hrnet", "sources", "institutions", "networks", "mandates", "imports")
LOCK = ROOT / "requirements.txt"
#: How many older migrated databases stay: those of the branches that somebody works on.
KEPT = 3


def use(name: str) -> None:
    """Let Django work in the database ``name`` from here on."""
    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def own_database(worker: str) -> Iterator[str]:
    """Make a database for ``worker``, let Django work in it, and drop it at the end; yields its name.

    The name holds the process that began the run, so that two runs share a server, and what a run that was
    killed has left is found.
    """
    usual = connection.settings_dict["NAME"]
    name = f"test_hrnet_{os.environ.get('HRNET_TEST_RUN', os.getpid())}_{worker}"
    with _server() as server:
        _drop_left_behind(server)
        _drop(server, name)
        template = _template(server)
        _create(server, name, template)
    use(name)
    try:
        yield name
    finally:
        use(usual)
        with _server() as server:
            _drop(server, name)


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    """Connect to the server itself; one process at a time makes and drops databases."""
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    known = {
        key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if key in parameters
    }
    with psycopg.connect(**known, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext('the databases of the tests'))")
        yield server


def _template(server: psycopg.Connection) -> str:
    """Return the name of the migrated database, which is made or brought up to date first where needed."""
    code = _digest((*_modules(), LOCK))
    for name, about in _templates(server).items():
        if about == code:
            return name
    name = f"hrnet_template_{_digest(_behind_migrations())}"
    if name in _templates(server):
        # What the apps write after each migration, from their models: roles, rules.
        _in(name, emit_post_migrate_signal, verbosity=0, interactive=False, db="default")
    else:
        _migrate(server, name)
    server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(code)))
    for older in [one for one in _templates(server) if one != name][KEPT:]:
        _drop(server, older)
    return name


def _templates(server: psycopg.Connection) -> dict[str, str]:
    """Return the migrated databases, the newest first, each with the digest of the code that it is up to."""
    rows = server.execute(
        """
        SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database
        WHERE starts_with(datname, 'hrnet_template_') ORDER BY oid DESC
        """
    )
    return dict(rows)


def _migrate(server: psycopg.Connection, name: str) -> None:
    print("\nThe database of the tests: applying the migrations (once, half a minute) …", flush=True)
    unfinished = "hrnet_unfinished"
    _drop(server, unfinished)
    server.execute(f"CREATE DATABASE {unfinished} TEMPLATE template0 ENCODING 'UTF8'")
    with fewer_collections():
        _in(unfinished, call_command, "migrate", interactive=False, verbosity=0)
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (unfinished, name))))


def _in(name: str, function, *arguments, **options) -> None:
    usual = connection.settings_dict["NAME"]
    use(name)
    try:
        function(*arguments, **options)
    finally:
        use(usual)


def _create(server: psycopg.Connection, name: str, template: str) -> None:
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _drop_left_behind(server: psycopg.Connection) -> None:
    """Drop the databases of runs whose process is gone."""
    names = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, 'test_hrnet_')")
    for (name,) in names.fetchall():
        process = name.split("_")[2]
        if process.isdecimal() and not _lives(int(process)):
            _drop(server, name)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _modules() -> Iterator[Path]:
    for package in PACKAGES:
        for suffix in ("py", "sql"):
            yield from (ROOT / package).rglob(f"*.{suffix}")


def _behind_migrations() -> Iterator[Path]:
    """Yield what the migrated database is made from: the migrations, what they import, the packages."""
    finder = ModuleFinder(path=[str(ROOT)])
    for path in _modules():
        if path.parent.name == "migrations" and path.suffix == ".py":
            name = path.relative_to(ROOT).with_suffix("").parts
            finder.import_hook(".".join(name).removesuffix(".__init__"))
    yield from (Path(module.__file__) for module in finder.modules.values() if module.__file__)
    yield from (path for path in _modules() if path.suffix == ".sql")
    yield LOCK


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(set(paths)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


#: What the apps write after each migration: as long as no test changes it, it need not be written anew.
AFTER_MIGRATING = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")


def written_after_migrating() -> str:
    """Return a digest of the rows that the apps write after each migration."""
    rows = " UNION ALL ".join(
        f"SELECT '{table}' || one::text AS line FROM {table} AS one" for table in AFTER_MIGRATING
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(string_agg(line, ',' ORDER BY line)) FROM ({rows}) AS lines")
        return cursor.fetchone()[0]


def empty(expected: str) -> str:
    """Take all rows out that tests have stored; return the digest of what is there after each migration.

    That stays where its digest is ``expected``. To truncate 140 tables and to write it anew, as Django does,
    takes a second or two. To delete some rows, without the triggers that would record it, takes a moment.
    """
    if written_after_migrating() != expected:
        call_command("flush", verbosity=0, interactive=False)
        return written_after_migrating()
    stay = {*AFTER_MIGRATING, "django_migrations"}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [name for (name,) in cursor.fetchall() if name not in stay]
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT FROM {one})" for one in tables)
        )
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")
    return expected
