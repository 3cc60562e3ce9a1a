"""Exact look-ups of the staged names in the database: by name, by acronym, by identifier."""

from __future__ import annotations

from collections import defaultdict

from django.db import connection

from hrnet.lib.names import fold
from imports.models import Role, WholeKind
from imports.wanted import NONE, Keys, Wanted
from institutions.models import Institution
from mandates.models import Instrument, InstrumentName
from networks.models import Network
from sources.statements import ReviewState

STAGED = {
    Role.PARTY: """
        SELECT name.key, name.name, name.folded, name.acronym, name.acronym_folded, name.identifier,
            name.country_id, count(staged.number)
        FROM staged_name AS name LEFT JOIN staged ON staged.name_key = name.key
        GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1
    """,
    Role.WHOLE: """
        SELECT whole.key, whole.name, whole.folded, '', '', '', NULL, count(staged.number)
        FROM staged_whole AS whole LEFT JOIN staged ON staged.whole_key = whole.key
        GROUP BY 1, 2, 3 ORDER BY 1
    """,
}
BY_NAME = """
SELECT name.folded, name.institution_id, name.kind = 'acronym'
FROM institutions_name AS name
JOIN institutions_institution AS institution ON institution.id = name.institution_id
WHERE name.folded = ANY(%s) AND institution.review_state <> 'withdrawn'
"""
BY_IDENTIFIER = """
SELECT identifier.scheme || ':' || identifier.value, identifier.institution_id
FROM institutions_identifier AS identifier
WHERE identifier.scheme || ':' || identifier.value = ANY(%(others)s)
UNION
SELECT 'hrnet:' || institution.slug, institution.id
FROM institutions_institution AS institution
WHERE institution.slug = ANY(%(slugs)s) AND institution.review_state <> 'withdrawn'
"""
SEQUENCES = {
    WholeKind.INSTITUTION: Institution,
    WholeKind.NETWORK: Institution,
    WholeKind.INSTRUMENT: Instrument,
}


def staged(role: Role, column: str) -> list[Wanted]:
    """Return the distinct names of a role, in the column ``column``, with how many rows have each."""
    with connection.cursor() as cursor:
        cursor.execute(STAGED[role])
        return [
            Wanted(role, column, key, name, folded, acronym, acronym_folded, identifier, country, rows)
            for key, name, folded, acronym, acronym_folded, identifier, country, rows in cursor.fetchall()
        ]


def look_up(kind: WholeKind, wanted: list[Wanted]) -> None:
    """Fill what each name could be, by exact folded spelling and by identifier."""
    if kind == WholeKind.INSTRUMENT:
        return _instruments(wanted)
    _institutions(wanted)
    _identifiers(wanted)
    if kind == WholeKind.NETWORK:
        _networks_only(wanted)
    return None


def _institutions(wanted: list[Wanted]) -> None:
    named: dict[str, set[int]] = defaultdict(set)
    acronyms: dict[str, set[int]] = defaultdict(set)
    texts = {text for one in wanted for text in (one.folded, one.acronym_folded) if text}
    with connection.cursor() as cursor:
        cursor.execute(BY_NAME, [list(texts)])
        for folded, key, is_acronym in cursor.fetchall():
            named[folded].add(key)
            if is_acronym:
                acronyms[folded].add(key)
    by_name, by_acronym = _frozen(named), _frozen(acronyms)
    for one in wanted:
        one.by_name = by_name.get(one.folded, NONE) if one.folded else NONE
        one.by_acronym = by_acronym.get(one.acronym_folded, NONE) if one.acronym_folded else NONE


def _frozen(found: dict[str, set[int]]) -> dict[str, Keys]:
    return {text: frozenset(keys) for text, keys in found.items()}


def _identifiers(wanted: list[Wanted]) -> None:
    """Find identifiers: ``hrnet:slug`` may stand in their own column, or in place of a network’s name."""
    asked: dict[str, list[Wanted]] = defaultdict(list)
    for one in wanted:
        text = one.identifier or (one.name if one.name.lower().startswith("hrnet:") else "")
        if text:
            scheme, _colon, value = text.partition(":")
            asked[f"{scheme.strip().lower()}:{value.strip()}"].append(one)
    if not asked:
        return
    slugs = [text.removeprefix("hrnet:") for text in asked if text.startswith("hrnet:")]
    with connection.cursor() as cursor:
        cursor.execute(BY_IDENTIFIER, {"others": list(asked), "slugs": slugs})
        for text, key in cursor.fetchall():
            for one in asked[text]:
                if one.identifier:
                    one.by_identifier |= {key}
                else:
                    one.by_name |= {key}


def _networks_only(wanted: list[Wanted]) -> None:
    found = NONE.union(*(one.by_name for one in wanted))
    networks = set(Network.objects.filter(pk__in=found).values_list("pk", flat=True))
    for one in wanted:
        one.elsewhere = NONE if one.by_name & networks else one.by_name
        one.by_name &= networks


def _instruments(wanted: list[Wanted]) -> None:
    """Find instruments: there are few, and their titles are folded here."""
    named: dict[str, set[int]] = defaultdict(set)
    standing = Instrument.objects.exclude(review_state=ReviewState.WITHDRAWN)
    titles = ("title_en", "title_fr", "short_title_en", "short_title_fr")
    for key, slug, *texts in standing.values_list("pk", "slug", *titles):
        for text in (*texts, f"hrnet:{slug}"):
            named[fold(text)].add(key)
    names = InstrumentName.objects.exclude(instrument__review_state=ReviewState.WITHDRAWN)
    for folded, key in names.values_list("folded", "instrument_id"):
        named[folded].add(key)
    for one in wanted:
        one.by_name = frozenset(named.get(one.folded, ())) if one.folded else NONE


def next_id(kind: WholeKind) -> int:
    """Set a number aside for a record that is to be created."""
    table = SEQUENCES[kind]._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])
