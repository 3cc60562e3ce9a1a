"""Accounts: who may sign in, in which role."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    default = True
    name = "hrnet.accounts"
    label = "accounts"
    verbose_name = _("6. Accounts")

    def ready(self) -> None:
        from hrnet.accounts import noticing, security_txt  # noqa: F401  # the latter registers its check
        from hrnet.accounts.roles import write_roles

        noticing.connect()
        post_migrate.connect(write_roles, dispatch_uid="hrnet.accounts.roles")


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin, on our own site: see :mod:`hrnet.accounts.admin_site`."""

    default = False
    default_site = "hrnet.accounts.admin_site.CurationSite"
