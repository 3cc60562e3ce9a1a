"""The generated memberships, mandates, engagements and meetings, each set in one statement of SQL."""

from __future__ import annotations

from hrnet.directory.demo.bodies import DAY, cited, one_of
from hrnet.directory.demo.writing import Writing
from institutions.models import Institution, Theme
from mandates.models import (
    Engagement,
    EngagementCitation,
    EngagementKind,
    Function,
    Mandate,
    MandateCitation,
    MandateTheme,
)
from networks.models import (
    Meeting,
    MeetingCitation,
    Membership,
    MembershipCitation,
    Participation,
    ParticipationCitation,
    Role,
)
from networks.models.memberships import RoleKind

#: One in so many memberships is a second role in a network that the institution belongs to.
OFFICES = 20
#: The kinds of bodies that have mandates here.
MANDATED = ("nhri", "ombuds", "equality", "children", "police_oversight", "whistleblowing")
BELONGING = ("member",) * 14 + (
    "associate",
    "associate",
    "observer",
    "observer",
    "founding-member",
    "affiliate",
)

# A weighted sample without replacement: of all pairs, those with the smallest -ln(lot) / weight.
PAIRS = """
CREATE TEMPORARY TABLE demo_pair ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY key, institution_id, network_id) AS number, institution_id, network_id
FROM (
    SELECT one.id AS institution_id, network.id AS network_id,
           -ln(1 - pg_temp.lot(one.number * 4096 + network.number, 20)) / (one.weight * network.weight) AS key
    FROM demo_body AS one CROSS JOIN demo_body AS network
    WHERE network.is_network AND one.id <> network.id
    ORDER BY key, one.id, network.id LIMIT {number}
) AS chosen
"""

# What is known of the period of row «number»: its kind decides which ends there are.
YEAR = "least(2024, 1950 + floor(75 * sqrt(pg_temp.lot(number, 30))))::integer"
DAY_OF_MONTH = "to_char(1 + floor(28 * pg_temp.lot(number, 37)), 'FM00')"
MONTH = "to_char(1 + floor(12 * pg_temp.lot(number, 31)), 'FM00')"
PERIODS = f"""
SELECT number, institution_id, network_id, role_id,
       CASE WHEN kind >= 0.15 AND kind < 0.96 THEN start END AS start,
       CASE WHEN kind >= 0.72 AND kind < 0.92 OR kind >= 0.96
            THEN least(2025, year + 1 + floor(20 * pg_temp.lot(number, 33)))::text END AS "end",
       CASE WHEN kind < 0.15 THEN 'attested' ELSE 'dated' END AS period_type,
       CASE WHEN kind < 0.15 THEN 'unknown' WHEN kind < 0.55 THEN 'open' WHEN kind < 0.72 THEN 'unknown'
            ELSE 'ended' END AS end_status
FROM (
    SELECT *, pg_temp.lot(number, 34) AS kind, {YEAR} AS year,
           CASE floor(20 * pg_temp.lot(number, 35))
               WHEN 0 THEN {YEAR} || '-Q' || 1 + floor(4 * pg_temp.lot(number, 36))
               WHEN 1 THEN {YEAR} || '/' || {YEAR} + 1
               WHEN 2 THEN {YEAR} || '-' || {MONTH} WHEN 3 THEN {YEAR} || '-' || {MONTH}
               WHEN 4 THEN {YEAR} || '-' || {MONTH} WHEN 5 THEN {YEAR} || '-' || {MONTH}
               WHEN 6 THEN {YEAR}::text WHEN 7 THEN {YEAR}::text WHEN 8 THEN {YEAR}::text
               WHEN 9 THEN {YEAR}::text WHEN 10 THEN {YEAR}::text WHEN 11 THEN {YEAR}::text
               ELSE {YEAR} || '-' || {MONTH} || '-' || {DAY_OF_MONTH}
           END AS start
    FROM demo_row
) AS known
"""
STATUS = """CASE WHEN end_status = 'ended' THEN pg_temp.pick('{ended,""}', number, 41)
     ELSE pg_temp.pick('{active,active,active,"","","",suspended,applicant}', number, 42) END"""
