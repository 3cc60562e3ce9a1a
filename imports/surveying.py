"""The first look at a file: what is in it, and how its columns could be read."""

from __future__ import annotations

from typing import Any

from hrnet.lib.names import fold
from imports import wording
from imports.models import Import, SavedMapping
from imports.preview import scratch
from imports.readers.targets import field_of_header
from imports.reading import survey_file


def survey(import_: Import) -> bool:
    """Look at the file, and keep what was found; tell whether it is clear how to read it.

    It is clear where a mapping came with it, or where its headers leave no doubt which fields they are.
    """
    given = import_.mapping
    with scratch() as folder:
        import_.survey = survey_file(import_, folder)
    import_.mapping = merged(import_.survey, given)
    import_.found = {key: import_.survey.get(key) for key in ("format", "encoding", "delimiter", "line_end")}
    if twice := _twice(import_):
        import_.problem = {"code": "column_twice", "parameters": {"column": twice}}
        return False
    return bool(given.get("columns") or _is_sure(import_)) and not wording.missing(import_)


def _twice(import_: Import) -> str:
    """Return a header that two columns have, of which one alone is read; empty where there is none."""
    names = {one["column"] for table in import_.survey["tables"] for one in table["columns"]}
    read = {one["column"] for one in import_.mapping["columns"]}
    return next((name for name in sorted(read) if f"{name} (2)" in names - read), "")


def _is_sure(import_: Import) -> bool:
    """Tell whether no column is read by a guess, and no date waits to be told which way round it is."""
    mapping = import_.mapping
    guessed = [
        one for one in mapping["columns"] if field_of_header(import_.target, one["column"]) != one["field"]
    ]
    asked = any(ask["code"] == "date_order" for ask in import_.survey["asks"])
    return not guessed and not (asked and not mapping.get("date_order")) and mapping["layout"] == "rows"


def merged(survey: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return the mapping that suggests itself with what was given in its place.

    Columns, constants and words are joined: what was given of one goes before what suggests itself.
    """
    whole = dict(survey["mapping"])
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
    """Join columns: one that is given takes its field away from any other column."""
    known = {fold(one["column"]): dict(one) for one in suggested}
    for one in given:
        name = fold(one["column"])
        if one.get("field"):
            known = {
                key: other for key, other in known.items() if other["field"] != one["field"] or key == name
            }
        known[name] = known.get(name, {}) | one
    return list(known.values())


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
                if table["sheet"] == one.get("sheet", "")
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
