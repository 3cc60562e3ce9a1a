"""The two tables that the search looks in, and the triggers that keep them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

# The names of records of one kind, all of them or those with the keys «ids».
ROWS = """
CREATE FUNCTION hrnet_search_rows(of_record text, ids bigint[])
RETURNS TABLE (record_id bigint, section text, name_kind text, language text, given text, plain text,
               beside text, shown boolean)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    CASE of_record
    WHEN 'institution' THEN RETURN QUERY
        SELECT i.id,
               CASE WHEN EXISTS (SELECT FROM mandates_treatybody b WHERE b.institution_id = i.id)
                    THEN 'treaty_body'
                    WHEN EXISTS (SELECT FROM networks_network w WHERE w.institution_id = i.id) THEN 'network'
                    ELSE 'institution' END,
               n.kind::text, n.language::text, n.text::text, n.folded::text,
               concat_ws(' ', c.label_en, c.label_fr, p.label_en, p.label_fr),
               i.review_state = 'published'
        FROM institutions_name n JOIN institutions_institution i ON i.id = n.institution_id
        LEFT JOIN institutions_country c ON c.id = i.country_id
        LEFT JOIN institutions_subdivision p ON p.id = i.subdivision_id
        WHERE ids IS NULL OR i.id = ANY(ids);
    WHEN 'instrument' THEN RETURN QUERY
        SELECT r.id, of_record, t.kind, t.language, t.given, t.plain, '', r.review_state = 'published'
        FROM mandates_instrument r CROSS JOIN LATERAL (
            VALUES ('official', 'en', r.title_en::text, ''), ('official', 'fr', r.title_fr, ''),
                   ('acronym', 'en', r.short_title_en, ''), ('acronym', 'fr', r.short_title_fr, '')
            UNION ALL SELECT 'alternative', n.language, n.text, n.folded
            FROM mandates_instrumentname n WHERE n.instrument_id = r.id
        ) AS t (kind, language, given, plain) WHERE ids IS NULL OR r.id = ANY(ids);
    WHEN 'mandate' THEN RETURN QUERY
        SELECT r.id, of_record, 'official', t.language, t.given, '', '', r.review_state = 'published'
        FROM mandates_mandate r
        CROSS JOIN LATERAL (VALUES ('en', r.title_en::text), ('fr', r.title_fr)) AS t (language, given)
        WHERE ids IS NULL OR r.id = ANY(ids);
    WHEN 'engagement' THEN RETURN QUERY
        SELECT r.id, of_record, 'official', t.language, t.given, '', '', r.review_state = 'published'
        FROM mandates_engagement r
        CROSS JOIN LATERAL (VALUES ('en', r.title_en::text), ('fr', r.title_fr)) AS t (language, given)
        WHERE ids IS NULL OR r.id = ANY(ids);
    WHEN 'meeting' THEN RETURN QUERY
        SELECT r.id, of_record, t.kind, t.language, t.given, '', concat_ws(' ', r.place_en, r.place_fr),
               r.review_state = 'published'
        FROM networks_meeting r LEFT JOIN networks_meetingseries s ON s.id = r.series_id
        CROSS JOIN LATERAL (
            VALUES ('official', 'en', r.title_en::text), ('official', 'fr', r.title_fr),
                   ('alternative', 'en', s.label_en || ' ' || r.number),
                   ('alternative', 'fr', s.label_fr || ' ' || r.number)
        ) AS t (kind, language, given) WHERE ids IS NULL OR r.id = ANY(ids);
    WHEN 'theme' THEN RETURN QUERY
        SELECT r.id, of_record, 'official', t.language, t.given, '', '', true
        FROM institutions_theme r
        CROSS JOIN LATERAL (VALUES ('en', r.label_en::text), ('fr', r.label_fr)) AS t (language, given)
        WHERE ids IS NULL OR r.id = ANY(ids);
    WHEN 'country' THEN RETURN QUERY
        SELECT r.id, of_record, t.kind, t.language, t.given, '', '', true
        FROM institutions_country r CROSS JOIN LATERAL (
            VALUES ('official', 'en', r.label_en::text), ('official', 'fr', r.label_fr),
                   ('code', 'mul', r.code), ('code', 'mul', r.alpha3)
        ) AS t (kind, language, given) WHERE ids IS NULL OR r.id = ANY(ids);
    WHEN 'source' THEN RETURN QUERY
        SELECT r.id, of_record, t.kind, t.language, t.given, '', r.publisher::text,
               r.review_state = 'published'
        FROM sources_source r CROSS JOIN LATERAL (
            VALUES ('official', 'en', r.label_en::text), ('official', 'fr', r.label_fr),
                   ('alternative', coalesce(nullif(r.language, ''), 'und'), r.title)
        ) AS t (kind, language, given) WHERE ids IS NULL OR r.id = ANY(ids);
    WHEN 'person' THEN RETURN QUERY
        -- A name that is withheld for ever is not even looked in; until a day, it is asked for each time.
        SELECT r.id, of_record, 'official', 'mul', r.name::text, '', '', true
        FROM institutions_person r
        WHERE (NOT r.withheld OR r.withheld_until IS NOT NULL) AND (ids IS NULL OR r.id = ANY(ids));
    END CASE;
