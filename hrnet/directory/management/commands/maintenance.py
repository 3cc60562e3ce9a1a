"""``manage.py maintenance``: remove what is past its time; run it daily."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hrnet.ops.maintenance import maintain


class Command(BaseCommand):
    help = (
        "Remove what is past its time: imports that nobody stored, sessions, notes of failed sign-ins,"
        " results of tasks. Each has a line in the log; the exit status is 1 where one of them failed."
    )

    def handle(self, **options: Any) -> None:
        if failed := maintain():
            raise CommandError(f"Not done: {', '.join(failed)}. The log says why.")
