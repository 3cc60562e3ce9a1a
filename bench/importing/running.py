"""Running a way in a process of its own, with its memory watched; and putting the database back after it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from bench.importing.ways import READY

LOOKED_EVERY = 0.01  # seconds
# What a way can leave behind; of these tables the base fills but the first.
FILLED = {"networks_membership": "id", "networks_membershipevent": "pgh_id"}
EMPTIED = (
    "imports_row", "imports_filename", "imports_progress", "imports_decision", "imports_import",
    "networks_membershipcitation", "networks_membershipcitationevent",
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Run:
    """One run: seconds by step, rows stored, and the memory that was held at most."""

    way: str
    size: int
    steps: dict[str, float]
    memory: float  # MB, of the process and its children together

    def seconds(self, step: str = "whole") -> float:
        """Return how long a step took."""
        return self.steps[step]


class Runner:
    """Runs ways on one base, each from the same state."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            self.last = {
                table: _value(cursor, f"SELECT max({key}) FROM {table}") for table, key in FILLED.items()
            }
        self.put_back()

    def run(self, way: str, size: int, path: Path) -> Run:
        """Run ``way`` on the file; put the database back."""
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.importing.ways", way, str(path)],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        output = process.stdout
        if output is None or output.readline().strip() != READY:
            raise RuntimeError(f"{way} did not start")
        memory = Memory(process.pid)
        steps: dict[str, Any] = json.loads(output.read() or "{}")
        most = memory.stop()
        if process.wait() or not steps:
            raise RuntimeError(f"{way} failed on {path.name}")
        self.put_back()
        return Run(way, size, steps, most)

    def put_back(self) -> None:
        """Take out what a run stored, histories too; leave nothing for the next one to write or to clean."""
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # neither triggers nor foreign keys
            cursor.execute(f"TRUNCATE {', '.join(EMPTIED)}")
            cursor.execute("DELETE FROM sources_source WHERE kind = 'list' AND checksum <> ''")
            for table, key in FILLED.items():
                cursor.execute(f"DELETE FROM {table} WHERE {key} > %s", [self.last[table] or 0])
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute(f"VACUUM ANALYZE {', '.join(FILLED)}")
            cursor.execute("CHECKPOINT")


def _value(cursor: Any, query: str) -> Any:
    cursor.execute(query)
    return cursor.fetchone()[0]


class Memory:
    """The resident memory of a process and its descendants, looked at all the time (Linux)."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most, self._on = pid, 0.0, True
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while self._on:
            self.most = max(self.most, sum(map(_resident, _family(self.pid))))
            time.sleep(LOOKED_EVERY)

    def stop(self) -> float:
        """Return the most that was held at once, in MB."""
        self._on = False
        self._thread.join()
        return self.most


def _family(pid: int) -> list[int]:
    found, left = [], [pid]
    while left:
        one = left.pop()
        found.append(one)
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                left += map(int, (task / "children").read_text().split())
        except OSError:  # it ended
            continue
    return found


def _resident(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0.0
    return int(fields[1]) * 4096 / 1e6
