"""What every request passes through before a view sees it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import loader
from django.urls import reverse
from psycopg_pool import PoolTimeout

Next = Callable[[HttpRequest], HttpResponse]

# Answered without regard to who asks. Whatever is not named here, or a public page, is private.
PUBLIC_NAMES = {"health", "robots", "sitemap", "sitemap_part", "security_txt"}


class AnswerPrivacyMiddleware:
    """Say of each answer whether it may be stored, and whether other sites may load it.

    Private is whatever is not a public page, and whatever is sent to somebody who has a session: such an
    answer is never stored, and no other site may load it. Public files (pictures, downloads, static files)
    and the pages that may stand in a frame elsewhere may be loaded by other sites; other pages may not.

    It stands outside all others, so that errors and redirects have the headers too, and reads nothing from
    the database.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        private = not _is_public(request, response)
        if private and "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-store"
        shared = not private and _is_embeddable(response)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
        return response


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    if request.path.startswith(settings.STATIC_URL):
        return True
    if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
        return False
    match = request.resolver_match
    return match is not None and (match.namespace == "directory" or match.view_name in PUBLIC_NAMES)


def _is_embeddable(response: HttpResponse) -> bool:
    """Tell whether other sites may show it: a page where it says so, and every file."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return not is_page or getattr(response, "xframe_options_exempt", False)


class DatabaseDownMiddleware:
    """Answer 503 with ``Retry-After`` while the database cannot be reached; recovery needs no restart.

    This is for views. What fails in another middleware, such as reading the session, Django turns into a
    500 before it comes here: ``hrnet.directory.errors.server_error`` asks :func:`is_down` for those.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Catch it where a view raised it, before Django turns it into a 500."""
        return unavailable() if is_down(exception) else None


def is_down(exception: BaseException | None) -> bool:
    """Tell whether ``exception`` says that the database does not answer."""
    return isinstance(exception, OperationalError | InterfaceError | PoolTimeout)


def unavailable() -> HttpResponse:
    """Return the page for «the database does not answer»: it must need no database itself."""
    page = loader.get_template("503.html").render({})
    return HttpResponse(page, status=503, headers={"Retry-After": "5"})


class CleanAddressMiddleware:
    """Refuse addresses that no link of ours and no browser writes: NUL, or bytes that are not UTF-8."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _clean(request):
            return HttpResponse("This address is not valid.", status=400, content_type="text/plain")
        return self.get_response(request)


def _clean(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    if "\0" in request.path or "%00" in query or "\0" in query or "\ufffd" in request.path:
        return False
    return not any("\ufffd" in text for pair in request.GET.lists() for text in (pair[0], *pair[1]))


class SecondFactorMiddleware:
    """Where it is required, lead who edits to set up a second factor before anything else."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.HRNET_REQUIRE_SECOND_FACTOR and self._lacks_one(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _lacks_one(self, request: HttpRequest) -> bool:
        from allauth.mfa.utils import is_mfa_enabled

        if not request.user.is_authenticated or request.path.startswith(settings.STATIC_URL):
            return False
        if request.path.startswith((reverse("mfa_index"), reverse("account_login").rsplit("login/")[0])):
            return False
        return not is_mfa_enabled(request.user)


class RefusalLogMiddleware:
    """Write each refusal (403) into the security log: whom, and which kind of page, but not which record."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from hrnet.accounts import log

        response = self.get_response(request)
        if response.status_code == 403:
            match = request.resolver_match
            log.record("refused", user=request.user.pk, page=match.view_name if match else "-")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what to do where a second factor was encrypted with a key that this machine does not have."""
        from hrnet.accounts.factors import UnreadableFactorError, unreadable_page

        return unreadable_page(request) if isinstance(exception, UnreadableFactorError) else None
