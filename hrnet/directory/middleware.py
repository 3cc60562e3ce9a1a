"""What every request of the public site passes through: the day that it is read as of."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hrnet.directory.as_of import PARAMETER, as_of

Next = Callable[[HttpRequest], HttpResponse]

# Links within the site and forms that ask, as our templates write them; «data-any-day» leaves one alone.
_LINK = re.compile(r'(<a\b(?![^<>]*\bdata-any-day\b)[^<>]*?\bhref=")(/[^"#]*)(?=["#])')
_FORM = re.compile(r'<form\b(?![^<>]*\bdata-any-day\b)(?![^<>]*\bmethod="post")[^<>]*>', re.IGNORECASE)


class AsOfMiddleware:
    """Keep the day while browsing: each link to a public page carries it, and each form that asks.

    It stands here and not in the templates, so that no page, picture or redirect can forget it. Where no
    day is asked for, nothing is read or changed.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        day = getattr(request, "as_of", None)
        if day is None or response.streaming:
            return response
        if location := response.headers.get("Location"):
            response.headers["Location"] = _carrying(location, day.isoformat(), "&")
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            response.content = with_day(response.content.decode(), day.isoformat()).encode()
        return response

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _options: Any) -> None:
        """Read the day for a public page; what is none is refused before anything is looked up."""
        match = request.resolver_match
        if match is not None and match.namespace == "directory":
            request.as_of = as_of(request)  # type: ignore[attr-defined]


def with_day(page: str, day: str) -> str:
    """Return the HTML ``page`` with ``day`` in its links to public pages and in its forms that ask."""
    page = _LINK.sub(lambda found: found[1] + _carrying(found[2], day, "&amp;"), page)
    field = f'<input type="hidden" name="{PARAMETER}" value="{day}">'
    return _FORM.sub(lambda found: found[0] + field, page)


def _carrying(address: str, day: str, also: str) -> str:
    address, hash_, anchor = address.partition("#")
    path, _mark, query = address.partition("?")
    if not re.search(rf"(^|&(amp;)?){PARAMETER}=", query) and _is_public(path):
        address = f"{path}?{query}{also if query else ''}{PARAMETER}={day}"
    return f"{address}{hash_}{anchor}"


def _is_public(path: str) -> bool:
    """Tell whether a path is a public page’s, by its first word: a page may have hundreds of links."""
    first, *rest = path.lstrip("/").split("/")
    if first in _languages():
        first = rest[0] if rest else ""
    return path.startswith("/") and first in _first_words()


@cache
def _languages() -> frozenset[str]:
    return frozenset(code for code, _name in settings.LANGUAGES)


@cache
def _first_words() -> frozenset[str]:
    from hrnet.directory.urls import urlpatterns  # the addresses are there once all is loaded

    return frozenset(str(one.pattern).split("/")[0] for one in urlpatterns)
