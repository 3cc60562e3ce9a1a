"""The curation desk of networks, memberships and meetings."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from institutions.admin import NOTE, PERIOD, RESERVES, STATEMENT_FILTERS, statement_search
from networks import actions
from networks.models import (
    Aim,
    AimCitation,
    Meeting,
    MeetingCitation,
    MeetingSeries,
    MeetingTopic,
    Membership,
    MembershipCitation,
    Network,
    Participation,
    ParticipationCitation,
    Role,
    Ruling,
    StatusChange,
)
from sources.actions import RefusedError
from sources.admin.base import CuratedAdmin, PartInline
from sources.admin.citations import citation_inline
from sources.admin.filters import DisagreeFilter, OneLanguageFilter


class AimInline(PartInline):
    model = Aim
    fields = ("kind", "position", "text_en", "text_fr")
    show_change_link = True


@admin.register(Network)
class NetworkAdmin(CuratedAdmin):
    """What makes an institution a network. Its names, dates and sources are on the institution’s page."""

    list_display = ("__str__", "institution_kind", "member_count", "duration")
    list_filter = ("institution__review_state", "institution__kind", "duration", OneLanguageFilter)
    list_select_related = ("institution",)
    search_fields = statement_search("institution")
    autocomplete_fields = ("institution",)
    ordering = ("institution__sort_en",)
    fieldsets = (
        (None, {"fields": ("institution", "duration", "working_languages")}),
        (_("Scope"), {"fields": (("scope_en", "scope_fr"),)}),
    )
    inlines = (AimInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        members = (
            Membership.objects.filter(network=models.OuterRef("pk"))
            .order_by()
            .values("network")
            .annotate(number=models.Count("pk"))
            .values("number")
        )
        return super().get_queryset(request).annotate(members_recorded=models.Subquery(members))

    @admin.display(description=_("kind"))
    def institution_kind(self, network: Network) -> str:
        return network.institution.get_kind_display()

    @admin.display(description=_("memberships"))
    def member_count(self, network: Any) -> int:
        return network.members_recorded or 0

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *(["institution"] if obj else [])]


@admin.register(Aim)
class AimAdmin(CuratedAdmin):
    """One aim with its own citations; aims are added on their network’s page."""

    list_display = ("network", "kind", "position", "text_en")
    list_select_related = ("network__institution",)
    autocomplete_fields = ("network",)
    fieldsets = ((None, {"fields": ("network", ("kind", "position"), ("text_en", "text_fr"))}),)
    inlines = (citation_inline(AimCitation, extra=1),)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}


@admin.register(Role)
class RoleAdmin(CuratedAdmin):
    list_display = ("label_en", "label_fr", "kind", "implies", "position")
    list_filter = ("kind", OneLanguageFilter)
    list_select_related = ("implies",)
    search_fields = ("label_en", "label_fr", "slug")
    prepopulated_fields = {"slug": ("label_en",)}
    fieldsets = ((None, {"fields": (("label_en", "label_fr"), "slug", "kind", "implies", "position")}),)


class StatusChangeInline(PartInline):
    model = StatusChange
    fields = ("status", "date", "note_en", "note_fr")


@admin.register(Membership)
class MembershipAdmin(CuratedAdmin):
    """Who, in which network, as what, since when, and which source says so: one form."""

    change_list_template = "admin/membership_change_list.html"
    change_form_template = "admin/membership_change_form.html"
    list_display = ("member", "role", "shown_network", "period", "status", "review_state", "attested_last")
    list_filter = (DisagreeFilter, *STATEMENT_FILTERS, "role", "status", "period_type")
    list_select_related = Membership.SHOWN_WITH
    ordering = ("-pk",)
    search_fields = statement_search("institution", "network__institution")
    autocomplete_fields = ("institution", "group", "network", "network_group", "role", "person")
    fieldsets = (
        (None, {"fields": (("institution", "group"), ("network", "network_group"), ("role", "status"))}),
        PERIOD,
        RESERVES,
        (_("Person who acts for it"), {"fields": ("person",), "classes": ("collapse",)}),
        NOTE,
    )
    inlines = (citation_inline(MembershipCitation, extra=1), StatusChangeInline)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.revises_id is None:
            return fieldsets
        # A proposal is published from the list, which writes it into the membership that it revises.
        *rest, (title, options) = fieldsets
        return [*rest, (title, {**options, "fields": [f for f in options["fields"] if f != "review_state"]})]

    @admin.display(description=_("member"), ordering="institution__sort_en")
    def member(self, membership: Membership) -> str:
        return str(membership.institution or membership.group or "…")

    @admin.display(description=_("network"), ordering="network__institution__sort_en")
    def shown_network(self, membership: Membership) -> str:
        return str(membership.network or membership.network_group or "…")

    @admin.display(description=_("period"), ordering="start_earliest")
    def period(self, membership: Membership) -> str:
        return membership.period_text or str(_("attested"))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.propose_view)
        return [path("<int:pk>/propose/", view, name="networks_membership_propose"), *super().get_urls()]

    @method_decorator(transaction.atomic)
    def propose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a draft that revises a published membership, and open it."""
        membership = self.get_object(request, str(pk))
        if membership is None or request.method != "POST" or not self.has_add_permission(request):
            return redirect("admin:networks_membership_changelist")
        try:
            draft = actions.propose_revision(membership=membership, user=request.user)
        except RefusedError as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return redirect("admin:networks_membership_change", pk)
        self.message_user(request, _now("This is a draft: change it, and a publisher will look at it."))
        return redirect(reverse("admin:networks_membership_change", args=[draft.pk]))


