"""Networks: who belongs to what, in which role, since when; and how networks meet."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = _("3. Networks")
