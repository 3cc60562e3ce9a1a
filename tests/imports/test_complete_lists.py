"""A list that names all members: who is missing may have left, and leaves only when somebody says so."""

import pytest

from networks.models import Membership
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    NetworkFactory,
    RoleFactory,
    SourceFactory,
)
from tests.imports.digests import domain
from tests.imports.tables import as_csv, outcomes, store, table, upload
from tests.imports.test_undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(db):
    RoleFactory(slug="member")
    network = NetworkFactory(institution=InstitutionFactory(slug="equinet-network", kind="peer_network"))
    stays, leaves = InstitutionFactory(slug="stays"), InstitutionFactory(slug="leaves")
    source = SourceFactory(published="2020-03-01")
    return network, [
        MembershipFactory(institution=one, network=network, start="2011", source=source)
        for one in (stays, leaves)
    ]


def complete(user, **options):
    content = as_csv(table({"institution": "Stays", "network": "Equinet network"}))
    return upload(user, content, complete=True, **options)


def test_a_member_that_the_list_does_not_name_is_shown_as_perhaps_ended(field, publisher):
    import_ = complete(publisher)

    assert outcomes(import_) == ["unchanged", "ended"]
    assert (import_.counts["rows"], import_.counts["ended"]) == (1, 1)
    assert import_.rows.get(outcome="ended").statement_id == field[1][1].pk


def test_nothing_ends_that_is_not_ticked(field, publisher):
    store(complete(publisher))

    assert set(Membership.objects.values_list("status", "end_status")) == {("", "unknown")}


def test_what_is_ticked_ends_between_its_last_attestation_and_the_day_of_the_list(field, publisher):
    import_ = complete(publisher, as_of="2024-05-01")
    import_.rows.filter(outcome="ended").update(ticked=True)

    store(import_)

    ended = field[1][1]
    ended.refresh_from_db()
    assert (ended.status, ended.end_status, str(ended.end)) == ("ended", "ended", "2020-03-01/2024-05-01")
    assert ended.citations.get(source=import_.__class__.objects.get().source).says == {"status": "ended"}


def test_where_the_list_has_no_date_the_end_is_unknown(field, publisher):
    import_ = complete(publisher)
    import_.rows.filter(outcome="ended").update(ticked=True)

    store(import_)

    ended = field[1][1]
    ended.refresh_from_db()
    assert (ended.status, ended.end_status, ended.end) == ("ended", "ended", None)


def test_a_tick_survives_another_look(field, publisher):
    from imports import actions

    import_ = complete(publisher)
    import_.rows.filter(outcome="ended").update(ticked=True)
    actions.judge_again(import_id=import_.pk, user=publisher)

    assert actions.read(import_.pk).rows.get(outcome="ended").ticked


def test_other_networks_and_wrong_rows_end_nothing(field, publisher):
    other = MembershipFactory(institution=InstitutionFactory(slug="elsewhere"))
    content = as_csv(
        table(
            {"institution": "Stays", "network": "Equinet network"},
            {"institution": "Leaves", "network": "Equinet network", "start": "2011-13"},
        )
    )

    import_ = upload(publisher, content, complete=True)

    assert outcomes(import_) == ["unchanged", "wrong"]
    assert other.pk not in import_.rows.values_list("statement_id", flat=True)


def test_ending_is_undone_with_the_import(field, publisher):
    before = domain()
    import_ = complete(publisher, as_of="2024-05-01")
    import_.rows.filter(outcome="ended").update(ticked=True)
    import_ = store(import_)

    undo(import_)

    assert domain() == before
