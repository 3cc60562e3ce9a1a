"""The labels of an institution, derived from its names by triggers of the database.

A list of fifty thousand institutions is read far more often than a name changes, and names come in by
bulk: so the label to show, the acronym and the sort key of each language are columns of the institution,
and the database keeps them right whichever way a name was written (``docs/adr/0003``).
"""

from __future__ import annotations

import pgtrigger

# Which name is the label: an official one first, then what else is in use; a former name or an acronym
# only where the institution has no other name at all.
RANK = """CASE name.kind WHEN 'official' THEN 1 WHEN 'alternative' THEN 2 WHEN 'as_written' THEN 3
          WHEN 'acronym' THEN 4 ELSE 5 END, (name."end" IS NOT NULL), name.id"""
SHOWN = "name.kind IN ('official', 'alternative', 'as_written')"
ARTICLE = "^(the|an?|le|la|les|l|el|los|las|der|die|das) (?=.)"

DERIVE = f"""
UPDATE institutions_institution AS institution
SET label_en = derived.label_en,
    label_fr = derived.label_fr,
    label_other = derived.label_other,
    label_other_language = derived.label_other_language,
    acronym_en = derived.acronym_en,
    acronym_fr = derived.acronym_fr,
    sort_en = regexp_replace(coalesce(nullif(derived.key_en, ''), nullif(derived.key_fr, ''),
                                      derived.key_other), '{ARTICLE}', ''),
    sort_fr = regexp_replace(coalesce(nullif(derived.key_fr, ''), nullif(derived.key_en, ''),
                                      derived.key_other), '{ARTICLE}', '')
FROM (
    SELECT touched.id,
        coalesce((array_agg(name.text ORDER BY {RANK})
            FILTER (WHERE name.language = 'en' AND {SHOWN}))[1], '') AS label_en,
        coalesce((array_agg(name.text ORDER BY {RANK})
            FILTER (WHERE name.language = 'fr' AND {SHOWN}))[1], '') AS label_fr,
        coalesce((array_agg(name.text ORDER BY {RANK}))[1], '') AS label_other,
        coalesce((array_agg(name.language ORDER BY {RANK}))[1], '') AS label_other_language,
        coalesce((array_agg(name.folded ORDER BY {RANK})
            FILTER (WHERE name.language = 'en' AND {SHOWN}))[1], '') AS key_en,
        coalesce((array_agg(name.folded ORDER BY {RANK})
            FILTER (WHERE name.language = 'fr' AND {SHOWN}))[1], '') AS key_fr,
        coalesce((array_agg(name.folded ORDER BY {RANK}))[1], '') AS key_other,
        coalesce((array_agg(left(name.text, 60) ORDER BY name.language <> 'en', name.id)
            FILTER (WHERE name.kind = 'acronym' AND name.language IN ('en', 'mul')))[1], '') AS acronym_en,
        coalesce((array_agg(left(name.text, 60) ORDER BY name.language <> 'fr', name.id)
            FILTER (WHERE name.kind = 'acronym' AND name.language IN ('fr', 'mul')))[1], '') AS acronym_fr
    FROM (SELECT DISTINCT institution_id AS id FROM __ROWS__) AS touched
    LEFT JOIN institutions_name AS name ON name.institution_id = touched.id
    GROUP BY touched.id
) AS derived
WHERE institution.id = derived.id
  AND (institution.label_en, institution.label_fr, institution.label_other,
       institution.label_other_language, institution.acronym_en, institution.acronym_fr)
      IS DISTINCT FROM
      (derived.label_en, derived.label_fr, derived.label_other,
       derived.label_other_language, derived.acronym_en, derived.acronym_fr);
RETURN NULL;
"""


def label_triggers() -> list[pgtrigger.Trigger]:
    """Return the triggers that keep the labels, for the ``Meta`` of the names."""
    return [
        _trigger(pgtrigger.Insert, "new"),
        _trigger(pgtrigger.Update, "new"),
        _trigger(pgtrigger.Update, "old"),
        _trigger(pgtrigger.Delete, "old"),
    ]


def _trigger(operation: pgtrigger.Operation, which: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"label_after_{str(operation).lower()}_{which}",
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        operation=operation,
        referencing=pgtrigger.Referencing(**{which: f"{which}_rows"}),
        func=DERIVE.replace("__ROWS__", f"{which}_rows").strip(),
    )
