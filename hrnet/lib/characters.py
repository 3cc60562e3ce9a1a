"""Which characters a stored text may hold, and what is done about the others.

Control characters, characters of no width, overrides of the writing direction and code points that are no
characters cannot be seen: they make two equal names unequal, hide what a text says, and break XML files.
They are removed before anything is stored. What a script needs stays: joiners after letters of the scripts
that use them and in emoji, direction marks in a text that holds right-to-left letters.

The tables below are the only place of the rule. :func:`sql_functions` makes the functions of PostgreSQL from
them; ``docs/adr/0020-characters-and-addresses.md`` has the reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

Range = tuple[int, int]

#: Line and paragraph breaks of other systems. A longer text gets a line end in their place, a line a space.
BREAKS: tuple[Range, ...] = ((0x0B, 0x0C), (0x1C, 0x1F), (0x85, 0x85), (0x2028, 0x2029))
#: Allowed in longer texts; a space in their place in a text of one line.
LINE_ENDS: tuple[Range, ...] = ((0x09, 0x0A), (0x0D, 0x0D))
#: Never stored.
FORBIDDEN: tuple[Range, ...] = (
    (0x00, 0x08),
    (0x0E, 0x1B),
    (0x7F, 0x84),
    (0x86, 0x9F),
    (0xAD, 0xAD),  # soft hyphen: a hint for the layout of the page that the text was copied from
    (0x180E, 0x180E),
    (0x200B, 0x200B),  # zero width space
    (0x202D, 0x202E),  # direction overrides
    (0x2060, 0x2064),  # word joiner, invisible operators
    (0x206A, 0x206F),
    (0xD800, 0xDFFF),  # surrogates
    (0xFDD0, 0xFDEF),  # no characters
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)),  # no characters
    (0xE0000, 0xE007F),  # tags
)
#: Direction marks: stored where the text holds right-to-left letters.
MARKS: tuple[Range, ...] = ((0x061C, 0x061C), (0x200E, 0x200F))
#: Embeddings and isolates: stored where, besides, each that is opened is closed in its line.
ISOLATES, ISOLATE_END = ((0x2066, 0x2068),), ((0x2069, 0x2069),)
EMBEDDINGS, EMBEDDING_END = ((0x202A, 0x202B),), ((0x202C, 0x202C),)
PAIRED: tuple[Range, ...] = (*ISOLATES, *ISOLATE_END, *EMBEDDINGS, *EMBEDDING_END)
RIGHT_TO_LEFT: tuple[Range, ...] = (
    (0x0590, 0x061B),
    (0x061D, 0x08FF),
    (0xFB1D, 0xFDCF),
    (0xFDF0, 0xFDFF),
    (0xFE70, 0xFEFC),
    (0x10800, 0x10FFF),
    (0x1E800, 0x1EFFD),
)
#: Zero width joiner and non-joiner: stored directly behind a character of :data:`JOINING`.
JOINERS: tuple[Range, ...] = ((0x200C, 0x200D),)
#: Letters of Arabic, Syriac, N’Ko, the scripts of South and South-East Asia, Mongolian, Adlam; emoji.
JOINING: tuple[Range, ...] = (
    (0x0600, 0x061B),
    (0x061D, 0x08FF),
    (0x0900, 0x0DFF),
    (0x1000, 0x109F),
    (0x1780, 0x180D),
    (0x180F, 0x18AF),
    (0x1B00, 0x1B7F),
    (0x2600, 0x27BF),
    (0x2B00, 0x2BFF),
    (0xA980, 0xA9DF),
    (0xFB50, 0xFDCF),
    (0xFE0F, 0xFE0F),
    (0xFE70, 0xFEFC),
    (0x10A00, 0x10A5F),
    (0x11000, 0x1147F),
    (0x1E900, 0x1E95F),
    (0x1F000, 0x1FAFF),
)
#: What XML 1.0 cannot hold (production ``Char``).
NOT_XML: tuple[Range, ...] = (
    (0x00, 0x08),
    (0x0B, 0x0C),
    (0x0E, 0x1F),
    (0xD800, 0xDFFF),
    (0xFFFE, 0xFFFF),
)
ODD: tuple[Range, ...] = (*BREAKS, *FORBIDDEN, *MARKS, *PAIRED, *JOINERS)
_NESTED = 2  # how deep isolates and embeddings may stand in each other


def _class(ranges: Iterable[Range]) -> str:
    """Return the inside of a bracket expression; Python and PostgreSQL read it alike."""
    return "".join(rf"\U{low:08x}" if low == high else rf"\U{low:08x}-\U{high:08x}" for low, high in ranges)


def _pairs() -> str:
    outside = f"[^{_class((*PAIRED, *LINE_ENDS))}]*"
    return "|".join(
        f"[{_class(start)}]{outside}[{_class(end)}]"
        for start, end in ((ISOLATES, ISOLATE_END), (EMBEDDINGS, EMBEDDING_END))
    )


_ODD = re.compile(f"[{_class(ODD)}]")
_ODD_IN_LINE = re.compile(f"[{_class((*ODD, *LINE_ENDS))}]")
_BREAKS = re.compile(f"[{_class(BREAKS)}]")
_BREAKS_IN_LINE = re.compile(f"[{_class((*BREAKS, *LINE_ENDS))}]")
_FORBIDDEN = re.compile(f"[{_class(FORBIDDEN)}]")
_RIGHT_TO_LEFT = re.compile(f"[{_class(RIGHT_TO_LEFT)}]")
_DIRECTIONS = re.compile(f"[{_class((*MARKS, *PAIRED))}]")
_PAIRED = re.compile(f"[{_class(PAIRED)}]")
_PAIR = re.compile(_pairs())
_JOINERS = re.compile(f"(?<![{_class(JOINING)}])[{_class(JOINERS)}]")
_NOT_XML = re.compile(f"[{_class(NOT_XML)}]")


def clean_text(text: str, *, one_line: bool = False) -> str:
    """Return ``text`` without the characters that may not be stored; what is seen stays as it is.

    ``one_line`` says that the text has no line ends and no tabs: they become spaces.
    """
    if not (_ODD_IN_LINE if one_line else _ODD).search(text):
        return text
    text = _BREAKS_IN_LINE.sub(" ", text) if one_line else _BREAKS.sub("\n", text)
    text = _FORBIDDEN.sub("", text)
    if not _RIGHT_TO_LEFT.search(text):
        text = _DIRECTIONS.sub("", text)
    elif not _is_balanced(text):
        text = _PAIRED.sub("", text)
    return _JOINERS.sub("", text)


def _is_balanced(text: str) -> bool:
    for _level in range(_NESTED):
        text = _PAIR.sub("", text)
    return not _PAIRED.search(text)


def clean_value(value: Any) -> Any:
    """Return a value of JSON, lists and objects included, with each text in it cleaned."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list | tuple):
        return [clean_value(item) for item in value]
    if isinstance(value, dict):
        return {clean_value(name): clean_value(item) for name, item in value.items()}
    return value


