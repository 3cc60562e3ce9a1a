"""The tables of withholding, and the functions that hide texts which name a withheld person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What the models tell of a column that holds texts; hrnet.directory.withholding.installing lists them all.
COLUMNS = """
CREATE TYPE hrnet_text_column AS (
    table_name text, key_column text, column_name text, kind text, longest integer, language text,
    has_language boolean, folded boolean);
CREATE FUNCTION hrnet_text_columns() RETURNS SETOF hrnet_text_column
LANGUAGE sql IMMUTABLE
AS 'SELECT NULL::text, NULL::text, NULL::text, NULL::text, 0, NULL::text, false, false WHERE false';
"""

# The ways in which a name may stand in a folded text: any of its words first, the others in their order
# («Jane Doe», «Doe, Jane»); the first and the last of several words («Jane Mary Doe» as «Jane Doe»); with a
# word more between them («Doe, Ms Jane»). A name in two parts with a sign between them («O'Brien») may be
# written as one word. Titles before a name are no part of it.
PATTERN = r"""
CREATE FUNCTION hrnet_sought_name(given text, OUT key text, OUT pattern text)
LANGUAGE plpgsql IMMUTABLE STRICT
AS $$
DECLARE
    folded text;
    words text[];
    ways text[] := '{}';
    keys text[] := '{}';
    last integer;
BEGIN
    FOREACH folded IN ARRAY ARRAY[
        hrnet_search_fold(given),
        hrnet_search_fold(regexp_replace(given, '(?<=\w)[-‐‑’''ʼ´](?=\w)', '', 'g'))
    ] LOOP
        words := array_remove(string_to_array(folded, ' '), '');
        WHILE cardinality(words) > 2 AND words[1] IN
            ('mr', 'mrs', 'ms', 'miss', 'dr', 'prof', 'professor', 'sir', 'judge', 'justice', 'm', 'mme', 'sra', 'sr')
        LOOP
            words := words[2:];
        END LOOP;
        last := cardinality(words);
        IF last = 0 OR (last = 1 AND length(words[1]) < 3 AND words[1] ~ '^[a-z0-9]*$') THEN
            CONTINUE;
        END IF;
        FOR begins IN 1..last LOOP
            ways := ways || array_to_string(words[begins:] || words[:begins - 1], ' ');
        END LOOP;
        IF last > 1 THEN
            ways := ways || (words[1] || '( [^ ]+)? ' || words[last]) || (words[last] || '( [^ ]+)? ' || words[1]);
        END IF;
        keys := keys || CASE WHEN length(words[last]) >= length(words[1]) THEN words[last] ELSE words[1] END;
    END LOOP;
    IF cardinality(ways) > 0 THEN
        SELECT string_agg(DISTINCT one, '|') INTO key FROM unnest(keys) AS one;
        SELECT ' (' || string_agg(DISTINCT one, '|') || ') ' INTO pattern FROM unnest(ways) AS one;
    END IF;
END $$;
"""

# The patterns of all who are withheld today, as one; NULL where nobody is.
PATTERNS = """
CREATE FUNCTION hrnet_withheld_patterns(persons bigint[], OUT keys text, OUT patterns text)
LANGUAGE sql STABLE
AS $$
    SELECT string_agg(s.key, '|'), string_agg(s.pattern, '|')
    FROM withholding_soughtname AS s JOIN institutions_person AS p ON p.id = s.person_id
    WHERE p.withheld AND (p.withheld_until IS NULL OR p.withheld_until > (now() AT TIME ZONE 'UTC')::date)
      AND (persons IS NULL OR s.person_id = ANY(persons))
$$;
"""
# Whether a text matches them: a text in ASCII without one of the words is not folded at all.
MATCHES = r"""
CREATE FUNCTION hrnet_text_names(given text, keys text, patterns text) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT CASE WHEN given <> '' AND (given ~ '[^\x01-\x7f]' OR lower(given) ~ keys)
        THEN ' ' || hrnet_search_fold(given) || ' ' ~ patterns ELSE false END
$$;
"""
# The first withheld person whom a text names; NULL where it names none.
NAMED = """
CREATE FUNCTION hrnet_withheld_in(given text) RETURNS bigint
LANGUAGE sql STABLE
AS $$
    SELECT s.person_id
    FROM withholding_soughtname AS s JOIN institutions_person AS p ON p.id = s.person_id
    WHERE p.withheld AND (p.withheld_until IS NULL OR p.withheld_until > (now() AT TIME ZONE 'UTC')::date)
      AND hrnet_text_names(given, s.key, s.pattern)
    ORDER BY s.person_id LIMIT 1
