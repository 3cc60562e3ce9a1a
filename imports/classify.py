"""What each row is beside what is stored: new, changed, contradicted, unchanged, ended, wrong or left out.

A row is the same statement as a stored one where its parties and its key (the role; the act) agree and the
periods can overlap. It is then *unchanged*; or *changed*, where it fills a blank or revises a value that
came from an earlier edition of the same list; or *contradicted*, where another source says otherwise. Where
a value came from is told by the citations: ``says`` holds the values that a source gives.

All rows are judged at once, in the database, from the temporary tables that :mod:`imports.staging` and
:mod:`imports.resolve` fill. What differs between targets is in :mod:`imports.targets`.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from hrnet.lib.dates import newest_day
from imports.staging import own_columns
from imports.targets import Spec

# Beyond so many different statements on one membership in one file, they are told to clash by going once
# through their spans in order, and no longer pair by pair.
MANY_VARIANTS = 500
FOR_EVER = 10_000_000  # days: beyond every date

# Each distinct date of the file is reckoned once, and the rows without an error are told from the others
# first: without that, this step took as long as all others together.
JOINED = """
CREATE TEMPORARY TABLE staged_date ON COMMIT DROP AS
SELECT text, hrnet_date_earliest(text) AS earliest, hrnet_date_latest(text) AS latest
FROM ({all_dates}) AS given WHERE text IS NOT NULL;
ANALYZE staged_date;
CREATE TEMPORARY TABLE joined ON COMMIT DROP AS
SELECT staged.number, staged.sheet, staged.row, {own}, staged.note,
    named.found_id AS institution_id, whole.found_id AS whole_id,
    coalesce(named.open, false) OR coalesce(whole.open, false) AS unresolved,
    coalesce(named.left_out, false) OR coalesce(whole.left_out, false) AS left_out,
    {bounds},
    CASE WHEN coalesce(staged.errors, named.errors, whole.errors) IS NOT NULL {may_be_wrong} THEN nullif(
        coalesce(staged.errors, '[]') || coalesce(named.errors, '[]') || coalesce(whole.errors, '[]')
        {more_errors},
        '[]'
    ) END AS errors
FROM staged
{join_dates}
LEFT JOIN resolved_name AS named ON named.key = staged.name_key
LEFT JOIN resolved_whole AS whole ON whole.key = staged.whole_key;
ANALYZE joined;
"""
# No source can speak for a day that is yet to come; of a range, the last date counts. Compared as texts
# first, which is true of nearly no row: the dates of a million rows take long.
AHEAD = """(staged.as_of COLLATE "C" > %(newest_day)s::text OR position('/' IN staged.as_of) > 0)
    AND hrnet_date_earliest(substring(staged.as_of FROM '[^/]*$')) > %(newest_day)s::date"""
MAY_BE_WRONG = {
    "memberships": f"""
        OR {AHEAD} OR end_date.latest < start_date.earliest OR named.found_id = whole.found_id""",
    "parties": "",
}
MORE_ERRORS = {
    "memberships": f"""
        || CASE WHEN {AHEAD}
           THEN jsonb_build_array(jsonb_build_object('c', 'date_ahead', 'f', 'as_of', 'v', staged.as_of))
           ELSE '[]' END
        || CASE WHEN end_date.latest < start_date.earliest
           THEN jsonb_build_array(jsonb_build_object('c', 'end_before_start', 'f', 'end', 'v', staged."end"))
           ELSE '[]' END
        || CASE WHEN named.found_id = whole.found_id
           THEN jsonb_build_array(jsonb_build_object('c', 'member_of_itself', 'f', 'network'))
           ELSE '[]' END""",
    "parties": "",
}

# The stored statement that a row is. An exact one goes before one of the same list, that before an
# accepted one, that before a draft that revises another; two of equal rank are an error. Of exact ones, a
# draft that revises another comes last: it may have been made by an earlier import of the same list.
MATCHED = """
CREATE TEMPORARY TABLE candidate ON COMMIT DROP AS
SELECT row.number, stored.id, same.exact, stored.standing = 'accepted' AS accepted,
    stored.revises_id IS NULL AS original,
    CASE WHEN same.exact THEN true ELSE EXISTS (
        SELECT FROM {citations} AS citation
        JOIN sources_source AS source ON source.id = citation.source_id
        WHERE citation.subject_id = stored.id AND citation.effect = 'supports'
          AND source.series = %(series)s
    ) END AS of_this_list