def odd_characters(text: str, *, one_line: bool = False) -> list[str]:
    """Return the characters of ``text`` that may not be stored, each once, written as ``U+200B``."""
    cleaned = clean_text(text, one_line=one_line)
    if cleaned == text:
        return []
    # Each odd character that occurs is counted once: there are some hundred, however long the text is.
    odd = set(_ODD_IN_LINE.findall(text))
    gone = {char for char in odd if text.count(char) > cleaned.count(char)}
    return [f"U+{ord(char):04X}" for char in sorted(gone)]


def xml_text(value: object) -> str:
    """Return ``value`` as text without what XML cannot hold: for every writer of XML, SVG and workbooks."""
    return _NOT_XML.sub("", str(value))


# -- addresses ----------------------------------------------------------------------------------------

_SPACES: tuple[Range, ...] = (
    (0x01, 0x20), (0x7F, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F), (0x205F, 0x205F),
    (0x3000, 0x3000),
)  # fmt: skip
_NOT_IN_ADDRESS = rf'<>"\\{_class((*_SPACES, *BREAKS[2:]))}'
#: An address that may be stored and linked to: http or https, a host, no name or password before it; no
#: space, quotation mark, angle bracket or backslash. PostgreSQL uses the same expression.
ADDRESS = (
    r"^[hH][tT][tT][pP][sS]?://"
    rf"([^]/?#@:[{_NOT_IN_ADDRESS}]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{{1,5}})?"
    rf"([/?#][^{_NOT_IN_ADDRESS}]*)?$"
)
_ADDRESS = re.compile(ADDRESS.removesuffix("$") + r"\Z")


