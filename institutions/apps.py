"""Institutions: bodies of every kind, their names, and how they relate to each other."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    name = "institutions"
    verbose_name = _("2. Institutions")
