"""Imports: spreadsheets of memberships, previewed row by row and stored whole or not at all."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = _("5. Imports")
