"""Ending sessions: one, all others, or all of an account."""

from __future__ import annotations

from typing import Any

from allauth.core import context

from hrnet.accounts import log
from hrnet.accounts.models import Session, SessionQuerySet
from hrnet.accounts.sessions import digest


def own_row(request: Any) -> str:
    """Return the key of the row of the session that ``request`` came with; empty where there is none."""
    key = request.session.session_key if request is not None and hasattr(request, "session") else None
    return digest(key) if key else ""


def end(sessions: SessionQuerySet, *, user: int, why: str) -> int:
    """End ``sessions`` of the account ``user``, and return how many. What they have under way is refused."""
    count, _rows = sessions.filter(user=user).delete()
    if count:
        log.record("sessions_ended", user=user, count=count, why=why)
    return count


def end_others(user: int, *, why: str) -> int:
    """End the sessions of the account ``user``, but the one that this is done in."""
    return end(Session.objects.exclude(pk=own_row(context.request)), user=user, why=why)
