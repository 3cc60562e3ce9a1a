"""The site’s maps for search engines: every public page, in each language, with when it last changed.

A map holds the records whose keys lie in one range, so that neither it nor the list of maps has to count
what may be a million rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max

from hrnet.directory.citing.kinds import BY_PATH, KINDS, Kind, start_of
from hrnet.lib.characters import xml_text

RANGE = 1000  # keys in one map
PAGES = ("", *(f"{kind.path}/" for kind in KINDS), "map/", "matrices/", "about/", "licence/", "privacy/")
NOT_FOR_ROBOTS = ("/admin/", "/imports/", "/accounts/", "/*?after=", "/*?before=", "/report-an-error/")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPEN = f'<urlset xmlns="{_SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'


def index() -> str:
    """Return the list of the maps."""
    names = ["sitemap-pages-0.xml"]
    for kind in KINDS:
        last = kind.rows().order_by().aggregate(last=Max("pk"))["last"]
        if last is not None:
            names += [f"sitemap-{kind.path}-{number}.xml" for number in range(last // RANGE + 1)]
    addresses = [escape(f"{settings.BASE_URL}/{name}") for name in names]
    maps = "".join(f"<sitemap><loc>{address}</loc></sitemap>\n" for address in addresses)
    return f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n{maps}</sitemapindex>\n'


def part(name: str, number: int) -> str | None:
    """Return the map with this name and number, ``None`` where there is none."""
    if name == "pages":
        return _written((path, None) for path in PAGES) if number == 0 else None
    return _written(_records(BY_PATH[name], number)) if name in BY_PATH else None


def _records(kind: Kind, number: int) -> Iterator[tuple[str, datetime.datetime | None]]:
    rows = kind.rows().filter(pk__gte=number * RANGE, pk__lt=(number + 1) * RANGE).order_by("pk")
    keys: list[tuple[Any, Any]] = list(rows.values_list("pk", kind.key))
    changed = kind.changed([pk for pk, _key in keys])
    for pk, key in keys:
        yield f"{kind.path}/{key or pk}/", changed.get(pk)


def _written(pages: Iterator[tuple[str, datetime.datetime | None]]) -> str:
    return xml_text(f"{_HEAD}{_OPEN}{''.join(_entries(path, at) for path, at in pages)}</urlset>\n")


def _entries(path: str, at: datetime.datetime | None) -> str:
    """Return an entry for each language of a page, each naming all of them."""
    addresses = {
        code: escape(f"{settings.BASE_URL}{start_of(code)}{path}") for code, _name in settings.LANGUAGES
    }
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
        for code, address in (*addresses.items(), ("x-default", addresses[settings.LANGUAGE_CODE]))
    )
    changed = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""
    return "".join(f"<url><loc>{address}</loc>{changed}{others}</url>\n" for address in addresses.values())
