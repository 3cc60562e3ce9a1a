"""The known names, row by row, and the look-ups that need no comparing."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable
from typing import NamedTuple

from imports.reconcile.index import Keys, Vocabulary
from imports.reconcile.parts import Parts, take_apart
from imports.reconcile.scripts import ARABIC, CYRILLIC, GREEK, HEBREW, LATIN, SCRIPTS
from imports.reconcile.types import KnownName

KINDS = ("official", "alternative", "acronym", "former", "as_written", "cldr")
EXACT, WORDS, LETTERS = 3, 2, 1  # how strongly a look-up speaks
SQUEEZED = 6  # letters that a name needs to be found without its spaces


class Hit(NamedTuple):
    """A known name found by look-up.

    ``place`` says what is odd about places: ``lacking`` where the known name has one that was not given,
    ``added`` where the place asked for is the known one's country but not in its name.
    """

    row: int
    strength: int
    place: str = ""


class KnownNames:
    """The names in flat arrays, by row, and where to find them."""

    def __init__(self, names: Iterable[KnownName]) -> None:
        self.ids = array("q")
        self.kinds = array("b")
        self.scripts = array("b")
        self.placed = array("b")  # 1 where the name says its own country
        self.countries: list[str] = []
        self.texts: list[str] = []
        self.vocabulary = Vocabulary()
        self._exact, self._words, self._squeezed = Keys(), Keys(), Keys()
        self._initials, self._rows = Keys(), Keys()
        for name in names:
            self._add(name)
        for index in (self._exact, self._words, self._squeezed, self._initials, self._rows, self.vocabulary):
            index.freeze()

    def _add(self, name: KnownName) -> None:
        row, parts = len(self.ids), take_apart(name.text, name.folded)
        own = own_units(parts, name.country)
        self.ids.append(name.id)
        self.kinds.append(KINDS.index(name.kind) if name.kind in KINDS else 1)
        self.scripts.append(SCRIPTS.index(parts.script))
        self.placed.append(len(own) != len(parts.units))
        self.countries.append(sys.intern(name.country))
        self.texts.append(name.text)
        self._index(row, name, parts, own)
        marked = [*parts.units, f"@{name.country}"] if name.country else parts.units
        self.vocabulary.add(sorted(set(marked)))

    def _index(self, row: int, name: KnownName, parts: Parts, own: list[str]) -> None:
        self._exact.add(name.folded, row)
        if parts.folded != name.folded:
            self._exact.add(parts.folded, row)
        self._words.add(tuple(sorted(own)), row)
        self._squeezed.add("".join(parts.raw), row)
        self._rows.add(name.id, row)
        if len(parts.raw) > 2 and name.kind != "acronym":
            self._initials.add("".join(word[0] for word in parts.raw), row)

    def __len__(self) -> int:
        return len(self.ids)

    def kind(self, row: int) -> str:
        """Return the kind of the name in ``row``."""
        return KINDS[self.kinds[row]]

    def rows_of(self, institution: int) -> list[int]:
        """Return the rows of the names of ``institution``."""
        return self._rows.rows(institution)

    def by_initials(self, letters: str) -> list[int]:
        """Return the names whose words begin with these letters."""
        return self._initials.rows(letters)

    def acronyms(self, folded: str) -> list[int]:
        """Return the rows of the acronym ``folded``."""
        return [row for row in self._exact.rows(folded) if self.kind(row) == "acronym"] if folded else []

    def look_up(self, parts: Parts, folded: str) -> list[Hit]:
        """Return the names that are ``parts`` but for case, accents, articles, order and spaces."""
        found: dict[int, Hit] = {}
        # Without vowels, two Arabic words fold alike too easily.
        keys = {parts.folded} if parts.script in (ARABIC, HEBREW) else {folded, parts.folded}
        for key in keys:
            for row in self._exact.rows(key) if key else ():
                found.setdefault(row, Hit(row, EXACT if self._readable(row, parts) else 0))
        for hit in self._same_words(parts):
            found.setdefault(hit.row, hit)
        squeezed = "".join(parts.raw)
        if len(squeezed) >= SQUEEZED:
            for row in self._squeezed.rows(squeezed):
                if self._readable(row, parts):
                    found.setdefault(row, Hit(row, LETTERS))
        return list(found.values())

    def _readable(self, row: int, parts: Parts) -> bool:
        """Say whether both are of one script, or of alphabets that are written over letter by letter."""
        known = SCRIPTS[self.scripts[row]]
        return known == parts.script or (
            {known, parts.script} <= {LATIN, CYRILLIC, GREEK} and len(parts.folded) > 4
        )

    def _same_words(self, parts: Parts) -> Iterable[Hit]:
        for row in self._words.rows(tuple(sorted(parts.units))):
            if self._readable(row, parts):
                yield Hit(row, WORDS, "lacking" if self.placed[row] else "")
        for code in parts.places if not parts.state else ():
            units = [unit for unit in parts.units if unit != f"@{code}"]
            for row in self._words.rows(tuple(sorted(units))) if units else ():
                if self.countries[row] == code and self._readable(row, parts):
                    yield Hit(row, WORDS, "" if self.placed[row] else "added")


def own_units(parts: Parts, country: str) -> list[str]:
    """Return the units of a name without the institution's own country."""
    if not country or parts.state:
        return parts.units
    own = [unit for unit in parts.units if unit != f"@{country}"]
    return own or parts.units
