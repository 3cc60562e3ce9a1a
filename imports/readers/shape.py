"""From the rows of a table to records: cleaned cells, dates and vocabulary read, errors by code.

A record is a line for PostgreSQL’s COPY. Names are given numbers: each distinct name is resolved once,
however many rows have it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TextIO

from hrnet.lib.dates import PartialDate, PartialDateError
from hrnet.lib.names import clean, fold
from imports.readers.targets import FIELDS

KEYS_KEPT = 200_000  # distinct names remembered at once; beyond, one may be given two numbers, harmlessly
SPREADSHEET_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
NULL = r"\N"
Plan = tuple[str, int | None, str, int]  # field, column, constant, longest
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@dataclass
class Vocabulary:
    """What the words of a file can mean: folded words to codes."""

    roles: dict[str, int]
    statuses: dict[str, str]
    countries: dict[str, int]
    default_role: int | None


@dataclass
class Shaper:
    """Writes records to files of lines for COPY."""

    target: str
    columns: dict[str, int]
    width: int
    constants: dict[str, str]
    vocabulary: Vocabulary
    rows_file: TextIO
    names_file: TextIO
    networks_file: TextIO
    written: int = 0
    _names: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _networks: dict[str, int] = field(default_factory=dict)
    _name_count: int = 0
    _network_count: int = 0
    _dates: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fields = FIELDS[self.target]
        self._plan = [
            (f.name, self.columns.get(f.name), clean(self.constants.get(f.name, "")), f.longest)
            for f in self.fields
        ]

    def continue_from(self, other: Shaper) -> None:
        """Go on counting rows and names where the shaper of the table before ended."""
        self.written = other.written
        self._names, self._name_count = other._names, other._name_count
        self._networks, self._network_count = other._networks, other._network_count
        self._dates = other._dates

    def write(self, sheet: str, number: int, row: list[str]) -> bool:
        """Write the record of one row; tell whether it had anything in it."""
        errors: list[dict[str, Any]] = []
        if not any(cell and not cell.isspace() for cell in row):
            return False
        if len(row) > self.width and any(cell.strip() for cell in row[self.width :]):
            errors.append({"c": "extra_cells", "v": str(len(row))})
        cells = [self._cell(row, plan, errors) for plan in self._plan]
        record = dict(zip((plan[0] for plan in self._plan), cells, strict=True))
        self.written += 1
        self._emit(sheet, number, record, cells, errors)
        return True

    def _cell(
        self, row: list[str], plan: tuple[str, int | None, str, int], errors: list[dict[str, Any]]
    ) -> str:
        name, index, constant, longest = plan
        text = row[index] if index is not None and index < len(row) else ""
        if not text.isascii() or text != text.strip() or "  " in text or not text.isprintable():
            text = clean(text)
        if text.startswith("'") and text[1:2] in FORMULA_START:
            text = text[1:]  # an export of ours marks what a spreadsheet would take for a formula
        text = text or constant
        if text in SPREADSHEET_ERRORS:
            errors.append({"c": "spreadsheet_error", "f": name, "v": text})
        elif len(text) > longest:
            errors.append({"c": "too_long", "f": name, "v": text[:80], "n": longest})
            text = text[:longest]
        return text

    def _emit(
        self, sheet: str, number: int, record: dict[str, str], cells: list[str], errors: list[dict[str, Any]]
    ) -> None:
        start, end, as_of = (self._date(record, name, errors) for name in ("start", "end", "as_of"))
        line = (
            str(self.written), sheet, str(number),
            self._name_key(record, errors), self._network_key(record, errors),
            self._role(record, errors), self._status(record, errors),
            start or NULL, end or NULL, as_of or NULL,
            _escape(record["note"]), _escape(record["locator"]),
            _escape(json.dumps(cells, ensure_ascii=False)),
            _escape(json.dumps(errors, ensure_ascii=False)) if errors else NULL,
        )  # fmt: skip
        self.rows_file.write("\t".join(line) + "\n")

    def _date(self, record: dict[str, str], name: str, errors: list[dict[str, Any]]) -> str | None:
        text = record[name]
        if not text:
            return None
        if text not in self._dates:
            if len(self._dates) > KEYS_KEPT:
                self._dates.clear()
            self._dates[text] = read_date(text)
        date, problem = self._dates[text]
        if problem:
            errors.append({"c": f"date_{problem}", "f": name, "v": text})
        return date

    def _name_key(self, record: dict[str, str], errors: list[dict[str, Any]]) -> str:
        name, acronym, identifier = record["institution"], record["acronym"], record["identifier"]
        if not (name or acronym or identifier):
            errors.append({"c": "missing", "f": "institution"})
            return NULL
        country = self._country(record, errors)
        key = (name, acronym, identifier, country)
        number = self._names.get(key)
        if number is None:
            if len(self._names) > KEYS_KEPT:
                self._names.clear()
            self._name_count += 1
            number = self._names[key] = self._name_count
            fields = (name, fold(name), acronym, fold(acronym), identifier)
            self.names_file.write(f"{number}\t" + "\t".join(map(_escape, fields)) + f"\t{country}\n")
        return str(number)

    def _country(self, record: dict[str, str], errors: list[dict[str, Any]]) -> str:
        text = record["country"]
        if not text:
            return NULL
        found = self.vocabulary.countries.get(fold(text))
        if found is None:
            errors.append({"c": "unknown_country", "f": "country", "v": text})
            return NULL
        return str(found)

    def _network_key(self, record: dict[str, str], errors: list[dict[str, Any]]) -> str:
        name = record["network"]
        if not name:
            errors.append({"c": "missing", "f": "network"})
            return NULL
        number = self._networks.get(name)
        if number is None:
            if len(self._networks) > KEYS_KEPT:
                self._networks.clear()
            self._network_count += 1
            number = self._networks[name] = self._network_count
            self.networks_file.write(f"{number}\t{_escape(name)}\t{_escape(fold(name))}\n")
        return str(number)

    def _role(self, record: dict[str, str], errors: list[dict[str, Any]]) -> str:
        text = record["role"]
        found = self.vocabulary.roles.get(fold(text)) if text else self.vocabulary.default_role
        if found is None:
            errors.append({"c": "unknown_role", "f": "role", "v": text})
            return NULL
        return str(found)

    def _status(self, record: dict[str, str], errors: list[dict[str, Any]]) -> str:
        text = record["status"]
        if not text:
            return ""
        found = self.vocabulary.statuses.get(fold(text))
        if found is None:
            errors.append({"c": "unknown_status", "f": "status", "v": text})
            return ""
        return found


def read_date(text: str) -> tuple[str | None, str | None]:
    """Return the partial date that ``text`` writes, and the code of what is wrong: one of them ``None``."""
    if len(text) > 10 and text[10:11] in (" ", "T") and text[11:19] == "00:00:00":
        text = text[:10]
    try:
        return PartialDate.parse(text).text, None
    except PartialDateError as error:
        return None, error.code


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)
