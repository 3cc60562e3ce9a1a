"""The steps of an import, as its pages show them: where one is, and where one can go back to."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from imports.models import Import, State

STEPS = {
    "file": noop("File"),
    "columns": noop("Columns"),
    "names": noop("Names"),
    "preview": noop("Preview"),
    "stored": noop("Storing"),
}
# What can be opened while a preview waits; the other pages are behind, or not there yet.
OPEN = {"columns": "imports:mapping", "names": "imports:names", "preview": "imports:import"}


def steps_of(import_: Import | None, here: str) -> list[dict[str, str]]:
    """Return each step with what it is called, whether it is done, here or to come, and its address."""
    order = list(STEPS)
    at = order.index(here)
    can_open = import_ is not None and import_.state == State.PREVIEWED
    return [
        {
            "label": _(STEPS[name]),
            "state": "here" if place == at else "done" if place < at else "to-come",
            "url": reverse(OPEN[name], args=[import_.pk])
            if import_ and can_open and name in OPEN and place != at
            else "",
        }
        for place, name in enumerate(order)
    ]
