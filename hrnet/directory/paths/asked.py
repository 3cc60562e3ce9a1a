"""What is asked of the paths: between whom, by which kinds of tie, on which day, with what is not sure."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hrnet.directory.as_of import as_of
from hrnet.directory.citing.retired import slug_now
from hrnet.directory.errors import PlainWordsError
from hrnet.directory.pictures.asked import TieKind
from hrnet.directory.search.choosing import INSTITUTIONS, Choice, choose
from institutions.models import Institution

#: The kinds of tie that a path can go by: a theme or a country that two share is no tie between them.
KINDS = tuple(kind for kind in TieKind.values if kind != TieKind.ABOUT)
PLACES = ("institutions", "networks", "treaty-bodies")  # where an institution may have had its page
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")


@dataclass(frozen=True)
class End:
    """One end of the path: the record, or what was typed and what it may mean."""

    name: str  # of its parameter: from, to
    record: Any = None
    choice: Choice = field(default_factory=Choice)

    @property
    def shown(self) -> str:
        """What stands in the box."""
        return str(self.record.label) if self.record else self.choice.text

    @property
    def slug(self) -> str:
        return str(self.record.slug) if self.record else ""


@dataclass(frozen=True)
class Asked:
    """The parameters of a path. No kinds: all of them."""

    start: End
    goal: End
    kinds: tuple[str, ...] = ()
    perhaps: bool = False
    on: datetime.date | None = None

    @property
    def is_ready(self) -> bool:
        return bool(self.start.record and self.goal.record)

    @property
    def address(self) -> str:
        """Return the address of this question: the ends by their slugs, or as they were typed."""
        ends = [(end.name, end.slug or end.choice.text) for end in (self.start, self.goal)]
        pairs = [(name, value) for name, value in ends if value]
        pairs += [("tie", kind) for kind in self.kinds]
        pairs += [("perhaps", "1")] if self.perhaps else []
        pairs += [("on", self.on.isoformat())] if self.on else []
        return reverse("directory:paths") + (f"?{urlencode(pairs)}" if pairs else "")

    def but(self, **changes: Any) -> Asked:
        """Return the same question with ``changes``."""
        return replace(self, **changes)


def asked(request: HttpRequest) -> Asked:
    """Return what the address asks; raise ``PlainWordsError`` (a 400) for what is no kind of tie."""
    chosen = request.GET.getlist("tie")
    if unknown := [kind for kind in chosen if kind not in KINDS]:
        shown = unknown[0][:40] if unknown[0].isprintable() else "…"
        raise PlainWordsError(
            _("“%(kind)s” is no kind of tie: write %(kinds)s.") % {"kind": shown, "kinds": ", ".join(KINDS)}
        )
    kinds = tuple(kind for kind in KINDS if kind in chosen)
    return Asked(
        _end(request, "from"),
        _end(request, "to"),
        () if len(kinds) == len(KINDS) else kinds,
        bool(request.GET.get("perhaps")),
        as_of(request),
    )


def _end(request: HttpRequest, name: str) -> End:
    """Return one end: by its slug, by the suggestion that was chosen, or by a name that it alone has."""
    text, chosen = request.GET.get(name, "").strip(), request.GET.get(f"{name}_is", "")
    if chosen and (record := _record(chosen)) and text in ("", str(record.label)):
        return End(name, record)
    if record := _record(text):
        return End(name, record)
    if _SLUG.fullmatch(text) and (record := _record(slug_now(text, *PLACES))):
        return End(name, record)
    choice = choose(text, INSTITUTIONS)
    return End(name, _record(choice.slug), choice)


def _record(slug: str) -> Institution | None:
    if not _SLUG.fullmatch(slug):
        return None
    return Institution.objects.visible().filter(slug=slug).first()
