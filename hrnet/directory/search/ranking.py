"""Which of the names found is meant: word by word, the whole name before a part, the name before a title."""

from __future__ import annotations

from dataclasses import dataclass

from hrnet.directory.search.asking import SLIGHT, Asked
from hrnet.directory.search.looking import Name
from hrnet.directory.search.spelling import Group
from institutions.models.institution import text_language

# Where two records go by the very same name, the body comes before the treaty, the place, the text about it;
# what a text is about comes before the text, whose title is often the shorter one.
SECTIONS = {
    "institution": 1.0, "network": 1.0, "treaty_body": 1.0, "instrument": 0.8, "country": 0.7, "theme": 0.6,
    "person": 0.5, "meeting": 0.3, "mandate": 0.3, "engagement": 0.1, "source": -0.2,
}  # fmt: skip
SAME = 2.0  # the score of the very name, to which its bonus is added
KINDS = {"acronym": 1.0, "official": 0.9, "alternative": 0.8, "as_written": 0.4, "former": 0.3, "code": -2.0}


@dataclass(frozen=True)
class Hit:
    """A record, and the name by which it is found best."""

    name: Name
    score: float


def rank(asked: Asked, groups: list[Group], names: list[Name]) -> list[Hit]:
    """Return each record once, by the best of its names, the best first.

    The order depends on the names alone, and not on the one in which the database gave them.
    """
    found: dict[tuple[str, int], Hit] = {}
    language = text_language()
    for name in sorted(names, key=lambda name: (name.folded, name.text, name.language, name.kind)):
        # Of two names alike, the one that is shown anyway.
        score = _score(asked, groups, name) + 0.001 * (name.language == language)
        key, hit = (name.record, name.record_id), Hit(name, score)
        if key not in found or found[key].score < hit.score:
            found[key] = hit
    return sorted(found.values(), key=_place)


def _place(hit: Hit) -> tuple[float, int, int, str]:
    return (-hit.score, len(hit.name.folded), hit.name.record_id, hit.name.record)


def _score(asked: Asked, groups: list[Group], name: Name) -> float:
    bonus = 0.12 * SECTIONS.get(name.section, 0) + 0.01 * KINDS.get(name.kind, 0)
    if name.folded in asked.same:
        return SAME + bonus
    own = name.folded.split()
    covered, used, places = _compare(groups, own, name)
    told = [word for word in own if word not in SLIGHT] or own
    mine = min(1.0, sum(used.values()) / len(told))
    in_order = 0.03 if len(places) > 1 and places == sorted(places) else 0.0
    slight = 0.02 * _shared(asked, own)
    start = 0.04 if name.folded.startswith(asked.folded) else 0.02 if asked.folded in name.folded else 0.0
    return 0.7 * covered + 0.3 * mine * covered + bonus + in_order + slight + start


def _compare(groups: list[Group], own: list[str], name: Name) -> tuple[float, dict[str, float], list[int]]:
    """Return how much of what was asked the name has, which of its words that takes, and where they stand."""
    free, also = set(own), set(name.also.split())
    used: dict[str, float] = {}
    places: list[int] = []
    total = 0.0
    for at, group in enumerate(groups):
        quality, taken = _best(group, free, also, is_last=at == len(groups) - 1)
        if not taken and any(word.startswith(group.word) for word in name.beside):
            quality = 0.6
        total += quality
        for word in taken:
            used[word] = quality / len(taken)
            if word in free:
                places.append(own.index(word))
                free.discard(word)
    return total / len(groups), used, places


def _best(group: Group, free: set[str], also: set[str], *, is_last: bool) -> tuple[float, tuple[str, ...]]:
    """Return the best of the words of a name that the word asked may stand for."""
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for option, quality in group.options.items():
        if quality > best[0] and all(word in free or word in also for word in option):
            best = quality, option
    if is_last and best[0] < 1:
        for word in free | also:
            if word.startswith(group.word):
                best = max(best, (0.7 + 0.28 * len(group.word) / len(word), (word,)))
    return best


def _shared(asked: Asked, own: list[str]) -> float:
    """Return the share of the slight words asked that the name has too."""
    slight = [word for word in asked.words if word in SLIGHT]
    return sum(word in own for word in slight) / len(slight) if slight else 0.0
