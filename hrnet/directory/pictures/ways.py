"""The kinds of statement that tie two records, each with the columns that name them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from hrnet.directory.pictures.asked import TieKind
from institutions.models import Relation
from mandates.models import (
    Accreditation,
    Engagement,
    EngagementAuthor,
    Mandate,
    Monitoring,
    Party,
)
from networks.models import Meeting, Membership, Participation
from sources.statements import published_parties

# A record in a picture is told by a letter for its kind and its key.
INSTITUTION, GROUP, MEETING, INSTRUMENT, THEME, COUNTRY = "i", "g", "m", "n", "t", "c"
Key = tuple[str, int]
Column = tuple[str, str]  # a column that names a party, and the letter of what it names
Rows = Callable[[datetime.date | None], QuerySet]


@dataclass(frozen=True)
class Way:
    """One way in which a statement ties two records, from ``first`` to ``second``."""

    kind: str
    rows: Rows
    first: tuple[Column, ...]
    second: tuple[Column, ...]
    says: str  # the column that says what the tie is
    at: str = ""  # the path from the row to the statement
    dates: tuple[str, str] = ("start", "end")

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return every column that names a party."""
        return self.first + self.second


def standing(model: Any) -> Rows:
    """Return how to read the visible statements of ``model``: of a day, those alone that can hold on it."""

    def rows(day: datetime.date | None) -> QuerySet:
        visible = model.objects.visible()
        if day is None:
            return visible.annotate(holds=Value("surely", CharField()))
        return visible.holding_on(day).exclude(holds="not")

    return rows


def _of_another(visible: QuerySet, model: Any, key: str, day: datetime.date | None) -> QuerySet:
    """Return ``visible``, which hold when the ``model`` that ``key`` leads to does."""
    if day is None:
        return visible.annotate(holds=Value("surely", CharField()))
    other = model.objects.visible().holding_on(day).filter(pk=OuterRef(key))
    holds = Coalesce(Subquery(other.values("holds")[:1]), Value("not"), output_field=CharField())
    return visible.annotate(holds=holds).exclude(holds="not")


def _authors(day: datetime.date | None) -> QuerySet:
    visible = EngagementAuthor.objects.filter(
        published_parties("institution"), engagement__in=Engagement.objects.visible()
    )
    return _of_another(visible, Engagement, "engagement_id", day)


def _participations(day: datetime.date | None) -> QuerySet:
    return _of_another(Participation.objects.visible(), Meeting, "meeting_id", day)


def _parties(day: datetime.date | None) -> QuerySet:
    """Acts have a day and no period: an act has been done from its day on."""
    rows = Party.objects.visible()
    if day is None:
        return rows.annotate(holds=Value("surely", CharField()))
    holds = Case(
        When(date_latest__lte=day, then=Value("surely")),
        When(date_earliest__gt=day, then=Value("not")),
        default=Value("perhaps"),
        output_field=CharField(),
    )
    return rows.annotate(holds=holds).exclude(holds="not")


def _either(name: str) -> tuple[Column, ...]:
    return (f"{name}_id", INSTITUTION), (f"{name}_group_id", GROUP)


_PARTY: tuple[Column, ...] = (("institution_id", INSTITUTION), ("group_id", GROUP))

WAYS = (
    Way(
        TieKind.MEMBERSHIP,
        standing(Membership),
        _PARTY,
        (("network_id", INSTITUTION), ("network_group_id", GROUP)),
        "role_id",
    ),
    Way(TieKind.ENGAGEMENT, standing(Engagement), _either("actor"), _either("target"), "kind"),
    Way(
        TieKind.ENGAGEMENT,
        _authors,
        _PARTY,
        (("engagement__target_id", INSTITUTION), ("engagement__target_group_id", GROUP)),
        "engagement__kind",
        at="engagement__",
    ),
    Way(TieKind.MANDATE, standing(Mandate), _either("conferred_by"), _PARTY, "function"),
    Way(TieKind.MANDATE, standing(Mandate), _PARTY, (("basis_id", INSTRUMENT),), "function"),
    Way(
        TieKind.ACCREDITATION,
        standing(Accreditation),
        (("accredited_by_id", INSTITUTION),),
        (("institution_id", INSTITUTION),),
        "status",
    ),
    Way(TieKind.RELATION, standing(Relation), _either("subject"), _either("object"), "kind"),
    Way(TieKind.MEETING, _participations, _PARTY, (("meeting_id", MEETING),), "role"),
    Way(TieKind.INSTRUMENT, _parties, _PARTY, (("instrument_id", INSTRUMENT),), "act", dates=("date", "")),
    Way(
        TieKind.INSTRUMENT,
        standing(Monitoring),
        (("treaty_body_id", INSTITUTION),),
        (("instrument_id", INSTRUMENT),),
        "",
    ),
)


class Among(Func):
    """Whether a column has one of some keys, as one array: thousands of parameters take long to bind."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, keys: list[int]) -> None:
        super().__init__(F(column), Value(keys, output_field=ArrayField(BigIntegerField())))


def naming(columns: tuple[Column, ...], keys: dict[str, list[int]]) -> Q:
    """Return the condition that one of ``columns`` names one of ``keys``."""
    condition = Q(pk__in=())
    for column, letter in columns:
        if found := keys.get(letter):
            condition |= Q(Among(column, found))
    return condition
