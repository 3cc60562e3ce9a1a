"""``manage.py check_extraction SLUG FILE``: compare ``docs/extraction.md`` with the original text."""

from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sources.extraction import read_extraction, sentences


class Command(BaseCommand):
    help = "Check that docs/extraction.md accounts for every sentence of a source’s original text."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the source’s slug")
        parser.add_argument("file", type=Path, help="the original text, in UTF-8")

    def handle(self, *, slug: str, file: Path, **options: Any) -> None:
        entries = read_extraction(settings.BASE_DIR / "docs" / "extraction.md").get(slug)
        if entries is None:
            raise CommandError(f"docs/extraction.md has no list of the source “{slug}”.")
        original = [(s.number, s.paragraph, s.sentence, s.hash) for s in sentences(file.read_text())]
        listed = [(e.number, e.paragraph, e.sentence, e.hash) for e in entries]
        wrong = [
            f"listed {one}, original {other}" for one, other in zip_longest(listed, original) if one != other
        ]
        if len(listed) != len(original):
            wrong.append(f"{len(listed)} sentences listed, {len(original)} in the original")
        if wrong:
            raise CommandError("The list differs from the original:\n" + "\n".join(wrong))
        self.stdout.write(f"All {len(original)} sentences of “{slug}” are accounted for.")
