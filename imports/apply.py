"""Storing what was confirmed: one transaction, set by set; whole, or not at all.

Nothing is stored that was not previewed. Where anything changed since that a preview rests on, the file is
read and judged again, and where that comes out otherwise, nothing is stored and the new preview is shown.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hrnet.lib.names import slugify
from imports.models import Import, Outcome, State
from imports.preview import RESTS_ON, judge, scratch, stored_now
from imports.reading import read_file
from sources.history import because
from sources.models import Source
from sources.statements import ReviewState

PUBLISH = "networks.publish_membership"


class PreviewStaleError(Exception):
    """What is stored changed since the preview: there is a new one, and nothing was stored."""


def apply(import_: Import) -> dict[str, int]:
    """Store the right rows of a confirmed import; return what was stored, counted in the database.

    Raise :class:`PreviewStaleError` where the preview does not hold any more.
    """
    with because(_("import of “%s”") % import_.filename, user=import_.owner, import_id=import_.pk):
        stale = False
        with transaction.atomic():
            _wait_for_others()
            if stored_now() != import_.stored_then:
                stale = _preview_again(import_)
            if not stale:
                return _store(import_)
    raise PreviewStaleError


def _wait_for_others() -> None:
    """Hold off other writers until the end of the transaction; readers go on."""
    tables = ", ".join(model._meta.db_table for model in RESTS_ON)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


def _preview_again(import_: Import) -> bool:
    """Read and judge the file once more; tell whether it came out otherwise, and keep that preview."""
    before = import_.digest
    import_.stored_then = stored_now()
    with scratch() as folder:
        read_file(import_, Path(import_.file.path), folder)
        judge(import_, folder)
    if import_.digest == before:
        return False
    import_.state = State.PREVIEWED
    import_.problem = {"code": "stale"}
    import_.save()
    return True


def _store(import_: Import) -> dict[str, int]:
    publishes = import_.owner.has_perm(PUBLISH)
    source = the_source(import_, publishes=publishes)
    parameters = {
        "import_id": import_.pk,
        "source_id": source.pk,
        "series": source.series,
        "review_state": ReviewState.PUBLISHED if publishes else ReviewState.DRAFT,
        "published_earliest": source.published_earliest,
        "published_latest": source.published_latest,
    }
    with connection.cursor() as cursor:
        stored = {name: _run(cursor, statement, parameters) for name, statement in _statements(publishes)}
    import_.source = source
    import_.state = State.APPLIED
    import_.applied_at = timezone.now()
    import_.problem = None
    import_.save()
    return stored


def _run(cursor: Any, statement: str, parameters: dict[str, Any]) -> int:
    cursor.execute(statement, parameters)
    return int(cursor.rowcount)


def the_source(import_: Import, *, publishes: bool) -> Source:
    """Return the source that the rows cite: the file itself, known by its hash; made where it is new."""
    known = Source.objects.filter(checksum=import_.sha256, series=import_.list_name).first()
    if known is not None:
        return known
    day = timezone.now().date()
    labels = {}
    for language in ("en", "fr"):
        with override(language):
            labels[language] = (_("Membership list “%(name)s”") % {"name": import_.list_name})[:200]
    source = Source.objects.create(
        slug=_free_slug(f"list-{slugify(import_.list_name)[:50]}-{day.isoformat()}"),
        kind="list",
        label_en=labels["en"],
        label_fr=labels["fr"],
        title=import_.filename,
        published=import_.as_of,
        read_on=day,
        series=import_.list_name,
        checksum=import_.sha256,
        review_state=ReviewState.PUBLISHED if publishes else ReviewState.DRAFT,
    )
    source.refresh_from_db()
    return source


def _free_slug(wanted: str) -> str:
    slug, number = wanted[:80], 1
    while Source.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted[:76]}-{number}"
    return slug


def _statements(publishes: bool) -> list[tuple[str, str]]:
    change = CHANGE if publishes else PROPOSE
    return [("created", CREATE), ("changed", change), ("cited", CITE)]


# The order of the columns follows the indexes of the table: rows arrive sorted, and each index grows at
# few places.
CREATE = f"""
INSERT INTO networks_membership (
    id, institution_id, network_id, role_id, status, start, "end", period_type, end_status, note_en, note_fr,
    standing, review_state, modality, not_exhaustive, incomplete_in_source, attested_first, attested_last)
SELECT membership_id, institution_id, network_id, role_id, status, start, "end",
    CASE WHEN start IS NULL AND "end" IS NULL THEN 'attested' ELSE 'dated' END,
    CASE WHEN "end" IS NULL THEN 'unknown' ELSE 'ended' END,
    cells ->> 10, '',
    CASE outcome WHEN 'contradicted' THEN 'disputed' ELSE 'accepted' END,
    %(review_state)s, 'is', false, false,
    coalesce(hrnet_date_earliest(as_of), %(published_earliest)s),
    coalesce(hrnet_date_latest(as_of), %(published_latest)s)
