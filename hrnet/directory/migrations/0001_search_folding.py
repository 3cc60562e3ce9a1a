"""How the search compares words: one folding for what is stored and for what is asked, in the database."""

from django.db import migrations

# What two spellings of a name have in common: Latin letters without accents, whatever the script where it
# has an alphabet; other letters stay. Arabic and Hebrew are written a letter for a letter, without vowels
# and without the Arabic article. Signs of Chinese and Japanese are words of their own.
FOLD = r"""
CREATE FUNCTION hrnet_search_fold(given text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    folded text := lower(given);
BEGIN
    IF folded ~ '[^\x01-\x7f]' THEN
        folded := lower(normalize(given, NFKC));
        -- Before their marks go: short i and yo are letters of their own, the signs are none.
        folded := translate(folded, 'йёўїъьʹʺ', 'yеuї');
        folded := normalize(folded, NFKD);
        folded := regexp_replace(
            folded, '[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u06d6-\u06ed\u0640]', '', 'g');
        folded := normalize(folded, NFC);
        folded := replace(replace(replace(replace(replace(
            folded, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ŋ', 'ng');
        folded := translate(folded, 'øđłıħŧðəƒ', 'odlihtdaf');
        IF folded ~ '[\u0400-\u052f]' THEN
            folded := hrnet_search_cyrillic(folded);
        END IF;
        IF folded ~ '[\u0370-\u03ff]' THEN
            folded := regexp_replace(regexp_replace(regexp_replace(
                folded, '\mγκ', 'g', 'g'), '\mμπ', 'b', 'g'), '\mντ', 'd', 'g');
            folded := replace(replace(replace(replace(replace(replace(
                folded, 'γκ', 'ng'), 'γγ', 'ng'), 'ου', 'ou'), 'θ', 'th'), 'χ', 'ch'), 'ψ', 'ps');
            folded := translate(folded, 'αβγδεζηικλμνξοπρσςτυφω', 'avgdeziiklmnxoprsstyfo');
        END IF;
        IF folded ~ '[\u0590-\u077f]' THEN
            folded := hrnet_search_abjad(folded);
        END IF;
        folded := regexp_replace(folded, '([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])', ' \1 ', 'g');
    END IF;
    folded := regexp_replace(folded, '\m(\w)\.(?=\w\M)', '\1', 'g');
    RETURN trim(regexp_replace(
        folded, '[^a-z0-9\u0900-\u1fff\u2d00-\u2dff\u3040-\u30ff\u3105-\u318f\u3400-\ud7ff\uf900-\ufaff]+',
        ' ', 'g'));
END $$;
"""

CYRILLIC = r"""
CREATE FUNCTION hrnet_search_cyrillic(given text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    pair text[];
BEGIN
    FOREACH pair SLICE 1 IN ARRAY ARRAY[
        ['ж', 'zh'], ['х', 'kh'], ['ц', 'ts'], ['ч', 'ch'], ['ш', 'sh'], ['щ', 'shch'], ['ю', 'yu'],
        ['я', 'ya'], ['є', 'ye'], ['ї', 'yi'], ['љ', 'lj'], ['њ', 'nj'], ['џ', 'dz'], ['ғ', 'gh'], ['ң', 'ng']
    ] LOOP
        given := replace(given, pair[1], pair[2]);
    END LOOP;
    RETURN translate(given, 'абвгдезийклмнопрстуфыэіґђћјқөүұһәѓќѕ', 'abvgdeziyklmnoprstufyeigdcjkouuhagkz');
END $$;
"""

ABJAD = r"""
CREATE FUNCTION hrnet_search_abjad(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(
    regexp_replace(given, '(^|[^\u0590-\u077f])([وفبك]?ال|لل)(?=[\u0620-\u06ff]{2})', '\1', 'g'),
    'ابتثجحخدذرزسشصضطظغفقكلمنهويأإآٱءىئؤةپچژڤگکیہھڭےۀۆێە' || 'אבגדהוזחטיכךלמםנןסףפץצקרשתע' || 'ـع',
    'abttjhkddrzsxsdtzgfqklmnhwyaaaaayywhbxjfgkyhhgyhwyh' || 'abgdhwzhtykklmmnnsffzzkrst'
);
"""

