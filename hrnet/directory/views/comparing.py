"""Two to six records side by side: what they share, and what one has alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hrnet.directory.as_of import as_of
from hrnet.directory.comparing import asked as asking
from hrnet.directory.comparing.asked import (
    FEWEST,
    KINDS,
    MOST,
    SECTIONS,
    SHOWS,
    Asked,
    Compared,
    as_they_are_now,
    records,
)
from hrnet.directory.comparing.facts import facts
from hrnet.directory.comparing.lines import part, screen
from hrnet.directory.comparing.table import file
from hrnet.directory.comparing.topics import TOPICS
from hrnet.directory.comparing.wording import worded
from hrnet.directory.downloads import FORMATS
from hrnet.directory.search.choosing import Choice, choose
from hrnet.directory.statements import Notes
from hrnet.directory.views.lists import one_of


@require_safe
def compare(request: HttpRequest) -> HttpResponseBase:
    """Show records side by side; 404 where one is none of ours, 400 where there are too many."""
    wanted, day = asking.asked(request), as_of(request)
    choice = choose(request.GET.get("add", ""), SECTIONS[wanted.kind])
    if choice.slug or ("add" in request.GET and not choice.text):
        return redirect((wanted.with_slug(choice.slug) if choice.slug else wanted).address)
    compared, unknown = records(wanted)
    if unknown and (now := as_they_are_now(wanted, unknown)) != wanted:
        return redirect(now.address)
    wrong, status = _wrong(wanted, unknown, choice)
    ready = not unknown and FEWEST <= len(compared) <= MOST
    kind = one_of(request, "format", ("html", *FORMATS))
    if kind != "html" and ready:
        return file(request, wanted, compared, day, kind)
    context = {
        "title": _title(compared),
        "asked": wanted,
        "kinds": [(code, label, Asked(code, ()).address) for code, label in KINDS.items()],
        "compared": [_heading(wanted, one) for one in compared],
        "unknown": [(slug, wanted.without(slug).address) for slug in unknown],
        "wrong": wrong,
        "hint": _hint(compared),
        "ready": ready,
        "notes": Notes(),
        **_adding(wanted, choice, compared),
        **(_told(wanted, compared, day) if ready else {}),
    }
    return render(request, "directory/compare.html", context, status=status)


def _title(compared: list[Compared]) -> str:
    if len(compared) < FEWEST:
        return _("Compare")
    return _("Compare: %(names)s") % {"names": ", ".join(one.name for one in compared[:MOST])}


def _wrong(wanted: Asked, unknown: list[str], choice: Choice) -> tuple[str, int]:
    """Return what is wrong with what is asked, in plain words, and the status of such an answer."""
    if unknown:
        said = _("There is no public record of this kind at: %(slugs)s. Take it off, or choose another one.")
        return said % {"slugs": ", ".join(unknown)}, 404
    if len(wanted.slugs) > MOST:
        return _("At most six can stand side by side: take some off."), 400
    return choice.wrong, 400 if choice.wrong else 200


def _hint(compared: list[Compared]) -> str:
    """Say what is still needed before there is anything to compare."""
    if not compared:
        return _("Choose two to six records to see side by side: search for the first one.")
    return _("Choose at least one more to compare it with.") if len(compared) < FEWEST else ""


def _heading(wanted: Asked, one: Compared) -> dict[str, Any]:
    first = wanted.slugs[0] == one.slug
    return {
        "one": one,
        "remove": wanted.without(one.slug).address,
        "earlier": "" if first else wanted.earlier(one.slug).address,
    }


def _adding(wanted: Asked, choice: Choice, compared: list[Compared]) -> dict[str, Any]:
    """Return what the box that adds a record shows: nothing where there is no room for another."""
    candidates = [one for one in choice.candidates if one.slug not in wanted.slugs]
    return {
        "choice": choice,
        "has_room": len(wanted.slugs) < MOST,
        "sections": SECTIONS[wanted.kind],
        "candidates": [(one, wanted.with_slug(one.slug).address) for one in candidates],
    }


def _told(wanted: Asked, compared: list[Compared], day: Any) -> dict[str, Any]:
    room = screen(len(compared))
    found = (part(topic, compared, day, wanted.show, room) for topic in TOPICS[wanted.kind])
    return {
        "facts": facts(wanted.kind, compared),
        "parts": [worded(one) for one in found if one],
        "shows": [
            (Asked(wanted.kind, wanted.slugs, code).address, label, code == wanted.show)
            for code, label in SHOWS.items()
        ],
        "formats": FORMATS,
    }