FROM imports_row
WHERE import_id = %(import_id)s AND outcome IN ('{Outcome.NEW}', '{Outcome.CONTRADICTED}')
ORDER BY institution_id, network_id
"""

CHANGE = f"""
UPDATE networks_membership AS stored
SET status = coalesce(row.changes -> 'status' ->> 1, stored.status),
    start = coalesce(row.changes -> 'start' ->> 1, stored.start),
    "end" = coalesce(row.changes -> 'end' ->> 1, stored."end"),
    end_status = CASE WHEN row.changes ? 'end' THEN 'ended' ELSE stored.end_status END,
    period_type = CASE WHEN row.changes ? 'end' OR row.changes ? 'start' THEN 'dated'
        ELSE stored.period_type END,
    note_en = CASE WHEN row.changes ? 'note' AND (stored.note_en <> '' OR stored.note_fr = '')
        THEN row.changes -> 'note' ->> 1 ELSE stored.note_en END,
    note_fr = CASE WHEN row.changes ? 'note' AND stored.note_en = '' AND stored.note_fr <> ''
        THEN row.changes -> 'note' ->> 1 ELSE stored.note_fr END
FROM imports_row AS row
WHERE row.import_id = %(import_id)s AND row.outcome = '{Outcome.CHANGED}' AND stored.id = row.membership_id
"""

# Who may not publish changes nothing that is public: the new values wait as a draft that revises.
PROPOSE = f"""
WITH draft AS (
    INSERT INTO networks_membership (
        institution_id, network_id, role_id, person_id, status, start, "end", period_type, end_status,
        note_en, note_fr, standing, review_state, modality, not_exhaustive, incomplete_in_source, revises_id)
    SELECT stored.institution_id, stored.network_id, stored.role_id, stored.person_id,
        coalesce(row.changes -> 'status' ->> 1, stored.status),
        coalesce(row.changes -> 'start' ->> 1, stored.start),
        coalesce(row.changes -> 'end' ->> 1, stored."end"),
        CASE WHEN row.changes ? 'end' OR row.changes ? 'start' THEN 'dated' ELSE stored.period_type END,
        CASE WHEN row.changes ? 'end' THEN 'ended' ELSE stored.end_status END,
        coalesce(row.changes -> 'note' ->> 1, stored.note_en), stored.note_fr,
        stored.standing, 'draft', stored.modality, stored.not_exhaustive, stored.incomplete_in_source,
        coalesce(stored.revises_id, stored.id)
    FROM imports_row AS row JOIN networks_membership AS stored ON stored.id = row.membership_id
    WHERE row.import_id = %(import_id)s AND row.outcome = '{Outcome.CHANGED}'
    RETURNING id, revises_id
)
UPDATE imports_row AS row SET membership_id = draft.id
FROM draft
WHERE row.import_id = %(import_id)s AND row.outcome = '{Outcome.CHANGED}'
  AND row.membership_id = draft.revises_id
"""

# Every right row cites its place in the file; a place that is cited already is not cited twice.
CITE = f"""
INSERT INTO networks_membershipcitation (
    subject_id, source_id, about, effect, section, page, paragraph, sentence, sheet, "row", locator, as_of,
    wording, says, quotation)
SELECT coalesce(row.membership_id, first.membership_id), %(source_id)s, '', 'supports', '', '', NULL, NULL,
    row.sheet, row."row", left(row.cells ->> 11, 200), row.as_of,
    jsonb_strip_nulls(jsonb_build_object(
        'institution', CASE WHEN row.cells ->> 0 NOT IN ('', member.label_en, member.label_fr)
            THEN row.cells ->> 0 END,
        'network', CASE WHEN row.cells ->> 4 NOT IN ('', network.label_en, network.label_fr)
            THEN row.cells ->> 4 END)),
    jsonb_strip_nulls(jsonb_build_object(
        'status', nullif(row.status, ''), 'start', row.start, 'end', row."end",
        'note', nullif(row.cells ->> 10, ''))),
    ''
FROM imports_row AS row
LEFT JOIN imports_row AS first ON first.import_id = row.import_id AND first.number = row.same_as
JOIN institutions_institution AS member ON member.id = row.institution_id
JOIN institutions_institution AS network ON network.id = row.network_id
WHERE row.import_id = %(import_id)s AND row.outcome <> '{Outcome.WRONG}'
ON CONFLICT DO NOTHING
"""