# The consonants of a folded word, in classes wide enough for the usual ways of writing one script in
# another: «argentina» and «arjntyn» are both «rjntn».
BONES = r"""
CREATE FUNCTION hrnet_search_bones(word text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    step text[];
    bones text := word;
BEGIN
    IF word ~ '[^a-z]' THEN
        RETURN '';
    END IF;
    FOREACH step SLICE 1 IN ARRAY ARRAY[
        ['[ts]ion', 'sn'], ['tsch|tch|shch|sch|tsh|sh|ch(?=[ei])|cz|zh|ts|tz', 's'], ['ph', 'f'],
        ['kh|gh|ck|ch|qu', 'k'], ['th|dh|dd', 't'], ['dj|dzh|dz|g(?=[eiy])', 'j'], ['c(?=[eiy])', 's'],
        ['x', 's'], ['[aeiouyhw]', '']
    ] LOOP
        bones := regexp_replace(bones, step[1], step[2], 'g');
    END LOOP;
    RETURN regexp_replace(translate(bones, 'pvdzgqc', 'bftskkk'), '(.)\1+', '\1', 'g');
END $$;
"""

# What a word is filed under: itself, and itself less any one letter, so that two words which differ by a
# letter more, less, other or exchanged share a key; and with «~» and its script, its
# consonants, in the same way. A sound is looked for in the other scripts alone.
KEYS = r"""
CREATE FUNCTION hrnet_search_near(word text, shortest integer, mark text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN word = '' THEN '{}'::text[]
    WHEN length(word) < shortest OR word ~ '[0-9]' THEN ARRAY[mark || word]
    ELSE (
        SELECT array_agg(DISTINCT mark || overlay(word PLACING '' FROM at FOR 1)) || (mark || word)
        FROM generate_series(1, length(word)) AS at
    )
END;

CREATE FUNCTION hrnet_search_sounds(word text, script text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN length(hrnet_search_bones(word)) < 2 THEN '{}'::text[]
    ELSE hrnet_search_near(hrnet_search_bones(word), 4, '~' || script)
        -- The last h of an Arabic word is often spoken, and written in Latin, as a t.
        || CASE WHEN script = 'a' AND word ~ 'h$' THEN ARRAY['~' || script || hrnet_search_bones(word) || 't']
           ELSE '{}'::text[] END
END;

CREATE FUNCTION hrnet_search_sounds_elsewhere(word text, script text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(array_agg(replace(key, '~' || script, '~' || other)), '{}')
    FROM unnest(hrnet_search_sounds(word, script)) AS key, unnest('{l,c,g,a,h,o}'::text[]) AS other
    WHERE other <> script
);
"""

# The script of most letters: Latin, Cyrillic, Greek, Arabic, Hebrew, or another.
SCRIPT = r"""
CREATE FUNCTION hrnet_search_script(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN given !~ '[^\x01-\u036f\u1e00-\u218f]' THEN 'l'
    WHEN given ~ '[\u0400-\u052f]' THEN 'c'
    WHEN given ~ '[\u0600-\u077f\ufb50-\ufeff]' THEN 'a'
    WHEN given ~ '[\u0590-\u05ff]' THEN 'h'
    WHEN given ~ '[\u0370-\u03ff\u1f00-\u1fff]' THEN 'g'
    ELSE 'o'
END;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("sources", "0001_database")]
    operations = [
        migrations.RunSQL(CYRILLIC, "DROP FUNCTION hrnet_search_cyrillic(text)"),
        migrations.RunSQL(ABJAD, "DROP FUNCTION hrnet_search_abjad(text)"),
        migrations.RunSQL(FOLD, "DROP FUNCTION hrnet_search_fold(text)"),
        migrations.RunSQL(BONES, "DROP FUNCTION hrnet_search_bones(text)"),
        migrations.RunSQL(
            KEYS,
            "DROP FUNCTION hrnet_search_sounds_elsewhere(text, text);"
            " DROP FUNCTION hrnet_search_sounds(text, text);"
            " DROP FUNCTION hrnet_search_near(text, integer, text)",
        ),
        migrations.RunSQL(SCRIPT, "DROP FUNCTION hrnet_search_script(text)"),
    ]
