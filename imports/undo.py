"""Undoing an import: what it created goes, what it changed gets its old values back, its citations go.

What the import did is read from the histories, whose events carry its number; nothing is guessed from the
rows. A statement that somebody edited since, or that another source supports by now, is left as it is and
listed: a person decides on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from imports.models import Decision, Import, State, Undone
from imports.progress import Watch
from imports.targets import Spec, spec_of
from institutions.models import Institution, Name
from mandates.models import Instrument
from networks.models import Network, Ruling, StatusChange
from sources.history import because, event_model, tracked_fields
from sources.models import Source

# What the import did to each statement, and whether anything else happened to it since.
TOUCHED = """
DROP TABLE IF EXISTS touched;
CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
WITH mine AS (
    SELECT id FROM pghistory_context WHERE metadata ->> 'import_id' = %(import_id)s::text
      AND NOT metadata ? 'undo'
), stated AS (
    SELECT pgh_obj_id AS id, bool_or(pgh_label = 'insert') AS created, min(pgh_id) AS since
    FROM {events} WHERE pgh_context_id IN (SELECT id FROM mine) GROUP BY 1
), cited AS (
    SELECT subject_id AS id, min(pgh_id) AS since FROM {citation_events}
    WHERE pgh_context_id IN (SELECT id FROM mine) AND pgh_label = 'insert' GROUP BY 1
)
SELECT coalesce(stated.id, cited.id) AS id, coalesce(stated.created, false) AS created,
    stated.id IS NOT NULL AND NOT stated.created AS changed, stated.since,
    EXISTS (SELECT FROM {events} AS later WHERE later.pgh_obj_id = stated.id AND later.pgh_id > stated.since
            AND NOT EXISTS (SELECT FROM mine WHERE mine.id = later.pgh_context_id))
    OR EXISTS (SELECT FROM {citation_events} AS later WHERE later.subject_id = cited.id
            AND later.pgh_id > cited.since
            AND NOT EXISTS (SELECT FROM mine WHERE mine.id = later.pgh_context_id)) {more} AS edited
FROM stated FULL JOIN cited ON cited.id = stated.id
WHERE cardinality(%(also)s::bigint[]) = 0 OR coalesce(stated.id, cited.id) = ANY(%(also)s::bigint[]);
UPDATE touched SET edited = false WHERE id = ANY(%(also)s::bigint[]);
ANALYZE touched;
"""
MORE = """
    OR EXISTS (SELECT FROM networks_statuschange AS part WHERE part.membership_id = stated.id)
       AND coalesce(stated.created, false)
    OR EXISTS (SELECT FROM networks_ruling AS ruling
               WHERE ruling.first_id = stated.id OR ruling.second_id = stated.id)
       AND coalesce(stated.created, false)
"""
UNCITE = """
DELETE FROM {citations} AS citation USING touched
WHERE citation.subject_id = touched.id AND NOT touched.edited AND (touched.created OR citation.id IN (
    SELECT event.pgh_obj_id FROM {citation_events} AS event
    JOIN pghistory_context AS context ON context.id = event.pgh_context_id
    WHERE context.metadata ->> 'import_id' = %(import_id)s::text AND event.pgh_label = 'insert'))
"""
RESTORE = """
UPDATE {table} AS stored SET {columns}
FROM touched, LATERAL (
    SELECT * FROM {events} AS earlier
    WHERE earlier.pgh_obj_id = touched.id AND earlier.pgh_id < touched.since
    ORDER BY earlier.pgh_id DESC LIMIT 1) AS before
