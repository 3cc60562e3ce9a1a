"""Undoing an import after other things happened: other imports, their undoing, what people added."""

import pytest
from django.contrib.auth import get_user_model

from imports import actions
from imports.models import Decision, Import, State
from imports.unmaking import referring
from institutions.models import Institution, InstitutionCitation, Name
from mandates.models import Instrument, InstrumentName, Party
from networks.models import Aim, Membership, MembershipCitation, Network, StatusChange
from sources.models import Source
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    NetworkFactory,
    RoleFactory,
    SourceFactory,
)
from tests.factories.parts import AimFactory, RulingFactory, StatusChangeFactory
from tests.imports.digests import domain
from tests.imports.tables import as_csv, outcomes, store, table, upload
from tests.imports.test_undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(db):
    RoleFactory(slug="member")
    RoleFactory(slug="observer")
    network = NetworkFactory(institution=InstitutionFactory(slug="equinet-network", kind="peer_network"))
    return InstitutionFactory(slug="unia"), network


def listed(user, filename="list.csv", *, role="member", **cells):
    row = {"institution": "Unia", "network": "Equinet network", "role": role, **cells}
    return store(upload(user, as_csv(table(row)), filename))


def left_and_removed(import_):
    return import_.counts["undone"]["edited"], import_.counts["undone"]["removed"]


# -- other imports


def test_what_a_newer_edition_revised_is_left(field, publisher):
    first = listed(publisher, start="2011")
    listed(publisher, start="2012")

    assert left_and_removed(undo(first)) == (1, 0)
    assert str(Membership.objects.get().start) == "2012"


def test_two_editions_are_undone_one_after_the_other_the_newest_first(field, publisher):
    before = domain()
    first, second = listed(publisher, start="2011"), listed(publisher, start="2012")

    undo(second)
    assert str(Membership.objects.get().start) == "2011"
    undo(first)

    assert domain() == before


def test_an_edition_that_was_left_goes_once_the_newer_one_is_undone(field, publisher):
    before = domain()
    first, second = listed(publisher, start="2011"), listed(publisher, start="2012")
    undo(first)
    undo(second)
    assert Membership.objects.count() == 1

    assert left_and_removed(undo(first)) == (0, 1)
    assert domain() == before


def test_once_the_other_list_is_undone_nothing_holds_the_first_any_more(field, publisher):
    before = domain()
    first, other = listed(publisher, "one.csv"), listed(publisher, "another.csv")
    undo(other)

    undo(first)

    assert domain() == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_same_file_twice_is_undone_whole_in_either_order(field, publisher, order):
    before = domain()
    imports = [listed(publisher, start="2011"), listed(publisher, start="2011")]
    assert Source.objects.count() == 1

    for number in order:
        undo(imports[number])

    assert domain() == before
    assert set(Import.objects.values_list("state", "source")) == {(State.UNDONE, None)}


def test_the_same_file_read_in_two_ways_keeps_its_source_until_both_are_undone(field, publisher):
    before = domain()
    content = as_csv(table({"institution": "Unia", "network": "Equinet network"}))
    first, second = (
        store(upload(publisher, content, mapping={"constants": {"role": role}}))
        for role in ("member", "observer")
    )
    undo(first)
    assert Source.objects.get() == Import.objects.get(pk=second.pk).source
    assert Membership.objects.get().role.slug == "observer"

    undo(second)

    assert domain() == before


def test_a_file_that_somebody_had_recorded_as_a_source_stays_one(field, publisher):
    content = as_csv(table({"institution": "Unia", "network": "Equinet network"}))
    import_ = upload(publisher, content)
    source = SourceFactory(checksum=import_.sha256, series="members")

    undo(store(import_))

    assert Source.objects.get() == source
    assert Membership.objects.count() == 0


def test_a_source_that_somebody_edited_since_stays(field, publisher):
    import_ = listed(publisher)
    source = Source.objects.get()
    source.title = "The list that the secretariat sent"
    source.save()

    undo(import_)

    assert Source.objects.count() == 1
    assert Import.objects.get().source == source


# -- what people did since


