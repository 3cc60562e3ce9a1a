"""What a bracket at the end of a name says: a role, a year, an acronym…"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from imports.readers.cells import bracket, split
from imports.readers.vocabulary import Words

DATES = ("start", "signed", "date", "end", "in_force", "as_of")
_SINCE = re.compile(r"^(?:since|from|as of|depuis|dès|desde|seit|ab)\s+(?=\S*\d)", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:until|till|to|jusqu['’](?:à|en)|hasta|bis)\s+(?=\S*\d)", re.IGNORECASE)
_SPAN = re.compile(r"^(\d{4})\s*[-–—]\s*(\d{4})?$")
Read = tuple[str, dict[str, str], list[dict[str, Any]]]


class Brackets:
    """Reads brackets as the fields that a mapping names for them."""

    def __init__(self, words: Words, is_date: Callable[[str], bool]) -> None:
        self._words, self._is_date = words, is_date

    def read(self, text: str, fields: tuple[str, ...]) -> Read:
        """Return the text without its bracket, what the bracket says by field, and what is wrong with it."""
        extras: dict[str, str] = {}
        errors: list[dict[str, Any]] = []
        for _each in fields:
            before, inside = bracket(text)
            if not inside:
                break
            pieces = split(inside, ",;") if len(fields) > 1 else [inside]
            for piece in pieces:
                self._piece(piece, fields, extras, errors)
            text = before
            if len(extras) == len(fields):
                break
        return text, extras, errors

    def _piece(
        self, piece: str, fields: tuple[str, ...], extras: dict[str, str], errors: list[dict[str, Any]]
    ) -> None:
        dates = [name for name in fields if name in DATES and name not in extras]
        others = [name for name in fields if name not in DATES and name not in extras]
        span = _SPAN.match(piece)
        if span and "start" in dates and "end" in dates:
            extras["start"] = span[1]
            extras |= {"end": span[2]} if span[2] else {}
            return
        since, until = _SINCE.sub("", piece), _UNTIL.sub("", piece)
        if until != piece and "end" in dates:
            extras["end"] = until
        elif dates and (self._is_date(since) or not others):
            extras[dates[0]] = since
        elif others:
            extras[self._fitting(piece, others)] = piece
        else:
            errors.append({"c": "bracket_unread", "f": fields[0], "v": piece[:80]})

    def _fitting(self, piece: str, fields: list[str]) -> str:
        """Return which of ``fields`` a word is: one that knows it, or else the first."""
        for name in fields:
            if name == "role" and not self._words.role(piece)[2]:
                return name
            if name == "status" and self._words.status(piece):
                return name
            if name == "act" and self._words.act(piece):
                return name
            if name == "country" and self._words.country(piece):
                return name
        return fields[0]
