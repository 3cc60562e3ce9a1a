"""Undoing an import: everything is as it was before, but what somebody changed in between."""

import pytest

from imports import actions
from imports.models import Decision, State
from institutions.models import Institution
from networks.models import Membership, MembershipCitation, Network
from sources.models import Source
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    NetworkFactory,
    RoleFactory,
    SourceFactory,
)
from tests.imports.digests import domain
from tests.imports.tables import as_csv, outcomes, store, table, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(db):
    RoleFactory(slug="member")
    CountryFactory(code="FR", label_en="France")
    defender = InstitutionFactory(slug="defender-of-rights")
    network = NetworkFactory(institution=InstitutionFactory(slug="equinet-network", kind="peer_network"))
    return defender, network


def row(**cells):
    return {"institution": "Defender of rights", "network": "Equinet network", **cells}


def undo(import_, also=()):
    actions.ask_to_undo(import_id=import_.pk, user=import_.owner)
    return actions.take_back(import_.pk, also)


def test_what_was_created_goes_with_its_citations_and_its_source(field, publisher):
    before = domain()
    import_ = store(upload(publisher, as_csv(table(row(start="2011")))))

    undone = undo(import_)

    assert undone.state == State.UNDONE
    assert undone.counts["undone"] == {
        "citations": 1, "restored": 0, "removed": 1, "rows": 1, "edited": 0, "created_institutions": 0,
        "created_instruments": 0, "decisions": 0, "published": 0, "records": 0,
    }  # fmt: skip
    assert domain() == before
    assert Source.objects.count() == Membership.objects.count() == 0


def test_what_was_changed_gets_its_old_values_back(field, publisher):
    membership = MembershipFactory(institution=field[0], network=field[1], source=SourceFactory())
    before = domain()
    import_ = store(upload(publisher, as_csv(table(row(start="2011", status="active", note="a remark")))))
    assert outcomes(import_) == ["changed"]

    undo(import_)

    membership.refresh_from_db()
    assert (membership.start, membership.status, membership.note_en) == (None, "", "")
    assert domain() == before


def test_what_was_only_cited_loses_that_citation_alone(field, publisher):
    source = SourceFactory()
    MembershipFactory(institution=field[0], network=field[1], source=source)
    before = domain()
    import_ = store(upload(publisher, as_csv(table(row()))))
    assert MembershipCitation.objects.count() == 2

    undo(import_)

    assert MembershipCitation.objects.get().source == source
    assert domain() == before


def test_a_contradiction_goes(field, publisher):
    MembershipFactory(institution=field[0], network=field[1], start="2010", source=SourceFactory())
    before = domain()
    import_ = store(upload(publisher, as_csv(table(row(start="2012")))))
    assert outcomes(import_) == ["contradicted"]

    undo(import_)

    assert domain() == before


def test_a_proposal_of_a_curator_goes(field, curator):
    MembershipFactory(institution=field[0], network=field[1], source=SourceFactory())
    before = domain()
    import_ = store(upload(curator, as_csv(table(row(start="2012")))))
    assert Membership.objects.filter(revises__isnull=False).count() == 1

    undo(import_)

    assert domain() == before


def test_what_was_edited_since_is_left_and_named(field, publisher):
    InstitutionFactory(slug="unia")
    import_ = store(upload(publisher, as_csv(table(row(), row(institution="Unia")))))
    edited = Membership.objects.get(institution=field[0])
    edited.note_en = "checked by telephone"
    edited.save()

    undone = undo(import_)

    assert undone.counts["undone"]["edited"] == 1
    assert list(Membership.objects.all()) == [edited]
    assert edited.citations.count() == 1
    assert [one.undone for one in undone.rows.order_by("number")] == ["edited", "taken_back"]


def test_what_another_list_supports_by_now_is_left(field, publisher):
    import_ = store(upload(publisher, as_csv(table(row())), "one list.csv"))
    store(upload(publisher, as_csv(table(row())), "another list.csv"))

    undone = undo(import_)

    assert undone.counts["undone"]["edited"] == 1
    assert Membership.objects.get().citations.count() == 2


def test_a_person_may_still_put_back_what_was_edited(field, publisher):
    before = domain()
    import_ = store(upload(publisher, as_csv(table(row()))))
    edited = Membership.objects.get()
    edited.note_en = "checked by telephone"
    edited.save()
    undo(import_)

    undone = undo(import_, also=[edited.pk])

    assert undone.state == State.UNDONE
    assert domain() == before


def test_a_created_institution_and_network_go_too(field, publisher):
    before = domain()
    import_ = store(
        upload(
            publisher,
            as_csv(table(row(institution="Commission of Utopia", network="Network of Utopians"))),
            create_missing=True,
        )
    )
    assert Institution.objects.filter(label_other="Commission of Utopia").exists()
    assert Network.objects.count() == 2

    undone = undo(import_)

    assert undone.counts["undone"]["created_institutions"] == 2
    assert domain() == before


def test_a_created_institution_that_somebody_described_stays(field, publisher):
    import_ = store(
        upload(publisher, as_csv(table(row(institution="Commission of Utopia"))), create_missing=True)
    )
    created = Institution.objects.get(label_other="Commission of Utopia")
    created.description_en = "It keeps the records of an island."
    created.save()

    undo(import_)

    assert Institution.objects.filter(pk=created.pk).exists()


def test_the_decisions_made_for_it_are_forgotten(field, publisher):
    from imports.deciding import Choice, decide

    import_ = upload(publisher, as_csv(table(row(institution="The Defender"))))
    choice = Choice("party", 1, "same", field[0].pk)
    decide(import_=import_, user=publisher, choices=[choice])
    actions.judge_again(import_id=import_.pk, user=publisher)
    import_ = store(actions.read(import_.pk))
    assert Decision.objects.count() == 1

    undo(import_)

    assert Decision.objects.count() == 0


def test_the_page_goes_on_telling_what_the_import_did(field, publisher):
    import_ = store(upload(publisher, as_csv(table(row(start="2011")))))

    undone = undo(import_)

    assert (undone.sha256, undone.counts["new"], undone.rows.count()) == (import_.sha256, 1, 1)
    assert (undone.undone_by, undone.rows.get().outcome) == (publisher, "new")


def test_the_same_file_can_come_in_again_after_it_was_undone(field, publisher):
    content = as_csv(table(row(start="2011")))
    undo(store(upload(publisher, content)))

    again = store(upload(publisher, content))

    assert (again.state, outcomes(again), Membership.objects.count()) == ("applied", ["new"], 1)


def test_undoing_twice_is_undoing_once(field, publisher):
    import_ = store(upload(publisher, as_csv(table(row()))))
    undo(import_)

    actions.ask_to_undo(import_id=import_.pk, user=publisher)
    actions.take_back(import_.pk)

    assert Membership.objects.count() == 0


def test_what_is_not_stored_cannot_be_undone(field, publisher):
    import_ = upload(publisher, as_csv(table(row())))

    with pytest.raises(actions.NotNowError):
        actions.ask_to_undo(import_id=import_.pk, user=publisher)
