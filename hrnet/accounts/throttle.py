"""Whose failures the login throttle counts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def username(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str | None:
    """Return the account that somebody tries to sign in to, as the form or the backend names it."""
    named = (credentials or {}).get("username")
    return named or (request.POST.get("login") if request is not None else None)
