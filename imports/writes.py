"""The statements, in SQL, that store the right rows of an import: created, changed, ended, cited.

Each takes the rows whose numbers lie between two bounds, so that the work can tell how far it is and can be
cancelled; all run in one transaction.
"""

from __future__ import annotations

from imports.models import Outcome, Target
from imports.targets import Spec

BETWEEN = "row.import_id = %(import_id)s AND row.number > %(after)s AND row.number <= %(until)s"
STORED_ANEW = f"row.outcome IN ('{Outcome.NEW}', '{Outcome.CONTRADICTED}')"
PLAIN = """CASE row.outcome WHEN 'contradicted' THEN 'disputed' ELSE 'accepted' END,
    %(review_state)s, 'is', false, false"""

# The order of the columns follows the indexes of the table: rows arrive sorted, and each index grows at
# few places.
CREATE_MEMBERSHIPS = f"""
INSERT INTO networks_membership (
    id, institution_id, network_id, role_id, status, start, "end", period_type, end_status, note_en, note_fr,
    standing, review_state, modality, not_exhaustive, incomplete_in_source, attested_first, attested_last)
SELECT statement_id, institution_id, whole_id, role_id, coalesce(status, ''), start, "end",
    CASE WHEN start IS NULL AND "end" IS NULL THEN 'attested' ELSE 'dated' END,
    CASE WHEN "end" IS NULL THEN 'unknown' ELSE 'ended' END,
    cells ->> %(note_cell)s, '', {PLAIN},
    coalesce(hrnet_date_earliest(as_of), %(published_earliest)s),
    coalesce(hrnet_date_latest(as_of), %(published_latest)s)
FROM imports_row AS row
WHERE {BETWEEN} AND {STORED_ANEW}
ORDER BY institution_id, whole_id
"""
CREATE_PARTIES = f"""
INSERT INTO mandates_party (
    id, institution_id, instrument_id, act, date, in_force, note_en, note_fr,
    standing, review_state, modality, not_exhaustive, incomplete_in_source, attested_first, attested_last)
SELECT statement_id, institution_id, whole_id, act, date, in_force, cells ->> %(note_cell)s, '', {PLAIN},
    %(published_earliest)s, %(published_latest)s
FROM imports_row AS row
WHERE {BETWEEN} AND {STORED_ANEW}
ORDER BY institution_id, whole_id
"""

NOTES = """
    note_en = CASE WHEN row.changes ? 'note' AND (stored.note_en <> '' OR stored.note_fr = '')
        THEN row.changes -> 'note' ->> 1 ELSE stored.note_en END,
    note_fr = CASE WHEN row.changes ? 'note' AND stored.note_en = '' AND stored.note_fr <> ''
        THEN row.changes -> 'note' ->> 1 ELSE stored.note_fr END
"""
CHANGE_MEMBERSHIPS = f"""
UPDATE networks_membership AS stored
SET status = coalesce(row.changes -> 'status' ->> 1, stored.status),
    start = coalesce(row.changes -> 'start' ->> 1, stored.start),
    "end" = coalesce(row.changes -> 'end' ->> 1, stored."end"),
    end_status = CASE WHEN row.changes ? 'end' THEN 'ended' ELSE stored.end_status END,
    period_type = CASE WHEN row.changes ? 'end' OR row.changes ? 'start' THEN 'dated'
        ELSE stored.period_type END, {NOTES}
FROM imports_row AS row
WHERE {BETWEEN} AND row.outcome = '{Outcome.CHANGED}' AND stored.id = row.statement_id
"""
CHANGE_PARTIES = f"""
UPDATE mandates_party AS stored
SET date = coalesce(row.changes -> 'date' ->> 1, stored.date),
    in_force = coalesce(row.changes -> 'in_force' ->> 1, stored.in_force), {NOTES}
FROM imports_row AS row
WHERE {BETWEEN} AND row.outcome = '{Outcome.CHANGED}' AND stored.id = row.statement_id
"""

# Who may not publish changes nothing that is public: the new values wait as a draft that revises.
PROPOSED = f"""
    FROM imports_row AS row JOIN {{table}} AS stored ON stored.id = row.statement_id
    WHERE {BETWEEN} AND row.outcome = '{Outcome.CHANGED}'
    RETURNING id, revises_id
)
UPDATE imports_row AS row SET statement_id = draft.id
FROM draft
WHERE {BETWEEN} AND row.outcome = '{Outcome.CHANGED}' AND row.statement_id = draft.revises_id
"""
PROPOSE_MEMBERSHIPS = """
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
""" + PROPOSED.format(table="networks_membership")
PROPOSE_PARTIES = """
WITH draft AS (
    INSERT INTO mandates_party (
        institution_id, instrument_id, act, date, in_force, note_en, note_fr, standing, review_state,
        modality, not_exhaustive, incomplete_in_source, revises_id)
    SELECT stored.institution_id, stored.instrument_id, stored.act,
        coalesce(row.changes -> 'date' ->> 1, stored.date),
        coalesce(row.changes -> 'in_force' ->> 1, stored.in_force),
        coalesce(row.changes -> 'note' ->> 1, stored.note_en), stored.note_fr,
        stored.standing, 'draft', stored.modality, stored.not_exhaustive, stored.incomplete_in_source,
        coalesce(stored.revises_id, stored.id)
""" + PROPOSED.format(table="mandates_party")

