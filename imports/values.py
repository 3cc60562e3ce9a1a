"""What a row makes of a statement that it changes: columns, as expressions of ``row`` and ``stored``."""

from __future__ import annotations

from imports.models import Target

#: A note goes to the language in which there is one.
NOTES = {
    "note_en": """CASE WHEN row.changes ? 'note' AND (stored.note_en <> '' OR stored.note_fr = '')
        THEN hrnet_clean_text(row.changes -> 'note' ->> 1, false) ELSE stored.note_en END""",
    "note_fr": """CASE WHEN row.changes ? 'note' AND stored.note_en = '' AND stored.note_fr <> ''
        THEN hrnet_clean_text(row.changes -> 'note' ->> 1, false) ELSE stored.note_fr END""",
}
CHANGED: dict[str, dict[str, str]] = {
    Target.MEMBERSHIPS: {
        "status": "coalesce(row.changes -> 'status' ->> 1, stored.status)",
        "start": "coalesce(row.changes -> 'start' ->> 1, stored.start)",
        "end": """coalesce(row.changes -> 'end' ->> 1, stored."end")""",
        "end_status": "CASE WHEN row.changes ? 'end' THEN 'ended' ELSE stored.end_status END",
        "period_type": """CASE WHEN row.changes ? 'end' OR row.changes ? 'start' THEN 'dated'
            ELSE stored.period_type END""",
        **NOTES,
    },
    Target.PARTIES: {
        "date": "coalesce(row.changes -> 'date' ->> 1, stored.date)",
        "in_force": "coalesce(row.changes -> 'in_force' ->> 1, stored.in_force)",
        **NOTES,
    },
}

# Who left a complete list has left between the last time that a source had them in and the list’s day.
ENDED_AT = """CASE WHEN stored.attested_last < %(published_earliest)s
    THEN stored.attested_last || '/' || %(published_earliest)s::date END"""
ENDED = {
    "status": "'ended'",
    "end_status": f"""CASE WHEN stored.period_type = 'dated' OR ({ENDED_AT}) IS NOT NULL THEN 'ended'
        ELSE stored.end_status END""",
    "period_type": f"CASE WHEN ({ENDED_AT}) IS NOT NULL THEN 'dated' ELSE stored.period_type END",
    "end": ENDED_AT,
}
