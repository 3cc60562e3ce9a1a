"""One distinct name of a file while it is being resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from imports.models import How, Role

NAMED = 8  # records named in an error
Keys = frozenset[int]
NONE: Keys = frozenset()


@dataclass(slots=True)
class Wanted:
    """A name as the rows of a file write it, what it could be, and what it was taken for."""

    role: Role
    called: str  # what the column of the name is called
    key: int
    name: str
    folded: str
    acronym: str = ""
    acronym_folded: str = ""
    identifier: str = ""
    country_id: int | None = None
    rows: int = 0
    # Never changed in place: a file has tens of thousands of names, and most of these sets stay empty.
    by_name: Keys = NONE
    by_acronym: Keys = NONE
    by_identifier: Keys = NONE
    elsewhere: Keys = NONE  # of that name, but not of the kind that is asked for
    excluded: Keys = NONE
    suspects: Keys = NONE
    proposed: Keys = NONE  # decided for it in another import, by who may not decide for this one
    how: How = How.OPEN
    found_id: int | None = None
    why: str = ""
    candidates: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    decision_id: int | None = None

    @property
    def folded_text(self) -> str:
        """What decisions on it are remembered under."""
        return self.folded or self.acronym_folded

    @property
    def column(self) -> str:
        """The column that it stands in."""
        return self.called if self.name or self.role == Role.WHOLE else "acronym"

    @property
    def may_be_created(self) -> bool:
        """Whether a record can be made from it: it has a name, and no error but that nobody has it."""
        return bool(self.name) and all(error["c"] in CREATABLE for error in self.errors)

    def settle(self, how: How, found_id: int | None) -> None:
        """Take the name for ``found_id``."""
        self.how, self.found_id, self.errors = how, found_id, []

    def reopen(self) -> None:
        """Take back what it was taken for."""
        self.how, self.found_id, self.decision_id = How.OPEN, None, None

    def refuse(self, code: str, field: str, suspects: Keys, **more: Any) -> None:
        """Leave it open, saying why, and name those that it may be."""
        self.suspects |= suspects
        self.errors = [
            {"c": code, "f": field, "v": self.name or self.acronym, "ids": sorted(suspects)[:NAMED], **more}
        ]

    def by_its_identifier(self) -> None:
        """Decide by the identifier: it must lead to one record, and the name must not say another."""
        if len(self.by_identifier) != 1:
            self.errors = [{"c": "unknown_identifier", "f": "identifier", "v": self.identifier}]
            return
        found = next(iter(self.by_identifier))
        if self.by_name and found not in self.by_name:
            self.errors = [
                {
                    "c": "identifier_conflict", "f": "identifier", "v": self.identifier, "n": self.name,
                    "ids": [found],
                }
            ]  # fmt: skip
            return
        self.settle(How.IDENTIFIER, found)

    def unknown(self) -> None:
        """Say that nothing has this name, and whose acronym it is, or what comes near it."""
        if self.elsewhere:
            self.refuse("not_a_network", self.column, self.elsewhere)
        elif self.candidates:
            near = [one["id"] for one in self.candidates[:3]]
            self.errors = [{"c": "near_name", "f": self.column, "v": self.name or self.acronym, "near": near}]
        elif self.name:
            code = f"unknown_{self.called}" if self.role == Role.WHOLE else "unknown_name"
            self.refuse(code, self.column, self.by_acronym)
        else:
            self.refuse("unknown_acronym", "acronym", NONE)


CREATABLE = {"unknown_name", "unknown_network", "unknown_instrument", "near_name", "not_a_network"}
