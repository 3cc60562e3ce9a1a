"""The tables of this app, with their rules and triggers."""

import django.db.models.deletion
import imports.models
import sources.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('sources', '0002_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('target', models.CharField(choices=[('memberships', 'memberships')], default='memberships', max_length=11, verbose_name='target')),
                ('state', models.CharField(choices=[('uploaded', 'waiting to be read'), ('reading', 'being read'), ('previewed', 'waiting for your decision'), ('confirmed', 'waiting to be stored'), ('applying', 'being stored'), ('applied', 'stored'), ('refused', 'refused'), ('failed', 'ended without storing anything'), ('dropped', 'dropped')], default='uploaded', max_length=9, verbose_name='state')),
                ('filename', models.CharField(max_length=200, verbose_name='file name')),
                ('file', models.FileField(blank=True, max_length=200, upload_to=imports.models.upload_path, verbose_name='file')),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                ('list_name', models.CharField(help_text='The list of which this file is an edition. A newer edition revises what an older one said.', max_length=120, verbose_name='list')),
                ('as_of', sources.fields.PartialDateField(blank=True, help_text='The date for which the list speaks.', max_length=21, null=True, verbose_name='as of')),
                ('constants', models.JSONField(blank=True, default=dict, verbose_name='constants')),
                ('found', models.JSONField(blank=True, default=dict, verbose_name='found in the file')),
                ('counts', models.JSONField(blank=True, default=dict, verbose_name='counts')),
                ('digest', models.CharField(blank=True, max_length=80)),
                ('stored_then', models.JSONField(blank=True, default=dict)),
                ('problem', models.JSONField(blank=True, null=True, verbose_name='problem')),
                ('done', models.PositiveIntegerField(default=0)),
                ('leave_out_wrong', models.BooleanField(default=False, verbose_name='leave out the wrong rows')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='sources.source', verbose_name='source')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded at')),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='stored at')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['owner', 'state'], name='imports_by_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(('target__in', ['memberships'])), name='imports_import_target_known'), models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'reading', 'previewed', 'confirmed', 'applying', 'applied', 'refused', 'failed', 'dropped'])), name='imports_import_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'applied'), _negated=True), models.Q(('applied_at__isnull', False), ('source__isnull', False)), _connector='OR'), name='imports_import_applied_has_a_source')],
            },
        ),
        migrations.CreateModel(
            name='Row',
            fields=[
                ('pk', models.CompositePrimaryKey('of_import', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('of_import', models.ForeignKey(db_column='import_id', db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='imports.import')),
                ('number', models.PositiveIntegerField()),
                ('sheet', models.CharField(blank=True, max_length=120)),
                ('row', models.PositiveIntegerField()),
                ('cells', models.JSONField()),
                ('outcome', models.CharField(choices=[('new', 'new'), ('changed', 'changed'), ('contradicted', 'contradicted'), ('unchanged', 'unchanged'), ('wrong', 'wrong')], max_length=12)),
                ('institution_id', models.BigIntegerField(null=True)),
                ('network_id', models.BigIntegerField(null=True)),
                ('role_id', models.BigIntegerField(null=True)),
                ('status', models.CharField(blank=True, max_length=9)),
                ('start', models.CharField(max_length=21, null=True)),
                ('end', models.CharField(max_length=21, null=True)),
                ('as_of', models.CharField(max_length=21, null=True)),
                ('membership_id', models.BigIntegerField(null=True)),
                ('same_as', models.PositiveIntegerField(null=True)),
                ('changes', models.JSONField(null=True)),
                ('errors', models.JSONField(null=True)),
            ],
            options={
                'verbose_name': 'row',
                'verbose_name_plural': 'rows',
                'default_permissions': (),
                'indexes': [models.Index(fields=['of_import', 'outcome', 'number'], name='imports_row_by_outcome'), models.Index(condition=models.Q(('membership_id__isnull', False)), fields=['membership_id'], name='imports_row_by_membership')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['new', 'changed', 'contradicted', 'unchanged', 'wrong'])), name='imports_row_outcome_known')],
            },
        ),
    ]
