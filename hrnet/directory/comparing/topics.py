"""What is compared: for each kind of record the statements to look at, and what makes two of them alike."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from hrnet.directory.pictures.subjects import there_on
from hrnet.directory.pictures.ways import standing
from hrnet.directory.statements import on_day
from institutions.models import Institution, InstitutionTheme, Kind, Relation, RelationKind, Theme
from institutions.models.institution import text_language
from mandates.models import Accreditation, Engagement, Function, Mandate, Party
from networks.models import Membership, Participation
from sources.statements import Holds


class Word(NamedTuple):
    """A piece of what a cell says, and where it leads."""

    text: Any
    address: str = ""


Rows = Callable[[datetime.date | None], Any]


@dataclass(frozen=True)
class Topic:
    """Statements of one kind about the records compared.

    ``of`` is the column that names the record compared; statements whose ``keys`` are the same stand on one
    line, which ``head`` names (a record with a page, a group, or words) and ``order`` sorts.
    """

    anchor: str
    title: Any
    rows: Rows
    of: str
    keys: tuple[str, ...]
    order: str
    head: Callable[[Any], Any]
    says: Callable[[Any], list[Word]]
    prefetch: tuple[str, ...] = ()
    names: Any = None  # the model of the records that name the lines, where no row has them with it
    is_statement: bool = True  # has a modality, a period and citations


def _shown(model: Any, **narrowed: Any) -> Rows:
    """Return how to read the visible statements of ``model``, with what a line about each shows."""
    rows: Rows = standing(model)
    return lambda day: rows(day).filter(**narrowed).shown()


def _acts(**narrowed: Any) -> Rows:
    """Acts have a day and no period: an act has been done from its day on."""

    def rows(day: datetime.date | None) -> Any:
        visible = Party.objects.visible().filter(**narrowed).shown()
        return on_day(visible, day) if day else _all_times(visible)

    return rows


def _all_times(rows: QuerySet) -> QuerySet:
    return rows.annotate(holds=Value(Holds.SURELY.value, CharField()))


def _fields_of_work(day: datetime.date | None) -> Any:
    """A field of work has no dates: on a day it is not known."""
    holds = Holds.PERHAPS if day else Holds.SURELY
    rows = InstitutionTheme.objects.select_related("theme")
    return rows.annotate(holds=Value(holds.value, CharField()))


def _institutions(day: datetime.date | None) -> Any:
    return _all_times(there_on(Institution.objects.visible(), day))


def _designations(day: datetime.date | None) -> Any:
    rows: Any = standing(Mandate)(day)
    return rows.exclude(designation="").shown()


def _named(name: str, group: str = "group") -> Callable[[Any], Any]:
    """Return how to find a party: the institution, or the group that stands for it."""
    return lambda row: getattr(row, name) or getattr(row, group)


def _network(row: Any) -> Any:
    return row.network or row.network_group


def _address(row: Any) -> str:
    return str(row.get_absolute_url())


def _membership(row: Any) -> list[Word]:
    status = [Word(row.get_status_display())] if row.status else []
    return [Word(row.role.label, _address(row)), *status]


def _whose(row: Any) -> Word:
    """Return the institution that a statement is of, where a country is compared."""
    return Word(row.institution.acronym or row.institution.label, _address(row.institution))


def _mandate(row: Any) -> list[Word]:
    basis = [Word(row.basis.short_title or row.basis.title, _address(row.basis))] if row.basis else []
    themes = [Word(one.theme.label, _address(one.theme)) for one in row.fields_of_work.all()]
    return [Word(row.title or row.get_function_display(), _address(row)), *basis, *themes]


def _engagement(row: Any) -> list[Word]:
    return [Word(row.title or row.get_kind_display(), _address(row)), Word(row.get_kind_display())]


def _relation(row: Any) -> list[Word]:
    return [Word(row.get_kind_display(), _address(row))]


def _accreditation(row: Any) -> list[Word]:
    return [Word(row.get_status_display(), _address(row)), Word(row.get_stage_display())]


def _sorted(path: str) -> str:
    return f"{path}__sort_{{language}}"


MEMBERSHIPS = Topic(
    "memberships", _("Belongs to"), _shown(Membership), "institution_id", ("network_id", "network_group_id"),
    _sorted("network__institution"), _network, _membership,
)  # fmt: skip
FIELDS = Topic(
    "fields", _("Fields of work"), _fields_of_work, "institution_id", ("theme_id",), "theme__slug",
    lambda row: row.theme, lambda _row: [Word(_("works on it"))], is_statement=False,
)  # fmt: skip
MANDATES = Topic(
    "mandates", _("Mandates, by function"), _shown(Mandate), "institution_id", ("function",), "function",
    lambda row: row.get_function_display(), _mandate, prefetch=("fields_of_work__theme",),
)  # fmt: skip
THEMES = Topic(
    "themes", _("Mandates, by theme"), _shown(Mandate), "institution_id", ("fields_of_work__theme_id",),
    "fields_of_work__theme__slug", lambda _row: None,
    lambda row: [Word(row.get_function_display(), _address(row))], names=Theme,
)  # fmt: skip
ENGAGEMENTS = Topic(
    "engagements", _("Acts towards"), _shown(Engagement), "actor_id", ("target_id", "target_group_id"),
    _sorted("target"), _named("target", "target_group"), _engagement,
)  # fmt: skip
JOINT = Topic(
    "engagements-joint", _("Acts jointly towards"), _shown(Engagement), "authors__institution_id",
    ("target_id", "target_group_id"), _sorted("target"), _named("target", "target_group"), _engagement,
)  # fmt: skip
RECEIVED = Topic(
    "engagements-received", _("Others that act towards it"), _shown(Engagement), "target_id",
    ("actor_id", "actor_group_id"), _sorted("actor"), _named("actor", "actor_group"), _engagement,
)  # fmt: skip
RELATIONS = Topic(
    "relations", _("Relations"), _shown(Relation), "subject_id", ("object_id", "object_group_id"),
    _sorted("object"), _named("object", "object_group"), _relation,
)  # fmt: skip
RELATIONS_FROM = Topic(
    "relations-from", _("Relations from others"), _shown(Relation), "object_id",
    ("subject_id", "subject_group_id"), _sorted("subject"), _named("subject", "subject_group"),
    lambda row: [Word(row.reverse_kind, _address(row))],
)  # fmt: skip
ACCREDITATIONS = Topic(
    "accreditations", _("Accredited by"), _shown(Accreditation), "institution_id", ("accredited_by_id",),
    _sorted("accredited_by"), lambda row: row.accredited_by, _accreditation,
)  # fmt: skip
MEETINGS = Topic(
    "meetings", _("Meetings"), _shown(Participation), "institution_id", ("meeting_id",), "meeting__slug",
    lambda row: row.meeting, lambda row: [Word(row.get_role_display(), _address(row))],
)  # fmt: skip
ACTS = Topic(
    "acts", _("Party to"), _acts(), "institution_id", ("instrument_id",), "instrument__slug",
    lambda row: row.instrument, lambda row: [Word(row.get_act_display(), _address(row))],
)  # fmt: skip

MEMBERS = Topic(
    "members", _("Members"), _shown(Membership), "network_id", ("institution_id", "group_id"),
    _sorted("institution"), _named("institution"), _membership,
)  # fmt: skip
ROLES = Topic(
    "roles", _("Roles of members"), _shown(Membership), "network_id", ("role_id",), "role__slug",
    lambda row: row.role.label,
    lambda row: [Word(getattr(_named("institution")(row), "label", ""), _address(row))],
)  # fmt: skip
PARTS = Topic(
    "parts", _("Working groups and other parts"), _shown(Relation, kind=RelationKind.PART_OF), "object_id",
    ("subject_id", "subject_group_id"), _sorted("subject"), _named("subject", "subject_group"), _relation,
)  # fmt: skip

BODIES = Topic(
    "bodies", _("Institutions, by kind"), _institutions, "country_id", ("kind",), "kind",
    lambda row: row.get_kind_display(), lambda row: [Word(row.label, _address(row))], is_statement=False,
)  # fmt: skip
BELONGING = Topic(
    "memberships", _("Networks that its institutions belong to"), _shown(Membership),
    "institution__country_id", ("network_id", "network_group_id"), _sorted("network__institution"), _network,
    lambda row: [_whose(row), *_membership(row)],
)  # fmt: skip
BOUND = Topic(
    "acts", _("Instruments that its State acted on"), _acts(institution__kind=Kind.STATE),
    "institution__country_id", ("instrument_id",), "instrument__slug", lambda row: row.instrument,
    lambda row: [Word(row.get_act_display(), _address(row))],
)  # fmt: skip
MONITORING = Topic(
    "monitoring", _("Monitoring mandates, by what they rest on"), _shown(Mandate, function=Function.MONITOR),
    "institution__country_id", ("basis_id",), "basis__slug", lambda row: row.basis,
    lambda row: [_whose(row), Word(row.title or row.get_function_display(), _address(row))],
)  # fmt: skip
DESIGNATED = Topic(
    "designations", _("Designations"), _designations, "institution__country_id", ("designation",),
    "designation", lambda row: row.get_designation_display(),
    lambda row: [_whose(row), Word(row.title or row.get_function_display(), _address(row))],
)  # fmt: skip

TOPICS: dict[str, tuple[Topic, ...]] = {
    "institution": (
        FIELDS, MANDATES, THEMES, MEMBERSHIPS, ENGAGEMENTS, RECEIVED, JOINT, RELATIONS, RELATIONS_FROM,
        ACCREDITATIONS, MEETINGS, ACTS,
    ),
    "network": (MEMBERS, ROLES, MEETINGS, PARTS, MEMBERSHIPS, ENGAGEMENTS, RECEIVED, RELATIONS, FIELDS),
    "country": (BODIES, BELONGING, BOUND, MONITORING, DESIGNATED),
}  # fmt: skip


def order_of(topic: Topic) -> str:
    """Return the column that the lines of ``topic`` are sorted by in the reader’s language."""
    return topic.order.format(language=text_language())
