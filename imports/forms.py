"""The forms of the import’s own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from imports.readers.gate import FORMATS, MAX_BYTES
from imports.resources import FORMATS as EXPORT_FORMATS
from networks.models import Network
from sources.fields import PartialDateFormField


class UploadForm(forms.Form):
    """A file, and what holds for all of its rows."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, TSV, XLSX, XLS or ODS, up to 50 MB. A row at its top names the columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{one}" for one in FORMATS)}),
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
        help_text=_("Only where the file has no column “network”."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 50 MB: split it."))
        return file


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
