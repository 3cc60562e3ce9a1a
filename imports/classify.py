"""What each row is beside what is stored: new, changed, contradicted, unchanged or wrong.

A row is the same membership as a stored one where institution, network and role agree and the periods can
overlap. It is then *unchanged*; or *changed*, where it fills a blank or revises a value that came from an
earlier edition of the same list; or *contradicted*, where another source says otherwise. Where a value came
from is told by the citations: ``says`` holds the values that a source gives.

All rows are judged at once, in the database, from the temporary tables that :mod:`imports.reading` and
:mod:`imports.resolve` fill.
"""

from __future__ import annotations

from django.db import connection

MANY_VARIANTS = 500  # different statements on one membership in one file: nobody means that

OVERLAP = """
    ({a}.start_earliest IS NULL OR {b}.end_latest IS NULL OR {a}.start_earliest <= {b}.end_latest)
AND ({b}.start_earliest IS NULL OR {a}.end_latest IS NULL OR {b}.start_earliest <= {a}.end_latest)
"""

# A date says what is stored where it is the same, or less precise: «2013» of what is stored as «2013-05».
# It only adds where it is more precise; it says otherwise where neither lies within the other.
SAYS = """row.{name}_earliest <= stored.{name}_earliest AND row.{name}_latest >= stored.{name}_latest"""
REFINES = """row.{name}_earliest >= stored.{name}_earliest AND row.{name}_latest <= stored.{name}_latest"""

JOINED = """
CREATE TEMPORARY TABLE joined ON COMMIT DROP AS
SELECT staged.number, staged.row, staged.role_id, staged.status, staged.start, staged."end", staged.note,
    named.found_id AS institution_id, network.found_id AS network_id,
    hrnet_date_earliest(staged.start) AS start_earliest, hrnet_date_latest(staged.start) AS start_latest,
    hrnet_date_earliest(staged."end") AS end_earliest, hrnet_date_latest(staged."end") AS end_latest,
    nullif(
        coalesce(staged.errors, '[]') || coalesce(named.errors, '[]') || coalesce(network.errors, '[]')
        || CASE WHEN hrnet_date_latest(staged."end") < hrnet_date_earliest(staged.start)
           THEN jsonb_build_array(jsonb_build_object('c', 'end_before_start', 'f', 'end', 'v', staged."end"))
           ELSE '[]' END
        || CASE WHEN named.found_id = network.found_id
           THEN jsonb_build_array(jsonb_build_object('c', 'member_of_itself', 'f', 'network'))
           ELSE '[]' END,
        '[]'
    ) AS errors
FROM staged
LEFT JOIN resolved_name AS named ON named.key = staged.name_key
LEFT JOIN resolved_network AS network ON network.key = staged.network_key;
ANALYZE joined;
"""

# The stored membership that a row is. An exact one goes before one of the same list, that before an
# accepted one, that before a draft that revises another; two of equal rank are an error.
MATCHED = f"""
CREATE TEMPORARY TABLE matched ON COMMIT DROP AS
SELECT number, bool_or(exact) AS exact, min(id) AS id, array_agg(id ORDER BY id) AS ids
FROM (
    SELECT candidate.*, dense_rank() OVER (
        PARTITION BY number ORDER BY exact DESC, of_this_list DESC, accepted DESC, original DESC) AS rank
    FROM (
        SELECT row.number, stored.id, same.exact, stored.standing = 'accepted' AS accepted,
            stored.revises_id IS NULL AS original,
            CASE WHEN same.exact THEN true ELSE EXISTS (
                SELECT FROM networks_membershipcitation AS citation
                JOIN sources_source AS source ON source.id = citation.source_id
                WHERE citation.subject_id = stored.id AND citation.effect = 'supports'
                  AND source.series = %(series)s
            ) END AS of_this_list
        FROM joined AS row
        JOIN networks_membership AS stored
            ON stored.institution_id = row.institution_id AND stored.network_id = row.network_id
            AND stored.role_id = row.role_id AND stored.review_state <> 'withdrawn'
            AND {OVERLAP.format(a="row", b="stored")}
        CROSS JOIN LATERAL (SELECT
            (row.status = '' OR row.status = stored.status)
            AND (row.start IS NULL OR coalesce({SAYS.format(name="start")}, false))
            AND (row."end" IS NULL OR coalesce({SAYS.format(name="end")}, false))
            AND (row.note = '' OR row.note IN (stored.note_en, stored.note_fr)) AS exact
        ) AS same
        WHERE row.errors IS NULL AND (stored.revises_id IS NULL OR same.exact)
    ) AS candidate
) AS ranked
WHERE rank = 1
GROUP BY number;
ANALYZE matched;
"""

