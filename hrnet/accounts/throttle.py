"""Whose failures the login throttle counts: wrong passwords, and wrong codes of the second factor."""

from __future__ import annotations

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest


def username(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str | None:
    """Return the account that somebody tries to sign in to, as the form or the backend names it.

    In small letters, since signing in does not tell «Admin» from «admin»: else each spelling would have
    its own ten failures.
    """
    named = (credentials or {}).get("username") or (
        request.POST.get("login") if request is not None else None
    )
    return named.replace("\0", "").strip().lower() if named else None


def count_wrong_code(sender: Any, *, request: HttpRequest, user: Any, **_signal: Any) -> None:
    """Count a wrong code as a failure to sign in; where there were too many, end what was begun.

    Who knows a password could else try codes without an end.
    """
    credentials = get_credentials(user.get_username())
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.session.flush()
