"""Backup and restore on a server: what somebody wrote into an archive is not carried out."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg import sql

from hrnet.ops import backup
from hrnet.ops.archive import pack
from hrnet.ops.loading import load, table_digests
from hrnet.ops.places import OpsError
from tests.ops.archives import members_of, of_an_earlier_release, write

pytestmark = pytest.mark.xdist_group("backup")

HONEST = b"""
CREATE SCHEMA public;
SET transaction_timeout = 0;
\\restrict aKeyOfPgDump
CREATE TABLE public.person (name text);
COPY public.person (name) FROM stdin;
Ada
\\\\restrict is also a name
\\.


CREATE INDEX ON public.person (name);
\\unrestrict aKeyOfPgDump
"""
START = b"CREATE SCHEMA public;\n"


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("HRNET_BACKUP_KEY", "a key of the tests that is long enough to be one")


@pytest.fixture
def outside():
    """A folder in which the server could write, if it were told to."""
    folder = Path(os.environ["HRNET_TEST_DATA"]) / f"outside-{os.getpid()}"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o777)
    return folder / "a-file"


def archive_of(path, dump):
    return of_an_earlier_release(path, {"database.sql": dump})


ATTACKS = {
    "a program of psql": "\\! touch {file}",
    "a program behind a line": "SELECT 1; \\! touch {file}",
    "a file of psql": "\\o {file}\nSELECT 1;",
    "a variable of psql": "\\set x `touch {file}`",
    "a copy of psql": "\\copy (SELECT 1) TO PROGRAM 'touch {file}'",
    "another database of psql": "\\connect postgres\nCREATE TABLE hrnet_was_here ();",
    "a query whose answer is carried out": "SELECT $$COPY (SELECT 1) TO PROGRAM 'touch {file}'$$ \\gexec",
    "a program of the server": "COPY (SELECT 1) TO PROGRAM 'touch {file}';",
    "a program that is read": "CREATE TABLE public.a (b text);\nCOPY public.a FROM PROGRAM 'touch {file}';",
    "a file of the server": "COPY (SELECT 1) TO '{file}';",
    "a large object": "SELECT lo_export(lo_from_bytea(0, 'x'), '{file}');",
    "a setting of the server": "ALTER SYSTEM SET archive_command = 'touch {file}';",
    "a language that is not trusted": "CREATE EXTENSION plpython3u;",
    "a library": "LOAD '$libdir/../../outside';",
    "a function in C": "CREATE FUNCTION public.f() RETURNS int LANGUAGE c AS 'libc.so.6', 'system';",
    "another role": "CREATE ROLE hrnet_was_here SUPERUSER LOGIN;",
    "the role that checks": "RESET SESSION AUTHORIZATION;\nRESET ROLE;\nCOPY (SELECT 1) TO '{file}';",
    "the role of the server": "SET SESSION AUTHORIZATION hrnet;\nCOPY (SELECT 1) TO '{file}';",
    "the end of the transaction": "COMMIT;\nCREATE ROLE hrnet_was_here;",
    "a block": "DO $$ BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''touch {file}'''; END $$;",
    "a trigger": (
        "CREATE TABLE public.a (b text);\n"
        "CREATE FUNCTION public.t() RETURNS trigger LANGUAGE plpgsql AS\n"
        "$$ BEGIN COPY (SELECT 1) TO PROGRAM 'touch {file}'; RETURN NEW; END $$;\n"
        "CREATE TRIGGER t BEFORE INSERT ON public.a FOR EACH ROW EXECUTE FUNCTION public.t();\n"
        "COPY public.a (b) FROM stdin;\nx\n\\.\n"
    ),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_what_somebody_wrote_into_an_archive_is_not_carried_out_by_a_check(attack, tmp_path, outside):
    path = archive_of(tmp_path / "backup.tar", START + attack.format(file=outside).encode())

    with pytest.raises(CommandError, match="--unauthenticated"):
        call_command("restore", str(path), "--check")
    with pytest.raises(CommandError, match="Nothing was restored"):
        call_command("restore", str(path), "--check", "--unauthenticated")

    assert not outside.exists()
    assert nothing_is_left()


def nothing_is_left():
    """Tell whether neither a database nor a role of a check is there, nor what the attacks would make."""
    with psycopg.connect(backup._conninfo("postgres")) as server:
        left = server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'hrnet_check_%'"
            " UNION ALL SELECT rolname FROM pg_roles WHERE rolname ~ '^hrnet_(check|was_here)'"
            " UNION ALL SELECT relname FROM pg_class WHERE relname = 'hrnet_was_here'"
        ).fetchall()
    return left == []


def test_a_change_by_somebody_without_the_key_is_refused_before_anything_is_loaded(tmp_path, outside):
    dump = tmp_path / "dump"
    dump.write_bytes(HONEST)
    archive = tmp_path / "backup.tar"
    pack(archive, {"tables": {}}, {"database.sql": dump})
    members = members_of(archive)
    members["database.sql"] = START + f"\\! touch {outside}".encode()

    with pytest.raises(CommandError, match="is not what was backed up"):
        call_command("restore", str(write(tmp_path / "changed.tar", members)), "--check")

    assert not outside.exists()


# -- loading


@pytest.fixture
def empty():
    """An empty database of its own."""
    with backup._database_of_its_own() as conninfo, psycopg.connect(conninfo) as connection:
        yield connection


def digests_of(connection):
    with connection.cursor() as cursor:
        return table_digests(cursor)


def test_a_dump_is_loaded_as_pg_dump_wrote_it(tmp_path, empty):
    dump = tmp_path / "dump"
    dump.write_bytes(HONEST)
    with pytest.raises(OpsError, match="the table person came back different"):
        load(empty, dump, {"person": "0:0"})
    assert digests_of(empty) == {}
    empty.rollback()

    load(empty, dump, {"person": "2:" + digest_of_rows(empty, "Ada", "\\restrict is also a name")})

    names = {name for (name,) in empty.execute("SELECT name FROM public.person").fetchall()}
    assert names == {"Ada", "\\restrict is also a name"}


def digest_of_rows(connection, *names):
    values = sql.SQL(", ").join(sql.SQL("({}::text)").format(sql.Literal(name)) for name in names)
    row = connection.execute(
        sql.SQL("SELECT sum(hashtextextended(t::text, 0))::text FROM (VALUES {}) AS t").format(values)
    ).fetchone()
    connection.rollback()
    return row[0]


def test_a_table_that_the_manifest_does_not_name_is_refused(tmp_path, empty):
    dump = tmp_path / "dump"
    dump.write_bytes(HONEST)

    with pytest.raises(OpsError, match="the table person came back different"):
        load(empty, dump, {})


def test_a_role_that_is_no_superuser_cannot_end_the_transaction_either(tmp_path, empty):
    empty.execute("CREATE TABLE public.kept (a integer)")
    empty.commit()
    dump = tmp_path / "dump"
    dump.write_bytes(START + b"COMMIT;\nDROP TABLE kept;")

    with pytest.raises(OpsError, match="Nothing was restored"):
        load(empty, dump, {})

    assert digests_of(empty) == {"kept": "0:0"}


def test_two_backups_of_one_second_have_names_of_their_own(tmp_path):
    first = backup._free_name(tmp_path, "hrnet-20260101-030000")
    first.touch()

    assert backup._free_name(tmp_path, "hrnet-20260101-030000").name == "hrnet-20260101-030000-2.tar"