FROM joined AS row
JOIN {table} AS stored
    ON stored.institution_id = row.institution_id AND stored.{whole_column} = row.whole_id
    AND {same_key} AND stored.review_state <> 'withdrawn' {overlap}
CROSS JOIN LATERAL (SELECT {exact} AS exact) AS same
WHERE row.errors IS NULL AND NOT row.left_out AND (stored.revises_id IS NULL OR same.exact);
ANALYZE candidate;
CREATE TEMPORARY TABLE matched ON COMMIT DROP AS
SELECT number, bool_or(exact) AS exact, min(id) AS id, array_agg(id ORDER BY id) AS ids
FROM (
    SELECT candidate.*, dense_rank() OVER (
        PARTITION BY number
        ORDER BY exact DESC, exact AND original DESC, of_this_list DESC, accepted DESC, original DESC) AS rank
    FROM candidate {apart}
) AS ranked
WHERE rank = 1
GROUP BY number;
DROP TABLE candidate;
ANALYZE matched;
"""
# A stored act that another row names exactly is that row’s: an act of another date is another act.
APART = """
WHERE candidate.exact OR NOT EXISTS (
    SELECT FROM candidate AS other WHERE other.id = candidate.id AND other.exact)
"""

# Rows of one file on one statement: those that say the same count once (and cite what the first of them came
# to); those that differ clash, unless each
# says exactly what is stored: two statements that stand beside each other, as they were exported.
TWINS = """
CREATE TEMPORARY TABLE twin ON COMMIT DROP AS
WITH alike AS (
    SELECT *, min(number) OVER (PARTITION BY institution_id, whole_id, {key}, {all_values}) AS first
    FROM joined WHERE errors IS NULL AND NOT left_out
), variant AS (
    SELECT *, count(*) OVER (PARTITION BY institution_id, whole_id, {key}) AS variants
    FROM alike WHERE number = first
), spanned AS (
    SELECT *, coalesce({first_day} - DATE '0001-01-01', -1) AS day_first,
        coalesce({last_day} - DATE '0001-01-01', {for_ever}) AS day_last
    FROM variant WHERE variants > {many}
), crowd AS (
    SELECT number,
        CASE WHEN lead(day_first) OVER spans <= day_last THEN lead(row) OVER spans END AS next_row,
        -- of those before it, the one that lasts longest, with its row
        CASE WHEN (max(ARRAY[day_last, row]) OVER earlier)[1] >= day_first
            THEN (max(ARRAY[day_last, row]) OVER earlier)[2] END AS previous_row
    FROM spanned
    WINDOW spans AS (PARTITION BY institution_id, whole_id, {key} ORDER BY day_first, number),
        earlier AS (PARTITION BY institution_id, whole_id, {key} ORDER BY day_first, number
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), clash AS (
    SELECT one.number, min(other.row) AS with_row
    FROM variant AS one
    JOIN variant AS other
        ON other.institution_id = one.institution_id AND other.whole_id = one.whole_id
        AND {key_alike} AND other.number <> one.number
        AND {overlap}
    LEFT JOIN matched AS first ON first.number = one.number
    LEFT JOIN matched AS second ON second.number = other.number
    WHERE one.variants BETWEEN 2 AND {many}
      AND NOT coalesce(first.exact AND second.exact AND first.ids <> second.ids, false)
    GROUP BY one.number
    UNION ALL
    SELECT number, coalesce(next_row, previous_row) FROM crowd
    WHERE coalesce(next_row, previous_row) IS NOT NULL
)
SELECT alike.number, nullif(alike.first, alike.number) AS same_as, clash.with_row AS clashes_with
FROM alike
LEFT JOIN clash ON clash.number = alike.first
WHERE alike.first <> alike.number OR clash.number IS NOT NULL;
ANALYZE twin;
"""

JUDGED = """
CREATE TEMPORARY TABLE judged ON COMMIT DROP AS
SELECT row.number, row.sheet, row.row, row.institution_id, row.whole_id, row.unresolved,
    CASE WHEN twin.same_as IS NULL THEN matched.id END AS statement_id, twin.same_as,
    CASE
        WHEN row.errors IS NOT NULL THEN 'wrong'
        WHEN row.left_out THEN 'left_out'
        WHEN twin.clashes_with IS NOT NULL OR cardinality(matched.ids) > 1 THEN 'wrong'
        WHEN twin.same_as IS NOT NULL THEN 'unchanged'
        WHEN matched.id IS NULL THEN 'new'
        WHEN matched.exact THEN 'unchanged'
        WHEN NOT ({all_fit}) THEN 'contradicted'
        ELSE 'changed'
    END AS outcome,
    CASE
        WHEN row.errors IS NOT NULL THEN row.errors
        WHEN row.left_out THEN NULL
        WHEN twin.clashes_with IS NOT NULL THEN
            jsonb_build_array(jsonb_build_object('c', 'clashes', 'n', twin.clashes_with))
        WHEN cardinality(matched.ids) > 1 THEN
            jsonb_build_array(jsonb_build_object('c', '{several}', 'ids', to_jsonb(matched.ids)))
    END AS errors,
    CASE WHEN matched.id IS NOT NULL AND NOT matched.exact AND cardinality(matched.ids) = 1
        AND twin.same_as IS NULL THEN
        jsonb_strip_nulls(jsonb_build_object({changes}))
    END AS changes
FROM joined AS row
LEFT JOIN twin ON twin.number = row.number
LEFT JOIN matched ON matched.number = row.number
LEFT JOIN {table} AS stored
    ON stored.id = matched.id AND NOT matched.exact AND cardinality(matched.ids) = 1
LEFT JOIN LATERAL (
    SELECT {provenance}
    FROM {citations} AS citation
    JOIN sources_source AS source ON source.id = citation.source_id
    WHERE citation.subject_id = stored.id AND citation.effect = 'supports'
) AS came ON true
{fields};
ANALYZE judged;
"""

# A value came from this list where an edition of it gave it, and no other source gives any.
PROVENANCE = """
    coalesce(bool_or(source.series = %(series)s AND citation.says ->> '{name}' = {theirs}), false)
    AND NOT coalesce(bool_or(source.series <> %(series)s AND citation.says ? '{name}'), false)
    AS {name}_ours"""
FIELD = """
CROSS JOIN LATERAL (SELECT
    ({mine} IS NULL OR {theirs} IS NULL OR ({same}) OR ({adds}) OR came.{name}_ours) AS fits,
    CASE WHEN {mine} IS NOT NULL AND ({theirs} IS NULL OR NOT ({same})) AND stored.id IS NOT NULL
        THEN jsonb_build_array({theirs}, {mine}) END AS change
) AS "{name}"
"""

# A row of the file goes in whole or comes back: where one of its statements is wrong, so are the others.
WHOLE_ROWS = """
UPDATE judged SET outcome = 'wrong', same_as = NULL, changes = NULL,
    errors = jsonb_build_array(jsonb_build_object('c', 'part_wrong'))
FROM (SELECT DISTINCT sheet, row FROM judged WHERE outcome = 'wrong') AS wrong
WHERE judged.sheet = wrong.sheet AND judged.row = wrong.row AND judged.outcome NOT IN ('wrong', 'left_out')
"""
# And a row that only repeats one that comes back, comes back with it.
TWINS_OF_WRONG = """
UPDATE judged SET outcome = 'wrong', same_as = NULL,
    errors = jsonb_build_array(jsonb_build_object('c', 'twin_wrong', 'n', first.row))
FROM judged AS first
WHERE first.number = judged.same_as AND first.outcome = 'wrong'
"""


def classify(spec: Spec, series: str, *, rows_are_statements: bool) -> None:
    """Fill the temporary table ``judged``: the outcome of each row, its changes or its errors.

    ``series`` is the list of which the file is an edition. ``rows_are_statements`` says that no row of the
    file makes several statements, so that none has to be held together.
    """
    with connection.cursor() as cursor:
        cursor.execute(_joined(spec), {"newest_day": newest_day().isoformat()})
        cursor.execute(_matched(spec), {"series": series})
        cursor.execute(_twins(spec))
        cursor.execute(_judged(spec), {"series": series})
        if not rows_are_statements:
            _hold_rows_together(cursor)


def _hold_rows_together(cursor: Any) -> None:
    """Let wrong rows take their other statements, and what only repeats those, with them, to the end."""
    moved = 1
    while moved:
        cursor.execute(WHOLE_ROWS)
        moved = cursor.rowcount
        cursor.execute(TWINS_OF_WRONG)
        moved += cursor.rowcount


def _joined(spec: Spec) -> str:
    bounds = ", ".join(
        f"{name}_date.{bound} AS {name}_{bound}" for name in spec.dates for bound in ("earliest", "latest")
    )
    return JOINED.format(
        own=own_columns(spec, "staged."),
        bounds=bounds,
        all_dates=" UNION ".join(f'SELECT "{name}" AS text FROM staged' for name in spec.dates),
        join_dates="\n".join(
            f'LEFT JOIN staged_date AS {name}_date ON {name}_date.text = staged."{name}"'
            for name in spec.dates
        ),
        may_be_wrong=MAY_BE_WRONG[spec.name.value],
        more_errors=MORE_ERRORS[spec.name.value],
    )


def _matched(spec: Spec) -> str:
    exact = " AND ".join(f"({one.mine} IS NULL OR coalesce({one.same}, false))" for one in spec.compared)
    overlap = spec.overlap("row", "stored")
    return MATCHED.format(
        table=spec.table,
        citations=spec.citations,
        whole_column=spec.whole_column,
        same_key=" AND ".join(f"stored.{name} = row.{name}" for name in spec.key),
        overlap="" if spec.dates_tell_apart else f"AND {overlap}",
        exact=exact,
        apart=APART if spec.dates_tell_apart else "",
    )


def _twins(spec: Spec) -> str:
    values = [f'"{name}"' for name in spec.own if name not in spec.key and name != "as_of"]
    return TWINS.format(
        key=", ".join(spec.key),
        all_values=", ".join([*values, "note"]),
        key_alike=" AND ".join(f"other.{name} = one.{name}" for name in spec.key),
        overlap=spec.overlap("one", "other"),
        first_day=spec.span[0],
        last_day=spec.span[1],
        many=MANY_VARIANTS,
        for_ever=FOR_EVER,
    )


def _judged(spec: Spec) -> str:
    names = [one.name for one in spec.compared]
    return JUDGED.format(
        table=spec.table,
        citations=spec.citations,
        several=spec.several,
        all_fit=" AND ".join(f'"{name}".fits' for name in names),
        changes=", ".join(f"'{name}', \"{name}\".change" for name in names),
        provenance=",".join(PROVENANCE.format(name=one.name, theirs=one.theirs) for one in spec.compared),
        fields="".join(
            FIELD.format(name=one.name, mine=one.mine, theirs=one.theirs, same=one.same, adds=one.adds)
            for one in spec.compared
        ),
    )
