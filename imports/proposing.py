"""The statements, in SQL, that keep what a user without the right to publish says of published statements.

Nothing that is public changes, neither its values nor what it rests on: each published statement that a row
changes, confirms or ends gets a draft that revises it (:mod:`sources.revisions`), and the row cites there.
Publishing the draft moves its values and its citations to the published statement.

An edition of a list that comes in once more adds no second draft: one that cites it already takes the row,
and so does one of an earlier edition that says the same.
"""

from __future__ import annotations

from typing import Any

from imports.models import Outcome, Target
from imports.targets import Spec
from imports.values import CHANGED, ENDED
from sources.history import derived

BETWEEN = "row.import_id = %(import_id)s AND row.number > %(after)s AND row.number <= %(until)s"

# A draft of this edition, or of an earlier one of the list that says the same.
TAKEN_UP = f"""
UPDATE imports_row AS row SET statement_id = draft.id
FROM (
    SELECT DISTINCT ON (stored.id) draft.id, stored.id AS revises_id
    FROM {{table}} AS draft
    JOIN {{table}} AS stored ON stored.id = draft.revises_id AND stored.review_state = 'published'
    JOIN {{citations}} AS citation ON citation.subject_id = draft.id
    JOIN sources_source AS source ON source.id = citation.source_id
    WHERE source.id = %(source_id)s OR (source.series = %(series)s AND {{alike}})
    ORDER BY stored.id, source.id = %(source_id)s DESC, draft.id
) AS draft
WHERE {BETWEEN} AND {{rows}} AND row.statement_id = draft.revises_id
"""
PROPOSED = f"""
WITH draft AS (
    INSERT INTO {{table}} ({{columns}}, review_state, revises_id)
    SELECT {{values}}, 'draft', stored.id
    FROM imports_row AS row JOIN {{table}} AS stored ON stored.id = row.statement_id
    WHERE {BETWEEN} AND {{rows}} AND {{where}}
    RETURNING id, revises_id
)
UPDATE imports_row AS row SET statement_id = draft.id
FROM draft
WHERE {BETWEEN} AND {{rows}} AND row.statement_id = draft.revises_id
"""
# A published statement that cites this edition already needs no draft to say so.
UNCITED = """stored.review_state = 'published' AND NOT EXISTS (
        SELECT FROM {citations} AS citation
        WHERE citation.subject_id = stored.id AND citation.source_id = %(source_id)s)"""
#: What keeps a citation off a published statement; ``cited`` is the statement that the row is to cite.
OFF_PUBLISHED = """EXISTS (
    SELECT FROM {table} AS cited WHERE cited.id = {cited} AND cited.review_state <> 'published')"""


def proposals(spec: Spec) -> list[tuple[str, str]]:
    """Return the statements that make the drafts, with what each counts as; where nothing, it is empty."""
    statements = [
        ("changed", _proposed(spec, f"row.outcome = '{Outcome.CHANGED}'", CHANGED[spec.name])),
        *_of_published(spec, f"row.outcome = '{Outcome.UNCHANGED}'", _same(spec), {}),
    ]
    if spec.name == Target.MEMBERSHIPS:
        ended = f"row.outcome = '{Outcome.ENDED}' AND row.ticked"
        statements += _of_published(spec, ended, "draft.status = 'ended'", ENDED)
    return statements


def _of_published(spec: Spec, rows: str, alike: str, said: dict[str, str]) -> list[tuple[str, str]]:
    """Return the statements for rows of published statements that may have such a draft already."""
    names = {"table": spec.table, "citations": spec.citations}
    return [
        ("", TAKEN_UP.format(rows=rows, alike=alike, **names)),
        ("suggested", _proposed(spec, rows, said, UNCITED.format(**names))),
    ]


def _proposed(spec: Spec, rows: str, said: dict[str, str], where: str = "true") -> str:
    """Return the statement that copies the statements of ``rows`` into drafts that say ``said`` otherwise."""
    columns = _copied(spec.model)
    return PROPOSED.format(
        table=spec.table,
        columns=", ".join(f'"{name}"' for name in columns),
        values=", ".join(said.get(name, f'stored."{name}"') for name in columns),
        rows=rows,
        where=where,
    )


def _copied(model: Any) -> list[str]:
    """Return the columns that a draft has of its own, or takes from what it revises."""
    left_out = {"id", "handle", "review_state", "revises", *derived(model)}
    return [one.column for one in model._meta.fields if not one.generated and one.name not in left_out]


def _same(spec: Spec) -> str:
    """Return the condition that the draft says what the statement does."""
    columns = [spec.model._meta.get_field(name).column for name in spec.model.REVISED]
    mine, theirs = (", ".join(f'{of}."{name}"' for name in columns) for of in ("draft", "stored"))
    return f"({mine}) IS NOT DISTINCT FROM ({theirs})"