END $$;
"""

# Whether the public sees a record whose own state lets it: a statement whose parties are published, too, and
# a person whose name is not withheld on that day, and whom such a statement names.
VISIBLE = """
CREATE FUNCTION hrnet_search_visible(of_record text, record_id bigint, today date) RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    CASE of_record
    WHEN 'mandate' THEN RETURN EXISTS (
        SELECT FROM mandates_mandate s WHERE s.id = record_id
        AND hrnet_search_published(s.institution_id, s.conferred_by_id) AND NOT EXISTS (
            SELECT FROM mandates_instrument t WHERE t.id = s.basis_id AND t.review_state <> 'published'));
    WHEN 'engagement' THEN RETURN EXISTS (
        SELECT FROM mandates_engagement s WHERE s.id = record_id
        AND hrnet_search_published(s.actor_id, s.target_id) AND NOT EXISTS (
            SELECT FROM mandates_instrument t WHERE t.id = s.instrument_id AND t.review_state <> 'published'));
    WHEN 'person' THEN RETURN EXISTS (
        SELECT FROM institutions_person p WHERE p.id = record_id
        AND (NOT p.withheld OR p.withheld_until <= today)
    ) AND (EXISTS (
        SELECT FROM mandates_mandateholder s WHERE s.person_id = record_id
        AND s.review_state = 'published' AND hrnet_search_published(s.institution_id)
    ) OR EXISTS (
        SELECT FROM networks_membership s WHERE s.person_id = record_id
        AND s.review_state = 'published' AND hrnet_search_published(s.institution_id, s.network_id)
    ) OR EXISTS (
        SELECT FROM networks_participation s JOIN networks_meeting m ON m.id = s.meeting_id
        WHERE s.person_id = record_id AND s.review_state = 'published' AND m.review_state = 'published'
        AND hrnet_search_published(s.institution_id)));
    ELSE RETURN true;
    END CASE;
END $$;
"""
PUBLISHED = """
CREATE FUNCTION hrnet_search_published(VARIADIC ids bigint[]) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT NOT EXISTS (
        SELECT FROM institutions_institution WHERE id = ANY(ids) AND review_state <> 'published')
