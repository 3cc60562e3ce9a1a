"""The log of PostgreSQL keeps no values of statements: names and addresses have no place in it.

What a server writes of an error is the message, which can quote a value (``invalid input syntax for type
integer: "…"``), the detail (``Key (name)=(…) already exists``), the context (a line of a ``COPY``, a query
within a function), the statement, and its parameters. So errors of statements are not logged at all: hrnet
meets each of them, and says in its own log what failed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core import checks
from django.db import connections

#: The settings under which nothing of a statement is written.
QUIET = {
    "log_min_messages": "log",  # above ERROR: starting, stopping, crashes, refused sign-ins stay
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",  # no DETAIL, HINT, QUERY, CONTEXT
    "log_statement": "none",
    "log_duration": "off",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# As good as the setting of ours; «ddl» statements hold no values of records.
AS_GOOD = {
    "log_min_messages": {"log", "fatal", "panic"},
    "log_min_error_statement": {"log", "fatal", "panic"},
    "log_statement": {"none", "ddl"},
}


def leaking(cursor: Any) -> list[str]:
    """Return the settings of the server under which its log keeps values, as ``name = value``."""
    cursor.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name",
        [[*QUIET, "auto_explain.log_min_duration"]],
    )
    expected = QUIET | {"auto_explain.log_min_duration": "-1"}
    rows = cursor.fetchall()
    return [f"{name} = {value}" for name, value in rows if value not in AS_GOOD.get(name, {expected[name]})]


@checks.register(checks.Tags.database, deploy=True)
def server_log_is_quiet(databases: Iterable[str] | None = None, **_options: Any) -> list[checks.CheckMessage]:
    """Warn where the server of ``DATABASE_URL`` writes values of statements into its log."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            if settings := leaking(cursor):
                found.append(checks.Warning(sentence(settings), id="hrnet.W001"))
    return found


def sentence(settings: list[str]) -> str:
    """Return what is to be said to an operator whose server has these settings."""
    return (
        "The log of the database server can keep names and addresses from statements"
        f" ({', '.join(settings)}): docs/operator.md, “The log of the server”, says how to turn that off."
    )
