"""Names a second on a generated base: ours, rapidfuzz over everything, and pg_trgm."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg
from rapidfuzz import fuzz, process

from bench.generated_names import base, vary
from hrnet.embedded import EmbeddedPostgres
from hrnet.lib.names import fold
from imports.reconcile import KnownName, Matcher

SLOW = 100  # queries for the ways that take long
Case = tuple[str, int]
Finder = Callable[[str], tuple[int, bool]]
HEADER = ("way", "set-up, s", "memory, MB", "names", "names/s", "right first", "wrong but certain")


def measure(institutions: int, queries: int) -> tuple[str, tuple[str, ...], list[list[object]]]:
    """Return a title, a header and the rows."""
    names = list(base(institutions))
    cases = _varied(names, queries)
    absent = _absent(names, queries)
    rows = [*_ours(names, cases, absent), *_rapidfuzz(names, cases[:SLOW]), _trigrams(names, cases[:SLOW])]
    return f"Speed on {len(names):,} names of {institutions:,} generated institutions", HEADER, rows


def _varied(names: list[KnownName], queries: int) -> list[Case]:
    random = Random(3)
    full = [name for name in names if name.kind != "acronym"]
    return [(vary(name.text, random), name.id) for name in random.sample(full, queries)]


def _absent(names: list[KnownName], queries: int) -> list[Case]:
    known = {name.folded for name in names}
    others = (name for name in base(queries, seed=99) if name.kind != "acronym" and name.folded not in known)
    return [(name.text, 0) for name, _ in zip(others, range(queries), strict=False)]


def _ours(names: list[KnownName], cases: list[Case], absent: list[Case]) -> Iterator[list[object]]:
    before, start = _resident(), time.perf_counter()
    matcher = Matcher(iter(names))
    built, held = time.perf_counter() - start, _resident() - before

    def find(text: str) -> tuple[int, bool]:
        match = matcher.match(text)
        return (match.candidates[0].id if match.candidates else 0), match.certain

    exact = [(name.text, name.id) for name in Random(5).sample(names, len(cases)) if name.kind != "acronym"]
    same = (f"the first {SLOW} misspelt", cases[:SLOW])
    for label, some in (("exact", exact), ("misspelt", cases), same, ("not in the base", absent)):
        yield [f"ours, {label}", f"{built:.1f}", f"{held:.0f}", *_timed(find, some)]


def _rapidfuzz(names: list[KnownName], cases: list[Case]) -> Iterator[list[object]]:
    folded = [name.folded for name in names]
    for label, scorer in (("ratio", fuzz.ratio), ("token_sort_ratio", fuzz.token_sort_ratio)):

        def find(text: str, scorer: Callable[..., float] = scorer) -> tuple[int, bool]:
            found = process.extractOne(fold(text), folded, scorer=scorer)
            return (names[found[2]].id if found else 0), False

        yield [f"rapidfuzz, {label}, over everything", "–", "–", *_timed(find, cases)]


def _trigrams(names: list[KnownName], cases: list[Case]) -> list[object]:
    with _database() as connection:
        start = time.perf_counter()
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE TABLE name (institution int, folded text)")
        with connection.cursor().copy("COPY name FROM STDIN") as copy:
            for name in names:
                copy.write_row((name.id, name.folded))
        connection.execute("CREATE INDEX ON name USING gin (folded gin_trgm_ops)")
        connection.execute("ANALYZE name")
        built = time.perf_counter() - start
        query = (
            "SELECT institution FROM name WHERE folded %% %(text)s"
            " ORDER BY similarity(folded, %(text)s) DESC LIMIT 1"
        )

        def find(text: str) -> tuple[int, bool]:
            found = connection.execute(query, {"text": fold(text)}).fetchone()
            return (found[0] if found else 0), False

        return ["pg_trgm, `%` at 0.3", f"{built:.1f}", "–", *_timed(find, cases)]


@contextmanager
def _database() -> Iterator[psycopg.Connection]:
    folder = Path(tempfile.mkdtemp(prefix="hrnet-bench-"))
    folder.chmod(0o711)
    server = EmbeddedPostgres(folder / "postgres", secrets.token_urlsafe(16))
    server.acquire()
    try:
        with server.connection() as connection:
            yield connection
    finally:
        server.release()
        shutil.rmtree(folder, ignore_errors=True)


def _timed(find: Finder, cases: list[Case]) -> list[object]:
    start = time.perf_counter()
    found = [find(text) for text, _expected in cases]
    seconds = time.perf_counter() - start
    expected = [key for _text, key in cases]
    right = sum(key == first for key, (first, _certain) in zip(expected, found, strict=True))
    wrong = sum(certain and key != first for key, (first, certain) in zip(expected, found, strict=True))
    share = f"{right / len(cases):.3f}" if any(expected) else "–"
    return [len(cases), f"{len(cases) / seconds:,.0f}", share, f"{100 * wrong / len(cases):.2f} %"]


def _resident() -> float:
    """Return the memory that the process holds, in MB (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0
