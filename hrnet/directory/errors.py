"""Pages for what goes wrong: each says what happened and what to do."""

from __future__ import annotations

import sys

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hrnet.accounts.middleware import is_down, unavailable
from sources.rights import NotAllowedError


class PlainWordsError(BadRequest):
    """The address asks for what cannot be; the text says why in the reader’s language."""


def _error(request: HttpRequest, status: int, title: str, what: str) -> HttpResponse:
    return render(request, "error.html", {"title": title, "what": what, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form asks for something that cannot be."""
    what = _("The address asks for something that cannot be. Go back, or start from a list.")
    if isinstance(exception, PlainWordsError):
        what = str(exception)
    return _error(request, 400, _("This request cannot be answered"), what)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in without the right to this; of a write, with what it would have written."""
    what = _("Your account may not do this. Ask an administrator for the role that may.")
    if isinstance(exception, NotAllowedError):
        what = str(exception)
    return _error(request, 403, _("Not allowed"), what)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or it is not public."""
    what = _("There is no such page here. It may not be published, or its address has a slip.")
    return _error(request, 404, _("Page not found"), what)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old, or came from elsewhere."""
    what = _("The form was open for too long, or your browser keeps no cookies. Go back, reload, try again.")
    return _error(request, 403, _("The form could not be accepted"), what)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own fault; needs nothing that may be broken. 503 where it is the database that is away."""
    from django.template import loader

    if is_down(sys.exception()):  # Django calls this while it handles what went wrong
        return unavailable()
    return HttpResponse(loader.get_template("500.html").render({}), status=500)
