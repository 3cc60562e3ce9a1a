"""``manage.py reset_second_factor``: remove second factors; the next sign-in sets up new ones."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hrnet.accounts.factors import unreadable_accounts


class Command(BaseCommand):
    """Remove the second factor of an account, or all that cannot be read."""

    help = "Removes the second factor and the recovery codes of an account; its sessions end."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of an account, or ``--unreadable``."""
        parser.add_argument("name", nargs="?", help="the name that the person signs in with")
        parser.add_argument(
            "--unreadable", action="store_true", help="of all accounts whose second factor cannot be read"
        )

    def handle(self, *_args: Any, name: str | None, unreadable: bool, **_options: Any) -> None:
        """Remove them and say of how many accounts."""
        if bool(name) == unreadable:
            raise CommandError("Name an account, or give --unreadable.")
        if unreadable:
            accounts = unreadable_accounts()
        else:
            accounts = set(
                get_user_model()._default_manager.filter(username=name).values_list("pk", flat=True)
            )
            if not accounts:
                raise CommandError(f"There is no account “{name}”.")
        Authenticator.objects.filter(user__in=accounts).delete()
        self.stdout.write(f"Second factors removed: {len(accounts)}. The next sign-in sets up a new one.")
