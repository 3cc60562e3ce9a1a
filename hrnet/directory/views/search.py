"""The search: its page, and the suggestions that are shown while one types."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hrnet.directory.keyset import BoundedCount
from hrnet.directory.search import looking
from hrnet.directory.search.asking import LONGEST, Asked, ask
from hrnet.directory.search.asking import wrong as unaskable
from hrnet.directory.search.finding import Found, find
from hrnet.directory.search.results import SECTIONS, Result, shown

PAGE_SIZE = 20
SUGGESTIONS = 8
SHORTEST_SUGGESTED = 2


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what goes by the name asked for; status 400 with what is wrong where that cannot be asked."""
    text, sections = request.GET.get("q", ""), request.GET.getlist("kind")
    wrong = _wrong(text, sections)
    asked = Asked("") if wrong else ask(text)
    found = find(asked, sections)
    page = _page_number(request.GET.get("page", "1"), len(found.hits))
    hits = found.hits[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    context = {
        "title": _("Search"),
        "query": text[:LONGEST],
        "asked": asked,
        "found": found,
        "results": shown(hits),
        "count": _count(found, sections),
        "kinds": _kinds(found, sections),
        "wrong": wrong,
        "page_number": page,
        "previous_page": page - 1,
        "next_page": page + 1 if page * PAGE_SIZE < len(found.hits) else 0,
    }
    return render(request, "directory/search.html", context, status=400 if wrong else 200)


def _wrong(text: str, sections: list[str]) -> str:
    """Return why this cannot be asked; nothing where it can."""
    if problem := unaskable(text):
        return problem
    if unknown := [one for one in sections if one not in SECTIONS]:
        return _("There is no kind “%(kind)s” here.") % {"kind": unknown[0][:40]}
    return ""


def _page_number(text: str, hits: int) -> int:
    """Return the page asked for: beyond the last one, that is the last one."""
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 6 and int(text)):
        raise BadRequest("There is no such page.")
    return min(int(text), max(1, -(-hits // PAGE_SIZE)))


def _count(found: Found, sections: list[str]) -> BoundedCount:
    counts = [number for section, number in found.counts.items() if not sections or section in sections]
    return BoundedCount(min(sum(counts), looking.COUNTED), found.is_exact)


def _kinds(found: Found, sections: list[str]) -> list[dict[str, Any]]:
    """Return the kinds to filter by: those that were found, and those that are chosen."""
    return [
        {
            "value": section,
            "label": label,
            "number": found.counts.get(section, 0),
            "chosen": section in sections,
        }
        for section, label in SECTIONS.items()
        if found.counts.get(section) or section in sections
    ]


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return the first records that go by what is typed: at most eight, with what a line about each shows.

    A box in which a record is chosen asks for some kinds alone, and gets the slug of each.
    """
    text, sections = request.GET.get("q", ""), request.GET.getlist("kind")
    if _wrong(text, sections):
        return JsonResponse({"suggestions": []}, status=400)
    asked = ask(text)
    if len(asked.folded) < SHORTEST_SUGGESTED and asked.script == "l":
        return JsonResponse({"suggestions": []})
    found = shown(find(asked, sections, counted=False).hits[:SUGGESTIONS])
    suggestions = [_suggestion(one) | ({"slug": one.slug} if sections else {}) for one in found]
    return JsonResponse({"suggestions": suggestions})


def _suggestion(result: Result) -> dict[str, str]:
    return {
        "address": result.address,
        "label": str(result.label),
        "language": getattr(result.label, "language", ""),
        "acronym": result.acronym,
        "about": " · ".join(str(part) for part in (result.kind, result.place) if part),
        "matched": result.matched,
        "matched_language": result.matched_language,
        "matched_as": result.matched_as,
    }
