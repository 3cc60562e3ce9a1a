"""The secrets of second factors, encrypted in the database.

The keys come from ``HRNET_MFA_KEYS``: the first encrypts, all decrypt, so that a key can be replaced while
people sign in. Where none is set, one is made on this machine and kept with its other secrets in the data
folder. No backup holds them: whoever finds a backup cannot make codes of it.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hrnet.ops.places import secret

logger = logging.getLogger("hrnet.security")
ENCRYPTED = "fernet:"  # what is not encrypted yet is base32 or hexadecimal, and holds no colon


class UnreadableFactorError(ValidationError):
    """A second factor was encrypted with a key that is not here. In a form, it is shown as its error."""


class FactorAdapter(DefaultMFAAdapter):
    """allauth's hooks for the secrets that it stores."""

    def encrypt(self, text: str) -> str:
        """Return ``text`` encrypted with the first key."""
        return ENCRYPTED + cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; one that is not encrypted yet, as it is.

        Raises:
            UnreadableFactorError: none of the keys fits.
        """
        if not encrypted_text.startswith(ENCRYPTED):
            return encrypted_text
        try:
            return cipher().decrypt(encrypted_text.removeprefix(ENCRYPTED)).decode()
        except InvalidToken as error:
            raise UnreadableFactorError(words()) from error


def words() -> str:
    """Return what somebody is told whose second factor cannot be read here."""
    return _(
        "Your second factor cannot be verified: it was encrypted with a key that this machine does not have."
        " Ask the operator of the site to set that key, or to remove your second factor."
    )


def unreadable_page(request: HttpRequest) -> HttpResponse:
    """Return the page for it, and tell the operator."""
    logger.error("A second factor cannot be read: set HRNET_MFA_KEYS to the keys of before.")
    context = {"title": _("Second factor not readable"), "what": words()}
    return render(request, "error.html", context, status=503)


def keys() -> list[str]:
    """Return the keys, the one that encrypts first."""
    return settings.HRNET_MFA_KEYS or [secret("mfa_key")]


def cipher() -> MultiFernet:
    """Return what encrypts with the first key and decrypts with any."""
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"hrnet.mfa:{key}".encode()).digest()))
            for key in keys()
        ]
    )


def encrypt_again(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an authenticator with each secret encrypted with the first key.

    Raises:
        UnreadableFactorError: none of the keys fits.
    """
    adapter = FactorAdapter()
    fresh = dict(data)
    for name in ("secret", "seed"):
        if name in fresh:
            fresh[name] = adapter.encrypt(adapter.decrypt(fresh[name]))
    if "migrated_codes" in fresh:
        fresh["migrated_codes"] = [adapter.encrypt(adapter.decrypt(code)) for code in fresh["migrated_codes"]]
    return fresh


def unreadable_accounts() -> set[int]:
    """Return the keys of the accounts with a second factor that none of the keys fits."""
    found = set()
    for factor in Authenticator.objects.all():
        try:
            encrypt_again(factor.data)
        except UnreadableFactorError:
            found.add(factor.user_id)
    return found
