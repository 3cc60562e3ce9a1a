"""Undoing an import, from its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from imports import actions, records, rights, tasks
from imports.models import Import, Outcome, Row, State, Undone
from imports.targets import spec_of
from imports.views.access import attempt, may_import, may_undo, readable_or_404, statement_url
from sources.statements import ReviewState

LISTED = 200


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to undo an import; list what was edited since, where it was undone already."""
    import_ = readable_or_404(request, pk)
    if not may_undo(request, import_):
        return redirect(import_)
    if request.method == "POST":
        return _ask(request, import_)
    again = import_.state == State.UNDONE
    spec = spec_of(import_.target)
    publishes = rights.may_publish(request.user, spec.model)
    context = {
        "title": _("Undo the import of “%s”") % import_.filename,
        "import": import_,
        "edited": _named(import_.rows.filter(undone=Undone.EDITED)),
        "published": [] if publishes and not again else _named(_published(import_, again=again)),
        "publishes": publishes,
        "records": records.left(import_) if again else records.published(import_, request.user),
        "statement_url": statement_url(import_),
        "again": again,
        "decisions": import_.decisions.count(),
    }
    return render(request, "imports/undo.html", context)


def _published(import_: Import, *, again: bool) -> Any:
    """Return the rows whose statements are left to publishers: since the undoing, or before it."""
    if again:
        return import_.rows.filter(undone=Undone.PUBLISHED)
    decided = spec_of(import_.target).model._base_manager.exclude(review_state=ReviewState.DRAFT)
    stored = import_.rows.exclude(outcome__in=(Outcome.WRONG, Outcome.LEFT_OUT))
    return stored.filter(statement_id__in=decided.values("pk"))


def _named(rows: Any) -> list[tuple[Row, str]]:
    return [(row, " · ".join(cell for cell in row.cells if cell)) for row in rows.order_by("number")[:LISTED]]


def _ask(request: HttpRequest, import_: Import) -> HttpResponse:
    also = [int(text) for text in request.POST.getlist("also") if text.isdecimal() and len(text) < 19]
    if import_.state != State.UNDONE:
        also = []  # all of it: to take back some statements alone would leave the others unnamed
    elif not also and "rest" not in request.POST:
        return redirect(import_)
    found = attempt(
        request,
        import_.pk,
        lambda: actions.ask_to_undo(import_id=import_.pk, user=request.user),
        _("This import is not stored: there is nothing to undo."),
    )
    # Another person may have asked before, with other rights: what is ticked here is not done with theirs.
    if isinstance(found, Import) and found.undone_by_id == request.user.pk:
        tasks.take_back.enqueue(import_.pk, also)
    return redirect(import_)
