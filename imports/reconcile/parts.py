"""What a name consists of: its words, the places that it speaks of, its bracket, its acronym."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from hrnet.lib.names import fold
from imports.reconcile.places import STYLES, country_code, lexicon
from imports.reconcile.scripts import LATIN, fold_script, script_of
from imports.reconcile.words import words


class Parts(NamedTuple):
    """A name taken apart.

    ``units`` are its words, with «@NP» in the place of what says Nepal; where the name is that of a
    State (``state``), they are its plain words, since «Korea» and «Republic of Korea» are not one.
    """

    folded: str
    script: str
    raw: list[str]
    units: list[str]
    places: frozenset[str]
    state: bool


def take_apart(text: str, folded: str | None = None) -> Parts:
    """Take a name apart; ``folded`` is ``fold(text)`` where that is known."""
    script = script_of(text)
    if script != LATIN:
        folded = fold_script(text, script)
    elif folded is None:
        folded = fold(text)
    return with_places(folded, script, words(folded))


def with_places(folded: str, script: str, raw: list[str]) -> Parts:
    """Find the places in the words ``raw``."""
    if not raw:
        return Parts(folded, script, raw, raw, frozenset(), state=False)
    found = [place for place in lexicon(latin=script == LATIN).find(raw) if place[2]]
    if not found:
        return Parts(folded, script, raw, raw, frozenset(), state=False)
    units, rest, at = [], [], 0
    for start, end, code in found:
        units += raw[at:start]
        rest += raw[at:start]
        units.append(f"@{code}")
        at = end
    units += raw[at:]
    rest += raw[at:]
    places = frozenset(code for _start, _end, code in found)
    if all(word in STYLES for word in rest):
        return Parts(folded, script, raw, raw, places, state=True)
    return Parts(folded, script, raw, units, places, state=False)


@dataclass(frozen=True)
class Asked:
    """A cell: its name, and what stands beside it in a bracket or behind a dash."""

    name: str
    acronym: str = ""
    country: str = ""


_NUMBERED = re.compile(r"^\s*\(?\d{1,3}[.)]\s+(?=\D)")
_FOOTNOTE = re.compile(r"(?<=[^\W\d])\s*\[\d+\]\s*$")
_FOOTNOTE_MARKS = "¹²³⁰ⁱ⁲⁳⁴⁵⁶⁷⁸⁹*†‡§"
_BRACKET = re.compile(r"^(.*\S)\s*[(\[（]([^()\[\]（）]+)[)\]）]\s*$")
_BEFORE = re.compile(r"^([^\W\d_][\w./&-]{1,11})\s*(?:[-–—:]\s+|\s[-–—:]\s*)(\S.*\s.*)$")
_AFTER = re.compile(r"^(.*\S)\s*(?:,|\s[-–—/])\s*([^\W\d_][\w.&-]{1,11})\s*$")
_FORMERLY = re.compile(r"^(?:formerly|former|previously|ex|anciennement|antes|antiguamente)\b", re.I)


def tidy(text: str) -> str:
    """Return a cell without the number before its name and the mark of a footnote behind it."""
    text = _FOOTNOTE.sub("", _NUMBERED.sub("", text)).strip()
    bare = text.rstrip(_FOOTNOTE_MARKS).rstrip()
    return bare if len(bare) < len(text) and (bare[-1:].isalnum() or bare.endswith("_")) else text


def split_off(text: str) -> Asked:
    """Take an acronym, a country or «formerly…» off a name; the whole name where there is none."""
    if found := _BRACKET.match(text):
        name, beside = found.group(1), found.group(2).strip()
        if looks_like_acronym(beside):
            return Asked(name, acronym=beside)
        if _FORMERLY.match(beside):
            return Asked(name)
        if code := country_code(beside) if _only_a_place(beside) else "":
            return Asked(name, country=code)
    if (found := _BEFORE.match(text)) and looks_like_acronym(found.group(1)):
        return Asked(found.group(2), acronym=found.group(1))
    if (found := _AFTER.match(text)) and looks_like_acronym(found.group(2)):
        return Asked(found.group(1), acronym=found.group(2))
    return Asked(text)


def _only_a_place(text: str) -> bool:
    parts = take_apart(text)
    return parts.state and len(parts.places) == 1


def looks_like_acronym(text: str) -> bool:
    """Say whether ``text`` is one short word with two capital letters or more."""
    return len(text) <= 12 and " " not in text and sum(char.isupper() for char in text) >= 2


_BETWEEN = re.compile(
    r"(?<!\s)(?:\s*[;\n|+]\s*|\s+/\s+|\s*,\s+|\s+(?:and|et|y|e|und|en|и|و|&)\s+)|(?<=\w)/(?=\w)",
    re.IGNORECASE,
)


def pieces(text: str) -> list[str]:
    """Return what stands between «and», «/», «;» and commas: one piece where there is none of them."""
    return [piece for piece in _BETWEEN.split(text) if piece]
