"""The child process that reads a file: ``python -m imports.readers.child``, its task as JSON on stdin.

It limits itself before it opens anything. It does one of three tasks: ``survey`` says what is in a
file, ``read`` writes lines for COPY into the folder that it is given, ``extract`` writes a spreadsheet
of some rows. It says on stdout how far it is, and ends with one JSON object: what it found, or why the
file is refused.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from imports.readers.errors import FileRefusedError
from imports.readers.paste import as_file

Say = Callable[[dict[str, Any]], None]


def main() -> None:
    """Do the task on stdin."""
    task = json.load(sys.stdin)
    memory, seconds = task["memory_bytes"], task["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    say(do(task, say))


def say(what: dict[str, Any]) -> None:
    """Tell the parent, one line of JSON."""
    print(json.dumps(what, ensure_ascii=False), flush=True)


def do(task: dict[str, Any], say: Say) -> dict[str, Any]:
    """Return what the task found, or why the file is refused."""
    try:
        return _task(task.get("task", "read"))(as_file(task), say)
    except FileRefusedError as refused:
        return {"refused": refused.code, "parameters": refused.parameters}
    except MemoryError:
        return {"refused": "too_much", "parameters": {}}
    except BaseException as error:
        # Calamine panics on some broken files; what else goes wrong is a fault of ours, and told as one.
        if type(error).__name__ != "PanicException":
            raise
        return {"refused": "damaged", "parameters": {}}


def _task(name: str) -> Callable[[dict[str, Any], Say], dict[str, Any]]:
    """Return what does the task of this name; what the others need is not loaded."""
    if name == "survey":
        from imports.readers.survey import survey_file

        return survey_file
    if name == "extract":
        from imports.readers.extract import extract_rows

        return extract_rows
    from imports.readers.reading import read_file

    return read_file


if __name__ == "__main__":
    main()