ATTESTED = {"attested_first": f"'{DAY}'", "attested_last": f"'{DAY}'"}
STATE = "CASE WHEN pg_temp.lot(number, 40) < 0.01 THEN 'draft' ELSE 'published' END"


def write_memberships(writing: Writing, number: int, source: int) -> None:
    """Write so many memberships, spread unevenly over the institutions and the networks."""
    last = writing.value("SELECT coalesce(max(id), 0) FROM networks_membership")
    writing.run("SET LOCAL work_mem = '256MB'")
    offices = number // OFFICES
    writing.run(PAIRS.format(number=number - offices))
    writing.tell(f"{number - offices:,} pairs of an institution and a network drawn")
    writing.run(_rows(number - offices, offices))
    writing.insert(
        Membership,
        {
            "institution_id": "institution_id", "network_id": "network_id", "role_id": "role_id",
            "start": "start", "end": '"end"', "period_type": "period_type", "end_status": "end_status",
            "status": STATUS,
            "modality": "pg_temp.pick('{is,is,is,is,is,is,is,is,is,is,is,is,is,is,is,is,is,is,may,planned}',"
                        " number, 43)",
            "not_exhaustive": "pg_temp.lot(number, 44) < 0.05", "review_state": STATE,
            "standing": "CASE WHEN pg_temp.lot(number, 45) < 0.005 THEN 'disputed' ELSE 'accepted' END",
            **ATTESTED,
        },
        f"FROM ({PERIODS}) AS row ORDER BY number",
    )  # fmt: skip
    writing.tell(f"{number:,} memberships")
    cited(writing, MembershipCitation, "networks_membership", f"id > {last}", source)
    writing.tell(f"{number:,} citations for them")


def _rows(pairs: int, offices: int) -> str:
    """Return the statement that gives each pair a role, and some a second one."""
    roles = dict(Role.objects.values_list("slug", "pk"))
    held = Role.objects.filter(kind=RoleKind.OFFICE).order_by("slug").values_list("pk", flat=True)
    belonging = [roles[slug] for slug in BELONGING]
    return (
        "CREATE TEMPORARY TABLE demo_row ON COMMIT DROP AS"
        f" SELECT number, institution_id, network_id, {one_of(belonging, 'number', '21')} AS role_id"
        " FROM demo_pair UNION ALL"
        f" SELECT number + {pairs}, institution_id, network_id, {one_of(held, 'number', '22')}"
        f" FROM demo_pair WHERE number <= {offices}"
    )


def write_mandates(writing: Writing, source: int) -> None:
    """Write the mandates of public bodies, one to three each, conferred by their State."""
    functions = "'{" + ",".join(Function.values) + "}'"
    writing.insert(
        Mandate,
        {
            "slug": "'generated-mandate-' || number || '-' || time", "institution_id": "one.id",
            "function": "function", "review_state": STATE, **ATTESTED,
            "title_en": "left(initcap(replace(function, '_', ' ')) || ': ' || one.label_en, 250)",
            "title_fr": "CASE WHEN one.label_fr = '' THEN '' ELSE left('Mandat : ' || one.label_fr, 250) END",
            "conferred_by_id": "(SELECT min(state.id) FROM institutions_institution AS state"
                               " WHERE state.kind = 'state' AND state.country_id = one.country_id)",
            "start": "start", "period_type": "'dated'", "end_status": "'open'",
        },
        f"""FROM (
            SELECT body.number, time, one.id, one.label_en, one.label_fr, one.country_id,
                   pg_temp.pick({functions}, number, 50 + time) AS function,
                   (1950 + floor(75 * pg_temp.lot(number, 54)))::integer::text AS start
            FROM demo_body AS body JOIN institutions_institution AS one USING (id),
                 generate_series(1, 3) AS time
            WHERE body.kind IN ({', '.join(f"'{kind}'" for kind in MANDATED)})
              AND (time = 1 OR pg_temp.lot(number, 55 + time) < 0.4)
        ) AS one ORDER BY number, time""",
    )  # fmt: skip
    themes = Theme.objects.order_by("slug").values_list("pk", flat=True)
    generated = "starts_with(slug, 'generated-')"
    writing.insert(
        MandateTheme,
        {"mandate_id": "id", "theme_id": one_of(themes, "id - first", "60")},
        f"FROM (SELECT id, min(id) OVER () AS first FROM mandates_mandate WHERE {generated}) AS one",
    )
    cited(writing, MandateCitation, "mandates_mandate", generated, source)
    number = writing.value(f"SELECT count(*) FROM mandates_mandate WHERE {generated}")
    writing.tell(f"{number:,} mandates")