$$;
"""

# What stands in place of a hidden text. The number is that of the hidden text: two of one institution's
# names must differ, and who asks about it can say which is meant.
SHOWN = """
CREATE FUNCTION hrnet_shown_instead(kind text, language text, number bigint) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE
        WHEN kind = 'url' THEN ''
        WHEN kind = 'slug' THEN 'withheld-' || number
        WHEN language LIKE 'fr%' THEN '[non divulgué ' || number || ']'
        ELSE '[withheld ' || number || ']'
    END
$$;
"""
# A JSON value with each text in it that names a withheld person replaced.
JSON_SHOWN = """
CREATE FUNCTION hrnet_json_without_names(given jsonb, shown text) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN CASE jsonb_typeof(given)
        WHEN 'string' THEN
            CASE WHEN hrnet_withheld_in(given #>> '{}') IS NULL THEN given ELSE to_jsonb(shown) END
        WHEN 'array' THEN coalesce(
            (SELECT jsonb_agg(hrnet_json_without_names(value, shown) ORDER BY place)
             FROM jsonb_array_elements(given) WITH ORDINALITY AS one (value, place)), given)
        WHEN 'object' THEN coalesce(
            (SELECT jsonb_object_agg(
                CASE WHEN hrnet_withheld_in(key) IS NULL THEN key ELSE shown END,
                hrnet_json_without_names(value, shown)) FROM jsonb_each(given)), given)
        ELSE given END;
END $$;
"""

# Move one text out of its column. Slugs that are permanent for everybody else change here.
HIDE = """
CREATE FUNCTION hrnet_hide_text(of_column hrnet_text_column, record bigint, given text, language text,
                                person bigint, in_full boolean) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    number bigint := nextval(pg_get_serial_sequence('withholding_hiddentext', 'id'));
    shown text := hrnet_shown_instead(of_column.kind, language, number);
    value text;
    ignored text;
BEGIN
    IF of_column.longest > 0 THEN
        shown := left(shown, of_column.longest);
    END IF;
    value := shown;
    IF of_column.kind = 'json' THEN
        value := CASE WHEN in_full THEN jsonb_build_object(shown, shown)
                 ELSE hrnet_json_without_names(given::jsonb, shown) END::text;
        IF value = given THEN
            RETURN;  -- the words of the name stand apart, in two values
        END IF;
    END IF;
    ignored := (SELECT array_agg(tgname::text)::text FROM pg_trigger
                WHERE tgrelid = of_column.table_name::regclass AND tgname LIKE 'pgtrigger\\_slug\\_is\\_permanent%');
    PERFORM set_config('pgtrigger.ignore', coalesce(ignored, '{}'), true);
    EXECUTE format('UPDATE %I SET %I = $1::%s%s WHERE %I = $2', of_column.table_name, of_column.column_name,
        CASE WHEN of_column.kind = 'json' THEN 'jsonb' ELSE 'text' END,
        CASE WHEN of_column.folded THEN ', folded = hrnet_search_fold($1::text)' ELSE '' END,
        of_column.key_column) USING value, record;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    INSERT INTO withholding_hiddentext
        (id, person_id, "table", "column", record_id, original, shown, waits, hidden_at)
    VALUES (number, person, of_column.table_name, of_column.column_name, record, given, shown, true, now());
END $$;
"""

# Move every text of these rows that names a withheld person out of its column.
HIDE_ALL = """
CREATE FUNCTION hrnet_hide_texts(of_table text, ids bigint[]) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    listed hrnet_text_column;
    row record;
    person bigint;
BEGIN
    PERFORM set_config('hrnet.hiding', 'on', true);
    FOR listed IN SELECT * FROM hrnet_text_columns() WHERE table_name = of_table LOOP
        FOR row IN EXECUTE format(
            'SELECT %1$I::bigint AS id, %2$I::text AS given, %3$s AS language FROM %4$I WHERE %1$I = ANY($1)',
            listed.key_column, listed.column_name,
            CASE WHEN listed.has_language AND listed.column_name <> 'language' THEN 'language::text'
                 ELSE quote_literal(listed.language) END, of_table) USING ids
        LOOP
            person := hrnet_withheld_in(row.given);
            IF person IS NOT NULL THEN
                PERFORM hrnet_hide_text(listed, row.id, row.given, row.language, person, false);
            END IF;
        END LOOP;
    END LOOP;
    PERFORM set_config('hrnet.hiding', '', true);
    -- Drawings and counts that were kept may hold the text; they are made anew when they are asked for.
    DELETE FROM pictures_kept;
    DELETE FROM directory_keptcounts;
END $$;
"""

# Move one text that a curator found to mean a person, whatever it says.
HIDE_PLACE = """
CREATE FUNCTION hrnet_hide_place(of_table text, of_column text, record bigint, person bigint) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    listed hrnet_text_column;
    given text;
BEGIN
    SELECT * INTO STRICT listed FROM hrnet_text_columns()
    WHERE table_name = of_table AND column_name = of_column;
    EXECUTE format('SELECT %I::text FROM %I WHERE %I = $1 FOR UPDATE', of_column, of_table, listed.key_column)
    INTO given USING record;
    IF given <> '' THEN
        PERFORM set_config('hrnet.hiding', 'on', true);
        PERFORM hrnet_hide_text(listed, record, given, listed.language, person, true);
        PERFORM set_config('hrnet.hiding', '', true);
        DELETE FROM pictures_kept;
        DELETE FROM directory_keptcounts;
    END IF;
END $$;
"""

# Look through every table for the names of these persons (NULL: of all who are withheld).
WITHHOLD = r"""
CREATE FUNCTION hrnet_withhold(persons bigint[]) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    listed record;
    sought record;
    ids bigint[];
BEGIN
    INSERT INTO withholding_soughtname (person_id, key, pattern)
    SELECT p.id, s.key, s.pattern FROM institutions_person AS p CROSS JOIN hrnet_sought_name(p.name) AS s
    WHERE p.withheld AND s.key IS NOT NULL AND (persons IS NULL OR p.id = ANY(persons))
    ON CONFLICT (person_id) DO UPDATE SET key = EXCLUDED.key, pattern = EXCLUDED.pattern;
    SELECT * INTO sought FROM hrnet_withheld_patterns(persons);
    IF sought.keys IS NULL THEN
        RETURN;
    END IF;
    FOR listed IN
        SELECT table_name, key_column, string_agg(format('%I::text', column_name), ', ') AS columns
        FROM hrnet_text_columns() GROUP BY 1, 2 ORDER BY 1
    LOOP
        EXECUTE format(
            'SELECT array_agg(%1$I) FROM %2$I WHERE hrnet_text_names(concat_ws(E''\n'', %3$s), $1, $2)',
            listed.key_column, listed.table_name, listed.columns)
        INTO ids USING sought.keys, sought.patterns;
        IF ids IS NOT NULL THEN
            PERFORM hrnet_hide_texts(listed.table_name, ids);
        END IF;
    END LOOP;
END $$;
"""

# Whether the column still holds what was put in place of a hidden text.
WAITS = """
CREATE FUNCTION hrnet_text_waits(of_table text, of_column text, record bigint, shown text) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    listed hrnet_text_column;
    waits boolean;
BEGIN
    SELECT * INTO listed FROM hrnet_text_columns() WHERE table_name = of_table AND column_name = of_column;
    IF listed.table_name IS NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %I = $1 AND %s)', of_table, listed.key_column,
        format(CASE WHEN listed.kind = 'json' THEN 'strpos(%I::text, $2) > 0' ELSE '%I = $2' END, of_column))
    INTO waits USING record, shown;
    RETURN waits;
