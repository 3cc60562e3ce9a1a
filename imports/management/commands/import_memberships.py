"""``manage.py import_memberships FILE [--apply]``: the pipeline of ``/imports/``, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hrnet.lib.dates import PartialDate, PartialDateError
from imports import actions, messages
from imports.models import Import, Outcome, State

SHOWN = 50  # wrong rows written out


class Command(BaseCommand):
    help = "Preview a spreadsheet of memberships; with --apply, store its right rows, all or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="store the right rows")
        parser.add_argument("--list", default="", help="the name of the list; the file’s name unless given")
        parser.add_argument("--as-of", default="", help="the date for which the list speaks: 2024-03-01")
        parser.add_argument("--as-user", default="", help="who imports; the first administrator unless given")
        parser.add_argument(
            "--set", action="append", default=[], metavar="FIELD=VALUE", help="a value for every row"
        )

    def handle(self, **options: Any) -> None:
        import_ = self._read(options)
        self._report(import_)
        if options["apply"] and import_.right_rows():
            self._apply(import_)
        else:
            actions.drop(import_id=import_.pk, user=import_.owner)
        if import_.counts["wrong"]:
            raise SystemExit(1)

    def _read(self, options: dict[str, Any]) -> Import:
        path: Path = options["file"]
        try:
            file = path.open("rb")
        except OSError as error:
            raise CommandError(f"{path} cannot be opened ({error.strerror}).", returncode=2) from error
        with file:
            created = actions.create(
                owner=self._user(options["as_user"]),
                file=File(file, name=path.name),
                filename=path.name,
                list_name=options["list"],
                as_of=self._date(options["as_of"]),
                constants=dict(one.split("=", 1) for one in options["set"] if "=" in one),
            )
        import_ = actions.read(created.pk)
        if import_.state != State.PREVIEWED:
            raise CommandError(messages.of_file(import_.problem), returncode=2)
        return import_

    def _date(self, text: str) -> PartialDate | None:
        try:
            return PartialDate.of(text)
        except PartialDateError as error:
            raise CommandError(str(error), returncode=2) from error

    def _user(self, name: str) -> Any:
        users = get_user_model()._default_manager.filter(is_active=True)
        found = users.filter(username=name) if name else users.filter(is_superuser=True)
        user = found.order_by("pk").first()
        if user is None:
            raise CommandError(
                "There is no such account to import as: name one with --as-user.", returncode=2
            )
        return user

    def _report(self, import_: Import) -> None:
        for outcome in Outcome:
            self.stdout.write(f"{import_.counts[outcome.value]:>9} {outcome.label}")
        wrong = list(import_.rows.filter(outcome=Outcome.WRONG).order_by("number")[:SHOWN])
        said = messages.of_rows(wrong)
        for row in wrong:
            place = f"{row.sheet}, row {row.row}" if row.sheet else f"row {row.row}"
            for line in said[row.number]:
                self.stderr.write(f"{place}: {line}")

    def _apply(self, import_: Import) -> None:
        actions.confirm(import_id=import_.pk, user=import_.owner, leave_out_wrong=True)
        stored = actions.store(import_.pk)
        if stored.state != State.APPLIED:
            raise CommandError(messages.of_file(stored.problem), returncode=2)
        self.stdout.write(f"Stored as import {stored.pk}.")
