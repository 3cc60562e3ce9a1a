"""Who sees an import: its owner; and once it was stored, whoever may view imports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from imports import actions, recovery, rights
from imports.models import Import
from imports.models.imports import STORED
from imports.targets import spec_of


def may(permission: str) -> Any:
    """Let in who is signed in and may; others who are signed in are refused, not sent to sign in again."""

    def decorate(view: Any) -> Any:
        return login_required(permission_required(f"imports.{permission}", raise_exception=True)(view))

    return decorate


may_import = may("add_import")
may_look = may("view_import")


def readable(request: HttpRequest) -> Any:
    """Return the imports that this person may see: their own, and those that were stored."""
    return Import.objects.filter(Q(owner=request.user) | Q(state__in=STORED)).select_related(
        "owner", "source", "progress", "undone_by"
    )


def readable_or_404(request: HttpRequest, pk: int) -> Import:
    """Return an import that this person may see, put back where a run of it died."""
    import_ = get_object_or_404(readable(request), pk=pk)
    recovery.recover(import_)
    return import_


def own_or_404(request: HttpRequest, pk: int) -> Import:
    """Return an import of this person’s own."""
    import_ = get_object_or_404(readable(request).filter(owner=request.user), pk=pk)
    recovery.recover(import_)
    return import_


def may_undo(request: HttpRequest, import_: Import) -> bool:
    """Tell whether this person may undo an import: its owner, or who publishes."""
    return rights.may_undo(request.user, import_)


def statement_url(import_: Import) -> str:
    """Return the name of the address at which the desk shows a statement of an import."""
    options = spec_of(import_.target).model._meta
    return f"admin:{options.app_label}_{options.model_name}_change"


def attempt(
    request: HttpRequest, pk: int, act: Callable[[], Import], refused: str = ""
) -> Import | HttpResponse:
    """Do something with an import; where it cannot be done now, say so on its page."""
    words = {
        "wrong_rows": _(
            "Some rows are wrong: mend the file and upload it again, or say that they be left out."
        )
    }
    try:
        return act()
    except Import.DoesNotExist as error:
        raise Http404 from error
    except actions.NotNowError as error:
        said = words.get(error.state) or refused or _("This cannot be done now: look at where the import is.")
        messages.error(request, said)
        return redirect("imports:import", pk)