WHERE stored.id = touched.id AND touched.changed AND NOT touched.edited
"""
REMOVE = """
DELETE FROM {table} AS stored USING touched
WHERE stored.id = touched.id AND touched.created AND NOT touched.edited
"""
TELL = """
UPDATE imports_row AS row SET undone = CASE WHEN touched.edited THEN %(edited)s ELSE %(taken_back)s END
FROM touched
WHERE row.import_id = %(import_id)s AND row.statement_id = touched.id
"""


@transaction.atomic
def undo(import_: Import, watch: Watch, *, user: Any, also: Iterable[int] = ()) -> dict[str, int]:
    """Undo ``import_``, all or nothing; return what was done, counted in the database.

    ``also`` are the statements edited since that are to be put back all the same.
    """
    spec = spec_of(import_.target)
    reason = _("undo of the import of “%s”") % import_.filename
    with because(reason, user=user, import_id=import_.pk, undo=True):
        watch.begin("undoing")
        done = _statements(import_, spec, list(also))
        watch.tell(0)
        done["created_institutions"] = sum(_records(import_, model) for model in (Institution, Instrument))
        done["decisions"] = Decision.objects.filter(of_import=import_).delete()[0]
        _forget_source(import_)
    import_.state = State.UNDONE
    import_.undone_at, import_.undone_by = timezone.now(), user
    import_.counts |= {"undone": done}
    import_.problem = None
    import_.save()
    return done


def _statements(import_: Import, spec: Spec, also: list[int]) -> dict[str, int]:
    names = {
        "table": spec.table,
        "citations": spec.citations,
        "events": event_model(spec.model)._meta.db_table,
        "citation_events": event_model(spec.citation)._meta.db_table,
        "more": MORE if spec.name == "memberships" else "",
        "columns": _columns(spec),
    }
    parameters: dict[str, Any] = {
        "import_id": import_.pk, "also": also, "edited": Undone.EDITED.value,
        "taken_back": Undone.TAKEN_BACK.value,
    }  # fmt: skip
    done = {}
    with connection.cursor() as cursor:
        for table in (spec.table, spec.citations):
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(TOUCHED.format(**names), parameters)
        _remove_parts(spec, also)
        for name, statement in (
            ("citations", UNCITE), ("restored", RESTORE), ("removed", REMOVE), ("rows", TELL),
        ):  # fmt: skip
            cursor.execute(statement.format(**names), parameters)
            done[name] = cursor.rowcount
        cursor.execute("SELECT count(*) FROM touched WHERE edited")
        done["edited"] = cursor.fetchone()[0]
    return done


def _columns(spec: Spec) -> str:
    columns = [column.column for column in tracked_fields(spec.model) if not column.primary_key]
    return ", ".join(f'"{name}" = before."{name}"' for name in columns)


def _remove_parts(spec: Spec, also: list[int]) -> None:
    """Remove what was added to statements that go all the same: changes of status, rulings."""
    if spec.name != "memberships" or not also:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM touched WHERE created AND id = ANY(%s)", [also])
        gone = [row[0] for row in cursor.fetchall()]
    StatusChange.objects.filter(membership__in=gone).delete()
    Ruling.objects.filter(models.Q(first__in=gone) | models.Q(second__in=gone)).delete()


def _records(import_: Import, model: Any) -> int:
    """Remove the records that the import created, but those that were edited or are referred to by now."""
    removed = 0
    for record in model.objects.filter(pk__in=_made_by(import_, model)):
        if _edited_since(import_, record):
            continue
        try:
            with transaction.atomic():
                record.delete()
            removed += 1
        except models.ProtectedError:
            continue
    if model is Institution:
        for network in Network.objects.filter(pk__in=_made_by(import_, Network)):
            try:
                with transaction.atomic():
                    network.delete()
            except models.ProtectedError:
                continue
    return removed


def _made_by(import_: Import, model: Any) -> list[int]:
    events = event_model(model).objects.filter(
        pgh_label="insert", pgh_context__metadata__import_id=import_.pk
    )
    return list(events.values_list("pgh_obj_id", flat=True))


def _edited_since(import_: Import, record: Any) -> bool:
    """Tell whether the record, or a name of it, was changed by anything but the import."""
    events = [event_model(type(record)).objects.filter(pgh_obj_id=record.pk)]
    if isinstance(record, Institution):
        events.append(event_model(Name).objects.filter(institution_id=record.pk))
    return any(
        one.exclude(pgh_context__metadata__import_id=import_.pk).exists()
        or one.filter(pgh_context__isnull=True).exists()
        for one in events
    )


def _forget_source(import_: Import) -> None:
    """Remove the file as a source, where the import made it and nothing cites it any more."""
    source = import_.source
    if source is None or source.pk not in _made_by(import_, Source):
        return
    Import.objects.filter(pk=import_.pk).update(state=State.UNDOING, source=None)
    import_.source = None
    try:
        with transaction.atomic():
            source.delete()
    except models.ProtectedError:
        import_.source = source
