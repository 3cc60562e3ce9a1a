"""The log of the embedded PostgreSQL: whatever fails, no value of a statement stands in it."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from hrnet.embedded import EmbeddedPostgres
from hrnet.ops.server_log import QUIET, leaking

CANARY = "Liesbet Kanari-Okonjo"


@pytest.fixture(scope="module")
def server():
    """A server of its own, as an installation has one."""
    home = Path(os.environ["HRNET_TEST_DATA"]) / f"server-log-{os.getpid()}"
    embedded = EmbeddedPostgres(home, "a-password", {"fsync": "off", "max_connections": "10"})
    embedded.acquire()
    with embedded.connection() as first:
        first.execute(
            "CREATE TABLE person (name text PRIMARY KEY, born integer,"
            " CONSTRAINT no_digits CHECK (name !~ '[0-9]'));"
            f"INSERT INTO person VALUES ('{CANARY}', 1)"
        )
    yield embedded
    embedded.release()


def log_of(server):
    return server.log.read_text(errors="replace")


FAILING = {
    "a syntax error": f"SELEKT '{CANARY}'",
    "a bad cast": f"SELECT '{CANARY}'::integer",
    "a bad date": f"SELECT '{CANARY}'::date",
    "a broken key": f"INSERT INTO person VALUES ('{CANARY}', 2)",
    "a broken check": f"INSERT INTO person VALUES ('{CANARY} 9', 2)",
    "an unknown column": f'SELECT "{CANARY}" FROM person',
    "a message of a function": f"DO $$ BEGIN RAISE EXCEPTION '%', '{CANARY}' USING HINT = '{CANARY}'; END $$",
    "a warning of a function": f"DO $$ BEGIN RAISE WARNING '{CANARY}'; END $$",
    "a query within a function": f"DO $$ BEGIN EXECUTE 'SELECT 1/0, ''{CANARY}'''; END $$",
    "a statement that takes too long": f"SET statement_timeout = 20; SELECT pg_sleep(5), '{CANARY}'",
}


@pytest.mark.parametrize("statement", FAILING.values(), ids=FAILING)
def test_a_statement_that_fails_leaves_none_of_its_values(server, statement):
    with server.connection() as client, suppress(psycopg.Error):
        client.execute(statement.encode())

    assert CANARY not in log_of(server)


@pytest.mark.parametrize(
    "statement",
    ["SELECT 1 / length(left(%s, 0))", "SELECT %s::text::integer", "INSERT INTO person VALUES (%s, 3)"],
)
def test_the_parameters_of_a_statement_are_not_written(server, statement):
    with server.connection() as client, suppress(psycopg.Error):
        client.execute(statement.encode(), [CANARY], prepare=True)

    assert CANARY not in log_of(server)


def test_the_line_that_a_copy_stopped_at_is_not_written(server):
    with (
        server.connection() as client,
        suppress(psycopg.Error),
        client.cursor() as cursor,
        cursor.copy("COPY person FROM STDIN") as copy,
    ):
        copy.write(f"{CANARY} the second\tnot a number\n".encode())

    assert CANARY not in log_of(server)


def test_the_statement_of_a_process_that_died_is_not_written(server):
    with server.connection() as client:
        pid = client.info.backend_pid
        thread = threading.Thread(target=_sleep, args=(client,))
        thread.start()
        _wait_until_busy(server, pid)
        os.kill(pid, signal.SIGKILL)
        thread.join(30)

    _wait_until_up(server)
    assert f"(PID {pid}) was terminated by signal 9" in log_of(server)
    assert CANARY not in log_of(server)


def _sleep(client):
    with suppress(psycopg.Error):
        client.execute(f"SELECT pg_sleep(60), '{CANARY}'".encode())


def _wait_until_busy(server, pid):
    with server.connection() as other:
        for _attempt in range(300):
            row = other.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone()
            if row == ("active",):
                return
            time.sleep(0.02)
    raise AssertionError("the statement did not begin")


def _wait_until_up(server):
    for _attempt in range(600):
        with suppress(psycopg.OperationalError):
            server.connection().close()
            return
        time.sleep(0.05)
    raise AssertionError("the server did not come back")


# -- a server of one’s own


def test_the_settings_of_the_embedded_server_leak_nothing(server):
    with server.connection() as client, client.cursor() as cursor:
        assert leaking(cursor) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log_min_messages", "warning"),
        ("log_min_error_statement", "error"),
        ("log_error_verbosity", "default"),
        ("log_statement", "mod"),
        ("log_min_duration_statement", "250"),
        ("log_parameter_max_length_on_error", "-1"),
    ],
)
def test_a_setting_that_leaks_is_named(server, name, value):
    with server.connection() as client, client.cursor() as cursor:
        cursor.execute(f"SET {name} = '{value}'".encode())

        assert leaking(cursor) == [f"{name} = {value}"]


@pytest.mark.django_db
def test_the_check_before_going_into_production_warns_with_what_to_do(capsys):
    with connection.cursor() as cursor:
        for name, value in QUIET.items():
            cursor.execute(f"SET {name} = '{value}'")
        cursor.execute("SET log_statement = 'all'")

    call_command("check", deploy=True, databases=["default"], tags=["database"])

    said = capsys.readouterr().err
    assert "hrnet.W001" in said
    assert "log_statement = all" in said
    assert "docs/operator.md" in said


@pytest.mark.django_db
def test_the_check_is_content_with_a_quiet_log(capsys):
    with connection.cursor() as cursor:
        for name, value in QUIET.items():
            cursor.execute(f"SET {name} = '{value}'")

    call_command("check", deploy=True, databases=["default"], tags=["database"])

    assert "hrnet.W001" not in capsys.readouterr().err
