"""allauth's forms that ask for a secret, under the throttle of :mod:`hrnet.accounts.throttle`."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils import timezone

from hrnet.accounts.throttle import guess


class ChangePasswordForm(AllauthChangePasswordForm):
    """A new password, after the old one."""

    def clean_oldpassword(self) -> str:
        """Return the old password; count it where it is wrong."""
        password: str = self.cleaned_data.get("oldpassword", "")
        if not guess(self.user, lambda: self.user.check_password(password)):
            raise get_adapter().validation_error("enter_current_password")
        return password


def use_once(factor: Authenticator) -> bool:
    """Note that a code of ``factor`` was accepted; return False where one was in the same 30 seconds.

    RFC 6238, 5.2: no code twice. allauth remembers used codes in the cache, which each process of the web
    server has for itself; this is in the database. The caller holds a lock on the account.
    """
    if factor.type == Authenticator.Type.TOTP and factor.last_used_at is not None:
        period = mfa_settings.TOTP_PERIOD
        if factor.last_used_at.timestamp() // period == time.time() // period:
            return False
    Authenticator.objects.filter(pk=factor.pk).update(last_used_at=timezone.now())
    return True


class ThrottledCode:
    """Counts wrong codes, and verifies none after too many. A code is accepted once."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Return the code of the authenticator, or a recovery code."""
        wrong: list[ValidationError] = []

        def verify() -> bool:
            try:
                super(ThrottledCode, self).clean_code()  # type: ignore[misc]
            except ValidationError as error:
                wrong.append(error)
            else:
                if not use_once(self.authenticator):
                    wrong.append(get_mfa_adapter().validation_error("incorrect_code"))
            return not wrong

        if not guess(self.user, verify):
            raise wrong[0]
        return self.cleaned_data["code"]  # type: ignore[attr-defined]


class AuthenticateForm(ThrottledCode, AllauthAuthenticateForm):
    """The code that a sign-in asks for."""


class ReauthenticateForm(ThrottledCode, AllauthReauthenticateForm):
    """The code that confirms a session."""
