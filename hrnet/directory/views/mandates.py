"""The pages of instruments, mandates, engagements, meetings, themes and countries."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hrnet.directory import statements as found
from hrnet.directory.as_of import as_of
from hrnet.directory.statements import Section, cited, kept
from hrnet.directory.views.records import show
from institutions.models import Country, Institution, Kind, Publication, Theme
from mandates.models import Engagement, Instrument, Mandate, Monitoring, Party
from networks.models import Meeting, Participation


@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an instrument: who monitors it, who is party to it, which mandates rest on it."""
    record = get_object_or_404(
        Instrument.objects.visible()
        .select_related("issuer", "protocol_to")
        .prefetch_related(cited(Instrument), "names", "protocols"),
        slug=slug,
    )
    sections = kept(
        found.plain(
            Monitoring.objects.filter(instrument=record), "monitored", _("Monitored by"), "instrument"
        ),
        found.mandates(
            Mandate.objects.filter(basis=record), "mandates", _("Mandates that rest on it"), "instrument"
        ),
        found.engagements(
            Engagement.objects.filter(instrument=record),
            "engagements",
            _("Engagements under it"),
            "instrument",
            f"{reverse('directory:engagements')}?instrument={slug}",
        ),
        found.parties(Party.objects.filter(instrument=record), "parties", _("Parties"), "instrument"),
        day=as_of(request),
    )
    return show(request, "instrument", record, sections)


@require_safe
def mandate(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one mandate."""
    record = get_object_or_404(
        Mandate.objects.visible().shown().prefetch_related(cited(Mandate), "fields_of_work__theme"), slug=slug
    )
    return show(request, "mandate", record, [])


@require_safe
def engagement(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one engagement, by its slug, or by its number where it has none."""
    rows = Engagement.objects.visible().shown().prefetch_related(cited(Engagement), found.other_authors())
    wanted = Q(slug=slug) | Q(slug__isnull=True, pk=int(slug)) if _is_key(slug) else Q(slug=slug)
    record = rows.filter(wanted).first()
    if record is None:
        raise Http404
    if record.publication_id and not Publication.objects.visible().filter(pk=record.publication_id).exists():
        record.publication = None
    return show(request, "engagement", record, [])


def _is_key(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 19


@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a meeting: its place in its series, its topics, who took part in which role."""
    record = get_object_or_404(
        Meeting.objects.visible()
        .select_related("series", "country", "part_of", "follows")
        .prefetch_related(cited(Meeting), "topics__theme"),
        slug=slug,
    )
    sections = kept(
        found.plain(
            Participation.objects.filter(meeting=record), "participants", _("Who took part"), "meeting"
        ),
        day=as_of(request),
    )
    related = Meeting.objects.visible().filter(Q(part_of=record) | Q(follows=record))
    return show(
        request,
        "meeting",
        record,
        sections,
        parts=[one for one in related if one.part_of_id == record.pk],
        next_meetings=[one for one in related if one.follows_id == record.pk],
        part_of=_if_public(record.part_of),
        follows=_if_public(record.follows),
    )


def _if_public(record: Meeting | None) -> Meeting | None:
    return record if record is not None and record.is_published else None


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a theme: the institutions that work on it, the mandates and engagements about it."""
    record = get_object_or_404(Theme.objects.select_related("parent").prefetch_related("narrower"), slug=slug)
    within = Q(theme=record) | Q(theme__parent=record)
    sections = kept(
        _institutions(
            Institution.objects.filter(fields_of_work__in=_links(record)).distinct(),
            _("Institutions that work on it"),
            f"{reverse('directory:institutions')}?theme={slug}",
        ),
        found.mandates(
            Mandate.objects.filter(fields_of_work__theme__in=[record, *record.narrower.all()]).distinct(),
            "mandates",
            _("Mandates"),
            "theme",
            f"{reverse('directory:mandates')}?theme={slug}",
        ),
        found.engagements(Engagement.objects.filter(within), "engagements", _("Engagements"), "theme"),
        _meetings(Meeting.objects.filter(topics__theme=record).distinct()),
        day=as_of(request),
    )
    return show(request, "theme", record, sections)


def _links(record: Theme) -> Any:
    from institutions.models import InstitutionTheme

    return InstitutionTheme.objects.filter(Q(theme=record) | Q(theme__parent=record))


@require_safe
def country(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a country: its institutions, what its State is party to, what engagements concern it."""
    record = get_object_or_404(Country.objects.prefetch_related("subdivisions"), slug=slug)
    state = Q(institution__country=record, institution__kind=Kind.STATE)
    sections = kept(
        _institutions(
            record.institutions.all(),
            _("Institutions"),
            f"{reverse('directory:institutions')}?country={record.code}",
        ),
        found.engagements(
            Engagement.objects.filter(country=record),
            "engagements",
            _("Engagements that concern it"),
            "country",
            f"{reverse('directory:engagements')}?country={record.code}",
        ),
        found.parties(Party.objects.filter(state), "acts", _("Party to"), "institution"),
        _meetings(Meeting.objects.filter(country=record)),
        day=as_of(request),
    )
    return show(request, "country", record, sections)


def _institutions(rows: Any, title: str, more: str) -> Section:
    shown = rows.visible().select_related("country").in_order()[: found.SHOWN + 1]
    return Section("institutions", title, list(shown), "_statements/institution.html", "list", more)


def _meetings(rows: Any) -> Section:
    return found.section("meetings", _("Meetings"), rows.newest_first(), "list")
