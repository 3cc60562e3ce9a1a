"""The reader: a child process that is started, limited and watched; it surveys, reads and gives back rows."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from imports.models import Import
from imports.readers.errors import FileRefusedError
from imports.vocabulary import vocabulary

MEMORY = 1024 * 1024 * 1024  # bytes of address space; resident memory stays far below
CPU_SECONDS = 120
WALL_SECONDS = 240
HINTS = ("encoding", "delimiter", "date_order", "values")  # what a survey uses of a mapping


def survey_file(import_: Import, folder: Path) -> dict[str, Any]:
    """Look at the file and return what was found in it, with a mapping that suggests itself."""
    given = import_.mapping
    hints = {key: given[key] for key in HINTS if given.get(key)}
    hints["tables"] = [table for table in given.get("tables", ()) if table.get("header_row")]
    more = {"mapping": hints, "constants": given.get("constants", {})}
    return _run(_task(import_, folder, "survey") | more)


def read_file(
    import_: Import, folder: Path, progress: Callable[[int], None] = lambda done: None
) -> dict[str, Any]:
    """Read the file, as its mapping says, into lines for COPY in ``folder``; return what was found.

    Raise :class:`FileRefusedError` where it cannot be read. The database is not written to.
    """
    return _run(_task(import_, folder, "read"), progress)


def extract_rows(
    import_: Import, folder: Path, rows_file: Path, out: Path, *, say_header: str
) -> dict[str, Any]:
    """Write the rows of the file that ``rows_file`` names to ``out``, with what is to be said of each."""
    more = {
        "rows_file": str(rows_file),
        "out": str(out),
        "out_format": out.suffix.removeprefix("."),
        "say_header": say_header,
    }
    return _run(_task(import_, folder, "extract") | more)


def _task(import_: Import, folder: Path, what: str) -> dict[str, Any]:
    return {
        "task": what,
        "path": import_.file.path,
        "folder": str(folder),
        "filename": import_.filename,
        "target": import_.target,
        "mapping": import_.mapping,
        "vocabulary": vocabulary(),
        "memory_bytes": MEMORY,
        "cpu_seconds": CPU_SECONDS,
    }


def _run(task: dict[str, Any], progress: Callable[[int], None] = lambda done: None) -> dict[str, Any]:
    with (
        (Path(task["folder"]) / "complaints").open("w+") as complaints,
        subprocess.Popen(
            [sys.executable, "-m", "imports.readers.child"],
            cwd=settings.BASE_DIR,
            env={"PYTHONPATH": str(settings.BASE_DIR), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        timer = threading.Timer(WALL_SECONDS, process.kill)
        timer.start()
        try:
            result = _result(process, task, progress)
        finally:
            timer.cancel()
            process.kill()
        if result is None:
            complaints.seek(0)
            raise RuntimeError(f"the reader failed: {complaints.read()[-2000:]}")
        return result


def _result(process: Any, task: dict[str, Any], progress: Callable[[int], None]) -> dict[str, Any] | None:
    """Return what the child found, ``None`` where it failed by a fault of its own."""
    process.stdin.write(json.dumps(task))
    process.stdin.close()
    last: dict[str, Any] = {}
    for line in process.stdout:
        last = json.loads(line)
        if "done" in last:
            progress(last["done"])
    if "refused" in last:
        raise FileRefusedError(last["refused"], **last["parameters"])
    if process.wait() < 0:
        raise FileRefusedError("too_much")  # a signal ended it: one of the limits, or a crash of the parser
    return last if last and "done" not in last else None
