"""What a table can be read as: its fields, under the names that people give their columns."""

from __future__ import annotations

from dataclasses import dataclass

from hrnet.lib.names import fold


@dataclass(frozen=True)
class Field:
    """One field of a target: its name, the longest text it takes, and the headers that mean it."""

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
FIELDS = {"memberships": MEMBERSHIP_FIELDS}
# One of each group is needed, as a column or as a constant for the whole file.
REQUIRED = {"memberships": (("institution", "identifier", "acronym"), ("network",))}


def field_of_header(target: str, header: str) -> str | None:
    """Return the field that a header means, or ``None``."""
    wanted = fold(header)
    return next((field.name for field in FIELDS[target] if wanted and wanted in field.folded), None)
