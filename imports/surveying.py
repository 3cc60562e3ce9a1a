"""The first look at a file: what is in it, and how its columns could be read."""

from __future__ import annotations

from typing import Any

from hrnet.lib.names import fold
from imports import wording
from imports.models import Import, SavedMapping
from imports.preview import scratch
from imports.readers.errors import MappingError
from imports.readers.mapping import Mapping
from imports.readers.targets import field_of_header
from imports.reading import survey_file


def survey(import_: Import) -> bool:
    """Look at the file, and keep what was found; tell whether it is clear how to read it.

    It is clear where a mapping came with it, or where its headers leave no doubt which fields they are.
    """
    given = import_.mapping
    import_.survey = _surveyed(import_, given)
    import_.mapping = merged(import_.survey, given)
    import_.found = {key: import_.survey.get(key) for key in ("format", "encoding", "delimiter", "line_end")}
    import_.problem = _problem(import_, given)
    if import_.problem:
        return False
    return bool(given.get("columns") or _is_sure(import_)) and not wording.missing(import_)


def _surveyed(import_: Import, given: dict[str, Any]) -> dict[str, Any]:
    """Return what is in the file; only what is in a sheet, where that alone was asked for."""
    with scratch() as folder:
        found = survey_file(import_, folder)
        asked = [one for one in given.get("tables", ()) if not one.get("header_row")]
        if asked and (tables := _tables(found["tables"], given["tables"])):
            import_.mapping = given | {"tables": tables}
            found = survey_file(import_, folder)
    return found


def _problem(import_: Import, given: dict[str, Any]) -> dict[str, Any] | None:
    """Return what is wrong with how the file would be read; ``None`` where nothing is."""
    sheets = {fold(table["sheet"]) for table in import_.survey["tables"]}
    for one in given.get("tables", ()):
        if one.get("sheet") and fold(one["sheet"]) not in sheets:
            is_empty = one["sheet"] in import_.survey["sheets_unused"]
            code = "no_sheet" if is_empty else "sheet_missing"
            return {"code": code, "parameters": {"sheet": one["sheet"]}}
    try:
        Mapping.from_json(import_.mapping).validate(import_.target)
    except MappingError as error:
        return {"code": error.code, "parameters": error.parameters}
    if twice := _twice(import_):
        return {"code": "column_twice", "parameters": {"column": twice}}
    return None


def _twice(import_: Import) -> str:
    """Return a header that two columns have, of which one alone is read; empty where there is none."""
    names = {one["column"] for table in import_.survey["tables"] for one in table["columns"]}
    read = {one["column"] for one in import_.mapping.get("columns", ())}
    return next((name for name in sorted(read) if f"{name} (2)" in names - read), "")


def _is_sure(import_: Import) -> bool:
    """Tell whether no column is read by a guess, and no date waits to be told which way round it is."""
    mapping = import_.mapping
    guessed = [
        one
        for one in mapping.get("columns", ())
        if field_of_header(import_.target, one["column"]) != one["field"]
    ]
    asked = any(ask["code"] == "date_order" for ask in import_.survey["asks"])
    return not guessed and not (asked and not mapping.get("date_order")) and mapping.get("layout") == "rows"


def merged(survey: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return the mapping that suggests itself with what was given in its place.

    Columns, constants and words are joined: what was given of one goes before what suggests itself. What
    says how the table lies is a whole mapping already, and nothing suggests itself beside it.
    """
    whole = {} if given.get("layout") else dict(survey["mapping"])
    for key, value in given.items():
        if key in ("constants", "values"):
            whole[key] = {**whole.get(key, {}), **value}
        elif key == "columns":
            whole[key] = _columns(whole.get(key, []), value)
        elif key == "tables":
            whole[key] = _tables(survey["tables"], value)
        else:
            whole[key] = value
    return whole


def _columns(suggested: list[dict[str, Any]], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join columns: one that is given takes its field away from a column that was only suggested for it."""
    fields = {one["field"] for one in given if one.get("field")}
    names = {_key(one["column"]) for one in given}
    known = {
        _key(one["column"]): dict(one)
        for one in suggested
        if one["field"] not in fields or _key(one["column"]) in names
    }
    for one in given:
        known[_key(one["column"])] = known.get(_key(one["column"]), {}) | one
    return list(known.values())


def _key(column: str) -> str:
    return fold(column) or column


def _tables(found: list[dict[str, Any]], given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say where the header is, for a table of which only the sheet was given."""
    tables = []
    for one in given:
        if one.get("header_row"):
            tables.append(one | {"header_rows": one.get("header_rows", 1)})
        else:
            tables += [
                {name: table[name] for name in ("sheet", "header_row", "header_rows")}
                for table in found
                if fold(table["sheet"]) == fold(one.get("sheet", ""))
            ]
    return tables


def saved_for(import_: Import) -> list[SavedMapping]:
    """Return the saved mappings that fit the headers of the file, the newest first."""
    signature = import_.survey.get("signature", "")
    return list(SavedMapping.objects.filter(target=import_.target, signature=signature).order_by("-saved_at"))


def save_mapping(*, import_: Import, name: str, user: Any) -> SavedMapping:
    """Keep the mapping of ``import_`` under ``name``; another of that name by anyone is written anew."""
    kept, _created = SavedMapping.objects.update_or_create(
        name=name,
        defaults={
            "target": import_.target,
            "signature": import_.survey.get("signature", ""),
            "mapping": import_.mapping,
            "owner": user,
        },
    )
    return kept
