"""Invented bodies with their names in several languages: the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from babel import Locale

from hrnet.directory.demo.words import (
    BODIES,
    ENDS,
    FORMS,
    LANGUAGES,
    NETWORKS,
    ONSETS,
    REGIONS,
    TOPICS,
    VOWELS,
)

PLACES = 6000
SMALL_WORDS = frozenset("of the for on and de la le les pour sur".split())  # noqa: SIM905
#: How often an institution has a name in each language beside the English one.
ALSO = {"fr": 0.65, "es": 0.25, "ar": 0.2, "ru": 0.2}


class Named(NamedTuple):
    """One name of an invented body."""

    text: str
    language: str
    kind: str


@dataclass(frozen=True)
class Body:
    """An invented body; ``number`` is its own, ``weight`` how often it belongs to something."""

    number: int
    kind: str
    country: str
    names: tuple[Named, ...]
    weight: float
    is_network: bool


class Inventor:
    """Invents bodies; ``seed`` decides which. ``countries`` are codes with the English and French name."""

    def __init__(self, seed: int, countries: list[tuple[str, str, str]]) -> None:
        self.random = Random(seed)  # noqa: S311  (nothing here is a secret)
        others = {language: Locale(language).territories for language in LANGUAGES[2:]}
        self.countries = [
            (code, (english, french, *(others[language].get(code, english) for language in LANGUAGES[2:])))
            for code, english, french in countries
        ]
        self.places = [self.word().capitalize() for _place in range(PLACES)]
        self.kinds = [one for one in BODIES for _time in range(one[1])]
        self.seen: set[str] = set()

    def bodies(self, networks: int, institutions: int) -> Iterator[Body]:
        """Yield so many institutions in all, the first of them networks; no two have one English name."""
        for number in range(1, institutions + 1):
            is_network = number <= networks
            invent = self._network if is_network else self._institution
            kind, country, texts = invent()
            while texts[0] in self.seen:
                kind, country, texts = invent(apart=True)
            self.seen.add(texts[0])
            weight = 1 / (number + 3) ** 0.7 if is_network else min(self.random.random() ** -0.5, 25.0)
            yield Body(number, kind, country, self._named(texts), weight, is_network)

    def word(self) -> str:
        """Return a word that looks like the name of a person or a town."""
        pick = self.random.choice
        middle = "".join(pick(ONSETS) + pick(VOWELS) for _part in range(pick((1, 2, 2))))
        return middle + pick(ONSETS) + pick(VOWELS) + pick(ENDS)

    def _network(self, *, apart: bool = False) -> tuple[str, str, list[str]]:
        pick = self.random.choice
        (kind, form), topic, region = pick(NETWORKS), pick(TOPICS), pick(REGIONS)
        texts = [form[at].format(t=topic[at], r=region[at]) for at in range(len(LANGUAGES))]
        return kind, "", self._at(texts, pick(self.places)) if apart else texts

    def _institution(self, *, apart: bool = False) -> tuple[str, str, list[str]]:
        pick = self.random.choice
        code, country = pick(self.countries)
        if self.random.random() < 0.35:
            kind, _often, form = pick(self.kinds)
            texts = [text.format(c=country[at]) for at, text in enumerate(form)]
            return kind, code, self._at(texts, pick(self.places)) if apart else texts
        topic, form = pick(TOPICS), pick(FORMS)
        texts = [text.format(t=topic[at]) for at, text in enumerate(form)]
        kind = "trade_union" if form[0].startswith("Union") else "ngo"
        if apart or self.random.random() < 0.6:
            return kind, code, self._at(texts, pick(self.places))
        person = f"{self.word().capitalize()} {self.word().capitalize()}"
        return kind, code, [f"{person} {texts[0]}", *(f"{text} {person}" for text in texts[1:])]

    @staticmethod
    def _at(texts: list[str], place: str) -> list[str]:
        return [
            f"{texts[0]} in {place}",
            f"{texts[1]}, {place}",
            *(f"{text} ({place})" for text in texts[2:]),
        ]

    def _named(self, texts: list[str]) -> tuple[Named, ...]:
        chance = self.random.random
        names = [Named(texts[0], "en", "official")]
        names += [
            Named(text, language, "official" if chance() < 0.7 else "alternative")
            for text, language in zip(texts[1:], LANGUAGES[1:], strict=True)
            if chance() < ALSO[language]
        ]
        if chance() < 0.5:
            names.append(Named(_acronym(texts[0]), "en", "acronym"))
        if chance() < 0.12:
            names.append(Named(f"{self.word().capitalize()} {texts[0].split(' in ')[0]}", "en", "former"))
        return tuple(names)


def _acronym(text: str) -> str:
    return "".join(word[0] for word in text.split() if word not in SMALL_WORDS).upper()[:12]
