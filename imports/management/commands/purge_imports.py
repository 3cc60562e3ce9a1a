"""``manage.py purge_imports``: remove what imports hold past their time; safe at any time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from imports.actions import purge


class Command(BaseCommand):
    help = "Remove uploaded files whose time is over, and what was read of files that nobody stored in time."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{purge()} purged.")
