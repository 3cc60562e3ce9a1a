"""Undoing an import: what it created goes, what it changed gets its old values back, its citations go.

What the import did is read from the histories, whose events carry its number; nothing is guessed from the
rows. A statement that says something else since, that another source supports by now, or to which somebody
added something, is left as it is and listed: a person decides on it. What another import did meanwhile counts
only while it stands: where that one is undone first, this one is undone whole.

What is published is left to who may publish: nobody else takes it away, whatever they tick. It is marked, so
that a publisher can undo the rest later.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from imports import rights
from imports.apply import wait_for_others
from imports.models import Decision, Import, State, Undone
from imports.progress import Watch
from imports.targets import Spec, spec_of
from imports.unmaking import Reference, forget_source, referring, unmake_records
from sources.history import because, event_model, tracked_fields
from sources.upgrades import UPGRADES

# What the import did: the events that carry its number, but what an earlier undoing took back already.
# Temporary tables with statistics of their own, since the histories have just grown by as much.
DONE = """
DROP TABLE IF EXISTS mine, upgrades, stated, cited, edited, later, touched;
CREATE TEMPORARY TABLE upgrades ON COMMIT DROP AS {upgrades};
ANALYZE upgrades;
CREATE TEMPORARY TABLE mine ON COMMIT DROP AS
SELECT id, metadata ? 'undo' AS undoing FROM pghistory_context
WHERE metadata ->> 'import_id' = %(import_id)s::text;
ANALYZE mine;
CREATE TEMPORARY TABLE stated ON COMMIT DROP AS
SELECT pgh_obj_id AS id, bool_or(pgh_label = 'insert') AS created, min(pgh_id) AS since, max(pgh_id) AS last
FROM {events} WHERE pgh_context_id IN (SELECT id FROM mine WHERE NOT undoing) GROUP BY 1;
CREATE TEMPORARY TABLE cited ON COMMIT DROP AS
SELECT pgh_obj_id AS id, subject_id, pgh_id FROM {citation_events}
WHERE pgh_context_id IN (SELECT id FROM mine WHERE NOT undoing) AND pgh_label = 'insert';
DELETE FROM stated WHERE id IN (
    SELECT pgh_obj_id FROM {events} WHERE pgh_context_id IN (SELECT id FROM mine WHERE undoing));
DELETE FROM cited WHERE id IN (
    SELECT pgh_obj_id FROM {citation_events} WHERE pgh_context_id IN (SELECT id FROM mine WHERE undoing));
ANALYZE stated;
ANALYZE cited;
CREATE TEMPORARY TABLE edited (id bigint) ON COMMIT DROP;
"""
# What may not simply be taken back. Only what is still there counts, not every event: what another import
# did goes when that one is undone. What an upgrade wrote is nobody’s edit: a statement is compared with what
# the import, or an upgrade right after it, left. The statement says something else by now;
OTHERWISE = """
CREATE TEMPORARY TABLE later ON COMMIT DROP AS
SELECT event.pgh_obj_id AS id, min(event.pgh_id) AS first, max(event.pgh_id) AS newest
FROM stated JOIN {events} AS event ON event.pgh_obj_id = stated.id AND event.pgh_id > stated.last
WHERE event.pgh_context_id IS NULL OR event.pgh_context_id NOT IN (SELECT id FROM upgrades)
GROUP BY 1;
INSERT INTO edited
SELECT later.id
FROM later JOIN stated USING (id)
JOIN {events} AS now ON now.pgh_id = later.newest
CROSS JOIN LATERAL (
    SELECT * FROM {events} AS left_then
    WHERE left_then.pgh_obj_id = later.id
      AND left_then.pgh_id >= stated.last AND left_then.pgh_id < later.first
    ORDER BY left_then.pgh_id DESC LIMIT 1
) AS done
WHERE now.pgh_label = 'delete' OR ({now_values}) IS DISTINCT FROM ({done_values});
"""
# or another source supports it;
SUPPORTED = """
INSERT INTO edited
SELECT later.subject_id
FROM (SELECT subject_id, min(pgh_id) AS since FROM cited GROUP BY 1) AS first
JOIN stated ON stated.id = first.subject_id
JOIN {citation_events} AS later ON later.subject_id = first.subject_id AND later.pgh_id > first.since
    AND later.pgh_label = 'insert'
JOIN {citations} AS citation ON citation.id = later.pgh_obj_id
WHERE later.pgh_context_id IS NULL
   OR later.pgh_context_id NOT IN (SELECT id FROM mine UNION SELECT id FROM upgrades);
