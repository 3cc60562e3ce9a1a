"""The preview: what was read is resolved and judged; the rows are kept, nothing else."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import BigIntegerField, Func, Sum

from imports import rights
from imports.classify import classify
from imports.models import Decision, Import, Outcome, State
from imports.progress import Watch
from imports.reading import read_file
from imports.resolve import resolve
from imports.staging import copy_lines, own_columns
from imports.targets import Spec, spec_of
from institutions.models import Country, Identifier, Institution, Name
from sources.history import event_model
from sources.models import Source

# What a preview rests on beside the tables of its target: where none of them changed, it still holds.
RESTS_ON = (Source, Institution, Name, Identifier, Country, Decision)

# A contradicted row keeps the statement that it contradicts among its changes.
KEEP_ROWS = """
INSERT INTO imports_row (
    import_id, number, sheet, "row", cells, outcome, unresolved, ticked, institution_id, whole_id, {own},
    statement_id, same_as, changes, errors)
SELECT %(import_id)s, staged.number, staged.sheet, staged.row, staged.cells, judged.outcome,
    judged.unresolved AND judged.outcome = 'wrong', false, judged.institution_id, judged.whole_id,
    {staged_own},
    CASE WHEN judged.outcome = 'new' OR judged.outcome = 'contradicted'
        THEN nextval(pg_get_serial_sequence('{table}', 'id'))
        WHEN judged.outcome IN ('changed', 'unchanged') THEN judged.statement_id END,
    judged.same_as,
    CASE WHEN judged.outcome = 'contradicted'
        THEN judged.changes || jsonb_build_object('contradicts', judged.statement_id) ELSE judged.changes END,
    judged.errors
FROM staged JOIN judged ON judged.number = staged.number
"""
# Who belongs to a network of a list that names all its members, and is not on it.
KEEP_ENDED = """
INSERT INTO imports_row (
    import_id, number, sheet, "row", cells, outcome, unresolved, ticked, institution_id, whole_id, role_id,
    status, start, statement_id)
SELECT %(import_id)s, (SELECT coalesce(max(number), 0) FROM staged) + row_number() OVER (ORDER BY stored.id),
    '', 0, '[]', 'ended', false, stored.id = ANY(%(ticked)s), stored.institution_id, stored.network_id,
    stored.role_id, stored.status, stored.start, stored.id
FROM networks_membership AS stored
WHERE stored.network_id IN (SELECT whole_id FROM judged WHERE whole_id IS NOT NULL AND outcome <> 'wrong')
  AND stored.institution_id IS NOT NULL AND stored.review_state = 'published'
  AND stored.standing = 'accepted' AND stored.status <> 'ended' AND stored.end_status <> 'ended'
  AND NOT EXISTS (
    SELECT FROM judged WHERE judged.statement_id = stored.id
       OR (judged.institution_id = stored.institution_id AND judged.whole_id = stored.network_id
           AND judged.outcome = 'wrong'))
"""
# Numbers that were set aside differ each time, and say nothing of what a row is.
DIGEST = """
WITH made AS (
    SELECT DISTINCT role, found_id FROM imports_filename
    WHERE import_id = %(import_id)s AND how = 'created'
)
SELECT count(*) || ':' || coalesce(sum(hashtextextended(concat_ws('|',
    number, outcome, same_as, changes::text, errors::text,
    CASE WHEN outcome IN ('changed', 'unchanged', 'ended') THEN statement_id END,
    CASE WHEN party.found_id IS NULL THEN institution_id END,
    CASE WHEN whole.found_id IS NULL THEN whole_id END, role_id, act), 0)), 0)
FROM imports_row AS row
LEFT JOIN made AS party ON party.role = 'party' AND party.found_id = row.institution_id
LEFT JOIN made AS whole ON whole.role = 'whole' AND whole.found_id = row.whole_id
WHERE import_id = %(import_id)s
"""
# A row of the file counts once: as the gravest of what its statements are.
COUNTS = """
SELECT outcome, count(*), count(*) FILTER (WHERE unresolved) FROM {rows} GROUP BY outcome
"""
# Rows that a user without the right to publish has kept as suggested changes.
SUGGESTED = """
SELECT count(*) FROM imports_row AS row JOIN {table} AS stored ON stored.id = row.statement_id
WHERE row.import_id = %(import_id)s AND row.outcome IN ('changed', 'unchanged')
  AND stored.review_state = 'published'
