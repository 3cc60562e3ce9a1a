"""The columns of the downloads: an explicit list for each kind of record, of what the public may see.

Names and codes of columns are the same in every language; texts are in the reader’s language. A field that
is not named here is in no file: neither contacts nor a withheld name nor anything unpublished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from hrnet.lib.characters import link_target

Columns = list[tuple[str, Callable[[Any], Any]]]


def _address(row: Any) -> str:
    return settings.BASE_URL + row.get_absolute_url()


def _slug(party: Any) -> str:
    return getattr(party, "slug", "") or ""


def _public(party: Any) -> Any:
    """Return a party that need not be published, only where it is."""
    return party if party is not None and party.is_published else None


def _listed(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))


def _sources(row: Any) -> str:
    return _listed(one.source.slug for one in row.citations.all() if one.effect == "supports")


def _party(name: str, field: str, group: str) -> Columns:
    return [
        (name, lambda row: _slug(getattr(row, field))),
        (f"{name}_name", lambda row: getattr(getattr(row, field), "label", "")),
        (f"{name}_group", lambda row: getattr(getattr(row, group), "label", "")),
    ]


def _fields(*names: str) -> Columns:
    return [(name, lambda row, name=name: getattr(row, name)) for name in names]  # type: ignore[misc]


PERIOD = _fields(
    "period_type", "start", "end", "end_status", "attested_first", "attested_last", "modality",
    "not_exhaustive", "incomplete_in_source", "standing", "note",
)  # fmt: skip
ADDRESS: Columns = [("address", _address)]
SOURCES: Columns = [("sources", _sources)]


def _institution(of: Callable[[Any], Any]) -> Columns:
    """Return the columns of an institution, or of the institution that a profile is of."""
    return [
        ("slug", lambda row: of(row).slug),
        ("name", lambda row: of(row).label),
        ("acronym", lambda row: of(row).acronym),
        ("kind", lambda row: of(row).kind),
        ("country", lambda row: getattr(of(row).country, "code", "")),
        ("country_name", lambda row: getattr(of(row).country, "label", "")),
        ("reach", lambda row: of(row).reach),
        ("founded", lambda row: of(row).founded),
        ("dissolved", lambda row: of(row).dissolved),
        ("website", lambda row: link_target(of(row).website)),
    ]


def _country(field: str = "country") -> Columns:
    return [("country", lambda row: getattr(getattr(row, field), "code", ""))]


COLUMNS: dict[str, Columns] = {
    "institution": [*_institution(lambda row: row), *ADDRESS],
    "network": [*_institution(lambda row: row.institution), *ADDRESS],
    "treaty_body": [
        *_institution(lambda row: row.institution),
        ("monitors", lambda row: _listed(one.instrument.slug for one in row.monitorings.all())),
        *ADDRESS,
    ],
    "membership": [
        ("number", lambda row: row.pk),
        *_party("institution", "institution", "group"),
        ("country", lambda row: getattr(getattr(row.institution, "country", None), "code", "")),
        ("network", lambda row: row.network.institution.slug if row.network else ""),
        ("network_name", lambda row: row.network.institution.label if row.network else ""),
        ("network_group", lambda row: getattr(row.network_group, "label", "")),
        ("role", lambda row: row.role.slug),
        ("role_name", lambda row: row.role.label),
        ("status", lambda row: row.status),
        ("person", lambda row: row.person.public_name if row.person else ""),
        *PERIOD, *SOURCES, *ADDRESS,
    ],
    "mandate": [
        *_fields("slug", "title"),
        *_party("institution", "institution", "group"),
        *_fields("function", "designation"),
        *_party("conferred_by", "conferred_by", "conferred_by_group"),
        ("basis", lambda row: _slug(row.basis)),
        ("themes", lambda row: _listed(one.theme.slug for one in row.fields_of_work.all())),
        *PERIOD, *ADDRESS,
    ],
    "engagement": [
        *_fields("slug", "title", "kind"),
        *_party("actor", "actor", "actor_group"),
        *_party("target", "target", "target_group"),
        ("instrument", lambda row: _slug(row.instrument)),
        *_country(),
        ("theme", lambda row: _slug(row.theme)),
        *PERIOD, *SOURCES, *ADDRESS,
    ],
    "meeting": [
        *_fields("slug", "title"),
        ("series", lambda row: _slug(row.series)),
        *_fields("number", "place"),
        *_country(),
        *PERIOD, *SOURCES, *ADDRESS,
    ],
    "instrument": [
        *_fields("slug", "title", "short_title", "kind"),
        ("issuer", lambda row: _slug(_public(row.issuer))),
        *_fields("adopted", "in_force"),
        *ADDRESS,
    ],
    "theme": [*_fields("slug", "label"), ("part_of", lambda row: _slug(row.parent)), *ADDRESS],
    "country": [*_fields("code", "slug", "label", "alpha3", "region", "former"), *ADDRESS],
    "source": [
        *_fields("slug", "label", "title", "publisher", "kind", "published", "read_on", "language"),
        ("url", lambda row: link_target(row.url)),
        *ADDRESS,
    ],
}  # fmt: skip