$$;
"""

# Write the names of records anew, and the words that were not known. «also» are further words of a name:
# «cooperation» for co-operation, and what anyascii makes of scripts that our folding leaves as they are.
WRITE = r"""
CREATE FUNCTION hrnet_search_write(of_record text, ids bigint[]) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM directory_searchentry
    WHERE record = of_record AND (ids IS NULL OR record_id = ANY(ids));
    WITH folded AS (
        SELECT r.*, hrnet_search_fold(r.given) AS folded, hrnet_search_script(r.given) AS script,
               hrnet_search_fold(regexp_replace(r.given, '(?<=\w)[-‐‑’''ʼ´](?=\w)', '', 'g')) AS joined
        FROM hrnet_search_rows(of_record, ids) AS r WHERE r.given <> ''
    ), worded AS (
        SELECT f.*, string_to_array(f.folded, ' ') AS own, ARRAY(
            SELECT DISTINCT word FROM unnest(string_to_array(
                f.joined || CASE WHEN f.script = 'o' THEN ' ' || f.plain ELSE '' END, ' ')) AS word
            WHERE word <> '' AND NOT word = ANY(string_to_array(f.folded, ' '))
        ) AS more FROM folded AS f WHERE f.folded <> ''
    ), written AS (
        INSERT INTO directory_searchentry
            (record, record_id, section, name_kind, language, text, folded, also, words, shown)
        SELECT of_record, w.record_id, w.section, w.name_kind, w.language, left(w.given, 320), w.folded,
               array_to_string(w.more, ' '),
               array_to_tsvector(w.own || w.more || ARRAY(
                   SELECT '@' || word FROM unnest(string_to_array(hrnet_search_fold(w.beside), ' ')) AS word
                   WHERE word <> '')),
               w.shown
        FROM worded AS w
    )
    INSERT INTO directory_searchword (word, script, bones, keys)
    SELECT word, script, hrnet_search_bones(word),
           hrnet_search_near(word, 4, '') || hrnet_search_sounds(word, script)
    FROM (
        SELECT DISTINCT word, script FROM worded, unnest(own || more) AS word WHERE length(word) <= 59
        EXCEPT SELECT k.word, k.script FROM directory_searchword AS k
        WHERE k.word IN (SELECT unnest(own || more) FROM worded)
    ) AS new;
END $$;
"""

# After a statement: write anew the records whose rows it wrote. Arguments: the kind of record, the column
# with its key, and the columns whose change matters where a row is only changed.
CHANGED = """
CREATE FUNCTION hrnet_search_changed() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    ids bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        EXECUTE format(
            'SELECT array_agg(key) FROM (
                SELECT %1$I AS key FROM (
                    SELECT id AS row_id, %1$I, %2$s FROM new_rows EXCEPT SELECT id, %1$I, %2$s FROM old_rows) n
                UNION SELECT %1$I FROM (
                    SELECT id AS row_id, %1$I, %2$s FROM old_rows EXCEPT SELECT id, %1$I, %2$s FROM new_rows) o
            ) AS changed', TG_ARGV[1], TG_ARGV[2]) INTO ids;
    ELSIF TG_OP = 'INSERT' THEN
        EXECUTE format('SELECT array_agg(DISTINCT %I) FROM new_rows', TG_ARGV[1]) INTO ids;
    ELSE
        EXECUTE format('SELECT array_agg(DISTINCT %I) FROM old_rows', TG_ARGV[1]) INTO ids;
    END IF;
    IF ids IS NULL THEN
        RETURN NULL;
    END IF;
    IF TG_ARGV[0] = 'series' THEN
        PERFORM hrnet_search_write('meeting', coalesce(
            (SELECT array_agg(id) FROM networks_meeting WHERE series_id = ANY(ids)), '{}'));
    ELSE
        PERFORM hrnet_search_write(TG_ARGV[0], ids);
    END IF;
    IF TG_ARGV[0] = 'country' AND TG_OP = 'UPDATE' THEN
        PERFORM hrnet_search_write('institution', coalesce(
            (SELECT array_agg(id) FROM institutions_institution WHERE country_id = ANY(ids)), '{}'));
    END IF;
    RETURN NULL;
END $$;
"""

RECORDS = ("institution", "instrument", "mandate", "engagement", "meeting", "theme", "country", "source", "person")
FILL = f"""
CREATE FUNCTION hrnet_search_fill() RETURNS void
LANGUAGE sql
AS $$
    TRUNCATE directory_searchword;
    SELECT hrnet_search_write(record, NULL) FROM unnest('{{{",".join(RECORDS)}}}'::text[]) AS record;
