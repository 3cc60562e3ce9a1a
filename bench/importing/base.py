"""The base that the files are imported into: the facts that ship, and generated ones by the ten thousand.

50,000 institutions with 150,000 names, 2,000 of them networks, and memberships: the same at every run.
Which institution belongs to which network is a walk through all pairs that never meets one twice, so that
what a file says is new, whatever its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from bench.generated_names import base as generated
from networks.models import Role
from sources.seeding import fixture_files, seed

INSTITUTIONS, NETWORKS = 50_000, 2_000
PAIRS = (INSTITUTIONS - NETWORKS) * NETWORKS
STEP = 59_331_877  # shares no factor with PAIRS; about the golden ratio of it, so that places are spread

INSTITUTION_COLUMNS = """
    id, review_state, slug, kind, country_id, reach, website, description_en, description_fr, label_en,
    label_fr, label_other, label_other_language, acronym_en, acronym_fr, sort_en, sort_fr"""
MEMBERSHIP_COLUMNS = """
    institution_id, network_id, role_id, status, start, "end", period_type, end_status, note_en, note_fr,
    standing, review_state, modality, not_exhaustive, incomplete_in_source"""
ROLES = ("member", "member", "member", "member", "observer")
STATUSES = ("active", "active", "", "suspended")
NOTES = ("", "", "", "Elected by the general assembly", "Joined with «reservations», see the statutes")
DATES = ("{y}", "{y}-{m:02}", "{y}-{m:02}-{d:02}", "{y}-{m:02}-{d:02}", "")


class Body(NamedTuple):
    """A generated institution or network: its key, its slug and what a file calls it."""

    id: int
    slug: str
    name: str
    country: str


class Statement(NamedTuple):
    """A membership, as a file says it and as it is stored."""

    institution: Body
    network: Body
    role: str
    status: str
    start: str
    end: str
    note: str


class Base:
    """The generated bodies, and the memberships that can be made of them."""

    def __init__(self) -> None:
        self.roles: dict[str, int] = {}
        # ``None`` where another has the same name: none of these is in a file.
        self.networks: list[Body | None] = []
        self.institutions: list[Body | None] = []

    def statements(self, first: int) -> Iterator[Statement]:
        """Yield memberships from the ``first`` step of the walk on; none comes twice."""
        for number in range(first, PAIRS):
            at = number * STEP % PAIRS
            institution, network = self.institutions[at // NETWORKS], self.networks[at % NETWORKS]
            if institution is not None and network is not None:
                yield self._statement(number, institution, network)

    def _statement(self, number: int, institution: Body, network: Body) -> Statement:
        year, month, day = 1950 + number % 60, 1 + number % 12, 1 + number % 28
        start = DATES[number % len(DATES)].format(y=year, m=month, d=day)
        end = f"{year + 12}" if number % 10 == 3 else ""
        return Statement(
            institution, network, ROLES[number % 5], STATUSES[number % 4], start, end, NOTES[number % 7 % 5]
        )

    def resolved(self, one: Statement) -> tuple[Any, ...]:
        """Return the row of the table that a statement is stored as (``MEMBERSHIP_COLUMNS``)."""
        return (
            one.institution.id, one.network.id, self.roles[one.role], one.status, one.start or None,
            one.end or None, "dated" if one.start or one.end else "attested",
            "ended" if one.end else "unknown", one.note, "", "accepted", "published", "is", False, False,
        )  # fmt: skip


def fill(memberships: int) -> Base:
    """Fill the empty database; return what is in it. A user who may do everything is there too."""
    seed(fixture_files(Path(settings.BASE_DIR) / "fixtures"))
    get_user_model().objects.create_superuser(username="curator", password=None, email="curator@example.org")
    base = Base()
    base.roles = dict(Role.objects.values_list("slug", "pk"))
    with connection.cursor() as cursor:
        with _without_search(cursor):
            _bodies(cursor, base)
        some = islice(base.statements(0), memberships)
        copy_rows(cursor, f"networks_membership ({MEMBERSHIP_COLUMNS})", map(base.resolved, some))
        # For django-import-export, which looks institutions up by their label: it does not pay for ours.
        cursor.execute("CREATE INDEX ON institutions_institution (label_en)")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return base


@contextmanager
def _without_search(cursor: Any) -> Iterator[None]:
    """Keep the new names out of the index of the search: no import asks it, and filling it takes minutes."""
    cursor.execute(
        "SELECT format('ALTER TABLE %s %%s TRIGGER %I', tgrelid::regclass, tgname) FROM pg_trigger"
        " WHERE tgname LIKE 'hrnet_search%'"
    )
    switches = [row[0] for row in cursor.fetchall()]
    for word in ("DISABLE", "ENABLE"):
        for switch in switches:
            cursor.execute(switch % word)
        if word == "DISABLE":
            yield


def _bodies(cursor: Any, base: Base) -> None:
    cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM institutions_institution")
    first = cursor.fetchone()[0]
    cursor.execute("SELECT code, id FROM institutions_country")
    countries = dict(cursor.fetchall())
    names = list(generated(INSTITUTIONS))
    official = [name for name in names if name.kind == "official"]
    copy_rows(
        cursor, f"institutions_institution ({INSTITUTION_COLUMNS})",
        (
            (
                first - 1 + one.id, "published", f"g-{one.id}",
                "peer_network" if one.id <= NETWORKS else "ngo", countries.get(one.country), "", "", "", "",
                one.text, one.text, "", "", "", "", one.folded, one.folded,
            )
            for one in official
        ),
    )  # fmt: skip
    copy_rows(
        cursor, "networks_network (institution_id, working_languages, duration, scope_en, scope_fr)",
        ((first + place, [], "", "", "") for place in range(NETWORKS)),
    )  # fmt: skip
    # Else each name’s foreign key is checked as it was right for the table while that was nearly empty.
    cursor.execute("ANALYZE institutions_institution, networks_network")
    copy_rows(
        cursor, "institutions_name (institution_id, text, language, folded, kind)",
        ((first - 1 + one.id, one.text, one.language, one.folded, one.kind) for one in names),
    )  # fmt: skip
    cursor.execute("SELECT setval(pg_get_serial_sequence('institutions_institution', 'id'), %s)", [10**6])
    shared = _shared_names(cursor)
    for one in official:
        country = one.country if one.country in countries else ""
        body = None if one.folded in shared else Body(first - 1 + one.id, f"g-{one.id}", one.text, country)
        (base.networks if one.id <= NETWORKS else base.institutions).append(body)


def _shared_names(cursor: Any) -> set[str]:
    cursor.execute(
        "SELECT folded FROM institutions_name GROUP BY 1 HAVING count(DISTINCT institution_id) > 1"
    )
    return {row[0] for row in cursor.fetchall()}


def copy_rows(cursor: Any, table: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Copy rows into a table."""
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
