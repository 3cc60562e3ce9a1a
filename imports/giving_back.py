"""What goes back to whoever made the list: its wrong rows, each with what to mend; its open names."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hrnet.lib.spreadsheets import cell
from imports import messages, wording
from imports.models import FileName, How, Import, Outcome
from imports.preview import scratch
from imports.readers.errors import FileRefusedError
from imports.reading import extract_rows
from imports.records import Shown, shown

AT_ONCE = 2_000  # rows whose messages are put into words at once


def wrong_rows(import_: Import, out: Path) -> int:
    """Write the wrong rows, as the file had them, to ``out`` (csv or xlsx), with what to mend in each.

    It can be uploaded again as it is; where no row is wrong, it holds the header alone. Return how many
    rows there are. Raise ``OSError`` where ``out`` cannot be written.
    """
    with scratch() as folder:
        rows_file, made = folder / "rows", folder / f"made{out.suffix}"
        with rows_file.open("w", encoding="utf-8") as lines:
            for sheet, row, said in _said(import_):
                lines.write(json.dumps({"sheet": sheet, "row": row, "say": said}, ensure_ascii=False) + "\n")
        rows = _extracted(import_, folder, rows_file, made)
        shutil.copyfile(made, out)
        return rows


def _extracted(import_: Import, folder: Path, rows_file: Path, made: Path) -> int:
    """Let the reader write the rows that ``rows_file`` names to ``made``; return how many there are."""
    try:
        result = extract_rows(import_, folder, rows_file, made, say_header=_("what to mend"))
    except FileRefusedError as refused:
        if refused.code != "no_rows":
            raise
        return 0
    return int(result["rows"])


def _said(import_: Import) -> Iterator[tuple[str, int, str]]:
    """Yield each wrong row of the file once, with all that is to be said of it."""
    wrong = import_.rows.filter(outcome=Outcome.WRONG).order_by("number")
    last: tuple[str, int] | None = None
    said: list[str] = []
    for row, problems in _with_messages(wrong):
        place = (row.sheet, row.row)
        if last is not None and place != last:
            yield *last, " ".join(said)
            said = []
        last = place
        said += [problem for problem in problems if problem not in said]
    if last is not None:
        yield *last, " ".join(said)


def _with_messages(rows: Any) -> Iterator[tuple[Any, list[str]]]:
    after = 0
    while some := list(rows.filter(number__gt=after)[:AT_ONCE]):
        told = messages.of_rows(some)
        for row in some:
            yield row, told[row.number]
        after = some[-1].number


NAMES_HEADER = ("column", "name", "country", "rows", "candidate", "identifier", "score", "reason")


def open_names(import_: Import, out: Path) -> int:
    """Write each name that is not certain to ``out`` (csv), with its best candidates, scores and reasons."""
    names = list(import_.names.filter(how=How.OPEN).order_by("-rows", "role", "key"))
    records = shown(import_, names)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(NAMES_HEADER)
        for name in names:
            writer.writerows([cell(value) for value in line] for line in _lines(import_, name, records))
    return len(names)


def _lines(import_: Import, name: FileName, records: dict[tuple[str, int], Shown]) -> Iterator[list[Any]]:
    first = [name.role, name, records.get(("country", name.country_id or 0), ""), name.rows]
    if not name.candidates:
        yield [*first, "", "", "", name.why]
    for candidate in name.candidates:
        record = records.get((name.role, candidate["id"]))
        yield [
            *first,
            record.label if record else "",
            record.identifier if record else "",
            candidate["score"],
            wording.reason(candidate),
        ]
