"""Names of languages (from Unicode CLDR, by Babel) and what joins words, in the language of the reader."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def with_colon(*parts: object) -> str:
    """Return ``parts`` with colons between them, as the reader’s language writes these; empty ones aside."""
    return (_(":") + " ").join(text for part in parts if (text := str(part or "")))


def language_name(code: str) -> str:
    """Return the name of the language ``code`` for the reader; the code itself where CLDR has none."""
    return _name(code, (get_language() or "en").replace("-", "_"))


@lru_cache(maxsize=2000)
def _name(code: str, reader: str) -> str:
    try:
        locale = Locale.parse(reader)
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    known = locale.languages
    return str(known.get(code.replace("-", "_")) or known.get(code.split("-")[0]) or code)