def test_an_edit_that_was_taken_back_leaves_nothing_to_decide(field, publisher):
    before = domain()
    import_ = listed(publisher)
    edited = Membership.objects.get()
    for note in ("a slip", ""):
        edited.note_en = note
        edited.save()

    assert left_and_removed(undo(import_)) == (0, 1)
    assert domain() == before


def test_what_somebody_proposed_to_revise_is_left_with_the_proposal(field, publisher, curator):
    import_ = listed(publisher, start="2011")
    listed(curator, "list.csv", start="2012")
    assert Membership.objects.filter(revises__isnull=False).count() == 1

    undone = undo(import_)

    assert (undone.state, undone.problem, left_and_removed(undone)) == (State.UNDONE, None, (1, 0))
    assert Membership.objects.count() == 2


def test_a_person_may_put_it_back_with_the_proposal(field, publisher, curator):
    import_ = listed(publisher, start="2011")
    public = Membership.objects.get()
    listed(curator, "list.csv", start="2012")
    undo(import_)

    assert left_and_removed(undo(import_, also=[public.pk])) == (0, 1)
    assert Membership.objects.count() == MembershipCitation.objects.count() == 0


@pytest.mark.parametrize("factory", [StatusChangeFactory, RulingFactory])
def test_what_somebody_added_to_holds_the_statement_until_a_person_decides(field, publisher, factory):
    import_ = listed(publisher)
    mine = Membership.objects.get()
    part = {StatusChangeFactory: "membership", RulingFactory: "second"}[factory]
    factory(**{part: mine})
    assert left_and_removed(undo(import_)) == (1, 0)

    assert left_and_removed(undo(import_, also=[mine.pk])) == (0, 1)
    assert not Membership.objects.filter(pk=mine.pk).exists()


def test_a_citation_that_somebody_corrected_is_left(field, publisher):
    MembershipFactory(institution=field[0], network=field[1], source=SourceFactory())
    import_ = listed(publisher)
    citation = MembershipCitation.objects.get(source__checksum=import_.sha256)
    citation.locator = "page 3"
    citation.save()

    assert left_and_removed(undo(import_)) == (1, 0)
    assert MembershipCitation.objects.count() == 2


def test_a_statement_that_was_only_cited_loses_the_citation_whatever_was_edited(field, publisher):
    membership = MembershipFactory(institution=field[0], network=field[1], source=SourceFactory())
    import_ = listed(publisher)
    membership.note_en = "checked by telephone"
    membership.save()

    undone = undo(import_)

    assert (undone.counts["undone"]["citations"], undone.counts["undone"]["edited"]) == (1, 0)
    assert MembershipCitation.objects.count() == 1


def test_a_change_that_somebody_went_on_from_is_left(field, publisher):
    membership = MembershipFactory(institution=field[0], network=field[1], source=SourceFactory())
    import_ = listed(publisher, start="2011")
    membership.refresh_from_db()
    membership.status = "suspended"
    membership.save()

    assert left_and_removed(undo(import_)) == (1, 0)
    membership.refresh_from_db()
    assert (str(membership.start), membership.status) == ("2011", "suspended")


def test_what_was_done_in_a_second_pass_is_counted_with_the_first(field, publisher):
    InstitutionFactory(slug="ombudsman")
    rows = [{"institution": name, "network": "Equinet network"} for name in ("Unia", "Ombudsman")]
    import_ = store(upload(publisher, as_csv(table(*rows))))
    edited = Membership.objects.get(institution=field[0])
    edited.note_en = "checked"
    edited.save()
    assert left_and_removed(undo(import_)) == (1, 1)

    undone = undo(import_, also=[edited.pk])

    assert left_and_removed(undone) == (0, 2)
    assert set(undone.rows.values_list("undone", flat=True)) == {"taken_back"}


def test_a_second_pass_leaves_alone_what_came_in_again(field, publisher):
    import_ = listed(publisher)
    undo(import_)
    listed(publisher)

    undo(import_)

    assert Membership.objects.count() == 1


# -- created records


def created(user, **cells):
    row = {"institution": "Commission of Utopia", "network": "Network of Utopians", **cells}
    import_ = store(upload(user, as_csv(table(row)), create_missing=True))
    return import_, Institution.objects.get(label_other="Commission of Utopia")


