"""The lists: one for each kind of record, filtered, in pages by keyset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import BadRequest
from django.db.models import CharField, DateField, F, Func, Prefetch, QuerySet, Value
from django.db.models.functions import Coalesce
from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from hrnet.directory import filters
from hrnet.directory.as_of import as_of
from hrnet.directory.downloads import FORMATS, download
from hrnet.directory.facets import Facets, facets_at_once, facets_of, is_large, key_of
from hrnet.directory.keyset import PAGE_SIZE, BoundedCount, Keyset, bounded_count, page
from hrnet.directory.remembering import drawn, once, recall, remember, remembered
from hrnet.directory.statements import cited
from institutions.models import Country, Institution, Theme
from institutions.models.institution import text_language
from mandates.models import Engagement, Instrument, Mandate, Monitoring, TreatyBody
from networks.models import Meeting, Membership, Network
from sources.models import Source
from sources.statements import Holds


@dataclass(frozen=True)
class Order:
    """One order of a list: its words, and its columns.

    ``for_few``: no index has this order, so that it is there only where all rows can be counted and sorted.
    """

    label: Any
    keyset: Keyset
    for_few: bool = False


LATEST = Order(_("latest beginning first"), Keyset(("when", "pk"), descending=True))
NEWEST_ENTRY = Order(_("newest entry first"), Keyset(("pk",), descending=True))


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

    def rows(self) -> QuerySet:
        """Return the public records with what a row shows."""
        raise NotImplementedError

    def orders(self) -> dict[str, Order]:
        """Return the orders of the list by their names in the address; the first is its own."""
        return {"name": Order(_("by name"), Keyset(("sort", "pk")))}

    @method_decorator(remembered)
    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show a page of the list; status 400 with what is wrong where the address asks what cannot be."""
        asked = self.asked(request, one_of(request, "holds", ("surely", "perhaps")))
        wanted = one_of(request, "facets", ("ready", "shown", "only"))
        if wanted == "only" and asked.form.is_valid():
            return render(request, "_components/facets.html", {"facets": facets_of(asked)})
        orders = self.orders()
        order = one_of(request, "sort", tuple(orders))
        valid, now = asked.form.is_valid(), request.mark  # type: ignore[attr-defined]
        rows = asked.qs if valid else asked.queryset.none()
        kind = one_of(request, "format", ("html", *FORMATS))
        if kind != "html" and valid:
            return download(request, self.name, asked, orders[order].keyset.ordered(rows), kind)
        count = once(("count", key_of(asked)), now, lambda: bounded_count(rows))
        if not count.is_exact:
            orders = {name: one for name, one in orders.items() if not one.for_few}
            order = order if order in orders else next(iter(orders))
        found = page(rows, orders[order].keyset, request.GET, PAGE_SIZE)
        context = {
            "lead": self.lead,
            "filter": asked,
            "page": found,
            "count": count,
            "parts": self._told_apart(request, asked) if valid else [],
            "orders": [(name, one.label) for name, one in orders.items()],
            "order": order,
            "formats": FORMATS,
            "row_template": f"directory/rows/{self.name}.html",
        }
        context |= _panel(request, asked, order, wanted, now)
        around = {"title": self.title, "facets_later": context["facets_later"]}
        if not valid:
            return render(request, "directory/list.html", context | around, status=400)
        return drawn(request, "directory/list.html", context, around)

    def asked(self, request: HttpRequest, holds: str) -> Any:
        """Return the filter with what the address asks; ``holds`` is what to show where a day tells apart."""
        return self.filter_class(
            request.GET, queryset=self.rows(), request=request, day=as_of(request), holds=holds
        )

    def _told_apart(self, request: HttpRequest, asked: Any) -> list[tuple[Holds, BoundedCount]]:
        """Return how many surely held on the day, and of how many it is unknown; nothing for no day."""
        if not asked.tells_apart:
            return []
        both = (Holds.SURELY, Holds.PERHAPS)
        return [(holds, bounded_count(self.asked(request, holds).qs)) for holds in both]


def _panel(request: HttpRequest, asked: Any, order: str, wanted: str, now: str) -> dict[str, Any]:
    """Return the filters of a list with their counts: HTML that is the same for all who ask the same."""
    asks = request.GET.copy()
    for turned in ("after", "before"):
        asks.pop(turned, None)
    key = ("panel", request.path, get_language(), asks.urlencode())
    known: Any = recall(key, now)
    if known is None:
        valid = asked.form.is_valid()
        facets = _facets(asked, wanted, now) if valid else []
        parts = {"facets": facets or [], "facets_later": facets is None}
        shown = {"filter": asked, "fields": _fields(asked, now if valid else ""), "order": order, **parts}
        known = parts | {"panel": mark_safe(render_to_string("_components/filters.html", shown, request))}  # noqa: S308
        if valid:
            remember(key, now, known)
    return known


