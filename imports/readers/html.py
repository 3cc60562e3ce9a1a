"""The tags and texts of HTML that somebody pasted, in one pass: no text takes more than linear time.

The parser of the standard library begins anew at each tag that does not end, and fails at numbers of many
digits. Here a tag, a comment or a script that does not end is the end of the text. See the HTML standard,
13.2.5, “Tokenization”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
# A value in quotes can hold a «>». Only the last quote of its kind has none behind it, so that each is looked
# for in vain once.
_IN_TAG = re.compile(r"[^>=]+|=\s{0,20}(?:\"[^\"]*\"|'[^']*')?")
_END_OF_RAW = re.compile(r"</(?:script|style)", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
_NONE = -1


def parts(html: str) -> Iterator[tuple[str, str]]:
    """Yield ``("text", text)`` for each text, and for each tag its name in small letters and its source.

    The name of a closing tag begins with a slash. What is in scripts, styles and comments is passed over.
    """
    at = 0
    while at < len(html):
        begin = html.find("<", at)
        if begin != at:
            yield "text", _plain(html[at:] if begin == _NONE else html[at:begin])
            if begin == _NONE:
                return
        name = _NAME.match(html, begin)
        if name:
            end = _end_of_tag(html, name.end())
            if end == _NONE:
                return
            tag = name[1].lower()
            yield f"/{tag}" if html[begin + 1] == "/" else tag, html[begin:end]
            at = _end_of_raw(html, end) if name[0].lower() in ("<script", "<style") else end
        elif html.startswith(("<!", "<?", "</"), begin):
            at = _after(html, "-->" if html.startswith("<!--", begin) else ">", begin + 2)
        else:
            yield "text", "<"
            at = begin + 1


def _end_of_tag(html: str, at: int) -> int:
    while (found := _IN_TAG.match(html, at)) is not None:
        at = found.end()
    return at + 1 if at < len(html) else _NONE


def _end_of_raw(html: str, at: int) -> int:
    found = _END_OF_RAW.search(html, at)
    return found.start() if found else len(html)


def _after(html: str, sign: str, at: int) -> int:
    found = html.find(sign, at)
    return len(html) if found == _NONE else found + len(sign)


def _plain(text: str) -> str:
    """Return a text with its character references resolved; a number that names no character is dropped."""
    return unescape(_LONG_NUMBER.sub("", text)) if "&" in text else text
