"""The tables of this app, with their rules and triggers."""

import django.db.models.deletion
import pgtrigger.compiler
import sources.fields
import sources.operations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('sources', '0001_database'),
    ]

    operations = [
        migrations.CreateModel(
            name='SeedEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=80, verbose_name='model')),
                ('key', models.CharField(max_length=200, verbose_name='natural key')),
                ('seeded_at', models.DateTimeField(auto_now_add=True, verbose_name='seeded at')),
            ],
            options={
                'verbose_name': 'seed entry',
                'verbose_name_plural': 'seed entries',
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('model', 'key'), name='sources_seedentry_once')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('review_state', models.CharField(choices=[('draft', 'draft, needs review'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', max_length=10, verbose_name='review state')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='slug')),
                ('kind', models.CharField(choices=[('web_page', 'web page'), ('press_release', 'press release'), ('form', 'form or leaflet'), ('report', 'report'), ('law', 'law or treaty text'), ('list', 'membership list'), ('reference', 'reference work or standard'), ('correspondence', 'correspondence')], max_length=14, verbose_name='kind')),
                ('label_en', models.CharField(blank=True, help_text='What the source is, in our words.', max_length=200, verbose_name='label')),
                ('label_fr', models.CharField(blank=True, help_text='What the source is, in our words.', max_length=200, verbose_name='label')),
                ('title', models.CharField(blank=True, help_text='As the source itself writes it, in its language.', max_length=300, verbose_name='title')),
                ('language', models.CharField(blank=True, help_text='Of the source: en, fr…', max_length=12, verbose_name='language')),
                ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                ('published', sources.fields.PartialDateField(blank=True, help_text='Empty where the source bears no date.', max_length=21, null=True, verbose_name='published')),
                ('published_earliest', models.GeneratedField(db_persist=True, expression=models.Func(models.F('published'), function='hrnet_date_earliest'), output_field=models.DateField(null=True))),
                ('published_latest', models.GeneratedField(db_persist=True, expression=models.Func(models.F('published'), function='hrnet_date_latest'), output_field=models.DateField(null=True))),
                ('read_on', models.DateField(blank=True, help_text='An undated source attests only by the time it was read.', null=True, verbose_name='read on')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('archived_url', models.URLField(blank=True, max_length=500, verbose_name='address of an archived copy')),
                ('description_en', models.TextField(blank=True, verbose_name='description')),
                ('description_fr', models.TextField(blank=True, verbose_name='description')),
                ('series', models.CharField(blank=True, db_index=True, help_text='The list of which this is one edition: a newer edition revises what an earlier one said.', max_length=120, verbose_name='series')),
                ('checksum', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the file')),
            ],
            options={
                'verbose_name': 'source',
                'verbose_name_plural': 'sources',
                'ordering': ['slug'],
                'abstract': False,
                'default_permissions': ('view', 'add', 'change', 'delete', 'publish'),
                'constraints': [models.CheckConstraint(condition=models.Q(('review_state__in', ['draft', 'published', 'withdrawn'])), name='sources_source_review_state_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['web_page', 'press_release', 'form', 'report', 'law', 'list', 'reference', 'correspondence'])), name='sources_source_kind_known'), models.CheckConstraint(condition=models.Q(('published__isnull', True), models.Q(('published_earliest__isnull', False), ('published_latest__gte', models.F('published_earliest')), ('published_latest__isnull', False)), _connector='OR'), name='sources_source_published_is_a_date', violation_error_message='This is not a date: write 2014-11-12, 2014-11, 2014-Q4 or 2014.'), models.CheckConstraint(condition=models.Q(models.Q(('label_en', ''), _negated=True), models.Q(('label_fr', ''), _negated=True), models.Q(('title', ''), _negated=True), _connector='OR'), name='sources_source_has_a_name', violation_error_message='Give the source a title, or a label in one language.')],
            },
        ),
        migrations.CreateModel(
            name='SourceEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='long_events', to='sources.source')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('review_state', models.CharField(choices=[('draft', 'draft, needs review'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', max_length=10, verbose_name='review state')),
                ('slug', models.SlugField(db_index=False, max_length=80, verbose_name='slug')),
                ('kind', models.CharField(choices=[('web_page', 'web page'), ('press_release', 'press release'), ('form', 'form or leaflet'), ('report', 'report'), ('law', 'law or treaty text'), ('list', 'membership list'), ('reference', 'reference work or standard'), ('correspondence', 'correspondence')], max_length=14, verbose_name='kind')),
                ('label_en', models.CharField(blank=True, help_text='What the source is, in our words.', max_length=200, verbose_name='label')),
                ('label_fr', models.CharField(blank=True, help_text='What the source is, in our words.', max_length=200, verbose_name='label')),
                ('title', models.CharField(blank=True, help_text='As the source itself writes it, in its language.', max_length=300, verbose_name='title')),
                ('language', models.CharField(blank=True, help_text='Of the source: en, fr…', max_length=12, verbose_name='language')),
                ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                ('published', sources.fields.PartialDateField(blank=True, help_text='Empty where the source bears no date.', max_length=21, null=True, verbose_name='published')),
                ('read_on', models.DateField(blank=True, help_text='An undated source attests only by the time it was read.', null=True, verbose_name='read on')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('archived_url', models.URLField(blank=True, max_length=500, verbose_name='address of an archived copy')),
                ('description_en', models.TextField(blank=True, verbose_name='description')),
                ('description_fr', models.TextField(blank=True, verbose_name='description')),
                ('series', models.CharField(blank=True, help_text='The list of which this is one edition: a newer edition revises what an earlier one said.', max_length=120, verbose_name='series')),
                ('checksum', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the file')),
            ],
            options={
                'abstract': False,
            },
        ),
        sources.operations.AddTriggers(
            triggers={'source': [pgtrigger.compiler.Trigger(name='attest_anew', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.published IS DISTINCT FROM NEW.published)', declare='DECLARE citation regclass;', func="\n            FOR citation IN\n                SELECT conrelid FROM pg_constraint\n                WHERE contype = 'f' AND confrelid = 'sources_source'::regclass\n                  AND conrelid::regclass::text LIKE '%citation'\n            LOOP\n                EXECUTE format('UPDATE %s SET source_id = source_id WHERE source_id = $1', citation)\n                USING NEW.id;\n            END LOOP;\n            RETURN NULL;\n        ", hash='caae43660c16af3ee6a6b69d47503dc1788e0dca', operation='UPDATE OF "published"', pgid='pgtrigger_attest_anew_0c176', table='sources_source', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_sourceevent" ("archived_url", "checksum", "description_en", "description_fr", "id", "kind", "label_en", "label_fr", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "publisher", "read_on", "review_state", "series", "slug", "title", "url") SELECT new_values."archived_url", new_values."checksum", new_values."description_en", new_values."description_fr", new_values."id", new_values."kind", new_values."label_en", new_values."label_fr", new_values."language", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."published", new_values."publisher", new_values."read_on", new_values."review_state", new_values."series", new_values."slug", new_values."title", new_values."url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4def8775f36282db0cbb4fe9e942a261182fffa0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c3ed3', referencing='REFERENCING NEW TABLE AS new_values ', table='sources_source', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_sourceevent" ("archived_url", "checksum", "description_en", "description_fr", "id", "kind", "label_en", "label_fr", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "publisher", "read_on", "review_state", "series", "slug", "title", "url") SELECT new_values."archived_url", new_values."checksum", new_values."description_en", new_values."description_fr", new_values."id", new_values."kind", new_values."label_en", new_values."label_fr", new_values."language", _pgh_attached_context.value, clock_timestamp(), \'update\', new_values."id", new_values."published", new_values."publisher", new_values."read_on", new_values."review_state", new_values."series", new_values."slug", new_values."title", new_values."url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."archived_url" IS DISTINCT FROM (new_values."archived_url") OR old_values."checksum" IS DISTINCT FROM (new_values."checksum") OR old_values."description_en" IS DISTINCT FROM (new_values."description_en") OR old_values."description_fr" IS DISTINCT FROM (new_values."description_fr") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."label_en" IS DISTINCT FROM (new_values."label_en") OR old_values."label_fr" IS DISTINCT FROM (new_values."label_fr") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."published" IS DISTINCT FROM (new_values."published") OR old_values."publisher" IS DISTINCT FROM (new_values."publisher") OR old_values."read_on" IS DISTINCT FROM (new_values."read_on") OR old_values."review_state" IS DISTINCT FROM (new_values."review_state") OR old_values."series" IS DISTINCT FROM (new_values."series") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."url" IS DISTINCT FROM (new_values."url")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='eedc666baab408ee31e05388268e3779e8599eea', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e6185', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='sources_source', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "sources_sourceevent" ("archived_url", "checksum", "description_en", "description_fr", "id", "kind", "label_en", "label_fr", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published", "publisher", "read_on", "review_state", "series", "slug", "title", "url") SELECT old_values."archived_url", old_values."checksum", old_values."description_en", old_values."description_fr", old_values."id", old_values."kind", old_values."label_en", old_values."label_fr", old_values."language", _pgh_attached_context.value, clock_timestamp(), \'delete\', old_values."id", old_values."published", old_values."publisher", old_values."read_on", old_values."review_state", old_values."series", old_values."slug", old_values."title", old_values."url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d7630f521b3228c920aca4dd0a92ef699a82b665', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fde77', referencing='REFERENCING OLD TABLE AS old_values ', table='sources_source', when='AFTER'))], 'sourceevent': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f130dee5c0afd9f03250b1f9000e554b81c5c4ae', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_add2d', table='sources_sourceevent', when='BEFORE'))]},
        ),
    ]
