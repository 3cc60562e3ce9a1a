"""The statements, in SQL, that store the right rows of an import: created, changed, ended, cited.

Each takes the rows whose numbers lie between two bounds, so that the work can tell how far it is and can be
cancelled; all run in one transaction.
"""

from __future__ import annotations

from imports.models import Outcome, Target
from imports.proposing import BETWEEN, OFF_PUBLISHED, proposals
from imports.targets import Spec
from imports.values import CHANGED, ENDED

STORED_ANEW = f"row.outcome IN ('{Outcome.NEW}', '{Outcome.CONTRADICTED}')"
# Rows that were read before the rule on characters may break it: they are stored without what it forbids.
NOTE = "hrnet_clean_text(row.cells ->> %(note_cell)s, false)"
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
    {NOTE}, '', {PLAIN},
    CASE WHEN %(attests)s THEN coalesce(hrnet_date_earliest(as_of), %(published_earliest)s) END,
    CASE WHEN %(attests)s THEN coalesce(hrnet_date_latest(as_of), %(published_latest)s) END
FROM imports_row AS row
WHERE {BETWEEN} AND {STORED_ANEW}
ORDER BY institution_id, whole_id
"""
CREATE_PARTIES = f"""
INSERT INTO mandates_party (
    id, institution_id, instrument_id, act, date, in_force, note_en, note_fr,
    standing, review_state, modality, not_exhaustive, incomplete_in_source, attested_first, attested_last)
SELECT statement_id, institution_id, whole_id, act, date, in_force, {NOTE}, '', {PLAIN},
    CASE WHEN %(attests)s THEN %(published_earliest)s::date END,
    CASE WHEN %(attests)s THEN %(published_latest)s::date END
FROM imports_row AS row
WHERE {BETWEEN} AND {STORED_ANEW}
ORDER BY institution_id, whole_id
"""

CHANGE = f"""
UPDATE {{table}} AS stored SET {{values}}
FROM imports_row AS row
WHERE {BETWEEN} AND row.outcome = '{Outcome.CHANGED}' AND stored.id = row.statement_id
"""
END = f"""
UPDATE {{table}} AS stored SET {{values}}
FROM imports_row AS row
WHERE {BETWEEN} AND row.outcome = '{Outcome.ENDED}' AND row.ticked AND stored.id = row.statement_id
"""
CITE_END = f"""
INSERT INTO networks_membershipcitation (
    subject_id, source_id, about, effect, section, page, sheet, locator, wording, says, quotation)
SELECT row.statement_id, %(source_id)s, 'status', 'supports', '', '', '', %(absent)s, '{{{{}}}}',
    jsonb_build_object('status', 'ended'), ''
FROM imports_row AS row
WHERE {BETWEEN} AND row.outcome = '{Outcome.ENDED}' AND row.ticked AND {{may_cite}}
ON CONFLICT DO NOTHING
"""

# Every right row cites its place in the file; a place that is cited already is not cited twice.
CITE = f"""
INSERT INTO {{citations}} (
    subject_id, source_id, about, effect, section, page, paragraph, sentence, sheet, "row", locator, as_of,
    wording, says, quotation)
SELECT coalesce(first.statement_id, row.statement_id), %(source_id)s, '', 'supports', '', '', NULL, NULL,
    row.sheet, row."row", left(hrnet_clean_text(row.cells ->> %(locator_cell)s, true), 200), row.as_of,
    jsonb_strip_nulls(jsonb_build_object(
        'institution', CASE WHEN row.cells ->> 0 NOT IN ('', party.label_en, party.label_fr)
            THEN hrnet_clean_text(row.cells ->> 0, true) END,
        '{{whole}}', CASE WHEN row.cells ->> %(whole_cell)s NOT IN ('', {{whole_names}})
            THEN hrnet_clean_text(row.cells ->> %(whole_cell)s, true) END)),
    jsonb_strip_nulls(jsonb_build_object({{says}}, 'note', nullif({NOTE}, ''))),
    ''
FROM imports_row AS row
LEFT JOIN imports_row AS first ON first.import_id = row.import_id AND first.number = row.same_as
JOIN institutions_institution AS party ON party.id = row.institution_id
JOIN {{whole_table}} AS whole ON whole.id = row.whole_id
WHERE {BETWEEN}
  AND row.outcome NOT IN ('{Outcome.WRONG}', '{Outcome.LEFT_OUT}', '{Outcome.ENDED}') AND {{may_cite}}
ON CONFLICT DO NOTHING
"""

Write = tuple[str, str]  # what it counts as, and the statement


def writes(spec: Spec, *, publishes: bool) -> list[Write]:
    """Return the statements that store rows of a target, in their order.

    Where the user may not publish, nothing is written on published statements: see :mod:`imports.proposing`.
    """
    is_membership = spec.name == Target.MEMBERSHIPS
    cites = [("cited", _cite(spec, publishes))]
    if is_membership:
        cites.append(("cited", _cite_end(spec, publishes)))
    create = ("created", CREATE_MEMBERSHIPS if is_membership else CREATE_PARTIES)
    if not publishes:
        return [create, *proposals(spec), *cites]
    changes = [("changed", _update(CHANGE, spec, CHANGED[spec.name]))]
    if is_membership:
        changes.append(("ended", _update(END, spec, ENDED)))
    return [create, *changes, *cites]


def _update(statement: str, spec: Spec, values: dict[str, str]) -> str:
    said = ", ".join(f'"{name}" = {value}' for name, value in values.items())
    return statement.format(table=spec.table, values=said)


def _may_cite(spec: Spec, publishes: bool, cited: str) -> str:
    return "true" if publishes else OFF_PUBLISHED.format(table=spec.table, cited=cited)


def _cite_end(spec: Spec, publishes: bool) -> str:
    return CITE_END.format(may_cite=_may_cite(spec, publishes, "row.statement_id"))


def _cite(spec: Spec, publishes: bool) -> str:
    may_cite = _may_cite(spec, publishes, "coalesce(first.statement_id, row.statement_id)")
    if spec.name == Target.MEMBERSHIPS:
        return CITE.format(
            citations=spec.citations, whole="network", whole_table="institutions_institution",
            whole_names="whole.label_en, whole.label_fr", may_cite=may_cite,
            says="""'status', nullif(row.status, ''), 'start', row.start, 'end', row."end\"""",
        )  # fmt: skip
    return CITE.format(
        citations=spec.citations, whole="instrument", whole_table="mandates_instrument",
        whole_names="whole.title_en, whole.title_fr", may_cite=may_cite,
        says="'date', row.date, 'in_force', row.in_force",
    )  # fmt: skip
