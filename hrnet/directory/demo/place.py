"""The database apart that a generated base is written into: made for it, beside the installation’s own.

Why apart: what is invented looks like what is real, is written without its history, and would have to be
told from it in every list, download and backup. A database of its own is left as easily as it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from hrnet.directory.demo.bodies import SLUG
from hrnet.ops.places import OpsError

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


@contextmanager
def database_apart(name: str, *, replace: bool = False) -> Iterator[None]:
    """Make the database ``name`` and let Django point at it; drop it where anything fails.

    Raise :class:`OpsError` where it exists: the installation’s own, or another. With ``replace``, one that
    was generated before goes first.
    """
    own = str(connection.get_connection_params()["dbname"])
    _check_name(name, own)
    with _server() as server:
        if _exists(server, name):
            _make_way(server, name, replace=replace)
        _create(server, name)
    _point_at(name)
    try:
        yield
    except BaseException:
        _point_at(own)
        with _server() as server:
            _drop(server, name)
        raise
    _point_at(own)


def _check_name(name: str, own: str) -> None:
    if not NAME.fullmatch(name):
        raise OpsError(f"“{name}” is no name for a database: write small letters, digits and underscores.")
    if name == own:
        raise OpsError(
            f"“{name}” is the database of this installation: nothing invented is written into it."
            " Name another, as in --database-name hrnet_demo."
        )


def _make_way(server: Any, name: str, *, replace: bool) -> None:
    if not _is_generated(name):
        raise OpsError(f"There is a database “{name}”, and it was not generated: name another.")
    if not replace:
        raise OpsError(f"A generated base “{name}” is there already: add --replace to make it anew.")
    _drop(server, name)


def _is_generated(name: str) -> bool:
    with _connected(name) as there:
        found = there.execute("SELECT to_regclass('sources_source') IS NOT NULL").fetchone()
        if not found or not found[0]:
            return False
        found = there.execute("SELECT EXISTS (SELECT FROM sources_source WHERE slug = %s)", [SLUG]).fetchone()
        return bool(found and found[0])


def _exists(server: Any, name: str) -> bool:
    return server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _create(server: Any, name: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
    try:
        server.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        raise OpsError("The role may not create databases: ALTER ROLE … CREATEDB, then try again.") from error


def _drop(server: Any, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _server() -> Any:
    return _connected("postgres")


def _connected(name: str) -> Any:
    parameters = connection.get_connection_params()
    known: dict[str, Any] = {key: parameters.get(key) for key in ("host", "port", "user", "password")}
    return psycopg.connect(**known, dbname=name, autocommit=True)


def _point_at(name: str) -> None:
    """Let Django’s connection, and its pool, lead to another database of the same server."""
    one: Any = connection
    one.close()
    if one.settings_dict["OPTIONS"].get("pool"):
        one.close_pool()
    one.settings_dict["NAME"] = name
