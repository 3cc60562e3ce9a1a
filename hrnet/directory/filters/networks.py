"""Filters of institutions, networks, memberships and meetings."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hrnet.directory.filters.base import (
    Facet,
    LabelledFilter,
    RecordFilter,
    SlugFilter,
    TextFilter,
    TitleFilter,
    choices,
    countries,
    named,
)
from hrnet.lib.names import fold
from institutions.models import Country, Institution, Kind, Reach, Region, Theme
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
from sources.statements import Modality, PeriodType


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

    class Meta:
        model = Institution
        fields: list[str] = []

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(named(value)) if fold(value) else rows.none()

    def by_theme(self, rows: QuerySet, name: str, value: Theme) -> QuerySet:
        wanted = Q(fields_of_work__theme=value) | Q(fields_of_work__theme__parent=value)
        return rows.filter(pk__in=Institution.objects.filter(wanted).values("pk"))

    def by_membership(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """Add nothing by itself: network, role and status are asked of one membership, in the end."""
        return rows

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        wanted = {
            name: self.form.cleaned_data[name]
            for name in ("network", "role", "status")
            if self.form.cleaned_data.get(name)
        }
        if wanted:
            same = Membership.objects.visible().filter(institution=OuterRef("pk"), **wanted)
            rows = rows.filter(Exists(same))
        return rows


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
        return rows.filter(
            Exists(Membership.objects.visible().filter(network=OuterRef("pk"), institution=value))
        )


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
    period = django_filters.ChoiceFilter(
        label=_("period"), choices=PeriodType.choices, field_name="period_type", empty_label=_("any")
    )
    source = SlugFilter(
        label=_("source"), queryset=Source.objects.visible(), to_field_name="slug", method="by_source"
    )

    class Meta:
        model = Membership
        fields: list[str] = []

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

    class Meta:
        model = Meeting
        fields: list[str] = []

    def by_participant(self, rows: QuerySet, name: str, value: Institution) -> QuerySet:
        same = Participation.objects.visible().filter(meeting=OuterRef("pk"), institution=value)
        return rows.filter(Exists(same))
