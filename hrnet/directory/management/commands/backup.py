"""``manage.py backup``: write the database and the private files into one archive."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hrnet.ops.backup import write_backup
from hrnet.ops.places import OpsError


class Command(BaseCommand):
    help = "Write a backup of the database and the private files; says where."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="the file to write; in the data folder unless given")

    def handle(self, *, to: Path | None, **options: Any) -> None:
        try:
            self.stdout.write(str(write_backup(to)))
        except OpsError as error:
            raise CommandError(str(error)) from error
