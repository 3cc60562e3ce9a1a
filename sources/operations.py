"""Migration operations of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import router
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger
from pgtrigger.migrations import AddTrigger

from sources.upgrades import writing_rows

Write = str | Callable[[Any, Any], None]


class WriteRows(Operation):
    """Write rows in a migration, under a history context that names the migration and the reason.

    ``module`` is ``__name__`` of the migration. ``forwards`` is SQL, or a function as ``RunPython`` takes
    it; so is ``backwards``, an empty text where there is nothing to take back. Without it, the migration
    cannot be reversed. The rows that break a new rule are kept: change only what no person has to decide.
    """

    reduces_to_sql = False

    def __init__(self, module: str, reason: str, forwards: Write, backwards: Write | None = None) -> None:
        self.module = module
        self.reason = reason
        self.forwards = forwards
        self.backwards = backwards

    @property
    def reversible(self) -> bool:  # type: ignore[override]
        return self.backwards is not None

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Writing rows changes no model."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._write(self.forwards, app_label, schema_editor, from_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if self.backwards is None:
            raise NotImplementedError("This migration wrote rows and cannot be taken back.")
        self._write(self.backwards, app_label, schema_editor, from_state)

    def _write(self, write: Write, app_label: str, schema_editor: Any, state: ProjectState) -> None:
        state.clear_delayed_apps_cache()
        if not write or not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        with writing_rows(self.module, self.reason):
            if callable(write):
                write(state.apps, schema_editor)
                return
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(write)

    def describe(self) -> str:
        return f"Write rows: {self.reason}"


class AddTriggers(Operation):
    """Install the triggers of many models at once.

    Historical models do not depend on triggers, so none is rendered anew: with one operation for each
    trigger, the first migration of a new database took a minute instead of seconds.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, triggers: dict[str, list[Trigger]]) -> None:
        self.triggers = triggers

    def _each(self) -> list[AddTrigger]:
        return [AddTrigger(model, trigger) for model, some in self.triggers.items() for trigger in some]

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for model, some in self.triggers.items():
            options = state.models[app_label, model].options
            options["triggers"] = [*options.get("triggers", []), *some]

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for one in self._each():
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for one in reversed(self._each()):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "Install the triggers that keep histories and derived columns"


class ReplaceTriggers(AddTriggers):
    """Install triggers in place of those of the same name; backwards, those that there were before."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for model, some in self.triggers.items():
            options = state.models[app_label, model].options
            new = {trigger.name: trigger for trigger in some}
            kept = [new.pop(trigger.name, trigger) for trigger in options.get("triggers", [])]
            options["triggers"] = [*kept, *new.values()]

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for model, some in self.triggers.items():
            names = {trigger.name for trigger in some}
            for trigger in to_state.models[app_label, model].options.get("triggers", []):
                if trigger.name in names:
                    again = AddTrigger(model, trigger)
                    again.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "Replace the triggers that keep derived columns"
