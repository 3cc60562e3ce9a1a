"""Long texts of each class of sign, read by whatever reads foreign texts; run as a program, see its test.

Before each step the system is told to kill this process some seconds of processor time later, and the step is
written: the last line names what took too long.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from hrnet.lib import names, spreadsheets
from hrnet.lib.dates import PartialDate, PartialDateError
from imports.readers import cells, child, columns, dates, html, orders, paste, text
from imports.readers.errors import FileRefusedError
from imports.reconcile import parts, scripts
from imports.reconcile import words as reconciled
from tests.imports.readers.helpers import VOCABULARY

SECONDS = 10
LONG = 100_000
SHORT = 4_000
SUSPICIOUS = 0.004  # seconds of processor time for a short text
SHORTER = 20_000  # in files, where each is read several times
SIGNS = {
    "spaces": " ", "letters": "a", "capitals": "A", "digits": "1", "dots": ".", "commas": ",",
    "semicolons": ";", "bars": "|", "dashes": "-", "colons": ":", "slashes": "/", "open brackets": "(",
    "closed brackets": ")", "square brackets": "[", "quotes": '"', "apostrophes": "'", "newlines": "\n",
    "returns": "\r\n", "tabs": "\t", "no-break spaces": "\u00a0", "combining marks": "\u0301", "accents": "é",
    "Arabic": "ا", "Chinese": "中", "superscripts": "¹", "tags": "<", "ends of tags": ">", "ampersands": "&",
    "numbers of characters": "&#", "open tags": "<td ", "comments": "<!--", "scripts": "<script>",
    "equal signs": "=", "words": "a ", "dates": "1.", "initials": "A.", "brackets": "()",
    "letters and digits": "a1", "marks in turn": "e\u0301", "words and commas": "a, ", "rules": "|-",
    "quotes and commas": '",', "words and slashes": "a / ", "ands": "and ", "ligatures": "ﬃ",
    "Hangul": "\u1100\u1161", "long marks": "\u0344", "emoji": "👩‍👩‍👧", "nobody": "no member ",
}  # fmt: skip
READ: dict[str, Callable[[str], Any]] = {
    "clean": names.clean,
    "fold": names.fold,
    "slugify": names.slugify,
    "sort_key": names.sort_key,
    "guarded": lambda text: spreadsheets.unguarded(spreadsheets.guarded(text)),
    "tidy": cells.tidy,
    "bracket": cells.bracket,
    "split at signs": lambda text: cells.split(text, ",;|"),
    "split at a word": lambda text: cells.split(text, "and"),
    "date": lambda text: dates.read(text, "dmy"),
    "act": dates.act_behind,
    "is_value": columns.is_value,
    "is_year": columns.is_year,
    "evidence": lambda text: orders.evidence_of({text: 1}),
    "delimiter": lambda long: text.find_delimiter(long[:65_536]),
    "paste": paste.to_tsv,
    "paste of HTML": lambda text: paste.to_tsv(f"<table><tr><td>{text}"),
    "paste of a tag": lambda text: paste.to_tsv(f"<table><tr><td {text}"),
    "HTML": lambda text: list(html.parts(text)),
    "pieces": parts.pieces,
    "split_off": parts.split_off,
    "tidy a name": parts.tidy,
    "take_apart": parts.take_apart,
    "words": lambda text: reconciled.words(names.fold(text)),
    "nobody": lambda text: reconciled.names_nobody(text, names.fold(text)),
    "script": scripts.script_of,
    "partial date": PartialDate.parse,
}


def step(name: str) -> None:
    """Say what comes, and let the system end it where it takes too long."""
    limit = int(time.process_time()) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    print(name, flush=True)


def seconds(read: Callable[[str], Any], one: str) -> float:
    """Return the processor time that reading a text takes."""
    began = time.process_time()
    with suppress(FileRefusedError, PartialDateError):
        read(one)
    return time.process_time() - began


def texts() -> dict[str, Callable[[int], str]]:
    """Return makers of texts of a length, of each class: alone, and between two letters."""
    return {name: partial(alone, sign) for name, sign in SIGNS.items()} | {
        f"{name} between letters": partial(between_letters, sign) for name, sign in SIGNS.items()
    }


def alone(sign: str, length: int) -> str:
    return (sign * length)[:length]


def between_letters(sign: str, length: int) -> str:
    return f"a{alone(sign, length)}b"


def files() -> dict[str, list[list[str]]]:
    """Return files with such texts as cells, and as headers."""
    some = [(sign * SHORTER)[:SHORTER] for sign in SIGNS.values()]
    fields = ["institution", "network", "start", "note"]
    turned = [["a"] * (at % 4) + [one] + ["a"] * (3 - at % 4) for at, one in enumerate(some)]
    same = ["a" * SHORTER] * (195 - len(some))
    return {"cells": [fields, *turned], "headers": [[*fields[:2], *some, *same], ["a", "b"]]}


def main() -> None:
    """Read every text by everything, then files of them."""
    long = texts()
    for name, read in READ.items():
        for called, make in long.items():
            step(f"{name}: {called}")
            # What takes a time that grows with the square of a length shows it on a short text already.
            if seconds(read, make(SHORT)) > SUSPICIOUS:
                seconds(read, make(LONG))
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in files().items():
            path = Path(folder) / f"{name}.csv"
            with path.open("w", newline="") as file:
                csv.writer(file).writerows(rows)
            for task in ("survey", "read"):
                step(f"{task}: {name}")
                mapping = {"columns": [{"column": one, "field": one} for one in rows[0][:2]]}
                child.do(
                    {
                        "task": task, "path": str(path), "folder": folder, "filename": path.name,
                        "target": "memberships", "mapping": mapping, "constants": {},
                        "vocabulary": VOCABULARY,
                    },
                    lambda said: json.dumps(said),
                )  # fmt: skip


if __name__ == "__main__":
    main()
    sys.exit()
