"""From the fields of the columns’ page to a mapping; and the words of the file that still need a meaning."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import TextChoices
from django.http import QueryDict

from imports.models import Import
from imports.readers.mapping import Mapping
from imports.targets import spec_of
from mandates.models import Act
from networks.models import MembershipStatus, Role

WORDS = 40  # words of a column that are offered for a meaning
ERRORS = {"unknown_role": "role", "unknown_status": "status", "unknown_act": "act"}

# The words of the rows that could not be understood, the most frequent first.
UNKNOWN_WORDS = """
SELECT error ->> 'c', error ->> 'v', count(*)
FROM imports_row, jsonb_array_elements(errors) AS error
WHERE import_id = %s AND outcome = 'wrong' AND error ->> 'c' = ANY(%s)
GROUP BY 1, 2 ORDER BY 3 DESC, 2 LIMIT %s
"""


def mapping_from(post: QueryDict, import_: Import) -> Mapping:
    """Return the mapping that the page’s fields say; raise ``MappingError`` where they cannot be."""
    layout = post.get("layout", "rows")
    columns, across = _columns(post, layout)
    data: dict[str, Any] = {
        "encoding": post.get("encoding", ""),
        "delimiter": {"tab": "\t"}.get(post.get("delimiter", ""), post.get("delimiter", "")),
        "tables": _tables(post, import_),
        "columns": columns,
        "constants": {
            name: value
            for name in spec_of(import_.target).fields
            if (value := post.get(f"constant-{name}", "").strip())
        },
        "values": _values(post),
        "unknown": [line.strip() for line in post.get("unknown", "").splitlines() if line.strip()],
        "date_order": post.get("date_order", ""),
        "layout": layout,
    }
    if layout != "rows":
        data["across"] = {
            "field": post.get("across-field", ""), "columns": across, "cell": post.get("across-cell", "mark"),
        }  # fmt: skip
    return Mapping.from_json(data)


def _columns(post: QueryDict, layout: str) -> tuple[list[dict[str, str]], list[str]]:
    columns: list[dict[str, str]] = []
    across: list[str] = []
    for number in range(_count(post, "columns")):
        name = post.get(f"column-{number}", "")
        field = post.get(f"field-{number}", "")
        if layout != "rows" and post.get(f"across-{number}"):
            across.append(name)
        elif field:
            split = post.get(f"split-{number}", "").replace("\r\n", "\n")
            columns.append(
                {
                    "column": name,
                    "field": field,
                    "split": split,
                    "brackets": post.get(f"brackets-{number}", ""),
                }
            )
    return columns, across


def _tables(post: QueryDict, import_: Import) -> list[dict[str, Any]]:
    """Return the tables that are read; none where they are all those that were found.

    So a mapping that is saved finds the tables of the next file by itself.
    """
    tables = []
    for number in range(_count(post, "tables")):
        if post.get(f"table-{number}"):
            tables.append(
                {
                    "sheet": post.get(f"sheet-{number}", ""),
                    "header_row": _number(post, f"header-row-{number}"),
                    "header_rows": _number(post, f"header-rows-{number}"),
                }
            )
    found = [
        {name: table[name] for name in ("sheet", "header_row", "header_rows")}
        for table in import_.survey["tables"]
    ]
    return [] if tables == found else tables


def _values(post: QueryDict) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for number in range(_count(post, "words")):
        if meaning := post.get(f"meaning-{number}", ""):
            field = post.get(f"word-field-{number}", "")
            values.setdefault(field, {})[post.get(f"word-{number}", "")] = meaning
    return values


def _count(post: QueryDict, name: str) -> int:
    return min(_number(post, name, 0), 2_000)


def _number(post: QueryDict, name: str, default: int = 1) -> int:
    text = post.get(name, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else default


def words_of(import_: Import, mapping: Mapping) -> list[dict[str, Any]]:
    """Return the words that have a meaning in the mapping, and those of the last reading that have none."""
    words: list[dict[str, Any]] = [
        {"field": field, "word": word, "meaning": meaning, "choices": meanings(field)}
        for field, known in mapping.values.items()
        for word, meaning in known.items()
    ]
    known = {(one["field"], one["word"]) for one in words}
    words += [
        {"field": field, "word": word, "meaning": "", "count": count, "choices": meanings(field)}
        for field, word, count in unknown_words(import_)
        if (field, word) not in known
    ]
    return [one | {"number": number} for number, one in enumerate(words)]


def unknown_words(import_: Import) -> list[tuple[str, str, int]]:
    """Return the words of the last reading that have no meaning: field, word, and in how many rows it is."""
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN_WORDS, [import_.pk, list(ERRORS), WORDS])
        return [(ERRORS[code], word, count) for code, word, count in cursor.fetchall()]


def meanings(field: str) -> list[tuple[str, str]]:
    """Return what a word of a column can mean: codes with what they are called."""
    if field == "role":
        return [(role.slug, str(role)) for role in Role.objects.all()]
    choices: dict[str, type[TextChoices]] = {"status": MembershipStatus, "act": Act}
    return [(one.value, str(one.label)) for one in choices.get(field, ())]
