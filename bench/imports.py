"""How fast a spreadsheet of memberships is imported: ``make bench-import``.

Ours (look, read, resolve, check, preview, apply, and undo), django-import-export as it comes, its
``use_bulk`` form with dictionaries, and COPY of the same rows already resolved, side by side in one run. The
PostgreSQL is the bench’s own, as safe as in production; each run starts from the same state of the base, in a
process of its own, whose memory is watched. The files are generated, the same at every run. Prints Markdown
and draws a plot.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.importing.server import server

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> None:
    """Measure, print and draw."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="files of 1,000 and 10,000 rows alone")
    parser.add_argument("--memberships", type=int, default=1_000_000, help="in the base beforehand")
    parser.add_argument("--plot", type=Path, default=ROOT / "docs" / "img" / "bench-import.svg")
    chosen = parser.parse_args(arguments)
    with server() as folder:
        from bench.importing.measuring import Measuring  # needs the settings, and these the server

        measuring = Measuring(folder, memberships=chosen.memberships, quick=chosen.quick)
        measuring.report(" ".join(["make bench-import", *arguments]))
        if not chosen.quick:
            measuring.draw(chosen.plot)


if __name__ == "__main__":
    main(sys.argv[1:])
