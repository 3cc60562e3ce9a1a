"""First and last attested rest on published sources alone; what rested on others is derived anew."""

import pgtrigger.compiler
import sources.operations
from django.db import migrations


# The dates are derived columns, which no history keeps: nothing is written into any.
DERIVE = """
UPDATE {subject} AS statement
SET attested_first = derived.first, attested_last = derived.last
FROM (
    SELECT touched.id,
           min(coalesce(citation.as_of_earliest, source.published_earliest)) AS first,
           max(coalesce(citation.as_of_latest, source.published_latest)) AS last
    FROM (
        SELECT DISTINCT citation.subject_id AS id
        FROM {citation} AS citation JOIN sources_source AS source ON source.id = citation.source_id
        WHERE source.review_state <> 'published'
    ) AS touched
    LEFT JOIN ({citation} AS citation
        JOIN sources_source AS source
            ON source.id = citation.source_id AND source.review_state = 'published')
        ON citation.subject_id = touched.id AND citation.effect = 'supports'
        AND citation.about IN ('', 'period')
    GROUP BY touched.id
) AS derived
WHERE statement.id = derived.id
  AND (statement.attested_first, statement.attested_last) IS DISTINCT FROM (derived.first, derived.last)
"""
ATTESTED = (
    ("institutions_relationcitation", "institutions_relation"),
)


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0001_initial'),
        ('sources', '0003_attested_by_published_sources'),
    ]

    operations = [
        sources.operations.ReplaceTriggers(
            triggers={'relationcitation': [pgtrigger.compiler.Trigger(name='keep_attested_insert_new', sql=pgtrigger.compiler.UpsertTriggerSql(func="UPDATE institutions_relation AS statement\nSET attested_first = derived.first, attested_last = derived.last\nFROM (\n    SELECT touched.id,\n           min(coalesce(citation.as_of_earliest, source.published_earliest)) AS first,\n           max(coalesce(citation.as_of_latest, source.published_latest)) AS last\n    FROM (SELECT DISTINCT subject_id AS id FROM new_rows) AS touched\n    LEFT JOIN (institutions_relationcitation AS citation\n        JOIN sources_source AS source\n            ON source.id = citation.source_id AND source.review_state = 'published')\n        ON citation.subject_id = touched.id AND citation.effect = 'supports'\n        AND citation.about IN ('', 'period')\n    GROUP BY touched.id\n) AS derived\nWHERE statement.id = derived.id\n  AND (statement.attested_first, statement.attested_last) IS DISTINCT FROM (derived.first, derived.last);\nRETURN NULL;", hash='568e801314e951028510fff5ec69e67ee289a00c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_keep_attested_insert_new_a67af', referencing='REFERENCING NEW TABLE AS new_rows ', table='institutions_relationcitation', when='AFTER')), pgtrigger.compiler.Trigger(name='keep_attested_update_new', sql=pgtrigger.compiler.UpsertTriggerSql(func="UPDATE institutions_relation AS statement\nSET attested_first = derived.first, attested_last = derived.last\nFROM (\n    SELECT touched.id,\n           min(coalesce(citation.as_of_earliest, source.published_earliest)) AS first,\n           max(coalesce(citation.as_of_latest, source.published_latest)) AS last\n    FROM (SELECT DISTINCT subject_id AS id FROM new_rows) AS touched\n    LEFT JOIN (institutions_relationcitation AS citation\n        JOIN sources_source AS source\n            ON source.id = citation.source_id AND source.review_state = 'published')\n        ON citation.subject_id = touched.id AND citation.effect = 'supports'\n        AND citation.about IN ('', 'period')\n    GROUP BY touched.id\n) AS derived\nWHERE statement.id = derived.id\n  AND (statement.attested_first, statement.attested_last) IS DISTINCT FROM (derived.first, derived.last);\nRETURN NULL;", hash='3435d5cc45215abae7b1f0ae1dd3c8203a70305f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_keep_attested_update_new_06bd7', referencing='REFERENCING NEW TABLE AS new_rows ', table='institutions_relationcitation', when='AFTER')), pgtrigger.compiler.Trigger(name='keep_attested_update_old', sql=pgtrigger.compiler.UpsertTriggerSql(func="UPDATE institutions_relation AS statement\nSET attested_first = derived.first, attested_last = derived.last\nFROM (\n    SELECT touched.id,\n           min(coalesce(citation.as_of_earliest, source.published_earliest)) AS first,\n           max(coalesce(citation.as_of_latest, source.published_latest)) AS last\n    FROM (SELECT DISTINCT subject_id AS id FROM old_rows) AS touched\n    LEFT JOIN (institutions_relationcitation AS citation\n        JOIN sources_source AS source\n            ON source.id = citation.source_id AND source.review_state = 'published')\n        ON citation.subject_id = touched.id AND citation.effect = 'supports'\n        AND citation.about IN ('', 'period')\n    GROUP BY touched.id\n) AS derived\nWHERE statement.id = derived.id\n  AND (statement.attested_first, statement.attested_last) IS DISTINCT FROM (derived.first, derived.last);\nRETURN NULL;", hash='fbd3ca585dd22f06aa911f9f07c3ba2d86cb5b0a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_keep_attested_update_old_14bbd', referencing='REFERENCING OLD TABLE AS old_rows ', table='institutions_relationcitation', when='AFTER')), pgtrigger.compiler.Trigger(name='keep_attested_delete_old', sql=pgtrigger.compiler.UpsertTriggerSql(func="UPDATE institutions_relation AS statement\nSET attested_first = derived.first, attested_last = derived.last\nFROM (\n    SELECT touched.id,\n           min(coalesce(citation.as_of_earliest, source.published_earliest)) AS first,\n           max(coalesce(citation.as_of_latest, source.published_latest)) AS last\n    FROM (SELECT DISTINCT subject_id AS id FROM old_rows) AS touched\n    LEFT JOIN (institutions_relationcitation AS citation\n        JOIN sources_source AS source\n            ON source.id = citation.source_id AND source.review_state = 'published')\n        ON citation.subject_id = touched.id AND citation.effect = 'supports'\n        AND citation.about IN ('', 'period')\n    GROUP BY touched.id\n) AS derived\nWHERE statement.id = derived.id\n  AND (statement.attested_first, statement.attested_last) IS DISTINCT FROM (derived.first, derived.last);\nRETURN NULL;", hash='961f05b81c1489320ceb526dbe3398a005ee72b2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_keep_attested_delete_old_6d919', referencing='REFERENCING OLD TABLE AS old_rows ', table='institutions_relationcitation', when='AFTER'))]},
        ),
        migrations.RunSQL(
            [DERIVE.format(citation=citation, subject=subject) for citation, subject in ATTESTED],
            migrations.RunSQL.noop,
        ),
    ]
