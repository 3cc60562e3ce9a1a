"""Mandates: what institutions are charged with, on which basis, and how they act on it towards others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MandatesConfig(AppConfig):
    name = "mandates"
    verbose_name = _("4. Mandates")
