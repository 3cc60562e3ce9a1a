"""Find a name in an address and in the name of a file too, and where ä, ö, ü are written ae, oe, ue.

“https://example.org/Jane%20Doe.pdf”, “janedoe.org”, “M%C3%BCller”: the sign of a percent-encoded character is
folded to a blank, so its number stands before the next word; it begins with 2 to 7, as no word does. A number
may follow, as of a footnote or a second file.
"""

from django.db import migrations

# A text with what is not ASCII percent-encoded, as addresses have it.
IN_ADDRESS = r"""
CREATE FUNCTION hrnet_in_address(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT
AS $$
    SELECT string_agg(CASE WHEN ascii(letter) < 128 THEN letter
        ELSE regexp_replace(encode(convert_to(letter, 'UTF8'), 'hex'), '(..)', '%\1', 'g') END, '' ORDER BY place)
    FROM regexp_split_to_table(given, '') WITH ORDINALITY AS one (letter, place)
$$;
"""
PATTERN = r"""
CREATE OR REPLACE FUNCTION hrnet_sought_name(given text, OUT key text, OUT pattern text)
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
        hrnet_search_fold(regexp_replace(given, '(?<=\w)[-‐‑’''ʼ´](?=\w)', '', 'g')),
        hrnet_search_fold(replace(replace(replace(replace(lower(given), 'ä', 'ae'), 'ö', 'oe'), 'ø', 'oe'), 'ü', 'ue')),
        hrnet_search_fold(hrnet_in_address(given))
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
            ways := ways || array_to_string(words[begins:] || words[:begins - 1], ' ([2-7][0-9a-f])?');
        END LOOP;
        IF last > 1 THEN
            ways := ways || (words[1] || '( [^ ]+)? ([2-7][0-9a-f])?' || words[last])
                || (words[last] || '( [^ ]+)? ([2-7][0-9a-f])?' || words[1]);
            IF length(array_to_string(words, '')) >= 7 THEN
                ways := ways || array_to_string(words, '') || (words[last] || array_to_string(words[:last - 1], ''));
            END IF;
        END IF;
        keys := keys || hrnet_with_accents(
            CASE WHEN length(words[last]) >= length(words[1]) THEN words[last] ELSE words[1] END);
    END LOOP;
    IF cardinality(ways) > 0 THEN
        SELECT string_agg(DISTINCT one, '|') INTO key FROM unnest(keys) AS one;
        SELECT ' ([2-7][0-9a-f])?(' || string_agg(DISTINCT one, '|') || ')[0-9]{0,3} ' INTO pattern FROM unnest(ways) AS one;
    END IF;
END $$;
"""
ANEW = """
UPDATE withholding_soughtname AS sought SET key = now.key, pattern = now.pattern
FROM institutions_person AS person, LATERAL hrnet_sought_name(person.name) AS now
WHERE person.id = sought.person_id
"""


class Migration(migrations.Migration):
    dependencies = [("withholding", "0003_numbers_that_tell_nothing")]
    operations = [
        migrations.RunSQL(IN_ADDRESS, "DROP FUNCTION hrnet_in_address(text)"),
        migrations.RunSQL(PATTERN, migrations.RunSQL.noop),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ]
