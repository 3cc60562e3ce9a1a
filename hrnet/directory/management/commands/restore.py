"""``manage.py restore FILE``: put a backup back, whole or not at all."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hrnet.ops import backup
from hrnet.ops.places import OpsError


class Command(BaseCommand):
    help = "Restore a backup in place of what is there. What is there is backed up first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument(
            "--check", action="store_true", help="restore into a database of its own, compare, and drop it"
        )

    def handle(self, *, file: Path, check: bool, **options: Any) -> None:
        try:
            if check:
                count = backup.check(file)
                self.stdout.write(f"The backup is whole: {count} tables came back with equal digests.")
                return
            if not file.is_file():
                raise OpsError(f"There is no backup at {file}: check the path.")
            before = backup.write_backup()
            count = backup.restore(file)
        except OpsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored {count} tables. What was there before is in {before}.")
