"""The countries that a name speaks of: «of Nepal», «népalaise», «(Nepal)» all say NP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from hrnet.lib.names import fold
from imports.reconcile.adjectives import ADJECTIVES, LOOKALIKES, MISLEADING, NO_PLACE, PLACES
from imports.reconcile.scripts import LATIN, fold_script, script_of
from imports.reconcile.words import words

LANGUAGES = ("en", "fr", "es", "pt", "it", "de", "ru", "ar", "zh", "nl", "uk", "el", "he", "fa")
NOT_COUNTRIES = frozenset(("EU", "UN", "EZ", "ZZ", "QO"))
Phrase = tuple[str, ...]
#: Words of the long form of the name of a State.
STYLES = frozenset(
    words(
        fold(
            "republic république kingdom royaume state état states états estado federation fédération federal"
            " fédérale democratic démocratique people’s peoples populaire popular"
            " islamic islamique arab arabe"
            " socialist socialiste union united unie commonwealth principality principauté grand duchy duché"
            " sultanate emirate plurinational bolivarian bolivarienne independent co-operative cooperative of"
            " former yugoslav the hashemite hellenic oriental eastern tsardom federative республика"
            " королевство государство جمهورية مملكة دولة democrática república islámica bolivariana"
        )
    )
)


class Lexicon:
    """The names and adjectives of countries, as phrases of folded words, for one script or all others."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self.codes: dict[Phrase, str] = {}
        self.longest: dict[str, int] = {}
        for text, code in phrases:
            phrase = tuple(words(text))
            self.codes.setdefault(phrase, code)
            self.longest[phrase[0]] = max(self.longest.get(phrase[0], 0), len(phrase))
        self.words = frozenset(word for phrase in self.codes for word in phrase)

    def find(self, some: list[str]) -> Iterator[tuple[int, int, str]]:
        """Yield the places in ``some`` words, the longest phrase at each: (from, to, code).

        The code is empty where a phrase holds the name of a country and means another place.
        """
        at = 0
        while at < len(some):
            length, code = self._at(some, at)
            if length:
                yield at, at + length, code
                at += length
            else:
                at += 1

    def _at(self, some: list[str], at: int) -> tuple[int, str]:
        for length in range(self.longest.get(some[at], 0), 0, -1):
            code = self.codes.get(tuple(some[at : at + length]))
            if code is not None:
                return length, code
        return 0, ""


def _listed(table: str) -> Iterator[tuple[str, str]]:
    for line in table.strip().splitlines():
        code, *names = line.split()
        for name in names:
            yield name.replace("_", " "), code


@lru_cache(maxsize=2)
def lexicon(*, latin: bool) -> Lexicon:
    """Return the lexicon of Latin names of places, or that of all other scripts (built once)."""
    return Lexicon(_latin() if latin else _cldr())


def _latin() -> Iterator[tuple[str, str]]:
    for phrase in NO_PLACE.split():
        yield phrase.replace("_", " "), ""
    yield from _listed(PLACES)
    yield from _listed(ADJECTIVES)
    misleading = {one.replace("_", " ") for one in MISLEADING.split()}
    for text, code in _cldr(latin=True):
        if text not in misleading:
            yield text, code
            yield f"republic {text}", code


def _cldr(*, latin: bool = False) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for code, text in Locale.parse(language).territories.items():
            if len(code) != 2 or code in NOT_COUNTRIES:
                continue
            script = script_of(text)
            folded = fold(text) if latin else fold_script(text, script)
            if (script == LATIN) == latin and folded:
                yield folded, code


def country_code(text: str) -> str:
    """Return the alpha-2 code that a cell means: a code, or a name in any language; empty if neither."""
    bare = text.strip()
    upper = bare.upper()
    if len(bare) == 2 and bare.isascii() and bare.isalpha():
        return "GB" if upper == "UK" else upper
    if len(bare) == 3 and bare.isascii() and bare.isupper() and (code := alpha3(bare)):
        return code
    script = script_of(bare)
    some = words(fold(bare) if script == LATIN else fold_script(bare, script))
    found = {code for _from, _to, code in lexicon(latin=script == LATIN).find(some)}
    return found.pop() if len(found) == 1 else ""


def alpha3(text: str) -> str:
    """Return the alpha-2 code of an alpha-3 one, empty where it is none."""
    known = get_global("territory_aliases").get(text, [])
    return known[0] if len(known) == 1 and len(text) == 3 else ""


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """Return the alpha-2 codes in use."""
    territories = map(str, Locale("en").territories)
    return frozenset(code for code in territories if len(code) == 2 and code.isalpha()) - NOT_COUNTRIES


@lru_cache(maxsize=1)
def place_words() -> frozenset[str]:
    """Return the words of names of places, and those that look like one and are not."""
    return lexicon(latin=True).words | lexicon(latin=False).words | frozenset(LOOKALIKES.split())
