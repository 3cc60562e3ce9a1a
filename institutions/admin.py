"""The curation desk of institutions, and of the places, themes, groups and persons beside them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hrnet.lib.names import fold
from institutions.models import (
    Contact,
    Country,
    Group,
    GroupCitation,
    GroupCountry,
    Identifier,
    Institution,
    InstitutionCitation,
    InstitutionCountry,
    InstitutionTheme,
    Name,
    NameCitation,
    Publication,
    PublicationCitation,
    Relation,
    RelationCitation,
    Subdivision,
    Theme,
)
from sources.admin.base import CuratedAdmin, PartInline
from sources.admin.citations import citation_inline
from sources.admin.filters import NoSourceFilter, NotConfirmedFilter, OneLanguageFilter, YesFilter

PERIOD = (_("When"), {"fields": (("start", "end", "end_status"),)})
RESERVES = (
    _("How the source says it"),
    {"fields": (("modality", "not_exhaustive", "incomplete_in_source", "standing"),)},
)
NOTE = (_("Note"), {"fields": (("note_en", "note_fr"),), "classes": ("collapse",)})
STATEMENT_FILTERS = (
    "review_state", NoSourceFilter, NotConfirmedFilter, "incomplete_in_source", "standing", "modality",
    OneLanguageFilter,
)  # fmt: skip


class NamesFilter(YesFilter):
    """Institutions with a name in one of English and French, and none in the other."""

    title = _("one language only")
    parameter_name = "one_language"

    def only(self, queryset: QuerySet) -> QuerySet:
        return queryset.filter(Q(label_en="") ^ Q(label_fr=""))


class UncitedFilter(YesFilter):
    title = _("no source")
    parameter_name = "no_source"

    def only(self, queryset: QuerySet) -> QuerySet:
        return queryset.filter(citations__isnull=True)


class NameInline(PartInline):
    model = Name
    fields = ("text", "language", "kind", "start", "end")
    show_change_link = True


class IdentifierInline(PartInline):
    model = Identifier


class InstitutionThemeInline(PartInline):
    model = InstitutionTheme
    autocomplete_fields = ("theme",)


class InstitutionCountryInline(PartInline):
    model = InstitutionCountry
    autocomplete_fields = ("country",)


@admin.register(Institution)
class InstitutionAdmin(CuratedAdmin):
    """Names first, since they are how an institution is found; then what it is; then its sources."""

    list_display = ("shown_name", "kind", "country", "review_state")
    list_filter = ("review_state", "kind", UncitedFilter, NamesFilter, "reach", "country__region")
    list_select_related = ("country",)
    search_fields = ("slug",)
    search_help_text = _("Any name, alias or acronym; accents and case do not matter.")
    autocomplete_fields = ("country", "subdivision")
    ordering = ("sort_en", "pk")
    fieldsets = (
        (None, {"fields": ("slug", "kind", ("country", "subdivision"), "reach")}),
        (_("Life"), {"fields": (("founded", "dissolved"), "website")}),
        (_("Description"), {"fields": (("description_en", "description_fr"),), "classes": ("collapse",)}),
    )
    inlines = (
        NameInline, IdentifierInline, InstitutionThemeInline, InstitutionCountryInline,
        citation_inline(InstitutionCitation),
    )  # fmt: skip

    @admin.display(description=_("name"), ordering="sort_en")
    def shown_name(self, institution: Institution) -> str:
        return str(institution)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if not (wanted := fold(search_term)):
            return (queryset.none() if search_term else queryset), False
        named = Name.objects.filter(institution=OuterRef("pk"), folded__contains=wanted)
        return queryset.filter(Exists(named) | Q(slug__contains=search_term.lower())), False


@admin.register(Name)
class NameAdmin(CuratedAdmin):
    """One name with its own citations; names are added on their institution’s page."""

    list_display = ("text", "language", "kind", "institution")
    list_filter = ("kind", "language")
    list_select_related = ("institution",)
    search_fields = ("text", "folded")
    autocomplete_fields = ("institution",)
    fieldsets = ((None, {"fields": ("institution", ("text", "language", "kind"), ("start", "end"))}),)
    inlines = (citation_inline(NameCitation),)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}  # reached from its institution, not from the start page


@admin.register(Country)
class CountryAdmin(CuratedAdmin):
    list_display = ("label_en", "label_fr", "code", "region", "former")
    list_filter = ("region", "former", OneLanguageFilter)
    search_fields = ("label_en", "label_fr", "code", "alpha3")
    fieldsets = (
        (None, {"fields": (("label_en", "label_fr"), ("code", "alpha3"), "slug", "region", "former")}),
    )


@admin.register(Subdivision)
class SubdivisionAdmin(CuratedAdmin):
    list_display = ("label_en", "label_fr", "code", "country")
    list_select_related = ("country",)
    search_fields = ("label_en", "label_fr", "code")
    autocomplete_fields = ("country",)
    fieldsets = ((None, {"fields": (("label_en", "label_fr"), "code", "country")}),)


@admin.register(Theme)
class ThemeAdmin(CuratedAdmin):
    list_display = ("label_en", "label_fr", "parent")
    list_select_related = ("parent",)
    list_filter = (OneLanguageFilter,)
    search_fields = ("label_en", "label_fr", "slug")
    prepopulated_fields = {"slug": ("label_en",)}
    autocomplete_fields = ("parent",)
    fieldsets = (
        (None, {"fields": (("label_en", "label_fr"), "slug", "parent")}),
        (_("Description"), {"fields": (("description_en", "description_fr"),)}),
    )


class GroupCountryInline(PartInline):
    model = GroupCountry
    autocomplete_fields = ("country",)


@admin.register(Group)
class GroupAdmin(CuratedAdmin):
    list_display = ("label_en", "label_fr", "number")
    list_filter = (OneLanguageFilter,)
    search_fields = ("label_en", "label_fr", "slug")
    prepopulated_fields = {"slug": ("label_en",)}
    fieldsets = ((None, {"fields": (("label_en", "label_fr"), "slug", "number")}),)
    inlines = (GroupCountryInline, citation_inline(GroupCitation))


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    """Private: administrators alone. No history is kept of it."""

    list_display = ("__str__", "person", "institution")
    autocomplete_fields = ("person", "institution")
    list_select_related = ("person", "institution")


@admin.register(Relation)
class RelationAdmin(CuratedAdmin):
    list_display = ("__str__", "kind", "review_state")
    list_filter = ("kind", *STATEMENT_FILTERS)
    list_select_related = ("subject", "subject_group", "object", "object_group")
    search_fields = ("subject__names__folded", "object__names__folded", "handle")
    autocomplete_fields = ("subject", "subject_group", "object", "object_group")
    fieldsets = (
        (
            None,
            {"fields": (("subject", "subject_group"), ("kind", "succession"), ("object", "object_group"))},
        ),
        PERIOD,
        RESERVES,
        NOTE,
    )
    inlines = (citation_inline(RelationCitation, extra=1),)


@admin.register(Publication)
class PublicationAdmin(CuratedAdmin):
    list_display = ("__str__", "kind", "author", "published", "review_state")
    list_filter = ("review_state", "kind", UncitedFilter, OneLanguageFilter)
    list_select_related = ("author",)
    search_fields = ("title_en", "title_fr", "slug")
    prepopulated_fields = {"slug": ("title_en",)}
    autocomplete_fields = ("author", "addressee", "as_source")
    fieldsets = (
        (None, {"fields": (("title_en", "title_fr"), "slug", "kind", ("author", "addressee"))}),
        (_("When"), {"fields": (("published", "period_covered"),)}),
        (
            _("Description"),
            {"fields": (("description_en", "description_fr"), "as_source"), "classes": ("collapse",)},
        ),
    )
    inlines = (citation_inline(PublicationCitation, extra=1),)


def statement_search(*parties: str) -> tuple[str, ...]:
    """Return the search fields of statements: the labels of their parties."""
    return tuple(
        f"{party}__{column}" for party in parties for column in ("label_en", "label_fr", "acronym_en", "slug")
    )
