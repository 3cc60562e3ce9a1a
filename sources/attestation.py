"""First and last attested: derived from the supporting citations, by triggers of the database.

A statement is *confirmed* by the newest date at which a source supports it: the citation's «as of», or
the source's own date. An undated source confirms at no known date (``docs/adr/0002``).
"""

from __future__ import annotations

from typing import Any

import pgtrigger

DERIVE = """
UPDATE {subject} AS statement
SET attested_first = derived.first, attested_last = derived.last
FROM (
    SELECT touched.id,
           min(coalesce(citation.as_of_earliest, source.published_earliest)) AS first,
           max(coalesce(citation.as_of_latest, source.published_latest)) AS last
    FROM (SELECT DISTINCT subject_id AS id FROM {rows} {where}) AS touched
    LEFT JOIN {citation} AS citation
        ON citation.subject_id = touched.id AND citation.effect = 'supports' AND citation.about IN {about}
    LEFT JOIN sources_source AS source ON source.id = citation.source_id
    GROUP BY touched.id
) AS derived
WHERE statement.id = derived.id
  AND (statement.attested_first, statement.attested_last) IS DISTINCT FROM (derived.first, derived.last);
RETURN NULL;
"""


class KeepAttested(pgtrigger.Trigger):
    """Keep ``attested_first`` and ``attested_last`` of the cited statements right, for bulk writes too."""

    when = pgtrigger.After
    level = pgtrigger.Statement

    def __init__(self, operation: Any, rows: str) -> None:
        names = {"new_rows": {"new": "new_rows"}, "old_rows": {"old": "old_rows"}}[rows]
        self.rows = rows
        super().__init__(
            name=f"keep_attested_{str(operation).lower()}_{rows[:3]}",
            operation=operation,
            referencing=pgtrigger.Referencing(**names),
        )

    def get_func(self, model: Any) -> str:
        """Return the body of the trigger's function for the citation model ``model``."""
        subject: Any = model._meta.get_field("subject").related_model
        return DERIVE.format(
            subject=subject._meta.db_table,
            citation=model._meta.db_table,
            rows=self.rows,
            where="",
            about="('', 'period')",
        ).strip()


def keep_attested() -> list[KeepAttested]:
    """Return the triggers for the ``Meta.triggers`` of a statement's citation model."""
    return [
        KeepAttested(pgtrigger.Insert, "new_rows"),
        KeepAttested(pgtrigger.Update, "new_rows"),
        KeepAttested(pgtrigger.Update, "old_rows"),
        KeepAttested(pgtrigger.Delete, "old_rows"),
    ]


def attest_anew() -> pgtrigger.Trigger:
    """Return the trigger of the sources: where a date changes, what rests on the source is attested anew.

    It finds the tables of citations in the catalogue of the database, so that sources do not list who
    cites them, and lets their own triggers see the citations again.
    """
    return pgtrigger.Trigger(
        name="attest_anew",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("published"),
        condition=pgtrigger.Condition("OLD.published IS DISTINCT FROM NEW.published"),
        declare=[("citation", "regclass")],
        func="""
            FOR citation IN
                SELECT conrelid FROM pg_constraint
                WHERE contype = 'f' AND confrelid = 'sources_source'::regclass
                  AND conrelid::regclass::text LIKE '%citation'
            LOOP
                EXECUTE format('UPDATE %s SET source_id = source_id WHERE source_id = $1', citation)
                USING NEW.id;
            END LOOP;
            RETURN NULL;
        """,
    )
