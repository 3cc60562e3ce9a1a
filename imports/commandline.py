"""The options of the command line, as the mapping that the pages make by hand."""

from __future__ import annotations

from typing import Any

from imports.models import SavedMapping
from imports.readers.mapping import Mapping


def given_mapping(options: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a mapping that the options give.

    Raise ``ValueError`` with a sentence for an option that cannot be read, or a mapping that is not there.
    """
    given = _saved(options["mapping"], options["target"])
    columns = {one["column"]: dict(one) for one in given.get("columns", [])}
    for column, name in _pairs(options["map"], "--map", "COLUMN=FIELD"):
        columns.setdefault(column, {"column": column})["field"] = name
    for column, separator in _pairs(options["split"], "--split", "COLUMN=SEPARATOR"):
        columns.setdefault(column, {"column": column})["split"] = separator
    if columns:
        given["columns"] = list(columns.values())
    given["constants"] = given.get("constants", {}) | dict(_pairs(options["set"], "--set", "FIELD=VALUE"))
    given["values"] = _values(given.get("values", {}), options["value"])
    if options["unknown"]:
        given["unknown"] = [*given.get("unknown", []), *options["unknown"]]
    if options["date_order"]:
        given["date_order"] = options["date_order"]
    if options["sheet"] or options["header_row"]:
        given["tables"] = [{"sheet": options["sheet"], "header_row": options["header_row"] or 0}]
    return {key: value for key, value in given.items() if value}


def _saved(name: str, target: str) -> dict[str, Any]:
    if not name:
        return {}
    saved = SavedMapping.objects.filter(name=name, target=target).first()
    if saved is None:
        raise ValueError(f"No mapping of {target} is saved as “{name}”.")
    return Mapping.from_json(saved.mapping).to_json()


def _pairs(texts: list[str], option: str, form: str) -> list[tuple[str, str]]:
    pairs = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise ValueError(f"{option} {text}: write {option} {form}.")
        pairs.append((name.strip(), value if option == "--split" else value.strip()))
    return pairs


def _values(known: dict[str, dict[str, str]], texts: list[str]) -> dict[str, dict[str, str]]:
    values = {name: dict(words) for name, words in known.items()}
    for text in texts:
        name, colon, pair = text.partition(":")
        raw, equals, canonical = pair.rpartition("=")
        if not colon or not equals:
            raise ValueError(f"--value {text}: write --value FIELD:RAW=CANONICAL.")
        values.setdefault(name.strip(), {})[raw] = canonical.strip()
    return values
