"""The table beside a picture: a row for every tie that is drawn, in words, each leading to its statements."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape

from hrnet.directory.pictures.records import Record
from hrnet.directory.pictures.ties import Picture, Tie
from hrnet.directory.pictures.ways import Key
from hrnet.directory.pictures.wording import Words


class Row(NamedTuple):
    """One tie in words."""

    first: Record
    kind: str
    second: Record
    lines: list[tuple[str, str]]  # what each statement says, and its address
    tie: Tie


def rows(picture: Picture, records: dict[Key, Record], words: Words, drawn: set[Key]) -> list[Row]:
    """Return a row for each tie between ``drawn`` records, by kind and name."""
    found = []
    for tie in picture.ties:
        if tie.first in drawn and tie.second in drawn:
            lines = [(words.line(tie, said), words.address(tie, said, records)) for said in tie.said]
            found.append(Row(records[tie.first], words.kind(tie), records[tie.second], lines, tie))
    return sorted(found, key=lambda row: (row.kind, row.first.name, row.second.name, row.tie.kind))


def body(found: list[Row]) -> str:
    """Return the rows as HTML."""
    return "".join(
        f"<tr><td>{_linked(row.first)}</td><td>{escape(row.kind)}</td><td>{_linked(row.second)}</td>"
        f"<td>{_lines(row)}</td></tr>"
        for row in found
    )


def alone(picture: Picture, records: dict[Key, Record], drawn: set[Key]) -> str:
    """Return the records that are drawn without any tie, as items of a list."""
    tied = {key for tie in picture.ties for key in (tie.first, tie.second)}
    strays = sorted((records[key] for key in drawn - tied), key=lambda one: one.name)
    return "".join(f"<li>{_linked(one)}</li>" for one in strays)


@lru_cache(maxsize=4096)
def _linked(record: Record) -> str:
    name: str = escape(record.name)
    if record.language:
        name = f'<span lang="{record.language}" dir="auto">{name}</span>'
    return f'<a href="{escape(record.address)}">{name}</a>' if record.address else name


def _lines(row: Row) -> str:
    return "<br>".join(
        f'<a href="{escape(address)}">{escape(line)}</a>' if address else escape(line)
        for line, address in row.lines
    )
