"""How likely bytes above 127 are in each of the old encodings: the letters of its languages.

The weights are rough: letters in the order of their frequency, the first ones several times as frequent as
the last. What one encoding writes as a frequent letter, the others write as a rare one or as a sign.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

LEGACY = ("cp1252", "mac_roman", "cp1250", "iso8859-2", "cp1251", "cp1256")
_WESTERN = "éóáèíàçãäöêüñåøúôâîæõßïëœûùòì"
_LANGUAGES = {
    "western": _WESTERN,
    "polish": "łóążęśćńź",
    "czech": "íáéěřčšžýůúóňťďľäĺŕô",
    "hungarian": "áéöóőüúíű",
    "romanian": "ăîâțșţş",
    "croatian": "čšžćđ",
    "russian": "оеаинтсрвлкмдпуяызьбгчйхжюшцщэфъё",
    "ukrainian": "оаниівертсклудпмязьбгйчхцїжєюшщфґ",
    "serbian": "аоиенртјсвукдпмлгзбчшцњжхћљфђџ",
    "arabic": "اليمونرتبةعدفسهكقحجشطصخأضذىءإغثزظئؤآپچڤگ\u064b\u064e\u064f\u0650\u0651\u0652ـ،؛؟",
}
_SPEAKS = {
    "cp1252": ("western",),
    "mac_roman": ("western",),
    "cp1250": ("polish", "czech", "hungarian", "romanian", "croatian"),
    "iso8859-2": ("polish", "czech", "hungarian", "romanian", "croatian"),
    "cp1251": ("russian", "ukrainian", "serbian"),
    "cp1256": ("arabic",),
}
_SIGNS = frozenset("’‘“”„«»–—…°€·•\xa0№§")
_RARE, _ODD, _SIGN, _DASHED = math.log(1e-5), math.log(1e-7), math.log(0.03), math.log(1e-3)
# How likely an encoding is before a byte was looked at.
_AT_FIRST = {
    "cp1252": 0.0,
    "mac_roman": -1.0,
    "cp1250": -3.5,
    "iso8859-2": -4.0,
    "cp1251": -2.0,
    "cp1256": -2.0,
}
_CAPITAL = math.log(0.1)
_LATIN = "\u024f"  # the last letter of the Latin script that these encodings have


def likelihood(encoding: str, runs: Counter[bytes]) -> float:
    """Return the logarithm of how likely ``runs`` (bytes above 127 with their neighbours) are.

    The languages are compared each by itself: a file is mostly in one of those that an encoding serves.
    """
    texts = [(run.decode(encoding, "replace"), count) for run, count in runs.items()]
    return _AT_FIRST[encoding] + max(
        sum(count * _of_run(text, language) for text, count in texts) for language in _SPEAKS[encoding]
    )


def _of_run(text: str, language: str) -> float:
    weights = _weights(language)
    score, before = 0.0, " "
    for place, char in enumerate(text):
        if not char.isascii():
            score += _of_char(char, before, text[place + 1 : place + 2], weights)
        before = char
    return score


def _of_char(char: str, before: str, after: str, weights: dict[str, float]) -> float:
    if char in _SIGNS:
        return _of_sign(char, before, after)
    if not char.isalpha():
        return weights.get(char, _ODD)
    if char > _LATIN and (_latin(before) or _latin(after)):
        return _RARE  # a word is in one script
    if char.isupper():
        # A capital inside a word is unlikely: «cafÉ» is what another encoding makes of «café».
        return _RARE if before.islower() else weights.get(char.lower(), _RARE) + _CAPITAL
    return weights.get(char, _RARE)


def _of_sign(char: str, before: str, after: str) -> float:
    if before in _SIGNS or after in _SIGNS:
        return _RARE
    if not (before.isalpha() and after.isalpha()) or char in "’·":
        return _SIGN
    return _DASHED if char in "–—" else _RARE


def _latin(char: str) -> bool:
    return char.isalpha() and char <= _LATIN


@cache
def _weights(language: str) -> dict[str, float]:
    letters = _LANGUAGES[language]
    shares = [0.85**place for place in range(len(letters))]
    return {letter: math.log(share / sum(shares)) for letter, share in zip(letters, shares, strict=True)}
