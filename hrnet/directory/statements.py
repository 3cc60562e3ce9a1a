"""What a record’s page shows: its statements in sections, with numbered notes to their citations."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, Exists, Prefetch, QuerySet, Value, When
from django.utils.translation import gettext as _

from hrnet.lib.dates import PartialDate
from mandates.models import EngagementAuthor
from networks.models import Membership
from sources.citations import Citation, Effect
from sources.statements import Holds, published_parties

SHOWN = 200  # statements of one section on a record’s page; the rest is a list away


class Notes:
    """The numbered notes of a page: one for each place in a source that something on the page cites."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Any, ...], int] = {}
        self.entries: list[tuple[int, Citation]] = []

    def number(self, citation: Citation) -> int:
        """Return the number of the note for this citation’s place, a new one where it is new."""
        key = (citation.source_id, citation.order[:5], citation.page, citation.locator)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self.entries.append((self._numbers[key], citation))
        return self._numbers[key]


def cited(model: Any, lookup: str = "citations") -> Prefetch:
    """Return the prefetch of the citations of ``model`` whose sources are public."""
    citations = model._meta.get_field("citations").related_model
    public = citations.objects.filter(source__review_state="published").select_related("source")
    return Prefetch(lookup, public.order_by("source__slug", "paragraph", "sentence", "sheet", "row", "pk"))


@dataclass
class Section:
    """Statements of one kind about a record; on a day, what surely holds, and apart what is unknown.

    ``of`` are the statements of which ``asked`` shows those that are public: where there is none of them,
    there is nothing to ask.
    """

    anchor: str
    title: str
    rows: list[Any]
    template: str
    seen_from: str = ""
    more: str = ""
    of: QuerySet | None = None
    asked: Callable[[], QuerySet] | None = None
    after: Callable[[list[Any]], None] | None = None

    def load(self, day: datetime.date | None) -> None:
        """Read the rows, on a day those that hold or may hold then; what surely holds comes first."""
        if self.asked is not None:
            self.rows = list(on_day(self.asked(), day)[: SHOWN + 1])
        if self.after is not None:
            self.after(self.rows)

    @property
    def is_cut(self) -> bool:
        return len(self.rows) > SHOWN

    @property
    def shown(self) -> list[Any]:
        """The rows to show; on a day those that surely hold."""
        return [row for row in self.rows[:SHOWN] if not _is_unknown(row)]

    @property
    def perhaps(self) -> list[Any]:
        """The rows of which it is not known whether they hold on the day."""
        return [row for row in self.rows[:SHOWN] if _is_unknown(row)]


def _is_unknown(row: Any) -> bool:
    return getattr(row, "holds", None) == Holds.PERHAPS


def on_day(rows: Any, day: datetime.date | None) -> Any:
    """Return the statements that hold or may hold on ``day``, the certain ones first; all for no day.

    An act on an instrument is done at a date: it counts from then on.
    """
    if day is None:
        return rows
    if hasattr(rows, "holding_on"):
        told = rows.holding_on(day)
    elif hasattr(rows.model, "date_latest"):
        told = rows.annotate(holds=_done_by(day))
    else:
        return rows
    return told.exclude(holds=Holds.NOT).order_by("-holds", *rows.query.order_by)


def _done_by(day: datetime.date) -> Case:
    return Case(
        When(date_latest__lte=day, then=Value(Holds.SURELY.value)),
        When(date_earliest__gt=day, then=Value(Holds.NOT.value)),
        default=Value(Holds.PERHAPS.value),
        output_field=CharField(max_length=7),
    )


def that_day(record: Any, day: datetime.date | None) -> str:
    """Say how a record stands on ``day``: whether a statement holds, whether an institution existed."""
    if day is None:
        return ""
    if not hasattr(record, "holds_on"):
        return outside_its_life(getattr(record, "institution", record), day)
    texts = {
        Holds.SURELY: _("this held on that day"),
        Holds.PERHAPS: _("it is unknown whether this held on that day, or only attested"),
        Holds.NOT: _("this did not hold on that day"),
    }
    return texts[record.holds_on(day)]


def outside_its_life(institution: Any, day: datetime.date | None) -> str:
    """Say where an institution was founded after ``day``, or dissolved before; empty otherwise."""
    founded, dissolved = (
        getattr(institution, name, None) for name in ("founded_earliest", "dissolved_latest")
    )
    if day is None:
        return ""
    if founded and founded > day:
        return _("founded after that day")
    return _("dissolved before that day") if dissolved and dissolved < day else ""


def section(
    anchor: str,
    title: str,
    rows: Any,
    seen_from: str,
    *,
    more: str = "",
    prefetch: Callable[[], Iterable[Any]] = tuple,
) -> Section:
    """Return the section of the visible ``rows`` with their citations; ``more`` is the list with all."""
    model = rows.model
    return Section(
        anchor,
        title,
        [],
        f"_statements/{model._meta.model_name}.html",
        seen_from,
        more,
        of=rows,
        asked=lambda: rows.visible().shown().prefetch_related(cited(model), *prefetch()),
    )


