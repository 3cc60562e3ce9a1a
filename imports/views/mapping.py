"""The page that says how a file is laid out: what was found in it, and which column is which field."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from imports import actions, surveying, tasks, wording
from imports import messages as said
from imports.columns_page import context_of
from imports.mapping_form import mapping_from
from imports.models import Import, SavedMapping, State
from imports.readers.errors import MappingError
from imports.readers.mapping import Mapping
from imports.views.access import attempt, may_import, own_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the file is laid out and let it be corrected; then it is read."""
    import_ = own_or_404(request, pk)
    if import_.state not in (State.MAPPING, State.PREVIEWED) or not import_.file:
        return redirect(import_)
    if request.method == "POST":
        return _post(request, import_)
    kept = _saved(request, import_)
    import_.mapping = kept.mapping if kept else import_.mapping
    return _page(request, import_, Mapping.from_json(import_.mapping), used=kept.name if kept else "")


def _saved(request: HttpRequest, import_: Import) -> SavedMapping | None:
    name = request.GET.get("saved", "")
    return SavedMapping.objects.filter(name=name, target=import_.target).first() if name else None


def _post(request: HttpRequest, import_: Import) -> HttpResponse:
    try:
        wanted = mapping_from(request.POST, import_)
        if "look" in request.POST:
            return _look_again(request, import_, wanted)
        wanted.validate(import_.target)
    except MappingError as error:
        problem = {"code": error.code, "parameters": error.parameters}
        return _page(request, import_, Mapping.from_json(import_.mapping), said.of_file(problem))
    import_.mapping = wanted.to_json()
    if missing := wording.missing(import_):
        return _page(request, import_, wanted, missing)
    return _read(request, import_, wanted)


def _look_again(request: HttpRequest, import_: Import, wanted: Mapping) -> HttpResponse:
    """Look for the columns anew, where the tables are said to be; then the page comes back."""
    found = attempt(
        request,
        import_.pk,
        lambda: actions.look_again(import_id=import_.pk, user=request.user, mapping=wanted.to_json()),
    )
    if isinstance(found, Import):
        tasks.read.enqueue(found.pk)
    return redirect("imports:import", import_.pk)


def _read(request: HttpRequest, import_: Import, wanted: Mapping) -> HttpResponse:
    options = {"complete": bool(request.POST.get("complete"))}
    found = attempt(
        request,
        import_.pk,
        lambda: actions.map_columns(
            import_id=import_.pk, user=request.user, mapping=wanted.to_json(), **options
        ),
    )
    if not isinstance(found, Import):
        return found
    _keep(request, found)
    tasks.read.enqueue(found.pk)
    return redirect(found)


def _keep(request: HttpRequest, import_: Import) -> None:
    name = request.POST.get("save_as", "").strip()[:120]
    if name:
        surveying.save_mapping(import_=import_, name=name, user=request.user)
        messages.success(
            request, _("The mapping is saved as “%s” and will be offered for such a file.") % name
        )


def _page(
    request: HttpRequest, import_: Import, wanted: Mapping, problem: str = "", used: str = ""
) -> HttpResponse:
    context = context_of(import_, wanted) | {
        "title": _("Columns of “%s”") % import_.filename,
        "problem": problem or said.of_file(import_.problem),
        "used": used,
    }
    return render(request, "imports/mapping.html", context, status=400 if problem else 200)
