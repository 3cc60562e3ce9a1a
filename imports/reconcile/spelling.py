"""Words near a misspelt one: those that share a beginning or an end, within a letter or two.

Short words and numbers are never corrected: 3 is not 8, and Mali is not Bali.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from imports.reconcile.places import lexicon, place_words
from imports.reconcile.scripts import skeleton

LONG = 7
KEPT = 6  # words near one word
CACHED = 20_000


class Speller:
    """Finds the known words near a word that is not known."""

    def __init__(self, known: Iterable[str]) -> None:
        self._near: dict[str, list[str]] = defaultdict(list)
        self._first: dict[str, list[str]] = defaultdict(list)
        self._skeletons: dict[str, list[str]] = {}
        self._words = [word for word in known if len(word) > 2 and word[0] != "@" and word.isalpha()]
        for word in self._words:
            for key in _keys(word):
                self._near[key].append(word)
            if len(word) > 4:
                self._first[word[:2]].append(word)
        self._cache: dict[str, list[tuple[str, int]]] = {}

    def near(self, word: str) -> list[tuple[str, int]]:
        """Return known words and how many letters differ, nearest first."""
        found = self._cache.get(word)
        if found is None:
            if len(self._cache) > CACHED:
                self._cache.clear()
            found = self._cache[word] = self._search(word)
        return found

    def _search(self, word: str) -> list[tuple[str, int]]:
        if len(word) < 4 or not word.isalpha():
            return []
        limit = 1 if len(word) < 8 else 2
        found: dict[str, int] = {}
        for key in _asked(word):
            choices = self._near.get(key)
            if choices:
                hits = process.extract(word, choices, scorer=OSA.distance, score_cutoff=limit, limit=KEPT)
                found.update((hit, int(distance)) for hit, distance, _at in hits)
        return sorted(found.items(), key=lambda pair: (pair[1], pair[0][0] != word[0], pair[0]))[:KEPT]

    def alike(self, word: str) -> list[tuple[str, float]]:
        """Return known words that are roughly like ``word``: the last resort, for candidates only."""
        choices = self._first.get(word[:2], []) if len(word) > 4 else []
        hits = process.extract(word, choices, scorer=JaroWinkler.similarity, score_cutoff=0.84, limit=4)
        return [(hit, score) for hit, score, _at in hits]

    def sounding(self, word: str) -> list[tuple[str, float]]:
        """Return known Latin words with the consonants of ``word``, written in Latin letters."""
        if not self._skeletons:
            for known in self._words:
                self._skeletons.setdefault(skeleton(known), []).append(known)
        bones = skeleton(word)
        if len(bones) < 2:
            return []
        keys = [bones] if bones in self._skeletons else []
        if len(bones) > 2:
            keys += [key for key in _one_less(bones) if key in self._skeletons]
        scored = [
            (known, _sound(word, known, key == bones)) for key in keys for known in self._skeletons[key]
        ]
        return sorted(scored, key=lambda pair: -pair[1])[:12]


@lru_cache(maxsize=1)
def place_speller() -> Speller:
    """Return the one that knows the words of names of places."""
    return Speller(sorted(place_words()))


def near_places(word: str) -> set[str]:
    """Return the codes of the countries that have a name of one word like ``word``."""
    known = lexicon(latin=True).codes
    return {known[near,] for near, _letters in place_speller().near(word) if (near,) in known}


def _sound(word: str, known: str, same: bool) -> float:
    return (0.75 if same else 0.5) + 0.2 * JaroWinkler.similarity(word, known)


def _one_less(bones: str) -> list[str]:
    less = [bones[:at] + bones[at + 1 :] for at in range(len(bones))]
    return less + [bones[:at] + more + bones[at:] for at in range(len(bones) + 1) for more in "bfjklmnrst"]


def _keys(word: str) -> list[str]:
    """Return under which keys a known word is filed."""
    keys = []
    if len(word) <= LONG:
        keys += ["2" + word[:2], "-2" + word[-2:]]
    if len(word) >= LONG - 1:
        keys += ["3" + word[:3], "-3" + word[-3:]]
    return keys


def _asked(word: str) -> list[str]:
    return ["2" + word[:2], "-2" + word[-2:]] if len(word) < LONG else ["3" + word[:3], "-3" + word[-3:]]
