"""The comparison as a table to take away: a row for each statement, with how many share its line."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from hrnet.directory.comparing.asked import KINDS, Asked, Compared
from hrnet.directory.comparing.facts import facts
from hrnet.directory.comparing.lines import FILE, Cell, Entry, Line, Part, part
from hrnet.directory.comparing.topics import TOPICS
from hrnet.directory.comparing.wording import share_words
from hrnet.directory.downloads.answers import address_of, table_answer
from hrnet.directory.downloads.writers import Table

COLUMNS = [
    "part", "line", "line_slug", "shared_by", "perhaps_shared_by", "shared", "record", "record_name",
    "says", "start", "end", "end_status", "attested_first", "attested_last", "modality", "holds", "sources",
    "address",
]  # fmt: skip


def file(
    request: HttpRequest, wanted: Asked, compared: list[Compared], day: datetime.date | None, kind: str
) -> HttpResponseBase:
    """Return the file of the comparison: all that it can hold, whatever the page has room for."""
    found = (part(topic, compared, day, wanted.show, FILE) for topic in TOPICS[wanted.kind])
    parts = [one for one in found if one]
    when = f"-on-{day.isoformat()}" if day else ""
    about = _about(request, wanted, parts, day)
    table = Table(about, COLUMNS, _rows(wanted, compared, parts))
    return table_answer(table, f"hrnet-comparison{when}", kind)


def _about(
    request: HttpRequest, wanted: Asked, parts: list[Part], day: datetime.date | None
) -> dict[str, Any]:
    return {
        "comparison": f"hrnet: {KINDS[wanted.kind]}",
        "address": address_of(request),
        "as_of": day.isoformat() if day else "",
        "records": list(wanted.slugs),
        "show": wanted.show,
        "cut": [one.topic.anchor for one in parts if one.more or any(_is_cut(line) for line in one.lines)],
        "read_on": timezone.now().date().isoformat(),
    }


def _is_cut(line: Line) -> bool:
    return any(cell.more for cell in line.cells)


def _rows(wanted: Asked, compared: list[Compared], parts: list[Part]) -> Iterator[list[Any]]:
    for fact in facts(wanted.kind, compared):
        for one, value in fact.values:
            if value:
                name = one.record.label
                yield ["facts", fact.label, "", "", "", fact.said, one.slug, name, value, *[""] * 9]
    for of in parts:
        for line in of.lines:
            for cell in line.cells:
                yield from (_row(of, line, cell, entry) for entry in cell.entries)


def _row(of: Part, line: Line, cell: Cell, entry: Entry) -> list[Any]:
    row, statement = entry.row, of.topic.is_statement
    dates = ("start", "end", "end_status", "attested_first", "attested_last", "modality")
    said = " · ".join(str(word.text) for word in entry.words)
    when = [getattr(row, name, "") or _dated(row, name) for name in dates] if statement else [""] * 6
    head, whose = getattr(line.head, "label", None) or str(line.head), cell.whose
    return [
        of.topic.anchor, head, _slug(line.head), line.share.surely, line.share.perhaps, share_words(line),
        whose.slug, whose.record.label, said, *when, row.holds, _sources(row) if statement else "",
        _address(entry),
    ]  # fmt: skip


def _slug(head: Any) -> str:
    return str(getattr(getattr(head, "institution", head), "slug", "") or "")


def _dated(row: Any, name: str) -> Any:
    """An act has a day and no period: it stands where a period begins."""
    return getattr(row, "date", "") if name == "start" else ""


def _sources(row: Any) -> str:
    return "; ".join(
        dict.fromkeys(one.source.slug for one in row.citations.all() if one.effect == "supports")
    )


def _address(entry: Entry) -> str:
    address = next((word.address for word in entry.words if word.address), "")
    return settings.BASE_URL + address if address else ""
