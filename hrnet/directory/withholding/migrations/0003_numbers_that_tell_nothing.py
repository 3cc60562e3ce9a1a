"""The number in “[withheld 12]” was that of the hidden text, and told more than it should.

Gaps told of texts that are hidden elsewhere, drafts included; numbers in a row, of texts that name the same
person. It is a random one now, which still keeps unique names apart.
"""

from django.db import migrations

OLD = "hrnet_shown_instead(of_column.kind, language, number)"
NEW = "hrnet_shown_instead(of_column.kind, language, hrnet_random_number())"
# Eight digits out of the random bits of a UUID of version 4: its first eight hexadecimal digits.
RANDOM = r"""
CREATE FUNCTION hrnet_random_number() RETURNS bigint
LANGUAGE sql VOLATILE
AS $$
    SELECT 10000000 + ('x' || lpad(left(gen_random_uuid()::text, 8), 16, '0'))::bit(64)::bigint % 90000000
$$;
"""
# The function stays as it is but for where the number comes from.
HIDE = """
DO $do$
BEGIN
    EXECUTE replace(pg_get_functiondef(
        'hrnet_hide_text(hrnet_text_column, bigint, text, text, bigint, boolean)'::regprocedure), '{before}', '{after}');
END $do$;
"""


class Migration(migrations.Migration):
    dependencies = [("withholding", "0002_look_before_folding")]
    operations = [
        migrations.RunSQL(RANDOM, "DROP FUNCTION hrnet_random_number()"),
        migrations.RunSQL(HIDE.format(before=OLD, after=NEW), HIDE.format(before=NEW, after=OLD)),
    ]
