"""How well and how fast the search finds: ``make bench-search``.

Quality is measured on queries written by hand, with the address that each means, over what ships with
hrnet: ``bench/data/search.tsv``. The list was written before the search was first run on it; afterwards
rules were mended after some of what it missed, never for a single query. So a second figure stands beside
it, of names that ship, misspelt and turned around by a generator that no rule was mended after: each seed
gives others. Speed is measured on a generated base, beside bare SQL with an index of trigrams, in one run.

Everything runs in a PostgreSQL of its own, in a temporary folder. Prints Markdown.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import os
import platform
import secrets
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from urllib.parse import quote

from bench.generated_names import vary
from bench.table import print_table
from hrnet.embedded import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[1]
LIST = Path(__file__).parent / "data" / "search.tsv"
TARGETS = {"first": 0.95, "in the first five": 0.99}


@contextmanager
def database() -> Iterator[None]:
    """Start a PostgreSQL with the tables of hrnet and what ships, and Django on it."""
    folder = Path(tempfile.mkdtemp(prefix="hrnet-bench-"))
    folder.chmod(0o711)
    password = secrets.token_urlsafe(16)
    os.environ["HRNET_DATA_DIR"] = str(folder)
    server = EmbeddedPostgres(folder / "postgres", password)
    server.acquire()
    try:
        place = quote(str(server.socket_dir), safe="")
        os.environ["DATABASE_URL"] = f"postgresql://hrnet:{password}@{place}:5432/hrnet"
        _fill()
        yield
    finally:
        server.release()
        shutil.rmtree(folder, ignore_errors=True)


def _fill() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "hrnet.settings.test"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from sources.seeding import fixture_files, seed

    call_command("migrate", verbosity=0)
    seed(fixture_files(ROOT / "fixtures"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Tally:
    """Counts, per group, where the right address stood."""

    def __init__(self) -> None:
        self.groups: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def count(self, groups: Iterable[str], place: int | None) -> None:
        """Count a query of ``groups``, whose answer stood at ``place`` (0 is first), or nowhere."""
        for group in groups:
            counter = self.groups[group]
            counter["queries"] += 1
            counter["first"] += place == 0
            counter["in the first five"] += place is not None and place < 5

    def share(self, group: str, what: str) -> float:
        """Return the share of queries of a group."""
        return self.groups[group][what] / self.groups[group]["queries"]

    def report(self, title: str) -> None:
        """Print the shares."""
        rows = [
            [name, counter["queries"], *(f"{self.share(name, what):.3f}" for what in TARGETS)]
            for name, counter in self.groups.items()
        ]
        print_table(title, ("", "queries", *TARGETS), rows)


def addresses(text: str) -> list[str]:
    """Return the addresses that the search gives for ``text``, best first, as its page shows them."""
    from hrnet.directory.search.asking import ask
    from hrnet.directory.search.finding import find
    from hrnet.directory.search.results import shown

    return [one.address for one in shown(find(ask(text)).hits[:20])]


def labelled() -> Tally:
    """Report the list written by hand, per kind of case and per script; name what is not first."""
    tally, missed = Tally(), []
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        found = [one.partition("#")[0] for one in addresses(row["query"])]
        place = found.index(row["expected"]) if row["expected"] in found else None
        tally.count(("all", f"case: {row['case']}", f"script: {row['script']}"), place)
        if place != 0:
            missed.append([row["query"], row["expected"], found[0] if found else "–"])
    tally.report(f"{len(rows)} queries written by hand, over what ships")
    print_table("Not first", ("query", "expected", "first"), missed)
    return tally


def misspelt(number: int, seed: int) -> None:
    """Report names that ship, varied by a generator: any record that bears the name is right."""
    from hrnet.directory.search.asking import ask
    from hrnet.directory.search.finding import find
    from hrnet.directory.search.models import SearchEntry

    random, tally, holders = Random(seed), Tally(), defaultdict(set)
    names = [one for one in SearchEntry.objects.filter(shown=True).order_by("id") if len(one.text) > 4]
    for one in names:
        holders[one.folded].add((one.record, one.record_id))
    for one in random.sample(names, number):
        found = [(hit.name.record, hit.name.record_id) for hit in find(ask(vary(one.text, random))).hits]
        place = next((at for at, key in enumerate(found) if key in holders[one.folded]), None)
        tally.count(("all", f"section: {one.section}"), place)
    tally.report(f"{number} names that ship, varied by a generator (seed {seed})")


def main(arguments: list[str]) -> int:
    """Measure and print; 1 where the list misses its targets."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--institutions", type=int, default=50_000, help="of the generated base")
    parser.add_argument("--queries", type=int, default=300, help="of each kind, for the speed")
    parser.add_argument("--seed", type=int, default=datetime.datetime.now(datetime.UTC).toordinal())
    parser.add_argument("--only", choices=("quality", "speed"), default="")
    chosen = parser.parse_args(arguments)
    print(f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()},")
    print(f"Python {platform.python_version()}: `python -m bench.search {' '.join(arguments)}`\n")
    missed = False
    with database():
        if chosen.only != "speed":
            tally = labelled()
            missed = any(tally.share("all", what) < target for what, target in TARGETS.items())
            misspelt(500, chosen.seed)
        if chosen.only != "quality":
            from bench import search_speed

            search_speed.report(chosen.institutions, chosen.queries)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
