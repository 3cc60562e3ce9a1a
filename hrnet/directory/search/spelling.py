"""The known words that a word of a question may stand for: misspelt, in another script, a part, cut apart.

A word is known where a name that the public sees on that day has it (``hrnet_search_known``): what is hidden
changes no answer.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db import connection
from rapidfuzz.distance import OSA, JaroWinkler

from hrnet.directory.search.asking import Asked

# Found under a shared key (a letter more, less, other, exchanged; the same consonants in another script),
# within a word, or by trigrams, which see two slips in a long word. Every branch is bounded and in an order
# of its own; and each keeps, before its bound, the words alone that a name has which the public sees.
_KNOWN = """
SELECT asked.word, known.word, known.how
FROM (
    SELECT word, hrnet_search_known(word, %(today)s) AS is_known
    FROM unnest(%(words)s::text[]) AS word OFFSET 0
) AS asked CROSS JOIN LATERAL (
    (SELECT word, 'near' AS how FROM (
        SELECT DISTINCT word, similarity(word, asked.word) AS likeness FROM directory_searchword
        WHERE keys && hrnet_search_near(asked.word, 4, '') ORDER BY likeness DESC, word OFFSET 0
     ) AS near WHERE hrnet_search_known(word, %(today)s) LIMIT 200)
    UNION
    (SELECT word, CASE WHEN bones = hrnet_search_bones(asked.word) THEN 'same' ELSE 'sound' END FROM (
        SELECT DISTINCT word, bones FROM directory_searchword
        WHERE keys && hrnet_search_sounds_elsewhere(asked.word, %(script)s) ORDER BY word OFFSET 0
     ) AS near WHERE hrnet_search_known(word, %(today)s) LIMIT 200)
    UNION
    (SELECT word, 'part' FROM (
        SELECT DISTINCT word, length(word) AS letters FROM directory_searchword
        WHERE length(asked.word) >= 3 AND word LIKE '%%' || asked.word || '%%' ORDER BY letters, word OFFSET 0
     ) AS near WHERE hrnet_search_known(word, %(today)s) LIMIT 30)
    UNION
    (SELECT word, 'near' FROM (
        SELECT DISTINCT word, similarity(word, asked.word) AS likeness FROM directory_searchword
        WHERE NOT asked.is_known AND length(asked.word) >= 5 AND word %% asked.word
        ORDER BY likeness DESC, word OFFSET 0
     ) AS near WHERE hrnet_search_known(word, %(today)s) LIMIT 20)
) AS known
UNION ALL
SELECT '', word, 'whole' FROM (
    SELECT DISTINCT word FROM directory_searchword WHERE word = ANY(%(wholes)s) OFFSET 0
) AS whole WHERE hrnet_search_known(word, %(today)s)
"""
_HOLDING = """
SELECT asked.word, known.word
FROM unnest(%(words)s::text[]) AS asked (word) CROSS JOIN LATERAL (
    SELECT word FROM (
        SELECT DISTINCT word, length(word) AS letters FROM directory_searchword
        WHERE length(asked.word) >= 3 AND word LIKE '%%' || asked.word || '%%' ORDER BY letters, word OFFSET 0
    ) AS near WHERE hrnet_search_known(word, %(today)s) LIMIT 30
) AS known
"""
SHORTEST_CUT = 3
MOST_OPTIONS = 24
SOUNDS = {"same": 0.4, "sound": 0.28}  # all consonants of a word in another script, or all but one

#: One known word, or two that are written as one.
Option = tuple[str, ...]


@dataclass
class Group:
    """A word asked, and how well each known word, or pair of words, stands for it."""

    word: str
    options: dict[Option, float] = field(default_factory=dict)

    def add(self, option: Option, quality: float) -> None:
        """Remember ``option``, at its best."""
        if quality > self.options.get(option, 0.0):
            self.options[option] = quality

    def cut(self) -> None:
        """Keep the best options."""
        best = sorted(self.options.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_OPTIONS]
        self.options = dict(best)


def as_written(asked: Asked, today: datetime.date) -> list[Group]:
    """Return the telling words of ``asked``, each of which stands for itself alone."""
    return [Group(word, {(word,): 1.0}) for word in asked.telling]


def holding(asked: Asked, today: datetime.date) -> list[Group]:
    """Return for each telling word of ``asked`` the known words that hold it; one query."""
    found = {group.word: group for group in as_written(asked, today)}
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, {"words": asked.telling, "today": today})
        for word, known in cursor.fetchall():
            found[word].add((known,), _quality(word, known, "part", asked.script))
    return list(found.values())


def groups(asked: Asked, today: datetime.date) -> list[Group]:
    """Return for each telling word of ``asked`` what it may stand for; one query."""
    found = {group.word: group for group in as_written(asked, today)}
    wholes: set[str] = set()
    for word, known, how in _known(asked, today):
        if how == "whole":
            wholes.add(known)
        else:
            found[word].add((known,), _quality(word, known, how, asked.script))
    _rejoin(asked, found, wholes)
    for group in found.values():
        group.cut()
    return list(found.values())


def _known(asked: Asked, today: datetime.date) -> list[tuple[str, str, str]]:
    halves = [half for word in asked.telling for pair in _cuts(word) for half in pair]
    with connection.cursor() as cursor:
        cursor.execute(
            _KNOWN,
            {
                "words": asked.telling, "script": asked.script, "wholes": [*halves, *asked.joined],
                "today": today,
            },
        )  # fmt: skip
        return cursor.fetchall()


def _cuts(word: str) -> list[tuple[str, str]]:
    return [(word[:at], word[at:]) for at in range(SHORTEST_CUT, len(word) - SHORTEST_CUT + 1)]


def _rejoin(asked: Asked, found: dict[str, Group], wholes: set[str]) -> None:
    """Add what words make when two of them are written as one, or one is cut in two."""
    for at, joined in enumerate(asked.joined):
        if joined in wholes:
            for word in asked.words[at : at + 2]:
                if word in found:
                    found[word].add((joined,), 0.95)
    for word, group in found.items():
        for pair in _cuts(word):
            if wholes.issuperset(pair):
                group.add(pair, 0.9)


def _quality(word: str, known: str, how: str, script: str) -> float:
    """Return how well ``known`` stands for ``word``: 1 is the word itself, 0 is not at all."""
    if known == word:
        return 1.0
    if how in SOUNDS:
        return SOUNDS[how] + 0.3 * JaroWinkler.similarity(word, known)
    if how == "part":
        start = 0.65 if known.startswith(word) else 0.5
        return start + 0.3 * len(word) / len(known)
    letters = OSA.distance(word, known)
    return 1 - 1.2 * letters / len(word) if letters <= _allowed(word, known, script) else 0.0


def _allowed(word: str, known: str, script: str) -> int:
    """Return how many letters may differ; a letter of another script may be two of ours."""
    if len(word) < 4 or len(known) < 3:
        return 0
    allowed = 1 if len(word) < 7 else 2 if len(word) < 12 else 3
    return allowed if script == "l" or len(word) < 5 else allowed + 1
