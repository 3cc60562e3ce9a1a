"""Encrypt the secrets of second factors, and forget the sessions of before, whose keys stood in the clear."""

from django.db import migrations


def encrypt(apps, _schema_editor):
    from hrnet.accounts.factors import encrypt_again

    for factor in apps.get_model('mfa', 'Authenticator').objects.all():
        factor.data = encrypt_again(factor.data)
        factor.save(update_fields=['data'])


def decrypt(apps, _schema_editor):
    from hrnet.accounts.factors import FactorAdapter

    adapter = FactorAdapter()
    for factor in apps.get_model('mfa', 'Authenticator').objects.all():
        for name in ('secret', 'seed'):
            if name in factor.data:
                factor.data[name] = adapter.decrypt(factor.data[name])
        factor.save(update_fields=['data'])


def forget_sessions(apps, _schema_editor):
    apps.get_model('sessions', 'Session').objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_session'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('sessions', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(encrypt, decrypt),
        migrations.RunPython(forget_sessions, migrations.RunPython.noop),
    ]
