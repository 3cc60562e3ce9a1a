"""The public site: what spans the apps."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "hrnet.directory"
    label = "directory"
    verbose_name = _("directory")

    def ready(self) -> None:
        from hrnet.ops import server_log  # noqa: F401  (registers its check)