"""
# or its citation was corrected or removed.
CITED_OTHERWISE = """
INSERT INTO edited
SELECT cited.subject_id
FROM cited JOIN {citation_events} AS later ON later.pgh_obj_id = cited.id AND later.pgh_id > cited.pgh_id
WHERE later.pgh_context_id IS NULL OR later.pgh_context_id NOT IN (SELECT id FROM upgrades);
"""
# Or somebody added something to it that would go with it.
ADDED = """
INSERT INTO edited
SELECT stated.id FROM stated JOIN {part} AS part ON part."{column}" = stated.id WHERE stated.created;
"""
# A suggested change that was accepted has gone into another statement, with its citations: nothing of it is
# left to take back here, and nobody is told that it was taken back.
ACCEPTED = """
SELECT cited.subject_id FROM cited JOIN {citations} AS citation ON citation.id = cited.id
WHERE citation.subject_id <> cited.subject_id
"""
TOUCHED = """
CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
SELECT id, coalesce(stated.created, false) AS created, NOT coalesce(stated.created, true) AS changed,
    stated.since, EXISTS (SELECT FROM edited WHERE edited.id = any_of.id) AS edited, false AS published
FROM (SELECT id FROM stated UNION SELECT subject_id FROM cited) AS any_of
LEFT JOIN stated USING (id)
WHERE cardinality(%(also)s::bigint[]) = 0 OR id = ANY(%(also)s::bigint[]);
UPDATE touched SET edited = false WHERE id = ANY(%(also)s::bigint[]) AND id NOT IN ({accepted});
ALTER TABLE touched ADD PRIMARY KEY (id);
ANALYZE touched;
"""
# What a publisher decided on is left to publishers: what is no draft now, or would be none when put back;
LEFT_TO_PUBLISHERS = """
UPDATE touched SET published = true
FROM {table} AS stored
WHERE stored.id = touched.id AND stored.review_state <> 'draft';
UPDATE touched SET published = true
WHERE touched.changed AND NOT touched.published AND (
    SELECT earlier.review_state FROM {events} AS earlier
    WHERE earlier.pgh_obj_id = touched.id AND earlier.pgh_id < touched.since
    ORDER BY earlier.pgh_id DESC LIMIT 1) <> 'draft';
"""
# and so is what would take parts along that the user may not write, such as a ruling.
LEFT_WITH_PART = """
UPDATE touched SET published = true FROM {part} AS part WHERE part."{column}" = touched.id AND touched.created
"""
UNCITE = """
DELETE FROM {citations} AS citation USING touched
WHERE citation.subject_id = touched.id AND NOT touched.edited AND NOT touched.published
  AND (touched.created OR citation.id IN (SELECT id FROM cited))
"""
RESTORE = """
UPDATE {table} AS stored SET {columns}
FROM touched, LATERAL (
    SELECT * FROM {events} AS earlier
    WHERE earlier.pgh_obj_id = touched.id AND earlier.pgh_id < touched.since
    ORDER BY earlier.pgh_id DESC LIMIT 1) AS before
WHERE stored.id = touched.id AND touched.changed AND NOT touched.edited AND NOT touched.published
"""
REMOVE = """
DELETE FROM {table} AS stored USING touched
WHERE stored.id = touched.id AND touched.created AND NOT touched.edited AND NOT touched.published
"""
TELL = """
UPDATE imports_row AS row SET undone = CASE WHEN touched.published THEN %(published)s
    WHEN touched.edited THEN %(edited)s ELSE %(taken_back)s END
