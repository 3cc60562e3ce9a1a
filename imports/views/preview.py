"""The page of an import: its progress, its preview, or what it did; and the decisions on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from imports import actions, rights, tasks, wording
from imports import messages as said
from imports.forms import ConfirmForm
from imports.mapping_form import meanings, unknown_words
from imports.models import Import, Outcome, Row, State
from imports.targets import spec_of
from imports.views.access import (
    attempt,
    may_import,
    may_look,
    may_undo,
    own_or_404,
    readable_or_404,
    statement_url,
)
from networks.models import Membership

PAGE = 100
STORING = (State.CONFIRMED, State.APPLYING)
CODED = ("role", "status", "act")
ALWAYS = {"institution", "network", "role", "start", "end", "party", "instrument", "act", "signed", "date"}
WHERE_GIVEN = {"country", "status", "in_force"}


@require_safe
@may_look
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where an import stands: its progress, its preview, or what it did."""
    import_ = readable_or_404(request, pk)
    mine = import_.owner_id == request.user.pk
    if import_.state == State.MAPPING and mine:
        return redirect("imports:mapping", pk)
    outcome = request.GET.get("outcome", "")
    if outcome and outcome not in Outcome.values:
        raise BadRequest("outcome")
    rows = _rows(import_, outcome, request.GET.get("after", "0"))
    shown = rows[:PAGE]
    spec = spec_of(import_.target)
    context = {
        "title": _("Import of “%s”") % import_.filename,
        "import": import_,
        "mine": mine,
        "problem": said.of_file(import_.problem),
        "outcome": outcome,
        "tabs": _tabs(import_),
        "rows": _lines(import_, shown),
        "columns": _columns(import_),
        "next": shown[-1].number if len(rows) > PAGE else None,
        "here": "stored" if import_.is_stored or import_.state in STORING else "preview",
        "explained": wording.outcome(outcome),
        "ticking": outcome == Outcome.ENDED and mine and import_.state == State.PREVIEWED,
        "unknown_words": _unknown_words(import_) if mine and import_.state == State.PREVIEWED else [],
        "may_undo": may_undo(request, import_),
        "right": import_.right_rows(),
        "publishes": rights.may_publish(request.user, spec.model),
        "confirms": import_.counts.get("suggested", 0) if mine and import_.state == State.PREVIEWED else 0,
        "ticked": import_.rows.filter(outcome=Outcome.ENDED, ticked=True).count() if import_.complete else 0,
        "statement_url": statement_url(import_),
    }
    return render(request, "imports/import.html", context)


def _unknown_words(import_: Import) -> list[str]:
    """Return the words of roles, statuses and acts that were not understood, the most frequent first."""
    return [word for _field, word, _count in unknown_words(import_)] if import_.counts.get("wrong") else []


def _tabs(import_: Import) -> list[tuple[str, Any, int]]:
    """Return the outcomes with their numbers; the rarer ones only where there are some."""
    always = (Outcome.NEW, Outcome.CHANGED, Outcome.CONTRADICTED, Outcome.UNCHANGED, Outcome.WRONG)
    tabs = [(one.value, one.label, import_.counts.get(one.value, 0)) for one in Outcome]
    return [tab for tab in tabs if tab[2] or tab[0] in always]


def _rows(import_: Import, outcome: str, after: str) -> list[Row]:
    if not (after.isascii() and after.isdecimal() and len(after) < 10):
        raise BadRequest("after")
    rows = Row.objects.filter(of_import=import_, number__gt=int(after))
    if outcome:
        rows = rows.filter(outcome=outcome)
    return list(rows.order_by("number")[: PAGE + 1])


def _columns(import_: Import) -> list[tuple[str, str]]:
    """Return the fields that a row of the table shows, with what they are called.

    Those that say what a statement is are always there, the others where the file has them.
    """
    names = [
        name
        for name in spec_of(import_.target).fields
        if name in ALWAYS or (name in WHERE_GIVEN and name in _given(import_))
    ]
    return [(name, str(said.FIELD_NAMES.get(name, name))) for name in names]


def _given(import_: Import) -> set[str]:
    mapping = import_.mapping
    columns = mapping.get("columns", [])
    brackets = {name.strip() for one in columns for name in one.get("brackets", "").split(",")}
    across = mapping.get("across") or {}
    return {one["field"] for one in columns} | brackets | set(mapping.get("constants", ())) | {
        across.get("field", ""), across.get("cell", ""),
    }  # fmt: skip


