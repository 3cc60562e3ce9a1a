"""``manage.py undo_import ID [--json]``: undo an import, as its page does."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from imports import actions, messages, records
from imports.models import Import, State
from imports.recovery import recover


class Command(BaseCommand):
    help = "Undo an import: what it created goes, what it changed gets its old values back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int)
        parser.add_argument("--as-user", default="", help="who undoes it; its owner unless given")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")

    def handle(self, **options: Any) -> None:
        import_ = Import.objects.filter(pk=options["id"]).first()
        if import_ is None:
            raise CommandError(f"There is no import {options['id']}.", returncode=2)
        user = import_.owner
        if options["as_user"]:
            users = get_user_model()._default_manager.filter(is_active=True)
            user = users.filter(username=options["as_user"]).first()
        if user is None:
            raise CommandError("There is no such account: name one with --as-user.", returncode=2)
        recover(import_)
        try:
            actions.ask_to_undo(import_id=import_.pk, user=user)
            undone = actions.take_back(import_.pk)
        except actions.NotAllowedError as error:
            raise CommandError(
                f"The account {user} may not undo import {import_.pk}: name another with --as-user.",
                returncode=2,
            ) from error
        except actions.NotNowError as error:
            import_.refresh_from_db()
            raise CommandError(
                f"Import {import_.pk} is {import_.get_state_display()}: there is nothing to undo now.",
                returncode=2,
            ) from error
        if undone.state != State.UNDONE:
            raise CommandError(messages.of_file(undone.problem), returncode=2)
        self._report(undone, user)
        done = undone.counts["undone"]
        if options["json"]:
            self.stdout.write(json.dumps(done | {"import_id": undone.pk}))
        if done["edited"] or done["published"] or done["records"]:
            raise SystemExit(1)

    def _report(self, undone: Import, user: Any) -> None:
        done = undone.counts["undone"]
        self.stdout.write(
            f"Undone: {done['removed']} removed, {done['restored']} put back, {done['citations']} citations"
            f" taken out, {done['edited']} edited since and left as they are."
        )
        if done["published"]:
            self.stdout.write(
                f"{done['published']} are published and left: the account {user} may not publish. Undo the"
                " rest as one that may."
            )
        for one in records.left(undone):
            self.stdout.write(f"Left: {one.label} ({one.reason}).")
