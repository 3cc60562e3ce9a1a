"""The pages on the names of a file: what each was taken for, and deciding on those that are not certain."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hrnet.lib.names import fold
from imports import actions, deciding, tasks, wording
from imports.deciding import Choice, NoSuchRecordError, kind_of
from imports.models import FileName, How, Import, Role, State, Verdict, WholeKind
from imports.records import described, shown
from imports.views.access import attempt, may_import, own_or_404, readable_or_404
from institutions.models import Institution, Name
from mandates.models import Instrument
from networks.models import Network
from sources.statements import ReviewState

PAGE = 50
FOUND = 20
NEAR = 0.6  # the score of a candidate that may be taken without looking at each


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """List the names by how they were taken, the open ones first; decide on a page of them at once."""
    if request.method == "POST":
        return _decide(request, own_or_404(request, pk))
    import_ = readable_or_404(request, pk)
    how = request.GET.get("how", How.OPEN)
    if how not in How.values:
        raise BadRequest("how")
    skip = request.GET.get("skip", "0")
    if not (skip.isascii() and skip.isdecimal() and len(skip) < 7):
        raise BadRequest("skip")
    rows = import_.names.filter(how=how).select_related("decision__made_by").order_by("-rows", "role", "key")
    found = list(rows[int(skip) : int(skip) + PAGE + 1])
    context = {
        "title": _("Names in “%s”") % import_.filename,
        "import": import_,
        "how": how,
        "tabs": _tabs(import_),
        "lines": _lines(import_, found[:PAGE]),
        "next": int(skip) + PAGE if len(found) > PAGE else None,
        "may_decide": import_.state == State.PREVIEWED and import_.owner_id == request.user.pk,
    }
    return render(request, "imports/names.html", context)


def _tabs(import_: Import) -> list[tuple[str, Any, int]]:
    counted = dict.fromkeys(How.values, 0)
    for how in import_.names.values_list("how", flat=True):
        counted[how] += 1
    order = (How.OPEN, *(one for one in How if one != How.OPEN))
    return [
        (one.value, one.label, counted[one.value]) for one in order if counted[one.value] or one == How.OPEN
    ]


def _lines(import_: Import, found: list[FileName]) -> list[dict[str, Any]]:
    """Return each name with its candidates, the reason of each, and what is known of them."""
    records = shown(import_, found)
    pickable = _networks(import_, found)
    lines = []
    for name in found:
        candidates = [
            {
                "record": record,
                "reason": wording.reason(one),
                "pickable": pickable is None or name.role == Role.PARTY or record.pk in pickable,
            }
            for one in name.candidates
            if (record := records.get((name.role, one["id"])))
        ]
        lines.append(
            {
                "name": name,
                "id": f"{name.role}-{name.key}",
                "candidates": candidates,
                "taken": records.get((name.role, name.found_id or 0)),
                "country": records.get(("country", name.country_id or 0)),
                "why": wording.why(name),
                "is_no_network": any(one["c"] == "not_a_network" for one in name.errors or ()),
                "kind": kind_of(import_, name.role).label,
            }
        )
    return lines


def _networks(import_: Import, found: list[FileName]) -> set[int] | None:
    """Return which candidates are networks, so that a row can name them as such; ``None`` for instruments."""
    if kind_of(import_, Role.WHOLE) != WholeKind.NETWORK:
        return None
    keys = [one["id"] for name in found if name.role == Role.WHOLE for one in name.candidates]
    return set(Network.objects.filter(pk__in=keys).values_list("pk", flat=True))


def _decide(request: HttpRequest, import_: Import) -> HttpResponse:
    """Write down what was chosen on the page, and let the preview be judged anew."""
    back = f"{request.path}?{request.META.get('QUERY_STRING', '')}"
    try:
        choices = _choices(request, import_)
        made = deciding.decide(import_=import_, user=request.user, choices=choices)
        made += _taken_back(request, import_)
    except (NoSuchRecordError, Import.DoesNotExist):
        messages.error(
            request, _("One of the records is not there any more: nothing was decided. Look again.")
        )
        return redirect(back)
    if not made:
        messages.info(request, _("Nothing was chosen."))
        return redirect(back)
    found = attempt(request, import_.pk, lambda: actions.judge_again(import_id=import_.pk, user=request.user))
    if isinstance(found, Import):
        tasks.read.enqueue(import_.pk)
        messages.success(request, _("Decided. The rows are compared once more."))
    return redirect("imports:import", import_.pk)


def _choices(request: HttpRequest, import_: Import) -> list[Choice]:
    """Read the choices: one for each name, or one for all that have none of their own."""
    choices = []
    for text in request.POST.getlist("name"):
        role, _dash, number = text.partition("-")
        if role not in Role.values or not (number.isdecimal() and len(number) < 10):
            raise BadRequest("name")
        chosen = request.POST.get(f"choice-{text}", "") or request.POST.get("all", "")
        if choice := _choice(import_, Role(role), int(number), chosen):
            choices.append(choice)
        for key in request.POST.getlist(f"not-{text}"):
            choices.append(Choice(Role(role), int(number), Verdict.NOT_SAME, _key(key)))
    return choices


def _choice(import_: Import, role: Role, number: int, chosen: str) -> Choice | None:
    if chosen == "first":
        return _first(import_, role, number)
    if chosen in (Verdict.CREATE, Verdict.LEAVE_OUT):
        return Choice(role, number, Verdict(chosen))
    if chosen.startswith("same-"):
        return Choice(role, number, Verdict.SAME, _key(chosen.removeprefix("same-")))
    return None


def _first(import_: Import, role: Role, number: int) -> Choice | None:
    """Return the choice of the first candidate that can be chosen, where it comes near the name at all."""
    name = import_.names.filter(role=role, key=number).first()
    if name is None:
        return None
    pickable = _networks(import_, [name]) if role == Role.WHOLE else None
    for one in name.candidates:
        if one["score"] >= NEAR and (pickable is None or one["id"] in pickable):
            return Choice(role, number, Verdict.SAME, one["id"])
    return None


def _key(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise BadRequest("choice")
    return int(text)


def _taken_back(request: HttpRequest, import_: Import) -> int:
    made = 0
    for text in request.POST.getlist("forget"):
        role, _dash, number = text.partition("-")
        if role in Role.values and number.isdecimal():
            made += deciding.forget(import_=import_, role=Role(role), key=_key(number))
    return made


@require_http_methods(["GET", "HEAD"])
@may_import
def name(request: HttpRequest, pk: int, role: str, key: int) -> HttpResponse:
    """Search for what one name means, among all that there is."""
    import_ = own_or_404(request, pk)
    found = get_object_or_404(import_.names.select_related("decision__made_by"), role=role, key=key)
    asked = request.GET.get("q", "").strip()[:200] or str(found)
    records = search(kind_of(import_, role), asked)
    line = _lines(import_, [found])[0]
    # What the search found already is not offered a second time.
    keys = {record.pk for record in records}
    line["candidates"] = [one for one in line["candidates"] if one["record"].pk not in keys]
    context = {
        "title": str(found),
        "import": import_,
        "line": line,
        "asked": asked,
        "found": records,
        "may_decide": import_.state == State.PREVIEWED,
    }
    return render(request, "imports/name.html", context)


def search(kind: WholeKind, asked: str) -> list[Any]:
    """Return the records of a kind with a name that has every word of ``asked`` in it."""
    words = fold(asked).split()[:8]
    if not words:
        return []
    if kind == WholeKind.INSTRUMENT:
        matched = Q()
        for word in words:
            matched &= (
                Q(title_en__icontains=word) | Q(title_fr__icontains=word) | Q(names__folded__contains=word)
            )
        keys = Instrument.objects.exclude(review_state=ReviewState.WITHDRAWN).filter(matched).distinct()
        return described(kind, list(keys.values_list("pk", flat=True)[:FOUND]))
    rows = Name.objects.all()
    for word in words:
        rows = rows.filter(folded__contains=word)
    institutions = Institution.objects.exclude(review_state=ReviewState.WITHDRAWN).filter(
        pk__in=rows.values("institution")
    )
    if kind == WholeKind.NETWORK:
        institutions = institutions.filter(network__isnull=False)
    return described(kind, list(institutions.in_order().values_list("pk", flat=True)[:FOUND]))
