"""From names to institutions: each distinct name of a file once, by exact folded spelling.

A name is certain when it leads to one institution. One that leads to none, or to several that country and
acronym do not tell apart, is an error of its rows. Nothing is ever created because a name did not match.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from institutions.models import Institution
from networks.models import Network

LISTED = 8  # candidates named in an error


@dataclass
class Wanted:
    """One distinct name of a file, as its rows write it."""

    key: int
    name: str
    acronym: str
    identifier: str
    country_id: int | None
    by_name: set[int] = field(default_factory=set)
    by_acronym: set[int] = field(default_factory=set)
    by_identifier: set[int] = field(default_factory=set)


BY_NAME = """
SELECT wanted.key, name.institution_id
FROM staged_name AS wanted
JOIN institutions_name AS name ON name.folded = wanted.{column}
JOIN institutions_institution AS institution ON institution.id = name.institution_id
WHERE wanted.{column} <> '' AND institution.review_state <> 'withdrawn' {more}
GROUP BY 1, 2
"""
BY_IDENTIFIER = """
SELECT wanted.key, identifier.institution_id
FROM staged_name AS wanted
JOIN institutions_identifier AS identifier
    ON identifier.scheme = lower(split_part(wanted.identifier, ':', 1))
    AND identifier.value = substr(wanted.identifier, strpos(wanted.identifier, ':') + 1)
WHERE wanted.identifier <> ''
UNION
SELECT wanted.key, institution.id
FROM staged_name AS wanted
JOIN institutions_institution AS institution ON institution.slug = substr(wanted.identifier, 7)
WHERE lower(left(wanted.identifier, 6)) = 'hrnet:' AND institution.review_state <> 'withdrawn'
"""
RESOLVED = """
CREATE TEMPORARY TABLE {table} (key integer PRIMARY KEY, found_id bigint, errors jsonb) ON COMMIT DROP
"""


def resolve_institutions() -> None:
    """Fill the temporary table ``resolved_name`` with the institution, or the error, of each name."""
    wanted = _wanted()
    candidates = Institution.objects.filter(pk__in=_all_candidates(wanted))
    places: dict[int, int | None] = dict(candidates.values_list("pk", "country_id"))
    results = [(one.key, *_decide(one, places)) for one in wanted.values()]
    _store("resolved_name", results)


def _wanted() -> dict[int, Wanted]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, name, acronym, identifier, country_id FROM staged_name")
        wanted = {row[0]: Wanted(*row) for row in cursor.fetchall()}
        for attribute, query in (
            ("by_name", BY_NAME.format(column="folded", more="")),
            ("by_acronym", BY_NAME.format(column="acronym_folded", more="AND name.kind = 'acronym'")),
            ("by_identifier", BY_IDENTIFIER),
        ):
            cursor.execute(query)
            for key, institution in cursor.fetchall():
                getattr(wanted[key], attribute).add(institution)
    return wanted


def _all_candidates(wanted: dict[int, Wanted]) -> set[int]:
    return {key for one in wanted.values() for key in one.by_name | one.by_acronym | one.by_identifier}


def _decide(one: Wanted, places: dict[int, int | None]) -> tuple[int | None, list[dict[str, Any]]]:
    """Return the institution that is meant, or why that is not certain."""
    if one.identifier:
        return _by_identifier(one)
    candidates = one.by_name if one.name else one.by_acronym
    if not candidates:
        return None, [_unknown(one)]
    here = {key for key in candidates if one.country_id in (None, places.get(key)) or places.get(key) is None}
    if not here:
        return None, [
            {"c": "other_country", "f": "country", "v": one.name or one.acronym, "ids": _few(candidates)}
        ]
    # Country and acronym narrow a shared name down; they never widen it.
    if len(here) > 1 and one.country_id is not None:
        here = {key for key in here if places.get(key) == one.country_id} or here
    if len(here) > 1 and one.name and one.acronym:
        here = here & one.by_acronym or here
    if len(here) > 1:
        return None, [
            {"c": "shared_name", "f": "institution", "v": one.name or one.acronym, "ids": _few(here)}
        ]
    return next(iter(here)), []


def _by_identifier(one: Wanted) -> tuple[int | None, list[dict[str, Any]]]:
    if len(one.by_identifier) != 1:
        return None, [{"c": "unknown_identifier", "f": "identifier", "v": one.identifier}]
    found = next(iter(one.by_identifier))
    if one.by_name and found not in one.by_name:
        return None, [
            {
                "c": "identifier_conflict",
                "f": "identifier",
                "v": one.identifier,
                "n": one.name,
                "ids": [found],
            }
        ]
    return found, []


def _unknown(one: Wanted) -> dict[str, Any]:
    if one.name:
        error = {"c": "unknown_name", "f": "institution", "v": one.name}
        return error | ({"ids": _few(one.by_acronym)} if one.by_acronym else {})
    return {"c": "unknown_acronym", "f": "acronym", "v": one.acronym}


def _few(keys: set[int]) -> list[int]:
    return sorted(keys)[:LISTED]


def resolve_networks() -> None:
    """Fill the temporary table ``resolved_network`` with the network, or the error, of each name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, name FROM staged_network")
        names: dict[int, str] = dict(cursor.fetchall())
        cursor.execute(
            """
            SELECT wanted.key, name.institution_id
            FROM staged_network AS wanted
            JOIN institutions_name AS name ON name.folded = wanted.folded
            JOIN institutions_institution AS institution ON institution.id = name.institution_id
            WHERE wanted.folded <> '' AND institution.review_state <> 'withdrawn'
            UNION
            SELECT wanted.key, institution.id
            FROM staged_network AS wanted
            JOIN institutions_institution AS institution ON institution.slug = substr(wanted.name, 7)
            WHERE lower(left(wanted.name, 6)) = 'hrnet:' AND institution.review_state <> 'withdrawn'
            """
        )
        candidates: dict[int, set[int]] = defaultdict(set)
        for key, institution in cursor.fetchall():
            candidates[key].add(institution)
    networks = set(
        Network.objects.filter(pk__in=set().union(*candidates.values())).values_list("pk", flat=True)
    )
    _store(
        "resolved_network", [(key, *_network(name, candidates[key], networks)) for key, name in names.items()]
    )


def _network(name: str, found: set[int], networks: set[int]) -> tuple[int | None, list[dict[str, Any]]]:
    among = found & networks
    if len(among) == 1:
        return next(iter(among)), []
    if among:
        return None, [{"c": "shared_name", "f": "network", "v": name, "ids": _few(among)}]
    if found:
        return None, [{"c": "not_a_network", "f": "network", "v": name, "ids": _few(found)}]
    return None, [{"c": "unknown_network", "f": "network", "v": name}]


def _store(table: str, results: list[tuple[int, int | None, list[dict[str, Any]]]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(RESOLVED.format(table=table))
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for key, found, errors in results:
                copy.write_row((key, found, json.dumps(errors) if errors else None))
        cursor.execute(f"ANALYZE {table}")
