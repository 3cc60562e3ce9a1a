"""Names that resemble: the words of what is asked, mended where misspelt, vote for the names that hold them.

Rare words weigh more than common ones. The best are then compared word by word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from typing import NamedTuple

from imports.reconcile.index import Vocabulary, rows_of
from imports.reconcile.parts import Parts, with_places
from imports.reconcile.places import lexicon, place_words
from imports.reconcile.scripts import LATIN, OTHER
from imports.reconcile.spelling import Speller, place_speller

HOLDERS = 2000  # names looked at for a word, and for one search
TIED = 400  # names that the rarest words find, before the common ones tell them apart
SHORTLIST = 60
COMPARED = 20
NO_NUMBER = -1


class Pair(NamedTuple):
    """Two words that stand for each other."""

    asked: str
    known: str
    letters: int
    number: int


@dataclass
class Likeness:
    """How a known name, row ``row``, compares with what was asked."""

    row: int
    score: float = 0.0
    pairs: list[Pair] = field(default_factory=list)
    only_asked: list[str] = field(default_factory=list)
    only_known: list[str] = field(default_factory=list)
    sounds: bool = False
    meant: bool = False  # alike when its words are put into English

    @property
    def mended(self) -> list[Pair]:
        """The pairs that differ in a letter or two."""
        return [pair for pair in self.pairs if pair.letters]


@dataclass
class Group:
    """One word asked, and the known words that it may be: number to (likeness, letters that differ)."""

    word: str
    options: dict[int, tuple[float, int]]
    weight: float
    sounds: bool = False


class Search:
    """Looks for names that resemble, among the names of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.speller = Speller(vocabulary.words)

    def mend(self, parts: Parts) -> tuple[Parts, list[Pair]]:
        """Put misspelt names of places right, and join or cut words as the known names do.

        Return the mended parts, and the words of places that differ by a letter.
        """
        raw = self._rejoined(parts.raw)
        slips: list[Pair] = []
        if parts.script == LATIN:
            for at, word in enumerate(raw):
                if place := self._place(raw, at):
                    slips.append(Pair(word, place, 1, NO_NUMBER))
                    raw[at] = place
        return (parts if raw == parts.raw else with_places(parts.folded, parts.script, raw)), slips

    def _place(self, raw: list[str], at: int) -> str:
        """Return the word of a place that the word at ``at`` is but for a letter, if it can be one only."""
        word = raw[at]
        if len(word) < 6 or word in self.vocabulary.ids or word in place_words():
            return ""
        found: dict[str, str] = {}
        # A letter too many, too few or exchanged is more often a slip than one put for another.
        for near, letters in sorted(place_speller().near(word), key=lambda one: _is_swap(word, one[0])):
            if letters == 1:
                for start, end, code in lexicon(latin=True).find([*raw[:at], near, *raw[at + 1 :]]):
                    if start <= at < end:
                        found.setdefault(code, near)
        return next(iter(found.values())) if len(found) == 1 else ""

    def _rejoined(self, raw: list[str]) -> list[str]:
        ids, out, at = self.vocabulary.ids, [], 0
        while at < len(raw):
            word = raw[at]
            after = raw[at + 1] if at + 1 < len(raw) else ""
            if after and word + after in ids and (word not in ids or after not in ids):
                out.append(word + after)
                at += 2
                continue
            out += [word] if word in ids or len(word) < 7 else self._cut(word)
            at += 1
        return out

    def _cut(self, word: str) -> list[str]:
        ids = self.vocabulary.ids
        for at in range(3, len(word) - 2):
            if word[:at] in ids and word[at:] in ids and self.vocabulary.count(ids[word[at:]]) > 1:
                return [word[:at], word[at:]]
        return [word]

    def likenesses(self, parts: Parts, countries: Iterable[str]) -> list[Likeness]:
        """Return the names most like ``parts``, best first."""
        groups = self._groups(parts, loose=False)
        found = self._compare(groups, self._shortlist(groups, countries))
        if not found or found[0].score < 0.35:
            loose = self._groups(parts, loose=True)
            if loose != groups:
                found = self._compare(loose, self._shortlist(loose, countries)) or found
        return found

    def _groups(self, parts: Parts, *, loose: bool) -> list[Group]:
        return [self._group(word, parts.script, loose=loose) for word in dict.fromkeys(parts.units)]

    def _group(self, word: str, script: str, *, loose: bool) -> Group:
        vocabulary = self.vocabulary
        number = vocabulary.ids.get(word)
        if number is not None:
            options = {number: (1.0, 0)} | self._other_number(word)
            return Group(word, options, vocabulary.weights[number])
        options = {
            vocabulary.ids[other]: (1 - letters * 1.3 / len(word), letters)
            for other, letters in self.speller.near(word)
        } | self._near_places(word, script)
        sounds = not options and script not in (LATIN, OTHER)
        if sounds:
            options = {vocabulary.ids[other]: (score, 3) for other, score in self.speller.sounding(word)}
        elif loose and not options:
            options = {vocabulary.ids[other]: (score - 0.25, 3) for other, score in self.speller.alike(word)}
        weight = max((vocabulary.weights[number] for number in options), default=vocabulary.rarest * 0.8)
        return Group(word, options, weight, sounds)

    def _near_places(self, word: str, script: str) -> dict[int, tuple[float, int]]:
        """Return the places that a misspelt word may be: «Nigera» is Nigeria or Niger."""
        if script != LATIN or len(word) < 5 or word in place_words():
            return {}
        ids = self.vocabulary.ids
        found = {
            code: letters
            for near, letters in reversed(place_speller().near(word))
            for _start, _end, code in lexicon(latin=True).find([near])
        }
        return {
            ids[place]: (1 - letters * 1.3 / len(word), letters)
            for code, letters in found.items()
            if (place := f"@{code}") in ids
        }

    def _other_number(self, word: str) -> dict[int, tuple[float, int]]:
        """Return the plural of a word, or its singular, where it is known."""
        other = word[:-1] if word[-1] == "s" else f"{word}s"
        number = self.vocabulary.ids.get(other) if len(word) > 4 and word not in place_words() else None
        return {} if number is None else {number: (0.95, 1)}

    def _shortlist(self, groups: list[Group], countries: Iterable[str]) -> list[int]:
        """Return the rows that the words vote for, the rarest first, at most ``COMPARED``."""
        vocabulary = self.vocabulary
        asked = [list(group.options) for group in groups if group.options]
        asked += [[vocabulary.ids[place]] for code in countries if (place := f"@{code}") in vocabulary.ids]
        sized = sorted((sum(map(vocabulary.count, one)), one) for one in asked)
        votes: dict[int, float] = {}
        left, common = HOLDERS, []
        for size, numbers in sized:
            if size <= left:
                left -= size
                self._vote(votes, numbers)
            else:
                common.append(numbers)
        rows = _most_voted(votes) if votes else self._sharing(common)
        for row in rows:
            votes.setdefault(row, 0.0)
        self._vote_common(votes, rows, common)
        return self._best(votes, rows, groups)

    def _vote(self, votes: dict[int, float], numbers: list[int]) -> None:
        vocabulary, get = self.vocabulary, votes.get
        for number in numbers:
            weight = vocabulary.weights[number]
            for row in vocabulary.holders[number]:
                votes[row] = get(row, 0.0) + weight

    def _sharing(self, common: list[list[int]]) -> list[int]:
        """Return the rows that hold as many as possible of the words, where all are common."""
        together = 0
        for numbers in common:
            either = 0
            for number in numbers:
                either |= int.from_bytes(self.vocabulary.bits(number), "little")
            together = together & either or together or either
        return rows_of(together, len(self.vocabulary.names), TIED)

    def _vote_common(self, votes: dict[int, float], rows: list[int], common: list[list[int]]) -> None:
        """Let the words with many holders vote among ``rows``."""
        for number in (number for numbers in common for number in numbers):
            weight, bits = self.vocabulary.weights[number], self.vocabulary.bits(number)
            for row in rows:
                if bits[row >> 3] >> (row & 7) & 1:
                    votes[row] += weight

    def _best(self, votes: dict[int, float], rows: list[int], groups: list[Group]) -> list[int]:
        """Return the rows with most votes, less what their names hold beside the words asked."""
        if len(rows) > SHORTLIST:
            rows = nlargest(SHORTLIST, rows, key=votes.__getitem__)
        asked = {number for group in groups for number in group.options}
        names, weights = self.vocabulary.names, self.vocabulary.weights
        scored = [
            (votes[row] - 0.3 * sum(weights[number] for number in names[row] if number not in asked), row)
            for row in rows
        ]
        scored.sort(reverse=True)
        return [row for _score, row in scored[:COMPARED]]

    def _compare(self, groups: list[Group], rows: list[int]) -> list[Likeness]:
        return sorted((self._likeness(groups, row) for row in rows), key=lambda one: -one.score)

    def _likeness(self, groups: list[Group], row: int) -> Likeness:
        vocabulary = self.vocabulary
        free = set(vocabulary.names[row])
        out = Likeness(row)
        shared = whole = lacking = 0.0
        for group in groups:
            held = free & group.options.keys()
            if not held:
                out.only_asked.append(group.word)
                lacking += group.weight
                continue
            best = held.pop() if len(held) == 1 else max(held, key=group.options.__getitem__)
            free.discard(best)
            likeness, letters = group.options[best]
            out.pairs.append(Pair(group.word, vocabulary.words[best], letters, best))
            out.sounds = out.sounds or group.sounds
            shared += vocabulary.weights[best] * likeness
            whole += vocabulary.weights[best]
        out.only_known = [vocabulary.words[number] for number in free]
        own = sum(vocabulary.weights[n] for n in free if vocabulary.words[n][0] != "@")
        out.score = 2 * shared / (2 * whole + lacking + own) if shared else 0.0
        return out


def _is_swap(asked: str, known: str) -> bool:
    return len(asked) == len(known) and sorted(asked) != sorted(known)


def _most_voted(votes: dict[int, float]) -> list[int]:
    floor = max(votes.values()) * 0.5
    rows = [row for row, vote in votes.items() if vote >= floor]
    return rows if len(rows) <= TIED else nlargest(TIED, rows, key=votes.__getitem__)
