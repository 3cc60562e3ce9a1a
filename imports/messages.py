"""What is said of files and rows, in plain words: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from hrnet.lib.dates import explain
from imports.models import Row
from institutions.models import Institution
from mandates.models import Instrument
from networks.models import Membership
from sources.actions import explain_constraint

FILE = {
    "empty": noop("The file is empty: choose another."),
    "too_large": noop(
        "The file has %(size)s; the limit is %(limit)s. Split it, or remove what is not the list."
    ),
    "unknown_format": noop(
        "Files of the kind “%(extension)s” cannot be read: save it as XLSX, ODS, XLS or CSV."
    ),
    "other_format": noop(
        "The file is named “.%(extension)s” but is not of that kind: open it in a spreadsheet program"
        " and save it anew."
    ),
    "not_a_table": noop("This is not a spreadsheet but something else: save the list as XLSX, ODS or CSV."),
    "encrypted": noop(
        "The file is protected by a password: remove the password, save it, and upload it again."
    ),
    "damaged": noop("The file is damaged or incomplete: open it in a spreadsheet program and save it anew."),
    "archive_entries": noop(
        "The file holds %(count)s parts; a spreadsheet has at most %(limit)s. Save it anew."
    ),
    "archive_size": noop("Unpacked, the file has more than %(limit)s: remove what is not the list."),
    "archive_ratio": noop("The file is packed more densely than a spreadsheet is: save it anew."),
    "no_sheet": noop("The workbook has no visible sheet with a table."),
    "columns_missing": noop(
        "No row names the columns “institution” (or “acronym”, or “identifier”) and “network”:"
        " add a header row with these names."
    ),
    "column_twice": noop("The column “%(column)s” is there twice: remove or rename one."),
    "too_many_columns": noop(
        "A row has %(count)s columns; the limit is %(limit)s: remove what is not the list."
    ),
    "too_many_rows": noop("The file has more than %(limit)s rows: split it."),
    "no_rows": noop("There is a header and nothing below it: add rows, or choose another file."),
    "encoding": noop("The letters of the file cannot be read: save it as CSV in UTF-8, or as XLSX."),
    "encoding_mixed": noop(
        "Line %(line)s is written in another encoding than the rest:"
        " save the file anew as CSV in UTF-8, or as XLSX."
    ),
    "sheet_missing": noop("The workbook has no visible sheet “%(sheet)s”: choose the sheet again."),
    "mapped_columns_missing": noop(
        "No row names the columns of the mapping (%(columns)s):"
        " choose the header row again, or another mapping."
    ),
    "too_many_tables": noop(
        "A sheet has more than %(limit)s tables: put what belongs together under one header."
    ),
    "too_sparse": noop(
        "The sheet reaches to row %(rows)s, and nearly all of it is blank:"
        " remove what stands far away from the list."
    ),
    "no_statements": noop(
        "No cell of the table says anything: choose the columns again, or tell what marks a cell."
    ),
    "too_many_statements": noop("The table makes more than %(limit)s statements: split the file."),
    "not_a_year": noop("The column “%(column)s” does not name one year: leave it out of the years."),
    "mapping_json": noop("The mapping cannot be read: choose the columns anew."),
    "mapping_type": noop(
        "The mapping has something else under “%(key)s” than belongs there: choose it anew."
    ),
    "mapping_key": noop("The mapping says “%(key)s”, which means nothing here: remove it."),
    "mapping_value": noop("The mapping cannot have “%(value)s” under “%(key)s”: choose another."),
    "mapping_field": noop("“%(value)s” is not a field of this kind of list: choose another."),
    "mapping_missing": noop("A column of the mapping has no “%(key)s”: give one."),
    "mapping_brackets": noop(
        "A bracket in the column “%(column)s” cannot be read as “%(field)s”: choose another field."
    ),
    "mapping_across": noop("The mapping names no columns that lie across: choose them."),
    "mapping_twice": noop("The mapping names the column “%(column)s” twice: remove one."),
    "paste_empty": noop("There is no table in what you pasted: copy the whole table, with its header."),
    "paste_too_large": noop("What you pasted is too large: save it as a file and upload that."),
    "broken_line": noop("Line %(line)s cannot be read: a quotation mark may be open, or a cell too long."),
    "too_much": noop("The file takes too long or too much memory to read: split it, or save it as CSV."),
    "unexpected": noop("Something went wrong on our side. Nothing was stored; the error was written down."),
    "database": noop("Nothing was stored: %(why)s"),
    "stale": noop(
        "What is stored changed after the preview was made. This is a new one: look again, then confirm."
    ),
    "died_reading": noop(
        "The reading stopped before it was done, and nothing was stored. Try again, or drop the import."
    ),
    "died_undoing": noop(
        "The undoing stopped before it was done, and nothing was taken back. Undo it once more."
    ),
    "no_right": noop("Nothing was done: the account that asked for it may not do it any more."),
    "cancelled": noop("It was cancelled: nothing of what was under way is stored."),
    "died": noop(
        "The work stopped before it was done, and nothing was stored. Confirm again, or drop the import."
    ),
}

ROW = {
    "missing": noop("There is no %(field)s: give one."),
    "extra_cells": noop(
        "The row has more cells than the header: put the cell that holds a separator in quotes."
    ),
    "spreadsheet_error": noop(
        "%(field)s: “%(value)s” is an error of the spreadsheet: mend the formula there."
    ),
    "too_long": noop("%(field)s: “%(value)s…” is longer than %(n)s characters: shorten it."),
    "unknown_name": noop(
        "No institution has the name “%(value)s”: correct it, or add the institution first."
    ),
    "unknown_name_ids": noop(
        "No institution has the name “%(value)s”. The acronym belongs to: %(names)s."
        " Use a name of that one, or correct the acronym."
    ),
    "unknown_acronym": noop("No institution has the acronym “%(value)s”: give its name instead."),
    "shared_name": noop(
        "“%(value)s” is the name of several: %(names)s. Give a country, or an identifier hrnet:…"
    ),
    "other_country": noop("“%(value)s” is in another country than the row says: %(names)s."),
    "unknown_country": noop("“%(value)s” is no country: give its name or its ISO code."),
    "unknown_identifier": noop("No institution has the identifier “%(value)s”: write hrnet:… or wikidata:Q…"),
    "identifier_conflict": noop("“%(value)s” is %(names)s, but “%(n)s” is another institution: correct one."),
    "unknown_network": noop("No network has the name “%(value)s”: correct it, or add the network first."),
    "not_a_network": noop("%(names)s is not recorded as a network: add that first, or correct the name."),
    "unknown_role": noop("“%(value)s” is not a role here: use one, or say under “Columns” what it means."),
    "unknown_act": noop(
        "“%(value)s” is not an act here: write signature, ratification, accession…, or say under “Columns”"
        " what it means."
    ),
    "acts_differ": noop("“%(value)s” and “%(n)s” name two different acts: keep one of them."),
    "two_digit_year": noop("%(field)s: “%(value)s” has a year of two digits: write all four."),
    "far_date": noop(
        "%(field)s: “%(value)s” is too far off to be a date: correct it, or, where it stands for an unknown"
        " date, say so under “Columns”."
    ),
    "ambiguous_date": noop(
        "%(field)s: “%(value)s” can be two different days: say whether the day or the month comes first."
    ),
    "split_uneven": noop(
        "%(field)s: “%(value)s” does not have as many values as the other cells that are split:"
        " make them as many."
    ),
    "split_many": noop("The row makes more than %(n)s statements: split it into several rows."),
    "bracket_unread": noop("The bracket “%(value)s” cannot be read: write only what it is to say."),
    "unknown_mark": noop("“%(value)s” under “%(n)s” is not a mark: write x or yes, or leave it blank."),
    "unknown_status": noop(
        "“%(value)s” is not a status: use applicant, active, suspended or ended, or say under “Columns”"
        " what it means."
    ),
    "end_before_start": noop("The end “%(value)s” lies before the start: correct one of them."),
    "member_of_itself": noop("A network is no member of itself: correct the institution or the network."),
    "public_no_network": noop(
        "%(names)s is published, and is not recorded as a network: ask a publisher to record that, or correct"
        " the name."
    ),
    "clashes": noop("The file says something else of the same membership in row %(n)s: keep one of the two."),
    "several_stored": noop("Several stored memberships fit (%(numbers)s): give the start or the end."),
    "several_acts": noop("Several stored acts fit (%(numbers)s): give the date."),
    "generic_name": noop(
        "Many bodies are called “%(value)s”; here it is %(names)s. Give the country, or decide under “Names”."
    ),
    "near_name": noop(
        "No %(field)s has the name “%(value)s”. Near it: %(names)s. Correct it, or decide under “Names”."
    ),
    "unknown_instrument": noop(
        "No instrument has the name “%(value)s”: correct it, or add the instrument first."
    ),
    "part_wrong": noop("Another part of this row is wrong, so that the row comes back whole."),
    "twin_wrong": noop("It repeats row %(n)s, which is wrong: mend that row."),
}

FIELD_NAMES = {
    "institution": gettext_lazy("institution"),
    "acronym": gettext_lazy("acronym"),
    "country": gettext_lazy("country"),
    "identifier": gettext_lazy("identifier"),
    "network": gettext_lazy("network"),
    "role": gettext_lazy("role"),
    "status": gettext_lazy("status"),
    "start": gettext_lazy("start"),
    "end": gettext_lazy("end"),
    "as_of": gettext_lazy("as of"),
    "note": gettext_lazy("note"),
    "locator": gettext_lazy("locator"),
    "party": gettext_lazy("party"),
    "instrument": gettext_lazy("instrument"),
    "act": gettext_lazy("act"),
    "signed": gettext_lazy("signed"),
    "date": gettext_lazy("date"),
    "in_force": gettext_lazy("in force from"),
}


def of_file(problem: dict[str, Any] | None) -> str:
    """Return what is said of a file’s problem; empty where there is none."""
    if not problem:
        return ""
    parameters = dict(problem.get("parameters", {}))
    if problem["code"] == "database":
        parameters["why"] = explain_constraint(parameters.get("constraint", ""), Membership)
    for name in ("size", "limit"):
        if problem["code"] in ("too_large", "archive_size") and name in parameters:
            parameters[name] = filesizeformat(parameters[name])
    return _(FILE[problem["code"]]) % parameters


def of_rows(rows: Iterable[Row]) -> dict[int, list[str]]:
    """Return what is said of each row’s errors, by its number; names are looked up once for all."""
    rows = list(rows)
    keys: dict[bool, set[int]] = {True: set(), False: set()}
    for row in rows:
        for error in row.errors or ():
            keys[_of_instrument(error)] |= {*error.get("ids", ()), *error.get("near", ())}
    institutions = Institution.objects.filter(pk__in=keys[False]).select_related("country")
    labels = {
        False: {one.pk: _described(one, one.country) for one in institutions},
        True: {one.pk: _described(one) for one in Instrument.objects.filter(pk__in=keys[True])},
    }
    return {
        row.number: [_of_error(error, labels[_of_instrument(error)]) for error in row.errors or ()]
        for row in rows
    }


def _of_instrument(error: dict[str, Any]) -> bool:
    return error.get("f") == "instrument"


def _described(record: Any, country: Any = None) -> str:
    place = f", {country}" if country else ""
    return f"{record}{place} (hrnet:{record.slug})"


def _of_error(error: dict[str, Any], labels: dict[int, str]) -> str:
    code, value = error["c"], error.get("v", "")
    field = FIELD_NAMES.get(error.get("f", ""), "")
    if code.startswith("date_"):
        problem = explain(code.removeprefix("date_"), value)
        return _("%(field)s: %(problem)s") % {"field": str(field).capitalize(), "problem": problem}
    keys = [*error.get("ids", ()), *error.get("near", ())]
    if code == "unknown_name" and keys:
        code = "unknown_name_ids"
    names = "; ".join(labels.get(key, str(key)) for key in keys)
    text = _(ROW[code]) % {
        "field": field,
        "value": value,
        "n": error.get("n", ""),
        "names": names,
        "numbers": ", ".join(f"#{key}" for key in keys),
    }
    return text[:1].upper() + text[1:]
