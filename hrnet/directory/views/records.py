"""The pages of institutions, networks, treaty bodies and what is told of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hrnet.directory import statements as found
from hrnet.directory.as_of import as_of
from hrnet.directory.remembering import drawn, remembered
from hrnet.directory.statements import Notes, Section, cited, kept
from institutions.models import Institution, Name, Publication, Relation
from mandates.models import Accreditation, Engagement, Mandate, MandateHolder, Monitoring, Party, TreatyBody
from networks.models import Aim, Membership, Network, Participation, Ruling
from sources.models import Source


def show(
    request: HttpRequest, template: str, record: Any, sections: list[Section], **more: Any
) -> HttpResponse:
    """Show a record’s page: its facts, its sections, the notes that they use."""
    around = {"title": str(record), "on_that_day": found.that_day(record, as_of(request)), "is_record": True}
    context = {"record": record, "sections": sections, "notes": Notes(), **more}
    return drawn(request, f"directory/{template}.html", context, around)


@require_safe
@remembered
def institution(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show an institution; a network or a treaty body has its page at an address of its own."""
    record = get_object_or_404(
        Institution.objects.visible()
        .select_related("country", "subdivision", "network", "treaty_body")
        .prefetch_related(*_institution_parts()),
        slug=slug,
    )
    for profile in ("treaty_body", "network"):
        if hasattr(record, profile):
            return redirect(getattr(record, profile))
    return show(
        request, "institution", record, kept(*_told_of(record), day=as_of(request)), institution=record
    )


def _institution_parts(path: str = "") -> list[Any]:
    """Return what every page about an institution loads with it."""
    return [
        cited(Institution, f"{path}citations"),
        f"{path}names",
        cited(Name, f"{path}names__citations"),
        f"{path}identifiers",
        f"{path}fields_of_work__theme",
        f"{path}reach_countries__country",
    ]


def _told_of(record: Institution) -> list[Section]:
    """Return the sections of what is told of an institution, in the order of a reader’s interest."""
    address, memberships = reverse("directory:engagements"), reverse("directory:memberships")
    return [
        found.mandates(Mandate.objects.filter(institution=record), "mandates", _("Mandates"), "institution"),
        found.memberships(
            Membership.objects.filter(institution=record),
            "memberships",
            _("Belongs to"),
            "institution",
            f"{memberships}?institution={record.slug}",
        ),
        found.engagements(
            Engagement.objects.filter(actor=record),
            "engagements",
            _("Acts towards others"),
            "actor",
            f"{address}?actor={record.slug}",
        ),
        found.engagements(
            Engagement.objects.filter(target=record),
            "engagements-received",
            _("Others act towards it"),
            "target",
            f"{address}?target={record.slug}",
        ),
        found.engagements(
            Engagement.objects.filter(authors__institution=record),
            "engagements-joint",
            _("Acts jointly"),
            "author",
        ),
        found.participations(
            Participation.objects.filter(institution=record), "meetings", _("Meetings"), "institution"
        ),
        found.plain(
            MandateHolder.objects.filter(institution=record), "holders", _("Who held the office"), "office"
        ),
        found.plain(
            Accreditation.objects.filter(institution=record),
            "accreditations",
            _("Accreditation"),
            "institution",
        ),
        found.parties(Party.objects.filter(institution=record), "acts", _("Party to"), "institution"),
        found.plain(Relation.objects.filter(subject=record), "relations", _("Relations"), "subject"),
        found.plain(
            Relation.objects.filter(object=record), "relations-from", _("Relations from others"), "object"
        ),
        _publications(record),
    ]


def _publications(record: Institution) -> Section:
    rows = Publication.objects.visible().filter(author=record).select_related("author", "addressee")
    return Section(
        "publications",
        _("Publications"),
        list(rows.prefetch_related(cited(Publication)).order_by("-published_earliest", "slug")),
        "_statements/publication.html",
        "author",
    )


@require_safe
@remembered
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a network: who belongs to it, then what is told of it as an institution."""
    record = get_object_or_404(
        Network.objects.visible()
        .select_related("institution__country", "institution__subdivision")
        .prefetch_related(*_institution_parts("institution__"), "aims", cited(Aim, "aims__citations")),
        institution__slug=slug,
    )
    members = found.memberships(
        Membership.objects.filter(network=record),
        "members",
        _("Members"),
        "network",
        f"{reverse('directory:memberships')}?network={slug}",
    )
    sections = kept(members, *_told_of(record.institution), day=as_of(request))
    return show(request, "network", record, sections, institution=record.institution)


@require_safe
@remembered
def treaty_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a treaty body: what it monitors, then what is told of it as an institution."""
    record = get_object_or_404(
        TreatyBody.objects.visible()
        .select_related("institution__country", "institution__subdivision")
        .prefetch_related(*_institution_parts("institution__")),
        institution__slug=slug,
    )
    monitored = found.plain(
        Monitoring.objects.filter(treaty_body=record), "monitors", _("Monitors"), "treaty_body"
    )
    sections = kept(monitored, *_told_of(record.institution), day=as_of(request))
    return show(request, "treaty_body", record, sections, institution=record.institution)


@require_safe
def membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one membership: its status over time, and where sources disagree, what each says."""
    record = get_object_or_404(
        Membership.objects.visible().shown().prefetch_related(cited(Membership), "status_changes"), pk=pk
    )
    others = _others_that_disagree(record)
    record.sources_disagree = bool(others)  # type: ignore[attr-defined]
    rulings = Ruling.objects.filter(
        taken_back_at__isnull=True, first__in=[record, *others], second__in=[record, *others]
    )
    return show(
        request,
        "membership",
        record,
        [],
        others=others,
        rulings=rulings.select_related("first__role", "second__role") if others else [],
        contradicting=[one for one in record.citations.all() if one.effect == "contradicts"],
    )


def _others_that_disagree(record: Membership) -> list[Membership]:
    """Return the other visible statements on the same place that disagree with ``record``."""
    if record.institution_id is None or record.network_id is None:
        return []
    others = Membership.objects.visible().disagreeing_with(record)
    return list(others.shown().prefetch_related(cited(Membership)).order_by("pk"))


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a source with all statements that cite it, in its own order: the extraction, checked by eye."""
    from hrnet.directory.cited_by import citing_page

    record = get_object_or_404(Source.objects.visible(), slug=slug)
    citing = citing_page(record, request.GET.get("after"))
    editions = (
        Source.objects.visible().same_list(record).exclude(pk=record.pk).order_by("-published_earliest")
    )
    return render(
        request,
        "directory/source.html",
        {"record": record, "citing": citing, "editions": editions, "title": str(record)},
    )