def test_a_created_institution_stays_with_a_name_that_somebody_added(field, publisher):
    import_, made = created(publisher)
    Name.objects.create(institution=made, text="Utopia’s Commission", language="en", kind="official")

    assert undo(import_).counts["undone"]["created_institutions"] == 1
    assert Institution.objects.filter(pk=made.pk).exists()


def test_a_created_institution_stays_with_a_source_that_somebody_added(field, publisher):
    import_, made = created(publisher)
    citation = InstitutionCitation.objects.create(subject=made, source=SourceFactory())

    undo(import_)

    assert list(InstitutionCitation.objects.filter(pk=citation.pk)) == [citation]


def test_a_created_institution_stays_while_a_decision_for_another_list_rests_on_it(field, publisher):
    import_, made = created(publisher)
    another = upload(publisher, as_csv(table({"institution": "Utopia", "network": "Equinet network"})))
    Decision.objects.create(
        kind="institution", name="Utopia", folded="utopia", verdict="same", institution=made,
        of_import=another, made_by=publisher,
    )  # fmt: skip

    undo(import_)

    assert Decision.objects.get().institution == made


def test_a_created_institution_that_another_list_names_stays_as_do_its_names(field, publisher):
    import_, made = created(publisher)
    row = {"institution": "Commission of Utopia", "network": "Equinet network"}
    store(upload(publisher, as_csv(table(row)), "another.csv"))

    undo(import_)

    assert made.names.count() == 1
    assert Membership.objects.get().institution == made


def test_a_created_network_stays_with_what_it_aims_at(field, publisher):
    import_, _made = created(publisher)
    network = Network.objects.get(institution__label_other="Network of Utopians")
    AimFactory(network=network)

    undo(import_)

    assert Aim.objects.get().network == network
    assert network.institution.names.count() == 1


def test_an_institution_that_became_a_network_is_none_again(field, publisher):
    before = domain()
    row = {"institution": "Equinet network", "network": "Unia"}
    import_ = store(upload(publisher, as_csv(table(row)), create_missing=True))
    assert (Network.objects.count(), import_.counts["stored"]["created_institutions"]) == (2, 0)

    undo(import_)

    assert domain() == before


def test_a_created_instrument_stays_with_a_name_that_somebody_added(field, publisher):
    content = as_csv([["party", "instrument", "act", "date"], ["Unia", "Beijing", "Accession", "2015-06-22"]])
    import_ = store(upload(publisher, content, target="parties", create_missing=True))
    name = InstrumentName.objects.create(instrument=Instrument.objects.get(), text="BTAP", language="en")

    undo(import_)

    assert (Party.objects.count(), InstrumentName.objects.get()) == (0, name)


def test_every_key_to_a_membership_is_known_to_the_undoing():
    assert {(one.model.__name__, one.field) for one in referring(Membership)} == {
        ("Membership", "revises"), ("MembershipCitation", "subject"), ("StatusChange", "membership"),
        ("Ruling", "first"), ("Ruling", "second"),
    }  # fmt: skip
    assert ("Decision", "institution") in {(one.model.__name__, one.field) for one in referring(Institution)}


# -- how fast


def test_a_thousand_new_institutions_are_undone_by_sets_not_one_by_one(
    field, publisher, django_assert_max_num_queries
):
    before = domain()
    rows = [{"institution": f"Commission no. {n}", "network": "Equinet network"} for n in range(1_000)]
    import_ = store(upload(publisher, as_csv(table(*rows)), create_missing=True))

    with django_assert_max_num_queries(300):
        undone = undo(import_)

    assert undone.counts["undone"]["created_institutions"] == 1_000
    assert domain() == before


def test_nobody_is_needed_to_undo_but_who_asks(field, publisher):
    import_ = listed(publisher)
    other = get_user_model().objects.create_superuser("chief")

    actions.ask_to_undo(import_id=import_.pk, user=other)

    assert actions.take_back(import_.pk).undone_by == other
    assert outcomes(import_) == ["new"]
    assert StatusChange.objects.count() == 0
