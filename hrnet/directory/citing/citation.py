"""How to cite a page: in words, as BibTeX, as CSL-JSON, each with when it was read and as of which date."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hrnet.directory.citing.kinds import Kind, start_of
from hrnet.lib.characters import clean_text

#: What means something to TeX.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_",
    "%": r"\%", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class Citation:
    """What a citation of a page says."""

    kind: str
    key: str
    title: str
    address: str
    language: str
    read_on: datetime.date
    as_of: datetime.date | None = None
    changed: datetime.date | None = None

    @property
    def handle(self) -> str:
        """A name for it in a bibliography: the same page, read on another day, has another."""
        day = f"-as-of-{self.as_of}" if self.as_of else ""
        return f"hrnet-{self.kind}-{self.key}{day}-{self.read_on}"

    def plain(self) -> str:
        """Return the citation in words of the reader’s language."""
        said = [_("“%(title)s”, hrnet") % {"title": self.title}]
        if self.as_of:
            said.append(_("as of %(day)s") % {"day": in_words(self.as_of)})
        if self.changed:
            said.append(_("last changed on %(day)s") % {"day": in_words(self.changed)})
        said.append(_("read on %(day)s") % {"day": in_words(self.read_on)})
        words = ", ".join(said)
        return f"{words}. {self.address}"

    def bibtex(self) -> str:
        """Return the citation as an entry of BibTeX (``@online``, which biblatex knows)."""
        fields = {
            "title": tex(self.title),
            "organization": "hrnet",
            "date": str(self.changed) if self.changed else "",
            "url": self.address,
            "urldate": str(self.read_on),
            "langid": {"en": "english", "fr": "french", "es": "spanish", "ar": "arabic"}[self.language],
            "note": tex(self._note()),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@online{{{self.handle},", *lines, "}", ""])

    def csl(self) -> str:
        """Return the citation as CSL-JSON: a list of one item."""
        item: dict[str, Any] = {
            "id": self.handle,
            "type": "webpage",
            "title": self.title,
            "container-title": "hrnet",
            "URL": self.address,
            "language": self.language,
            "accessed": _parts(self.read_on),
        }
        if self.changed:
            item["issued"] = _parts(self.changed)
        if note := self._note():
            item["note"] = note
        return json.dumps([item], ensure_ascii=False, indent=2) + "\n"

    def _note(self) -> str:
        return _("as of %(day)s") % {"day": in_words(self.as_of)} if self.as_of else ""


def in_words(day: datetime.date) -> str:
    """Return the day in words of the reader’s language."""
    return date_format(day, "DATE_FORMAT")


def tex(text: str) -> str:
    """Return ``text`` as TeX would print it, in one line and without characters that TeX cannot read."""
    line = clean_text(text, one_line=True)
    return re.sub(r"[\\{}$&#_%~^]", lambda found: _TEX[found[0]], line)


def _parts(day: datetime.date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def citation_of(record: Model, kind: Kind, key: str, day: datetime.date | None) -> Citation:
    """Return the citation of ``record``’s page, read today in the reader’s language as of ``day``."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    at = kind.changed([record.pk]).get(record.pk)
    address = f"{settings.BASE_URL}{start_of(language)}{kind.path}/{key}/" + (f"?on={day}" if day else "")
    changed = at.date() if at else None
    return Citation(
        kind.name.replace("_", "-"), key, str(record), address, language, timezone.now().date(), day, changed
    )
