"""What the models need from PostgreSQL before their tables: extensions, and the meaning of partial dates."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

# One part of a partial date: a day, a month, a quarter or a year. NULL where it is none, so that a CHECK
# refuses it by name. Written with plain comparisons: it runs four times for each imported row.
PART = """
CREATE FUNCTION hrnet_date_part_bound(part text, upper boolean) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN part !~ '^[0-9]{4}(-(Q[1-4]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?$' OR part < '0001'
        THEN NULL
    WHEN length(part) = 10 THEN
        CASE WHEN substr(part, 9)::int <= date_part('day',
                make_date(substr(part, 1, 4)::int, substr(part, 6, 2)::int, 1)
                + interval '1 month' - interval '1 day')
             THEN make_date(substr(part, 1, 4)::int, substr(part, 6, 2)::int, substr(part, 9)::int)
        END
    WHEN length(part) = 4 THEN
        CASE WHEN upper THEN make_date(part::int, 12, 31) ELSE make_date(part::int, 1, 1) END
    WHEN substr(part, 6, 1) = 'Q' THEN
        (make_date(substr(part, 1, 4)::int, 3 * substr(part, 7)::int - 2, 1)
         + CASE WHEN upper THEN interval '3 months' - interval '1 day' ELSE interval '0' END)::date
    ELSE
        (make_date(substr(part, 1, 4)::int, substr(part, 6, 2)::int, 1)
         + CASE WHEN upper THEN interval '1 month' - interval '1 day' ELSE interval '0' END)::date
END;
"""

EARLIEST = """
CREATE FUNCTION hrnet_date_earliest(value text) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN position('/' IN value) = 0 THEN hrnet_date_part_bound(value, false)
    WHEN hrnet_date_part_bound(split_part(value, '/', 2), true) IS NOT NULL
        THEN hrnet_date_part_bound(split_part(value, '/', 1), false)
END;
"""

LATEST = """
CREATE FUNCTION hrnet_date_latest(value text) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN position('/' IN value) = 0 THEN hrnet_date_part_bound(value, true)
    WHEN hrnet_date_part_bound(split_part(value, '/', 1), false) IS NOT NULL
        AND array_length(string_to_array(value, '/'), 1) = 2
        THEN hrnet_date_part_bound(split_part(value, '/', 2), true)
END;
"""

# The days on which a dated statement surely holds: what two accepted statements of one role must not share.
# A year is not a day: a membership that ended in 2013 and one that began in 2013 share no sure day. An end
# that is unknown runs on, since two such statements are one membership told twice.
CERTAIN = """
CREATE FUNCTION hrnet_certain_period(start_latest date, end_earliest date, end_status text) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN start_latest IS NULL THEN daterange(end_earliest, end_earliest, '[]')
    WHEN end_earliest IS NULL AND end_status = 'ended' THEN daterange(start_latest, start_latest, '[]')
    WHEN end_earliest IS NULL THEN daterange(start_latest, NULL, '[)')
    WHEN end_earliest >= start_latest THEN daterange(start_latest, end_earliest, '[]')
    ELSE 'empty'::daterange
END;
"""

# What a list sorts a title by: the first text that is not empty, without accents, case and punctuation,
# and without a leading article. The database compares by code point, which is right for what remains.
SORT_KEY = """
CREATE FUNCTION hrnet_sort_key(VARIADIC texts text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT regexp_replace(
        trim(regexp_replace(
            regexp_replace(normalize(lower(chosen), NFKD), '[\u0300-\u036f]', '', 'g'),
            '[^[:alnum:]]+', ' ', 'g')),
        '^(the|an?|le|la|les|l|el|los|las|der|die|das) (?=.)', '')
    FROM unnest(texts) WITH ORDINALITY AS given(chosen, position)
    WHERE chosen <> '' ORDER BY position LIMIT 1
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(PART, "DROP FUNCTION hrnet_date_part_bound(text, boolean)"),
        migrations.RunSQL(EARLIEST, "DROP FUNCTION hrnet_date_earliest(text)"),
        migrations.RunSQL(LATEST, "DROP FUNCTION hrnet_date_latest(text)"),
        migrations.RunSQL(SORT_KEY, "DROP FUNCTION hrnet_sort_key(text[])"),
        migrations.RunSQL(CERTAIN, "DROP FUNCTION hrnet_certain_period(date, date, text)"),
    ]
