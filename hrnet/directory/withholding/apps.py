"""Withholding has two tables of its own: the names that are looked for, and the texts that are hidden."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WithholdingConfig(AppConfig):
    name = "hrnet.directory.withholding"
    label = "withholding"
    verbose_name = _("withheld names")

    def ready(self) -> None:
        from hrnet.directory.withholding.installing import install

        post_migrate.connect(install, sender=self, dispatch_uid="hrnet.directory.withholding")
