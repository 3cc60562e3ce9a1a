"""What a file can be read as: memberships, or parties to instruments.

One pipeline serves both. What differs is said here, and nowhere else: the columns of a staged row, what
makes two statements the same, what is compared, and how a statement is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from imports.models import Role as RowRole
from imports.models import Target, WholeKind
from imports.readers.targets import FIELDS
from mandates.models import Instrument, InstrumentName, Party, PartyCitation
from networks.models import Membership, MembershipCitation, Network, Role
from sources.rights import permission

# A date says what is stored where it is the same, or less precise: «2013» of what is stored as «2013-05».
# It only adds where it is more precise; it says otherwise where neither lies within the other.
SAYS = "row.{name}_earliest <= stored.{name}_earliest AND row.{name}_latest >= stored.{name}_latest"
REFINES = "row.{name}_earliest >= stored.{name}_earliest AND row.{name}_latest <= stored.{name}_latest"


@dataclass(frozen=True)
class Compared:
    """One value that a row and a stored statement may both give, as SQL over ``row`` and ``stored``."""

    name: str
    mine: str
    theirs: str
    same: str
    adds: str = "false"


def _date(name: str) -> Compared:
    return Compared(
        name, f'row."{name}"', f'stored."{name}"', SAYS.format(name=name), REFINES.format(name=name)
    )


# A cell has its note on one line, composed, with plain spaces between its words; what is stored may not.
SPACES = r"[\s\x01-\x1f\x7f-\x9f\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"


def _as_cell(column: str) -> str:
    return f"btrim(regexp_replace(normalize({column}, NFC), '{SPACES}', ' ', 'g'))"


NOTE = Compared(
    "note",
    "nullif(row.note, '')",
    "coalesce(nullif(stored.note_en, ''), nullif(stored.note_fr, ''))",
    f"""row.note IN (stored.note_en, stored.note_fr)
        OR row.note IN ({_as_cell("stored.note_en")}, {_as_cell("stored.note_fr")})""",
)
STATUS = Compared(
    "status", "nullif(row.status, '')", "nullif(stored.status, '')", "row.status = stored.status"
)


@dataclass(frozen=True)
class Spec:
    """One target."""

    name: Target
    model: Any
    citation: Any
    whole: WholeKind
    whole_column: str
    #: The columns of a staged row that are the target’s own, with their types.
    own: dict[str, str]
    #: Which of them make, with the two parties, two statements the same.
    key: tuple[str, ...]
    dates: tuple[str, ...]
    compared: tuple[Compared, ...]
    #: The first and the last day that a statement can be of; two that share a day can be one.
    span: tuple[str, str]
    #: Whether a date that differs makes another statement, where the stored one is named by another row.
    dates_tell_apart: bool
    #: The error of a row that several stored statements fit (:data:`imports.messages.ROW`).
    several: str
    #: The tables that a preview rests on, beside those of the institutions.
    rests_on: tuple[Any, ...] = field(default=())

    @property
    def table(self) -> str:
        """The table of the statements."""
        return str(self.model._meta.db_table)

    def overlap(self, a: str, b: str) -> str:
        """Return the condition that the spans of the rows ``a`` and ``b`` share a day, or may."""
        first, last = self.span
        return f"""
            ({a}.{first} IS NULL OR {b}.{last} IS NULL OR {a}.{first} <= {b}.{last})
        AND ({b}.{first} IS NULL OR {a}.{last} IS NULL OR {b}.{first} <= {a}.{last})
        """

    @property
    def citations(self) -> str:
        """The table of their citations."""
        return str(self.citation._meta.db_table)

    @property
    def publish(self) -> str:
        """The permission to publish such statements."""
        return permission(self.model, "publish")

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields of a file, in the order of a row’s cells."""
        return tuple(one.name for one in FIELDS[self.name])

    def column_of(self, role: RowRole) -> str:
        """Return the field in which the names of a role stand."""
        if role == RowRole.WHOLE:
            return self.whole.value
        return self.fields[0]

    def cell(self, name: str) -> int:
        """Return the place of the field ``name`` among a row’s cells."""
        return self.fields.index(name)


MEMBERSHIPS = Spec(
    name=Target.MEMBERSHIPS,
    model=Membership,
    citation=MembershipCitation,
    whole=WholeKind.NETWORK,
    whole_column="network_id",
    own={"role_id": "bigint", "status": "text", "start": "text", "end": "text", "as_of": "text"},
    key=("role_id",),
    dates=("start", "end"),
    compared=(STATUS, _date("start"), _date("end"), NOTE),
    span=("start_earliest", "end_latest"),
    dates_tell_apart=False,
    several="several_stored",
    rests_on=(Membership, MembershipCitation, Network, Role),
)
PARTIES = Spec(
    name=Target.PARTIES,
    model=Party,
    citation=PartyCitation,
    whole=WholeKind.INSTRUMENT,
    whole_column="instrument_id",
    own={"act": "text", "date": "text", "in_force": "text"},
    key=("act",),
    dates=("date", "in_force"),
    compared=(_date("date"), _date("in_force"), NOTE),
    span=("date_earliest", "date_latest"),
    dates_tell_apart=True,
    several="several_acts",
    rests_on=(Party, PartyCitation, Instrument, InstrumentName),
)
SPECS = {spec.name.value: spec for spec in (MEMBERSHIPS, PARTIES)}


def spec_of(target: str) -> Spec:
    """Return what there is to know of the target named ``target``."""
    return SPECS[target]
