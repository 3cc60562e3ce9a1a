"""The questions to the database: which names hold the words, how many records there are of each kind.

Every question is bounded: at most so many names are looked at, and the best of them are given back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from hrnet.directory.keyset import COUNTED
from hrnet.directory.search.asking import Asked

BEST = 300
NEIGHBOURS = 4

# Statements that a party or an instrument hides which is not published: found from those few, once for a
# question, and not for each of the thousands of statements that a common word finds.
# The parties come as an array: by each the statements are looked up, whatever number the planner expects.
_UNPUBLISHED = """SELECT s.id FROM {statement} s WHERE s.{party} = ANY(ARRAY(
                      SELECT o.id FROM {of} o WHERE o.review_state IN ('draft', 'withdrawn')))"""
_PARTIES = {
    "mandates_mandate": ("institution_id", "conferred_by_id"),
    "mandates_engagement": ("actor_id", "target_id"),
}
_BASES = {"mandates_mandate": "basis_id", "mandates_engagement": "instrument_id"}


def _hidden(statement: str) -> str:
    """Return the query of the keys of the statements of one kind that are hidden."""
    found = [
        _UNPUBLISHED.format(statement=statement, of="institutions_institution", party=party)
        for party in _PARTIES[statement]
    ]
    basis = _BASES[statement]
    found.append(_UNPUBLISHED.format(statement=statement, of="mandates_instrument", party=basis))
    return " UNION ALL ".join(found)


# What the public sees: the same as «visible» of the models, which tests hold it to.
VISIBLE = f"""CASE e.record WHEN 'mandate' THEN e.record_id NOT IN ({_hidden("mandates_mandate")})
              WHEN 'engagement' THEN e.record_id NOT IN ({_hidden("mandates_engagement")})
              WHEN 'person' THEN hrnet_search_visible(e.record, e.record_id, %(today)s) ELSE true END"""
_COLUMNS = "e.id, e.record, e.record_id, e.section, e.folded"
_COUNTS = """(SELECT jsonb_object_agg(section, number) FROM (
    SELECT section, count(*) AS number
    FROM (SELECT DISTINCT section, record_id FROM everything) AS records GROUP BY section) AS counted)"""
# What is hidden goes before each bound is applied, so that it takes the place of nothing that is shown.
_LOOK = """
WITH everything AS MATERIALIZED (
    (SELECT {columns} FROM directory_searchentry e WHERE e.shown AND e.folded = ANY(%(same)s) AND {visible}
     ORDER BY e.record_id, e.record, e.id LIMIT 200)
    UNION
    (SELECT {columns} FROM directory_searchentry e WHERE e.shown AND e.folded LIKE %(start)s AND {visible}
     ORDER BY e.folded USING ~<~, e.record_id, e.record, e.id LIMIT 100)
    UNION
    (SELECT {columns} FROM directory_searchentry e WHERE e.shown AND e.words @@ %(query)s::tsquery
     AND {visible} LIMIT %(most)s)
), best AS (
    SELECT id FROM everything WHERE %(sections)s::text[] IS NULL OR section = ANY(%(sections)s)
    ORDER BY folded = ANY(%(same)s) DESC, {order}, record_id, record, id LIMIT {best}
)
SELECT counts.*, e.id, e.record, e.record_id, e.section, e.name_kind, e.language, e.text, e.folded, e.also,
       {beside}
FROM (SELECT {counts} AS counts, (SELECT count(*) FROM everything) AS names) AS counts
LEFT JOIN (best JOIN directory_searchentry e USING (id)) ON true
"""
_SHORTEST = "folded LIKE %(start)s DESC, length(folded)"
_LIKEST = "similarity(folded, %(folded)s) DESC"
_NEXT_TO = """
(SELECT e.id, e.record, e.record_id, e.section, e.name_kind, e.language, e.text, e.folded, e.also,
        '{{}}'::text[]
 FROM directory_searchentry e WHERE e.folded ~{after}~ %(folded)s AND e.shown AND {visible}
 ORDER BY e.folded USING ~{sign}~, e.record_id, e.record, e.id LIMIT {number})
"""
# The words of its country or place; only where words may be misspelt do they count.
_BESIDE = "ARRAY(SELECT substr(w, 2) FROM unnest(tsvector_to_array(e.words)) AS w WHERE w LIKE '@%%')"


class Name(NamedTuple):
    """A name that was found, of a record; ``beside`` are the words of its country or place."""

    id: int
    record: str
    record_id: int
    section: str
    kind: str
    language: str
    text: str
    folded: str
    also: str
    beside: frozenset[str]


@dataclass
class Look:
    """What a question found: the best names, how many records of each section, whether there were more."""

    names: list[Name] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    is_exact: bool = True


def look(
    asked: Asked, query: str, sections: Sequence[str], *, counted: bool, likest: bool = False, today: object
) -> Look:
    """Return the names that ``query``, in the notation of tsquery, finds among those of ``sections``."""
    most = COUNTED if counted else 2 * BEST
    sql = _LOOK.format(
        columns=_COLUMNS, visible=VISIBLE, best=BEST, counts=_COUNTS if counted else "NULL::jsonb",
        order=_LIKEST if likest else _SHORTEST, beside=_BESIDE if likest else "'{}'::text[]",
    )  # fmt: skip
    parameters = {
        "query": query, "same": list(asked.same), "sections": list(sections) or None, "most": most + 1,
        "start": f"{asked.folded}%", "folded": asked.folded, "today": today,
    }  # fmt: skip
    rows = _rows(sql, parameters)
    counts, seen = rows[0][:2]
    names = [_name(row[2:]) for row in rows if row[2] is not None]
    return Look(names, json.loads(counts or "{}"), seen <= most)


def neighbours(asked: Asked, today: object) -> list[Name]:
    """Return the names that stand before and after what was asked in the order of the alphabet."""
    parts = [
        _NEXT_TO.format(visible=VISIBLE, after=after, sign=sign, number=NEIGHBOURS)
        for after, sign in ((">=", "<"), ("<", ">"))
    ]
    return [_name(row) for row in _rows(" UNION ALL ".join(parts), {"folded": asked.folded, "today": today})]


def _rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _name(row: tuple[Any, ...]) -> Name:
    *columns, beside = row
    return Name._make((*columns, frozenset(beside)))
