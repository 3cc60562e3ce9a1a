"""What is remembered for the next file: saved mappings and decisions on names; both can be taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hrnet.lib.names import fold
from imports.models import Decision, SavedMapping, Target
from imports.targets import spec_of
from imports.views.access import may_import

PAGE = 200


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def mappings(request: HttpRequest) -> HttpResponse:
    """List the saved mappings; forget one."""
    if request.method == "POST":
        _forget(request, SavedMapping.objects)
        return redirect("imports:mappings")
    saved = SavedMapping.objects.select_related("owner")[:PAGE]
    return render(request, "imports/mappings.html", {"title": _("Saved mappings"), "saved": saved})


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def decisions(request: HttpRequest) -> HttpResponse:
    """List the decisions on names that hold for the next file, with where they come from; take one back."""
    if request.method == "POST":
        _forget(request, _may_forget(request))
        return redirect("imports:decisions")
    kept = Decision.objects.remembered().select_related(
        "institution__country", "instrument", "country", "of_import", "made_by"
    )
    asked = request.GET.get("q", "").strip()[:200]
    if asked:
        kept = kept.filter(folded__contains=fold(asked))
    found = list(kept[: PAGE + 1])
    context = {
        "title": _("Decisions on names"),
        "decisions": found[:PAGE],
        "may_forget": set(
            _may_forget(request).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True)
        ),
        "asked": asked,
        "more": len(found) > PAGE,
    }
    return render(request, "imports/decisions.html", context)


def _forget(request: HttpRequest, manager: Any) -> None:
    text = request.POST.get("forget", "")
    key = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    get_object_or_404(manager, pk=key).delete()
    messages.success(request, _("Taken back."))


def _may_forget(request: HttpRequest) -> Any:
    """Return the remembered decisions that this person may take back.

    What publishers decided steers what is public at once: only who publishes takes it back.
    """
    user: Any = request.user
    decisions = Decision.objects.remembered()
    for target in Target.values:
        publish = spec_of(target).publish
        if not user.has_perm(publish):
            decisions = decisions.exclude(pk__in=decisions.by_publishers(publish).values("pk"))
    return decisions
