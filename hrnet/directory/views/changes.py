"""What changed in a network between two dates: who joined, left, has another role; what is unknown."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hrnet.directory.as_of import NotADayError, day_of
from hrnet.directory.statements import Notes, cited
from networks.models import Membership, Network
from sources.statements import Holds


class DayField(forms.CharField):
    """A day, or a month or a year that means its last day."""

    widget = forms.TextInput(attrs={"placeholder": "2014-11-14", "size": 11, "autocomplete": "off"})

    def clean(self, value: Any) -> datetime.date | None:
        text = super().clean(value)
        try:
            return day_of(text)
        except NotADayError as error:
            raise forms.ValidationError(str(error)) from error


class TwoDates(forms.Form):
    """The two dates to compare, the earlier one first."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["from"] = DayField(label=gettext_lazy("from"), max_length=40)
        self.fields["to"] = DayField(label=gettext_lazy("to"), max_length=40)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("from") and values.get("to") and values["from"] >= values["to"]:
            raise forms.ValidationError(_("The first date has to lie before the second."))
        return values


@dataclass
class Member:
    """A member of the network with its memberships of both dates, each told by whether it held."""

    party: Any
    before: list[Membership] = field(default_factory=list)
    after: list[Membership] = field(default_factory=list)
    unknown: list[Membership] = field(default_factory=list)

    @property
    def change(self) -> str:
        """Return what happened, as far as it is known: ``unknown`` wins wherever something is."""
        if self.unknown:
            return "unknown"
        if not self.before:
            return "joined"
        if not self.after:
            return "left"
        return "same" if _roles(self.before) == _roles(self.after) else "role"


def _roles(rows: list[Membership]) -> set[Any]:
    return {(row.role_id, row.status) for row in rows}


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Compare a network’s members on two dates; status 400 with what is wrong where they are none."""
    network = get_object_or_404(
        Network.objects.visible().select_related("institution__country"), institution__slug=slug
    )
    form = TwoDates(request.GET) if "from" in request.GET or "to" in request.GET else TwoDates()
    valid = form.is_valid()
    context = {
        "title": _("Changes: %(network)s") % {"network": network},
        "record": network,
        "institution": network.institution,
        "form": form,
        "notes": Notes(),
        "days": [form.cleaned_data["from"], form.cleaned_data["to"]] if valid else [],
        "parts": _parts(network, form.cleaned_data["from"], form.cleaned_data["to"]) if valid else [],
    }
    return render(request, "directory/changes.html", context, status=400 if form.errors else 200)


def _parts(
    network: Network, first: datetime.date, second: datetime.date
) -> list[tuple[str, str, list[Member]]]:
    """Return the members by what happened: code, words, and who."""
    found = members(Membership.objects.filter(network=network), first, second)
    words = [
        ("joined", _("Joined")),
        ("left", _("Left")),
        ("role", _("Changed role or status")),
        ("unknown", _("Unknown: at least one of the dates is not known, or only attested")),
        ("same", _("Stayed as they were")),
    ]
    return [(code, label, [one for one in found if one.change == code]) for code, label in words]


def members(rows: QuerySet, first: datetime.date, second: datetime.date) -> list[Member]:
    """Return who surely or perhaps belonged on one of two dates, in the order of their names."""
    memberships: Any = rows
    asked = memberships.visible().shown().prefetch_related(cited(Membership))
    by_party: dict[Any, Member] = {}
    for row in asked.order_by("institution__sort_en", "group__slug", "role__position", "pk"):
        on = row.holds_on(first), row.holds_on(second)
        if on == (Holds.NOT, Holds.NOT):
            continue
        # A party that the source lost is nobody that could be found again: each is its own.
        key = (row.institution_id, row.group_id) if row.institution_id or row.group_id else row.pk
        one = by_party.setdefault(key, Member(row.institution or row.group))
        if Holds.PERHAPS in on:
            one.unknown.append(row)
        one.before += [row] if on[0] == Holds.SURELY else []
        one.after += [row] if on[1] == Holds.SURELY else []
    return list(by_party.values())
