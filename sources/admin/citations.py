"""Citations beside the statement or the field that they support."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sources.admin.base import prepared
from sources.admin.mending import MendingForm
from sources.citations import Citation
from sources.statements import Dated


class WordingField(forms.CharField):
    """How the source words the parties, a line each: «network: European Network of Mediators»."""

    widget = forms.Textarea(attrs={"rows": 2, "cols": 50})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return "\n".join(f"{party}: {words}" for party, words in value.items())
        return value

    def to_python(self, value: Any) -> dict[str, str]:  # type: ignore[override]
        found = {}
        for line in (super().to_python(value) or "").splitlines():
            party, colon, words = line.partition(":")
            if not colon or not words.strip():
                raise ValidationError(_("Write a party, a colon, and the source’s words: “network: …”."))
            found[party.strip()] = words.strip()
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or {}) != self.to_python(data or "")
        except ValidationError:
            return True


class CitationForm(MendingForm):
    """One citation, its field chosen from those of the record."""

    wording = WordingField(
        label=_("wording"), required=False, help_text=_("network: how the source calls it")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "about" in self.fields:
            self.fields["about"] = forms.ChoiceField(
                label=_("about"), choices=self._fields_of_subject(), required=False
            )

    def _fields_of_subject(self) -> list[tuple[str, Any]]:
        subject: Any = self._meta.model._meta.get_field("subject").related_model
        left_out = {"id", "handle", "review_state", "slug", "standing", *getattr(subject, "DERIVED", ())}
        choices: list[tuple[str, Any]] = [("", _("the record as a whole"))]
        if issubclass(subject, Dated):
            left_out |= {"start", "end", "end_status", "period_type", "revises", "part_of", "follows"}
            choices.append(("period", _("period")))
        choices += getattr(subject, "ALSO_CITED", {}).items()
        for field in subject._meta.fields:
            name = field.name.removesuffix("_en").removesuffix("_fr")
            if field.editable and not field.generated and name not in left_out:
                left_out.add(name)
                choices.append((name, field.verbose_name))
        known = {name for name, _label in choices}
        current = self.instance.about if self.instance.pk else ""
        return choices if current in known else [*choices, (current, current)]


def citation_inline(citation: type[Citation], extra: int = 0) -> type[admin.StackedInline]:
    """Return the inline for the citations of one kind of record."""

    class CitationInline(admin.StackedInline):
        model = citation
        fk_name = "subject"
        form = CitationForm
        autocomplete_fields = ("source",)
        verbose_name = _("citation")
        verbose_name_plural = _("citations: which source says so, and where in it")
        fieldsets = (
            (None, {"fields": (("source", "about", "effect"), ("page", "paragraph", "sentence", "row"))}),
            (
                _("More on the place and the words"),
                {
                    "fields": (("section", "sheet", "locator"), ("as_of", "quotation"), "wording", "says"),
                    "classes": ("collapse",),
                },
            ),
        )

        def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
            return prepared(super().formfield_for_dbfield(db_field, request, **options), db_field)

    CitationInline.extra = extra
    return CitationInline
