"""How well names are reconciled, and how fast: ``make bench-reconcile``.

Accuracy is measured on names written by hand, against the names of the fixtures and of
``bench/data/known.tsv``; on names of States from Unicode CLDR, with and without their language in the
index; on each name held out in turn; and on every institution, left out in turn. No error was made by the
code that mends it. But ``bench/data/reconcile.tsv`` and the institutions left out were looked at while the
rules were written, and rules were mended after them: their figures are no forecast for other files.
``bench/data/unseen.tsv`` was labelled by another hand, who had not seen the rules; docs/performance.md tells
what its first run gave. A few rules were mended after that run: the next forecast needs a successor.
Speed is measured on a generated base, beside
rapidfuzz over everything and pg_trgm, in the same run; they are slow, and get the first of our queries.
Prints Markdown.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale

from bench import reconcile_speed
from bench.table import Tally, print_table
from hrnet.lib.names import fold
from imports.reconcile import KnownName, Matcher, cldr_names
from imports.reconcile.scripts import script_of

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(__file__).parent / "data"
HELD_OUT = ("es", "ar", "ru")
FOLDS = 12


@dataclass
class Base:
    """Known institutions: their slugs, and their names."""

    slugs: dict[int, str] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    names: list[KnownName] = field(default_factory=list)
    states: list[tuple[int, str]] = field(default_factory=list)

    def key(self, slug: str) -> int:
        """Return the number of an institution, a new one where it has none."""
        key = self.keys.setdefault(slug, len(self.keys) + 1)
        self.slugs[key] = slug
        return key

    def everything(self) -> list[KnownName]:
        """Return all names, those of States in many languages among them."""
        return [*self.names, *cldr_names(self.states)]


def read_base() -> Base:
    """Read the names of the fixtures and of ``known.tsv``."""
    base, countries = Base(), {}
    records = [
        one for path in sorted((ROOT / "fixtures").glob("*.json")) for one in json.loads(path.read_text())
    ]
    for one in records:
        if one["model"] == "institutions.institution":
            slug = one["fields"]["slug"]
            countries[slug] = (one["fields"].get("country") or [""])[0]
            if one["fields"]["kind"] == "state":
                base.states.append((base.key(slug), countries[slug]))
    for one in records:
        if one["model"] == "institutions.name":
            slug, kind = one["fields"]["institution"][0], one["fields"].get("kind", "official")
            _add(base, slug, one["fields"]["text"], kind, one["fields"]["language"], countries[slug])
    for row in _tsv("known.tsv"):
        _add(base, row["slug"], row["name"], row["kind"], row["language"], row["country"])
    return base


def _add(base: Base, slug: str, text: str, kind: str, language: str, country: str) -> None:
    base.names.append(KnownName(base.key(slug), text, fold(text), kind, language, country))


def _tsv(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def labelled(base: Base, matcher: Matcher, file: str, title: str) -> None:
    """Report a labelled set, per script and per kind of case."""
    scripts, cases = Tally(), Tally()
    for row in _tsv(file):
        expected = base.keys[row["expected"]] if row["expected"] != "-" else 0
        match = matcher.match(row["query"], country=row["country"])
        scripts.count(row["script"], expected, match)
        cases.count(row["case"], expected, match)
    scripts.report(f"{title}, per script")
    cases.report(f"{title}, per kind of case")


def of_states(base: Base) -> None:
    """Report names of States in other languages, these being in the index or not."""
    tally = Tally()
    few = [name for name in base.names if name.language in ("en", "fr", "mul")]
    few += list(cldr_names(base.states, ("en", "fr")))
    for label, names in (("held out", few), ("in the index", base.everything())):
        matcher = Matcher(names)
        for language in HELD_OUT:
            territories = Locale(language).territories
            for key, code in base.states:
                tally.count(f"{language}, {label}", key, matcher.match(territories[code]))
    tally.report("Names of States (CLDR), the language held out of the index and in it")


def held_out(base: Base) -> None:
    """Report each name of the fixtures, found without itself."""
    by_institution: dict[int, list[KnownName]] = {}
    for name in base.names:
        by_institution.setdefault(name.id, []).append(name)
    tally = Tally()
    for turn in range(max(map(len, by_institution.values()))):
        out = [names[turn] for names in by_institution.values() if len(names) > turn and len(names) > 1]
        matcher = Matcher(name for name in base.names if name not in set(out))
        for name in out:
            kind = "acronym" if name.kind == "acronym" else script_of(name.text)
            tally.count(kind, name.id, matcher.match(name.text, country=name.country))
    tally.report("Each name held out in turn, with all others in the index")


def left_out(base: Base) -> None:
    """Report each institution asked for while it is not in the base: nothing may be certain."""
    tally = Tally()
    names = base.everything()
    for turn in range(FOLDS):
        matcher = Matcher(name for name in names if name.id % FOLDS != turn)
        kept = {name.folded for name in names if name.id % FOLDS != turn}
        for name in names:
            # A name that another body bears too is not absent.
            if name.id % FOLDS == turn and name.folded not in kept:
                tally.count(script_of(name.text), 0, matcher.match(name.text))
    tally.report("Institutions that are not in the base, per script")


def heading(arguments: Iterable[str]) -> None:
    """Print when, where and how."""
    command = " ".join(["python -m bench.reconcile", *arguments])
    print(f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()},")
    print(f"Python {platform.python_version()}: `{command}`\n")


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--institutions", type=int, default=50_000, help="of the generated base")
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--only", choices=("accuracy", "speed"), default="")
    chosen = parser.parse_args(arguments)
    heading(arguments)
    if chosen.only != "speed":
        base = read_base()
        matcher = Matcher(base.everything())
        labelled(base, matcher, "unseen.tsv", "Names labelled by another hand")
        labelled(base, matcher, "reconcile.tsv", "Names that the rules were written with")
        of_states(base)
        held_out(base)
        left_out(base)
    if chosen.only != "accuracy":
        print_table(*reconcile_speed.measure(chosen.institutions, chosen.queries))


if __name__ == "__main__":
    main(sys.argv[1:])
