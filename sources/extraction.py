"""How a document is cut into numbered sentences, so that none can be skipped when its facts are taken.

``docs/extraction.md`` lists every sentence of the five documents by place and hash, with the rows that it
became. ``manage.py check_extraction`` compares that list with the original text.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

_END = re.compile(r"(?<=[.!?…])[”»\"]?\s+(?=[“«\"(]?[A-ZÀ-ÖØ-Þ])")
_ROW = re.compile(r"^\| *(\d+) *\| *¶(\d+) s(\d+) *\| *`([0-9a-f]{12})` *\| *(.*?) *\| *(.*?) *\|$")
_KEY = re.compile(r"`([a-z]+\.[a-z]+):([^`]+)`")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a document: its number, its place, and a hash of its words."""

    number: int
    paragraph: int
    sentence: int
    text: str

    @property
    def hash(self) -> str:
        """The first twelve digits of the SHA-256 of the sentence, white space folded."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()[:12]


def sentences(text: str) -> list[Sentence]:
    """Cut ``text`` into sentences. A paragraph is a line with anything but white space on it."""
    found: list[Sentence] = []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for paragraph, line in enumerate(lines, start=1):
        for index, sentence in enumerate(_END.split(line), start=1):
            found.append(Sentence(len(found) + 1, paragraph, index, sentence))
    return found


@dataclass(frozen=True)
class Entry:
    """One line of ``docs/extraction.md``: a sentence, its gist, and what it became."""

    number: int
    paragraph: int
    sentence: int
    hash: str
    gist: str
    became: str

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The rows that the sentence became: model label and natural key."""
        return _KEY.findall(self.became)

    @property
    def reason(self) -> str:
        """Why it became none; empty where it became some."""
        return "" if self.keys else self.became.removeprefix("none:").strip()


def read_extraction(path: Path) -> dict[str, list[Entry]]:
    """Return the entries of the list at ``path``, by the slug of the source in each heading."""
    found: dict[str, list[Entry]] = {}
    slug = ""
    for line in path.read_text().splitlines():
        if line.startswith("## "):
            slug = line[3:].split()[0].strip("`")
        elif match := _ROW.match(line):
            number, paragraph, sentence, digest, gist, became = match.groups()
            entry = Entry(int(number), int(paragraph), int(sentence), digest, gist, became)
            found.setdefault(slug, []).append(entry)
    return found
