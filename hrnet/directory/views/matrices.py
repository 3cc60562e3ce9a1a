"""Matrices, their files, and the gaps in a network."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hrnet.directory.as_of import as_of
from hrnet.directory.downloads import FORMATS
from hrnet.directory.matrices import MATRICES, Matrix
from hrnet.directory.matrices.asking import COLUMNS, ROWS, Asked, asked
from hrnet.directory.matrices.files import file, gaps_file
from hrnet.directory.matrices.gaps import GapsForm
from hrnet.directory.matrices.gaps import gaps as gaps_of
from hrnet.directory.matrices.table import Table, table
from hrnet.directory.views.lists import one_of


@require_safe
def matrices(request: HttpRequest) -> HttpResponse:
    """Show which matrices there are."""
    return render(request, "directory/matrices.html", {"title": _("Matrices"), "matrices": MATRICES.values()})


@require_safe
def matrix(request: HttpRequest, name: str) -> HttpResponseBase:
    """Show a page of a matrix; status 400 with what is wrong where a filter asks what cannot be."""
    if name not in MATRICES:
        raise Http404
    shown, wanted = MATRICES[name], asked(request, MATRICES[name])
    valid = wanted.filter.form.is_valid()
    kind = one_of(request, "format", ("html", *FORMATS))
    if kind != "html" and valid:
        return file(request, shown, wanted, kind)
    context = {
        "title": shown.title,
        "matrix": shown,
        "filter": wanted.filter,
        **_fields(shown, wanted),
        "sort": wanted.sort,
        "formats": FORMATS,
    }
    if valid:
        context |= _parts(table(shown, wanted))
    return render(request, "directory/matrix.html", context, status=200 if valid else 400)


def _fields(shown: Matrix, wanted: Asked) -> dict[str, Any]:
    """Return the fields of the form, and what else the address asks, for the form to keep."""
    form = wanted.filter.form
    names = [*shown.narrowing, *(name for name in form.errors if name not in shown.narrowing)]
    used = [one for one in wanted.filter.in_use() if one[0] not in shown.always]
    return {
        "fields": [form[name] for name in names if name in form.fields],
        "kept": [(name, raw) for name, raw, _label, _shown in used if name not in names],
        "used": used,
    }


def _parts(found: Table) -> dict[str, Any]:
    """Return the table, and which of all rows and columns it shows."""
    counted = found.counted
    return {
        "table": found,
        "rows_shown": _span(counted.row_page, ROWS, len(found.rows), counted.all_rows),
        "columns_shown": _span(counted.column_page, COLUMNS, len(found.columns), counted.all_columns),
    }


def _span(page: int, size: int, shown: int, number: int) -> dict[str, int]:
    """Return the first and last of what is shown, how many there are, and the pages before and after."""
    first = (page - 1) * size + 1
    last = first + shown - 1
    after = page + 1 if last < number else 0
    return {"first": first, "last": last, "all": number, "before": page - 1, "after": after}


@require_safe
def gaps(request: HttpRequest) -> HttpResponseBase:
    """List the countries that have no institution in a network; status 400 with what is wrong."""
    kind, day = one_of(request, "format", ("html", *FORMATS)), as_of(request)
    context: dict[str, Any] = {"title": _("Who is missing in a network"), "formats": FORMATS}
    if not any(name in request.GET for name in ("members", "group", "region")):
        # Somebody comes from a network’s page, and has yet to say of which countries.
        known = {"network": request.GET.get("network"), "kind": request.GET.getlist("kind")}
        return render(request, "directory/gaps.html", context | {"form": GapsForm(initial=known)})
    form = GapsForm(request.GET)
    if not form.is_valid():
        return render(request, "directory/gaps.html", context | {"form": form}, status=400)
    found = gaps_of(form.cleaned_data, day)
    if kind != "html":
        return gaps_file(request, form, found, day, kind)
    context |= {
        "form": form,
        "gaps": found,
        "used": form.in_use,
        "kinds": form.cleaned_data["kind"],
        "parts": [
            ("sure", _("No institution in the network"), found.sure),
            ("perhaps", _("Perhaps none in the network"), found.perhaps),
        ],
    }
    return render(request, "directory/gaps.html", context)
