"""First and last attested: derived from the supporting citations, by triggers of the database.

A statement is *confirmed* by the newest date at which a published source supports it: the citation's «as
of», or the source's own date. An undated source confirms at no known date (``docs/adr/0002``), and a source
that the public does not see confirms nothing: the dates are shown to everybody.
"""

from __future__ import annotations

from typing import Any

import pgtrigger

# For PostgreSQL's format(): the first parameter is the table of the statements, the second that of their
# citations; ``touched`` selects the keys of the statements to derive anew.
DERIVE = """
UPDATE {subject} AS statement
SET attested_first = derived.first, attested_last = derived.last
FROM (
    SELECT touched.id,
           min(coalesce(citation.as_of_earliest, source.published_earliest)) AS first,
           max(coalesce(citation.as_of_latest, source.published_latest)) AS last
    FROM ({touched}) AS touched
    LEFT JOIN ({citation} AS citation
        JOIN sources_source AS source
            ON source.id = citation.source_id AND source.review_state = 'published')
        ON citation.subject_id = touched.id AND citation.effect = 'supports'
        AND citation.about IN ('', 'period')
    GROUP BY touched.id
) AS derived
WHERE statement.id = derived.id
  AND (statement.attested_first, statement.attested_last) IS DISTINCT FROM (derived.first, derived.last)
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
        derive = DERIVE.format(
            subject=subject._meta.db_table,
            citation=model._meta.db_table,
            touched=f"SELECT DISTINCT subject_id AS id FROM {self.rows}",
        )
        return f"{derive.strip()};\nRETURN NULL;"


def keep_attested() -> list[KeepAttested]:
    """Return the triggers for the ``Meta.triggers`` of a statement's citation model."""
    return [
        KeepAttested(pgtrigger.Insert, "new_rows"),
        KeepAttested(pgtrigger.Update, "new_rows"),
        KeepAttested(pgtrigger.Update, "old_rows"),
        KeepAttested(pgtrigger.Delete, "old_rows"),
    ]


# The tables of citations whose statements have attested dates, found in the catalogue of the database: the
# sources do not list who cites them.
CITING = """
SELECT of_source.conrelid::regclass AS citation, of_subject.confrelid::regclass AS subject
FROM pg_constraint AS of_source
JOIN pg_constraint AS of_subject ON of_subject.conrelid = of_source.conrelid AND of_subject.contype = 'f'
JOIN pg_attribute AS key ON key.attrelid = of_subject.conrelid AND key.attname = 'subject_id'
    AND of_subject.conkey = ARRAY[key.attnum]
JOIN pg_attribute AS attested ON attested.attrelid = of_subject.confrelid
    AND attested.attname = 'attested_last' AND NOT attested.attisdropped
WHERE of_source.contype = 'f' AND of_source.confrelid = 'sources_source'::regclass
"""


def attest_anew() -> pgtrigger.Trigger:
    """Return the trigger of the sources: where a source is published, withdrawn or dated otherwise, what
    rests on it is attested anew, one statement for each kind.
    """
    derive = DERIVE.format(
        subject="%1$s",
        citation="%2$s",
        touched="SELECT DISTINCT subject_id AS id FROM %2$s WHERE source_id = $1",
    )
    return pgtrigger.Trigger(
        name="attest_anew",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("published", "review_state"),
        condition=pgtrigger.Condition(
            "OLD.published IS DISTINCT FROM NEW.published"
            " OR (OLD.review_state = 'published') <> (NEW.review_state = 'published')"
        ),
        declare=[("citing", "record")],
        func=f"""
            FOR citing IN {CITING.strip()}
            LOOP
                EXECUTE format($derive${derive}$derive$, citing.subject, citing.citation) USING NEW.id;
            END LOOP;
            RETURN NULL;
        """,
    )
