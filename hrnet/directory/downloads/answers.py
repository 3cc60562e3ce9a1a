"""The answer that is a file: what the list shows, all of it, with what was asked written into it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext

from hrnet.directory.downloads.columns import COLUMNS
from hrnet.directory.downloads.writers import Table, as_csv, as_json, as_ods, as_xlsx
from hrnet.directory.errors import PlainWordsError
from sources.statements import Holds

STREAMS = {"csv": (as_csv, "text/csv; charset=utf-8"), "json": (as_json, "application/json")}
FILES = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (as_ods, "application/vnd.oasis.opendocument.spreadsheet"),
}
FORMATS = (*STREAMS, *FILES)
SHEET = 100_000  # rows of a spreadsheet at most: it is made before it is sent
CHUNK = 2_000


def download(request: HttpRequest, name: str, asked: Any, rows: QuerySet, kind: str) -> HttpResponseBase:
    """Return the file of ``rows``, ordered, as ``kind``; a spreadsheet of too many rows is refused (400)."""
    if kind in FILES and rows.order_by()[: SHEET + 1].count() > SHEET:
        raise PlainWordsError(
            gettext("A spreadsheet holds at most 100,000 rows here: filter the list, or take CSV or JSON.")
        )
    table = Table(_about(request, name, asked), _names(name, asked), _lines(name, asked, rows))
    return table_answer(table, _filename(name, asked.day), kind)


def table_answer(table: Table, filename: str, kind: str) -> HttpResponseBase:
    """Return the file of ``table`` as ``kind``, under ``filename`` without its ending."""
    answer: HttpResponseBase
    if kind in STREAMS:
        write, content_type = STREAMS[kind]
        answer = StreamingHttpResponse(_speaking(write(table)), content_type=content_type)
    else:
        make, content_type = FILES[kind]
        answer = FileResponse(make(table), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{filename}.{kind}"'
    return answer


def _about(request: HttpRequest, name: str, asked: Any) -> dict[str, Any]:
    """Return what the file says of itself: from where, as of when, with which filters, read on which day."""
    about: dict[str, Any] = {
        "list": f"hrnet: {name}",
        "address": address_of(request),
        "as_of": asked.day.isoformat() if asked.day else "",
    }
    if asked.tells_apart:
        about["holds"] = str(Holds(asked.holds).value)
    about["filters"] = [f"{key}={raw}" for key, raw, _label, _shown in asked.in_use()]
    about["read_on"] = timezone.now().date().isoformat()
    return about


def address_of(request: HttpRequest) -> str:
    """Return the address of the page that shows what the file holds."""
    parameters = request.GET.copy()
    parameters.pop("format", None)
    query = f"?{parameters.urlencode()}" if parameters else ""
    return f"{settings.BASE_URL}{request.path}{query}"


def _names(name: str, asked: Any) -> list[str]:
    return [*(column for column, _value in COLUMNS[name]), *(["holds"] if asked.tells_apart else [])]


def _lines(name: str, asked: Any, rows: QuerySet) -> Iterator[list[Any]]:
    told = [str(Holds(asked.holds).value)] if asked.tells_apart else []
    for row in rows.iterator(chunk_size=CHUNK):
        yield [value(row) for _column, value in COLUMNS[name]] + told


def _speaking(parts: Iterable[str]) -> Iterator[str]:
    """Go through ``parts`` in the language of the request, which is over by the time they are sent."""
    language = get_language() or "en"

    def spoken() -> Iterator[str]:
        with translation.override(language):
            yield from parts

    return spoken()


def _filename(name: str, day: datetime.date | None) -> str:
    when = f"-on-{day.isoformat()}" if day else ""
    return f"hrnet-{name.replace('_', '-')}{when}"
