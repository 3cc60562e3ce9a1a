"""Undoing an import, from its page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from imports import actions, tasks
from imports.models import Import, State, Undone
from imports.views.access import attempt, may_import, may_undo, readable_or_404, statement_url

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
    edited = import_.rows.filter(undone=Undone.EDITED).order_by("number")[:LISTED]
    context = {
        "title": _("Undo the import of “%s”") % import_.filename,
        "import": import_,
        "edited": [(row, " · ".join(cell for cell in row.cells if cell)) for row in edited],
        "statement_url": statement_url(import_),
        "again": import_.state == State.UNDONE,
        "decisions": import_.decisions.count(),
    }
    return render(request, "imports/undo.html", context)


def _ask(request: HttpRequest, import_: Import) -> HttpResponse:
    also = [int(text) for text in request.POST.getlist("also") if text.isdecimal() and len(text) < 19]
    if import_.state == State.UNDONE and not also:
        return redirect(import_)
    found = attempt(
        request,
        import_.pk,
        lambda: actions.ask_to_undo(import_id=import_.pk, user=request.user),
        _("This import is not stored: there is nothing to undo."),
    )
    if isinstance(found, Import):
        tasks.take_back.enqueue(import_.pk, also)
    return redirect(import_)
