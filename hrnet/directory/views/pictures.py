"""Pictures of records, their files, their frame for other sites, timelines, and the map."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from hrnet.directory.pictures import files, making, svg, world
from hrnet.directory.pictures.asked import STEPS, Asked, TieKind, as_of, asked, years_beside
from hrnet.directory.pictures.making import Made
from hrnet.directory.pictures.models import Kept
from hrnet.directory.pictures.png import png
from hrnet.directory.pictures.subjects import Subject, subject
from hrnet.directory.pictures.timeline import parts, sheet
from hrnet.lib.dates import PartialDate
from institutions.models.institution import Kind

# A file has its style in it, and nothing else that a browser could run or fetch.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors *"
)
FORMS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
}


@require_safe
def picture(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Show the picture of a record with all that it says as a table."""
    one, wanted = subject(kind, slug), asked(request)
    if one.kind != kind:
        return redirect(one.address() + wanted.query())
    made = making.make(one, wanted)
    before, after = years_beside(wanted.on)
    context = {
        **_told(one, wanted, made),
        "kinds": [(code, label, code in (wanted.kinds or TieKind.values)) for code, label in TieKind.choices],
        "steps": STEPS,
        "table": SafeString(made.table),
        "alone": SafeString(made.facts["alone"]),
        "year_before": before and wanted.query(on=before),
        "year_after": after and wanted.query(on=after),
        "all_times": wanted.query(on=None),
        "files": [(form, one.address("picture_file", form) + wanted.query()) for form in FORMS],
        "frame": settings.BASE_URL + one.address("picture_embed") + wanted.query(),
    }
    return render(request, "directory/picture.html", context)


def _told(one: Subject, wanted: Asked, made: Made) -> dict[str, Any]:
    """Return what every page around a picture shows."""
    title = _title(one)
    drawing = _whole(one, wanted, made, alone=False) if made.drawing else ""
    return {
        "subject": one,
        "asked": wanted,
        "facts": made.facts,
        "title": title,
        "drawing": SafeString(drawing),
        "notes": _notes(one, wanted),
        "on": _day(wanted.on) if wanted.on else "",
    }


def _title(one: Subject) -> str:
    if one.is_party:
        return _("%(name)s: whom it is tied to") % {"name": one.record.label}
    return _("%(name)s: who is tied to whom") % {"name": one.record.label}


def _day(day: Any) -> str:
    date = PartialDate.of(day)
    return date.display() if date else ""


def _notes(one: Subject, wanted: Asked) -> list[str]:
    """Return where a picture is from, in lines short enough for its sheet."""
    when = _("as of %(day)s") % {"day": _day(wanted.on)} if wanted.on else _("all times")
    read = _("read on %(day)s") % {"day": _day(timezone.now().date())}
    address = f"{settings.BASE_URL}{one.address()}{wanted.query()}"
    return [f"hrnet · {_title(one)}", address, f"{when} · {read} · CC BY 4.0"]


def _whole(one: Subject, wanted: Asked, made: Made, *, alone: bool) -> str:
    said = _("%(records)s records and %(ties)s ties between them. The table beside it says the same.") % {
        "records": made.facts["records"],
        "ties": made.facts["ties"],
    }
    size = made.facts["width"], made.facts["height"]
    return svg.whole(made.drawing, size, _title(one), said, _notes(one, wanted), alone)


@require_safe
def picture_file(request: HttpRequest, kind: str, slug: str, form: str) -> HttpResponse:
    """Give the picture as a file: SVG or PNG to look at, GraphML or GEXF to work on."""
    if form not in FORMS:
        raise Http404
    one, wanted = subject(kind, slug), asked(request)
    content = _image(one, wanted, form) if form in ("svg", "png") else _data(one, wanted, form)
    if content is None:
        return _later()
    response = HttpResponse(content, content_type=FORMS[form])
    kept_as = "inline" if form in ("svg", "png") else "attachment"
    response["Content-Disposition"] = f'{kept_as}; filename="{one.record.slug}.{form}"'
    response["Content-Security-Policy"] = FILE_POLICY
    return response


