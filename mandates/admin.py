"""The curation desk of instruments, parties, treaty bodies, mandates and engagements."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from institutions.admin import NOTE, PERIOD, RESERVES, STATEMENT_FILTERS, UncitedFilter, statement_search
from institutions.persons import may_see_all_names
from mandates.models import (
    Accreditation,
    AccreditationCitation,
    Engagement,
    EngagementAuthor,
    EngagementCitation,
    Instrument,
    InstrumentCitation,
    InstrumentName,
    Mandate,
    MandateCitation,
    MandateHolder,
    MandateHolderCitation,
    MandateTheme,
    Monitoring,
    MonitoringCitation,
    Party,
    PartyCitation,
    TreatyBody,
)
from sources.admin.base import CuratedAdmin, PartInline
from sources.admin.citations import citation_inline
from sources.admin.filters import OneLanguageFilter


@admin.display(description=_("period"), ordering="start_earliest")
def period_shown(statement: Any) -> str:
    """Return the period in words, for a list."""
    return statement.period_text or str(_("attested"))


class InstrumentNameInline(PartInline):
    model = InstrumentName
    fields = ("text", "language")


@admin.register(Instrument)
class InstrumentAdmin(CuratedAdmin):
    list_display = ("__str__", "kind", "adopted", "review_state")
    list_filter = ("review_state", "kind", UncitedFilter, OneLanguageFilter)
    search_fields = ("title_en", "title_fr", "short_title_en", "short_title_fr", "slug", "names__text")
    prepopulated_fields = {"slug": ("title_en",)}
    autocomplete_fields = ("issuer", "protocol_to")
    fieldsets = (
        (None, {"fields": (("title_en", "title_fr"), ("short_title_en", "short_title_fr"), "slug", "kind")}),
        (_("Where it comes from"), {"fields": ("issuer", "protocol_to", ("adopted", "in_force"))}),
        (_("Description"), {"fields": (("description_en", "description_fr"),), "classes": ("collapse",)}),
    )
    inlines = (InstrumentNameInline, citation_inline(InstrumentCitation))


@admin.register(Party)
class PartyAdmin(CuratedAdmin):
    list_display = ("__str__", "act", "date", "in_force", "review_state")
    list_filter = ("act", *STATEMENT_FILTERS)
    list_select_related = Party.SHOWN_WITH
    search_fields = (*statement_search("institution"), "instrument__title_en", "instrument__short_title_en")
    autocomplete_fields = ("institution", "group", "instrument")
    fieldsets = (
        (None, {"fields": (("institution", "group"), "instrument", ("act", "date", "in_force"))}),
        RESERVES,
        NOTE,
    )
    inlines = (citation_inline(PartyCitation, extra=1),)


@admin.register(TreatyBody)
class TreatyBodyAdmin(CuratedAdmin):
    """What makes an institution a treaty body. Its names and sources are on the institution’s page."""

    list_display = ("__str__", "members_count")
    list_select_related = ("institution",)
    search_fields = statement_search("institution")
    autocomplete_fields = ("institution",)
    ordering = ("institution__sort_en",)
    fieldsets = ((None, {"fields": ("institution", "members_count")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *(["institution"] if obj else [])]


@admin.register(Monitoring)
class MonitoringAdmin(CuratedAdmin):
    list_display = ("treaty_body", "instrument", "review_state")
    list_filter = STATEMENT_FILTERS
    list_select_related = Monitoring.SHOWN_WITH
    search_fields = (*statement_search("treaty_body__institution"), "instrument__title_en")
    autocomplete_fields = ("treaty_body", "instrument")
    fieldsets = ((None, {"fields": ("treaty_body", "instrument")}), PERIOD, RESERVES, NOTE)
    inlines = (citation_inline(MonitoringCitation, extra=1),)


class MandateThemeInline(PartInline):
    model = MandateTheme
    autocomplete_fields = ("theme",)


@admin.register(Mandate)
class MandateAdmin(CuratedAdmin):
    list_display = ("__str__", "function", "designation", "review_state")
    list_filter = ("function", "designation", *STATEMENT_FILTERS)
    list_select_related = Mandate.SHOWN_WITH
    search_fields = ("title_en", "title_fr", "slug", *statement_search("institution"))
    prepopulated_fields = {"slug": ("title_en",)}
    autocomplete_fields = ("institution", "group", "conferred_by", "conferred_by_group", "basis")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("title_en", "title_fr"),
                    "slug",
                    ("institution", "group"),
                    ("function", "designation"),
                )
            },
        ),
        (_("Conferred"), {"fields": (("conferred_by", "conferred_by_group"), "basis")}),
        PERIOD,
        RESERVES,
        (_("Description"), {"fields": (("description_en", "description_fr"),), "classes": ("collapse",)}),
        NOTE,
    )
    inlines = (MandateThemeInline, citation_inline(MandateCitation, extra=1))


@admin.register(MandateHolder)
class MandateHolderAdmin(CuratedAdmin):
    list_display = ("institution", "person", period_shown, "review_state")
    list_filter = STATEMENT_FILTERS
    list_select_related = MandateHolder.SHOWN_WITH
    search_fields = (*statement_search("institution"), "person__name")
    sortable_by = ("institution", "review_state")  # the order of names would tell those that are withheld
    autocomplete_fields = ("institution", "person")
    fieldsets = (
        (None, {"fields": ("institution", "person", ("title_en", "title_fr"))}),
        PERIOD,
        RESERVES,
        NOTE,
    )
    inlines = (citation_inline(MandateHolderCitation, extra=1),)

    def get_search_fields(self, request: HttpRequest) -> Any:
        found = super().get_search_fields(request)
        return found if may_see_all_names(request.user) else [one for one in found if "person" not in one]


@admin.register(Accreditation)
class AccreditationAdmin(CuratedAdmin):
    list_display = ("institution", "status", "stage", period_shown, "review_state")
    list_filter = ("status", "stage", *STATEMENT_FILTERS)
    list_select_related = Accreditation.SHOWN_WITH
    search_fields = statement_search("institution")
    autocomplete_fields = ("institution", "accredited_by")
    fieldsets = (
        (None, {"fields": ("institution", "accredited_by", ("status", "stage"))}),
        PERIOD,
        RESERVES,
        NOTE,
    )
    inlines = (citation_inline(AccreditationCitation, extra=1),)


class EngagementAuthorInline(PartInline):
    model = EngagementAuthor
    autocomplete_fields = ("institution", "group")


@admin.register(Engagement)
class EngagementAdmin(CuratedAdmin):
    list_display = ("__str__", "kind", "actor", "target", period_shown, "review_state")
    list_filter = ("kind", *STATEMENT_FILTERS)
    list_select_related = Engagement.SHOWN_WITH
    search_fields = ("title_en", "title_fr", "slug", *statement_search("actor", "target"))
    prepopulated_fields = {"slug": ("title_en",)}
    autocomplete_fields = (
        "actor", "actor_group", "target", "target_group", "instrument", "country", "theme", "publication",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": (("title_en", "title_fr"), "slug", "kind")}),
        (_("Who, towards whom"), {"fields": (("actor", "actor_group"), ("target", "target_group"))}),
        (
            _("About what"),
            {"fields": (("instrument", "country", "theme"), ("review_en", "review_fr"), "publication")},
        ),
        PERIOD,
        RESERVES,
        (_("Description"), {"fields": (("description_en", "description_fr"),), "classes": ("collapse",)}),
        NOTE,
    )
    inlines = (EngagementAuthorInline, citation_inline(EngagementCitation, extra=1))
