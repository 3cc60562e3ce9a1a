"""What this process remembers of public records: results, each under the mark of what it rests on.

A result is given back only while its mark is still that of the database (:mod:`hrnet.directory.marks`). It is
for what is the same for every reader: nothing of a session may go in. Of a page that means the parts that its
template puts between ``{% part %}`` and ``{% endpart %}``; what stands around them is drawn anew each time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from hrnet.directory.facets import watched
from hrnet.directory.marks import mark

T = TypeVar("T")
MOST = 24_000_000  # characters in all; a page has 40 to 150 thousand
LEAST = 500  # what a result without a text of its own counts for

_results: OrderedDict[Hashable, tuple[str, object, int]] = OrderedDict()
_lock = Lock()
_size = 0


def recall(key: Hashable, now: str) -> Any:
    """Return what is remembered under ``key``, unless anything that it rests on has changed since."""
    with _lock:
        known = _results.get(key)
        if known is None or known[0] != now:
            return None
        _results.move_to_end(key)
        return known[1]


def remember(key: Hashable, now: str, result: T) -> T:
    """Remember ``result``, and return it; where there is no mark, nothing is."""
    if now:
        with _lock:
            _forget(key)
            _results[key] = (now, result, _length(result))
            _grow(_length(result))
            while _size > MOST:
                _forget(next(iter(_results)))
    return result


def once(key: Hashable, now: str, make: Callable[[], T]) -> T:
    """Return what is remembered under ``key``, or make it."""
    known: T | None = recall(key, now)
    return remember(key, now, make()) if known is None else known


def forget_all() -> None:
    """Forget everything."""
    with _lock:
        for key in list(_results):
            _forget(key)


def _length(result: object) -> int:
    texts = result.values() if isinstance(result, dict) else [result]
    return LEAST + sum(len(text) for text in texts if isinstance(text, str))


def _grow(by: int) -> None:
    global _size
    _size += by


def _forget(key: Hashable) -> None:
    if (known := _results.pop(key, None)) is not None:
        _grow(-known[2])


class Parts(dict[str, str]):
    """The parts of one page as they were drawn, with the template and the little that it needs besides."""

    template = ""

    def __init__(self) -> None:
        super().__init__()
        self.around: dict[str, Any] = {}


def remembered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return a view that draws the parts of a page once for all who ask for the same address.

    It is remembered where it is drawn by :func:`drawn`, and is neither an error nor something else.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        key = ("page", request.path, request.GET.urlencode(), get_language(), timezone.now().date())
        now = mark(watched())  # before anything is read
        known: Parts | None = recall(key, now)
        if known is not None:
            request.parts = known  # type: ignore[attr-defined]
            return render(request, known.template, known.around)
        request.parts, request.mark = (parts := Parts()), now  # type: ignore[attr-defined]
        response = view(request, *args, **options)
        if response.status_code == 200 and parts.template:
            remember(key, now, parts)
        return response

    return asked


def drawn(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    around: dict[str, Any],
) -> HttpResponse:
    """Draw a page whose parts are remembered; ``around`` is what stands outside of them, and no record."""
    parts: Parts | None = getattr(request, "parts", None)
    if parts is not None:
        parts.template, parts.around = template, around
    return render(request, template, context | around)
