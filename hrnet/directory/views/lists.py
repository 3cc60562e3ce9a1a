"""The lists: one for each kind of record, filtered, in pages by keyset."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import CharField, DateField, F, Func, Prefetch, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from hrnet.directory import filters
from hrnet.directory.keyset import PAGE_SIZE, Keyset, bounded_count, page
from hrnet.directory.statements import cited
from institutions.models import Country, Institution, Theme
from institutions.models.institution import text_language
from mandates.models import Engagement, Instrument, Mandate, Monitoring, TreatyBody
from networks.models import Meeting, Membership, Network
from sources.models import Source


class SortKey(Func):
    """What a list sorts a title by: no accents, no case (``hrnet_sort_key`` of the database)."""

    function = "hrnet_sort_key"
    output_field = CharField()


def titled(rows: QuerySet, *fields: str) -> QuerySet:
    """Annotate ``rows`` with the sort key of their first title that is not empty."""
    return rows.annotate(sort=SortKey(*fields))


class RecordList(View):
    """A list of records: what may be asked of it, how it is ordered, what a row shows."""

    http_method_names = ["get", "head"]
    filter_class: ClassVar[Any]
    name: ClassVar[str]
    title: ClassVar[Any]
    lead: ClassVar[Any] = ""
    keyset: ClassVar[Keyset] = Keyset(("sort", "pk"))

    def rows(self) -> QuerySet:
        """Return the public records with what a row shows."""
        raise NotImplementedError

    def order(self) -> Keyset:
        """Return the order of the list."""
        return self.keyset

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of the list; status 400 with what is wrong where the address asks what cannot be."""
        asked = self.filter_class(request.GET, queryset=self.rows(), request=request)
        valid = asked.form.is_valid()
        rows = asked.qs if valid else asked.queryset.none()
        found = page(rows, self.order(), request.GET, PAGE_SIZE)
        context = {
            "title": self.title,
            "lead": self.lead,
            "filter": asked,
            "page": found,
            "count": bounded_count(rows),
            "row_template": f"directory/rows/{self.name}.html",
        }
        return render(request, "directory/list.html", context, status=200 if valid else 400)


class Institutions(RecordList):
    filter_class = filters.InstitutionFilter
    name = "institution"
    title = _("Institutions")
    lead = _("Bodies of every kind, under any of their names.")

    def rows(self) -> QuerySet:
        return Institution.objects.visible().select_related("country", "subdivision")

    def order(self) -> Keyset:
        return Keyset((f"sort_{text_language()}", "pk"))


class Networks(RecordList):
    filter_class = filters.NetworkFilter
    name = "network"
    title = _("Networks")
    lead = _("Institutions that others belong to: peer networks, joint programmes, working groups.")

    def rows(self) -> QuerySet:
        return (
            Network.objects.visible()
            .select_related("institution__country")
            .annotate(sort=F(f"institution__sort_{text_language()}"))
        )


class Memberships(RecordList):
    filter_class = filters.MembershipFilter
    name = "membership"
    title = _("Memberships")
    lead = _("Who belongs to which network, in which role; the newest entry first.")
    keyset = Keyset(("pk",), descending=True)

    def rows(self) -> QuerySet:
        return Membership.objects.visible().shown().prefetch_related(cited(Membership))


class TreatyBodies(RecordList):
    filter_class = filters.TreatyBodyFilter
    name = "treaty_body"
    title = _("Treaty bodies")
    lead = _("Bodies that monitor how States keep a treaty.")

    def rows(self) -> QuerySet:
        return (
            TreatyBody.objects.visible()
            .select_related("institution__country")
            .prefetch_related(Prefetch("monitorings", Monitoring.objects.visible().shown()))
            .annotate(sort=F(f"institution__sort_{text_language()}"))
        )


class Instruments(RecordList):
    filter_class = filters.InstrumentFilter
    name = "instrument"
    title = _("Instruments")
    lead = _("Treaties, protocols, directives, laws and guidelines that mandates rest on.")

    def rows(self) -> QuerySet:
        language = text_language()
        return titled(
            Instrument.objects.visible().select_related("issuer"), f"title_{language}", "title_en", "slug"
        )


class Mandates(RecordList):
    filter_class = filters.MandateFilter
    name = "mandate"
    title = _("Mandates")
    lead = _("What institutions are charged with, by whom, on which basis.")

    def rows(self) -> QuerySet:
        rows = Mandate.objects.visible().shown().prefetch_related("fields_of_work__theme")
        return titled(rows, f"title_{text_language()}", "title_en", "slug")


class Engagements(RecordList):
    filter_class = filters.EngagementFilter
    name = "engagement"
    title = _("Engagements")
    lead = _("How institutions act towards each other: reports, interventions, dialogue, visits.")
    keyset = Keyset(("when", "pk"), descending=True)

    def rows(self) -> QuerySet:
        return newest(Engagement.objects.visible().shown().prefetch_related(cited(Engagement)))


class Meetings(RecordList):
    filter_class = filters.MeetingFilter
    name = "meeting"
    title = _("Meetings")
    lead = _("Meetings held and planned, the newest first.")
    keyset = Keyset(("when", "pk"), descending=True)

    def rows(self) -> QuerySet:
        return newest(Meeting.objects.visible().shown().prefetch_related(cited(Meeting)))


def newest(rows: QuerySet) -> QuerySet:
    """Annotate ``rows`` with when they began; the undated are the oldest."""
    undated = Value("0001-01-01", output_field=DateField())
    return rows.annotate(when=Coalesce("start_earliest", undated, output_field=DateField()))


class Themes(RecordList):
    filter_class = filters.ThemeFilter
    name = "theme"
    title = _("Themes")
    lead = _("Grounds and fields of work.")

    def rows(self) -> QuerySet:
        language = text_language()
        return titled(Theme.objects.select_related("parent"), f"label_{language}", "label_en", "slug")


class Countries(RecordList):
    filter_class = filters.CountryFilter
    name = "country"
    title = _("Countries")
    lead = _("Countries of today and former ones, with their institutions.")

    def rows(self) -> QuerySet:
        language = text_language()
        return titled(Country.objects.all(), f"label_{language}", "label_en", "slug")


class Sources(RecordList):
    filter_class = filters.SourceFilter
    name = "source"
    title = _("Sources")
    lead = _("What every statement here rests on.")

    def rows(self) -> QuerySet:
        language = text_language()
        return titled(Source.objects.visible(), f"label_{language}", "label_en", "title")
