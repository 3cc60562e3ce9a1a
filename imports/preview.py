"""The preview: a file is read, its names resolved, each row judged; the rows are kept, nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from imports.classify import classify
from imports.models import Import, Outcome, State
from imports.reading import copy_lines, read_file
from imports.resolve import resolve_institutions, resolve_networks
from institutions.models import Country, Identifier, Institution, Name
from networks.models import Membership, MembershipCitation, Network, Role
from sources.history import event_model
from sources.models import Source

# What a preview rests on: where none of these changed since, it still holds.
RESTS_ON = (Membership, MembershipCitation, Source, Institution, Name, Identifier, Network, Role, Country)

KEEP_ROWS = """
INSERT INTO imports_row (
    import_id, number, sheet, "row", cells, outcome, institution_id, network_id, role_id, status, start,
    "end", as_of, membership_id, same_as, changes, errors)
SELECT %(import_id)s, staged.number, staged.sheet, staged.row, staged.cells, judged.outcome,
    judged.institution_id, judged.network_id, staged.role_id, staged.status, staged.start, staged."end",
    staged.as_of,
    CASE WHEN judged.outcome = 'new' OR judged.outcome = 'contradicted'
        THEN nextval(pg_get_serial_sequence('networks_membership', 'id'))
        WHEN judged.outcome <> 'wrong' THEN judged.membership_id END,
    judged.same_as, judged.changes, judged.errors
FROM staged JOIN judged ON judged.number = staged.number
"""
# A contradicted row keeps the membership that it contradicts among its changes.
KEEP_CONTRADICTED = """
UPDATE imports_row AS kept
SET changes = kept.changes || jsonb_build_object('contradicts', judged.membership_id)
FROM judged
WHERE kept.import_id = %(import_id)s AND kept.number = judged.number AND judged.outcome = 'contradicted'
"""
DIGEST = """
SELECT count(*) || ':' || coalesce(sum(hashtextextended(concat_ws('|',
    number, outcome, same_as, changes::text, errors::text,
    CASE WHEN outcome IN ('changed', 'unchanged') THEN membership_id END,
    institution_id, network_id, role_id), 0)), 0)
FROM imports_row WHERE import_id = %(import_id)s
"""


def preview(import_: Import) -> None:
    """Read and judge the file of ``import_``; keep its rows, its counts and what it was compared with.

    Raise :class:`imports.readers.errors.FileRefusedError` where it cannot be read.
    """
    with scratch() as folder:
        found = read_file(import_, Path(import_.file.path), folder, lambda done: _tell(import_, done))
        with transaction.atomic():
            import_.stored_then = stored_now()
            judge(import_, folder)
            import_.found = found
            import_.state = State.PREVIEWED
            import_.save()


def judge(import_: Import, folder: Path) -> None:
    """Judge the lines in ``folder`` and keep the rows, in place of those kept before."""
    copy_lines(folder)
    resolve_institutions()
    resolve_networks()
    classify(import_.list_name)
    parameters = {"import_id": import_.pk}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM imports_row WHERE import_id = %(import_id)s", parameters)
        cursor.execute(KEEP_ROWS, parameters)
        cursor.execute(KEEP_CONTRADICTED, parameters)
        import_.counts = counts(import_)
        import_.digest = digest(import_)


def counts(import_: Import) -> dict[str, int]:
    """Return how many rows there are of each outcome."""
    query = "SELECT outcome, count(*) FROM imports_row WHERE import_id = %s GROUP BY outcome"
    with connection.cursor() as cursor:
        cursor.execute(query, [import_.pk])
        found = dict(cursor.fetchall())
    return {"rows": sum(found.values()), **{outcome: found.get(outcome, 0) for outcome in Outcome.values}}


def digest(import_: Import) -> str:
    """Return a digest of what each row is, whatever numbers were set aside for it."""
    with connection.cursor() as cursor:
        cursor.execute(DIGEST, {"import_id": import_.pk})
        return str(cursor.fetchone()[0])


def stored_now() -> dict[str, int]:
    """Return how many changes each history holds that a preview rests on.

    Histories only grow, so that equal counts mean that nothing at all was changed in between; the keys of
    their rows would not tell, since they do not follow the order of commits.
    """
    with connection.cursor() as cursor:
        now: dict[str, int] = {}
        for model in RESTS_ON:
            cursor.execute(f"SELECT count(*) FROM {event_model(model)._meta.db_table}")
            now[model._meta.model_name or ""] = cursor.fetchone()[0]
    return now


@contextmanager
def scratch() -> Iterator[Path]:
    """A private folder for the lines of one reading, removed at the end."""
    root = Path(settings.MEDIA_ROOT) / "scratch"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root) as folder:
        yield Path(folder)


def _tell(import_: Import, done: int) -> None:
    """Write down how far the reading is: outside any transaction, so that its page can see it."""
    Import.objects.filter(pk=import_.pk).update(done=done)