FROM touched
WHERE row.import_id = %(import_id)s AND row.statement_id = touched.id
"""


# Statements that were left, in this undoing or an earlier one.
LEFT = "SELECT count(DISTINCT statement_id) FROM imports_row WHERE import_id = %s AND undone = %s"
LISTED = 200  # records that were left and are named


@transaction.atomic
def undo(import_: Import, watch: Watch, *, user: Any, also: Iterable[int] = ()) -> dict[str, int]:
    """Undo ``import_``, all or nothing; return what was done, counted in the database.

    ``also`` are the statements edited since that are to be put back all the same. What is published stays
    where ``user`` may not publish it now. What undoing it did once before is counted along.
    """
    spec = spec_of(import_.target)
    reason = _("undo of the import of “%s”") % import_.filename
    with because(reason, user=user, import_id=import_.pk, undo=True):
        watch.begin("undoing")
        wait_for_others(spec)
        done = _statements(import_, spec, list(also), watch, user)
        done["decisions"] = Decision.objects.filter(of_import=import_).delete()[0]
        removed, left = unmake_records(import_, user)
        done |= removed
        watch.tell(0)
        left += forget_source(import_, user)
    before = import_.counts.get("undone", {})
    done = {name: number + before.get(name, 0) for name, number in done.items()}
    done["edited"] = _left(import_, Undone.EDITED)
    done["published"] = _left(import_, Undone.PUBLISHED)
    done["records"] = len(left)
    import_.state = State.UNDONE
    import_.undone_at, import_.undone_by = timezone.now(), user
    import_.counts |= {"undone": done, "left": [one.to_json() for one in left[:LISTED]]}
    import_.problem = None
    import_.save()
    return done


def _statements(import_: Import, spec: Spec, also: list[int], watch: Watch, user: Any) -> dict[str, int]:
    names = _names(spec)
    parameters: dict[str, Any] = {
        "import_id": import_.pk, "also": also, "edited": Undone.EDITED.value,
        "published": Undone.PUBLISHED.value, "taken_back": Undone.TAKEN_BACK.value,
    }  # fmt: skip
    done = {}
    with connection.cursor() as cursor:
        cursor.execute(DONE.format(**names), parameters)
        for statement in (OTHERWISE, SUPPORTED, CITED_OTHERWISE, *_added(spec)):
            cursor.execute(statement.format(**names))
        cursor.execute(TOUCHED.format(accepted=ACCEPTED.format(**names)), parameters)
        for statement in _left_to_others(spec, user):
            cursor.execute(statement.format(**names))
        watch.tell(0)
        _remove_what_was_added(spec, also)
        for name, statement in (
            ("citations", UNCITE), ("restored", RESTORE), ("removed", REMOVE), ("rows", TELL),
        ):  # fmt: skip
            cursor.execute(statement.format(**names), parameters)
            done[name] = cursor.rowcount
            watch.tell(0)
    return done


def _left_to_others(spec: Spec, user: Any) -> list[str]:
    """Return the statements that mark what ``user`` may not take away or put back."""
    if rights.may_publish(user, spec.model):
        return []
    parts = [
        LEFT_WITH_PART.format(part=one.model._meta.db_table, column=one.column)
        for one in _parts(spec)
        if not user.has_perm(f"{one.model._meta.app_label}.add_{one.model._meta.model_name}")
    ]
    return [LEFT_TO_PUBLISHERS, *parts]


def _names(spec: Spec) -> dict[str, str]:
    """Return the tables and columns of a target, as the statements above name them."""
    fields = [column for column in tracked_fields(spec.model) if not column.primary_key]
    columns = [column.column for column in fields]
    return {
        "upgrades": UPGRADES,
        "table": spec.table,
        "citations": spec.citations,
        "events": event_model(spec.model)._meta.db_table,
        "citation_events": event_model(spec.citation)._meta.db_table,
        "columns": ", ".join(f'"{column.column}" = {_restored(column)}' for column in fields),
        "now_values": ", ".join(f'now."{name}"' for name in columns),
        "done_values": ", ".join(f'done."{name}"' for name in columns),
    }


def _parts(spec: Spec) -> list[Reference]:
    """Return what refers to a statement beside its citations."""
    return [one for one in referring(spec.model) if one.model is not spec.citation]


def _restored(column: Any) -> str:
    """Return the old value of a column; a text of a time before the rule, without what may not be stored."""
    value = f'before."{column.column}"'
    if column.get_internal_type() != "TextField":
        return value
    return (
        f'CASE WHEN {value} = stored."{column.column}" THEN {value} ELSE hrnet_clean_text({value}, false) END'
    )


def _added(spec: Spec) -> list[str]:
    return [ADDED.format(part=one.model._meta.db_table, column=one.column) for one in _parts(spec)]


def _remove_what_was_added(spec: Spec, also: list[int]) -> None:
    """Remove what somebody added to statements that go all the same: changes of status, rulings, drafts."""
    if not also:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM touched WHERE created AND NOT published AND id = ANY(%s)", [also])
        gone = [row[0] for row in cursor.fetchall()]
    for one in _parts(spec):
        one.model._base_manager.filter(**{f"{one.field}__in": gone}).delete()


def _left(import_: Import, why: Undone) -> int:
    """Return how many statements were left as they are, for this reason."""
    with connection.cursor() as cursor:
        cursor.execute(LEFT, [import_.pk, why.value])
        return int(cursor.fetchone()[0])
