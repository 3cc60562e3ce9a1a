"""What is run, how often, and what is told of it."""

from __future__ import annotations

import datetime
import os
import platform
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.importing.base import fill
from bench.importing.files import Files
from bench.importing.plot import Line, draw
from bench.importing.running import Run, Runner
from bench.table import print_table

#: How often each way is run on the file of each size.
PLAN = {
    1_000: {"ours": 5, "copy": 5, "plain": 3, "bulk": 3},
    10_000: {"ours": 3, "copy": 3, "plain": 1, "bulk": 1, "ours, xlsx": 1, "ours, misspelt": 1},
    100_000: {"ours": 2, "copy": 3, "ours, xlsx": 1, "ours, misspelt": 1},
    1_000_000: {"ours": 1, "copy": 2},
}
QUICK = (1_000, 10_000)
NAMES = {
    "ours": "ours, csv", "ours, xlsx": "ours, xlsx", "ours, misspelt": "ours, csv, 1 in 100 names misspelt",
    "plain": "django-import-export as it comes", "bulk": "the same, `use_bulk`, dictionaries",
    "copy": "COPY of the resolved rows",
}  # fmt: skip
STEPS = ("survey", "read", "preview", "apply", "whole", "undo")


class Measuring:
    """All runs of one bench."""

    def __init__(self, folder: Path, *, memberships: int, quick: bool) -> None:
        base = fill(memberships)
        self.memberships = memberships
        self.files = Files(folder / "tables", base, first=2 * memberships)
        self.runs: defaultdict[tuple[str, int], list[Run]] = defaultdict(list)
        self.sizes = [size for size in PLAN if not quick or size in QUICK]
        runner = Runner()
        runner.run("ours", 1_000, self.files.table(1_000))  # the first one warms up
        for size in self.sizes:
            for way in _turns(PLAN[size]):
                self.runs[way, size].append(runner.run(way.split(",")[0], size, self._file(way, size)))
                self._tell(way, size)

    def _file(self, way: str, size: int) -> Path:
        if way == "copy":
            return self.files.resolved(size)
        ending = "xlsx" if way.endswith("xlsx") else "csv"
        return self.files.table(size, ending, misspelt=way.endswith("misspelt"))

    def _tell(self, way: str, size: int) -> None:
        run = self.runs[way, size][-1]
        steps = ", ".join(f"{name} {value:,.2f}" for name, value in run.steps.items())
        print(f"{way}, {size:,}: {steps}; {run.memory:.0f} MB", file=sys.stderr, flush=True)

    def seconds(self, way: str, size: int, step: str = "whole") -> float:
        """Return the median of what a step took."""
        return median(run.seconds(step) for run in self.runs[way, size])

    def rival(self, way: str, size: int) -> tuple[float, bool]:
        """Return how long a rival takes, and whether it was measured, or extrapolated by the row."""
        largest = max(one for name, one in self.runs if name == way and one <= size)
        return self.seconds(way, largest) * size / largest, largest == size

    def report(self, command: str) -> None:
        """Print all tables."""
        now = datetime.datetime.now(datetime.UTC)
        print(f"{now:%Y-%m-%d}, {os.cpu_count()} cores, {platform.machine()}, {platform.system()},", end=" ")
        print(f"Python {platform.python_version()}: `{command}`")
        print(
            f"Base: 50,000 institutions, 150,000 names, 2,000 networks, {self.memberships:,} memberships.\n"
        )
        header = ("rows, way", "seconds", "rows/s", "against COPY", "against import-export", "memory, MB")
        print_table("Importing", header, list(self._rows()))
        header = ("rows, file", *(f"{step}, s" for step in STEPS))
        print_table("Step by step", header, list(self._steps()))
        if max(self.sizes) > 10_000:
            print_table(
                "Cost per row", ("rows", "apply, µs", "whole, µs", "whole, of 10,000"), self._growth()
            )

    def _rows(self) -> Iterator[list[object]]:
        for size in self.sizes:
            for way, label in NAMES.items():
                if way in ("plain", "bulk"):
                    yield self._row(size, label, *self.rival(way, size), way=way)
                elif (way, size) in self.runs:
                    whole = f"{label}, the whole way" if way.startswith("ours") else label
                    yield self._row(size, whole, self.seconds(way, size), True, way=way)
                if way == "ours":
                    yield self._row(size, f"{label}, apply alone", self.seconds(way, size, "apply"), True)

    def _row(self, size: int, label: str, took: float, measured: bool, way: str = "") -> list[object]:
        about = "" if measured else "~"
        copied, plain = self.seconds("copy", size), self.rival("plain", size)[0]
        memory = f"{max(run.memory for run in self.runs[way, size]):.0f}" if way and measured else "–"
        faster = plain / took
        return [
            f"{size:,}: {label}", f"{about}{took:,.2f}", f"{about}{size / took:,.0f}",
            f"{about}{took / copied:.1f}×", f"{faster:,.0f}×" if faster >= 10 else f"{faster:.1f}×", memory,
        ]  # fmt: skip

    def _steps(self) -> Iterator[list[object]]:
        for way, size in self.runs:
            if way.startswith("ours"):
                took = (f"{self.seconds(way, size, step):.2f}" for step in STEPS)
                yield [f"{size:,}: {NAMES[way]}", *took]

    def _growth(self) -> Iterator[list[object]]:
        small = self.seconds("ours", 10_000) / 10_000
        for size in self.sizes[1:]:
            whole, applied = (self.seconds("ours", size, step) / size for step in ("whole", "apply"))
            yield [f"{size:,}", f"{applied * 1e6:.0f}", f"{whole * 1e6:.0f}", f"{whole / small:.2f}×"]

    def draw(self, path: Path) -> None:
        """Draw how many times longer than COPY each way takes, by size."""
        lines = []
        for label, way, step in (
            ("django-import-export as it comes", "plain", "whole"), ("the same, use_bulk", "bulk", "whole"),
            ("hrnet, the whole way", "ours", "whole"), ("hrnet, apply", "ours", "apply"),
        ):  # fmt: skip
            points = []
            for size in self.sizes:
                took, measured = (
                    self.rival(way, size) if way != "ours" else (self.seconds(way, size, step), True)
                )
                points.append((size, took / self.seconds("copy", size), measured))
            lines.append(Line(label, points))
        draw(path, lines)


def _turns(plan: dict[str, int]) -> Iterator[str]:
    """Yield the ways in turn, so that what the machine does beside hits them alike."""
    for turn in range(max(plan.values())):
        yield from (way for way, times in plan.items() if turn < times)
