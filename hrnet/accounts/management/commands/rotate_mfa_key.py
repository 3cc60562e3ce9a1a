"""``manage.py rotate_mfa_key``: encrypt every second factor with the first key of ``HRNET_MFA_KEYS``."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hrnet.accounts.factors import encrypt_again, unreadable_accounts


class Command(BaseCommand):
    """Write all second factors anew, or none."""

    help = "Encrypts all second factors with the first key of HRNET_MFA_KEYS; afterwards the others can go."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--check``."""
        parser.add_argument(
            "--check", action="store_true", help="only say whether all second factors can be read"
        )

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        """Say how many were written; name the accounts whose second factor cannot be read, and stop."""
        with transaction.atomic():
            factors = list(Authenticator.objects.select_for_update().order_by("pk"))
            if unreadable := unreadable_accounts():
                accounts = ", ".join(str(user) for user in sorted(unreadable))
                raise CommandError(
                    f"Nothing was changed: the second factors of the accounts number {accounts} cannot be"
                    " read with these keys. Add the key of before to HRNET_MFA_KEYS, or remove these second"
                    " factors: manage reset_second_factor --unreadable"
                )
            for factor in factors:
                factor.data = encrypt_again(factor.data)
            if not check:
                Authenticator.objects.bulk_update(factors, ["data"])
        done = "can be read" if check else "are encrypted with the first key"
        self.stdout.write(f"All second factors ({len(factors)}) {done}.")
