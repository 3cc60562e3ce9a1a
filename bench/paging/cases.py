"""The pages that are measured, and what asks the same of Datasette, of the plain admin, and of bare SQL."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from urllib.parse import quote

import psycopg

from bench.paging.reading import Bare, Page

VISIBLE = """m.review_state = 'published' AND i.review_state = 'published' AND n.review_state = 'published'"""
JOINED = """networks_membership m JOIN institutions_institution i ON i.id = m.institution_id
            JOIN institutions_institution n ON n.id = m.network_id"""
SHOWN = f"""SELECT m.id, i.label_en, i.slug, n.label_en, n.slug, r.label_en, m.status, m.start, m."end"
            FROM {JOINED} JOIN networks_role r ON r.id = m.role_id WHERE {VISIBLE}"""
LISTED = """SELECT i.id, i.label_en, i.slug, i.kind, c.label_en FROM institutions_institution i
            LEFT JOIN institutions_country c ON c.id = i.country_id WHERE i.review_state = 'published'"""
PART = """WITH found AS MATERIALIZED (SELECT institution_id, text, folded FROM institutions_name
                                      WHERE folded LIKE %(part)s LIMIT 10001)
          SELECT institution_id, text, (SELECT count(DISTINCT institution_id) FROM found)
          FROM found ORDER BY length(folded) LIMIT 20"""
LIKE = """SELECT institution_id, text FROM institutions_name WHERE folded %% %(slip)s
          ORDER BY similarity(folded, %(slip)s) DESC LIMIT 20"""
#: Bare SQL gets an index of trigrams, which ours does not need.
TRIGRAMS = (
    """CREATE INDEX IF NOT EXISTS bench_trigrams ON institutions_name USING gin (folded gin_trgm_ops)"""
)


@dataclass(frozen=True)
class Chosen:
    """Records of a base that pages are asked for."""

    institution: int
    slug: str
    number: int
    network: int
    network_slug: str
    country: int
    middle: int
    part: str
    slip: str


def choose(address: str) -> Chosen:
    """Choose them: the institution with about 200 memberships, a network of middling size, a middle row."""
    with psycopg.connect(address, autocommit=True) as base:
        base.execute(TRIGRAMS)
        counted = f"SELECT i.id, i.slug, count(*) AS number FROM {JOINED} WHERE {VISIBLE} GROUP BY i.id"
        one = base.execute(f"SELECT * FROM ({counted}) x ORDER BY abs(number - 200), id LIMIT 1").fetchone()
        of = f"SELECT n.id, n.slug, count(*) AS number FROM {JOINED} WHERE {VISIBLE} GROUP BY n.id"
        network = base.execute(
            f"SELECT * FROM ({of}) x ORDER BY number DESC, id OFFSET 50 LIMIT 1"
        ).fetchone()
        middle = base.execute("SELECT (min(id) + max(id)) / 2 FROM networks_membership").fetchone()
        country = base.execute("SELECT id FROM institutions_country WHERE code = 'FR'").fetchone()
        base.execute("VACUUM ANALYZE institutions_name")
    if not (one and network and middle and country):
        raise RuntimeError("the base has no memberships")
    return Chosen(
        one[0], one[1], one[2], network[0], network[1], country[0], middle[0], "mmission", "comission equalty"
    )


def token(*values: object) -> str:
    """Return what an address of ours says of the row that a page begins after."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def ours(chosen: Chosen) -> dict[str, str]:
    """Return the addresses of ours by what they show."""
    return {
        "institutions, with facets": "/institutions/?facets=shown",
        "institutions, first page": "/institutions/",
        "institutions of a country, first page": "/institutions/?country=FR",
        "an institution with 200 memberships": f"/institutions/{chosen.slug}/",
        "search, part of a word": f"/search/?q={chosen.part}",
        "search, with a typo": f"/search/?q={quote(chosen.slip)}",
        "memberships, with facets": "/memberships/?facets=shown",
        "memberships, first page": "/memberships/",
        "memberships, a page deep down": f"/memberships/?after={token(chosen.middle)}",
        "memberships of a network, first page": f"/memberships/?network={chosen.network_slug}",
    }


