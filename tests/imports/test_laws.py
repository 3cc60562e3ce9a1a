"""Laws of importing, for any table of valid rows: whatever is stored already, in whichever order they come.

Stored before are an earlier edition of the list, another list, and what somebody typed. The tables fill
blanks, revise, contradict and repeat. ``HRNET_LAW_EXAMPLES`` sets how many tables are tried, at random;
without it they are few, and always the same.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from hrnet.lib.dates import PartialDate
from hrnet.lib.names import fold
from imports import actions
from imports import reading as reading_module
from imports.models import Import, State
from imports.readers import child
from imports.readers.errors import FileRefusedError
from imports.resources import FORMATS, MembershipResource
from institutions.models import Institution
from mandates.models import Party
from networks.models import Membership, Network
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    InstrumentFactory,
    MembershipFactory,
    NameFactory,
    NetworkFactory,
    RoleFactory,
)
from tests.imports.any_tables import INSTITUTIONS, INSTRUMENTS, NETWORKS, ROLES, Case, cases
from tests.imports.digests import domain
from tests.imports.tables import store, upload
from tests.imports.test_undo import undo

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("HRNET_LAW_EXAMPLES", "0"))
laws = settings(
    max_examples=EXAMPLES or 12, deadline=None, derandomize=not EXAMPLES, database=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate, *[Phase.shrink] * bool(EXAMPLES)],
)  # fmt: skip

# -- the field: what is there before any import


@pytest.fixture
def reader_here(monkeypatch):
    """Read in this process: the laws are not of the limits that the child sets itself."""

    def run(task, progress=lambda done: None):
        result = child.do(json.loads(json.dumps(task)), lambda what: None)
        if "refused" in result:
            raise FileRefusedError(result["refused"], **result["parameters"])
        return json.loads(json.dumps(result))

    monkeypatch.setattr(reading_module, "_run", run)


@pytest.fixture
def ground(db, reader_here, make_user):
    """Institutions, networks and instruments with awkward names; who may publish, and who may not."""
    for role in ROLES[1:]:
        RoleFactory(slug=role)
    countries = [
        CountryFactory(code=code, label_en=name) for code, name in (("FR", "France"), ("BE", "Belgium"))
    ]
    for number, name in enumerate(INSTITUTIONS):
        made = InstitutionFactory(slug=f"body-{number}", names=name, country=countries[number % 2])
        NameFactory(institution=made, text=f"Alias {number}", language="fr")
    for number, name in enumerate(NETWORKS):
        NetworkFactory(
            institution=InstitutionFactory(slug=f"network-{number}", names=name, kind="peer_network")
        )
    for number, title in enumerate(INSTRUMENTS):
        InstrumentFactory(slug=f"treaty-{number}", title_en=title, title_fr="")
    return {role: make_user(role) for role in ("publisher", "curator")}


@contextmanager
def rolled_back():
    """Take back at the end whatever was done within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# -- what is done with them


def bring(case, ground, rows, filename, role=None, **options):
    """Import a table and store its right rows, with every end ticked; return the import."""
    user = ground[role or case.role]
    given = {"target": case.target, **options}
    given["as_of"] = PartialDate.of(given.get("as_of"))
    import_ = upload(user, case.content(rows), filename, **given)
    assert import_.state == State.PREVIEWED, (import_.state, import_.problem, import_.mapping)
    import_.rows.filter(outcome="ended").update(ticked=True)
    if import_.right_rows() or import_.counts["ended"]:
        import_ = store(import_)
        assert (import_.state, import_.problem) == (State.APPLIED, None)
    return import_


def prepare(case, ground):
    """Store what was there before."""
    for rows, name in ((case.earlier, "list.csv"), (case.other, "other.csv")):
        if rows:
            bring(case, ground, rows, name, "publisher", create_missing=case.options["create_missing"])
    for institution, network, role, status, start, end, _as_of, note, _locator in case.typed:
        _type(institution, network, role, status, start, end, note)


def _type(institution, network, role, status, start, end, note):
    """Type in a membership as a person does, where the database lets it be."""
    member = Institution.objects.filter(names__text=institution).first()
    to = Network.objects.filter(institution__names__text=network).first()
    if member is None or to is None:
        return
    try:
        with transaction.atomic():
            MembershipFactory(
                institution=member, network=to, role=RoleFactory(slug=role or "member"), status=status,
                start=PartialDate.of(start), end=PartialDate.of(end), note_en=note,
            )  # fmt: skip
    except IntegrityError:
        event("typed twice")


def statements(target):
    """Return what is stated, without keys: of one institution by its folded name, whoever named it first."""
    if target == "parties":
        return Counter(
            (fold(str(one.institution)), fold(str(one.instrument)), one.act, str(one.date), str(one.in_force),
             one.note_en, one.standing, one.review_state, one.attested_first, one.attested_last)
            for one in Party.objects.select_related("institution", "instrument")
        )  # fmt: skip
    return Counter(
        (fold(str(one.institution)), fold(str(one.network)), one.role.slug, one.status, str(one.start),
         str(one.end), one.end_status, one.note_en, one.standing, one.review_state, one.attested_first,
         one.attested_last, one.revises_id is None)
        for one in Membership.objects.select_related("institution", "network__institution", "role")
    )  # fmt: skip


