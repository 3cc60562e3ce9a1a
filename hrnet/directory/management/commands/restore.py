"""``manage.py restore FILE``: put a backup back, whole or not at all."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hrnet.accounts.factors import unreadable_accounts
from hrnet.ops import backup
from hrnet.ops.places import OpsError

UNAUTHENTICATED = (
    "This backup is not authenticated: nothing proves that it was made here, or that nobody changed it since."
)


class Command(BaseCommand):
    help = "Restore a backup in place of what is there. What is there is backed up first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument(
            "--check", action="store_true", help="restore into a database of its own, compare, and drop it"
        )
        parser.add_argument(
            "--unauthenticated",
            action="store_true",
            help="also take a backup that our key does not prove: of an earlier release, or of another key",
        )

    def handle(self, *, file: Path, check: bool, unauthenticated: bool, **options: Any) -> None:
        try:
            if check:
                done = backup.check(file, unauthenticated=unauthenticated)
                said = f"The backup is whole: {len(done.digests)} tables came back with equal digests."
            else:
                if not file.is_file():
                    raise OpsError(f"There is no backup at {file}: check the path.")
                before = backup.write_backup()
                done = backup.restore(file, unauthenticated=unauthenticated)
                said = f"Restored {len(done.digests)} tables. What was there before is in {before}."
        except OpsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            "The backup is authenticated by our key." if done.authenticated else UNAUTHENTICATED
        )
        self.stdout.write(said)
        if not check and (count := len(unreadable_accounts())):
            self.stderr.write(
                f"The second factors of {count} accounts were encrypted with a key that is not here. Set"
                " HRNET_MFA_KEYS to the keys of the machine that wrote the backup; if they are lost, remove"
                " these second factors: manage reset_second_factor --unreadable"
            )
