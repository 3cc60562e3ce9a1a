"""What is said of each step of a path: its statements, in sentences, with the records that they tie."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hrnet.directory.paths.finding import Path
from hrnet.directory.paths.steps import Ties
from hrnet.directory.pictures.records import Record
from hrnet.directory.pictures.ways import GROUP, WAYS, Column, Key, Way, naming
from hrnet.directory.statements import cited
from institutions.models import Relation, RelationKind
from mandates.models import Accreditation, Engagement, Mandate, Monitoring, Party
from networks.models import Membership, Participation

MOST = 2_000  # statements of one way that are read
MODELS: tuple[Any, ...] = (
    Membership, Engagement, Engagement, Mandate, Mandate, Accreditation, Relation, Participation, Party,
    Monitoring,
)  # fmt: skip
SENTENCES = (
    _("{first} belongs to {second}:"),
    _("{first} acts towards {second}:"),
    _("{first} acts with others towards {second}:"),
    _("{first} conferred a mandate on {second}:"),
    _("{first} has a mandate that rests on {second}:"),
    _("{first} accredited {second}:"),
    _("{first} is part of {second}:"),
    _("{first} took part in the meeting {second}:"),
    _("{first} acted on the instrument {second}:"),
    _("{first} monitors the instrument {second}:"),
)
WORDED = (
    "get_status_display", "get_role_display", "get_act_display", "get_function_display", "get_kind_display",
)  # fmt: skip
BELONGED = _("{first} belonged to {second}:")
RELATIONS = {
    RelationKind.PART_OF: SENTENCES[6],
    RelationKind.SUCCEEDED_BY: _("{first} was succeeded by {second}:"),
    RelationKind.COUNTERPART_OF: _("{first} is the counterpart of {second}:"),
    RelationKind.SET_UP_JOINTLY_BY: _("{first} was set up jointly by {second}:"),
}


@dataclass(frozen=True)
class Statement:
    """One statement that ties two records: by which way, from whom to whom, whether it is sure."""

    way: int
    first: Key
    second: Key
    row: Any
    is_sure: bool

    @property
    def kind(self) -> str:
        return str(WAYS[self.way].kind)

    @property
    def address(self) -> str:
        """Where the statement itself stands, with its anchor."""
        return str(self.row.get_absolute_url())

    @property
    def says(self) -> Any:
        """What it says beside whom it ties: the role, the kind of engagement, the act."""
        row = self.row
        if isinstance(row, Membership):
            return row.role.label
        if isinstance(row, Relation):  # the sentence says which
            return row.get_succession_display() or _("the statement")
        if getattr(row, "title", ""):
            return row.title
        for name in WORDED:
            if hasattr(row, name):
                return getattr(row, name)()
        return _("the statement")

    def sentence(self, records: dict[Key, Record]) -> SafeString:
        """Return it in words, up to what it says."""
        form = SENTENCES[self.way]
        if isinstance(self.row, Relation):
            form = RELATIONS[RelationKind(self.row.kind)]
        if isinstance(self.row, Membership) and self.row.end_status == "ended":
            form = BELONGED
        return format_html(str(form), first=linked(records[self.first]), second=linked(records[self.second]))


def linked(record: Record) -> SafeString:
    """Return the name of a record as a link to its page."""
    name = format_html("{}", record.name)
    if record.language:
        name = format_html('<span lang="{}" dir="auto">{}</span>', record.language, record.name)
    return format_html('<a href="{}">{}</a>', record.address, name) if record.address else name


Pair = tuple[Key, Key]


def pair(one: Key, other: Key) -> Pair:
    """Return two records in the order that stands for both directions."""
    return (one, other) if one <= other else (other, one)


def statements(ties: Ties, paths: Iterable[Path]) -> dict[Pair, list[Statement]]:
    """Return the statements of each step of ``paths``, the sure ones first."""
    paths = list(paths)
    wanted = {pair(*step) for path in paths for step in itertools.pairwise(path)}
    told = [one for n, way in ties.ways for one in _read(n, way, ties, wanted)]
    rows = _rows(told)
    found: dict[Pair, list[Statement]] = defaultdict(list)
    for n, first, second, key, sure in told:
        if row := rows.get((MODELS[n], key)):
            found[pair(first, second)].append(Statement(n, first, second, row, sure))
    for listed in found.values():
        listed.sort(key=lambda one: (not one.is_sure, one.way, one.row.pk))
    return found


Told = tuple[int, Key, Key, int, bool]


def _read(n: int, way: Way, ties: Ties, wanted: set[Pair]) -> Iterable[Told]:
    """Read which statements of one way tie a pair that is wanted."""
    keys: dict[str, list[int]] = defaultdict(list)
    for letter, key in {key for one in wanted for key in one}:
        keys[letter].append(key)
    statement = F(f"{way.at.rstrip('_')}_id") if way.at else F("pk")
    firsts, seconds = _known(way.first), _known(way.second)
    condition: Q = naming(firsts, keys) & naming(seconds, keys)
    rows = ties.rows(way).filter(condition).order_by("pk")
    columns = [column for column, _letter in (*firsts, *seconds)]
    for row in rows.values_list(*columns, statement, "sure")[:MOST]:
        first, second = _named(firsts, row[: len(firsts)]), _named(seconds, row[len(firsts) :])
        if first and second and pair(first, second) in wanted:
            yield n, first, second, row[-2], row[-1]


def _known(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column[1] != GROUP)


def _named(columns: tuple[Column, ...], values: tuple[Any, ...]) -> Key | None:
    pairs = zip(columns, values, strict=False)
    return next(((letter, value) for (_column, letter), value in pairs if value is not None), None)


def _rows(told: Iterable[Told]) -> dict[tuple[Any, int], Any]:
    """Read the statements themselves with what a sentence shows, and their citations."""
    keys: dict[Any, set[int]] = defaultdict(set)
    for n, _first, _second, key, _sure in told:
        keys[MODELS[n]].add(key)
    return {
        (model, row.pk): row
        for model, wanted in keys.items()
        for row in model.objects.visible().shown().filter(pk__in=wanted).prefetch_related(cited(model))
    }
