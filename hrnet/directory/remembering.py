"""What this process remembers of public records: small results, each under the mark of what it rests on.

A result is given back only while its mark is still that of the database (:mod:`hrnet.directory.marks`). It is
for what is the same for every reader; nothing of a session may go in.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

T = TypeVar("T")
MOST = 400  # results; the largest, a panel of filters, has some 20 kB

_results: OrderedDict[Hashable, tuple[str, object]] = OrderedDict()
_lock = Lock()


def recall(key: Hashable, mark: str) -> object | None:
    """Return what is remembered under ``key``, unless anything that it rests on has changed since."""
    with _lock:
        known = _results.get(key)
        if known is None or known[0] != mark:
            return None
        _results.move_to_end(key)
        return known[1]


def remember(key: Hashable, mark: str, result: T) -> T:
    """Remember ``result``, and return it; where there is no mark, nothing is."""
    if mark:
        with _lock:
            _results[key] = (mark, result)
            _results.move_to_end(key)
            while len(_results) > MOST:
                _results.popitem(last=False)
    return result


def once(key: Hashable, mark: str, make: Callable[[], T]) -> T:
    """Return what is remembered under ``key``, or make it."""
    known = recall(key, mark)
    return remember(key, mark, make()) if known is None else known  # type: ignore[return-value]
