"""``manage.py purge_imports``: remove the files of imports whose time is over; run it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from imports.actions import purge


class Command(BaseCommand):
    help = "Remove uploaded files whose time is over, and previews that nobody confirmed in time."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{purge()} files removed.")
