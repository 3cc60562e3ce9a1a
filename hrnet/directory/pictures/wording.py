"""What a tie says, in the reader’s language: what it is, when it holds, and how sure that is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hrnet.directory.pictures.asked import TieKind
from hrnet.directory.pictures.records import Record
from hrnet.directory.pictures.ties import Said, Tie
from hrnet.directory.pictures.ways import WAYS, Key
from hrnet.lib.dates import PartialDate
from institutions.models import Relation
from mandates.models import Accreditation, Engagement, Mandate, Party
from networks.models import Participation, Role
from sources.statements import Dated, Modality

_CHOICES = (
    (TieKind.ENGAGEMENT, Engagement, "kind"),
    (TieKind.MANDATE, Mandate, "function"),
    (TieKind.ACCREDITATION, Accreditation, "status"),
    (TieKind.RELATION, Relation, "kind"),
    (TieKind.MEETING, Participation, "role"),
    (TieKind.INSTRUMENT, Party, "act"),
)


class _Period:
    """The dates of a statement, worded as everywhere."""

    period_text: Any = Dated.period_text
    _from: Any = Dated._from

    def __init__(self, said: Said) -> None:
        self.start, self.end, self.end_status = said.start, said.end, said.end_status


def _choices(model: Any, field: str) -> Any:
    return model._meta.get_field(field).choices or ()


class Words:
    """The words of one language for what ties say."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, Any], str] = {
            (str(kind), code): str(label)
            for kind, model, field in _CHOICES
            for code, label in _choices(model, field)
        }
        for role in Role.objects.all():
            self.known[str(TieKind.MEMBERSHIP), role.pk] = str(role.label)
        self.known[str(TieKind.INSTRUMENT), ""] = _("monitors it")
        self.known[str(TieKind.ABOUT), ""] = ""
        self._memberships = reverse("directory:memberships")
        self._kinds = {value: str(label) for value, label in TieKind.choices}
        self._modality = {value: str(label) for value, label in Modality.choices}

    def kind(self, tie: Tie) -> str:
        """Return the kind of a tie in words."""
        return self._kinds[tie.kind]

    def line(self, tie: Tie, said: Said) -> str:
        """Return what one statement says: «member, since 2013»."""
        parts = [self.known.get((str(tie.kind), said.says), ""), self.period(said)]
        if said.modality != Modality.IS:
            parts.append(self._modality[said.modality])
        if said.holds == "perhaps":
            parts.append(_("perhaps on this day: the sources leave it open"))
        return ", ".join(part for part in parts if part) or self._kinds[tie.kind]

    def period(self, said: Said) -> str:
        """Return when a statement holds, never more precise than its source."""
        if said.way >= 0 and not WAYS[said.way].dates[1]:  # an act, which has a day
            date = PartialDate.of(said.start)
            return date.display() if date else ""
        known = _Period(said).period_text
        return str(known) or attested(said.attested_first, said.attested_last)

    def address(self, tie: Tie, said: Said, records: dict[Key, Record]) -> str:
        """Return the address of one statement: its page, or its line on the page of a party; or none."""
        first, second = records[tie.first].address, records[tie.second].address
        if said.way < 0:
            return first
        name = _NAMES[said.way]
        if name == "membership":
            return f"{self._memberships}{said.pk}/"
        owner = second or first if said.way in _TOLD_BY_SECOND else first or second
        return f"{owner}#{name}-{said.pk}" if owner else ""


def attested(first: Any, last: Any) -> str:
    """Return in which years sources attest a statement: the day may be made up of a year alone."""
    if not last:
        return ""
    years = f"{first.year}–{last.year}" if first and first.year != last.year else str(last.year)
    return _("attested %(dates)s") % {"dates": years}


# The anchor of a statement of each way, and the ways whose statements stand on the page of the second.
_NAMES = (
    "membership", "engagement", "engagement", "mandate", "mandate", "accreditation", "relation",
    "participation", "party", "monitoring",
)  # fmt: skip
_TOLD_BY_SECOND = {3, 5, 7, 8}