def _lines(import_: Import, rows: list[Row]) -> list[tuple[Row, list[tuple[str, str]], list[str]]]:
    """Return each row with the cells to show, by their field, and what is to be said of it."""
    problems = said.of_rows(rows)
    ended = Membership.objects.shown().in_bulk(
        [row.statement_id for row in rows if row.outcome == Outcome.ENDED]
    )
    columns = [name for name, _label in _columns(import_)]
    called = {name: dict(meanings(name)) for name in columns if name in CODED}
    lines = []
    for row in rows:
        cells = _ended_cells(ended.get(row.statement_id)) if row.row == 0 else _cells(import_, row)
        texts = [(name, cells.get(name, "")) for name in columns]
        shown = [(name, called.get(name, {}).get(text, text)) for name, text in texts]
        lines.append((row, shown, problems[row.number]))
    return lines


def _cells(import_: Import, row: Row) -> dict[str, str]:
    cells = dict(zip(spec_of(import_.target).fields, row.cells, strict=False))
    first = spec_of(import_.target).fields[0]
    cells[first] = cells.get(first) or cells.get("acronym", "") or cells.get("identifier", "")
    if row.act:
        cells["act"] = row.act
    if row.act == "signature":
        cells |= {"date": "", "in_force": ""}
    return cells


def _ended_cells(membership: Membership | None) -> dict[str, str]:
    if membership is None:
        return {}
    return {
        "institution": str(membership.institution),
        "network": str(membership.network),
        "role": str(membership.role),
        "status": str(membership.get_status_display()),
        "start": str(membership.start or ""),
    }


@never_cache
@require_safe
@may_look
def status(request: HttpRequest, pk: int) -> JsonResponse:
    """Tell how far an import is, for its page to look at."""
    import_ = readable_or_404(request, pk)
    progress = getattr(import_, "progress", None)
    return JsonResponse(
        {
            "state": import_.state,
            "label": import_.get_state_display(),
            "moving": import_.is_moving,
            "step": wording.step(progress.step if progress else ""),
            "done": progress.done if progress else 0,
            "total": progress.total if progress else None,
        }
    )


@require_POST
@may_import
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a preview: it carries the import’s number alone, and twice is once."""
    form = ConfirmForm(request.POST)
    form.full_clean()
    found = attempt(
        request,
        pk,
        lambda: actions.confirm(
            import_id=pk, user=request.user, leave_out_wrong=form.cleaned_data["leave_out_wrong"]
        ),
        _("There is nothing to confirm here."),
    )
    if not isinstance(found, Import):
        return found
    if found.state == State.CONFIRMED:
        tasks.store.enqueue(found.pk)
    return redirect(found)


@require_POST
@may_import
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which of the members that a complete list does not name have ended, of those on the page."""
    import_ = own_or_404(request, pk)
    if import_.state == State.PREVIEWED:
        on_page = _numbers(request, "shown")
        ticked = _numbers(request, "ticked")
        ended = import_.rows.filter(outcome=Outcome.ENDED, number__in=on_page)
        ended.update(ticked=False)
        ended.filter(number__in=ticked).update(ticked=True)
        messages.success(request, _("Kept. They end when the import is stored."))
    return redirect(f"{import_.get_absolute_url()}?outcome=ended")


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name) if text.isdecimal() and len(text) < 10]


@require_POST
@may_import
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop what is being done; nothing of it stays."""
    found = attempt(
        request,
        pk,
        lambda: actions.cancel(import_id=pk, user=request.user),
        _("It is done already: what was stored can be undone."),
    )
    if isinstance(found, Import):
        messages.success(request, _("It stops: nothing of what was under way is stored."))
    return redirect("imports:import", pk)


@require_POST
@may_import
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again what failed or died while the file was read."""
    found = attempt(request, pk, lambda: actions.resume(import_id=pk, user=request.user))
    if isinstance(found, Import):
        tasks.read.enqueue(found.pk)
    return redirect("imports:import", pk)


@require_POST
@may_import
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop an import that was not stored."""
    found = attempt(
        request,
        pk,
        lambda: actions.drop(import_id=pk, user=request.user),
        _("This import is stored, or about to be: it cannot be dropped."),
    )
    if not isinstance(found, Import):
        return found
    messages.success(request, _("The import was dropped; nothing of it was stored."))
    return redirect("imports:index")