def is_web_address(text: str) -> bool:
    """Tell whether ``text`` is an address of the web that may be stored: see :data:`ADDRESS`."""
    return bool(_ADDRESS.match(text)) and not _ODD_IN_LINE.search(text)


def link_target(text: str) -> str:
    """Return ``text`` where a page may link to it, else nothing: a row may be older than the rule."""
    return text if is_web_address(text) else ""


# -- the same in PostgreSQL ---------------------------------------------------------------------------


def _sql_class(*ranges: Range) -> str:
    """Return a bracket expression for PostgreSQL, whose texts hold neither NUL nor surrogates."""
    return f"[{_class((max(low, 1), high) for low, high in ranges if (low, high) != (0xD800, 0xDFFF))}]"


_ONE_LINE_OR_NOT = """
CREATE OR REPLACE FUNCTION hrnet_has_odd_characters(value text, one_line boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN one_line THEN value ~ '{odd_in_line}' ELSE value ~ '{odd}' END;
"""
_CLEAN = """
CREATE OR REPLACE FUNCTION hrnet_clean_text(value text, one_line boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    unpaired text;
BEGIN
    IF value IS NULL OR NOT hrnet_has_odd_characters(value, one_line) THEN
        RETURN value;
    END IF;
    IF one_line THEN
        value := regexp_replace(value, '{breaks_in_line}', ' ', 'g');
    ELSE
        value := regexp_replace(value, '{breaks}', E'\\n', 'g');
    END IF;
    value := regexp_replace(value, '{forbidden}', '', 'g');
    IF value !~ '{right_to_left}' THEN
        value := regexp_replace(value, '{directions}', '', 'g');
    ELSE
        unpaired := regexp_replace(regexp_replace(value, '{pair}', '', 'g'), '{pair}', '', 'g');
        IF unpaired ~ '{paired}' THEN
            value := regexp_replace(value, '{paired}', '', 'g');
        END IF;
    END IF;
    RETURN regexp_replace(value, '(?<!{joining}){joiners}', '', 'g');
END $$;
"""
# In the text of a JSON value control characters are escaped: \\n, \\r and \\t may stay, others may not.
_JSON = r"""
CREATE OR REPLACE FUNCTION hrnet_json_is_clean(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hrnet_clean_text(value::text, false) = value::text
    AND value::text !~ '(?<!\\)(\\\\)*\\([bf]|u00)';
"""
_WEB = """
CREATE OR REPLACE FUNCTION hrnet_is_web_address(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN value ~ '{address}' AND NOT hrnet_has_odd_characters(value, true);
"""


def sql_functions() -> list[str]:
    """Return the statements that make the functions of PostgreSQL which follow the tables above.

    A migration holds their text as it was then: where the tables change, a new migration replaces the
    functions, and ``tests/lib/test_characters.py`` fails until it does.
    """
    classes = {
        "odd": _sql_class(*ODD),
        "odd_in_line": _sql_class(*ODD, *LINE_ENDS),
        "breaks": _sql_class(*BREAKS),
        "breaks_in_line": _sql_class(*BREAKS, *LINE_ENDS),
        "forbidden": _sql_class(*FORBIDDEN),
        "right_to_left": _sql_class(*RIGHT_TO_LEFT),
        "directions": _sql_class(*MARKS, *PAIRED),
        "paired": _sql_class(*PAIRED),
        "pair": _PAIR.pattern,
        "joining": _sql_class(*JOINING),
        "joiners": _sql_class(*JOINERS),
        "address": ADDRESS,
    }
    return [
        _ONE_LINE_OR_NOT.format(**classes).strip(),
        _CLEAN.format(**classes).strip(),
        _JSON.strip(),
        _WEB.format(**classes).strip(),
    ]
