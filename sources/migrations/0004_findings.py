"""What a stored text may hold, as functions of PostgreSQL; the list of rows that break a rule.

The functions are made from the tables in ``hrnet/lib/characters.py``, as they were then.
"""

from django.db import migrations, models
from django.db.models.functions import Now

HAS_ODD_CHARACTERS = r"""
CREATE OR REPLACE FUNCTION hrnet_has_odd_characters(value text, one_line boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN one_line THEN value ~ '[\U0000000b-\U0000000c\U0000001c-\U0000001f\U00000085\U00002028-\U00002029\U00000001-\U00000008\U0000000e-\U0000001b\U0000007f-\U00000084\U00000086-\U0000009f\U000000ad\U0000180e\U0000200b\U0000202d-\U0000202e\U00002060-\U00002064\U0000206a-\U0000206f\U0000fdd0-\U0000fdef\U0000feff\U0000fff9-\U0000fffb\U0000fffe-\U0000ffff\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff\U0003fffe-\U0003ffff\U0004fffe-\U0004ffff\U0005fffe-\U0005ffff\U0006fffe-\U0006ffff\U0007fffe-\U0007ffff\U0008fffe-\U0008ffff\U0009fffe-\U0009ffff\U000afffe-\U000affff\U000bfffe-\U000bffff\U000cfffe-\U000cffff\U000dfffe-\U000dffff\U000efffe-\U000effff\U000ffffe-\U000fffff\U0010fffe-\U0010ffff\U000e0000-\U000e007f\U0000061c\U0000200e-\U0000200f\U00002066-\U00002068\U00002069\U0000202a-\U0000202b\U0000202c\U0000200c-\U0000200d\U00000009-\U0000000a\U0000000d]' ELSE value ~ '[\U0000000b-\U0000000c\U0000001c-\U0000001f\U00000085\U00002028-\U00002029\U00000001-\U00000008\U0000000e-\U0000001b\U0000007f-\U00000084\U00000086-\U0000009f\U000000ad\U0000180e\U0000200b\U0000202d-\U0000202e\U00002060-\U00002064\U0000206a-\U0000206f\U0000fdd0-\U0000fdef\U0000feff\U0000fff9-\U0000fffb\U0000fffe-\U0000ffff\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff\U0003fffe-\U0003ffff\U0004fffe-\U0004ffff\U0005fffe-\U0005ffff\U0006fffe-\U0006ffff\U0007fffe-\U0007ffff\U0008fffe-\U0008ffff\U0009fffe-\U0009ffff\U000afffe-\U000affff\U000bfffe-\U000bffff\U000cfffe-\U000cffff\U000dfffe-\U000dffff\U000efffe-\U000effff\U000ffffe-\U000fffff\U0010fffe-\U0010ffff\U000e0000-\U000e007f\U0000061c\U0000200e-\U0000200f\U00002066-\U00002068\U00002069\U0000202a-\U0000202b\U0000202c\U0000200c-\U0000200d]' END;
"""