# Rows of one file on one membership: those that say the same count once; those that differ clash, unless each
# says exactly what is stored: two statements that stand beside each other, as they were exported.
TWINS = f"""
CREATE TEMPORARY TABLE twin ON COMMIT DROP AS
WITH alike AS (
    SELECT *, min(number) OVER (
        PARTITION BY institution_id, network_id, role_id, status, start, "end", note) AS first
    FROM joined WHERE errors IS NULL
), variant AS (
    SELECT *, count(*) OVER (PARTITION BY institution_id, network_id, role_id) AS variants
    FROM alike WHERE number = first
), clash AS (
    SELECT one.number, min(other.row) AS with_row
    FROM variant AS one
    JOIN variant AS other
        ON other.institution_id = one.institution_id AND other.network_id = one.network_id
        AND other.role_id = one.role_id AND other.number <> one.number
        AND {OVERLAP.format(a="one", b="other")}
    LEFT JOIN matched AS first ON first.number = one.number
    LEFT JOIN matched AS second ON second.number = other.number
    WHERE one.variants BETWEEN 2 AND {MANY_VARIANTS}
      AND NOT coalesce(first.exact AND second.exact AND first.ids <> second.ids, false)
    GROUP BY one.number
    UNION ALL
    SELECT number, row FROM variant WHERE variants > {MANY_VARIANTS}
)
SELECT alike.number, nullif(alike.first, alike.number) AS same_as, clash.with_row AS clashes_with
FROM alike
LEFT JOIN clash ON clash.number = alike.first
WHERE alike.first <> alike.number OR clash.number IS NOT NULL;
ANALYZE twin;
"""

JUDGED = """
CREATE TEMPORARY TABLE judged ON COMMIT DROP AS
SELECT row.number, row.institution_id, row.network_id, matched.id AS membership_id, twin.same_as,
    CASE
        WHEN row.errors IS NOT NULL OR twin.clashes_with IS NOT NULL THEN 'wrong'
        WHEN cardinality(matched.ids) > 1 THEN 'wrong'
        WHEN twin.same_as IS NOT NULL THEN 'unchanged'
        WHEN matched.id IS NULL THEN 'new'
        WHEN matched.exact THEN 'unchanged'
        WHEN NOT (status.fits AND start.fits AND "end".fits AND note.fits) THEN 'contradicted'
        ELSE 'changed'
    END AS outcome,
    CASE
        WHEN row.errors IS NOT NULL THEN row.errors
        WHEN twin.clashes_with IS NOT NULL THEN
            jsonb_build_array(jsonb_build_object('c', 'clashes', 'n', twin.clashes_with))
        WHEN cardinality(matched.ids) > 1 THEN
            jsonb_build_array(jsonb_build_object('c', 'several_stored', 'ids', to_jsonb(matched.ids)))
    END AS errors,
    CASE WHEN matched.id IS NOT NULL AND NOT matched.exact AND cardinality(matched.ids) = 1 THEN
        jsonb_strip_nulls(jsonb_build_object(
            'status', status.change, 'start', start.change, 'end', "end".change, 'note', note.change))
    END AS changes
FROM joined AS row
LEFT JOIN twin ON twin.number = row.number
LEFT JOIN matched ON matched.number = row.number
LEFT JOIN networks_membership AS stored
    ON stored.id = matched.id AND NOT matched.exact AND cardinality(matched.ids) = 1
LEFT JOIN LATERAL (
    SELECT {provenance}
    FROM networks_membershipcitation AS citation
    JOIN sources_source AS source ON source.id = citation.source_id
    WHERE citation.subject_id = stored.id AND citation.effect = 'supports'
) AS came ON true
{fields}
"""

# A value came from this list where an edition of it gave it, and no other source gives any.
PROVENANCE = """
    coalesce(bool_or(source.series = %(series)s AND citation.says ->> '{name}' = {stored}), false)
    AND NOT coalesce(bool_or(source.series <> %(series)s AND citation.says ? '{name}'), false)
    AS {name}_ours"""
FIELD = """
CROSS JOIN LATERAL (SELECT
    ({mine} IS NULL OR {theirs} IS NULL OR ({same}) OR ({adds}) OR came.{name}_ours) AS fits,
    CASE WHEN {mine} IS NOT NULL AND ({theirs} IS NULL OR NOT ({same})) AND stored.id IS NOT NULL
        THEN jsonb_build_array({theirs}, {mine}) END AS change
) AS {alias}"""

COMPARED = (
    # name, what the row says, what is stored, when they say the same, when the row only adds
    ("status", "nullif(row.status, '')", "nullif(stored.status, '')", "row.status = stored.status", "false"),
    ("start", "row.start", "stored.start", SAYS.format(name="start"), REFINES.format(name="start")),
    ("end", 'row."end"', 'stored."end"', SAYS.format(name="end"), REFINES.format(name="end")),
    (
        "note",
        "nullif(row.note, '')",
        "coalesce(nullif(stored.note_en, ''), nullif(stored.note_fr, ''))",
        "row.note IN (stored.note_en, stored.note_fr)",
        "false",
    ),
)


def _judged() -> str:
    provenance, fields = [], []
    for name, mine, theirs, same, adds in COMPARED:
        provenance.append(PROVENANCE.format(name=name, stored=theirs))
        fields.append(
            FIELD.format(name=name, mine=mine, theirs=theirs, same=same, adds=adds, alias=f'"{name}"')
        )
    return JUDGED.format(provenance=",".join(provenance), fields="".join(fields))


def classify(series: str) -> None:
    """Fill the temporary table ``judged``: the outcome of each row, its changes or its errors.

    ``series`` is the list of which the file is an edition.
    """
    with connection.cursor() as cursor:
        cursor.execute(JOINED)
        cursor.execute(MATCHED, {"series": series})
        cursor.execute(TWINS)
        cursor.execute(_judged(), {"series": series})
        cursor.execute("ANALYZE judged")
