"""Where a page is gone, its retired address leads on: status 301, so that citations keep working."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from hrnet.directory.citing.kinds import BY_PATH, start_of
from hrnet.directory.citing.models import RetiredAddress

STEPS = 5  # an address that was retired, then what it led to, and so on
_PAGE = re.compile(r"/(?P<kind>[a-z-]+)/(?P<key>[-a-zA-Z0-9_]+)/(?P<rest>.*)")


class RetiredAddressMiddleware:
    """Lead on from an address that is not found, if it was retired."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code != 404 or request.method not in ("GET", "HEAD"):
            return answer
        address = leads_to(request.path_info)
        if address is None:
            return answer
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def leads_to(path: str) -> str | None:
    """Return where the page at ``path`` is now; ``None`` where it was not retired or nothing is there."""
    language, rest = _language_of(path)
    if not (page := _PAGE.fullmatch(rest)) or page["kind"] not in BY_PATH:
        return None
    place = (page["kind"], page["key"])
    for _step in range(STEPS):
        following = RetiredAddress.objects.filter(kind=place[0], key=place[1])
        if (there := following.values_list("to_kind", "to_key").first()) is None:
            return None
        place = there
        if BY_PATH[place[0]].find(place[1]):
            return f"{start_of(language)}{place[0]}/{place[1]}/{page['rest']}"
    return None


def slug_now(slug: str, *kinds: str) -> str:
    """Return the slug that a retired one of a page of ``kinds`` leads to; empty where it leads nowhere."""
    for kind in kinds:
        if address := leads_to(f"/{kind}/{slug}/"):
            return address.rstrip("/").rpartition("/")[2]
    return ""


def _language_of(path: str) -> tuple[str, str]:
    for code, _name in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            return code, path.removeprefix(f"/{code}")
    return settings.LANGUAGE_CODE, path
