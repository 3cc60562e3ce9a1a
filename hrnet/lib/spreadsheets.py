"""Texts as cells of spreadsheets: none of them can begin a formula, and reading takes that back.

A spreadsheet program runs a cell that begins with a formula sign. It need not split a file where we did: with
a semicolon, a tab or a bar as its separator, or where it does not honour our quotes, «see;=HYPERLINK(…)» is
two cells, and the second one a formula. So a text is guarded wherever a cell could begin: at its start, after
each separator and each line end an apostrophe goes before the sign, and before the white space, control
characters and quotes that stand in between. See OWASP, “CSV injection”.

:func:`unguarded` is the inverse of :func:`guarded` on every text. Exports, files of wrong rows and imports
all use these two, in every format, so that what is exported comes back unchanged.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from hrnet.lib.characters import xml_text

GUARD = "'"
#: What a program may take for the end of a cell, or of a line.
SEPARATORS = ",;\t|\n\r"
#: What begins a formula, also as East Asian keyboards write it.
FORMULA_SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
_PASSED_OVER = "".join(
    char
    for char in map(chr, range(0x10000))
    if (char.isspace() or unicodedata.category(char) in ("Cc", "Cf")) and char not in SEPARATORS
)
#: What may stand before the sign of a formula, and is passed over.
_BEFORE = f"[{re.escape(_PASSED_OVER)}\"']*"
_BEGINS = f"{_BEFORE}[{re.escape(FORMULA_SIGNS)}]"
# At the start, a tab or a line end is passed over too, and a text’s own apostrophe is told from a guard.
_PLACES = (
    f"(?:(?<![^{re.escape(SEPARATORS)}])(?={{guard}}{_BEGINS})|\\A(?={{guard}}(?:'|{_BEFORE}[\\t\\n\\r])))"
)
_TO_GUARD = re.compile(_PLACES.format(guard=""))
_TO_UNGUARD = re.compile(_PLACES.format(guard=GUARD) + GUARD)


def guarded(text: str) -> str:
    """Return ``text`` so that no part of it begins a formula, whatever separates the cells of a program."""
    return _TO_GUARD.sub(GUARD, text)


def unguarded(text: str) -> str:
    """Return what :func:`guarded` made ``text`` from; a text that was not guarded is mostly the same."""
    return _TO_UNGUARD.sub("", text) if GUARD in text else text


def cell(value: Any) -> str:
    """Return ``value`` as the text of a cell of any file: guarded, and without what no file can hold."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return guarded("" if value is None else xml_text(value))
