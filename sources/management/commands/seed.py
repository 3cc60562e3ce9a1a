"""``manage.py seed``: insert what hrnet ships and has not inserted before."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sources.seeding import fixture_files, seed


class Command(BaseCommand):
    help = "Insert the facts that hrnet ships, each once: what exists, or was changed or deleted, stays so."

    def handle(self, **options: Any) -> None:
        report = seed(fixture_files(settings.BASE_DIR / "fixtures"))
        self.stdout.write(f"{report.inserted} rows inserted, {report.known} known already.")
        for line in report.skipped:
            self.stderr.write(f"left out: {line}")
