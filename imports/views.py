"""The import’s own pages: upload, progress, preview, confirmation, and what an import did, for ever.

An import belongs to who uploaded it; others who may view imports read it once it is stored.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imports import actions, recovery, tasks
from imports import messages as said
from imports.forms import ConfirmForm, ExportForm, UploadForm
from imports.models import Import, Outcome, Row, State
from imports.readers.targets import FIELDS
from imports.resources import FORMATS, MembershipResource
from networks.models import Membership

PAGE = 100


def may(permission: str) -> Any:
    """Let in who is signed in and may; others who are signed in are refused, not sent to sign in again."""

    def decorate(view: Any) -> Any:
        return login_required(permission_required(f"imports.{permission}", raise_exception=True)(view))

    return decorate


may_import = may("add_import")
may_look = may("view_import")


def readable(request: HttpRequest) -> Any:
    """Return the imports that this person may see: their own, and stored ones."""
    return Import.objects.filter(Q(owner=request.user) | Q(state=State.APPLIED)).select_related(
        "owner", "source"
    )


@require_safe
@may_look
def index(request: HttpRequest) -> HttpResponse:
    """List the imports, the newest first."""
    imports = readable(request).exclude(state=State.DROPPED)[:100]
    return render(request, "imports/index.html", {"title": _("Imports"), "imports": imports})


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def new(request: HttpRequest) -> HttpResponse:
    """Take a file; it is read in the background."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        import_ = actions.create(
            owner=request.user,
            file=file,
            filename=file.name,
            list_name=form.cleaned_data["list_name"],
            as_of=form.cleaned_data["as_of"],
            constants={"network": form.cleaned_data["network"]},
        )
        tasks.read.enqueue(import_.pk)
        return redirect(import_)
    context = {"title": _("Import memberships"), "form": form, "columns": FIELDS["memberships"]}
    return render(request, "imports/new.html", context, status=400 if form.errors else 200)


@require_safe
@may_look
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where an import stands: its progress, its preview, or what it did."""
    import_ = get_object_or_404(readable(request), pk=pk)
    recovery.recover(import_)
    outcome = request.GET.get("outcome", "")
    if outcome and outcome not in Outcome.values:
        raise BadRequest("outcome")
    rows = _rows(import_, outcome, request.GET.get("after", "0"))
    problems = said.of_rows(rows[:PAGE])
    context = {
        "title": _("Import of “%s”") % import_.filename,
        "import": import_,
        "mine": import_.owner_id == request.user.pk,
        "problem": said.of_file(import_.problem),
        "outcome": outcome,
        "tabs": [(one.value, one.label, import_.counts.get(one.value, 0)) for one in Outcome],
        "rows": [(row, _named(import_, row), problems[row.number]) for row in rows[:PAGE]],
        "next": rows[PAGE - 1].number if len(rows) > PAGE else None,
        "right": import_.right_rows(),
        "publishes": request.user.has_perm("networks.publish_membership"),
    }
    return render(request, "imports/import.html", context)


@never_cache
@require_safe
@may_look
def status(request: HttpRequest, pk: int) -> JsonResponse:
    """Tell how far an import is, for its page to look at."""
    import_ = get_object_or_404(readable(request), pk=pk)
    recovery.recover(import_)
    return JsonResponse({"state": import_.state, "moving": import_.is_moving, "done": import_.done})


def _rows(import_: Import, outcome: str, after: str) -> list[Row]:
    if not (after.isascii() and after.isdecimal() and len(after) < 10):
        raise BadRequest("after")
    rows = Row.objects.filter(of_import=import_, number__gt=int(after))
    if outcome:
        rows = rows.filter(outcome=outcome)
    return list(rows.order_by("number")[: PAGE + 1])


def _named(import_: Import, row: Row) -> dict[str, str]:
    named = dict(zip((field.name for field in FIELDS[import_.target]), row.cells, strict=False))
    return {**named, **{name: value for name, value in import_.constants.items() if not named.get(name)}}


@require_POST
@may_import
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a preview: it carries the import’s number alone, and twice is once."""
    form = ConfirmForm(request.POST)
    form.full_clean()
    try:
        import_ = actions.confirm(
            import_id=pk, user=request.user, leave_out_wrong=form.cleaned_data["leave_out_wrong"]
        )
    except Import.DoesNotExist as error:
        raise Http404 from error
    except actions.NotNowError as refused:
        words = {
            "wrong_rows": _(
                "Some rows are wrong: mend the file and upload it again, or say that they be left out."
            )
        }
        messages.error(request, words.get(refused.state, _("There is nothing to confirm here.")))
        return redirect("imports:import", pk)
    if import_.state == State.CONFIRMED:
        tasks.store.enqueue(import_.pk)
    return redirect(import_)


@require_POST
@may_import
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop an import that was not stored."""
    try:
        actions.drop(import_id=pk, user=request.user)
    except Import.DoesNotExist as error:
        raise Http404 from error
    except actions.NotNowError:
        messages.error(request, _("This import is stored, or about to be: it cannot be dropped."))
        return redirect("imports:import", pk)
    messages.success(request, _("The import was dropped; nothing of it was stored."))
    return redirect("imports:index")


@require_safe
@may_look
def export(request: HttpRequest) -> HttpResponse:
    """Export memberships under the columns that an import reads."""
    if "format" not in request.GET:
        return render(
            request, "imports/export.html", {"title": _("Export memberships"), "form": ExportForm()}
        )
    form = ExportForm(request.GET)
    if not form.is_valid():
        return render(
            request, "imports/export.html", {"title": _("Export memberships"), "form": form}, status=400
        )
    rows = Membership.objects.standing_records()
    if form.cleaned_data["network"]:
        rows = rows.filter(network=form.cleaned_data["network"])
    kind = FORMATS[form.cleaned_data["format"]]()
    content = kind.export_data(MembershipResource().export(rows))
    response = HttpResponse(content, content_type=kind.get_content_type())
    response["Content-Disposition"] = f'attachment; filename="memberships.{kind.get_extension()}"'
    return response
