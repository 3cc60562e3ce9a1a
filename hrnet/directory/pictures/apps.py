"""Pictures have a table of their own: what was drawn, until what it shows changes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PicturesConfig(AppConfig):
    name = "hrnet.directory.pictures"
    label = "pictures"
    verbose_name = _("pictures")
