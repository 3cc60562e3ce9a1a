"""Triggers that write down which tables a transaction wrote, and the counts that are kept until then."""

import django.db.models.functions.datetime
from django.db import migrations, models

CHANGED = """
CREATE FUNCTION hrnet_changed() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO directory_change (what, by) VALUES (TG_TABLE_NAME, pg_current_xact_id()::text::bigint)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
"""
# The tables of the records: a test tells where one is missing.
WATCHED = """
    institutions_contact institutions_country institutions_group institutions_groupcitation
    institutions_groupcountry institutions_identifier institutions_institution
    institutions_institutioncitation institutions_institutioncountry institutions_institutiontheme
    institutions_name institutions_namecitation institutions_person institutions_publication
    institutions_publicationcitation institutions_relation institutions_relationcitation
    institutions_subdivision institutions_theme mandates_accreditation
    mandates_accreditationcitation mandates_engagement mandates_engagementauthor
    mandates_engagementcitation mandates_instrument mandates_instrumentcitation
    mandates_instrumentname mandates_mandate mandates_mandatecitation mandates_mandateholder
    mandates_mandateholdercitation mandates_mandatetheme mandates_monitoring
    mandates_monitoringcitation mandates_party mandates_partycitation mandates_treatybody
    networks_aim networks_aimcitation networks_meeting networks_meetingcitation
    networks_meetingseries networks_meetingtopic networks_membership networks_membershipcitation
    networks_network networks_participation networks_participationcitation networks_role
    networks_ruling networks_statuschange sources_seedentry sources_source
""".split()


def trigger(table):
    """Return the operation that makes the trigger of a table: once for each statement, whatever it wrote."""
    return migrations.RunSQL(
        f"CREATE TRIGGER hrnet_changed AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION hrnet_changed()",
        f"DROP TRIGGER hrnet_changed ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_search"),
        ("sources", "0002_initial"),
        ("institutions", "0001_initial"),
        ("networks", "0001_initial"),
        ("mandates", "0002_revisions_of_parties"),
    ]
    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=63, verbose_name="table")),
                ("by", models.BigIntegerField(verbose_name="transaction")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="when")),
            ],
            options={
                "verbose_name": "change of a table",
                "verbose_name_plural": "changes of tables",
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("what", "by"), name="directory_change_once")],
            },
        ),
        migrations.CreateModel(
            name="KeptCounts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("mark", models.CharField(max_length=80)),
                ("counts", models.JSONField()),
                ("at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "kept counts of facets",
                "verbose_name_plural": "kept counts of facets",
                "default_permissions": (),
                "indexes": [models.Index(fields=["at"], name="directory_kept_by_age")],
            },
        ),
        migrations.RunSQL(CHANGED, "DROP FUNCTION hrnet_changed()"),
        *(trigger(table) for table in WATCHED),
    ]