"""
ALL_ROWS = "(SELECT outcome, unresolved FROM imports_row WHERE import_id = %(import_id)s) AS counted"
BY_FILE_ROW = """
(SELECT DISTINCT ON (sheet, "row", CASE WHEN "row" = 0 THEN number END) outcome, unresolved
 FROM imports_row WHERE import_id = %(import_id)s
 ORDER BY sheet, "row", CASE WHEN "row" = 0 THEN number END, array_position(
    ARRAY['wrong', 'contradicted', 'changed', 'new', 'ended', 'unchanged', 'left_out']::varchar[], outcome)
) AS counted
"""


def preview(import_: Import, watch: Watch) -> None:
    """Read and judge the file of ``import_``; keep its rows, its counts and what it was compared with.

    Raise :class:`imports.readers.errors.FileRefusedError` where it cannot be read.
    """
    folder = import_.lines
    if not (folder / "rows.copy").exists():
        watch.begin("reading")
        import_.found = _read(import_, folder, watch)
    with transaction.atomic():
        import_.stored_then = stored_now(spec_of(import_.target))
        judge(import_, folder, watch)
        import_.state = State.PREVIEWED
        import_.save()


def _read(import_: Import, folder: Path, watch: Watch) -> dict[str, Any]:
    """Read the file into lines that stay beside it, so that it is parsed once however often it is judged."""
    with scratch() as unfinished:
        found = read_file(import_, unfinished, watch.tell)
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.move(unfinished, folder)
    return found


def forget_lines(import_: Import) -> None:
    """Forget what was read, since the file is to be read otherwise."""
    shutil.rmtree(import_.lines, ignore_errors=True)


def judge(import_: Import, folder: Path, watch: Watch | None = None) -> None:
    """Judge the lines in ``folder`` and keep the rows, in place of those kept before."""
    spec = spec_of(import_.target)
    single = import_.found.get("statements", 0) == import_.found.get("rows", 0)
    if watch:
        watch.begin("comparing", import_.found.get("statements"))
    copy_lines(spec, folder)
    resolve(import_, watch)
    classify(spec, import_.list_name, rows_are_statements=single)
    _keep(import_, spec)
    import_.counts = counts(import_, single=single)
    import_.digest = digest(import_)


def _keep(import_: Import, spec: Spec) -> None:
    ticked = import_.rows.filter(outcome=Outcome.ENDED, ticked=True).values_list("statement_id", flat=True)
    parameters: dict[str, Any] = {"import_id": import_.pk, "ticked": list(ticked)}
    own = {"own": own_columns(spec), "staged_own": own_columns(spec, "staged."), "table": spec.table}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM imports_row WHERE import_id = %(import_id)s", parameters)
        cursor.execute(KEEP_ROWS.format(**own), parameters)
        if import_.complete and import_.target == "memberships":
            cursor.execute(KEEP_ENDED, parameters)
        # Storing joins these rows with each other: by what the planner knew of an empty table, or of other
        # imports, that takes minutes where it should take seconds.
        cursor.execute("ANALYZE imports_row")


def counts(import_: Import, *, single: bool = False) -> dict[str, int]:
    """Return how many rows of the file there are of each outcome, and how many names are open."""
    with connection.cursor() as cursor:
        rows = ALL_ROWS if single else BY_FILE_ROW
        cursor.execute(COUNTS.format(rows=rows), {"import_id": import_.pk})
        found = {outcome: (number, unresolved) for outcome, number, unresolved in cursor.fetchall()}
        suggested = 0
        spec = spec_of(import_.target)
        if not rights.may_publish(import_.owner, spec.model):
            cursor.execute(SUGGESTED.format(table=spec.table), {"import_id": import_.pk})
            suggested = cursor.fetchone()[0]
    told = {outcome: found.get(outcome, (0, 0))[0] for outcome in Outcome.values}
    return {
        "rows": sum(told.values()) - told[Outcome.ENDED],
        **told,
        "unresolved": found.get(Outcome.WRONG, (0, 0))[1],
        "open_names": import_.names.filter(how="open").count(),
        "to_create": import_.names.filter(how="created").values("found_id").distinct().count(),
        "decisions": Decision.objects.filter(of_import=import_).count(),
        "suggested": suggested,
    }


def digest(import_: Import) -> str:
    """Return a digest of what each row is, whatever numbers were set aside for it."""
    with connection.cursor() as cursor:
        cursor.execute(DIGEST, {"import_id": import_.pk})
        return str(cursor.fetchone()[0])


def rests_on(spec: Spec) -> tuple[Any, ...]:
    """Return the models whose changes make a preview stale."""
    return (*spec.rests_on, *RESTS_ON)


def stored_now(spec: Spec) -> dict[str, int]:
    """Return how many changes each history holds that a preview rests on, and which decisions hold.

    Histories only grow, so that equal counts mean that nothing at all was changed in between; the keys of
    their rows would not tell, since they do not follow the order of commits.
    """
    with connection.cursor() as cursor:
        now: dict[str, int] = {}
        for model in rests_on(spec):
            cursor.execute(f"SELECT count(*) FROM {event_model(model)._meta.db_table}")
            now[model._meta.model_name or ""] = cursor.fetchone()[0]
    # Which decisions are remembered changes with the state of their import, and no history says so.
    digest = Sum(Func("pk", function="hashint8", output_field=BigIntegerField()), default=0)
    now["remembered"] = Decision.objects.remembered().order_by().aggregate(digest=digest)["digest"]
    return now


@contextmanager
def scratch() -> Iterator[Path]:
    """A private folder for the lines of one reading, removed at the end where it was not moved."""
    root = Path(settings.MEDIA_ROOT) / "scratch"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
