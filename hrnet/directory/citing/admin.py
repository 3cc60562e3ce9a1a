"""The desk of retired addresses: who may publish, keeps them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from hrnet.directory.citing.models import RetiredAddress
from sources.admin.base import CuratedAdmin


@admin.register(RetiredAddress)
class RetiredAddressAdmin(CuratedAdmin):
    """Where a cited address leads since its record was merged or renamed."""

    list_display = ("key", "kind", "to_key", "to_kind")
    list_filter = ("kind",)
    search_fields = ("key", "to_key")
    fieldsets = (
        (_("The address that was retired"), {"fields": (("kind", "key"),)}),
        (_("Where it leads now"), {"fields": (("to_kind", "to_key"),)}),
    )
