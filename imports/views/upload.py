"""The list of imports, and bringing a file in."""

from __future__ import annotations

from django.core.files.base import ContentFile, File
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from imports import actions, tasks
from imports.actions import list_name_of
from imports.forms import UploadForm
from imports.models import State
from imports.readers.paste import FILENAME
from imports.readers.targets import FIELDS
from imports.views.access import may_import, may_look, own_or_404, readable


@require_safe
@may_look
def index(request: HttpRequest) -> HttpResponse:
    """List the imports, the newest first."""
    imports = readable(request).exclude(state=State.DROPPED)[:100]
    return render(request, "imports/index.html", {"title": _("Imports"), "imports": imports})


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def new(request: HttpRequest) -> HttpResponse:
    """Take a file, or a table that was pasted; it is looked at in the background."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else _form(request)
    if form.is_bound and form.is_valid():
        file, name = _file(form)
        import_ = actions.create(
            owner=request.user,
            file=file,
            filename=name,
            list_name=form.cleaned_data["list_name"],
            as_of=form.cleaned_data["as_of"],
            target=form.cleaned_data["target"],
            complete=form.cleaned_data["complete"],
            constants={"network": form.cleaned_data["network"]},
        )
        tasks.read.enqueue(import_.pk)
        return redirect(import_)
    context = {"title": _("Import a list"), "form": form, "columns": FIELDS}
    return render(request, "imports/new.html", context, status=400 if form.errors else 200)


def _form(request: HttpRequest) -> UploadForm:
    """Return the form: empty, or with the paste of the import ``again`` that could not be read."""
    key = request.GET.get("again", "")
    if not key:
        return UploadForm()
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    import_ = own_or_404(request, int(key))
    if not import_.is_refused_paste:
        raise Http404
    with import_.file.open("rb") as file:
        pasted = file.read().decode("utf-8", "replace")
    return UploadForm(
        initial={
            "pasted": pasted,
            "target": import_.target,
            "list_name": "" if import_.list_name == list_name_of(FILENAME) else import_.list_name,
            "as_of": import_.as_of,
            "network": import_.mapping.get("constants", {}).get("network", ""),
            "complete": import_.complete,
        }
    )


def _file(form: UploadForm) -> tuple[File, str]:
    """Return the file, or what was pasted as it is: the reader makes a table of it, under its limits."""
    if file := form.cleaned_data["file"]:
        return file, str(file.name)
    return ContentFile(form.cleaned_data["pasted"].encode(errors="replace"), name=FILENAME), FILENAME
