"""The page that says how a file is laid out: what was found in it, and which column is which field."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from imports import actions, surveying, tasks, wording
from imports import messages as said
from imports.mapping_form import mapping_from, words_of
from imports.models import Import, SavedMapping, State
from imports.readers.errors import MappingError
from imports.readers.mapping import Mapping
from imports.targets import spec_of
from imports.views.access import attempt, may_import, own_or_404

SEPARATORS = (
    ("", gettext_lazy("one value")), (",", gettext_lazy("comma")), (";", gettext_lazy("semicolon")),
    ("/", gettext_lazy("slash")), ("\n", gettext_lazy("line break")), ("|", gettext_lazy("bar")),
)  # fmt: skip
BRACKETS = (
    ("", gettext_lazy("a part of the text")), ("role", gettext_lazy("the role")),
    ("role,start", gettext_lazy("role and year")), ("start", gettext_lazy("the start")),
    ("acronym", gettext_lazy("the acronym")), ("country", gettext_lazy("the country")),
    ("note", gettext_lazy("a note")),
)  # fmt: skip
LAYOUTS = (
    ("rows", gettext_lazy("one statement in each row")),
    ("cross", gettext_lazy("a cross table: one column for each network, country or instrument")),
    ("panel", gettext_lazy("a panel: one column for each year")),
)
CELLS = (
    ("mark", gettext_lazy("a mark: x, yes, 1")), ("role", gettext_lazy("a role")),
    ("start", gettext_lazy("the start")), ("date", gettext_lazy("a date")),
    ("status", gettext_lazy("a status")),
)  # fmt: skip
ORDERS = (
    ("", gettext_lazy("as the column itself tells")), ("dmy", gettext_lazy("day first: 31/12/2013")),
    ("mdy", gettext_lazy("month first: 12/31/2013")), ("ymd", gettext_lazy("year first: 2013/12/31")),
)  # fmt: skip
ACROSS = ("network", "country", "institution", "instrument", "party")
ENCODINGS = ("", "utf-8", "utf-16", "cp1252", "mac_roman", "iso8859_2", "cp1250", "cp1251", "cp1256")


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the file is laid out and let it be corrected; then it is read."""
    import_ = own_or_404(request, pk)
    if import_.state not in (State.MAPPING, State.PREVIEWED) or not import_.file:
        return redirect(import_)
    if request.method == "POST":
        return _post(request, import_)
    wanted = _saved(request, import_) or Mapping.from_json(import_.mapping)
    return _page(request, import_, wanted)


def _saved(request: HttpRequest, import_: Import) -> Mapping | None:
    name = request.GET.get("saved", "")
    kept = SavedMapping.objects.filter(name=name, target=import_.target).first() if name else None
    return Mapping.from_json(kept.mapping) if kept else None


def _post(request: HttpRequest, import_: Import) -> HttpResponse:
    try:
        wanted = mapping_from(request.POST, import_).validate(import_.target)
    except MappingError as error:
        problem = {"code": error.code, "parameters": error.parameters}
        return _page(request, import_, Mapping.from_json(import_.mapping), said.of_file(problem))
    import_.mapping = wanted.to_json()
    if missing := wording.missing(import_):
        return _page(request, import_, wanted, missing)
    options = {"complete": bool(request.POST.get("complete"))}
    found = attempt(
        request,
        import_.pk,
        lambda: actions.map_columns(
            import_id=import_.pk, user=request.user, mapping=wanted.to_json(), **options
        ),
    )
    if not isinstance(found, Import):
        return found
    _keep(request, found)
    tasks.read.enqueue(found.pk)
    return redirect(found)


def _keep(request: HttpRequest, import_: Import) -> None:
    name = request.POST.get("save_as", "").strip()[:120]
    if name:
        surveying.save_mapping(import_=import_, name=name, user=request.user)
        messages.success(
            request, _("The mapping is saved as “%s” and will be offered for such a file.") % name
        )


def _page(request: HttpRequest, import_: Import, wanted: Mapping, problem: str = "") -> HttpResponse:
    fields = [(name, str(said.FIELD_NAMES.get(name, name))) for name in spec_of(import_.target).fields]
    context = {
        "title": _("Columns of “%s”") % import_.filename,
        "import": import_,
        "problem": problem or said.of_file(import_.problem),
        "mapping": wanted,
        "tables": _tables(import_, wanted),
        "columns": _columns(import_, wanted),
        "fields": fields,
        "constants": [(name, label, wanted.constants.get(name, "")) for name, label in fields],
        "words": words_of(import_, wanted),
        "unknown": "\n".join(wanted.unknown),
        "across_fields": [pair for pair in fields if pair[0] in ACROSS],
        "choices": {
            "separators": SEPARATORS, "brackets": BRACKETS, "layouts": LAYOUTS, "cells": CELLS,
            "orders": ORDERS, "encodings": ENCODINGS,
        },
        "asks_order": any(ask["code"] == "date_order" for ask in import_.survey.get("asks", [])),
        "saved": surveying.saved_for(import_),
        "others": _others(import_),
    }  # fmt: skip
    return render(request, "imports/mapping.html", context, status=400 if problem else 200)


def _others(import_: Import) -> list[SavedMapping]:
    fitting = {one.pk for one in surveying.saved_for(import_)}
    return list(SavedMapping.objects.filter(target=import_.target).exclude(pk__in=fitting)[:50])


def _tables(import_: Import, wanted: Mapping) -> list[dict[str, Any]]:
    """Return the tables that were found, each with whether it is read and where its header is said to be."""
    chosen = {(one.sheet, one.header_row): one for one in wanted.tables}
    tables = []
    for number, table in enumerate(import_.survey["tables"]):
        at = chosen.get((table["sheet"], table["header_row"]))
        tables.append(table | {"number": number, "read": not chosen or at is not None})
    known = {(table["sheet"], table["header_row"]) for table in import_.survey["tables"]}
    for (sheet, row), at in chosen.items():
        if (sheet, row) not in known:
            tables.append(
                {
                    "number": len(tables),
                    "sheet": sheet,
                    "header_row": row,
                    "header_rows": at.header_rows,
                    "read": True,
                }
            )
    return tables


def _columns(import_: Import, wanted: Mapping) -> list[dict[str, Any]]:
    """Return the columns of all tables, each once, with what they are read as."""
    read = {one.column: one for one in wanted.columns}
    across = set(wanted.across.columns) if wanted.layout != "rows" else set()
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
            "across": name in across,
        }
    return list(columns.values())
