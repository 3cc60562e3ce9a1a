"""The words of the search come from what is shown: a draft or a withheld name adds none to any answer."""

from importlib import import_module

from django.db import migrations

before = import_module("hrnet.directory.migrations.0002_search")

# Whether the public sees a record of the search with a name that holds the word. The table of words may hold
# more than that: a statement whose party was withdrawn, a name whose record is gone. So each answer asks.
KNOWN = """
CREATE FUNCTION hrnet_search_known(given text, today date) RETURNS boolean
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM directory_searchentry AS e
        WHERE e.shown AND e.words @@ quote_literal(given)::tsquery
        AND CASE WHEN e.record IN ('mandate', 'engagement', 'person')
            THEN hrnet_search_visible(e.record, e.record_id, today) ELSE true END
    );
END $$;
"""

# Add the words of the names that are written, unless they are known. Of a draft there are none; when it is
# published, its names are written anew.
ADD_WORDS = """
CREATE FUNCTION hrnet_search_add_words(of_record text, ids bigint[]) RETURNS void
LANGUAGE sql
AS $$
    WITH held AS (
        SELECT DISTINCT word, hrnet_search_script(e.text) AS script
        FROM directory_searchentry AS e,
             unnest(string_to_array(e.folded, ' ') || string_to_array(e.also, ' ')) AS word
        WHERE e.record = of_record AND (ids IS NULL OR e.record_id = ANY(ids)) AND e.shown
        AND length(word) BETWEEN 1 AND 59
    )
    INSERT INTO directory_searchword (word, script, bones, keys)
    SELECT word, script, hrnet_search_bones(word),
           hrnet_search_near(word, 4, '') || hrnet_search_sounds(word, script)
    FROM (
        SELECT word, script FROM held
        EXCEPT SELECT k.word, k.script FROM directory_searchword AS k WHERE k.word IN (SELECT word FROM held)
    ) AS new;
$$;
"""

WRITE = r"""
CREATE OR REPLACE FUNCTION hrnet_search_write(of_record text, ids bigint[]) RETURNS void
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
    )
    INSERT INTO directory_searchentry
        (record, record_id, section, name_kind, language, text, folded, also, words, shown)
    SELECT of_record, w.record_id, w.section, w.name_kind, w.language, left(w.given, 320), w.folded,
           array_to_string(w.more, ' '),
           array_to_tsvector(w.own || w.more || ARRAY(
               SELECT '@' || word FROM unnest(string_to_array(hrnet_search_fold(w.beside), ' ')) AS word
               WHERE word <> '')),
           w.shown
    FROM worded AS w;
    PERFORM hrnet_search_add_words(of_record, ids);
END $$;
"""

# What a base that exists has in its table of words goes, and comes back from what is shown.
ANEW = """
TRUNCATE directory_searchword;
SELECT hrnet_search_add_words(record, NULL)
FROM (SELECT DISTINCT record FROM directory_searchentry) AS records;
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_changes_and_kept_counts")]
    operations = [
        migrations.RunSQL(KNOWN, "DROP FUNCTION hrnet_search_known(text, date)"),
        migrations.RunSQL(ADD_WORDS, "DROP FUNCTION hrnet_search_add_words(text, bigint[])"),
        migrations.RunSQL(
            WRITE, before.WRITE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        ),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ]
