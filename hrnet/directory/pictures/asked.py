"""What a picture may be asked: of which record, how many steps, which kinds of tie, on which day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hrnet.directory.as_of import as_of


class TieKind(models.TextChoices):
    """The kinds of tie that a picture tells apart."""

    MEMBERSHIP = "membership", gettext_lazy("membership")
    ENGAGEMENT = "engagement", gettext_lazy("engagement")
    MANDATE = "mandate", gettext_lazy("mandate")
    ACCREDITATION = "accreditation", gettext_lazy("accreditation")
    RELATION = "relation", gettext_lazy("relation")
    MEETING = "meeting", gettext_lazy("meeting")
    INSTRUMENT = "instrument", gettext_lazy("act on an instrument")
    ABOUT = "about", gettext_lazy("works on it, or is in it")


STEPS = [("1", gettext_lazy("one step")), ("2", gettext_lazy("two steps"))]


class PictureForm(forms.Form):
    """The parameters of a picture but the day, which the whole site shares."""

    steps = forms.ChoiceField(
        label=gettext_lazy("How far"), choices=STEPS, required=False, widget=forms.RadioSelect
    )
    tie = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of tie"),
        choices=TieKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@dataclass(frozen=True)
class Asked:
    """The parameters of a picture."""

    steps: int = 1
    kinds: tuple[str, ...] = ()  # empty: all
    on: datetime.date | None = None

    @property
    def key(self) -> str:
        """The same text for the same picture, however the address was written."""
        kinds = ",".join(self.kinds) or "all"
        return f"steps={self.steps} ties={kinds} on={self.on.isoformat() if self.on else ''}"

    @property
    def whole(self) -> Asked:
        """All that the layout is made for, so that a record keeps its place whatever is filtered."""
        return Asked(steps=self.steps)

    def query(self, **changes: Any) -> str:
        """Return the query string that asks the same, with ``changes``."""
        values: dict[str, Any] = {"steps": self.steps, "tie": self.kinds, "on": self.on} | changes
        parts = [f"steps={values['steps']}"] if values["steps"] != 1 else []
        parts += [f"tie={kind}" for kind in values["tie"]]
        parts += [f"on={values['on'].isoformat()}"] if values["on"] else []
        return "?" + "&".join(parts) if parts else ""


def asked(request: HttpRequest) -> Asked:
    """Return what the address asks of a picture; raise ``BadRequest`` in plain words otherwise."""
    form = PictureForm(request.GET)
    if not form.is_valid():
        raise BadRequest(_first_error(form))
    chosen = form.cleaned_data["tie"]
    kinds = tuple(kind for kind in TieKind.values if kind in chosen)
    if len(kinds) == len(TieKind.values):
        kinds = ()
    return Asked(int(form.cleaned_data["steps"] or 1), kinds, as_of(request))


def _first_error(form: forms.Form) -> str:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else name
        return _("%(field)s: %(error)s") % {"field": label, "error": errors[0]}
    return ""


def years_beside(on: datetime.date | None) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the same day a year before and a year after ``on``; none where there is none, or is to come."""
    today = timezone.now().date()
    day = on or today
    before, after = _in_year(day, -1), _in_year(day, 1)
    return before, after if after and after <= today else None


def _in_year(day: datetime.date, years: int) -> datetime.date | None:
    if not datetime.MINYEAR <= day.year + years <= datetime.MAXYEAR:
        return None
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day)