def memberships(rows: QuerySet, anchor: str, title: str, seen_from: str, more: str = "") -> Section:
    """Return memberships, those on which sources disagree marked as such."""
    order = "institution" if seen_from == "network" else "network__institution"
    found = section(
        anchor, title, rows.order_by(f"{order}__sort_en", "role__position", "pk"), seen_from, more=more
    )
    found.after = _mark_disputed
    return found


def _mark_disputed(rows: list[Any]) -> None:
    keys = [row.pk for row in rows]
    # What a citation contradicts is told from the citations that are shown: their sources are public.
    conflicting = Exists(Membership.objects.all().conflicting_with_outer())
    disputed = set(
        Membership.objects.filter(conflicting, pk__in=keys).values_list("pk", flat=True) if keys else ()
    )
    for row in rows:
        row.sources_disagree = row.pk in disputed


def engagements(rows: Any, anchor: str, title: str, seen_from: str, more: str = "") -> Section:
    """Return engagements, the newest first."""
    return section(
        anchor,
        title,
        rows.newest_first(),
        seen_from,
        more=more,
        prefetch=lambda: [other_authors()],
    )


def other_authors() -> Prefetch:
    """Return the prefetch of the other authors of engagements that are public."""
    public = EngagementAuthor.objects.filter(published_parties("institution"))
    return Prefetch("authors", public.select_related("institution", "group"))


def participations(rows: QuerySet, anchor: str, title: str, seen_from: str) -> Section:
    """Return participations in meetings."""
    return section(anchor, title, rows.order_by("-meeting__start_earliest", "pk"), seen_from)


def mandates(rows: QuerySet, anchor: str, title: str, seen_from: str, more: str = "") -> Section:
    """Return mandates with their themes."""
    return section(
        anchor,
        title,
        rows.order_by("slug"),
        seen_from,
        more=more,
        prefetch=lambda: ["fields_of_work__theme"],
    )


def parties(rows: QuerySet, anchor: str, title: str, seen_from: str) -> Section:
    """Return acts on instruments."""
    order = "institution__sort_en" if seen_from == "instrument" else "instrument__slug"
    return section(anchor, title, rows.order_by(order, "date_earliest", "pk"), seen_from)


def plain(rows: QuerySet, anchor: str, title: str, seen_from: str) -> Section:
    """Return statements in the order of their keys."""
    return section(anchor, title, rows.order_by("pk"), seen_from)


def kept(*sections: Section, day: datetime.date | None = None) -> list[Section]:
    """Read the sections, as of ``day``, and return those that have something to show.

    Of most records there are statements of few kinds: one question tells of which, and only those are read.
    """
    empty = _empty(sections)
    for one in sections:
        if one.anchor not in empty:
            one.load(day)
    return [one for one in sections if one.rows]


def _empty(sections: Iterable[Section]) -> set[str]:
    """Return the anchors of the sections of which there is no statement, public or not; one query for all."""
    asked = {
        one.anchor: one.of.order_by().values("pk")[:1].query.sql_with_params()
        for one in sections
        if one.of is not None
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'EXISTS ({sql})' for sql, _parameters in asked.values())}",
            [one for _sql, parameters in asked.values() for one in parameters],
        )
        there = cursor.fetchone()
    return {anchor for anchor, is_there in zip(asked, there, strict=True) if not is_there}


def citations_about(record: Any, about: str = "") -> list[Citation]:
    """Return the loaded citations of ``record`` that speak of its field ``about``."""
    return [one for one in record.citations.all() if one.about == about]


def attested_text(row: Any) -> str:
    """Say when sources attest the statement: their dates, or that they bear none."""
    dates: list[PartialDate] = []
    undated = None
    for citation in row.citations.all():
        if citation.effect != Effect.SUPPORTS or citation.about not in ("", "period"):
            continue
        if date := PartialDate.of(citation.as_of or citation.source.published):
            dates.append(date)
        else:
            undated = citation.source
    texts = [date.display() for date in sorted(set(dates))]
    if texts:
        *earlier, last = texts
        listed = _("%(earlier)s and %(last)s") % {"earlier": ", ".join(earlier), "last": last}
        return _("attested %(dates)s") % {"dates": listed if earlier else last}
    if undated is not None and undated.read_on:
        read = PartialDate.of(undated.read_on)
        return _("attested by an undated source, read on %(day)s") % {"day": read.display() if read else ""}
    if undated is not None:
        return _("attested by an undated source")
    return _("no source given")


def stated_flags(row: Any) -> list[tuple[str, str]]:
    """Return what the source itself says of the statement’s reach: a code and words for each."""
    said: list[tuple[str, str]] = []
    if row.modality != "is":
        said.append((row.modality, str(row.get_modality_display())))
    if row.not_exhaustive:
        said.append(("among-others", _("among others")))
    if row.incomplete_in_source:
        said.append(("incomplete", _("incomplete in the source")))
    return said


def flags(row: Any) -> list[tuple[str, str]]:
    """Return what has to be said of a statement beside its text, disagreement included."""
    said = stated_flags(row)
    if getattr(row, "sources_disagree", False) or _contradicted(row):
        said.append(("disagree", _("sources disagree")))
    return said


def _contradicted(row: Any) -> bool:
    return any(one.effect == Effect.CONTRADICTS for one in row.citations.all())
