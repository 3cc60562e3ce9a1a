"""How fast the pages are: ``make bench-pages``.

On generated bases (``manage.py generate_demo``): hrnet served by gunicorn as ``make run`` does, Datasette on
the same rows, the plain Django admin over the same models, and the bare SQL, side by side in one run, each in
turn so that whatever else the machine does hits them alike. «Ours» is a page that somebody asked for since
the last change of a record; «anew» one that nobody has, by an address that is another each time. One reader,
after warming up, for the time of a page; four at once for how many a second are served. Then ours alone on
bases of several sizes. Prints Markdown and draws a plot. The bases are kept in the data folder of the bench.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
from contextlib import ExitStack
from pathlib import Path

from bench.paging import sites
from bench.paging.bases import ROOT, Server, server
from bench.paging.cases import choose, ours, ways
from bench.paging.plot import draw
from bench.paging.reading import Page, Timed, measure
from bench.paging.sqlite import export
from bench.table import print_table

FOLDER = Path("/tmp/hrnet-demo")  # noqa: S108  (a data folder, closed to others)
LARGE = 1_000_000
WAYS = ("ours", "ours, anew", "Datasette", "plain admin", "bare SQL")
Found = dict[str, dict[str, Timed]]


def main(arguments: list[str]) -> None:
    """Measure, print and draw."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=FOLDER, help="the data folder of the bench")
    parser.add_argument("--memberships", type=int, default=LARGE, help="of the base that all are asked on")
    parser.add_argument("--sizes", default="10000,1000000", help="of the bases that growth is measured on")
    parser.add_argument("--seconds", type=float, default=3.0, help="for each page, way and round")
    parser.add_argument("--only", default="", help="only pages whose name holds this; no plot then")
    parser.add_argument("--plot", type=Path, default=ROOT / "docs" / "img" / "bench-pages.svg")
    chosen = parser.parse_args(arguments)
    sizes = [int(size) for size in chosen.sizes.split(",") if size]
    _say_where(arguments)
    with server(chosen.folder) as postgres:
        found = compare(postgres, chosen.memberships, chosen.seconds, chosen.only)
        _report(found, chosen.memberships)
        if len(sizes) > 1:
            _report_growth(grow(postgres, sizes, chosen.seconds, chosen.only))
    if not chosen.only:
        draw(chosen.plot, found)
    print(f"Load at the end: {os.getloadavg()[0]:.1f}")


def compare(postgres: Server, memberships: int, seconds: float, only: str) -> Found:
    """Measure every page by every way on one base."""
    base = postgres.base(memberships)
    file = postgres.folder / f"{base}.db"
    export(postgres.address(base), file)
    chosen = choose(postgres.address(base))
    print(f"The institution has {chosen.number} memberships that the public sees.", file=sys.stderr)
    with ExitStack() as running:
        ports = {
            "ours": (mine := running.enter_context(sites.ours(postgres, base))),
            "ours, anew": mine,
            "Datasette": running.enter_context(sites.datasettes(postgres, file)),
            "plain admin": running.enter_context(sites.admin(postgres, base)),
        }
        found: Found = {}
        for page, all_ways in ways(chosen, postgres.address(base), base, memberships, ports).items():
            if only in page:
                found[page] = measure(all_ways, rounds=3, seconds=seconds)
                _tell(page, found[page])
    return found


def grow(postgres: Server, sizes: list[int], seconds: float, only: str) -> Found:
    """Measure our pages on bases of several sizes, in turns."""
    with ExitStack() as running:
        pages: dict[str, dict[str, Page]] = {}
        for size in sizes:
            base = postgres.base(size)
            port = running.enter_context(sites.ours(postgres, base))
            for page, path in ours(choose(postgres.address(base))).items():
                if only in page and page.startswith(("institutions", "memberships")):
                    pages.setdefault(page, {})[f"{size:,}"] = Page(port, path, anew=True)
        return {page: measure({**by_size}, rounds=3, seconds=seconds) for page, by_size in pages.items()}


def _say_where(arguments: list[str]) -> None:
    now = datetime.datetime.now(datetime.UTC)
    command = " ".join(["make bench-pages", *arguments])
    print(f"{now:%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, {platform.system()},", end=" ")
    print(f"Python {platform.python_version()}: `{command}`. Load at the start: {os.getloadavg()[0]:.1f}\n")


def _tell(page: str, found: dict[str, Timed]) -> None:
    told = ", ".join(f"{way} {one.p50:.1f} ms {one.rate:,.0f}/s" for way, one in found.items())
    print(f"{page}: {told}", file=sys.stderr, flush=True)


def _report(found: Found, memberships: int) -> None:
    print_table(
        f"Median time of a page, one reader, on {memberships:,} memberships (ms)",
        ("page", *WAYS, "kB of ours"),
        [
            [page, *(f"{ways[way].p50:.1f}" if way in ways else "–" for way in WAYS),
             f"{ways['ours'].size / 1000:.0f}"]
            for page, ways in found.items()
        ],
    )  # fmt: skip
    print_table(
        "Requests a second, four readers, and how ours compare",
        ("page", *WAYS, "ours of Datasette’s", "anew of Datasette’s", "anew of SQL’s time"),
        [[page, *_rates(ways)] for page, ways in found.items()],
    )


def _rates(found: dict[str, Timed]) -> list[str]:
    mine, anew, peer = found["ours"], found["ours, anew"], found.get("Datasette")
    rates = [f"{found[way].rate:,.0f}" if way in found else "–" for way in WAYS]
    ratios = [f"{one.rate / peer.rate:.1f}×" if peer else "–" for one in (mine, anew)]
    return [*rates, *ratios, f"{anew.p50 / found['bare SQL'].p50:.1f}×"]


def _report_growth(found: Found) -> None:
    sizes = list(next(iter(found.values())))
    rows = [
        [page, *(f"{by_size[size].p50:.1f}" for size in sizes),
         f"{by_size[sizes[-1]].p50 / by_size[sizes[0]].p50:.2f}×"]
        for page, by_size in found.items()
    ]  # fmt: skip
    print_table(
        "Growth of ours, anew, with the memberships (ms, median)", ("page", *sizes, "last of first"), rows
    )


if __name__ == "__main__":
    main(sys.argv[1:])
