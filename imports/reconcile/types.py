"""What goes into the reconciler and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KnownName:
    """One name by which something is known: of an institution, or of an instrument.

    ``kind`` is one of official, alternative, acronym, former, as_written, cldr; ``country`` is the
    alpha-2 code of the institution's country, empty where it has none; ``folded`` is ``fold(text)``.
    """

    id: int
    text: str
    folded: str
    kind: str
    language: str
    country: str


@dataclass(frozen=True)
class Candidate:
    """One that may be meant: ``name`` is the known name that is nearest to what was asked.

    ``reason`` is one of exact, words (the same words in another order), acronym, former, letters (a
    letter or two differ), part (one holds words that the other lacks), script (alike when written in
    Latin letters), meaning (alike when put into English), similar.
    """

    id: int
    score: float
    name: str
    reason: str


@dataclass(frozen=True)
class Match:
    """What was found for one name: candidates, best first, and whether the first is surely meant.

    ``kind`` is ``match``; ``nobody`` where the text says that there is none («No NHRI», «-»); ``several``
    where it names two. Only a ``match`` is ever certain. ``why`` says why it is not; it is empty where
    it is. The codes are listed in :data:`imports.reconcile.WHY`.
    """

    candidates: list[Candidate]
    certain: bool
    kind: str
    why: str
