"""What the columns’ page shows: the tables and columns of a file, what each can be read as, and constants."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from imports import messages, surveying, wording
from imports.mapping_form import meanings, words_of
from imports.models import Import, SavedMapping, State
from imports.readers.columns import is_year
from imports.readers.mapping import Mapping
from imports.readers.targets import DATES
from imports.targets import spec_of
from networks.models import Network

SEPARATORS = (
    ("", _("one value")), (",", _("comma")), (";", _("semicolon")),
    (",;", _("comma or semicolon")), ("/", _("slash")), ("\n", _("line break")), ("|", _("bar")),
)  # fmt: skip
BRACKETS = {
    "memberships": (
        ("", _("a part of the text")), ("role", _("the role")), ("role,start", _("role and year")),
        ("start", _("the start")), ("acronym", _("the acronym")), ("country", _("the country")),
        ("note", _("a note")),
    ),
    "parties": (
        ("", _("a part of the text")), ("act", _("the act")), ("date", _("a date")),
        ("country", _("the country")), ("note", _("a note")),
    ),
}  # fmt: skip
ROWS = ("rows", _("a plain list: each row stands for itself"))
CROSS = ("cross", _("a cross table: one column for each network, country or instrument"))
PANEL = ("panel", _("years side by side: one column for each year"))
LAYOUTS = {"memberships": (ROWS, CROSS, PANEL), "parties": (ROWS, CROSS)}
CELLS = {
    "memberships": (
        ("mark", _("a mark: x, yes, 1")), ("role", _("a role")), ("start", _("the start")),
        ("status", _("a status")),
    ),
    "parties": (("mark", _("a mark: x, yes, 1")), ("date", _("a date")), ("role", _("an act"))),
}  # fmt: skip
ORDERS = (
    ("", _("as the column itself tells")), ("dmy", _("day first: 31/12/2013")),
    ("mdy", _("month first: 12/31/2013")), ("ymd", _("year first: 2013/12/31")),
)  # fmt: skip
ACROSS = ("network", "country", "institution", "instrument", "party")
ENCODINGS = ("", "utf-8", "utf-16", "cp1252", "mac_roman", "iso8859_2", "cp1250", "cp1251", "cp1256")
# What is often said once for a whole file; the other fields are folded away.
OFTEN = {"memberships": ("network", "role", "status", "as_of"), "parties": ("instrument", "act", "date")}
PLACEHOLDER = re.compile(r"\b(?:0000|2899|2999|9999)\b|^0?0[./-]0?0[./-]")
OFFERED = 300  # networks whose names are offered while one types
SAVED = 50  # mappings of other lists


def context_of(import_: Import, wanted: Mapping) -> dict[str, Any]:
    """Return what the page of the columns of ``import_`` shows for the mapping ``wanted``."""
    target = import_.target
    fields = [(name, str(messages.FIELD_NAMES.get(name, name))) for name in spec_of(target).fields]
    constants = _constants(import_, wanted, fields)
    saved = surveying.saved_for(import_)
    return {
        "import": import_,
        "mapping": wanted,
        "tables": _tables(import_, wanted),
        "columns": _columns(import_, wanted),
        "fields": fields,
        "constants": [one for one in constants if one["often"]],
        "more_constants": [one for one in constants if not one["often"]],
        "words": words_of(import_, wanted),
        "unknown": "\n".join(wanted.unknown or _placeholders(import_)),
        "across_fields": [pair for pair in fields if pair[0] in ACROSS],
        "choices": {
            "separators": SEPARATORS, "brackets": BRACKETS[target], "layouts": LAYOUTS[target],
            "cells": CELLS[target], "orders": ORDERS, "encodings": ENCODINGS,
        },
        "asks_order": any(ask["code"] == "date_order" for ask in import_.survey.get("asks", [])),
        "missing": wording.missing(import_),
        "saved": saved,
        "others": _others(import_, saved),
    }  # fmt: skip


def _others(import_: Import, fitting: list[SavedMapping]) -> list[SavedMapping]:
    keys = [one.pk for one in fitting]
    return list(SavedMapping.objects.filter(target=import_.target).exclude(pk__in=keys)[:SAVED])


def _constants(import_: Import, wanted: Mapping, fields: list[tuple[str, str]]) -> list[dict[str, Any]]:
    often = OFTEN[import_.target]
    return [
        {
            "name": name,
            "label": label,
            "value": (value := wanted.constants.get(name, "")),
            "often": name in often or bool(value),
            "offered": _offered(name),
        }
        for name, label in sorted(fields, key=lambda pair: (pair[0] not in often, fields.index(pair)))
    ]


def _offered(name: str) -> list[str]:
    """Return what can be chosen while one types the constant of a field."""
    if name == "network":
        return [str(one) for one in Network.objects.select_related("institution")[:OFFERED]]
    return [label for _code, label in meanings(name)]


def _placeholders(import_: Import) -> list[str]:
    """Return the dates among the samples that stand for “unknown”, while nothing was said of them yet."""
    if import_.state != State.MAPPING or import_.counts:
        return []
    samples = [
        text
        for table in import_.survey["tables"]
        for column in table["columns"]
        if column["field"] in DATES[import_.target]
        for text in column["samples"]
    ]
    return [text for text in dict.fromkeys(samples) if PLACEHOLDER.search(text)]


def _tables(import_: Import, wanted: Mapping) -> list[dict[str, Any]]:
    """Return the tables that were found, each with whether it is read and where its header is said to be."""
    chosen = {(one.sheet, one.header_row): one for one in wanted.tables}
    known = {(table["sheet"], table["header_row"]) for table in import_.survey["tables"]}
    tables = [
        table | {"read": not chosen or (table["sheet"], table["header_row"]) in chosen}
        for table in import_.survey["tables"]
    ]
    tables += [
        {"sheet": sheet, "header_row": row, "header_rows": at.header_rows, "read": True}
        for (sheet, row), at in chosen.items()
        if (sheet, row) not in known
    ]
    return [table | {"number": number} for number, table in enumerate(tables)]


def _columns(import_: Import, wanted: Mapping) -> list[dict[str, Any]]:
    """Return the columns of all tables, each once, with what they are read as."""
    read = {one.column: one for one in wanted.columns}
    columns: dict[str, dict[str, Any]] = {}
    for table in import_.survey["tables"]:
        for column in table["columns"]:
            columns.setdefault(column["column"], dict(column))
    for number, (name, column) in enumerate(columns.items()):
        one = read.get(name)
        column |= {
            "number": number,
            "field": one.field if one else "",
            "split": one.split if one else "",
            "brackets": one.brackets if one else "",
            "across": _lies_across(name, wanted),
        }
    return list(columns.values())


def _lies_across(name: str, wanted: Mapping) -> bool:
    """Tell whether a column is ticked as lying across; before that was chosen, by a guess."""
    if wanted.layout != "rows":
        return name in wanted.across.columns
    return is_year(name) or all(name != one.column for one in wanted.columns)
