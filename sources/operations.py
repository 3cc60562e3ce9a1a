"""Migration operations of ours."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger
from pgtrigger.migrations import AddTrigger


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
