"""What a reader asked: its words, folded by the database as the names are."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from django.db import connection
from django.utils.translation import gettext as _

from hrnet.lib.names import clean, fold
from imports.reconcile.words import STOP

LONGEST = 200
MOST_WORDS = 20
#: Words that make no difference unless a name is made of them alone.
SLIGHT = STOP | {"al", "s", "d", "l"}

_FOLD = """
SELECT hrnet_search_fold(%(text)s), hrnet_search_script(%(text)s),
       hrnet_search_fold(regexp_replace(%(text)s, '(?<=\\w)[-‐‑’''ʼ´](?=\\w)', '', 'g'))
"""


@dataclass(frozen=True)
class Asked:
    """A question. ``same`` are the foldings that a name must have to be the very name asked for."""

    text: str
    script: str = "l"
    words: tuple[str, ...] = ()
    same: tuple[str, ...] = field(default=())

    @property
    def folded(self) -> str:
        return " ".join(self.words)

    @property
    def telling(self) -> list[str]:
        """The words that tell names apart, each once; all of them where there is no other."""
        words = list(dict.fromkeys(self.words))
        return [word for word in words if word not in SLIGHT] or words

    @property
    def joined(self) -> list[str]:
        """The words that two neighbours make when written as one."""
        return [one + other for one, other in pairwise(self.words)]


def ask(text: str) -> Asked:
    """Return the question that ``text`` asks; it has no words where ``text`` is made of signs alone."""
    cleaned = clean(text)
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, {"text": cleaned})
        folded, script, joined = cursor.fetchone()
    words = tuple(folded.split()[:MOST_WORDS])
    spellings = (folded, joined, fold(cleaned), folded.replace(" ", ""))
    return Asked(cleaned, script, words, tuple({one for one in spellings if one}) if words else ())


def wrong(text: str) -> str:
    """Return why ``text`` cannot be asked; nothing where it can."""
    if len(text) > LONGEST:
        return _("Ask for less: at most %(number)s letters.") % {"number": LONGEST}
    if "\0" in text or (not text.isascii() and not _is_text(text)):
        return _("What you asked for holds signs that are no text. Type it anew.")
    return ""


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True
