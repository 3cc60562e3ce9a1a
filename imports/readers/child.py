"""The child process that reads a file: ``python -m imports.readers.child``, its task as JSON on stdin.

It limits itself before it opens anything. It writes lines for COPY into the folder that it is given, says
on stdout how far it is, and ends with one JSON object: what it found, or why the file is refused.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from imports.readers import gate, text, workbook
from imports.readers.errors import FileRefusedError
from imports.readers.shape import Shaper, Vocabulary
from imports.readers.table import MAX_ROWS, Table, find_table

TOLD_EVERY = 5_000  # rows


def main() -> None:
    """Do the task on stdin."""
    task = json.load(sys.stdin)
    memory, seconds = task["memory_bytes"], task["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        result = read(task)
    except FileRefusedError as refused:
        result = {"refused": refused.code, "parameters": refused.parameters}
    except MemoryError:
        result = {"refused": "too_much", "parameters": {}}
    except BaseException as error:
        # Calamine panics on some broken files; what else goes wrong is a fault of ours, and told as one.
        if type(error).__name__ != "PanicException":
            raise
        result = {"refused": "damaged", "parameters": {}}
    say(result)


def say(what: dict[str, Any]) -> None:
    """Tell the parent, one line of JSON."""
    print(json.dumps(what, ensure_ascii=False), flush=True)


def read(task: dict[str, Any]) -> dict[str, Any]:
    """Read the file and write its records; return what was found."""
    path, folder = Path(task["path"]), Path(task["folder"])
    kind = gate.inspect(path, task["filename"])
    found: dict[str, Any] = {"format": kind, "tables": [], "sheets_unused": [], "rows": 0}
    with contextlib.ExitStack() as files:
        outputs = {
            name: files.enter_context((folder / f"{name}.copy").open("w", encoding="utf-8"))
            for name in ("rows", "names", "networks")
        }
        shaper: Shaper | None = None
        for table in _tables(kind, path, task, found):
            shaper = _next_shaper(shaper, table, task, outputs)
            _read_table(table, shaper, MAX_ROWS[kind])
            found["tables"].append(
                {
                    "sheet": table.sheet,
                    "header_row": table.header_row,
                    "columns": table.columns,
                    "unused": table.unused,
                }
            )
    if shaper is None:
        raise FileRefusedError("columns_missing", sheets=found["sheets_unused"])
    if not shaper.written:
        raise FileRefusedError("no_rows")
    found["rows"] = shaper.written
    return found


def _tables(kind: str, path: Path, task: dict[str, Any], found: dict[str, Any]) -> Iterator[Table]:
    target, constants = task["target"], {name for name, value in task["constants"].items() if value}
    for name, rows in _sheets(kind, path, found):
        table = find_table(target, name, rows, constants)
        if table is None:
            found["sheets_unused"].append(name)
        else:
            yield table


def _sheets(kind: str, path: Path, found: dict[str, Any]) -> Iterator[tuple[str, Iterator[list[str]]]]:
    if kind in ("csv", "tsv"):
        dialect = text.detect(path, tabs=kind == "tsv")
        found |= {"encoding": dialect.encoding, "delimiter": dialect.delimiter, "line_end": dialect.line_end}
        yield "", text.rows(path, dialect)
    else:
        yield from workbook.sheets(path)


def _next_shaper(before: Shaper | None, table: Table, task: dict[str, Any], outputs: Any) -> Shaper:
    """Return the shaper for a table; the next table of a file goes on counting where the last ended."""
    shaper = Shaper(
        task["target"],
        table.columns,
        table.width,
        task["constants"],
        Vocabulary(**task["vocabulary"]),
        outputs["rows"],
        outputs["names"],
        outputs["networks"],
    )
    if before is not None:
        shaper.continue_from(before)
    return shaper


def _read_table(table: Table, shaper: Shaper, limit: int) -> None:
    for number, row in table.rows:
        if shaper.write(table.sheet, number, row):
            if shaper.written > limit:
                raise FileRefusedError("too_many_rows", limit=limit)
            if shaper.written % TOLD_EVERY == 0:
                say({"done": shaper.written})


if __name__ == "__main__":
    main()
