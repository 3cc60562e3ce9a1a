"""The search itself: the words as they are, as parts of words, mended; where nothing, the nearest."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from hrnet.directory.search.asking import Asked
from hrnet.directory.search.looking import BEST, Look, look, neighbours
from hrnet.directory.search.ranking import Hit, rank
from hrnet.directory.search.spelling import Group, as_written, groups, holding

FEW = 5  # fewer records than this: what was asked may be misspelt
NEAREST = 20  # records shown where none goes by the name
GOOD = 0.72  # the score below which a name is hardly the one that was meant
MOST_LEFT_OUT = 6  # words of a question of which one may be wrong


@dataclass
class Found:
    """What was found, best first. ``how``: by its «words», «mended», or merely «nearest»."""

    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    is_exact: bool = True
    how: str = "words"


def find(asked: Asked, sections: Sequence[str] = (), *, counted: bool = True) -> Found:
    """Return the public records that ``asked`` means, of ``sections`` where some are given.

    At most seven questions to the database, each bounded. Without ``counted``, fewer names are looked at.
    """
    if not asked.words:
        return Found()
    today = timezone.now().date()
    options: list[Group] = []
    first = Look()
    for read in (as_written, holding):
        before, options = options, read(asked, today)
        if options == before:
            break
        first = look(asked, _all(options, is_plain=True), sections, counted=counted, today=today)
        hits = rank(asked, options, first.names)
        if _is_enough(asked, hits, first):
            return Found(hits, first.counts, first.is_exact)
    return _of(_mended(asked, first, counted=counted, today=today), sections)


def _is_enough(asked: Asked, hits: list[Hit], first: Look) -> bool:
    """Say whether nothing needs to be mended: the very name asked for is there, or there are some."""
    is_named = bool(hits) and hits[0].name.folded in asked.same and hits[0].name.kind != "code"
    return is_named or len(hits) >= FEW or sum(first.counts.values()) >= FEW


def _mended(asked: Asked, first: Look, *, counted: bool, today: datetime.date) -> Found:
    """Return the records found when words may be misspelt; where none is good, the nearest."""
    options = groups(asked, today)
    more = look(asked, _all(options), (), counted=counted, likest=True, today=today)
    hits = rank(asked, options, [*first.names, *more.names])
    if hits and hits[0].score >= GOOD:
        if len(more.names) >= BEST:
            return Found(hits, more.counts, more.is_exact, "mended")
        return _counted([hit for hit in hits if hit.score >= GOOD], "mended")
    less = look(asked, _most(options), (), counted=False, likest=True, today=today)
    names = [*more.names, *less.names] or neighbours(asked, today)
    return _counted(rank(asked, options, names)[:NEAREST], "nearest")


def _counted(hits: list[Hit], how: str) -> Found:
    return Found(hits, dict(Counter(hit.name.section for hit in hits)), True, how)


def _of(found: Found, sections: Sequence[str]) -> Found:
    """Return ``found`` with the records of ``sections`` alone, where some are given."""
    if sections:
        found.hits = [hit for hit in found.hits if hit.name.section in sections]
    return found


def _all(some: list[Group], *, is_plain: bool = False) -> str:
    """Return the tsquery of names that have a word for each of ``some``."""
    last = len(some) - 1
    return " & ".join(_either(one, is_plain=is_plain, is_last=at == last) for at, one in enumerate(some))


def _either(group: Group, *, is_plain: bool, is_last: bool) -> str:
    """Return the tsquery of one group: its word or a beginning, its options, a word beside the name."""
    begun = ":*" if len(group.word) > 1 else ""
    words = [[f"'{word}'" for word in option] for option in group.options if option != (group.word,)]
    alternatives = [f"'{group.word}'{begun if is_last else ''}", *(f"({' & '.join(one)})" for one in words)]
    if not is_plain:
        alternatives.append(f"'@{group.word}'{begun}")
    return f"({' | '.join(alternatives)})"


def _most(some: list[Group]) -> str:
    """Return the tsquery of names that lack one word at most; that have any word, where there are many."""
    if 2 < len(some) <= MOST_LEFT_OUT:
        return " | ".join(f"({_all(some[:at] + some[at + 1 :])})" for at in range(len(some)))
    return " | ".join(_either(one, is_plain=False, is_last=True) for one in some)
