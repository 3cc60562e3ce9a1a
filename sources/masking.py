"""What a history tells to whom: not everybody may read every text that it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Mask = Callable[[str], str]
_mask: ContextVar[Mask | None] = ContextVar("mask", default=None)


@contextmanager
def masked(mask: Mask) -> Iterator[None]:
    """Within, each text that a history tells passes through ``mask``."""
    token = _mask.set(mask)
    try:
        yield
    finally:
        _mask.reset(token)


def readable(value: Any) -> Any:
    """Return what this reader may read of a value that a history keeps."""
    mask = _mask.get()
    if mask is None or not value:
        return value
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {mask(str(key)): readable(inner) for key, inner in value.items()}
    return [readable(inner) for inner in value] if isinstance(value, list) else value
