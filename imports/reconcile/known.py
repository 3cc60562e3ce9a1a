"""The known names, read from the database as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from hrnet.lib.names import fold
from imports.reconcile.states import cldr_names
from imports.reconcile.types import KnownName
from institutions.models import Institution, Kind, Name
from mandates.models import Instrument, InstrumentName

CHUNK = 10_000
WITHDRAWN = "withdrawn"


def known_institutions() -> Iterator[KnownName]:
    """Yield the names of all institutions that are not withdrawn, then those of States in many languages."""
    return chain(stored_names(), cldr_names(states()))


def stored_names() -> Iterator[KnownName]:
    """Yield the stored names of institutions, by a cursor of the server: none is held here."""
    rows = (
        Name.objects.exclude(institution__review_state=WITHDRAWN)
        .order_by("institution_id", "pk")
        .values_list("institution_id", "text", "folded", "kind", "language", "institution__country__code")
    )
    for key, text, folded, kind, language, country in rows.iterator(chunk_size=CHUNK):
        yield KnownName(key, text, folded, kind, language, country or "")


def states() -> list[tuple[int, str]]:
    """Return the States and their alpha-2 codes."""
    found = Institution.objects.filter(kind=Kind.STATE, country__isnull=False)
    return list(found.exclude(review_state=WITHDRAWN).values_list("pk", "country__code"))


def known_instruments() -> Iterator[KnownName]:
    """Yield the titles, short titles and other names of all instruments that are not withdrawn."""
    columns = ("pk", "title_en", "title_fr", "short_title_en", "short_title_fr")
    titled = Instrument.objects.exclude(review_state=WITHDRAWN).order_by("pk").values_list(*columns)
    for key, *texts in titled.iterator(chunk_size=CHUNK):
        for text, kind, language in zip(texts, _KINDS, _LANGUAGES, strict=True):
            if text:
                yield KnownName(key, text, fold(text), _short(text, kind), language, "")
    others = InstrumentName.objects.exclude(instrument__review_state=WITHDRAWN)
    named = others.order_by("instrument_id", "pk").values_list("instrument_id", "text", "folded", "language")
    for key, text, folded, language in named.iterator(chunk_size=CHUNK):
        yield KnownName(key, text, folded, _short(text, "alternative"), language, "")


_KINDS = ("official", "official", "acronym", "acronym")
_LANGUAGES = ("en", "fr", "en", "fr")


def _short(text: str, kind: str) -> str:
    """Return ``acronym`` for «CRPD», and not for a short title of several words."""
    if kind == "acronym":
        return kind if " " not in text else "alternative"
    return "acronym" if kind == "alternative" and text.isupper() and " " not in text else kind
