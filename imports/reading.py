"""Reading an upload: the child process is started, limited, watched, and its lines are copied in."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from hrnet.lib.names import fold
from imports.models import Import
from imports.readers.errors import FileRefusedError
from institutions.models import Country, Name
from mandates.models import Act
from networks.models import MembershipStatus, Role
from sources.fields import in_both

MEMORY = 1024 * 1024 * 1024  # bytes of address space; resident memory stays far below
CPU_SECONDS = 120
WALL_SECONDS = 240
LINES = 1 << 20  # bytes copied at once

STAGING = """
DROP TABLE IF EXISTS staged, staged_name, staged_network, resolved_name, resolved_network,
    joined, twin, matched, judged;
CREATE TEMPORARY TABLE staged (
    number integer, sheet text, row integer, name_key integer, network_key integer, role_id bigint,
    status text, start text, "end" text, as_of text, note text, locator text, cells jsonb, errors jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_name (
    key integer, name text, folded text, acronym text, acronym_folded text, identifier text, country_id bigint
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_network (key integer, name text, folded text) ON COMMIT DROP;
"""


def read_file(
    import_: Import, path: Path, folder: Path, progress: Callable[[int], None] = lambda done: None
) -> dict[str, Any]:
    """Read the file at ``path`` into lines for COPY in ``folder``; return what was found.

    Raise :class:`FileRefusedError` where it cannot be read. The database is not written to.
    """
    task = {
        "path": str(path),
        "folder": str(folder),
        "filename": import_.filename,
        "target": import_.target,
        "constants": import_.constants,
        "vocabulary": vocabulary(),
        "memory_bytes": MEMORY,
        "cpu_seconds": CPU_SECONDS,
    }
    with (
        (folder / "complaints").open("w+") as complaints,
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
    return last if "rows" in last else None


def vocabulary() -> dict[str, Any]:
    """Return what the words of a file can mean: roles, statuses, acts, countries by any of their names."""
    roles: dict[str, int] = {}
    slugs: dict[str, int] = {}
    for role in Role.objects.all():
        slugs[role.slug] = role.pk
        for word in (role.slug, *in_both(role, "label")):
            roles[fold(word)] = role.pk
    return {
        "roles": roles,
        "role_slugs": slugs,
        "statuses": _coded(MembershipStatus),
        "acts": _coded(Act),
        "countries": countries(),
        "default_role": slugs.get("member"),
    }


def _coded(choices: Any) -> dict[str, str]:
    """Return the codes of ``choices`` under their own names and their labels in both languages."""
    return {fold(word): choice.value for choice in choices for word in _words(choice)}


def _words(choice: Any) -> list[str]:
    from django.utils.translation import override

    words = [choice.value]
    for language in ("en", "fr"):
        with override(language):
            words.append(str(choice.label))
    return words


def countries() -> dict[str, int]:
    """Return the countries by code and by any name of theirs or of their State; none by a shared one."""
    found: dict[str, int | None] = {}

    def add(word: str, key: int) -> None:
        if word:
            found[word] = key if found.get(word, key) == key else None

    for country in Country.objects.all():
        for word in (country.code, country.alpha3, *in_both(country, "label")):
            add(fold(word), country.pk)
    states = Name.objects.filter(institution__kind="state", institution__country__isnull=False)
    for word, key in states.values_list("folded", "institution__country"):
        add(word, key)
    return {word: key for word, key in found.items() if key is not None}


def copy_lines(folder: Path) -> None:
    """Copy the child’s lines into temporary tables; inside a transaction, at whose end they go."""
    with connection.cursor() as cursor:
        cursor.execute(STAGING)
        for name, table in (("rows", "staged"), ("names", "staged_name"), ("wholes", "staged_network")):
            with (
                (folder / f"{name}.copy").open("rb") as lines,
                cursor.copy(f"COPY {table} FROM STDIN") as copy,
            ):
                while chunk := lines.read(LINES):
                    copy.write(chunk)
            cursor.execute(f"ANALYZE {table}")