def _facets(asked: Any, wanted: str, now: str) -> Facets | None:
    """Return the facets that the page itself shows; ``None`` where they come after it."""
    if wanted != "ready":
        return facets_of(asked)
    large = once(("large", asked._meta.model._meta.label), now, lambda: is_large(asked.queryset))
    return facets_at_once(asked, large)


def _fields(asked: Any, now: str) -> list[SafeString]:
    """Return the fields of a filter as HTML, remembered for each choice: that of the countries is long."""
    return [_field(type(asked).__name__, asked.data, field, now) for field in asked.form]


def _field(of: str, data: Any, field: Any, now: str) -> SafeString:
    key = ("field", of, field.name, get_language(), tuple(data.getlist(field.name)))
    now = now if isinstance(field.field, ChoiceField) else ""  # what is typed is short, and seldom the same
    return once(key, now, lambda: render_to_string("_components/filter_field.html", {"field": field}))


def one_of(request: HttpRequest, name: str, allowed: tuple[str, ...]) -> str:
    """Return a parameter, the first of ``allowed`` where it is missing; 400 for anything else."""
    value = request.GET.get(name) or allowed[0]
    if value not in allowed:
        raise BadRequest("This page’s address is not valid.")
    return value


class Institutions(RecordList):
    filter_class = filters.InstitutionFilter
    name = "institution"
    title = _("Institutions")
    lead = _("Bodies of every kind, under any of their names.")

    def rows(self) -> QuerySet:
        return Institution.objects.visible().select_related("country", "subdivision")

    def orders(self) -> dict[str, Order]:
        by_name = Keyset((f"sort_{text_language()}", "pk"))
        return {"name": Order(_("by name"), by_name), "newest": NEWEST_ENTRY}


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
    lead = _("Who belongs to which network, in which role.")

    def rows(self) -> QuerySet:
        language = text_language()
        rows = Membership.objects.visible().shown().prefetch_related(cited(Membership))
        return newest(rows).annotate(
            member=Coalesce(f"institution__sort_{language}", Value("")),
            whose=Coalesce(f"network__institution__sort_{language}", Value("")),
        )

    def orders(self) -> dict[str, Order]:
        return {
            "newest": NEWEST_ENTRY,
            "institution": Order(_("by institution"), Keyset(("member", "pk")), for_few=True),
            "network": Order(_("by network"), Keyset(("whose", "member", "pk")), for_few=True),
            "start": Order(_("latest beginning first"), Keyset(("when", "pk"), descending=True)),
        }


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
        return newest(titled(rows, f"title_{text_language()}", "title_en", "slug"))

    def orders(self) -> dict[str, Order]:
        return super().orders() | {"start": LATEST}


class Engagements(RecordList):
    filter_class = filters.EngagementFilter
    name = "engagement"
    title = _("Engagements")
    lead = _("How institutions act towards each other: reports, interventions, dialogue, visits.")

    def rows(self) -> QuerySet:
        rows = Engagement.objects.visible().shown().prefetch_related(cited(Engagement))
        return newest(titled(rows, f"title_{text_language()}", "title_en", "slug"))

    def orders(self) -> dict[str, Order]:
        return {"start": LATEST} | super().orders()


class Meetings(RecordList):
    filter_class = filters.MeetingFilter
    name = "meeting"
    title = _("Meetings")
    lead = _("Meetings held and planned, the newest first.")

    def rows(self) -> QuerySet:
        rows = Meeting.objects.visible().shown().prefetch_related(cited(Meeting))
        return newest(titled(rows, f"title_{text_language()}", "title_en", "slug"))

    def orders(self) -> dict[str, Order]:
        return {"start": LATEST} | super().orders()


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
        rows = titled(Source.objects.visible(), f"label_{language}", "label_en", "title")
        undated = Value("0001-01-01", output_field=DateField())
        return rows.annotate(when=Coalesce("published_earliest", undated, output_field=DateField()))

    def orders(self) -> dict[str, Order]:
        newest_first = Order(_("newest first"), Keyset(("when", "pk"), descending=True))
        return super().orders() | {"date": newest_first}
