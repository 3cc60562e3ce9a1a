"""The matcher: known names in memory, and which of them a cell means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hrnet.lib.names import clean, fold
from imports.reconcile import judge
from imports.reconcile.known_names import EXACT, Hit, KnownNames
from imports.reconcile.meanings import in_english
from imports.reconcile.parts import (
    Parts,
    looks_like_acronym,
    pieces,
    split_off,
    take_apart,
    tidy,
    with_places,
)  # fmt: skip
from imports.reconcile.scripts import LATIN, SCRIPTS
from imports.reconcile.search import Likeness, Search
from imports.reconcile.types import Candidate, KnownName, Match
from imports.reconcile.words import is_generic, names_nobody

KEPT = 8
LOWEST = 0.3  # a candidate below it is no help
BESIDE = 0.5  # nor one that is not half as like as the first
AGREED = 0.75  # likeness that an acronym of the same body makes certain
FOR_ACRONYM = 1.15  # what an acronym of the same body adds to a likeness, in the order of proposals
NEAR = 0.8  # so like that no other language has to be tried
SCORES = {3: 1.0, 2: 0.97, 1: 0.95, 0: 0.8}


class Question(NamedTuple):
    """One cell, taken apart, with what is known beside it."""

    text: str
    folded: str
    parts: Parts
    acronym: str
    country: str


class Matcher:
    """Finds which institution a name means, among the names given once at the start."""

    def __init__(self, names: Iterable[KnownName]) -> None:
        self.known = KnownNames(names)
        self.search = Search(self.known.vocabulary)

    def match(self, name: str, *, acronym: str = "", country: str = "") -> Match:
        """Return who may be meant by ``name``.

        ``acronym`` is one that stands beside it; ``country`` an alpha-2 code, empty where not known.
        """
        text = tidy(clean(name)) or clean(acronym)
        asked = self._question(text, acronym if text != acronym else "", country)
        hits = self.known.look_up(asked.parts, asked.folded)
        if not any(self.known.kind(hit.row) != "acronym" for hit in hits) and names_nobody(
            text, asked.folded
        ):
            return Match([], certain=False, kind="nobody", why="nobody")
        beside = split_off(text)
        if hits or beside.name == text:
            return self._answer(asked, hits)
        return self._several(asked) or self._with_beside(asked, beside.name, beside.acronym, beside.country)

    def _question(self, text: str, acronym: str, country: str) -> Question:
        folded = fold(text)
        return Question(text, folded, take_apart(text, folded), fold(acronym), country)

    def _with_beside(self, whole: Question, name: str, acronym: str, country: str) -> Match:
        """Answer for a name with something in a bracket or behind a dash."""
        if country and whole.country and country != whole.country:
            country = whole.country
        asked = self._question(name, acronym or whole.acronym, country or whole.country)
        hits = self.known.look_up(asked.parts, asked.folded)
        found = self._answer(asked, hits)
        elsewhere = country and hits and self._country(found.candidates[0].id) != country
        if elsewhere and not is_generic(asked.parts.units):
            # «Amnesty International (Kenya)»: a parent has branches.
            return Match(found.candidates, certain=False, kind="match", why="branch")
        if not found.certain:
            return found
        if acronym and asked.parts.state and not self.known.acronyms(asked.acronym):
            # Beside the name of a State it may say which: «Congo, DR».
            return Match(found.candidates, certain=False, kind="match", why="part")
        return found

    def _answer(self, asked: Question, hits: list[Hit]) -> Match:
        if not any(hit.strength == EXACT for hit in hits) and (several := self._several(asked)):
            return several
        if not hits:
            return self._similar(asked)
        chosen = self._narrowed(asked, hits)
        best = max(hit.strength for hit in chosen)
        ids = list(dict.fromkeys(self.known.ids[hit.row] for hit in chosen if hit.strength == best))
        why = "shared" if len(ids) > 1 else self._why(asked, chosen[0])
        rest = [hit for hit in hits if hit not in chosen]
        candidates = self._candidates(asked, [*chosen, *rest])
        if why and why != "shared":
            candidates = self._merged(candidates, self._likenesses(asked, asked.parts))
        return Match(candidates[:KEPT], certain=not why, kind="match", why=why)

    def _why(self, asked: Question, hit: Hit) -> str:
        why = judge.of_hit(self.known, hit, asked.text, asked.parts, asked.country)
        return why or self._conflict(asked, self.known.ids[hit.row])

    def _conflict(self, asked: Question, found: int) -> str:
        bearers = {self.known.ids[row] for row in self.known.acronyms(asked.acronym)}
        return "conflict" if bearers and found not in bearers else ""

    def _narrowed(self, asked: Question, hits: list[Hit]) -> list[Hit]:
        """Return the strongest hits, narrowed by country and acronym where these leave any."""
        known = self.known
        strongest = sorted(hits, key=lambda hit: (-hit.strength, bool(hit.place), hit.row))
        chosen = self._if_any(strongest, lambda hit: known.countries[hit.row] in ("", asked.country or ""))
        chosen = chosen if asked.country else strongest
        chosen = self._if_any(chosen, lambda hit: hit.strength == chosen[0].strength)
        chosen = self._if_any(chosen, lambda hit: known.kind(hit.row) != "cldr")
        if asked.country:
            chosen = self._if_any(chosen, lambda hit: known.countries[hit.row] == asked.country)
        if asked.acronym:
            bearers = {known.ids[row] for row in known.acronyms(asked.acronym)}
            chosen = self._if_any(chosen, lambda hit: known.ids[hit.row] in bearers)
        return self._if_any(chosen, lambda hit: not hit.place)

    @staticmethod
    def _if_any(hits: list[Hit], rule: object) -> list[Hit]:
        return [hit for hit in hits if rule(hit)] or hits  # type: ignore[operator]

    def _several(self, asked: Question) -> Match | None:
        """Return the bodies that the pieces of a cell name, where they name two."""
        some = pieces(asked.text)
        if len(some) < 2:
            return None
        found: list[list[Hit]] = []
        for piece in some:
            parts = take_apart(piece)
            if hits := self.known.look_up(parts, fold(piece)):
                found.append(hits)
        firsts = [self._narrowed(asked, hits)[0] for hits in found]
        if len({self.known.ids[hit.row] for hit in firsts}) < 2 or self._is_country_behind(firsts, some):
            return None
        return Match(self._candidates(asked, firsts)[:KEPT], certain=False, kind="several", why="two_names")

    def _is_country_behind(self, firsts: list[Hit], some: list[str]) -> bool:
        """Say whether it is one name with its country: «Ombudsman, Albania»."""
        return len(firsts) == 2 and sum(take_apart(piece).state for piece in some) == 1

    def _similar(self, asked: Question) -> Match:
        parts, slips = self.search.mend(asked.parts)
        likenesses = self._likenesses(asked, parts)
        meant = self._meant(asked, parts, likenesses)
        found_so = [*likenesses, *meant, *self._by_acronym(asked)]
        candidates = self._merged([], sorted(found_so, key=lambda one: -self._with_acronym(asked, one)))
        if len(candidates) < KEPT:
            candidates = self._merged(candidates, self._by_initials(asked))
        if not likenesses or not candidates:
            return Match(candidates, certain=False, kind="match", why="weak" if candidates else "none")
        best = likenesses[0]
        if candidates[0].id != self.known.ids[best.row]:
            return Match(candidates[:KEPT], certain=False, kind="match", why="weak")
        found = self.known.ids[best.row]
        second = next((one.score for one in likenesses if self.known.ids[one.row] != found), 0.0)
        near = [
            one for one in likenesses if self.known.ids[one.row] == found and one.score > best.score - 0.05
        ]
        verdicts = [judge.of_likeness(self.known, one, parts, asked.country, second, slips) for one in near]
        why = "" if "" in verdicts else verdicts[0]
        if why == "weak" and self._agreed(asked, best):
            why = ""
        why = why or self._conflict(asked, found)
        return Match(candidates[:KEPT], certain=not why, kind="match", why=why)

    def _meant(self, asked: Question, parts: Parts, likenesses: list[Likeness]) -> list[Likeness]:
        """Return the names that are alike when what is asked is put into English: proposals, no more."""
        if likenesses and likenesses[0].score >= NEAR:
            return []
        english = in_english(parts.raw)
        if not english:
            return []
        found = self._likenesses(asked, with_places(parts.folded, parts.script, english))
        for one in found:
            one.meant = True
            one.score *= 0.95
        return found

    def _with_acronym(self, asked: Question, one: Likeness) -> float:
        """Return what a likeness is worth: more where the acronym beside the name is that body’s."""
        bears = one.row in self._bearing(asked.acronym) if asked.acronym else False
        return one.score * FOR_ACRONYM if bears else one.score

    def _bearing(self, acronym: str) -> frozenset[int]:
        """Return the rows of all names of those who bear an acronym."""
        rows = (self.known.rows_of(self.known.ids[row]) for row in self.known.acronyms(acronym)[:KEPT])
        return frozenset(row for some in rows for row in some)

    def _agreed(self, asked: Question, best: Likeness) -> bool:
        """Say whether the acronym beside the name is of that body and of no other."""
        bearers = {self.known.ids[row] for row in self.known.acronyms(asked.acronym)}
        return bearers == {self.known.ids[best.row]} and best.score >= AGREED and not best.only_asked

    def _likenesses(self, asked: Question, parts: Parts) -> list[Likeness]:
        known = self.known
        found = self.search.likenesses(parts, {*parts.places, asked.country} - {""})
        for one in found:
            country = known.countries[one.row]
            said = {word[1:] for word in one.only_asked if word[0] == "@"}
            if said - {country} or (asked.country and country and asked.country != country):
                one.score *= 0.7
            elif country and country in (asked.country, *parts.places):
                one.score = min(one.score * 1.05, 0.99)
        return sorted(found, key=lambda one: -one.score)

    def _by_acronym(self, asked: Question) -> list[Likeness]:
        """Return the bearers of the acronym beside the name."""
        return [Likeness(row, 0.72) for row in self.known.acronyms(asked.acronym)[:KEPT]]

    def _by_initials(self, asked: Question) -> list[Likeness]:
        if not looks_like_acronym(asked.text) or len(asked.folded) < 3:
            return []
        return [Likeness(row, 0.5) for row in self.known.by_initials(asked.folded)[:KEPT]]

    def _merged(self, candidates: list[Candidate], likenesses: list[Likeness]) -> list[Candidate]:
        seen = {one.id for one in candidates}
        out = list(candidates)
        scores = [*(one.score for one in candidates), *(one.score for one in likenesses)]
        lowest = max(LOWEST, BESIDE * max(scores, default=0.0))
        for one in likenesses:
            key = self.known.ids[one.row]
            if key not in seen and one.score >= lowest:
                seen.add(key)
                out.append(
                    Candidate(key, round(min(one.score, 0.94), 3), self.known.texts[one.row], self._how(one))
                )
        return out

    def _how(self, one: Likeness) -> str:
        if not one.pairs:
            return "acronym"
        if one.meant:
            return "meaning"
        if one.sounds:
            return "script"
        extra = [word for word in one.only_known if word[0] != "@"]
        if not one.only_asked and not extra:
            return "letters"
        exact = not one.mended
        return "part" if exact and (not one.only_asked or not extra) else "similar"

    def _candidates(self, asked: Question, hits: list[Hit]) -> list[Candidate]:
        out: dict[int, Candidate] = {}
        for hit in hits:
            key = self.known.ids[hit.row]
            if key not in out:
                out[key] = Candidate(
                    key, SCORES[hit.strength], self.known.texts[hit.row], self._reason(asked, hit)
                )
        return list(out.values())

    def _reason(self, asked: Question, hit: Hit) -> str:
        kind = self.known.kind(hit.row)
        if kind in ("acronym", "former"):
            return kind
        if not hit.strength or SCRIPTS[self.known.scripts[hit.row]] != asked.parts.script:
            return "script" if asked.parts.script != LATIN or not hit.strength else "exact"
        return "exact" if hit.strength == EXACT else "words"

    def _country(self, institution: int) -> str:
        rows = self.known.rows_of(institution)
        return self.known.countries[rows[0]] if rows else ""
