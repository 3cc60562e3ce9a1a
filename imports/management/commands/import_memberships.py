"""``manage.py import_memberships FILE``: the pipeline of ``/imports/``, from the command line.

Without ``--apply`` it only previews, and leaves nothing behind. Exit status: 0 where nothing was wrong, 1
where some rows were, 2 where the file could not be read or the command was given wrongly.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hrnet.lib.dates import PartialDate, PartialDateError, explain
from imports import actions, giving_back, messages, wording
from imports.commandline import given_mapping, unknown_columns
from imports.models import Import, Outcome, State, Target
from imports.readers.errors import MappingError

SHOWN = 50  # wrong rows written out
COUNTED = ("rows", "new", "changed", "contradicted", "unchanged", "ended", "wrong", "unresolved")


class Command(BaseCommand):
    help = "Preview a spreadsheet of memberships or parties; with --apply, store its right rows, all or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="store the right rows")
        parser.add_argument("--target", choices=Target.values, default=Target.MEMBERSHIPS.value)
        parser.add_argument("--list", default="", help="the name of the list; the file’s name unless given")
        parser.add_argument("--as-of", default="", help="the date for which the list speaks: 2024-03-01")
        parser.add_argument("--as-user", default="", help="who imports; the first administrator unless given")
        parser.add_argument("--sheet", default="", help="the sheet to read; all that have such a table")
        parser.add_argument("--header-row", type=int, help="the first row of the header, counted from 1")
        parser.add_argument("--mapping", default="", metavar="NAME", help="a mapping saved under a name")
        for option, metavar, said in (
            ("--map", "COLUMN=FIELD", "read a column as a field"),
            ("--set", "FIELD=VALUE", "a value for every row"),
            ("--split", "COLUMN=SEPARATOR", "cut the cells of a column"),
            ("--value", "FIELD:RAW=CANONICAL", "what a word in the file means"),
            ("--unknown", "VALUE", "a text that means unknown"),
        ):
            parser.add_argument(option, action="append", default=[], metavar=metavar, help=said)
        parser.add_argument("--date-order", choices=("dmy", "mdy", "ymd"), default="")
        parser.add_argument("--complete", action="store_true", help="the list names all members")
        parser.add_argument(
            "--create-missing", action="store_true", help="create what no name leads to, as needing review"
        )
        parser.add_argument("--errors-to", type=Path, metavar="FILE", help="write the wrong rows (csv, xlsx)")
        parser.add_argument("--unresolved-to", type=Path, metavar="FILE", help="write the open names (csv)")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")

    def handle(self, **options: Any) -> None:
        began = time.monotonic()
        import_, stored = self._create(options), None
        try:
            import_ = self._previewed(actions.read(import_.pk), options)
            told = {name: import_.counts[name] for name in (*COUNTED, "left_out")}
            self._report(import_, options)
            if options["apply"] and import_.right_rows():
                stored = self._apply(import_)
        finally:
            if stored is None:
                self._leave_nothing(import_)
        if options["json"]:
            told["created_institutions"] = stored["created_institutions"] if stored else 0
            told["seconds"] = round(time.monotonic() - began, 2)
            told["import_id"] = import_.pk if stored else None
            self.stdout.write(json.dumps(told))
        if told["wrong"]:
            raise SystemExit(1)

    def _create(self, options: dict[str, Any]) -> Import:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                if not path.is_file():
                    raise CommandError(f"{path} is not a file.", returncode=2)
                return actions.create(
                    owner=self._user(options["as_user"]),
                    file=File(file, name=path.name),
                    filename=os.fsencode(path.name).decode("utf-8", "replace"),
                    list_name=options["list"],
                    as_of=self._date(options["as_of"]),
                    target=options["target"],
                    mapping=self._mapping(options),
                    complete=options["complete"],
                    create_missing=options["create_missing"],
                )
        except OSError as error:
            raise CommandError(f"{path} cannot be opened ({error.strerror}).", returncode=2) from error

    def _mapping(self, options: dict[str, Any]) -> dict[str, Any]:
        try:
            return given_mapping(options)
        except MappingError as error:
            raise CommandError(
                messages.of_file({"code": error.code, "parameters": error.parameters}), returncode=2
            ) from error
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error

    def _previewed(self, import_: Import, options: dict[str, Any]) -> Import:
        """Return the import where it was read; from here, there is nobody to match columns by hand."""
        said = unknown_columns(import_, options)
        if not said and import_.state == State.MAPPING and not import_.problem:
            columns = import_.mapping.get("columns") or []
            if columns and not wording.missing(import_):
                actions.map_columns(import_id=import_.pk, user=import_.owner, mapping=import_.mapping)
                import_ = actions.read(import_.pk)
        if import_.state == State.PREVIEWED and not said:
            return import_
        said = said or messages.of_file(import_.problem) or wording.unmapped(import_)
        raise CommandError(said, returncode=2)

    def _leave_nothing(self, import_: Import) -> None:
        """Remove the import with its file, its rows and its names: a preview is no record of anything."""
        import_.forget_file()
        Import.objects.filter(pk=import_.pk).delete()

    def _date(self, text: str) -> PartialDate | None:
        try:
            date = PartialDate.of(text)
        except PartialDateError as error:
            raise CommandError(str(error), returncode=2) from error
        if date is not None and date.is_ahead:
            raise CommandError(explain("ahead", date.text), returncode=2)
        return date

    def _user(self, name: str) -> Any:
        users = get_user_model()._default_manager.filter(is_active=True)
        found = users.filter(username=name) if name else users.filter(is_superuser=True)
        user = found.order_by("pk").first()
        if user is None:
            raise CommandError(
                "There is no such account to import as: name one with --as-user.", returncode=2
            )
        if not user.has_perm("imports.add_import"):
            raise CommandError(f"The account {user} may not import.", returncode=2)
        return user

    def _report(self, import_: Import, options: dict[str, Any]) -> None:
        for outcome in Outcome:
            self.stdout.write(f"{import_.counts[outcome.value]:>9} {outcome.label}")
        wrong = list(import_.rows.filter(outcome=Outcome.WRONG).order_by("number")[:SHOWN])
        said = messages.of_rows(wrong)
        for row in wrong:
            place = f"{row.sheet}, row {row.row}" if row.sheet else f"row {row.row}"
            for line in said[row.number]:
                self.stderr.write(f"{place}: {line}")
        try:
            if options["errors_to"]:
                giving_back.wrong_rows(import_, options["errors_to"].absolute())
            if options["unresolved_to"]:
                giving_back.open_names(import_, options["unresolved_to"])
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be written ({error.strerror}).", returncode=2
            ) from error

    def _apply(self, import_: Import) -> dict[str, int]:
        actions.confirm(import_id=import_.pk, user=import_.owner, leave_out_wrong=True)
        stored = actions.store(import_.pk)
        if stored.state != State.APPLIED:
            raise CommandError(messages.of_file(stored.problem), returncode=2)
        self.stdout.write(f"Stored as import {stored.pk}.")
        return dict(stored.counts["stored"])
