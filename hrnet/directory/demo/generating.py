"""The whole of it: written in one transaction, into the database that Django points at."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

from hrnet.directory.demo.bodies import networks_among, write_bodies, write_source
from hrnet.directory.demo.statements import (
    write_engagements,
    write_mandates,
    write_meetings,
    write_memberships,
)
from hrnet.directory.demo.writing import Writing, without_triggers
from hrnet.ops.places import OpsError
from sources.history import because

FEWEST = 100


def check_size(institutions: int, memberships: int) -> None:
    """Raise :class:`OpsError` where so many memberships cannot be told apart, or institutions are too few."""
    if institutions < FEWEST:
        raise OpsError(f"Ask for {FEWEST} institutions or more.")
    most = institutions * networks_among(institutions) // 2
    if not 0 <= memberships <= most:
        raise OpsError(f"{institutions:,} institutions can have {most:,} memberships at most: ask for fewer.")


def generate(institutions: int, memberships: int, seed: int, tell: Callable[[str], None]) -> None:
    """Write the generated base beside the facts that ship; ``tell`` gets a line for each step."""
    with (
        transaction.atomic(),
        because("generated for measuring", command="generate_demo"),
        connection.cursor() as cursor,
    ):
        writing = Writing(cursor, seed, tell)
        source = write_source()
        with without_triggers(cursor):
            write_bodies(writing, institutions, seed, source)
            write_memberships(writing, memberships, source)
            write_mandates(writing, source)
            write_engagements(writing, institutions // 2, source)
            write_meetings(writing, max(20, institutions // 100), source)
        writing.run("SELECT hrnet_search_fill()")
        writing.tell("all names made ready for the search")
