"""Choosing a record by a name: for the boxes that ask which record is meant, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hrnet.directory.search.asking import ask, wrong
from hrnet.directory.search.finding import find
from hrnet.directory.search.ranking import SAME
from hrnet.directory.search.results import Result, shown

CANDIDATES = 8
#: The sections of the search whose records are institutions: each of them has a slug of its own.
INSTITUTIONS = ("institution", "network", "treaty_body")


@dataclass(frozen=True)
class Choice:
    """What goes by a name: the one record that is surely meant, or those to choose from; or what is wrong."""

    text: str = ""
    slug: str = ""
    candidates: list[Result] = field(default_factory=list)
    wrong: str = ""
    is_near: bool = False  # nothing goes by that name: the candidates are but the nearest


def choose(text: str, sections: Sequence[str]) -> Choice:
    """Return which record of ``sections`` the name ``text`` means; several are left to the reader."""
    text = text.strip()
    if not text:
        return Choice()
    if problem := wrong(text):
        return Choice(text[:40], wrong=problem)
    meant = find(ask(text), sections, counted=False)
    hits = meant.hits
    found = [one for one in shown(hits[:CANDIDATES]) if one.slug]
    named = [hit for hit in hits[:2] if hit.score >= SAME]
    slug = found[0].slug if len(named) == 1 and found else ""
    return Choice(text, slug, found, is_near=not found or (not slug and meant.how == "nearest"))
