"""What the start page shows: the newest changes, questions that the base answers, a picture of ties.

All of it is found in the base: a question is asked only where there is an answer.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet, Value
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from hrnet.directory.citing.kinds import BY_NAME
from institutions.models import Institution, Kind
from mandates.models import Engagement, Function, Mandate
from networks.models import Membership
from sources.history import event_model

CHANGES = 8
ANSWERS = 3
#: The kinds whose changes are told; a theme or a country is no news.
TOLD = ("institution", "membership", "mandate", "engagement", "meeting", "instrument", "source")


@dataclass(frozen=True)
class Change:
    """A public record, and when it was last changed."""

    record: Model
    at: datetime.datetime


def newest_changes() -> list[Change]:
    """Return the public records that were changed last, the newest first, as their histories tell."""
    first, *others = (_events(name) for name in TOLD)
    seen: dict[tuple[str, Any], datetime.datetime] = {}
    for name, key, at in sorted(first.union(*others, all=True), key=lambda event: event[2], reverse=True):
        seen.setdefault((name, key), at)
    newest = dict(list(seen.items())[:CHANGES])
    records = {name: _loaded(name, [key for kind, key in newest if kind == name]) for name in TOLD}
    found = [(records[name].get(key), at) for (name, key), at in newest.items()]
    return [Change(record, at) for record, at in found if record is not None]


def _events(name: str) -> QuerySet:
    """Return kind, key and moment of the newest events of public records of one kind."""
    model = BY_NAME[name].model
    events = event_model(model).objects.filter(pgh_obj__in=model.objects.visible()).order_by("-pgh_id")
    # A record is often changed several times in a row: a few more events than records are asked for.
    return events.annotate(name=Value(name)).values_list("name", "pgh_obj_id", "pgh_created_at")[
        : 4 * CHANGES
    ]


def _loaded(name: str, keys: list[Any]) -> dict[Any, Model]:
    rows = BY_NAME[name].model.objects.visible()
    return dict((rows.shown() if hasattr(rows, "shown") else rows).in_bulk(keys))


@dataclass(frozen=True)
class Question:
    """A question, the list that answers it, and the first answers."""

    text: str
    address: str
    answers: list[Any]
    is_cut: bool


def questions() -> list[Question]:
    """Return a question of each sort to which the base has an answer."""
    asked = (_who_monitors(), _who_belongs(), _who_acts())
    return [one for one in asked if one is not None]


def _who_monitors() -> Question | None:
    rows = Mandate.objects.visible().filter(function=Function.MONITOR).shown()
    one: Any = (
        rows.filter(basis__isnull=False, institution__country__isnull=False)
        .order_by("-designation", "pk")
        .first()
    )
    if one is None:
        return None
    country = one.institution.country
    text = _("Who monitors the %(instrument)s in %(country)s?")
    asked = {"function": Function.MONITOR.value, "basis": one.basis.slug, "country": country.code}
    return _question(
        text % {"instrument": one.basis.title, "country": country},
        "mandates",
        asked,
        rows.filter(basis=one.basis, institution__country=country).order_by("pk"),
        "institution",
    )


def _who_belongs() -> Question | None:
    rows = Membership.objects.visible().shown()
    one: Any = (
        rows.filter(network__isnull=False, institution__country__isnull=False)
        .exclude(institution__kind=Kind.STATE)  # not «institutions of Croatia: Croatia»
        .select_related("network__institution", "institution__country", "role")
        .order_by("-pk")
        .first()
    )
    if one is None:
        return None
    country = one.institution.country
    return _question(
        _("Which institutions of %(country)s belong to %(network)s?")
        % {"country": country, "network": one.network},
        "memberships",
        {"network": one.network.institution.slug, "country": country.code},
        rows.filter(network=one.network, institution__country=country).order_by("-pk"),
        "institution",
    )


def _who_acts() -> Question | None:
    rows = Engagement.objects.visible().shown()
    one: Any = rows.filter(target__isnull=False, actor__isnull=False).order_by("-pk").first()
    if one is None:
        return None
    return _question(
        _("Who acts towards the following body, and how: %(institution)s?") % {"institution": one.target},
        "engagements",
        {"target": one.target.slug},
        rows.filter(target=one.target).newest_first(),
        "actor",
    )


def _question(text: str, name: str, asked: dict[str, str], rows: Any, party: str) -> Question:
    found = list(rows[: ANSWERS + 1])
    who = [getattr(row, party) or getattr(row, f"{party}_group", None) for row in found[:ANSWERS]]
    answers = list(dict.fromkeys(one for one in who if one is not None))
    return Question(text, f"{reverse(f'directory:{name}')}?{urlencode(asked)}", answers, len(found) > ANSWERS)


WIDTH, HEIGHT, MOST = 520, 380, 8  # of the picture, in its own units; the networks that it has room for


@dataclass(frozen=True)
class Node:
    """A circle of the picture, its text below it."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Picture:
    """An institution with the networks that it belongs to around it."""

    subject: Institution
    centre: Node
    nodes: list[Node]
    size: str = f"0 0 {WIDTH} {HEIGHT}"


def picture() -> Picture | None:
    """Return the picture of an institution that belongs to networks: the first that was written down."""
    rows = Membership.objects.visible().filter(institution__isnull=False, network__isnull=False)
    first = rows.select_related("institution").order_by("pk").first()
    if first is None or first.institution is None:
        return None
    ties: Any = (
        rows.filter(institution=first.institution).select_related("network__institution").order_by("pk")
    )
    networks = list(dict.fromkeys(row.network.institution for row in ties[: 2 * MOST]))[:MOST]
    nodes = [_around(place, len(networks), one) for place, one in enumerate(networks)]
    return Picture(first.institution, Node(WIDTH // 2, HEIGHT // 2, _short(first.institution)), nodes)


def _around(place: int, places: int, institution: Institution) -> Node:
    angle = 2 * math.pi * (place / places) - math.pi / 2
    x, y = WIDTH / 2 + 175 * math.cos(angle), HEIGHT / 2 + 140 * math.sin(angle)
    return Node(round(x), round(y), _short(institution))


def _short(institution: Institution) -> str:
    return institution.acronym or Truncator(str(institution.label)).chars(20)
