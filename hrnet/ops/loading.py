"""Loading the dump of a backup, all or nothing, without a program that would carry out anything else.

A dump as ``pg_dump`` writes it is SQL, and blocks of data behind ``COPY … FROM stdin``. Both go to the server
as they are; nothing is read by ``psql``, whose meta-commands (``\\!``, ``\\copy … program``) start programs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from hrnet.ops.places import OpsError

# A newer pg_dump writes settings that an older server does not know; none of them matters to us.
UNKNOWN_TO_OLDER = b"SET transaction_timeout"
META_COMMANDS = (b"\\restrict ", b"\\unrestrict ")  # written by pg_dump for psql
LONGEST_SQL = 64_000_000  # bytes between two blocks of data; ours have less than two million
CHUNK = 1 << 20


def load(
    connection: psycopg.Connection[Any], dump: Path, digests: dict[str, str], *, keep: bool = True
) -> None:
    """Load ``dump`` in place of what is there; commit only if every table has its digest, and if ``keep``.

    Raise :class:`OpsError`, with nothing changed, where the server refuses it or a table differs.
    """
    try:
        with connection.transaction() as transaction:
            with connection.cursor() as cursor, dump.open("rb") as source:
                cursor.execute("DROP SCHEMA public CASCADE")
                for statements, copies in _blocks(source):
                    if statements.strip():
                        cursor.execute(_within_the_transaction(statements))
                    if copies:
                        _copy(cursor, copies, source)
                cursor.execute("SET search_path = public")
                _compare(digests, table_digests(cursor))
            if not keep:
                raise psycopg.Rollback(transaction)
    except psycopg.Error as error:
        reason = error.diag.message_primary or str(error).strip() or type(error).__name__
        raise OpsError(f"Nothing was restored: the database refused the backup ({reason}).") from error


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


def _within_the_transaction(statements: bytes) -> sql.Composed:
    """Return a statement that carries out ``statements``, but none that would end the transaction.

    The server refuses ``COMMIT`` and the like inside of ``EXECUTE``.
    """
    text = statements.decode()
    body = sql.SQL("BEGIN EXECUTE {}; END").format(sql.Literal(text)).as_string(None)
    return sql.SQL("DO LANGUAGE plpgsql {}").format(sql.Literal(body))


def _blocks(source: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the SQL up to the next block of data, and the ``COPY`` of that block; empty at the end."""
    lines: list[bytes] = []
    size = 0
    while line := source.readline(LONGEST_SQL):
        if line.startswith(b"COPY ") and line.rstrip().endswith(b" FROM stdin;"):
            yield b"".join(lines), line.rstrip().removesuffix(b";")
            lines, size = [], 0
        elif not line.startswith((UNKNOWN_TO_OLDER, *META_COMMANDS)):
            lines.append(line)
            size += len(line)
            if size > LONGEST_SQL:
                raise OpsError("Nothing was restored: the backup is no dump of hrnet.")
    yield b"".join(lines), b""


def _copy(cursor: psycopg.Cursor[Any], statement: bytes, source: IO[bytes]) -> None:
    """Send the lines of a block, up to the one that ends it."""
    with cursor.copy(statement) as copy:
        waiting, size = [], 0
        for line in iter(lambda: source.readline(), b""):
            if line == b"\\.\n":
                break
            waiting.append(line)
            size += len(line)
            if size > CHUNK:
                copy.write(b"".join(waiting))
                waiting, size = [], 0
        copy.write(b"".join(waiting))


def _compare(expected: dict[str, str], found: dict[str, str]) -> None:
    for table in sorted(expected.keys() | found.keys()):
        if expected.get(table) != found.get(table):
            raise OpsError(f"Nothing was restored: the table {table} came back different.")
