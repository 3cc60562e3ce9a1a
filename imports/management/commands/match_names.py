"""``manage.py match_names FILE [--country-column C] --json-lines``: which institution each name means.

FILE is plain text, one name a line; or, where it is named .csv, .tsv or .tab or where ``--country-column``
is given, a table with a header: the name is in the column «name» or «institution», else in the first. The
country may be an alpha-2 or alpha-3 code or a name in any language.

With ``--json-lines`` each name gives one line, in the order of the file::

    {"line": 2, "name": "O.S.C.E.", "country": "", "certain": true, "kind": "match", "why": "",
     "candidates": [{"slug": "…", "name": "…", "matched": "OSCE", "score": 1.0, "reason": "acronym",
                     "country": ""}]}

``line`` is the line of a text, or the row of a table, its header being 1. ``certain`` says whether the
first candidate is surely meant; then ``why`` is empty. ``kind`` is ``match``, ``nobody`` (the text says
that there is none) or ``several`` (it names two bodies). ``name`` of a candidate is what the site calls it,
``matched`` the known name that is nearest, ``country`` an alpha-2 code. Nothing is stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hrnet.lib.names import fold
from imports import messages
from imports.readers import text
from imports.readers.errors import FileRefusedError
from imports.reconcile import Match, Matcher
from imports.reconcile.known import known_institutions
from imports.reconcile.places import country_code
from institutions.models import Institution

BATCH = 500
TABLES = (".csv", ".tsv", ".tab")
NAME_COLUMNS = ("name", "institution")
LONGEST = 1000  # letters of a name that are looked at


class Line(NamedTuple):
    """One name of the file."""

    number: int
    name: str
    country: str


class Command(BaseCommand):
    help = "Say for each name of a file which institution it means, and whether that is certain."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="text, one name a line; or a .csv or .tsv with a header")
        parser.add_argument(
            "--country-column", default="", metavar="COLUMN", help="the column with the country of each name"
        )
        parser.add_argument("--json-lines", action="store_true", help="print one JSON object a line")

    def handle(self, **options: Any) -> None:
        path: Path = options["file"]
        say = _as_json if options["json_lines"] else _as_text
        try:
            lines = _lines(path, options["country_column"])
            matcher: Matcher | None = None
            while batch := list(islice(lines, BATCH)):
                matcher = matcher or Matcher(known_institutions())
                for answer in _answers(matcher, batch):
                    self.stdout.write(say(answer))
        except FileRefusedError as error:
            problem = {"code": error.code, "parameters": error.parameters}
            raise CommandError(messages.of_file(problem), returncode=2) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be opened ({error.strerror}).", returncode=2) from error


def _lines(path: Path, country_column: str) -> Iterator[Line]:
    if country_column or path.suffix.lower() in TABLES:
        return _of_table(path, country_column)
    return _of_text(path)


def _of_text(path: Path) -> Iterator[Line]:
    dialect = _detect(path)
    with path.open(encoding=dialect.encoding, errors="strict") as file:
        for number, line in enumerate(file, 1):
            yield Line(number, line.strip("\ufeff\r\n\t ")[:LONGEST], "")


def _of_table(path: Path, country_column: str) -> Iterator[Line]:
    rows = text.rows(path, _detect(path))
    header = [fold(cell) for cell in next(rows, [])]
    name_at = next((header.index(column) for column in NAME_COLUMNS if column in header), 0)
    if country_column and fold(country_column) not in header:
        raise CommandError(f"The file has no column “{country_column}”: see its first row.", returncode=2)
    country_at = header.index(fold(country_column)) if country_column else len(header)
    for number, row in enumerate(rows, 2):
        if any(cell.strip() for cell in row):
            yield Line(number, _cell(row, name_at), _cell(row, country_at))


def _detect(path: Path) -> text.Dialect:
    with path.open("rb") as file:
        # A text holds no zero bytes, unless it is UTF-16 and says so.
        start = file.read(4096)
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CommandError(f"{path} is not a text: save the names as CSV or as plain text.", returncode=2)
    return text.detect(path, tabs=path.suffix.lower() in (".tsv", ".tab"))


def _cell(row: list[str], at: int) -> str:
    return row[at].strip()[:LONGEST] if at < len(row) else ""


def _answers(matcher: Matcher, batch: Iterable[Line]) -> list[dict[str, Any]]:
    matched = [(line, matcher.match(line.name, country=country_code(line.country))) for line in batch]
    keys = {candidate.id for _line, match in matched for candidate in match.candidates}
    found = Institution.objects.select_related("country").in_bulk(keys)
    return [_answer(line, match, found) for line, match in matched]


def _answer(line: Line, match: Match, found: dict[int, Institution]) -> dict[str, Any]:
    return {
        "line": line.number,
        "name": line.name,
        "country": line.country,
        "certain": match.certain,
        "kind": match.kind,
        "why": match.why,
        "candidates": [
            {
                "slug": found[one.id].slug,
                "name": str(found[one.id].label),
                "matched": one.name,
                "score": one.score,
                "reason": one.reason,
                "country": country.code if (country := found[one.id].country) else "",
            }
            for one in match.candidates
            if one.id in found
        ],
    }


def _as_json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False)


def _as_text(answer: dict[str, Any]) -> str:
    mark = "=" if answer["certain"] else "?"
    first = answer["candidates"][0] if answer["candidates"] else None
    meant = f"{first['name']} ({first['score']:.2f}, {first['reason']})" if first else answer["kind"]
    return f"{answer['name']} {mark} {meant}" + (f" [{answer['why']}]" if answer["why"] else "")
