"""When a name is certain: only where one institution clearly is meant.

Each rule returns a code of :data:`imports.reconcile.WHY` where it forbids certainty, or nothing.
Differences of case, accents, punctuation, articles, order of words and spaces never matter; a country, a
number or another word that differs always does.
"""

from __future__ import annotations

from imports.reconcile.known_names import Hit, KnownNames
from imports.reconcile.parts import Parts, looks_like_acronym, take_apart
from imports.reconcile.places import alpha3, codes, place_words
from imports.reconcile.scripts import CYRILLIC, GREEK, LATIN
from imports.reconcile.search import NO_NUMBER, Likeness, Pair
from imports.reconcile.spelling import near_places
from imports.reconcile.words import BRANCHES, POSTS, WORLDWIDE, is_generic

SHORT_ACRONYM = 3
LONG_ACRONYM = 4  # longer ones are no words: «Unicef» needs no capital letters
LONG_WORD = 7
COMMON = 3  # names that hold a word, for a letter wrong in it to be a slip and not another name
SPELT_OUT = (LATIN, CYRILLIC, GREEK)  # with all vowels: elsewhere one letter more makes another word
MARGIN = 0.07  # by which the second must stay behind


def of_hit(known: KnownNames, hit: Hit, text: str, parts: Parts, country: str) -> str:
    """Judge a name that was found by look-up, the only one of its strength."""
    row = hit.row
    place = known.countries[row]
    if country and place and country != place:
        return "other_country"
    if not hit.strength:
        return "script"
    if hit.place == "lacking" and country != place:
        return "generic" if is_generic(parts.units) else "part"
    if hit.place == "added" and (why := _of_added_place(known, row, parts)):
        return why
    if known.kind(row) == "acronym":
        return _of_acronym(known, row, text, parts, country)
    return _of_generic(parts, place, country)


def _of_generic(parts: Parts, place: str, country: str) -> str:
    """A name that many bodies bear needs the country, in it or beside it."""
    if parts.places or not is_generic(parts.units, at_home=bool(country)):
        return ""
    return "" if place and country == place else "generic"


def _of_added_place(known: KnownNames, row: int, parts: Parts) -> str:
    """«Kituo cha Sheria Kenya» is that body of Kenya; «Amnesty International UK» is a section."""
    rest = [unit for unit in parts.units if unit[0] != "@"]
    if set(rest) & WORLDWIDE:
        return "branch"
    if known.kind(row) == "acronym":
        return "" if _is_national(known, known.ids[row]) else "branch"
    return "" if len(rest) > 1 or is_generic(rest) else "branch"


def _is_national(known: KnownNames, institution: int) -> bool:
    """Say whether a name of the institution tells its country, or what it is at home."""
    for row in known.rows_of(institution):
        if known.placed[row]:
            return True
        if known.kind(row) != "acronym" and is_generic(take_apart(known.texts[row]).units):
            return True
    return False


def _of_acronym(known: KnownNames, row: int, text: str, parts: Parts, country: str) -> str:
    place, letters = known.countries[row], parts.raw[0] if len(parts.raw) == 1 else ""
    if not letters:
        return ""
    written = looks_like_acronym(text.replace(".", "")) or len(letters) > LONG_ACRONYM
    if not written and text != known.texts[row]:
        return "code"
    if country and not place and len(letters) <= SHORT_ACRONYM:
        return "other_country"
    upper = letters.upper()
    code = upper if upper in codes() else alpha3(upper)
    return "code" if code and code != place and not country else ""


def of_likeness(
    known: KnownNames, best: Likeness, parts: Parts, country: str, second: float, slips: list[Pair]
) -> str:
    """Judge a name that only resembles what was asked; ``slips`` are words of places that were put right."""
    place = known.countries[best.row]
    if country and place and country != place:
        return "other_country"
    if why := _of_words_only_asked(known, best, place):
        return why
    if best.sounds:
        return "script"
    if [word for word in best.only_known if word != f"@{place}"]:
        return "part"
    mended = [*best.mended, *slips]
    if not mended or parts.script not in SPELT_OUT or not _are_slips(known, mended):
        return "weak"
    if known.placed[best.row] and place not in parts.places and country != place:
        return "part"
    if second > best.score - MARGIN:
        return "weak"
    own = [pair.known for pair in best.pairs if pair.known[0] != "@"]
    if known.kind(best.row) == "acronym":
        return "weak"
    return _of_generic(parts._replace(units=own), place, country)


def _of_words_only_asked(known: KnownNames, best: Likeness, place: str) -> str:
    extra = [word for word in best.only_asked if word != f"@{place}"]
    foreign = [word for word in extra if word[0] == "@"]
    if not extra:
        return ""
    if set(extra) & POSTS:
        return "post"
    if len(extra) == len(foreign):
        return "other_country" if known.placed[best.row] else "branch"
    if set(extra) & BRANCHES:
        return "branch"
    # Half of the words or more are there: what is asked is that body with something added.
    return "part" if best.score >= 0.5 and len(best.pairs) >= len(extra) else "weak"


def _are_slips(known: KnownNames, mended: list[Pair]) -> bool:
    """Say whether the words that differ are plain slips of the pen: long words, one letter, no place."""
    rare = [pair for pair in mended if pair.number < 0 or known.vocabulary.count(pair.number) < COMMON]
    if len(mended) > 2 or len(rare) > 1:
        return False
    return all(_is_slip(pair, pair in rare) for pair in mended)


def _is_slip(pair: Pair, rare: bool) -> bool:
    asked, meant = pair.asked, pair.known
    if min(len(asked), len(meant)) < LONG_WORD - 1 or not asked.isalpha() or asked in place_words():
        return False
    if _undoubled(asked) == _undoubled(meant) or asked.rstrip("s") == meant.rstrip("s"):
        return True
    if pair.number == NO_NUMBER and len(asked) > LONG_WORD:
        return True  # only one place is spelt nearly so
    if pair.letters != 1 or (meant in place_words() and len(near_places(asked)) > 1):
        return False
    if not rare and meant not in place_words():
        return len(asked) >= LONG_WORD - 1
    # In a rare word, one letter put for another is as often another name: Andersen is not Anderson.
    return (
        min(len(asked), len(meant)) >= LONG_WORD and not _is_swap(asked, meant) and asked[-2:] == meant[-2:]
    )


def _is_swap(asked: str, meant: str) -> bool:
    if len(asked) != len(meant):
        return asked[:1] != meant[:1]
    differ = [at for at in range(len(asked)) if asked[at] != meant[at]]
    return len(differ) == 1  # two are a transposition


def _undoubled(word: str) -> str:
    return "".join(char for at, char in enumerate(word) if not at or char != word[at - 1])