def _image(one: Subject, wanted: Asked, form: str) -> str | bytes | None:
    made = making.make(one, wanted)
    if not made.drawing:
        return None
    return _whole(one, wanted, made, alone=True) if form == "svg" else _png(one, wanted, made)


def _png(one: Subject, wanted: Asked, made: Made) -> bytes | None:
    """Return the picture as PNG: drawn once a day, since it says when it was read."""
    today = timezone.now().date().isoformat()
    if made.kept and made.facts.get("image_of") == today:
        image = Kept.objects.filter(pk=made.kept.pk).values_list("image", flat=True).first()
        if image:
            return bytes(image)
    material, placed = making.materials(one, wanted, made)
    if placed is None:
        return None
    drawn = png(making.marks(material, placed), _notes(one, wanted))
    if made.kept:
        Kept.objects.filter(pk=made.kept.pk).update(image=drawn, facts=made.facts | {"image_of": today})
    return drawn


def _data(one: Subject, wanted: Asked, form: str) -> str:
    material, placed = making.materials(one, wanted)
    write = files.graphml if form == "graphml" else files.gexf
    return write(material, placed, settings.BASE_URL, " · ".join(_notes(one, wanted)))


def _later() -> HttpResponse:
    what = _("This picture is large and is being laid out. Ask again in some seconds.")
    response = HttpResponse(what, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "5"
    return response


@xframe_options_exempt
@require_safe
def picture_embed(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Show the picture alone, for a frame on any site; this address alone may be framed."""
    one, wanted = subject(kind, slug), asked(request)
    context = _told(one, wanted, making.make(one, wanted))
    context["whole_page"] = settings.BASE_URL + one.address() + wanted.query()
    response = render(request, "directory/picture_embed.html", context)
    response["Content-Security-Policy"] = FRAME_POLICY
    return response


@require_safe
def timeline(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Show what is told of an institution or a network along the years."""
    one, day = subject(kind, slug), as_of(request)
    if one.kind != kind:
        return redirect(one.address("timeline") + (f"?on={day.isoformat()}" if day else ""))
    found = parts(one, day)
    title = _("%(name)s: timeline") % {"name": one.record.label}
    context = {"subject": one, "title": title, "parts": found, "sheet": sheet(found), "on": _day(day)}
    return render(request, "directory/timeline.html", context)


@require_safe
def world_map(request: HttpRequest) -> HttpResponse:
    """Show a map of the countries, shaded by what is asked, and the same as a table."""
    day = as_of(request)
    form = world.MapForm(request.GET)
    context: dict[str, Any] = {"title": _("Map"), "form": form, "on": _day(day), "on_day": day}
    if not form.is_valid():
        return render(request, "directory/map.html", context, status=400)
    values = form.cleaned_data
    sort = values["sort"] or "number"
    rows = world.country_rows(world.counts(values, day), sort)
    outlines = world.outlines()
    context |= {
        "rows": rows,
        "shapes": world.shapes(rows),
        "legend": world.legend(rows),
        "lead": _map_lead(values),
        "sort": sort,
        "width": outlines["width"],
        "height": outlines["height"],
    }
    return render(request, "directory/map.html", context)


def _map_lead(values: dict[str, Any]) -> str:
    """Say in words what the map counts."""
    if values["show"] == world.MEMBERS:
        return _("Members of %(name)s, by country.") % {"name": values["network"]}
    if values["show"] == world.PARTIES:
        return _("States bound by %(name)s.") % {"name": values["instrument"]}
    if values["kind"]:
        return _("Institutions by country: %(kind)s.") % {"kind": dict(Kind.choices)[values["kind"]]}
    return _("Institutions by country.")
