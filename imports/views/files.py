"""Files that go back: the wrong rows, the open names, the memberships."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imports import giving_back
from imports.forms import ExportForm
from imports.resources import FORMATS, MembershipResource
from imports.views.access import may_look, own_or_404
from networks.models import Membership

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@may_look
def wrong_rows(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give back the wrong rows with what to mend, as a file that can be uploaded again."""
    import_ = own_or_404(request, pk)
    if kind not in KINDS or not import_.file or not import_.counts.get("wrong"):
        raise Http404
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"out.{kind}"
        giving_back.wrong_rows(import_, out)
        return _attachment(out, kind, f"to-mend-{import_.pk}.{kind}")


@require_safe
@may_look
def open_names(request: HttpRequest, pk: int) -> HttpResponse:
    """Give back the names that are not certain, with their candidates."""
    import_ = own_or_404(request, pk)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.csv"
        if not giving_back.open_names(import_, out):
            return redirect(import_)
        return _attachment(out, "csv", f"names-{import_.pk}.csv")


def _attachment(path: Path, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(path.read_bytes(), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@may_look
def export(request: HttpRequest) -> HttpResponse:
    """Export memberships under the columns that an import reads."""
    form = ExportForm(request.GET if "format" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        context = {"title": _("Export memberships"), "form": form}
        return render(request, "imports/export.html", context, status=400 if form.errors else 200)
    rows = Membership.objects.standing_records()
    if form.cleaned_data["network"]:
        rows = rows.filter(network=form.cleaned_data["network"])
    kind = FORMATS[form.cleaned_data["format"]]()
    content = kind.export_data(MembershipResource().export(rows))
    response = HttpResponse(content, content_type=kind.get_content_type())
    response["Content-Disposition"] = f'attachment; filename="memberships.{kind.get_extension()}"'
    return response
