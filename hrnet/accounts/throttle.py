"""Whose failures the throttle counts: wrong passwords, and wrong codes of the second factor.

All count together, by account, in the database (django-axes): at sign-in, where the old password is asked
for, and where a session is confirmed; from whatever address, browser or session.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core import context
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _


def username(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str | None:
    """Return the account that somebody tries to sign in to, as the form or the backend names it.

    In small letters, since signing in does not tell «Admin» from «admin»: else each spelling would have
    its own ten failures.
    """
    named = (credentials or {}).get("username") or (
        request.POST.get("login") if request is not None else None
    )
    return named.replace("\0", "").strip().lower() if named else None


def guess(user: Any, verify: Callable[[], bool]) -> bool:
    """Return what ``verify`` says of a password or code of ``user``, and count a failure.

    Guesses at one account are verified one after another, so that parallel requests get no more of them.
    Who makes the last failure that is allowed loses the session, or the sign-in that was begun.

    Raises:
        ValidationError: after too many failures; nothing is verified then, and the answer is the page of
            the throttle, with status 429.
    """
    request = context.request
    credentials = get_credentials(user.get_username())
    with transaction.atomic():
        get_user_model()._default_manager.select_for_update().get(pk=user.pk)
        open_before = AxesProxyHandler.is_allowed(request, credentials)
        if open_before:
            if verify():
                return True
            user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        if AxesProxyHandler.is_allowed(request, credentials):
            return False
    if open_before:
        request.session.flush()
    request.axes_locked_out = True  # axes' middleware answers
    raise ValidationError(_("Too many failed attempts"))
