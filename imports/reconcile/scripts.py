"""Names in other scripts than Latin: how they are folded for comparing, and what is left of a sound.

Arabic and Hebrew are written without most of their vowels. A name in one of them is compared with a Latin
one by the skeleton of its consonants, in classes wide enough for the usual ways of transcribing.
"""

from __future__ import annotations

import re
import unicodedata

from hrnet.lib.names import fold

LATIN, CYRILLIC, GREEK, ARABIC, HEBREW, OTHER = "latin", "cyrillic", "greek", "arabic", "hebrew", "other"
SCRIPTS = (LATIN, CYRILLIC, GREEK, ARABIC, HEBREW, OTHER)
_RANGES = (
    (0x0250, LATIN), (0x0370, OTHER), (0x0400, GREEK), (0x0530, CYRILLIC), (0x0590, OTHER),
    (0x0600, HEBREW), (0x0780, ARABIC), (0x08A0, OTHER), (0x0900, ARABIC), (0x1E00, OTHER),
    (0x1F00, LATIN), (0x2000, GREEK), (0x2C60, OTHER), (0x2C80, LATIN), (0xA720, OTHER),
    (0xA800, LATIN), (0xFB00, OTHER), (0xFB07, LATIN), (0xFB1D, OTHER), (0xFB50, HEBREW),
    (0xFE00, ARABIC), (0xFE70, OTHER), (0xFF00, ARABIC), (0xFF66, LATIN),
)  # fmt: skip
# One Latin letter for each letter, so that a word stays one word: anyascii writes hamza and ayn as marks.
_LETTERS = {
    **dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abttjhkddrzsxsdtz_gfqklmnhwy", strict=True)),
    **dict.fromkeys("أإآٱء", "a"), "ى": "y", "ئ": "y", "ؤ": "w", "ة": "h", "ـ": "",
    "پ": "b", "چ": "x", "ژ": "j", "ڤ": "f", "گ": "g", "ک": "k", "ی": "y", "ہ": "h", "ھ": "h", "ڭ": "g",
    "ے": "y", "ۀ": "h", "ۆ": "w", "ێ": "y", "ە": "h",
    **dict(zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "abgdhwzhtykklmmnns_ffzzkrst", strict=True)),
    "ь": "", "ъ": "", "Ь": "", "Ъ": "", "ё": "е", "Ё": "Е",
}  # fmt: skip
_TABLE = str.maketrans({key: value.replace("_", "") for key, value in _LETTERS.items()})
_AL = re.compile(r"(?<!\w)(?:[وفبك]?ال|لل)(?=\w{2})")
_NOT_JOINED = re.compile(r"[’'`´ʼʹ]")


def script_of(text: str) -> str:
    """Return the script of most letters of ``text``; Latin where it has none."""
    if text.isascii():
        return LATIN
    counts: dict[str, int] = {}
    for char in text:
        if char.isalpha():
            script = _script(ord(char))
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script], default=LATIN)


def _script(code: int) -> str:
    return next((script for limit, script in _RANGES if code < limit), OTHER)


def fold_script(text: str, script: str) -> str:
    """Return the folded form by which a text that is not Latin is compared, word for word.

    Vowel marks, the Arabic article and the spellings of alef, ya and ta marbuta make no difference.
    """
    if script in (ARABIC, HEBREW):
        bare = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Mn")
        text = _AL.sub("", bare) if script == ARABIC else bare
    elif script in (CYRILLIC, GREEK):
        text = _NOT_JOINED.sub("", text)
    return fold(text.translate(_TABLE))


_SOUNDS = (
    (re.compile(r"[^a-z]"), ""),
    (re.compile(r"tsch|tch|sch|tsh|sh|ch(?=[ei])|cz|zh|ts|tz"), "s"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"kh|gh|ck|ch|qu"), "k"),
    (re.compile(r"th|dh|dd"), "t"),
    (re.compile(r"dj|dzh|dz|g(?=[eiy])"), "j"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"x"), "s"),
    (re.compile(r"[aeiouyhw]"), ""),
)
_CLASSES = str.maketrans({"p": "b", "v": "f", "d": "t", "z": "s", "g": "k", "q": "k", "c": "k"})
_DOUBLE = re.compile(r"(.)\1+")


def skeleton(word: str) -> str:
    """Return the consonants of a folded word, in classes: «argentina» and «arjntyn» are both «rjntn»."""
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return _DOUBLE.sub(r"\1", word.translate(_CLASSES))