END $$;
"""

# After a statement on a table with texts. It runs behind the triggers that keep the history, as its name
# says: the entry of what was written comes before that of what was hidden. Where nobody is withheld it costs two look-ups in empty tables.
TEXTS = r"""
CREATE FUNCTION hrnet_withhold_texts() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    sought record;
    listed record;
    ids bigint[];
BEGIN
    IF current_setting('hrnet.hiding', true) = 'on' THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM withholding_hiddentext WHERE "table" = TG_TABLE_NAME) THEN
        SELECT key_column INTO listed FROM hrnet_text_columns() WHERE table_name = TG_TABLE_NAME LIMIT 1;
        EXECUTE format(
            'UPDATE withholding_hiddentext AS h SET waits = NOT h.waits
             WHERE h."table" = %L AND h.record_id IN (SELECT %I FROM %s)
               AND h.waits <> hrnet_text_waits(h."table", h."column", h.record_id, h.shown)',
            TG_TABLE_NAME, listed.key_column, CASE WHEN TG_OP = 'DELETE' THEN 'old_rows' ELSE 'new_rows' END);
    END IF;
    IF TG_OP = 'DELETE' OR NOT EXISTS (SELECT FROM withholding_soughtname) THEN
        RETURN NULL;
    END IF;
    SELECT * INTO sought FROM hrnet_withheld_patterns(NULL);
    IF sought.keys IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT key_column, string_agg(format('%I::text', column_name), ', ') AS columns INTO listed
    FROM hrnet_text_columns() WHERE table_name = TG_TABLE_NAME GROUP BY 1;
    EXECUTE format(
        'SELECT array_agg(%1$I) FROM new_rows WHERE hrnet_text_names(concat_ws(E''\n'', %2$s), $1, $2)',
        listed.key_column, listed.columns)
    INTO ids USING sought.keys, sought.patterns;
    IF ids IS NOT NULL THEN
        PERFORM hrnet_hide_texts(TG_TABLE_NAME, ids);
    END IF;
    RETURN NULL;