def write_engagements(writing: Writing, number: int, source: int) -> None:
    """Write so many engagements, towards bodies of the United Nations and of regions that ship with hrnet."""
    targets = Institution.objects.exclude(slug__startswith="generated-").filter(
        kind__in=("treaty_body", "charter_body", "igo", "igo_organ", "regional_mechanism", "court"),
        review_state="published",
    )
    target = one_of(targets.order_by("slug").values_list("pk", flat=True), "number", "62")
    kinds = "'{" + ",".join(EngagementKind.values) + "}'"
    writing.insert(
        Engagement,
        {
            "slug": "'generated-engagement-' || number", "kind": f"pg_temp.pick({kinds}, number, 61)",
            "actor_id": "actor", "target_id": target, "country_id": "country_id",
            "title_en": "'Contribution no. ' || number", "title_fr": "'Contribution nᵒ ' || number",
            "start": "day", "end": "day", "period_type": "'dated'", "end_status": "'ended'",
            "review_state": STATE, **ATTESTED,
        },
        f"""FROM (
            SELECT number, 1 + floor(bodies * pg_temp.lot(number, 63))::bigint AS body,
                   {YEAR} || '-' || {MONTH} AS day
            FROM generate_series(1, {int(number)}) AS number,
                 (SELECT count(*) AS bodies FROM demo_body) AS known
        ) AS drawn JOIN (SELECT number AS body, id AS actor, country_id FROM demo_body) AS acting USING (body)
        ORDER BY number""",
    )  # fmt: skip
    cited(writing, EngagementCitation, "mandates_engagement", "starts_with(slug, 'generated-')", source)
    writing.tell(f"{number:,} engagements")


def write_meetings(writing: Writing, number: int, source: int) -> None:
    """Write so many meetings, each with some who took part."""
    writing.insert(
        Meeting,
        {
            "slug": "'generated-meeting-' || number", "title_en": "'Annual meeting no. ' || number",
            "title_fr": "'Réunion annuelle nᵒ ' || number", "start": f"{YEAR} || '-' || {MONTH}",
            "period_type": "'dated'", "review_state": "'published'", **ATTESTED,
            "modality": "CASE WHEN pg_temp.lot(number, 60) < 0.05 THEN 'planned' ELSE 'is' END",
        },
        f"FROM generate_series(1, {int(number)}) AS number ORDER BY number",
    )  # fmt: skip
    writing.insert(
        Participation,
        {
            "meeting_id": "meeting",
            "institution_id": "body.id",
            "review_state": "'published'",
            **ATTESTED,
            "role": "CASE WHEN time = 1 THEN 'host' ELSE 'participant' END",
        },
        """FROM (
            SELECT id AS meeting, time, row_number() OVER (ORDER BY id, time) AS draw
            FROM networks_meeting, generate_series(1, 12) AS time WHERE starts_with(slug, 'generated-')
        ) AS place CROSS JOIN (SELECT count(*) AS bodies FROM demo_body) AS known CROSS JOIN LATERAL (
            SELECT id FROM demo_body
            WHERE number = 1 + mod(floor(bodies * pg_temp.lot(draw - time, 61))::bigint + time, bodies)
        ) AS body ORDER BY draw""",
    )
    cited(writing, MeetingCitation, "networks_meeting", "starts_with(slug, 'generated-')", source)
    generated = "meeting_id IN (SELECT id FROM networks_meeting WHERE starts_with(slug, 'generated-'))"
    cited(writing, ParticipationCitation, "networks_participation", generated, source)
    writing.tell(f"{number:,} meetings")
