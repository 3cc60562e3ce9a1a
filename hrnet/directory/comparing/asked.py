"""What is to be compared: which kind, which records, in which order; and the same but for one record."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hrnet.directory.citing.retired import slug_now
from hrnet.directory.errors import PlainWordsError
from hrnet.directory.search.choosing import INSTITUTIONS
from hrnet.directory.statements import cited
from institutions.models import Country, Institution

FEWEST, MOST = 2, 6
LISTED = 20  # records that an address may name before the rest of it is not even looked at
KINDS = {
    "institution": gettext_lazy("Institutions"),
    "network": gettext_lazy("Networks"),
    "country": gettext_lazy("Countries"),
}
#: The sections of the search that a record of each kind is chosen from.
SECTIONS = {"institution": INSTITUTIONS, "network": ("network",), "country": ("country",)}
#: The pages that a record of each kind may have had.
PLACES = {
    "institution": ("institutions", "networks", "treaty-bodies"),
    "network": ("networks", "institutions"),
    "country": ("countries",),
}
SHOWS = {
    "all": gettext_lazy("everything"),
    "shared": gettext_lazy("what several share"),
    "apart": gettext_lazy("what one has alone"),
}
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")


@dataclass(frozen=True)
class Asked:
    """The parameters of a comparison but the day, which the whole site shares."""

    kind: str
    slugs: tuple[str, ...]
    show: str = "all"

    @property
    def address(self) -> str:
        """Return the address of this comparison."""
        pairs = [("kind", self.kind), *(("id", slug) for slug in self.slugs)]
        pairs += [("show", self.show)] if self.show != "all" else []
        return f"{reverse('directory:compare')}?{urlencode(pairs)}"

    def with_slug(self, slug: str) -> Asked:
        """Return the same with one more record, once."""
        return replace(self, slugs=tuple(dict.fromkeys((*self.slugs, slug))))

    def without(self, slug: str) -> Asked:
        """Return the same without a record."""
        return replace(self, slugs=tuple(one for one in self.slugs if one != slug))

    def earlier(self, slug: str) -> Asked:
        """Return the same with a record one place further to the front."""
        slugs = list(self.slugs)
        at = slugs.index(slug)
        slugs[at - 1 : at + 1] = [slug, slugs[at - 1]] if at else [slug]
        return replace(self, slugs=tuple(slugs))


def asked(request: HttpRequest) -> Asked:
    """Return what the address asks to compare; raise ``PlainWordsError`` (a 400) for no kind of ours."""
    kind, show = request.GET.get("kind") or "institution", request.GET.get("show") or "all"
    if kind not in KINDS:
        raise PlainWordsError(
            _("“%(kind)s” cannot be compared: write kind=institution, network or country.")
            % {"kind": _printable(kind)}
        )
    if show not in SHOWS:
        raise PlainWordsError(_("Of a comparison, one can show all, shared or apart."))
    return Asked(kind, tuple(dict.fromkeys(request.GET.getlist("id")))[:LISTED], show)


def _printable(text: str) -> str:
    return text[:40] if text.isprintable() else "…"


@dataclass(frozen=True)
class Compared:
    """One record of a comparison: what it is, and the record that has its page."""

    record: Any
    page: Any

    @property
    def pk(self) -> int:
        return int(self.record.pk)

    @property
    def slug(self) -> str:
        return str(self.record.slug)

    @property
    def name(self) -> str:
        """Its acronym, or else its name: what stands in a narrow column."""
        return str(getattr(self.record, "acronym", "") or self.record.label)

    @property
    def language(self) -> str:
        """The language of its name, where it has one."""
        language = "" if getattr(self.record, "acronym", "") else self.record.label.language
        return "" if language in ("und", "mul") else language


def records(wanted: Asked) -> tuple[list[Compared], list[str]]:
    """Return the public records that are asked for, in that order, and the names of those that are none."""
    slugs = [slug for slug in wanted.slugs if _SLUG.fullmatch(slug)]
    found = {one.slug: one for one in _rows(wanted.kind).filter(slug__in=slugs)} if slugs else {}
    compared = [Compared(found[slug], _page(found[slug])) for slug in wanted.slugs if slug in found]
    return compared, [_printable(slug) for slug in wanted.slugs if slug not in found]


def as_they_are_now(wanted: Asked, unknown: list[str]) -> Asked:
    """Return the same with the records that retired addresses lead to, where there are such."""
    now = {slug: slug_now(slug, *PLACES[wanted.kind]) for slug in unknown if _SLUG.fullmatch(slug)}
    return replace(wanted, slugs=tuple(dict.fromkeys(now.get(slug) or slug for slug in wanted.slugs)))


def _rows(kind: str) -> Any:
    if kind == "country":
        return Country.objects.all()
    related = Institution.objects.visible().select_related("country", "network", "treaty_body")
    rows: Any = related.prefetch_related(cited(Institution))
    return rows.filter(network__isnull=False) if kind == "network" else rows


def _page(record: Any) -> Any:
    """Return what has the page of a record: a body’s profile, where it has one."""
    for profile in ("treaty_body", "network"):
        if isinstance(record, Institution) and hasattr(record, profile):
            return getattr(record, profile)
    return record
