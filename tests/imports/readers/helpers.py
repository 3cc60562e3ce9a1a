"""A file given to the reader, in this process, and what comes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from imports.readers import child

VOCABULARY = {
    "roles": {"member": 1, "membre": 1, "observer": 2, "observateur": 2, "founding member": 3, "chair": 4},
    "role_slugs": {
        "member": 1,
        "observer": 2,
        "founding-member": 3,
        "chair": 4,
        "partner": 5,
        "associate": 6,
    },
    "statuses": {"active": "active", "actif": "active", "suspended": "suspended"},
    "countries": {
        "france": 1,
        "fr": 1,
        "norway": 2,
        "no": 2,
        "albania": 3,
        "chad": 4,
        "tchad": 4,
        "spain": 5,
    },
    "acts": {"ratification": "ratification", "accession": "accession", "adhesion": "accession"},
    "default_role": 1,
}
COLUMNS = {
    "memberships": ("number", "sheet", "row", "name_key", "whole_key", "role_id", "status", "start", "end",
                    "as_of", "note", "locator", "cells", "errors"),
    "parties": ("number", "sheet", "row", "name_key", "whole_key", "act", "date", "in_force", "note",
                "locator", "cells", "errors"),
}  # fmt: skip


class Done(dict[str, Any]):
    """What the child says at its end, with the lines that it wrote."""

    rows: list[dict[str, Any]]
    names: dict[str, str]
    wholes: dict[str, str]

    def said(self, *fields: str) -> list[tuple[Any, ...]]:
        """Return the named columns of every line; names stand for their keys, and codes for errors."""
        return [tuple(self._one(row, name) for name in fields) for row in self.rows]

    def _one(self, row: dict[str, Any], name: str) -> Any:
        if name in ("institution", "party"):
            return self.names.get(row["name_key"] or "")
        if name in ("network", "instrument"):
            return self.wholes.get(row["whole_key"] or "")
        if name == "codes":
            return [error["c"] for error in row["errors"] or []]
        return row[name]


def task_of(path: Path, target: str = "memberships", **more: Any) -> dict[str, Any]:
    return {
        "path": str(path), "folder": str(path.parent), "filename": path.name, "target": target,
        "constants": {}, "vocabulary": VOCABULARY, **more,
    }  # fmt: skip


def write(folder: Path, content: bytes | str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def survey(path: Path, target: str = "memberships", **more: Any) -> dict[str, Any]:
    return child.do(task_of(path, target, task="survey", **more), lambda told: None)


def read(path: Path, mapping: Any = None, target: str = "memberships", **more: Any) -> Done:
    done = Done(child.do(task_of(path, target, task="read", mapping=mapping, **more), lambda told: None))
    done.rows, done.names, done.wholes = [], {}, {}
    if "refused" not in done:
        done.rows = [_row(line, COLUMNS[target]) for line in _lines(path.parent / "rows.copy")]
        done.names = {fields[0]: fields[1] for fields in _lines(path.parent / "names.copy")}
        done.wholes = {fields[0]: fields[1] for fields in _lines(path.parent / "wholes.copy")}
    return done


def columns(**fields: str | dict[str, str]) -> list[dict[str, str]]:
    """Return the columns of a mapping: ``columns(institution="Name")``, or with more than a header."""
    return [
        {"field": field, **({"column": given} if isinstance(given, str) else given)}
        for field, given in fields.items()
    ]


def _lines(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8")
    return [[_plain(field) for field in line.split("\t")] for line in text.split("\n")[:-1]]


def _plain(field: str) -> str:
    """Undo what COPY’s text format escapes."""
    if field == r"\N":
        return field
    marks = {r"\t": "\t", r"\n": "\n", r"\r": "\r"}
    parts = field.split(r"\\")
    for mark, char in marks.items():
        parts = [part.replace(mark, char) for part in parts]
    return "\\".join(parts)


def _row(fields: list[str], names: tuple[str, ...]) -> dict[str, Any]:
    assert len(fields) == len(names)
    row: dict[str, Any] = {n: None if f == r"\N" else f for n, f in zip(names, fields, strict=True)}
    row["row"], row["number"] = int(row["row"]), int(row["number"])
    row["cells"] = json.loads(row["cells"])
    row["errors"] = json.loads(row["errors"]) if row["errors"] else None
    return row
