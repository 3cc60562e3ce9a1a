"""Tables of valid rows, with awkward names, dates and notes: what the laws of importing are tried on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from hypothesis import strategies as st

from hrnet.lib.dates import PartialDate, PartialDateError
from tests.imports.tables import as_csv

INSTITUTIONS = [
    "Unia", "Défenseur des droits", "Ombudsman (Wien)", "=SUM(A1;A2)", "'Quoted", "+Plus", "@home",
    "Комиссия по правам человека", "هيئة حقوق الإنسان", "人权委员会", "Board, of; “all” \"sorts\"",
]  # fmt: skip
NETWORKS = ["Equinet network", "=Network", "Réseau des réseaux", "Twin network", "Twin network"]
INSTRUMENTS = ["Beijing Treaty", "=Treaty", "Traité de Marrakech"]
ROLES = ["", "member", "observer", "chair"]
STATUSES = ["", "active", "suspended", "applicant"]
ACTS = ["accession", "ratification", "succession", "signature", "unspecified", ""]


def _range(one: str, other: str) -> str:
    """Return the range of two dates, whichever is the earlier; or one of them where they make none."""
    for text in (f"{one}/{other}", f"{other}/{one}"):
        with suppress(PartialDateError):
            return PartialDate.parse(text).text
    return one


years = st.integers(2008, 2014).map(str)
months = st.tuples(years, st.integers(1, 12)).map(lambda one: f"{one[0]}-{one[1]:02}")
days = st.tuples(months, st.integers(1, 28)).map(lambda one: f"{one[0]}-{one[1]:02}")
quarters = st.tuples(years, st.integers(1, 4)).map(lambda one: f"{one[0]}-Q{one[1]}")
points = st.one_of(years, months, days, quarters)
ranges = st.tuples(points, points).map(lambda ends: _range(*ends))
dates = st.one_of(st.just(""), st.just(""), points, ranges)
texts = st.text(
    st.characters(exclude_categories=("Cs", "Co", "Cn"), exclude_characters="\0\r"), max_size=12
).map(lambda text: "".join(char for char in text if char.isspace() or char.isprintable()))
notes = st.one_of(
    st.just(""), st.just(""), texts,
    st.sampled_from(["=1+1", "'", "''=x", "+33 1", "-", "@x", "a\nb", "« à bord »", "\tx", " \n=2"]),
    st.sampled_from(["0012", "1e5", "TRUE", "1,5", "2011-01-01", "e\u0301"]),
)  # fmt: skip
COLUMNS = {
    "memberships": ["institution", "network", "role", "status", "start", "end", "as_of", "note", "locator"],
    "parties": ["party", "instrument", "act", "signed", "date", "in_force", "note", "locator"],
}


@st.composite
def membership_rows(draw):
    start, end = draw(dates), draw(st.one_of(st.just(""), dates))
    if start and end and PartialDate.parse(end).latest < PartialDate.parse(start).earliest:
        start, end = end, start
    institution = st.sampled_from([INSTITUTIONS[0], "Alias 0", *INSTITUTIONS[3:5], "New body", "NEW BODY"])
    network = st.sampled_from([*NETWORKS[:2], "hrnet:network-3", "New network"])
    return [
        draw(institution), draw(network), draw(st.sampled_from(ROLES[:3])), draw(st.sampled_from(STATUSES)),
        start, end, draw(st.one_of(st.just(""), days)), draw(notes), draw(st.sampled_from(["", "page 3"])),
    ]  # fmt: skip


@st.composite
def party_rows(draw):
    act, signed, date, in_force = draw(st.sampled_from(ACTS)), draw(dates), draw(dates), draw(dates)
    if not (signed or date or in_force):
        act = act or "accession"
    party = draw(st.sampled_from([INSTITUTIONS[0], "Alias 0", INSTITUTIONS[3], "New State"]))
    instrument = draw(st.sampled_from([*INSTRUMENTS[:2], "New treaty"]))
    return [party, instrument, act, signed, date, in_force, draw(notes), draw(st.sampled_from(["", "p. 3"]))]


@st.composite
def like(draw, rows, known):
    """A row that is one of ``known`` but in a value or two; or any, where none is known."""
    row = draw(rows)
    if not known:
        return row
    of_old = draw(st.sets(st.integers(2, len(row) - 1), min_size=len(row) - 4))
    old = draw(st.sampled_from(known))
    mixed = [old[n] if n < 2 or n in of_old else row[n] for n in range(len(row))]
    return mixed if _is_valid(mixed) else old


def _is_valid(row):
    """Tell whether a row of memberships ends after it began, or one of parties says of an act."""
    if len(row) == len(COLUMNS["parties"]):
        return any(row[2:6])
    start, end = row[4:6]
    return not (start and end and PartialDate.parse(end).latest < PartialDate.parse(start).earliest)


@dataclass
class Case:
    """What is stored before, and the table that comes in."""

    target: str
    earlier: list
    other: list
    table: list
    typed: list = field(default_factory=list)
    role: str = "publisher"
    options: dict = field(default_factory=dict)

    def content(self, rows):
        return as_csv([COLUMNS[self.target], *rows])


@st.composite
def cases(draw, target, roles=("publisher", "curator")):
    rows = {"memberships": membership_rows(), "parties": party_rows()}[target]
    earlier = draw(st.lists(rows, max_size=3))
    other = draw(st.lists(st.one_of(rows, like(rows, earlier)), max_size=3))
    typed = draw(st.lists(st.one_of(rows, like(rows, earlier)), max_size=2))
    known = earlier + other + (typed if target == "memberships" else [])
    return Case(
        target,
        earlier,
        other,
        draw(st.lists(st.one_of(rows, like(rows, known), like(rows, known)), min_size=1, max_size=6)),
        typed if target == "memberships" else [],
        draw(st.sampled_from(roles)),
        {
            "create_missing": draw(st.booleans()),
            "complete": target == "memberships" and draw(st.booleans()),
            "as_of": draw(st.sampled_from([None, "2020", "2024-05-01"])),
        },
    )
