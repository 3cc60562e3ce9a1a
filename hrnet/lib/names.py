"""Folding of names: what two spellings of one name have in common.

A folded name has no accents, no case, no punctuation, one script and single spaces. It is computed once,
when a name is written, and stored beside it (``institutions.Name.folded``), so that finding a name is one
look-up in an index. Scripts other than Latin are written in Latin letters by anyascii.
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

from hrnet.lib.characters import clean_text

_DOTTED = re.compile(r"\b(\w)\.(?=\w\b)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ARTICLES = re.compile(r"^(?:the|an?|le|la|les|l|el|los|las|der|die|das) (?=\S)")


def clean(text: str) -> str:
    """Return ``text`` as it should be stored: composed (NFC), single spaces, no characters that are not seen.

    Direction marks and joiners stay where a script needs them (:mod:`hrnet.lib.characters`).
    """
    kept = (
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", clean_text(text, one_line=True))
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())


def fold(text: str) -> str:
    """Return the folded form of ``text``: lower-case ASCII words and numbers, single spaces.

    «Défenseur des droits» and «DEFENSEUR DES DROITS» fold alike, as do «O.S.C.E.» and «OSCE».
    Two names that fold alike are taken for spellings of one name; nothing else is.
    """
    if not text.isprintable():
        text = clean_text(text, one_line=True)
    ascii_text = text if text.isascii() else anyascii(unicodedata.normalize("NFKC", text))
    lower = ascii_text.lower()
    if "." in lower:
        lower = _DOTTED.sub(r"\1", lower)
    return _NOT_WORD.sub(" ", lower).strip()


def sort_key(text: str) -> str:
    """Return the text by which a list orders ``text``: folded, without a leading article."""
    return _ARTICLES.sub("", fold(text))


def slugify(text: str) -> str:
    """Return the address form of ``text``: «Defender of Rights» becomes ``defender-of-rights``."""
    return fold(text).replace(" ", "-")[:80].strip("-")
