"""The timeline of an institution or a network: what is told of it, drawn by what is known of each end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hrnet.directory.pictures.subjects import Subject
from hrnet.directory.pictures.wording import attested
from hrnet.lib.languages import with_colon
from institutions.models import Relation
from mandates.models import Accreditation, Engagement, Mandate, MandateHolder
from networks.models import Membership, Participation
from sources.statements import EndStatus

MOST = 200  # rows of one part
LEFT, RIGHT, TOP, ROW, HEAD = 330.0, 1180.0, 34.0, 22.0, 28.0
LONGEST = 46
FADES = 40.0  # how far an end that nobody knows is drawn on
POINT = 12  # days up to which a period is drawn as a point


@dataclass
class Told:
    """One line of the timeline. Dates are days; what is not known stays empty."""

    name: str
    role: str
    address: str
    period: str
    start: tuple[datetime.date, datetime.date] | None
    end: tuple[datetime.date, datetime.date] | None
    end_status: str
    seen: tuple[datetime.date, datetime.date] | None  # first and last attested
    uncertain: bool  # may, planned
    holds: str = ""

    @property
    def ends(self) -> str:
        """Say what is known of both ends, in words, for the table and the picture’s titles."""
        if not self.start and not self.end:
            return _("attested only") if self.seen else _("no date known")
        start = _("beginning unknown") if not self.start else _known(self.start, _("begins"))
        if self.end:
            end = _known(self.end, _("ends"))
            return f"{start}, {end}"
        ends = {
            EndStatus.OPEN: _("still open"),
            EndStatus.ENDED: _("ended, nobody knows when"),
            EndStatus.UNKNOWN: _("end unknown"),
        }
        return f"{start}, {ends[EndStatus(self.end_status)]}"


def _known(span: tuple[datetime.date, datetime.date], what: str) -> str:
    if span[0] == span[1]:
        return _("%(what)s on a known day") % {"what": what}
    return _("%(what)s about then") % {"what": what}


@dataclass
class Part:
    """Lines of one sort."""

    title: str
    lines: list[Told]
    is_cut: bool = False


def parts(one: Subject, day: datetime.date | None) -> list[Part]:
    """Return what is told of an institution or a network, by sort; of a day, what can hold on it."""
    key = one.key[1]
    found = [
        _part(_("Members"), Membership.objects.filter(network=key), day, _member)
        if one.kind == "network"
        else None,
        _part(_("Belongs to"), Membership.objects.filter(institution=key), day, _membership),
        _part(_("Mandates"), Mandate.objects.filter(institution=key), day, _mandate),
        _part(_("Who held the office"), MandateHolder.objects.filter(institution=key), day, _holder),
        _part(_("Accreditation"), Accreditation.objects.filter(institution=key), day, _accreditation),
        _part(_("Meetings"), Participation.objects.filter(institution=key), day, _participation),
        _part(
            _("Engagements"), Engagement.objects.filter(Q(actor=key) | Q(target=key)), day, _engagement(key)
        ),
        _part(_("Relations"), Relation.objects.filter(Q(subject=key) | Q(object=key)), day, _relation(key)),
    ]
    return [part for part in found if part is not None and part.lines]


def _part(title: str, rows: QuerySet, day: datetime.date | None, tell: Any) -> Part:
    shown: Any = rows
    shown = shown.visible().shown().order_by("start_earliest", "pk")
    if day is not None and rows.model is not Participation:
        shown = shown.holding_on(day).exclude(holds="not")
    lines = [tell(row) for row in shown[: MOST + 1]]
    if day is not None and rows.model is Participation:
        lines = [line for line in lines if _can_be_on(line, day)]
    return Part(title, lines[:MOST], len(lines) > MOST)


def _can_be_on(line: Told, day: datetime.date) -> bool:
    """A meeting holds when the meeting does, whose dates the line has."""
    begun = line.start is None or line.start[0] <= day
    return begun and (line.end or line.start or (day, day))[1] >= day


def _line(row: Any, party: Any, group: Any, role: str, address: str, dates: Any = None) -> Told:
    when = dates or row
    name = str(party if party is not None else group if group is not None else "") or _("name lost")
    seen = (row.attested_first or row.attested_last, row.attested_last) if row.attested_last else None
    return Told(
        name=name,
        role=role,
        address=address,
        period=when.period_text or attested(row.attested_first, row.attested_last),
        start=_span(when, "start"),
        end=_span(when, "end"),
        end_status=when.end_status,
        seen=seen,
        uncertain=row.modality in ("may", "planned"),
        holds=getattr(row, "holds", ""),
    )


def _span(row: Any, name: str) -> tuple[datetime.date, datetime.date] | None:
    earliest, latest = getattr(row, f"{name}_earliest"), getattr(row, f"{name}_latest")
    return (earliest, latest) if earliest and latest else None


def _member(row: Membership) -> Told:
    return _line(row, row.institution, row.group, str(row.role.label), row.get_absolute_url())


def _membership(row: Membership) -> Told:
    return _line(row, row.network, row.network_group, str(row.role.label), row.get_absolute_url())


def _mandate(row: Mandate) -> Told:
    return _line(row, row, None, row.get_function_display(), row.get_absolute_url())


def _holder(row: MandateHolder) -> Told:
    name = row.person.public_name if row.person else None
    return _line(row, name, None, str(row.title), row.get_absolute_url())


def _accreditation(row: Accreditation) -> Told:
    return _line(row, row.accredited_by, None, row.get_status_display(), row.get_absolute_url())


def _participation(row: Participation) -> Told:
    return _line(
        row, row.meeting, None, row.get_role_display(), row.meeting.get_absolute_url(), dates=row.meeting
    )


def _engagement(key: int) -> Any:
    def tell(row: Engagement) -> Told:
        outwards = row.actor_id == key
        party, group = (row.target, row.target_group) if outwards else (row.actor, row.actor_group)
        if party is None and group is None and row.title:
            return _line(row, str(row.title), None, row.get_kind_display(), row.get_absolute_url())
        arrow = "→" if outwards else "←"
        return _line(row, party, group, f"{arrow} {row.get_kind_display()}", row.get_absolute_url())

    return tell


def _relation(key: int) -> Any:
    def tell(row: Relation) -> Told:
        if row.subject_id == key:
            return _line(row, row.object, row.object_group, row.get_kind_display(), row.get_absolute_url())
        return _line(row, row.subject, row.subject_group, row.reverse_kind, row.get_absolute_url())

    return tell


@dataclass
class Bar:
    """A line on the sheet: bars, points and ends by what is known. Numbers are places on the sheet."""

    told: Told
    y: float
    sure: tuple[float, float] | None = None  # x and width
    about: list[tuple[float, float]] = field(default_factory=list)
    unknown: list[tuple[float, float]] = field(default_factory=list)  # from and to
    open_at: float | None = None
    point: float | None = None
    attested: list[float] = field(default_factory=list)
    label: str = ""


@dataclass
class Sheet:
    """The timeline as places on a sheet."""

    width: float
    height: float
    headings: list[tuple[float, str]]
    bars: list[Bar]
    years: list[tuple[float, int]]
    today: float


class Scale:
    """From days to places between ``LEFT`` and ``RIGHT``."""

    def __init__(self, first: datetime.date, last: datetime.date) -> None:
        self.first, self.days = first, max(1, (last - first).days)

    def at(self, day: datetime.date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (day - self.first).days / self.days, 1)


def sheet(some: list[Part]) -> Sheet:
    """Return where each line of ``some`` is drawn; lines without any date are in the table alone."""
    today = timezone.now().date()
    dated = [line for part in some for line in part.lines if line.start or line.end or line.seen]
    first, last = _reach(dated, today)
    scale = Scale(first, last)
    y, headings, bars = TOP, [], []
    for part in some:
        lines = [line for line in part.lines if line.start or line.end or line.seen]
        if not lines:
            continue
        headings.append((y + 18, part.title))
        y += HEAD
        for line in lines:
            bars.append(bar(line, y, scale, today))
            y += ROW
    return Sheet(RIGHT + 20, y + 12, headings, bars, list(_years(scale, first, last)), scale.at(today))


def _reach(lines: Iterable[Told], today: datetime.date) -> tuple[datetime.date, datetime.date]:
    days = [day for line in lines for span in (line.start, line.end, line.seen) if span for day in span]
    first, last = min([*days, today]), max([*days, today])
    return datetime.date(first.year, 1, 1), datetime.date(min(last.year, 9998) + 1, 1, 1)


def _years(scale: Scale, first: datetime.date, last: datetime.date) -> Iterator[tuple[float, int]]:
    span = last.year - first.year
    step = next((one for one in (1, 2, 5, 10, 20, 50, 100) if span / one <= 14), 500)
    for year in range(first.year, last.year + 1):
        if year % step == 0:
            yield scale.at(datetime.date(year, 1, 1)), year


def bar(told: Told, y: float, scale: Scale, today: datetime.date) -> Bar:
    """Return how one line is drawn."""
    drawn = Bar(told, y, label=_label(told))
    if not told.start and not told.end:
        drawn.attested = sorted({scale.at(day) for day in told.seen or ()})
        return drawn
    if told.start and told.end and (told.end[1] - told.start[0]).days <= POINT:
        drawn.point = scale.at(told.start[0])
        return drawn
    _known_part(drawn, told, scale, today)
    return drawn


def _known_part(drawn: Bar, told: Told, scale: Scale, today: datetime.date) -> None:
    """Fill in the sure middle of a period, its approximate ends, and what nobody knows."""
    is_open = told.end_status == EndStatus.OPEN
    begins = told.start[1] if told.start else None
    ends = told.end[0] if told.end else max(today, begins) if is_open and begins else None
    if begins and ends and ends > begins:
        drawn.sure = (scale.at(begins), round(scale.at(ends) - scale.at(begins), 1))
    for span in (told.start, told.end):
        if span and span[0] != span[1]:
            drawn.about.append((scale.at(span[0]), round(scale.at(span[1]) - scale.at(span[0]), 1)))
    if is_open and ends:
        drawn.open_at = scale.at(ends)
    if not told.start and told.end:
        drawn.unknown.append((round(scale.at(told.end[0]) - FADES, 1), scale.at(told.end[0])))
    if told.start and not told.end and not is_open:
        drawn.unknown.append((scale.at(told.start[1]), round(scale.at(told.start[1]) + FADES, 1)))
        drawn.point = scale.at(told.start[0]) if told.start[0] == told.start[1] else None


def _label(told: Told) -> str:
    """Return the name and the role, the name cut so that the role can be read."""
    room = max(16, LONGEST - len(told.role) - 2)
    name = told.name if len(told.name) <= room else told.name[: room - 1].rstrip() + "…"
    whole = with_colon(name, told.role)
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 1].rstrip() + "…"
