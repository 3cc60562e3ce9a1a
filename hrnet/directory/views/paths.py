"""How two institutions are connected, in words, step by step."""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hrnet.directory.paths import asked as asking
from hrnet.directory.paths.asked import KINDS, Asked, End
from hrnet.directory.paths.drawing import drawing
from hrnet.directory.paths.finding import MOST_STEPS, Found, Path, find
from hrnet.directory.paths.statements import Pair, Statement, pair, statements
from hrnet.directory.paths.steps import Ties
from hrnet.directory.pictures.asked import TieKind
from hrnet.directory.pictures.records import Record, records
from hrnet.directory.pictures.ways import INSTITUTION, Key
from hrnet.directory.search.choosing import INSTITUTIONS, Choice
from hrnet.directory.statements import Notes

SHOWN = 4  # statements of one step


class Step(NamedTuple):
    """One step of a path: the sentences, how many more there are, whether any of them is sure."""

    said: list[tuple[Any, Statement]]
    more: int
    is_sure: bool


class Told(NamedTuple):
    """One path: the records in their order, and the steps between them."""

    records: list[Record]
    steps: list[Step]


@require_safe
def paths(request: HttpRequest) -> HttpResponse:
    """Show the shortest paths between two institutions; 404 where one of them is none of ours."""
    wanted = asking.asked(request)
    if _is_to_be_rewritten(request, wanted):
        return redirect(wanted.address)
    wrong, status = _wrong(wanted)
    context: dict[str, Any] = {
        "title": _title(wanted),
        "asked": wanted,
        "ends": [_box(wanted, end) for end in (wanted.start, wanted.goal)],
        "kinds": [(kind, TieKind(kind).label, kind in (wanted.kinds or KINDS)) for kind in KINDS],
        "sections": INSTITUTIONS,
        "wrong": wrong,
        "notes": Notes(),
    }
    if wanted.is_ready and not wrong:
        context |= _answer(wanted)
    return render(request, "directory/paths.html", context, status=status)


def _is_to_be_rewritten(request: HttpRequest, wanted: Asked) -> bool:
    """Whether an end was named otherwise than by its slug: the address to keep has the slug."""
    return any(
        end.record is not None and (f"{end.name}_is" in request.GET or request.GET.get(end.name) != end.slug)
        for end in (wanted.start, wanted.goal)
    )


def _title(wanted: Asked) -> str:
    if not wanted.is_ready:
        return _("How are two institutions connected?")
    names = {"first": wanted.start.record.label, "second": wanted.goal.record.label}
    return _("How are they connected: %(first)s and %(second)s") % names


def _wrong(wanted: Asked) -> tuple[str, int]:
    """Return what is wrong in plain words, and the status of such an answer."""
    ends = (wanted.start, wanted.goal)
    if problem := next((end.choice.wrong for end in ends if end.choice.wrong), ""):
        return problem, 400
    if unknown := next((end.choice.text for end in ends if not end.record and end.choice.is_near), ""):
        return _("Nothing public here goes by “%(text)s”.") % {"text": unknown}, 404
    if wanted.is_ready and wanted.start.record == wanted.goal.record:
        return _("Both are the same institution: choose another one for one of them."), 400
    return "", 200


def _box(wanted: Asked, end: End) -> dict[str, Any]:
    """Return what a box shows, and what a name typed into it may mean."""
    side = "start" if end.name == "from" else "goal"
    found = [] if end.record else end.choice.candidates
    chosen = [(one, _chosen(wanted, side, end.name, one.slug)) for one in found]
    return {"end": end, "choice": end.choice, "candidates": chosen}


def _chosen(wanted: Asked, side: str, name: str, slug: str) -> str:
    return wanted.but(**{side: End(name, None, Choice(slug))}).address


def _answer(wanted: Asked) -> dict[str, Any]:
    """Return the paths in words and as a picture; where there is none, what could be asked more widely."""
    ties = Ties(wanted.kinds, wanted.on, wanted.perhaps)
    start, goal = ((INSTITUTION, end.record.pk) for end in (wanted.start, wanted.goal))
    found = find(start, goal, ties)
    if not found.paths:
        return {"found": found, "verdict": _nothing(found), "wider": _wider(wanted)}
    said = statements(ties, found.paths)
    known = records({key for path in found.paths for key in path})
    shown = [path for path in found.paths if all(key in known for key in path)]
    return {
        "found": found,
        "verdict": _verdict(found),
        "paths": [_told(path, said, known) for path in shown],
        "drawing": drawing(wanted.start.record, shown, said, known, _title(wanted)) if shown else "",
    }


def _verdict(found: Found) -> str:
    steps, number = len(found.paths[0]) - 1, len(found.paths)
    by = ngettext("They are one step apart.", "They are %(steps)s steps apart.", steps) % {"steps": steps}
    if found.more:
        return by + " " + _("There are more than %(number)s such paths; these are some.") % {"number": number}
    several = ngettext("There is one such path.", "There are %(number)s such paths.", number)
    return by + " " + several % {"number": number}


def _nothing(found: Found) -> str:
    if found.is_bounded:
        return _(
            "No path of up to %(steps)s steps. Further on there are more records than one search looks at:"
            " choose fewer kinds of tie, or a day."
        ) % {"steps": found.looked}
    return _("No path of up to %(steps)s steps is known.") % {"steps": MOST_STEPS}


def _wider(wanted: Asked) -> list[tuple[str, str]]:
    """Return what could be asked more widely, and its address."""
    found = []
    if wanted.kinds:
        found.append((_("by all kinds of tie"), wanted.but(kinds=()).address))
    if wanted.on:
        found.append((_("at any time, not only on that day"), wanted.but(on=None).address))
    if not wanted.perhaps:
        label = _("with what is unknown, only attested, possible or planned")
        found.append((label, wanted.but(perhaps=True).address))
    return found


def _told(path: Path, said: dict[Pair, list[Statement]], known: dict[Key, Record]) -> Told:
    steps = [_step(said.get(pair(one, other), []), known) for one, other in itertools.pairwise(path)]
    return Told([known[key] for key in path], steps)


def _step(said: list[Statement], known: dict[Key, Record]) -> Step:
    shown = [(one.sentence(known), one) for one in said[:SHOWN]]
    return Step(shown, len(said) - len(shown), any(one.is_sure for one in said))
