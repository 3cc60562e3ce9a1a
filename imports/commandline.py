"""The options of the command line, as the mapping that the pages make by hand."""

from __future__ import annotations

from typing import Any

from hrnet.lib.names import fold
from imports import wording
from imports.models import Import, SavedMapping
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
    if options["header_row"] is not None and options["header_row"] < 1:
        raise ValueError("--header-row counts from 1, the first row of the file or sheet.")
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


def unknown_columns(import_: Import, options: dict[str, Any]) -> str:
    """Return what is to be said of columns that the options name and the file does not have."""
    if not import_.survey:
        return ""
    known = {fold(name) or name for name in wording.columns(import_)}
    named = [*_columns_named(options["map"], "--map"), *_columns_named(options["split"], "--split")]
    unknown = [name for name in named if (fold(name) or name) not in known]
    if not unknown:
        return ""
    there = ", ".join(f"“{name}”" for name in wording.columns(import_))
    return f"The file has no column “{unknown[0]}”. Its columns are: {there}."


def _columns_named(texts: list[str], option: str) -> list[str]:
    return [name for name, _value in _pairs(texts, option, "")]


def _pairs(texts: list[str], option: str, form: str) -> list[tuple[str, str]]:
    """Return what stands on either side of the equals sign; a column may have such a sign in its name."""
    pairs = []
    for text in texts:
        name, equals, value = text.rpartition("=") if option == "--map" else text.partition("=")
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
