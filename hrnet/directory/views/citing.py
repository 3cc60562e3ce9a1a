"""How to cite a record, what machines read of it, and what search engines are told of the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hrnet.directory.as_of import as_of
from hrnet.directory.citing import linked_data, sitemaps
from hrnet.directory.citing.citation import Citation, citation_of
from hrnet.directory.citing.kinds import BY_NAME, BY_PATH, Kind

SITEMAP_PART = r"^sitemap-(?P<name>[a-z-]+)-(?P<number>[0-9]{1,9})\.xml$"
TYPES = {
    "txt": "text/plain; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
    "jsonld": "application/ld+json",
}


@require_safe
def cite(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show how to cite a record: in words, as BibTeX, as CSL-JSON, with the day that it is read on."""
    if elsewhere := _moved(kind, key):
        return redirect(f"{elsewhere.address(key, _language(request))}cite/", permanent=True)
    record = _found(kind, key)
    context = {
        "title": _("Cite this page"),
        "record": record,
        "citation": _citation(request, record, BY_PATH[kind], key),
        "kind": kind,
        "key": key,
    }
    return render(request, "directory/cite.html", context)


@require_safe
def cite_file(request: HttpRequest, kind: str, key: str, form: str) -> HttpResponse:
    """Give a record’s citation, or its linked data, as a file."""
    if form not in TYPES:
        raise Http404
    record = _found(kind, key)
    citation = _citation(request, record, BY_PATH[kind], key)
    text = {
        "txt": lambda: citation.plain() + "\n",
        "bib": citation.bibtex,
        "json": citation.csl,
        "jsonld": lambda: linked_data.as_json(linked_data.described(record)),
    }[form]()
    name = f"{citation.handle}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=TYPES[form], headers=headers)


def _found(kind: str, key: str) -> Any:
    record = BY_PATH[kind].find(key) if kind in BY_PATH else None
    if record is None:
        raise Http404
    return record


def _moved(kind: str, key: str) -> Kind | None:
    """Return the kind at whose addresses the profile of the institution with ``key`` has its page."""
    if kind != "institutions" or BY_PATH[kind].find(key):
        return None
    return next((BY_NAME[one] for one in ("treaty_body", "network") if BY_NAME[one].find(key)), None)


def _language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE))


def _citation(request: HttpRequest, record: Any, kind: Kind, key: str) -> Citation:
    return citation_of(record, kind, key, as_of(request))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Give the list of the site’s maps."""
    return HttpResponse(sitemaps.index(), content_type="application/xml")


@require_safe
def sitemap_part(request: HttpRequest, name: str, number: str) -> HttpResponse:
    """Give one of the site’s maps: the public pages of one kind, some of them."""
    text = sitemaps.part(name, int(number))
    if text is None:
        raise Http404
    return HttpResponse(text, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots where readers’ pages are, and which addresses are no use to them."""
    lines = ["User-agent: *", *(f"Disallow: {one}" for one in sitemaps.NOT_FOR_ROBOTS)]
    text = "\n".join([*lines, "", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