END $$;
"""

# After a statement on the persons: look for whoever is withheld now and was not, or has another name now.
PERSONS = """
CREATE FUNCTION hrnet_withhold_persons() RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    ids bigint[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(id) INTO ids FROM new_rows WHERE withheld;
    ELSE
        DELETE FROM withholding_soughtname
        WHERE person_id IN (SELECT id FROM new_rows WHERE NOT withheld);
        SELECT array_agg(n.id) INTO ids FROM new_rows AS n LEFT JOIN old_rows AS o ON o.id = n.id
        WHERE n.withheld AND (n.name, n.withheld, n.withheld_until)
            IS DISTINCT FROM (o.name, o.withheld, o.withheld_until);
    END IF;
    IF ids IS NOT NULL THEN
        DELETE FROM withholding_closing WHERE person_id = ANY(ids);
        PERFORM hrnet_withhold(ids);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER zz_hrnet_withhold_after_insert AFTER INSERT ON institutions_person
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hrnet_withhold_persons();
CREATE TRIGGER zz_hrnet_withhold_after_update AFTER UPDATE ON institutions_person
REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION hrnet_withhold_persons();
"""
DROP_TRIGGERS = """
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT tgname, tgrelid::regclass AS of_table FROM pg_trigger
        WHERE tgname LIKE 'zz\\_hrnet\\_withhold\\_after\\_%' AND NOT tgisinternal
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.of_table);
    END LOOP;
END $$;
"""
FUNCTIONS = (
    (COLUMNS, "DROP FUNCTION hrnet_text_columns(); DROP TYPE hrnet_text_column"),
    (PATTERN, "DROP FUNCTION hrnet_sought_name(text)"),
    (PATTERNS, "DROP FUNCTION hrnet_withheld_patterns(bigint[])"),
    (MATCHES, "DROP FUNCTION hrnet_text_names(text, text, text)"),
    (NAMED, "DROP FUNCTION hrnet_withheld_in(text)"),
    (SHOWN, "DROP FUNCTION hrnet_shown_instead(text, text, bigint)"),
    (JSON_SHOWN, "DROP FUNCTION hrnet_json_without_names(jsonb, text)"),
    (HIDE, "DROP FUNCTION hrnet_hide_text(hrnet_text_column, bigint, text, text, bigint, boolean)"),
    (HIDE_ALL, "DROP FUNCTION hrnet_hide_texts(text, bigint[])"),
    (HIDE_PLACE, "DROP FUNCTION hrnet_hide_place(text, text, bigint, bigint)"),
    (WITHHOLD, "DROP FUNCTION hrnet_withhold(bigint[])"),
    (WAITS, "DROP FUNCTION hrnet_text_waits(text, text, bigint, text)"),
    (TEXTS, "DROP FUNCTION hrnet_withhold_texts()"),
    (PERSONS, f"{DROP_TRIGGERS}; DROP FUNCTION hrnet_withhold_persons()"),
)
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("directory", "0003_changes_and_kept_counts"),
        ("institutions", "0001_initial"),
        ("pictures", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="SoughtName",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+",
                        serialize=False, to="institutions.person",
                    ),
                ),
                ("key", models.TextField()),
                ("pattern", models.TextField()),
            ],
            options={
                "verbose_name": "name that is looked for",
                "verbose_name_plural": "names that are looked for",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HiddenText",
            fields=[
                ("id", KEY),
                ("table", models.CharField(max_length=63)),
                ("column", models.CharField(max_length=63)),
                ("record_id", models.BigIntegerField()),
                ("original", models.TextField()),
                ("shown", models.CharField(blank=True, max_length=80)),
                ("waits", models.BooleanField(default=True)),
                ("hidden_at", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hidden_texts",
                        to="institutions.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "hidden text",
                "verbose_name_plural": "hidden texts",
                "ordering": ["table", "record_id", "column", "pk"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["table", "record_id"], name="withholding_hidden_by_record")],
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True,
                        related_name="withholding_closed", serialize=False, to="institutions.person",
                    ),
                ),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "completed withholding",
                "verbose_name_plural": "completed withholdings",
                "default_permissions": (),
            },
        ),
        *(migrations.RunSQL(make, drop) for make, drop in FUNCTIONS),
    ]