# Who left a complete list has left between the last time that a source had them in and the list’s day.
END = f"""
UPDATE networks_membership AS stored
SET status = 'ended',
    end_status = CASE WHEN stored.period_type = 'dated' OR ended.at IS NOT NULL THEN 'ended'
        ELSE stored.end_status END,
    period_type = CASE WHEN ended.at IS NOT NULL THEN 'dated' ELSE stored.period_type END,
    "end" = ended.at
FROM imports_row AS row, LATERAL (
    SELECT CASE WHEN was.attested_last < %(published_earliest)s
        THEN was.attested_last || '/' || %(published_earliest)s::date END AS at
    FROM networks_membership AS was WHERE was.id = row.statement_id) AS ended
WHERE {BETWEEN} AND row.outcome = '{Outcome.ENDED}' AND row.ticked AND stored.id = row.statement_id
"""
CITE_END = f"""
INSERT INTO networks_membershipcitation (
    subject_id, source_id, about, effect, section, page, sheet, locator, wording, says, quotation)
SELECT row.statement_id, %(source_id)s, 'status', 'supports', '', '', '', %(absent)s, '{{}}',
    jsonb_build_object('status', 'ended'), ''
FROM imports_row AS row
WHERE {BETWEEN} AND row.outcome = '{Outcome.ENDED}' AND row.ticked
ON CONFLICT DO NOTHING
"""

# Every right row cites its place in the file; a place that is cited already is not cited twice.
CITE = f"""
INSERT INTO {{citations}} (
    subject_id, source_id, about, effect, section, page, paragraph, sentence, sheet, "row", locator, as_of,
    wording, says, quotation)
SELECT coalesce(first.statement_id, row.statement_id), %(source_id)s, '', 'supports', '', '', NULL, NULL,
    row.sheet, row."row", left(row.cells ->> %(locator_cell)s, 200), row.as_of,
    jsonb_strip_nulls(jsonb_build_object(
        'institution', CASE WHEN row.cells ->> 0 NOT IN ('', party.label_en, party.label_fr)
            THEN row.cells ->> 0 END,
        '{{whole}}', CASE WHEN row.cells ->> %(whole_cell)s NOT IN ('', {{whole_names}})
            THEN row.cells ->> %(whole_cell)s END)),
    jsonb_strip_nulls(jsonb_build_object({{says}}, 'note', nullif(row.cells ->> %(note_cell)s, ''))),
    ''
FROM imports_row AS row
LEFT JOIN imports_row AS first ON first.import_id = row.import_id AND first.number = row.same_as
JOIN institutions_institution AS party ON party.id = row.institution_id
JOIN {{whole_table}} AS whole ON whole.id = row.whole_id
WHERE {BETWEEN}
  AND row.outcome NOT IN ('{Outcome.WRONG}', '{Outcome.LEFT_OUT}', '{Outcome.ENDED}')
ON CONFLICT DO NOTHING
"""

Write = tuple[str, str]  # what it counts as, and the statement


def writes(spec: Spec, *, publishes: bool) -> list[Write]:
    """Return the statements that store rows of a target, in their order."""
    if spec.name == Target.MEMBERSHIPS:
        change = CHANGE_MEMBERSHIPS if publishes else PROPOSE_MEMBERSHIPS
        ends = [("ended", END), ("cited", CITE_END)] if publishes else []
        return [("created", CREATE_MEMBERSHIPS), ("changed", change), ("cited", _cite(spec)), *ends]
    change = CHANGE_PARTIES if publishes else PROPOSE_PARTIES
    return [("created", CREATE_PARTIES), ("changed", change), ("cited", _cite(spec))]


def _cite(spec: Spec) -> str:
    if spec.name == Target.MEMBERSHIPS:
        return CITE.format(
            citations=spec.citations, whole="network", whole_table="institutions_institution",
            whole_names="whole.label_en, whole.label_fr",
            says="""'status', nullif(row.status, ''), 'start', row.start, 'end', row."end\"""",
        )  # fmt: skip
    return CITE.format(
        citations=spec.citations, whole="instrument", whole_table="mandates_instrument",
        whole_names="whole.title_en, whole.title_fr",
        says="'date', row.date, 'in_force', row.in_force",
    )  # fmt: skip
