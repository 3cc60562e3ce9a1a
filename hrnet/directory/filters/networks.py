"""Filters of institutions, networks, memberships and meetings."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hrnet.directory.filters.base import (
    Column,
    Facet,
    LabelledFilter,
    Linked,
    RecordFilter,
    SlugFilter,
    TextFilter,
    TitleFilter,
    choices,
    countries,
    named,
    period_filter,
    with_broader,
)
from hrnet.lib.names import fold
from institutions.models import Country, Institution, InstitutionTheme, Kind, Reach, Region, Theme
from mandates.models import Function, Mandate
from networks.models import (
    Meeting,
    Membership,
    MembershipCitation,
    MembershipStatus,
    Network,
    Participation,
    Role,
)
from sources.models import Source
from sources.statements import Modality, ReviewState


class InstitutionFilter(RecordFilter):
    q = TextFilter(label=_("name"), method="by_name")
    kind = Facet(Kind, label=_("kind"))
    country = LabelledFilter(
        label=_("country"), queryset=countries, to_field_name="code", field_name="country"
    )
    region = django_filters.ChoiceFilter(
        label=_("region"), choices=choices(Region), field_name="country__region", empty_label=_("any")
    )
    reach = django_filters.ChoiceFilter(label=_("reach"), choices=Reach.choices, empty_label=_("any"))
    theme = LabelledFilter(
        label=_("field of work"), queryset=Theme.objects.all(), to_field_name="slug", method="by_theme"
    )
    network = SlugFilter(
        label=_("member of the network"),
        queryset=Network.objects.visible(),
        to_field_name="institution__slug",
        method="by_membership",
    )
    role = LabelledFilter(
        label=_("in the role"), queryset=Role.objects.all(), to_field_name="slug", method="by_membership"
    )
    status = django_filters.ChoiceFilter(
        label=_("with the status"),
        choices=MembershipStatus.choices,
        method="by_membership",
        empty_label=_("any"),
    )

    function = Facet(Function, label=_("charged to"), method="by_function")
    of_one = ("network", "role", "status")
    facets = {
        "kind": Column("kind"),
        "region": Column("country__region"),
        "country": Column("country"),
        "theme": Linked(lambda asked: with_broader(InstitutionTheme.objects.all(), "institution")),
        "network": Linked(lambda asked: asked.memberships("network")),
        "role": Linked(lambda asked: asked.memberships("role")),
        "status": Linked(lambda asked: asked.memberships("status")),
        "function": Linked(lambda asked: asked.mandates().values_list("institution", "function")),
    }

    class Meta:
        model = Institution
        fields: list[str] = []

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(named(value)) if fold(value) else rows.none()

    def by_theme(self, rows: QuerySet, name: str, value: Theme) -> QuerySet:
        wanted = Q(fields_of_work__theme=value) | Q(fields_of_work__theme__parent=value)
        return rows.filter(pk__in=Institution.objects.filter(wanted).values("pk"))

    def by_function(self, rows: QuerySet, name: str, value: list[str]) -> QuerySet:
        if not value:
            return rows
        return rows.filter(Exists(self.mandates().filter(institution=OuterRef("pk"), function__in=value)))

    def by_membership(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """Add nothing by itself: network, role and status are asked of one membership, in the end."""
        return rows

    def mandates(self) -> Any:
        """Return the mandates that count: of the day, where one is asked for."""
        return self.then(Mandate.objects.visible().filter(institution__isnull=False))

    def memberships(self, value: str) -> Any:
        """Return the pairs of an institution and the ``value`` of a membership that fits all else asked."""
        fitting = Membership.objects.visible().filter(**self.asked_of_one(but=value))
        known = fitting.filter(institution__isnull=False).exclude(**_unknown(value))
        return self.then(known).values_list("institution", value)

    def narrowed(self, rows: QuerySet, but: str = "") -> QuerySet:
        rows = super().narrowed(rows, but)
        if wanted := self.asked_of_one(but):
            same = Membership.objects.visible().filter(institution=OuterRef("pk"), **wanted)
            rows = rows.filter(Exists(self.then(same)))
        return rows


def _unknown(value: str) -> dict[str, Any]:
    return {"status": ""} if value == "status" else {f"{value}__isnull": True}


class NetworkFilter(RecordFilter):
    q = TextFilter(label=_("name"), method="by_name")
    kind = Facet(Kind, label=_("kind"), field_name="institution__kind")
    theme = LabelledFilter(
        label=_("field of work"), queryset=Theme.objects.all(), to_field_name="slug", method="by_theme"
    )
    member = SlugFilter(
        label=_("has as a member"),
        queryset=Institution.objects.visible(),
        to_field_name="slug",
        method="by_member",
    )

    of_one = ("member",)
    facets = {
        "kind": Column("institution__kind"),
        "theme": Linked(
            lambda asked: with_broader(
                InstitutionTheme.objects.filter(institution__network__isnull=False), "institution"
            )
        ),
    }

    class Meta:
        model = Network
        fields: list[str] = []

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(named(value)) if fold(value) else rows.none()

    def by_theme(self, rows: QuerySet, name: str, value: Theme) -> QuerySet:
        wanted = Q(institution__fields_of_work__theme=value) | Q(
            institution__fields_of_work__theme__parent=value
        )
        return rows.filter(pk__in=Network.objects.filter(wanted).values("pk"))

    def by_member(self, rows: QuerySet, name: str, value: Institution) -> QuerySet:
        same = Membership.objects.visible().filter(network=OuterRef("pk"), institution=value)
        return rows.filter(Exists(self.then(same)))


class MembershipFilter(RecordFilter):
    institution = SlugFilter(
        label=_("institution"), queryset=Institution.objects.visible(), to_field_name="slug"
    )
    network = SlugFilter(
        label=_("network"), queryset=Network.objects.visible(), to_field_name="institution__slug"
    )
    role = LabelledFilter(label=_("role"), queryset=Role.objects.all(), to_field_name="slug")
    status = Facet(MembershipStatus, label=_("status"))
    country = LabelledFilter(
        label=_("country"),
        queryset=countries,
        to_field_name="code",
        field_name="institution__country",
    )
    region = django_filters.ChoiceFilter(
        label=_("region"),
        choices=choices(Region),
        field_name="institution__country__region",
        empty_label=_("any"),
    )
    kind = Facet(Kind, label=_("kind of institution"), field_name="institution__kind")
    theme = LabelledFilter(
        label=_("field of work"), queryset=Theme.objects.all(), to_field_name="slug", method="by_theme"
    )
    network_kind = django_filters.ChoiceFilter(
        label=_("kind of network"),
        choices=choices(Kind),
        field_name="network__institution__kind",
        empty_label=_("any"),
    )
    period = period_filter()
    source = SlugFilter(
        label=_("source"), queryset=Source.objects.visible(), to_field_name="slug", method="by_source"
    )

    facets = {
        "role": Column("role"),
        "status": Column("status"),
        "network": Column("network"),
        "region": Column("institution__country__region"),
        "country": Column("institution__country"),
        "kind": Column("institution__kind"),
        "period": Column("period_type"),
        "source": Linked(
            lambda asked: MembershipCitation.objects.filter(
                source__review_state=ReviewState.PUBLISHED
            ).values_list("subject", "source")
        ),
    }

    class Meta:
        model = Membership
        fields: list[str] = []

    def by_theme(self, rows: QuerySet, name: str, value: Theme) -> QuerySet:
        fields = InstitutionTheme.objects.filter(Q(theme=value) | Q(theme__parent=value))
        return rows.filter(institution__in=fields.values("institution"))

    def by_source(self, rows: QuerySet, name: str, value: Source) -> QuerySet:
        return rows.filter(Exists(MembershipCitation.objects.filter(subject=OuterRef("pk"), source=value)))


def met_in(request: Any = None) -> QuerySet:
    """Return the countries in which meetings were held: the choices of a select."""
    return Country.objects.filter(Exists(Meeting.objects.visible().filter(country=OuterRef("pk"))))


class MeetingFilter(TitleFilter):
    modality = django_filters.ChoiceFilter(
        label=_("held or planned"),
        choices=[(Modality.IS, _("held")), (Modality.PLANNED, _("planned"))],
        empty_label=_("any"),
    )
    participant = SlugFilter(
        label=_("with"), queryset=Institution.objects.visible(), to_field_name="slug", method="by_participant"
    )
    country = LabelledFilter(label=_("country"), queryset=met_in, to_field_name="code")
    facets = {"modality": Column("modality"), "country": Column("country")}

    class Meta:
        model = Meeting
        fields: list[str] = []

    def by_participant(self, rows: QuerySet, name: str, value: Institution) -> QuerySet:
        same = Participation.objects.visible().filter(meeting=OuterRef("pk"), institution=value)
        return rows.filter(Exists(same))
