"""allauth's forms that ask for a secret, under the throttle of :mod:`hrnet.accounts.throttle`."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from django.core.exceptions import ValidationError

from hrnet.accounts.throttle import guess


class ChangePasswordForm(AllauthChangePasswordForm):
    """A new password, after the old one."""

    def clean_oldpassword(self) -> str:
        """Return the old password; count it where it is wrong."""
        password: str = self.cleaned_data.get("oldpassword", "")
        if not guess(self.user, lambda: self.user.check_password(password)):
            raise get_adapter().validation_error("enter_current_password")
        return password


class ThrottledCode:
    """Counts wrong codes, and verifies none after too many."""

    user: Any

    def clean_code(self) -> str:
        """Return the code of the authenticator, or a recovery code."""
        wrong: list[ValidationError] = []

        def verify() -> bool:
            try:
                super(ThrottledCode, self).clean_code()  # type: ignore[misc]
            except ValidationError as error:
                wrong.append(error)
            return not wrong

        if not guess(self.user, verify):
            raise wrong[0]
        return self.cleaned_data["code"]  # type: ignore[attr-defined]


class AuthenticateForm(ThrottledCode, AllauthAuthenticateForm):
    """The code that a sign-in asks for."""


class ReauthenticateForm(ThrottledCode, AllauthReauthenticateForm):
    """The code that confirms a session."""
