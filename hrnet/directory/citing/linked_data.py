"""Pages as linked data: what a record is in the words of schema.org, as JSON-LD.

It says no more than the page does, and only what the page has loaded already.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hrnet.directory.citing.kinds import kind_of
from hrnet.lib.characters import link_target
from institutions.models import Country, Institution, Theme
from mandates.models import Instrument, TreatyBody
from networks.models import Meeting, Network
from sources.models import Source

CONTEXT = "https://schema.org"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
GOVERNMENTAL = (
    "state", "authority", "parliament", "nhri", "ombuds", "equality", "children", "police_oversight",
    "whistleblowing", "court",
)  # fmt: skip
OTHERWISE = {
    "ngo": "NGO",
    "coalition": "NGO",
    "university": "CollegeOrUniversity",
    "trade_union": "WorkersUnion",
}
# What of an identifier’s scheme leads somewhere.
SAME_AS = {"wikidata": "https://www.wikidata.org/entity/{}", "ror": "https://ror.org/{}"}
# Within a script no tag may begin or end.
_HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def described(record: Any) -> dict[str, Any]:
    """Return ``record`` and its page in the words of schema.org."""
    kind = kind_of(record)
    key = record.institution.slug if isinstance(record, Network | TreatyBody) else _key(record)
    permanent = settings.BASE_URL + kind.address(key)
    said = {"@context": CONTEXT, "@id": f"{permanent}#this", "name": _name(record)} | _facts(record)
    page = {
        "@type": "WebPage",
        "@id": settings.BASE_URL + record.get_absolute_url(),
        "inLanguage": get_language(),
        "license": LICENCE,
        "isPartOf": {"@id": f"{settings.BASE_URL}/#dataset"},
    }
    return {name: value for name, value in said.items() if value} | {"mainEntityOfPage": page}


def _key(record: Any) -> Any:
    return getattr(record, "slug", None) or record.pk


def _name(record: Any) -> str:
    owner = record.institution if isinstance(record, Network | TreatyBody) else record
    return str(getattr(owner, "label", "") or getattr(owner, "title", "") or owner)


def _facts(record: Any) -> dict[str, Any]:
    """Return what is said of a record of each kind."""
    if isinstance(record, Network | TreatyBody):
        return _organisation(record.institution)
    for kind, told in _TOLD.items():
        if isinstance(record, kind):
            return told(record)
    return {"@type": "CreativeWork"}


def _organisation(record: Institution) -> dict[str, Any]:
    governmental = "GovernmentOrganization" if record.kind in GOVERNMENTAL else "Organization"
    names = [one.text for one in _loaded(record, "names") if one.text != str(record.label)]
    known = [
        SAME_AS[one.scheme].format(one.value)
        for one in _loaded(record, "identifiers")
        if one.scheme in SAME_AS
    ]
    return {
        "@type": OTHERWISE.get(record.kind, governmental),
        "alternateName": list(dict.fromkeys(names)),
        "description": str(record.description),
        "url": link_target(record.website),
        "sameAs": known,
        "foundingDate": _iso(record.founded),
        "dissolutionDate": _iso(record.dissolved),
        "location": {"@type": "Country", "name": str(record.country)} if record.country else None,
    }


def _loaded(record: Model, relation: str) -> Any:
    """Return what a page has loaded with the record, and nothing that would be a question more."""
    return getattr(record, "_prefetched_objects_cache", {}).get(relation, ())


def _event(record: Meeting) -> dict[str, Any]:
    place = str(record.place) or (str(record.country) if record.country else "")
    return {
        "@type": "Event",
        "startDate": _iso(record.start),
        "endDate": _iso(record.end),
        "location": {"@type": "Place", "name": place} if place else None,
    }


def _legislation(record: Instrument) -> dict[str, Any]:
    return {"@type": "Legislation", "alternateName": str(record.short_title)}


def _work(record: Source) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "alternateName": record.title if record.title != str(record.label) else "",
        "inLanguage": record.language,
        "publisher": {"@type": "Organization", "name": record.publisher} if record.publisher else None,
        "datePublished": _iso(record.published),
        "url": link_target(record.url),
    }


def _term(record: Theme) -> dict[str, Any]:
    return {"@type": "DefinedTerm", "description": str(record.description)}


def _country(record: Country) -> dict[str, Any]:
    return {"@type": "Country", "identifier": record.code}


_TOLD: dict[type[Model], Any] = {
    Institution: _organisation, Meeting: _event, Instrument: _legislation, Source: _work, Theme: _term,
    Country: _country,
}  # fmt: skip


def _iso(date: Any) -> str:
    """Return a partial date where ISO 8601 can write it: a day, a month, a year; no quarter, no range."""
    return str(date) if date and date.precision in ("day", "month", "year") else ""


def dataset() -> dict[str, Any]:
    """Return the whole base in the words of schema.org."""
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": f"{settings.BASE_URL}/#dataset",
        "name": "hrnet",
        "description": _("How human-rights institutions are connected: every statement dated and sourced."),
        "url": f"{settings.BASE_URL}/",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": [code for code, _name in settings.LANGUAGES],
        "creator": {"@type": "Organization", "name": "hrnet", "url": f"{settings.BASE_URL}/about/"},
    }


def as_json(said: dict[str, Any]) -> str:
    """Return linked data as a file."""
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def as_script(said: dict[str, Any]) -> SafeString:
    """Return linked data as what a page carries within a script element: no tag can end it."""
    return mark_safe(json.dumps(said, ensure_ascii=False).translate(_HARMLESS))  # noqa: S308
