"""What is told of a record itself, side by side: its kind, its country, its life, how it works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hrnet.directory.comparing.asked import Compared
from hrnet.lib.dates import PartialDate
from hrnet.lib.languages import language_name


@dataclass
class Fact:
    """One field: what it is for each record, and whether that is the same for all, in words."""

    label: str
    values: list[tuple[Compared, Any]]
    about: str  # the field that citations name
    said: str
    is_same: bool


Read = Callable[[Any], Any]


def _date(name: str) -> Read:
    def read(record: Any) -> str:
        date = PartialDate.of(getattr(record, name))
        return date.display() if date else ""

    return read


def _country(record: Any) -> Any:
    return record.country.label if record.country else ""


def _languages(record: Any) -> str:
    return ", ".join(language_name(code) for code in record.network.working_languages)


INSTITUTION: tuple[tuple[str, Any, Read], ...] = (
    ("kind", gettext_lazy("Kind"), lambda one: one.get_kind_display()),
    ("country", gettext_lazy("Country"), _country),
    ("reach", gettext_lazy("Reach"), lambda one: one.get_reach_display()),
    ("founded", gettext_lazy("Founded"), _date("founded")),
    ("dissolved", gettext_lazy("Dissolved"), _date("dissolved")),
)
FIELDS: dict[str, tuple[tuple[str, Any, Read], ...]] = {
    "institution": INSTITUTION,
    "network": (
        *INSTITUTION,
        ("duration", gettext_lazy("Duration"), lambda one: one.network.get_duration_display()),
        ("working_languages", gettext_lazy("Working languages"), _languages),
    ),
    "country": (
        ("", gettext_lazy("Code"), lambda one: one.code),
        ("", gettext_lazy("Region"), lambda one: one.get_region_display()),
    ),
}


def facts(kind: str, compared: list[Compared]) -> list[Fact]:
    """Return the fields of which anything is known."""
    found = []
    for about, label, read in FIELDS[kind]:
        values = [(one, read(one.record)) for one in compared]
        if any(value for _one, value in values):
            found.append(Fact(str(label), values, about, *_told([value for _one, value in values])))
    return found


def _told(values: list[Any]) -> tuple[str, bool]:
    """Say whether all values are the same; what is not recorded is neither."""
    known = {str(value) for value in values if value}
    if all(values) and len(known) == 1:
        return _("the same"), True
    return (_("different"), False) if len(known) > 1 else (_("not known of all"), False)