def outcomes(import_):
    return Counter((json.dumps(row.cells), row.outcome) for row in import_.rows.all())


def tell(case, import_):
    """Let hypothesis count what the tables came to, for whoever looks at its statistics."""
    for outcome in set(import_.rows.values_list("outcome", flat=True)):
        event(f"{case.target}: {outcome}")


# -- the laws

TARGETS = ["memberships", "parties"]


@pytest.mark.parametrize("target", TARGETS)
@laws
@given(data=st.data())
def test_import_twice_is_import_once_and_undoing_both_restores_every_table(ground, target, data):
    case = data.draw(cases(target))
    with rolled_back():
        prepare(case, ground)
        before = domain()
        first = bring(case, ground, case.table, "list.csv", **case.options)
        tell(case, first)
        once, stated = domain(), statements(target)

        second = bring(case, ground, case.table, "list.csv", **case.options)

        if not first.counts["wrong"]:
            assert statements(target) == stated
            assert domain() == once
            assert set(second.rows.values_list("outcome", flat=True)) <= {"unchanged", "ended"}
        for import_ in (second, first):
            if import_.state == State.APPLIED:
                undone = undo(import_)
                assert (undone.state, undone.problem) == (State.UNDONE, None)
                assert undone.counts["undone"]["edited"] == 0
        assert domain() == before


@pytest.mark.parametrize("target", TARGETS)
@laws
@given(data=st.data())
def test_the_order_of_the_rows_does_not_matter(ground, target, data):
    case = data.draw(cases(target))
    shuffled = replace(case, table=data.draw(st.permutations(case.table)))
    came = []
    with rolled_back():
        prepare(case, ground)
        for one in (case, shuffled):
            with rolled_back():
                import_ = bring(one, ground, one.table, "list.csv", **one.options)
                came.append((statements(target), outcomes(import_)))

    assert came[0] == came[1]


@laws
@given(data=st.data())
def test_what_is_exported_comes_back_unchanged(ground, data):
    case = data.draw(cases("memberships"))
    with rolled_back():
        prepare(case, ground)
        bring(case, ground, case.table, "list.csv", **case.options)
        before, stated = domain(), stated_now()
        rows = Membership.objects.standing_records()
        if not rows.filter(revises__isnull=True).exists():
            return
        exported = MembershipResource().export(rows)
        for kind in sorted(FORMATS):
            content = FORMATS[kind]().export_data(exported)
            with rolled_back():
                come_back_unchanged(case, ground, kind, content, before, stated)


def come_back_unchanged(case, ground, kind, content, before, stated):
    """Import what was exported into a file of this kind, and compare with what was there ``before``."""
    content = content.encode() if isinstance(content, str) else content

    import_ = upload(ground["publisher"], content, f"memberships.{kind}")

    assert import_.state == State.PREVIEWED, import_.problem
    tell(case, import_)
    assert set(import_.rows.values_list("outcome", flat=True)) <= {"unchanged", "wrong"}
    if import_.right_rows():
        store(import_)
    after = domain()
    for label, table in before.items():
        if label not in ("networks.MembershipCitation", "sources.Source", "networks.Membership"):
            assert after[label] == table
    assert stated_now() == stated
    assert set(after["networks.MembershipCitation"]) >= set(before["networks.MembershipCitation"])


def stated_now():
    """Return every membership, but for when it was attested, which another citation may move."""
    left_out = ("attested_first", "attested_last")
    columns = [one.attname for one in Membership._meta.concrete_fields if one.attname not in left_out]
    return list(Membership._base_manager.order_by("pk").values_list(*columns))


@laws
@given(data=st.data())
def test_two_imports_are_undone_in_either_order(ground, data):
    case = data.draw(cases("memberships", roles=["publisher"]))
    newest_first = data.draw(st.booleans())
    with rolled_back():
        before = domain()
        imports = [
            bring(case, ground, rows, "list.csv", create_missing=True)
            for rows in (case.earlier, case.table)
            if rows
        ]
        stored = [one for one in imports if one.state == State.APPLIED]

        for import_ in reversed(stored) if newest_first else stored:
            undo(import_)
        if not newest_first:
            for import_ in reversed(stored):
                undo(import_)
            for import_ in reversed(stored):
                undo(import_)

        assert domain() == before
        assert not Import.objects.exclude(source=None).exists()


def test_a_preview_alone_changes_nothing(ground):
    before = domain()
    case = Case("memberships", [], [], [["Unia", NETWORKS[0], *[""] * 7]])

    import_ = upload(ground["publisher"], case.content(case.table), "list.csv")
    actions.drop(import_id=import_.pk, user=import_.owner)

    assert domain() == before
