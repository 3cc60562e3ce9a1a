"""The form of a record with its optimistic lock: it knows the revision that it was opened at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sources.admin.mending import MendingForm
from sources.admin.removed import only_parts_removed_since
from sources.history import revision


class LockedForm(MendingForm):
    """A record’s form with the revision that it was opened at, and a reason for the change."""

    opened_at = forms.CharField(required=False, widget=forms.HiddenInput, label="")
    change_reason = forms.CharField(
        label=_("Why this change"),
        required=False,
        max_length=300,
        help_text=_("Kept in the history, beside your name."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and "opened_at" in self.fields:
            self.fields["opened_at"].initial = revision(self.instance)

    def _post_clean(self) -> None:
        """Check every constraint, also those on fields that the form does not show."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error.messages)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        opened_at = str(self.data.get(self.add_prefix("opened_at")) or "")
        changed = self.instance.pk and opened_at and opened_at != (now := revision(self.instance))
        if changed and not only_parts_removed_since(self.instance, opened_at):
            data: Any = self.data
            self.data = data.copy()  # so that saving once more, after reading, goes through
            self.data[self.add_prefix("opened_at")] = now  # type: ignore[index]
            self.add_error(
                None, _("Somebody else changed this record after you opened it. Nothing was saved yet.")
            )
            for line in self._both_texts():
                self.add_error(None, line)
            self.add_error(None, _("Change what should differ, then save again: your text then stands."))
        return cleaned

    def _both_texts(self) -> list[str]:
        stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
        lines = []
        for name in self.changed_data:
            if name in ("opened_at", "change_reason") or name not in self.cleaned_data:
                continue
            theirs, mine = getattr(stored, name, ""), self.cleaned_data[name]
            if theirs != mine:
                label = self.fields[name].label
                lines.append(
                    _now("%(field)s: stored now “%(theirs)s”, yours “%(mine)s”.")
                    % {"field": label, "theirs": theirs if theirs is not None else "", "mine": mine}
                )
        return lines