@admin.register(Ruling)
class RulingAdmin(CuratedAdmin):
    """What curators found where sources disagree. A ruling is not deleted: it is taken back."""

    list_display = ("__str__", "kind", "made_by", "made_at", "taken_back_at")
    list_filter = ("kind", ("taken_back_at", admin.EmptyFieldListFilter))
    list_select_related = (
        "made_by", "first__institution", "first__network__institution", "first__role", "first__group",
        "first__network_group", "second__institution", "second__network__institution", "second__role",
        "second__group", "second__network_group",
    )  # fmt: skip
    autocomplete_fields = ("first", "second")
    actions = ("take_back",)
    fieldsets = ((None, {"fields": ("first", "second", "kind", "reason")}),)

    def save_model(self, request: HttpRequest, obj: Ruling, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Take the chosen rulings back"), permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        count = queryset.filter(taken_back_at__isnull=True).update(
            taken_back_at=timezone.now(), taken_back_by=request.user
        )
        said = ngettext("%s ruling was taken back.", "%s rulings were taken back.", count)
        self.message_user(request, said % count, messages.SUCCESS)


@admin.register(MeetingSeries)
class MeetingSeriesAdmin(CuratedAdmin):
    list_display = ("label_en", "label_fr")
    list_filter = (OneLanguageFilter,)
    search_fields = ("label_en", "label_fr", "slug")
    prepopulated_fields = {"slug": ("label_en",)}
    fieldsets = (
        (None, {"fields": (("label_en", "label_fr"), "slug")}),
        (_("Description"), {"fields": (("description_en", "description_fr"),)}),
    )


class MeetingTopicInline(PartInline):
    model = MeetingTopic
    fields = ("position", "text_en", "text_fr", "theme")
    autocomplete_fields = ("theme",)


class ParticipationInline(PartInline):
    model = Participation
    autocomplete_fields = ("institution", "group", "person")
    show_change_link = True

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        state = ["review_state"] if request.user.has_perm("networks.publish_participation") else []
        return ["institution", "group", "role", "person", *state]


@admin.register(Meeting)
class MeetingAdmin(CuratedAdmin):
    list_display = ("__str__", "series", "number", "start", "modality", "review_state")
    list_filter = ("series", *STATEMENT_FILTERS)
    list_select_related = ("series",)
    search_fields = ("title_en", "title_fr", "slug", "number")
    prepopulated_fields = {"slug": ("title_en",)}
    autocomplete_fields = ("series", "part_of", "follows", "country")
    fieldsets = (
        (None, {"fields": (("title_en", "title_fr"), "slug", ("series", "number"), ("part_of", "follows"))}),
        PERIOD,
        (_("Where"), {"fields": (("place_en", "place_fr"), "country")}),
        RESERVES,
        (
            _("What"),
            {
                "fields": (("description_en", "description_fr"), ("outcome_en", "outcome_fr")),
                "classes": ("collapse",),
            },
        ),
        NOTE,
    )
    inlines = (MeetingTopicInline, ParticipationInline, citation_inline(MeetingCitation, extra=1))


@admin.register(Participation)
class ParticipationAdmin(CuratedAdmin):
    list_display = ("__str__", "role", "meeting", "review_state")
    list_filter = ("role", *STATEMENT_FILTERS)
    list_select_related = Participation.SHOWN_WITH
    search_fields = (*statement_search("institution"), "meeting__title_en", "meeting__title_fr")
    autocomplete_fields = ("meeting", "institution", "group", "person")
    fieldsets = (
        (None, {"fields": ("meeting", ("institution", "group"), ("role", "person"))}),
        PERIOD,
        RESERVES,
        NOTE,
    )
    inlines = (citation_inline(ParticipationCitation, extra=1),)
