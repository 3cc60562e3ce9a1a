"""How long a search takes on a generated base: the search itself, its page, and bare SQL beside them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from random import Random
from statistics import quantiles

from django.db import connection
from django.test import Client

from bench.generated_names import base, misspell
from bench.table import print_table
from hrnet.directory.search.asking import ask
from hrnet.directory.search.finding import find
from hrnet.lib.names import fold
from imports.reconcile import KnownName
from institutions.models import Country, Institution, Name
from sources.history import because

HEADER = ("questions", "way", "p50, ms", "p95, ms", "slowest, ms")
BATCH = 5000
PART = "SELECT institution_id, text FROM institutions_name WHERE folded LIKE %(part)s LIMIT 20"
# What a list needs: the same names in an order, and how many there are, up to the bound.
LIST = """WITH found AS MATERIALIZED (SELECT institution_id, text, folded FROM institutions_name
                                      WHERE folded LIKE %(part)s LIMIT 10001)
          SELECT institution_id, text, (SELECT count(DISTINCT institution_id) FROM found)
          FROM found ORDER BY length(folded) LIMIT 20"""
LIKE = """SELECT institution_id, text FROM institutions_name WHERE folded %% %(text)s
          ORDER BY similarity(folded, %(text)s) DESC LIMIT 20"""


def report(institutions: int, queries: int) -> None:
    """Fill the database and print the table."""
    names = list(base(institutions))
    start = time.perf_counter()
    fill(names)
    print(f"{institutions:,} institutions with {len(names):,} names written in", end=" ")
    print(f"{time.perf_counter() - start:.0f} s, their search with them.\n")
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX bench_trigrams ON institutions_name USING gin (folded gin_trgm_ops)")
        cursor.execute("VACUUM ANALYZE")
    rows = [row for title, texts in _questions(names, queries).items() for row in _measured(title, texts)]
    print_table(f"Times on {len(names):,} generated names", HEADER, rows)


def fill(names: list[KnownName]) -> None:
    """Write the generated institutions, published, with their names."""
    countries = dict(Country.objects.values_list("code", "pk"))
    with because("generated for a measurement"):
        grouped: dict[int, list[KnownName]] = {}
        for name in names:
            grouped.setdefault(name.id, []).append(name)
        for keys in _chunks(list(grouped), BATCH):
            made = Institution.objects.bulk_create(
                Institution(
                    slug=f"generated-{key}", kind="ngo", review_state="published",
                    country_id=countries.get(grouped[key][0].country),
                )
                for key in keys
            )  # fmt: skip
            Name.objects.bulk_create(
                Name(institution=one, text=name.text, language=name.language, kind=name.kind)
                for one, key in zip(made, keys, strict=True)
                for name in grouped[key]
            )


def _chunks(items: list[int], size: int) -> Iterator[list[int]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]


def _questions(names: list[KnownName], number: int) -> dict[str, list[str]]:
    random = Random(11)
    full = [name.text for name in names if name.kind != "acronym"]
    some = random.sample(full, number)
    return {
        "the whole name": some,
        "part of a word": [_part(text, random) for text in some],
        "two words": [" ".join(random.sample(text.split(), 2)) for text in some if len(text.split()) > 1],
        "with a slip": [misspell(text, random) for text in some],
        "an acronym": [name.text for name in random.sample(names, 3 * number) if name.kind == "acronym"],
        "a common word": ["human rights", "comm", "commission", "association for", "droits", "co", "re"],
        "nothing like it": ["xqzvw kjhgf", "qqqqqqqq", "wvutsr ponmlk jihgfe"],
    }


def _part(text: str, random: Random) -> str:
    word = max(text.split(), key=len)
    return word[: random.randint(4, max(4, len(word) - 1))]


def _measured(title: str, texts: list[str]) -> Iterator[list[object]]:
    client = Client()
    ways: dict[str, Callable[[str], object]] = {
        "bare SQL, part (LIKE)": lambda text: _bare(PART, {"part": f"%{fold(text)}%"}),
        "bare SQL, part, in order and counted": lambda text: _bare(LIST, {"part": f"%{fold(text)}%"}),
        "bare SQL, likeness (%)": lambda text: _bare(LIKE, {"text": fold(text)}),
        "search": lambda text: find(ask(text)),
        "suggestions, answered": lambda text: client.get("/search/suggest", {"q": text}),
        "page, answered": lambda text: client.get("/search/", {"q": text}),
    }
    for way, answer in ways.items():
        for text in texts[:3]:
            answer(text)
        times = sorted(_timed(answer, text) for text in texts)
        cuts = quantiles(times, n=20, method="inclusive")
        yield [title, way, *(f"{1000 * one:.1f}" for one in (cuts[9], cuts[18], times[-1]))]


def _bare(sql: str, parameters: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        cursor.fetchall()


def _timed(answer: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    answer(text)
    return time.perf_counter() - start
