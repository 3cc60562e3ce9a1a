"""Publishing and withdrawing a source moves the dates that rest on it."""

import pgtrigger.compiler
import sources.operations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0002_initial'),
    ]

    operations = [
        sources.operations.ReplaceTriggers(
            triggers={'source': [pgtrigger.compiler.Trigger(name='attest_anew', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.published IS DISTINCT FROM NEW.published OR (OLD.review_state = 'published') <> (NEW.review_state = 'published'))", declare='DECLARE citing record;', func="\n            FOR citing IN SELECT of_source.conrelid::regclass AS citation, of_subject.confrelid::regclass AS subject\nFROM pg_constraint AS of_source\nJOIN pg_constraint AS of_subject ON of_subject.conrelid = of_source.conrelid AND of_subject.contype = 'f'\nJOIN pg_attribute AS key ON key.attrelid = of_subject.conrelid AND key.attname = 'subject_id'\n    AND of_subject.conkey = ARRAY[key.attnum]\nJOIN pg_attribute AS attested ON attested.attrelid = of_subject.confrelid\n    AND attested.attname = 'attested_last' AND NOT attested.attisdropped\nWHERE of_source.contype = 'f' AND of_source.confrelid = 'sources_source'::regclass\n            LOOP\n                EXECUTE format($derive$\nUPDATE %1$s AS statement\nSET attested_first = derived.first, attested_last = derived.last\nFROM (\n    SELECT touched.id,\n           min(coalesce(citation.as_of_earliest, source.published_earliest)) AS first,\n           max(coalesce(citation.as_of_latest, source.published_latest)) AS last\n    FROM (SELECT DISTINCT subject_id AS id FROM %2$s WHERE source_id = $1) AS touched\n    LEFT JOIN (%2$s AS citation\n        JOIN sources_source AS source\n            ON source.id = citation.source_id AND source.review_state = 'published')\n        ON citation.subject_id = touched.id AND citation.effect = 'supports'\n        AND citation.about IN ('', 'period')\n    GROUP BY touched.id\n) AS derived\nWHERE statement.id = derived.id\n  AND (statement.attested_first, statement.attested_last) IS DISTINCT FROM (derived.first, derived.last)\n$derive$, citing.subject, citing.citation) USING NEW.id;\n            END LOOP;\n            RETURN NULL;\n        ", hash='579fbf1c19fb0edad1e53fd8665a34a1e2595bc0', operation='UPDATE OF "published", "review_state"', pgid='pgtrigger_attest_anew_0c176', table='sources_source', when='AFTER'))]},
        ),
    ]
