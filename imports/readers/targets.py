"""What a table can be read as: the fields of each target, in the order in which their cells are kept."""

from __future__ import annotations

from dataclasses import dataclass

from hrnet.lib.names import fold


@dataclass(frozen=True)
class Field:
    """One field of a target: its name, the longest text it takes, and the headers that surely mean it.

    Other headers are only suggestions: see :mod:`imports.readers.headers`.
    """

    name: str
    longest: int
    headers: tuple[str, ...] = ()

    @property
    def folded(self) -> set[str]:
        return {fold(header) for header in (self.name, *self.headers)}


MEMBERSHIP_FIELDS = (
    Field("institution", 300, ("organisation", "organization", "member", "membre", "institution membre")),
    Field("acronym", 60, ("sigle", "acronyme")),
    Field("country", 120, ("pays",)),
    Field("identifier", 160, ("identifiant",)),
    Field("network", 300, ("réseau",)),
    Field("role", 80, ("rôle",)),
    Field("status", 40, ("statut",)),
    Field("start", 40, ("début", "from", "since", "depuis")),
    Field("end", 40, ("fin", "until", "jusqu’à")),
    Field("as_of", 40, ("as of", "à la date du")),
    Field("note", 2000, ("notes", "remarque", "remarques")),
    Field("locator", 200, ("repère",)),
)
PARTY_FIELDS = (
    Field("party", 300, ("contracting party", "partie contractante")),
    Field("country", 120, ("pays",)),
    Field("identifier", 160, ("identifiant",)),
    Field("instrument", 300, ("treaty", "traité")),
    Field("act", 80, ("acte",)),
    Field("signed", 60, ("signature", "signé")),
    Field("date", 60),
    Field("in_force", 40, ("in force", "en vigueur")),
    Field("note", 2000, ("notes", "remarque", "remarques")),
    Field("locator", 200, ("repère",)),
)
FIELDS = {"memberships": MEMBERSHIP_FIELDS, "parties": PARTY_FIELDS}
NAMES = {target: tuple(field.name for field in fields) for target, fields in FIELDS.items()}
LONGEST = {target: {field.name: field.longest for field in fields} for target, fields in FIELDS.items()}
# One of each group is needed, as a column or as a constant for the whole file. A country serves as a name:
# the members of many lists are States.
REQUIRED = {
    "memberships": (("institution", "identifier", "acronym"), ("network",)),
    "parties": (("party", "identifier"), ("instrument",)),
}
SUBJECT = {"memberships": "institution", "parties": "party"}
WHOLE = {"memberships": "network", "parties": "instrument"}
DATES = {"memberships": ("start", "end", "as_of"), "parties": ("signed", "date", "in_force")}
# A list of what is to be mended comes back with this column; it is never read.
IGNORED_HEADERS = frozenset(
    fold(text) for text in ("what to mend", "what to correct", "à corriger", "ce qu’il faut corriger")
)


def field_of_header(target: str, header: str) -> str | None:
    """Return the field that a header surely means, or ``None``."""
    wanted = fold(header)
    return next((field.name for field in FIELDS[target] if wanted and wanted in field.folded), None)
