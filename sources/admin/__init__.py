"""The curation desk of sources, and what every desk shares."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sources.admin.base import CuratedAdmin
from sources.admin.filters import OneLanguageFilter
from sources.models import SeedEntry, Source


@admin.register(Source)
class SourceAdmin(CuratedAdmin):
    list_display = ("__str__", "kind", "publisher", "published", "review_state")
    list_filter = ("review_state", "kind", OneLanguageFilter, ("published", admin.EmptyFieldListFilter))
    search_fields = ("label_en", "label_fr", "title", "publisher", "slug", "series")
    prepopulated_fields = {"slug": ("label_en",)}
    fieldsets = (
        (None, {"fields": ("kind", ("label_en", "label_fr"), "title", "slug")}),
        (
            _("Where and when"),
            {"fields": ("publisher", "language", "published", "read_on", "url", "archived_url")},
        ),
        (_("More"), {"fields": (("description_en", "description_fr"), "series", "checksum")}),
    )


@admin.register(SeedEntry)
class SeedEntryAdmin(admin.ModelAdmin):
    """What shipped: to be read, not edited."""

    list_display = ("model", "key", "seeded_at")
    list_filter = ("model",)
    search_fields = ("key",)

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False
