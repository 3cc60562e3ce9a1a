"""The records that an import creates, because a curator said so: marked as needing review, and cited."""

from __future__ import annotations

from typing import Any

from django.db import connection

from hrnet.lib.names import slugify
from imports.models import FileName, How, Import, Role
from imports.targets import Spec
from imports.vocabulary import countries
from institutions.models import Institution, InstitutionCitation, Kind, Name, NameKind
from mandates.models import Instrument, InstrumentCitation, InstrumentKind
from networks.models import Network
from sources.models import Source
from sources.statements import ReviewState

UNDETERMINED = "und"  # ISO 639-2: the file does not say in which language its names are

FIRST_PLACE = """
SELECT DISTINCT ON ({column}) {column}, sheet, "row" FROM imports_row
WHERE import_id = %s AND {column} = ANY(%s) AND outcome NOT IN ('wrong', 'left_out') AND "row" > 0
ORDER BY {column}, number
"""


def create_records(import_: Import, spec: Spec, source: Source) -> dict[str, int]:
    """Create what the names marked so are to become, under the numbers set aside; return how many."""
    made = {role: _create(import_, spec, source, role) for role in Role}
    instruments = made[Role.WHOLE] if spec.whole == "instrument" else 0
    return {
        "created_institutions": sum(made.values()) - instruments,
        "created_instruments": instruments,
    }


def _create(import_: Import, spec: Spec, source: Source, role: Role) -> int:
    names: dict[int, FileName] = {}
    for name in import_.names.filter(role=role, how=How.CREATED).order_by("key"):
        names.setdefault(name.found_id or 0, name)
    places = _places(import_, "institution_id" if role == Role.PARTY else "whole_id", list(names))
    names = {key: name for key, name in names.items() if key in places}  # whose rows are all wrong, wait
    if role == Role.WHOLE and spec.whole == "instrument":
        _instruments(names, places, source)
        return len(names)
    there = set(Institution.objects.filter(pk__in=names).values_list("pk", flat=True))
    new = {key: name for key, name in names.items() if key not in there}
    _institutions(new, spec, role, places, source)
    if role == Role.WHOLE:
        Network.objects.bulk_create(Network(institution_id=key) for key in names)
    return len(new)


def _places(import_: Import, column: str, keys: list[int]) -> dict[int, tuple[str, int]]:
    """Return the sheet and the row of the first right row of each."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_PLACE.format(column=column), [import_.pk, keys])
        return {key: (sheet, row) for key, sheet, row in cursor.fetchall()}


def _institutions(
    names: dict[int, FileName], spec: Spec, role: Role, places: dict[int, tuple[str, int]], source: Source
) -> None:
    states = countries() if spec.whole == "instrument" and role == Role.PARTY else {}
    slugs = _free_slugs(Institution, names)
    Institution.objects.bulk_create(
        Institution(
            pk=key,
            slug=slugs[key],
            kind=_kind(name, spec, role, states),
            country_id=name.country_id or states.get(name.folded),
            review_state=ReviewState.DRAFT,
        )
        for key, name in names.items()
    )
    Name.objects.bulk_create(
        Name(institution_id=key, text=text, language=UNDETERMINED, kind=kind)
        for key, name in names.items()
        for text, kind in ((name.name, NameKind.OFFICIAL), (name.acronym, NameKind.ACRONYM))
        if text
    )
    InstitutionCitation.objects.bulk_create(
        InstitutionCitation(subject_id=key, source=source, sheet=places[key][0], row=places[key][1])
        for key in names
    )


def _kind(name: FileName, spec: Spec, role: Role, states: dict[str, int]) -> str:
    if role == Role.WHOLE:
        return Kind.PEER_NETWORK
    return Kind.STATE if name.folded in states else Kind.OTHER


def _instruments(names: dict[int, FileName], places: dict[int, tuple[str, int]], source: Source) -> None:
    slugs = _free_slugs(Instrument, names)
    Instrument.objects.bulk_create(
        Instrument(
            pk=key,
            slug=slugs[key],
            title_en=name.name,
            kind=InstrumentKind.TREATY,
            review_state=ReviewState.DRAFT,
        )
        for key, name in names.items()
    )
    InstrumentCitation.objects.bulk_create(
        InstrumentCitation(subject_id=key, source=source, sheet=places[key][0], row=places[key][1])
        for key in names
    )


def _free_slugs(model: Any, names: dict[int, FileName]) -> dict[int, str]:
    """Return a slug for each record, that no record has and no other of them."""
    wanted = {
        key: slugify(name.name or name.acronym)[:70].strip("-") or "record" for key, name in names.items()
    }
    taken = set(model._base_manager.filter(slug__in=wanted.values()).values_list("slug", flat=True))
    found = {}
    for key, slug in wanted.items():
        number = 1
        while slug in taken or (number > 1 and model._base_manager.filter(slug=slug).exists()):
            number += 1
            slug = f"{wanted[key]}-{number}"
        taken.add(slug)
        found[key] = slug
    return found
