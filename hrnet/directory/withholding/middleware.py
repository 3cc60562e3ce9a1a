"""At the desk, withheld names and hidden texts are shown to those alone who write down persons."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from hrnet.directory.withholding.models import HiddenText
from hrnet.directory.withholding.places import anybody_is_withheld, person_named_in
from institutions.persons import all_names, may_see_all_names
from sources.masking import masked

DESK = ("admin", "imports")


class WithheldNamesMiddleware:
    """Let the desk call persons by name for those who may see withheld names; hide them from viewers.

    Everywhere else, and in every task and command, a withheld person is called “name withheld”.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as within:
            # The address first: who is signed in is not looked up for a public page.
            if _is_desk(request) and request.user.is_authenticated:
                if may_see_all_names(request.user):
                    within.enter_context(all_names())
                elif anybody_is_withheld():
                    within.enter_context(masked(_mask()))
                if request.method == "POST" and anybody_is_withheld():
                    return self._telling(request)
            return self.get_response(request)

    def _telling(self, request: HttpRequest) -> HttpResponse:
        """Say so where a text that was just written was hidden."""
        newest = HiddenText.objects.aggregate(newest=Max("pk"))["newest"] or 0
        answer = self.get_response(request)
        hidden = HiddenText.objects.waiting().filter(pk__gt=newest)
        if (
            hidden.exists()
            and may_see_all_names(request.user)
            and "/institutions/person/" not in request.path
        ):
            told = _(
                "What you wrote names a person whose name is withheld: that text is hidden. Write it anew."
            )
            messages.warning(request, told)
        return answer


def _is_desk(request: HttpRequest) -> bool:
    if not any(f"/{part}/" in request.path_info for part in DESK):
        return False
    try:
        found: Any = resolve(request.path_info)
    except Resolver404:
        return False
    return found.namespace.partition(":")[0] in DESK


def _mask() -> Callable[[str], str]:
    """Return what a viewer reads in place of a text of the history: itself, unless it names somebody."""

    @cache
    def mask(text: str) -> str:
        return _("[withheld]") if person_named_in(text) else text

    return mask
