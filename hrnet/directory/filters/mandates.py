"""Filters of instruments, treaty bodies, mandates, engagements, sources, countries and themes."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
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
from institutions.models import Country, Institution, Kind, Region, Theme
from mandates.models import (
    Designation,
    Engagement,
    EngagementAuthor,
    EngagementKind,
    Function,
    Instrument,
    InstrumentKind,
    Mandate,
    MandateTheme,
    Monitoring,
    TreatyBody,
)
from sources.models import Source, SourceKind
from sources.statements import Modality


class InstrumentFilter(TitleFilter):
    title_fields = ("title_en", "title_fr", "short_title_en", "short_title_fr")
    kind = Facet(InstrumentKind, label=_("kind"))
    facets = {"kind": Column("kind")}

    class Meta:
        model = Instrument
        fields: list[str] = []


class TreatyBodyFilter(RecordFilter):
    q = TextFilter(label=_("name"), method="by_name")
    instrument = LabelledFilter(
        label=_("monitors"),
        queryset=Instrument.objects.visible().filter(
            Exists(Monitoring.objects.visible().filter(instrument=OuterRef("pk")))
        ),
        to_field_name="slug",
        method="by_instrument",
    )

    of_one = ("instrument",)
    facets = {"instrument": Linked(lambda asked: asked.monitored().values_list("treaty_body", "instrument"))}

    class Meta:
        model = TreatyBody
        fields: list[str] = []

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(named(value)) if fold(value) else rows.none()

    def by_instrument(self, rows: QuerySet, name: str, value: Instrument) -> QuerySet:
        same = self.monitored().filter(treaty_body=OuterRef("pk"), instrument=value)
        return rows.filter(Exists(same))

    def monitored(self) -> Any:
        """Return what says that a body monitors an instrument: of the day, where one is asked for."""
        return self.then(Monitoring.objects.visible())


class MandateFilter(TitleFilter):
    function = Facet(Function, label=_("function"))
    theme = LabelledFilter(
        label=_("theme"), queryset=Theme.objects.all(), to_field_name="slug", method="by_theme"
    )
    basis = SlugFilter(
        label=_("on the basis of"), queryset=Instrument.objects.visible(), to_field_name="slug"
    )
    designation = django_filters.ChoiceFilter(
        label=_("designation"), choices=Designation.choices, empty_label=_("any")
    )
    institution = SlugFilter(
        label=_("institution"), queryset=Institution.objects.visible(), to_field_name="slug"
    )
    country = LabelledFilter(
        label=_("country"), queryset=countries, to_field_name="code", field_name="institution__country"
    )
    region = django_filters.ChoiceFilter(
        label=_("region"),
        choices=choices(Region),
        field_name="institution__country__region",
        empty_label=_("any"),
    )
    kind = django_filters.ChoiceFilter(
        label=_("kind of institution"),
        choices=choices(Kind),
        field_name="institution__kind",
        empty_label=_("any"),
    )
    period = period_filter()
    facets = {
        "function": Column("function"),
        "theme": Linked(lambda asked: with_broader(MandateTheme.objects.all(), "mandate")),
        "basis": Column("basis"),
        "designation": Column("designation"),
        "country": Column("institution__country"),
        "period": Column("period_type"),
    }

    class Meta:
        model = Mandate
        fields: list[str] = []

    def by_theme(self, rows: QuerySet, name: str, value: Theme) -> QuerySet:
        wanted = Q(fields_of_work__theme=value) | Q(fields_of_work__theme__parent=value)
        return rows.filter(pk__in=Mandate.objects.filter(wanted).values("pk"))


def concerned(request: Any = None) -> QuerySet:
    """Return the countries that an engagement concerns: the choices of a select."""
    return Country.objects.filter(Exists(Engagement.objects.visible().filter(country=OuterRef("pk"))))


class EngagementFilter(TitleFilter):
    kind = Facet(EngagementKind, label=_("kind"))
    actor = SlugFilter(label=_("who acts"), queryset=Institution.objects.visible(), to_field_name="slug")
    by = SlugFilter(
        label=_("who acts, alone or with others"),
        queryset=Institution.objects.visible(),
        to_field_name="slug",
        method="by_authors",
    )
    by_kind = django_filters.ChoiceFilter(
        label=_("kind of who acts"), choices=choices(Kind), method="by_authors", empty_label=_("any")
    )
    by_region = django_filters.ChoiceFilter(
        label=_("region of who acts"), choices=choices(Region), method="by_authors", empty_label=_("any")
    )
    target = SlugFilter(label=_("towards"), queryset=Institution.objects.visible(), to_field_name="slug")
    towards = django_filters.ChoiceFilter(
        label=_("towards a body of the sort"),
        choices=[("treaty_body", _("treaty body")), ("network", _("network"))],
        method="by_profile",
        empty_label=_("any"),
    )
    instrument = SlugFilter(
        label=_("instrument"), queryset=Instrument.objects.visible(), to_field_name="slug"
    )
    country = LabelledFilter(label=_("State concerned"), queryset=concerned, to_field_name="code")
    modality = django_filters.ChoiceFilter(
        label=_("modality"), choices=Modality.choices, empty_label=_("any")
    )
    theme = LabelledFilter(
        label=_("theme"), queryset=Theme.objects.all(), to_field_name="slug", method="by_theme"
    )
    period = period_filter()
    facets = {
        "kind": Column("kind"),
        "instrument": Column("instrument"),
        "country": Column("country"),
        "theme": Linked(lambda asked: with_broader(Engagement.objects.filter(theme__isnull=False), "pk")),
        "modality": Column("modality"),
        "period": Column("period_type"),
    }

    class Meta:
        model = Engagement
        fields: list[str] = []

    def by_theme(self, rows: QuerySet, name: str, value: Theme) -> QuerySet:
        return rows.filter(Q(theme=value) | Q(theme__parent=value))

    def by_profile(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(**{f"target__{value}__isnull": False})

    def by_authors(self, rows: QuerySet, name: str, value: Any) -> QuerySet:
        """Add nothing by itself: all that is asked of who acts is asked of one author, in the end."""
        return rows

    def authors(self) -> QuerySet:
        """Return the pairs of an engagement and a public institution that acts in it, first or with others.

        The institution fits what is asked of it: who it is, its kind, its region.
        """
        fitting = Institution.objects.visible().filter(**self._asked_of_authors())
        first = Engagement.objects.filter(actor__in=fitting).values_list("pk", "actor")
        others = EngagementAuthor.objects.filter(institution__in=fitting)
        return first.union(others.values_list("engagement", "institution"))

    def narrowed(self, rows: QuerySet, but: str = "") -> QuerySet:
        rows = super().narrowed(rows, but)
        if wanted := self._asked_of_authors(but):
            fitting = Institution.objects.visible().filter(**wanted)
            others = EngagementAuthor.objects.filter(engagement=OuterRef("pk"), institution__in=fitting)
            rows = rows.filter(Q(actor__in=fitting) | Exists(others))
        return rows

    def _asked_of_authors(self, but: str = "") -> dict[str, Any]:
        values = self.form.cleaned_data if self.form.is_valid() else {}
        paths = {"by": "pk", "by_kind": "kind", "by_region": "country__region"}
        asked = {path: values[name] for name, path in paths.items() if name != but and values.get(name)}
        return asked | ({"pk": asked["pk"].pk} if "pk" in asked else {})


_DATED = Case(When(published__isnull=True, then=Value("no")), default=Value("yes"), output_field=CharField())


class SourceFilter(TitleFilter):
    title_fields = ("title", "label_en", "label_fr", "publisher")
    kind = Facet(SourceKind, label=_("kind"))
    dated = django_filters.ChoiceFilter(
        label=_("date"),
        choices=[("yes", _("dated")), ("no", _("undated"))],
        method="by_date",
        empty_label=_("any"),
    )
    facets = {"kind": Column("kind"), "dated": Column(_DATED)}

    class Meta:
        model = Source
        fields: list[str] = []

    def by_date(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(published__isnull=value == "no")


class CountryFilter(RecordFilter):
    q = TextFilter(label=_("name contains"), method="by_label")
    region = django_filters.ChoiceFilter(label=_("region"), choices=choices(Region), empty_label=_("any"))

    facets = {"region": Column("region")}

    class Meta:
        model = Country
        fields: list[str] = []

    def by_label(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        wanted = fold(value)
        found = [row.pk for row in rows if wanted in fold(row.label_en) or wanted in fold(row.label_fr)]
        return rows.filter(pk__in=found)


class ThemeFilter(RecordFilter):
    q = TextFilter(label=_("label contains"), method="by_label")

    class Meta:
        model = Theme
        fields: list[str] = []

    def by_label(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(label_en__icontains=value) | Q(label_fr__icontains=value))
