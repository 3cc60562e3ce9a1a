"""What makes pages citable has one table of its own: the addresses that were retired."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitingConfig(AppConfig):
    name = "hrnet.directory.citing"
    label = "citing"
    verbose_name = _("addresses")
