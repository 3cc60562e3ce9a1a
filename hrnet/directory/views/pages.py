"""The start page, the pages about hrnet itself, and the health of the site."""

from __future__ import annotations

import datetime
import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hrnet.directory import start
from hrnet.ops.places import data_dir
from institutions.models import Institution
from mandates.models import Engagement, Instrument, Mandate
from networks.models import Meeting, Membership, Network
from sources.models import Source

LOW_DISK = 500 * 1024 * 1024  # bytes


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is here: how many and how fresh, what changed last, what can be asked, and a picture."""
    counts = [
        ("institutions", _("institutions"), Institution.objects.visible().count()),
        ("networks", _("networks"), Network.objects.visible().count()),
        ("memberships", _("memberships"), Membership.objects.visible().count()),
        ("mandates", _("mandates"), Mandate.objects.visible().count()),
        ("engagements", _("engagements"), Engagement.objects.visible().count()),
        ("meetings", _("meetings"), Meeting.objects.visible().count()),
        ("instruments", _("instruments"), Instrument.objects.visible().count()),
        ("sources", _("sources"), Source.objects.visible().count()),
    ]
    networks = Network.objects.visible().select_related("institution__country")
    newest = F("published_earliest").desc(nulls_last=True)
    return render(
        request,
        "directory/home.html",
        {
            "counts": [(f"directory:{name}", label, number) for name, label, number in counts],
            "sources": Source.objects.visible().exclude(kind="reference").order_by(newest, "pk")[:8],
            "networks": networks.order_by("institution__sort_en", "pk")[:12],
            "changes": start.newest_changes(),
            "questions": start.questions(),
            "picture": start.picture(),
            "title": "hrnet",
        },
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show what hrnet is and how it treats a statement."""
    return render(request, "directory/about.html", {"title": _("About hrnet")})


@require_safe
def licence(request: HttpRequest) -> HttpResponse:
    """Show under which terms the data and the software may be used."""
    return render(request, "directory/licence.html", {"title": _("Licence")})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what hrnet knows of persons and of its readers."""
    return render(request, "directory/privacy.html", {"title": _("Privacy")})


@require_safe
def report_error(request: HttpRequest) -> HttpResponse:
    """Show how to report an error, about the page that the reader came from."""
    return render(
        request,
        "directory/report_error.html",
        {
            "title": _("Report an error"),
            "about_page": _own_page(request.GET.get("page", "")),
            "contact": settings.HRNET_CONTACT,
        },
    )


def _own_page(path: str) -> str:
    """Return ``path`` as a full address, if it is one of our own pages."""
    try:
        resolve(path.split("?")[0])
    except Resolver404:
        return ""
    return settings.BASE_URL + path


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Tell a monitor whether the site can work: 200 where it can, 503 where it cannot.

    It names no version and no path; the age of the last backup is in hours, ``null`` where there is none.
    """
    database = _database_answers()
    free = shutil.disk_usage(data_dir()).free
    state = {
        "database": database,
        "migrations": database and not _migrations_pending(),
        "disk": free > LOW_DISK,
        "backup_age_hours": _backup_age(),
    }
    well = all(state[name] for name in ("database", "migrations", "disk"))
    return JsonResponse({"ok": well, **state}, status=200 if well else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations_pending() -> bool:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _backup_age() -> float | None:
    backups = sorted((data_dir() / "backups").glob("hrnet-*.tar"))
    if not backups:
        return None
    seconds = datetime.datetime.now(datetime.UTC).timestamp() - backups[-1].stat().st_mtime
    return round(seconds / 3600, 1)
