"""The forms of the import’s own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hrnet.lib.dates import explain
from imports.models import Target
from imports.readers.gate import FORMATS, MAX_BYTES
from imports.resources import FORMATS as EXPORT_FORMATS
from networks.models import Network
from sources.fields import PartialDateFormField

PASTED = 2_000_000  # characters


class UploadForm(forms.Form):
    """A file or a pasted table, and what holds for all of its rows."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV, TSV, XLSX, XLS or ODS, up to 50 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{one}" for one in FORMATS)}),
    )
    pasted = forms.CharField(
        label=_("Or a table, pasted"),
        required=False,
        max_length=PASTED,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("Copied from a web page, a document or a spreadsheet, with its header row."),
    )
    target = forms.ChoiceField(
        label=_("What its rows are"), choices=Target.choices, initial=Target.MEMBERSHIPS, required=False
    )
    list_name = forms.CharField(
        label=_("Name of the list"),
        required=False,
        max_length=120,
        help_text=_(
            "Leave it empty to take the file’s name. A file under the same name as an earlier one is its"
            " newer edition, and may revise what the earlier one said."
        ),
    )
    as_of = PartialDateFormField(
        label=_("As of"), required=False, help_text=_("The date for which the list speaks: 2024-03-01, 2024.")
    )
    network = forms.CharField(
        label=_("Network of all rows"),
        required=False,
        max_length=300,
        help_text=_("Only where the file has no column with the networks."),
    )
    complete = forms.BooleanField(
        label=_("The list names all members"),
        required=False,
        help_text=_(
            "Members that it does not name are then shown as “ended?”; nothing ends unless you say so."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 50 MB: split it."))
        return file

    def clean_as_of(self) -> Any:
        as_of = self.cleaned_data["as_of"]
        if as_of is not None and as_of.is_ahead:
            raise forms.ValidationError(explain("ahead", as_of.text))
        return as_of

    def clean_target(self) -> str:
        return self.cleaned_data["target"] or Target.MEMBERSHIPS.value

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "file" in data and bool(data["file"]) == bool(data.get("pasted", "").strip()):
            self.add_error("file", _("Choose a file, or paste a table: one of the two."))
        return data


class ConfirmForm(forms.Form):
    """What is decided on a preview."""

    leave_out_wrong = forms.BooleanField(required=False)


class ExportForm(forms.Form):
    """What to export, and how."""

    format = forms.ChoiceField(label=_("Format"), choices=[(key, key.upper()) for key in EXPORT_FORMATS])
    network = forms.ModelChoiceField(
        label=_("Network"),
        queryset=Network.objects.all(),
        to_field_name="institution__slug",
        required=False,
        widget=forms.TextInput,
        help_text=_("The last part of its address; empty for all networks."),
        error_messages={"invalid_choice": _("There is no network at this address.")},
    )