def datasette(chosen: Chosen, base: str) -> dict[str, str]:
    """Return the addresses of Datasette; it cannot find what is misspelt."""
    facets = "_facet=role_id&_facet=status&_facet=network_id&_facet=period_type"
    listed, members = f"/{base}/institutions", f"/{base}/memberships"
    return {
        "institutions, with facets": f"{listed}?_facet=kind&_facet=country_id&_facet=reach&_facet=region"
                                     "&_sort=label&_size=25",
        "institutions, first page": f"{listed}?_sort=label&_size=25",
        "institutions of a country, first page": f"{listed}?country_id={chosen.country}&_sort=label&_size=25",
        "an institution with 200 memberships": f"{members}?institution_id={chosen.institution}&_size=200",
        "search, part of a word": f"/{base}/names?_search={chosen.part}&_size=20",
        "memberships, with facets": f"{members}?{facets}&_sort_desc=id&_size=25",
        "memberships, first page": f"{members}?_sort_desc=id&_size=25",
        "memberships, a page deep down": f"{members}?_next={chosen.middle}&_size=25",
        "memberships of a network, first page": f"{members}?network_id={chosen.network}&_size=25",
    }  # fmt: skip


def admin(chosen: Chosen, memberships: int) -> dict[str, str]:
    """Return the addresses of the plain admin; it has no page for one institution with its memberships."""
    listed, members = "/admin/institutions/institution/", "/admin/networks/membership/"
    return {
        "institutions, with facets": f"{listed}?_facets=True&o=1",
        "institutions, first page": f"{listed}?o=1",
        "institutions of a country, first page": f"{listed}?country__id__exact={chosen.country}&o=1",
        "an institution with 200 memberships": f"{members}?institution__id__exact={chosen.institution}&all=",
        "search, part of a word": f"{listed}?q={chosen.part}",
        "memberships, with facets": f"{members}?_facets=True",
        "memberships, first page": members,
        "memberships, a page deep down": f"{members}?p={memberships // 50}",
        "memberships of a network, first page": f"{members}?network__exact={chosen.network}",
    }


def _counted(rows: str, columns: tuple[str, ...]) -> list[str]:
    return [f"SELECT {one}, count(*) FROM {rows} GROUP BY 1 ORDER BY 2 DESC LIMIT 20" for one in columns]


def bare(chosen: Chosen) -> dict[str, list[str]]:
    """Return the SQL that each page needs at least."""
    bodies = """institutions_institution i LEFT JOIN institutions_country c ON c.id = i.country_id
                WHERE i.review_state = 'published'"""
    members = f"{JOINED} WHERE {VISIBLE}"
    kinds = ("i.kind", "i.country_id", "i.reach", "c.region")
    by_name = "ORDER BY i.sort_en, i.id LIMIT 26"
    return {
        "institutions, with facets": [f"{LISTED} {by_name}", *_counted(bodies, kinds)],
        "institutions, first page": [f"{LISTED} {by_name}"],
        "institutions of a country, first page": [f"{LISTED} AND i.country_id = {chosen.country} {by_name}"],
        "an institution with 200 memberships": [f"{SHOWN} AND m.institution_id = {chosen.institution}"],
        "search, part of a word": [PART],
        "search, with a typo": [LIKE],
        "memberships, with facets": [
            f"{SHOWN} ORDER BY m.id DESC LIMIT 26",
            *_counted(members, ("m.role_id", "m.status", "m.network_id", "m.period_type")),
        ],
        "memberships, first page": [f"{SHOWN} ORDER BY m.id DESC LIMIT 26"],
        "memberships, a page deep down": [f"{SHOWN} AND m.id < {chosen.middle} ORDER BY m.id DESC LIMIT 26"],
        "memberships of a network, first page": [
            f"{SHOWN} AND m.network_id = {chosen.network} ORDER BY m.id DESC LIMIT 26"
        ],
    }


def ways(
    chosen: Chosen, address: str, base: str, memberships: int, ports: dict[str, int]
) -> dict[str, dict[str, Page | Bare]]:
    """Return each page with the ways to ask for it."""
    paths = {
        "ours": ours(chosen),
        "ours, anew": ours(chosen),
        "Datasette": datasette(chosen, base),
        "plain admin": admin(chosen, memberships),
    }
    parameters = {"part": f"%{chosen.part}%", "slip": chosen.slip}
    found: dict[str, dict[str, Page | Bare]] = {page: {} for page in paths["ours"]}
    for way, port in ports.items():
        for page, path in paths[way].items():
            found[page][way] = Page(port, path, anew=way.endswith("anew"))
    for page, statements in bare(chosen).items():
        found[page]["bare SQL"] = Bare(address, statements, parameters)
    return found