$$;
"""

TITLES = "title_en, title_fr, review_state"
# Table, kind of record, column with its key, columns that matter ("": rows are only added and removed).
WATCHED = (
    ("institutions_name", "institution", "institution_id", "kind, language, text"),
    ("institutions_institution", "institution", "id", "review_state, country_id, subdivision_id"),
    ("networks_network", "institution", "institution_id", ""),
    ("mandates_treatybody", "institution", "institution_id", ""),
    ("mandates_instrument", "instrument", "id", f"{TITLES}, short_title_en, short_title_fr"),
    ("mandates_instrumentname", "instrument", "instrument_id", "language, text"),
    ("mandates_mandate", "mandate", "id", TITLES),
    ("mandates_engagement", "engagement", "id", TITLES),
    ("networks_meeting", "meeting", "id", f"{TITLES}, series_id, number, place_en, place_fr"),
    ("networks_meetingseries", "series", "id", "label_en, label_fr"),
    ("institutions_theme", "theme", "id", "label_en, label_fr"),
    ("institutions_country", "country", "id", "label_en, label_fr, code, alpha3"),
    ("sources_source", "source", "id", "label_en, label_fr, title, language, publisher, review_state"),
    ("institutions_person", "person", "id", "name, withheld, withheld_until"),
)


def triggers():
    """Yield the statement that makes each trigger, and the one that drops it."""
    for table, record, key, columns in WATCHED:
        for event, rows in (
            ("insert", "NEW TABLE AS new_rows"),
            ("update", "NEW TABLE AS new_rows OLD TABLE AS old_rows"),
            ("delete", "OLD TABLE AS old_rows"),
        ):
            if event != "update" or columns:
                name = f"hrnet_search_after_{event}"
                arguments = ", ".join(f"'{one}'" for one in (record, key, columns))
                yield (
                    f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} REFERENCING {rows}"
                    f" FOR EACH STATEMENT EXECUTE FUNCTION hrnet_search_changed({arguments})",
                    f"DROP TRIGGER {name} ON {table}",
                )


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_search_folding"),
        ("sources", "0002_initial"),
        ("institutions", "0001_initial"),
        ("networks", "0001_initial"),
        ("mandates", "0002_revisions_of_parties"),
    ]
    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record", models.CharField(max_length=12, verbose_name="record")),
                ("record_id", models.BigIntegerField()),
                ("section", models.CharField(max_length=12, verbose_name="section")),
                ("name_kind", models.CharField(max_length=11, verbose_name="kind of name")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("text", models.CharField(max_length=320, verbose_name="name")),
                ("folded", models.TextField()),
                ("also", models.TextField(blank=True)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("shown", models.BooleanField()),
            ],
            options={
                "verbose_name": "name to search in",
                "verbose_name_plural": "names to search in",
                "default_permissions": (),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["words"], name="directory_search_words"
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(models.F("folded"), name="text_pattern_ops"),
                        name="directory_search_folded",
                    ),
                    models.Index(fields=["record", "record_id"], name="directory_search_record"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, verbose_name="word")),
                ("script", models.CharField(max_length=1, verbose_name="script")),
                ("bones", models.CharField(blank=True, max_length=60, verbose_name="consonants")),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "word to search by",
                "verbose_name_plural": "words to search by",
                "default_permissions": (),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["keys"], name="directory_search_keys"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("word"), name="gin_trgm_ops"),
                        fastupdate=False,
                        name="directory_search_parts",
                    ),
                    models.Index(fields=["word", "script"], name="directory_search_word"),
                ],
            },
        ),
        migrations.RunSQL(ROWS, "DROP FUNCTION hrnet_search_rows(text, bigint[])"),
        migrations.RunSQL(PUBLISHED, "DROP FUNCTION hrnet_search_published(bigint[])"),
        migrations.RunSQL(VISIBLE, "DROP FUNCTION hrnet_search_visible(text, bigint, date)"),
        migrations.RunSQL(WRITE, "DROP FUNCTION hrnet_search_write(text, bigint[])"),
        migrations.RunSQL(CHANGED, "DROP FUNCTION hrnet_search_changed()"),
        migrations.RunSQL(FILL, "DROP FUNCTION hrnet_search_fill()"),
        *(migrations.RunSQL(make, drop) for make, drop in triggers()),
        migrations.RunSQL("SELECT hrnet_search_fill()", migrations.RunSQL.noop),
    ]
