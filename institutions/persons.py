"""Who may see the names of persons that are withheld from the public."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_all_names: ContextVar[bool] = ContextVar("all_names", default=False)


def may_see_all_names(user: Any) -> bool:
    """Tell whether ``user`` may see withheld names: who may write down persons. Viewers may not."""
    return bool(user.has_perm("institutions.add_person"))


def all_names_shown() -> bool:
    """Tell whether what runs now may show withheld names. Nothing may, unless :func:`all_names` says so."""
    return _all_names.get()


@contextmanager
def all_names() -> Iterator[None]:
    """Within, a person is called by name even where the name is withheld from the public."""
    token = _all_names.set(True)
    try:
        yield
    finally:
        _all_names.reset(token)