CLEAN_TEXT = r"""
CREATE OR REPLACE FUNCTION hrnet_clean_text(value text, one_line boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    unpaired text;
BEGIN
    IF value IS NULL OR NOT hrnet_has_odd_characters(value, one_line) THEN
        RETURN value;
    END IF;
    IF one_line THEN
        value := regexp_replace(value, '[\U0000000b-\U0000000c\U0000001c-\U0000001f\U00000085\U00002028-\U00002029\U00000009-\U0000000a\U0000000d]', ' ', 'g');
    ELSE
        value := regexp_replace(value, '[\U0000000b-\U0000000c\U0000001c-\U0000001f\U00000085\U00002028-\U00002029]', E'\n', 'g');
    END IF;
    value := regexp_replace(value, '[\U00000001-\U00000008\U0000000e-\U0000001b\U0000007f-\U00000084\U00000086-\U0000009f\U000000ad\U0000180e\U0000200b\U0000202d-\U0000202e\U00002060-\U00002064\U0000206a-\U0000206f\U0000fdd0-\U0000fdef\U0000feff\U0000fff9-\U0000fffb\U0000fffe-\U0000ffff\U0001fffe-\U0001ffff\U0002fffe-\U0002ffff\U0003fffe-\U0003ffff\U0004fffe-\U0004ffff\U0005fffe-\U0005ffff\U0006fffe-\U0006ffff\U0007fffe-\U0007ffff\U0008fffe-\U0008ffff\U0009fffe-\U0009ffff\U000afffe-\U000affff\U000bfffe-\U000bffff\U000cfffe-\U000cffff\U000dfffe-\U000dffff\U000efffe-\U000effff\U000ffffe-\U000fffff\U0010fffe-\U0010ffff\U000e0000-\U000e007f]', '', 'g');
    IF value !~ '[\U00000590-\U0000061b\U0000061d-\U000008ff\U0000fb1d-\U0000fdcf\U0000fdf0-\U0000fdff\U0000fe70-\U0000fefc\U00010800-\U00010fff\U0001e800-\U0001effd]' THEN
        value := regexp_replace(value, '[\U0000061c\U0000200e-\U0000200f\U00002066-\U00002068\U00002069\U0000202a-\U0000202b\U0000202c]', '', 'g');
    ELSE
        unpaired := regexp_replace(regexp_replace(value, '[\U00002066-\U00002068][^\U00002066-\U00002068\U00002069\U0000202a-\U0000202b\U0000202c\U00000009-\U0000000a\U0000000d]*[\U00002069]|[\U0000202a-\U0000202b][^\U00002066-\U00002068\U00002069\U0000202a-\U0000202b\U0000202c\U00000009-\U0000000a\U0000000d]*[\U0000202c]', '', 'g'), '[\U00002066-\U00002068][^\U00002066-\U00002068\U00002069\U0000202a-\U0000202b\U0000202c\U00000009-\U0000000a\U0000000d]*[\U00002069]|[\U0000202a-\U0000202b][^\U00002066-\U00002068\U00002069\U0000202a-\U0000202b\U0000202c\U00000009-\U0000000a\U0000000d]*[\U0000202c]', '', 'g');
        IF unpaired ~ '[\U00002066-\U00002068\U00002069\U0000202a-\U0000202b\U0000202c]' THEN
            value := regexp_replace(value, '[\U00002066-\U00002068\U00002069\U0000202a-\U0000202b\U0000202c]', '', 'g');
        END IF;
    END IF;
    RETURN regexp_replace(value, '(?<![\U00000600-\U0000061b\U0000061d-\U000008ff\U00000900-\U00000dff\U00001000-\U0000109f\U00001780-\U0000180d\U0000180f-\U000018af\U00001b00-\U00001b7f\U00002600-\U000027bf\U00002b00-\U00002bff\U0000a980-\U0000a9df\U0000fb50-\U0000fdcf\U0000fe0f\U0000fe70-\U0000fefc\U00010a00-\U00010a5f\U00011000-\U0001147f\U0001e900-\U0001e95f\U0001f000-\U0001faff])[\U0000200c-\U0000200d]', '', 'g');
END $$;
"""

JSON_IS_CLEAN = r"""
CREATE OR REPLACE FUNCTION hrnet_json_is_clean(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hrnet_clean_text(value::text, false) = value::text
    AND value::text !~ '(?<!\\)(\\\\)*\\([bf]|u00)';
"""

IS_WEB_ADDRESS = r"""
CREATE OR REPLACE FUNCTION hrnet_is_web_address(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN value ~ '^[hH][tT][tT][pP][sS]?://([^]/?#@:[<>"\\\U00000001-\U00000020\U0000007f-\U000000a0\U00001680\U00002000-\U0000200a\U0000202f\U0000205f\U00003000\U00000085\U00002028-\U00002029]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?#][^<>"\\\U00000001-\U00000020\U0000007f-\U000000a0\U00001680\U00002000-\U0000200a\U0000202f\U0000205f\U00003000\U00000085\U00002028-\U00002029]*)?$' AND NOT hrnet_has_odd_characters(value, true);
"""

# The message names the rule as a constraint, and not the value: it may be a name of a person.
REFUSE_VALUE = """
CREATE OR REPLACE FUNCTION hrnet_refuse_value(rule text, relation text, field text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format(
            'value of column "%s" of relation "%s" violates check constraint "hrnet_%s"', field, relation, rule),
        CONSTRAINT = 'hrnet_' || rule, TABLE = relation, COLUMN = field;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_attested_by_published_sources")]
    operations = [
        migrations.RunSQL(
            HAS_ODD_CHARACTERS + CLEAN_TEXT + JSON_IS_CLEAN + IS_WEB_ADDRESS + REFUSE_VALUE,
            """
            DROP FUNCTION hrnet_refuse_value(text, text, text);
            DROP FUNCTION hrnet_is_web_address(text);
            DROP FUNCTION hrnet_json_is_clean(jsonb);
            DROP FUNCTION hrnet_clean_text(text, boolean);
            DROP FUNCTION hrnet_has_odd_characters(text, boolean);
            """,
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=80, verbose_name="kind of record")),
                ("record", models.CharField(max_length=80, verbose_name="number")),
                ("field", models.CharField(max_length=80, verbose_name="field")),
                ("rule", models.CharField(max_length=40, verbose_name="what is wrong")),
                ("found_at", models.DateTimeField(db_default=Now(), verbose_name="found at")),
            ],
            options={
                "verbose_name": "value to mend",
                "verbose_name_plural": "values to mend",
                "ordering": ["model", "pk"],
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("model", "record", "field", "rule"), name="sources_finding_once"
                    )
                ],
            },
        ),
    ]
