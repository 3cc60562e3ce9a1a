"""One import by one way, in a process of its own: ``python -m bench.importing.ways WAY FILE``.

Prints one JSON object: seconds by step, and the rows stored, counted in the database.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.importing.server import set_up

READY = "ready"  # what the process says before it begins: memory is watched from then on
Steps = dict[str, float]


@contextmanager
def timed(steps: Steps, name: str) -> Iterator[None]:
    """Add the seconds that it takes to ``steps``."""
    start = time.perf_counter()
    yield
    steps[name] = steps.get(name, 0) + time.perf_counter() - start


def ours(path: Path, steps: Steps) -> None:
    """Upload, preview, apply and undo, as the pages and the worker do."""
    from django.core.files.base import File

    from imports import actions, preview, surveying

    _time_inside(surveying, "survey_file", steps, "survey")
    _time_inside(preview, "read_file", steps, "read")
    user = _user()
    with timed(steps, "preview"):
        with path.open("rb") as file:
            made = actions.create(owner=user, file=File(file, name=path.name), filename=path.name)
        import_ = actions.read(made.pk)
    if import_.state != "previewed" or not import_.counts["new"]:
        raise RuntimeError(f"{import_.state}: {import_.problem} {import_.counts}")
    with timed(steps, "apply"):
        actions.confirm(import_id=import_.pk, user=user, leave_out_wrong=True)
        import_ = actions.store(import_.pk)
    if import_.state != "applied":
        raise RuntimeError(f"{import_.state}: {import_.problem}")
    steps["stored"] = _stored()
    with timed(steps, "undo"):
        actions.ask_to_undo(import_id=import_.pk, user=user)
        actions.take_back(import_.pk)
    steps["left"] = _stored()
    steps["whole"] = steps["preview"] + steps["apply"]


def _time_inside(module: Any, name: str, steps: Steps, step: str) -> None:
    """Time a function of a module wherever the module calls it."""
    inner = getattr(module, name)

    def outer(*arguments: Any) -> Any:
        with timed(steps, step):
            return inner(*arguments)

    setattr(module, name, outer)


def plain(path: Path, steps: Steps) -> None:
    """Django-import-export as it comes: its dry run, and its import, as its admin does both."""
    from bench.importing.resources import PlainResource

    _import_export(PlainResource, path, steps)


def bulk(path: Path, steps: Steps) -> None:
    """The same with ``use_bulk``, and dictionaries for looking up."""
    from bench.importing.resources import BulkResource

    _import_export(BulkResource, path, steps)


def _import_export(resource: Callable[[], Any], path: Path, steps: Steps) -> None:
    from import_export.formats.base_formats import CSV

    user = _user()
    with timed(steps, "whole"):
        for dry_run in (True, False):
            dataset = CSV(encoding="utf-8").create_dataset(path.read_text(encoding="utf-8"))
            result = resource().import_data(
                dataset, dry_run=dry_run, raise_errors=False, file_name=path.name, user=user
            )
            if result.has_errors() or result.has_validation_errors():
                raise RuntimeError(str([error.error for row in result.rows for error in row.errors][:3]))
    steps["stored"] = _stored()


def copy(path: Path, steps: Steps) -> None:
    """COPY of the resolved rows into the table, with its indexes, its constraints and its history."""
    from django.db import connection

    from bench.importing.base import MEMBERSHIP_COLUMNS

    connection.ensure_connection()
    statement = f"COPY networks_membership ({MEMBERSHIP_COLUMNS}) FROM STDIN"
    with (
        timed(steps, "whole"),
        path.open("rb") as lines,
        connection.cursor() as cursor,
        cursor.copy(statement) as into,
    ):
        while chunk := lines.read(1 << 20):
            into.write(chunk)
    steps["stored"] = _stored()


def _user() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="curator")


def _stored() -> int:
    from networks.models import Membership

    return Membership.objects.count()


WAYS = {way.__name__: way for way in (ours, plain, bulk, copy)}


def main(name: str, path: str) -> None:
    """Import, and tell."""
    set_up()
    steps: Steps = {}
    before = _stored()
    print(READY, flush=True)
    WAYS[name](Path(path), steps)
    print(json.dumps(steps | {"stored": steps["stored"] - before}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
