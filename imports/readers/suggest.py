"""Suggestions: which column is which field, from headers and values; a mapping to start from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from imports.readers.columns import fold_cached
from imports.readers.headers import header_scores
from imports.readers.judge import Judgement
from imports.readers.lying_across import suggest_across
from imports.readers.mapping import Column, Mapping
from imports.readers.targets import DATES, IGNORED_HEADERS, NAMES, SUBJECT, WHOLE
from imports.readers.vocabulary import Words

ENOUGH = 3.0
_LETTER = re.compile(r"\(\s{0,9}([A-Za-z]{1,2})\s{0,9}\)")


@dataclass
class Seen:
    """A column of a table as far as it was looked at."""

    name: str
    index: int
    values: dict[str, int] = field(default_factory=dict)  # distinct values, as often as each was seen
    filled: int = 0
    judgement: Judgement = field(default_factory=Judgement)


def suggest_fields(target: str, columns: Sequence[Seen]) -> dict[int, str]:
    """Return the field that each column seems to be, by its index; each field once."""
    columns = [one for one in columns if fold_cached(one.name) not in IGNORED_HEADERS]
    scored = sorted(
        (
            (score, -one.index, name)
            for one in columns
            for name, score in _scores(target, one).items()
            if score >= ENOUGH
        ),
        reverse=True,
    )
    found = _own_names(target, columns)
    for _score, index, name in scored:
        if -index not in found and name not in found.values():
            found[-index] = name
    _name_the_subject(target, columns, found)
    return found


def _own_names(target: str, columns: Sequence[Seen]) -> dict[int, str]:
    """Return the columns that bear the very name of a field: whatever they hold, they are that field.

    But a «status» of nothing but roles is what many lists call a role.
    """
    found: dict[int, str] = {}
    names = [fold_cached(one.name).replace(" ", "_") for one in columns]
    for name, one in zip(names, columns, strict=True):
        seen = one.judgement
        is_role = name == "status" and seen.role >= 0.5 and not seen.status and "role" not in names
        if name in NAMES[target] and name not in found.values() and not is_role:
            found[one.index] = name
    return found


def _scores(target: str, one: Seen) -> dict[str, float]:
    scores = header_scores(target, one.name)
    seen = one.judgement
    if not seen.count:
        return scores
    for name in DATES[target]:
        if name in scores:
            scores[name] += 3 if seen.date >= 0.5 else -12
    if not scores and seen.date >= 0.8 and seen.year < 1:
        scores["start" if target == "memberships" else "date"] = 4
    _by_share(scores, "country", seen.country, (0.6, 4.0), (0.2, -6.0))
    _by_share(scores, "identifier", seen.identifier, (0.6, 6.0), (0.3, -12.0))
    if target == "memberships":
        _by_share(scores, "role", seen.role, (0.5, 5.0), (0.2, -7.0))
        _by_share(scores, "status", seen.status, (0.5, 5.0), (0.2, -7.0))
    else:
        _by_share(scores, "act", seen.act, (0.5, 5.0), (0.2, -7.0))
        if seen.with_act >= 0.2:
            scores["date"] = scores.get("date", 0) + 5
    if not seen.is_text:
        for name in (SUBJECT[target], WHOLE[target], "acronym", "note"):
            scores[name] = scores.get(name, 0) - 8
    return scores


def _by_share(
    scores: dict[str, float], name: str, share: float, many: tuple[float, float], few: tuple[float, float]
) -> None:
    """Raise the score of a field where many values fit it, lower it where few do."""
    if share >= many[0]:
        scores[name] = scores.get(name, 0) + many[1]
    elif share < few[0] and name in scores:
        scores[name] += few[1]


def _name_the_subject(target: str, columns: Sequence[Seen], found: dict[int, str]) -> None:
    """Where no column names the members: their countries do, or else the first column of distinct texts."""
    subject = SUBJECT[target]
    if subject in found.values():
        return
    texts = [
        one.index
        for one in columns
        if one.index not in found and one.judgement.is_text and one.judgement.distinct > 0.5
    ]
    by_country = next((index for index, name in found.items() if name == "country"), None)
    if by_country is not None and "acronym" not in found.values() and not (texts and texts[0] < by_country):
        found[by_country] = subject
    elif texts:
        found[texts[0]] = subject


def suggest_mapping(target: str, columns: Sequence[Seen], fields: dict[int, str], words: Words) -> Mapping:
    """Return the mapping that a table suggests."""
    by_index = {one.index: one for one in columns}
    mapped = tuple(
        Column(by_index[index].name, fields[index], *_split(target, by_index[index], fields[index]))
        for index in sorted(fields)
    )
    mapping = Mapping(columns=mapped)
    if target == "parties":
        mapping = _with_acts(mapping, words)
    free = [one for one in columns if one.index not in fields]
    return suggest_across(target, mapping, free, columns)


def _split(target: str, one: Seen, name: str) -> tuple[str, str]:
    """Return the separator and the meaning of brackets that the values of a column suggest."""
    if name not in (WHOLE[target], SUBJECT[target]) or not one.values:
        return "", ""
    brackets = "role" if target == "memberships" and one.judgement.bracket_role >= 0.3 else ""
    if name == SUBJECT[target]:
        return "", brackets
    for sign in ("\n", ";", ","):
        if sum(sign in value for value in one.values) >= 0.3 * len(one.values):
            return sign, brackets
    return "", brackets


def _with_acts(mapping: Mapping, words: Words) -> Mapping:
    """Take from a header such as «Ratification, Accession(a)» what a date with and without a letter means."""
    date = next((one.column for one in mapping.columns if one.field == "date"), "")
    if not date or any(one.field == "act" for one in mapping.columns):
        return mapping
    letters = {letter: act for word, letter in _lettered(date) if (act := words.act(word))}
    first = words.act(re.split(r"[,;/(]| date\b", date)[0].strip())
    return replace(
        mapping,
        constants={**mapping.constants, **({"act": first} if first else {})},
        values={**mapping.values, **({"act": letters} if letters else {})},
    )


def _lettered(header: str) -> Iterator[tuple[str, str]]:
    """Yield each word of a header with the letter behind it that stands for it: «Accession(a)»."""
    begin = 0
    for found in _LETTER.finditer(header):
        yield re.split(r"[,;/()]", header[begin : found.start()])[-1].strip(), found[1]
        begin = found.end()
