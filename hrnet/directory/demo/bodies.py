"""The generated source, institutions, networks, names and fields of work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hrnet.directory.demo.names import Body, Inventor
from hrnet.directory.demo.writing import Writing
from hrnet.lib.names import fold
from institutions.models import (
    Country,
    Institution,
    InstitutionCitation,
    InstitutionTheme,
    NameCitation,
    Theme,
)
from networks.models import Network
from sources.models import Source

SLUG = "generated-for-measuring"
LABEL = {
    "en": "Generated for measuring; nothing in it is true",
    "fr": "Produit pour mesurer ; rien de ce qu’il dit n’est vrai",
}
#: The day of the source: all that it says is attested on that day.
DAY = date(2026, 1, 1)

STAGE = """
CREATE TEMPORARY TABLE demo_body (
    number bigint PRIMARY KEY, slug text NOT NULL, kind text NOT NULL, country_id bigint,
    weight double precision NOT NULL, is_network boolean NOT NULL, id bigint
) ON COMMIT DROP
"""


def networks_among(institutions: int) -> int:
    """Return how many of so many institutions are networks: a few hundred of the many."""
    return max(3, min(400, institutions // 40))


def write_source() -> int:
    """Write the one source that all generated records cite; return its key."""
    source = Source.objects.create(
        slug=SLUG, kind="list", label_en=LABEL["en"], label_fr=LABEL["fr"], language="en",
        published=DAY.isoformat(), review_state="published",
    )  # fmt: skip
    return int(source.pk)


def write_bodies(writing: Writing, institutions: int, seed: int, source: int) -> None:
    """Write so many institutions, some of them networks; leave ``demo_body`` with their keys."""
    countries = Country.objects.filter(former=False).order_by("code")
    inventor = Inventor(seed, list(countries.values_list("code", "label_en", "label_fr")))
    bodies = list(inventor.bodies(networks_among(institutions), institutions))
    keys = dict(Country.objects.values_list("code", "pk"))
    writing.run(STAGE)
    writing.copy(
        "demo_body", "number, slug, kind, country_id, weight, is_network",
        (
            (
                one.number, f"generated-{one.number}", one.kind, keys.get(one.country), one.weight,
                one.is_network,
            )
            for one in bodies
        ),
    )  # fmt: skip
    _institutions(writing)
    names = _names(writing, bodies)
    writing.tell(
        f"{institutions:,} institutions with {names:,} names, {networks_among(institutions)} networks"
    )
    cited(writing, InstitutionCitation, "institutions_institution", "starts_with(slug, 'generated-')", source)
    generated = "institution_id IN (SELECT id FROM demo_body)"
    cited(writing, NameCitation, "institutions_name", generated, source)
    _themes(writing)


def _institutions(writing: Writing) -> None:
    year = "(1900 + floor(120 * pg_temp.lot(number, 1)))::integer::text"
    writing.insert(
        Institution,
        {
            "review_state": "CASE WHEN pg_temp.lot(number, 2) < 0.005 THEN 'draft' ELSE 'published' END",
            "slug": "slug", "kind": "kind", "country_id": "country_id",
            "reach": "CASE WHEN is_network THEN 'regional'"
                     " WHEN pg_temp.lot(number, 3) < 0.3 THEN 'subnational'"
                     " WHEN pg_temp.lot(number, 3) < 0.9 THEN 'national' ELSE '' END",
            "founded": f"CASE WHEN pg_temp.lot(number, 4) < 0.6 THEN {year} END",
        },
        "FROM demo_body ORDER BY number",
    )  # fmt: skip
    writing.run(
        "UPDATE demo_body SET id = i.id FROM institutions_institution i WHERE i.slug = demo_body.slug"
    )
    writing.run("ANALYZE demo_body, institutions_institution")
    writing.insert(
        Network,
        {
            "institution_id": "id",
            "working_languages": "CASE WHEN pg_temp.lot(number, 5) < 0.5 THEN '{en}'::text[]"
                                 " ELSE '{en,fr}' END",
            "duration": "pg_temp.pick('{permanent,permanent,limited,\"\"}', number, 6)",
        },
        "FROM demo_body WHERE is_network ORDER BY number",
    )  # fmt: skip


def _names(writing: Writing, bodies: Iterable[Body]) -> int:
    """Write the names; the database makes the labels of them."""
    writing.cursor.execute("SELECT number, id FROM demo_body")
    ids = dict(writing.cursor.fetchall())
    writing.copy(
        "institutions_name", "institution_id, text, language, kind, folded",
        (
            (ids[body.number], name.text, name.language, name.kind, fold(name.text))
            for body in bodies
            for name in body.names
        ),
    )  # fmt: skip
    writing.run("ANALYZE institutions_name, institutions_institution")
    return sum(len(body.names) for body in bodies)


def _themes(writing: Writing) -> None:
    themes = list(Theme.objects.order_by("slug").values_list("pk", flat=True))
    writing.insert(
        InstitutionTheme,
        {"institution_id": "id", "theme_id": "theme"},
        f"FROM (SELECT DISTINCT id, {one_of(themes, 'number', '6 + time')} AS theme FROM demo_body,"
        " generate_series(1, 3) AS time WHERE pg_temp.lot(number, 10 + time) < 0.6) AS chosen"
        " ORDER BY id, theme",
    )


def one_of(keys: Iterable[Any], number: str, which: str) -> str:
    """Return the SQL that draws one of ``keys`` by lot."""
    texts = [str(int(key)) for key in keys]
    place = f"1 + floor({len(texts)} * pg_temp.lot({number}, {which}))::integer"
    return f"(ARRAY[{', '.join(texts)}]::bigint[])[{place}]"


def cited(writing: Writing, model: Any, table: str, where: str, source: int) -> None:
    """Cite the source for each row of ``table`` that ``where`` picks, row by row as in a list."""
    writing.insert(
        model,
        {"source_id": str(source), "subject_id": "id", "sheet": "'generated'",
         "row": "(row_number() OVER (ORDER BY id))::integer"},
        f"FROM {table} WHERE {where} ORDER BY id",
    )  # fmt: skip
