"""Sources: what every statement rests on, and how statements are dated, reviewed, cited and kept."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("1. Sources")

    def ready(self) -> None:
        from sources import rules

        post_migrate.connect(rules.install, sender=self, dispatch_uid="sources.rules")
