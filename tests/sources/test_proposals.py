"""What becomes of a proposal when it is published: all of it goes into the statement, and nothing is lost."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandates.models import Party, PartyCitation
from networks.actions import propose_revision
from networks.models import Membership, Ruling, StatusChange
from sources.actions import RefusedError, publish, withdraw
from sources.history import aggregate, because, moments
from sources.models import Source
from sources.statements import Reviewed
from tests.desk import make, values_of
from tests.factories import InstitutionFactory, MembershipFactory, PartyFactory, PersonFactory, SourceFactory
from tests.factories.parts import RulingFactory

pytestmark = pytest.mark.django_db

PARTS = [
    (model, part)
    for model in apps.get_models()
    if issubclass(model, Reviewed) and hasattr(model, "REVISED")
    for part in aggregate(model).children
]


@pytest.fixture
def membership():
    return MembershipFactory(status="active", start="2013")


@pytest.fixture
def draft(membership, curator):
    return propose_revision(membership=membership, user=curator)


def publish_it(draft, publisher):
    publish(rows=type(draft).objects.filter(pk=draft.pk), user=publisher)


def test_the_parts_of_a_proposal_are_those_of_memberships_and_of_parties():
    assert sorted(part.model.__name__ for _model, part in PARTS) == [
        "MembershipCitation", "PartyCitation", "StatusChange",
    ]  # fmt: skip


@pytest.mark.parametrize(("model", "part"), PARTS)
def test_each_part_of_a_proposal_is_taken_over(publisher, model, part):
    statement = make(model)
    draft = model.objects.get(pk=statement.pk)
    draft.pk, draft.review_state, draft.revises = None, "draft", statement
    draft.save(force_insert=True)
    row = part.model._base_manager.create(**{part.parent_field: draft}, **values_of(part.model))

    publish_it(draft, publisher)

    assert getattr(part.model._base_manager.get(pk=row.pk), part.parent_field) == statement
    assert not model.objects.filter(pk=draft.pk).exists()


def test_a_part_that_the_statement_has_already_is_there_once_and_says_what_either_said(
    membership, draft, publisher
):
    membership.status_changes.create(status="suspended", date="2020", note_en="By the board")
    draft.status_changes.create(status="suspended", date="2020", note_fr="Par le bureau")
    draft.status_changes.create(status="active", date="2021")

    publish_it(draft, publisher)

    assert list(StatusChange.objects.values_list("membership", "status", "note_en", "note_fr")) == [
        (membership.pk, "suspended", "By the board", "Par le bureau"),
        (membership.pk, "active", "", ""),
    ]


def test_a_place_that_both_cite_is_cited_once_with_the_words_of_the_proposal(membership, draft, publisher):
    source = SourceFactory()
    membership.citations.create(source=source, page="3", as_of="2019", quotation="Old words")
    draft.citations.create(source=source, page="3", quotation="New words")

    publish_it(draft, publisher)

    citation = membership.citations.get()
    assert (citation.page, str(citation.as_of), citation.quotation) == ("3", "2019", "New words")


def test_the_history_of_the_statement_names_who_wrote_a_part_of_the_proposal(
    membership, draft, curator, publisher
):
    with because("from the annual report", user=curator):
        draft.status_changes.create(status="suspended", date="2020")

    publish_it(draft, publisher)

    found = [
        (moment.user_id, moment.reason, change.label)
        for moment in moments(Membership, membership.pk)
        for change in moment.changes
        if change.part.model is StatusChange
    ]
    assert found == [
        (publisher.pk, "published", "update"),
        (curator.pk, "from the annual report", "insert"),
    ]


def test_what_somebody_else_changed_since_the_proposal_stays(membership, draft, publisher):
    person = PersonFactory()
    Membership.objects.filter(pk=membership.pk).update(person=person, note_en="Corrected meanwhile")
    Membership.objects.filter(pk=draft.pk).update(status="suspended")

    publish_it(draft, publisher)

    membership.refresh_from_db()
    assert (membership.status, membership.person, membership.note_en) == (
        "suspended", person, "Corrected meanwhile",
    )  # fmt: skip


def test_two_proposals_that_are_published_at_once_both_stand(membership, draft, curator, publisher):
    other = propose_revision(membership=membership, user=curator)
    Membership.objects.filter(pk=draft.pk).update(status="suspended")
    Membership.objects.filter(pk=other.pk).update(end="2020", end_status="ended")

    publish(rows=Membership.objects.filter(pk__in=[draft.pk, other.pk]), user=publisher)

    membership.refresh_from_db()
    assert (membership.status, str(membership.end), membership.end_status) == ("suspended", "2020", "ended")


def test_a_proposal_counts_among_what_was_published(draft, publisher):
    MembershipFactory(review_state="draft")

    assert publish(rows=Membership.objects.filter(review_state="draft"), user=publisher) == 2


def test_a_ruling_on_a_proposal_is_one_on_the_statement_then(membership, draft, publisher):
    RulingFactory(first=draft, second=MembershipFactory())

    publish_it(draft, publisher)

    assert Ruling.objects.get().first == membership


def test_the_date_of_an_act_that_was_proposed_is_written_with_its_source(publisher):
    party = PartyFactory(date="2001")
    draft = PartyFactory(
        institution=party.institution, instrument=party.instrument, revises=party, date="2002",
        review_state="draft",
    )  # fmt: skip
    PartyCitation.objects.create(subject=draft, source=SourceFactory(published="2010"))

    publish_it(draft, publisher)

    stored = Party.objects.get()
    assert (stored.pk, str(stored.date), str(stored.attested_last)) == (party.pk, "2002", "2010-12-31")


def test_who_may_not_publish_is_refused_by_the_action_itself(curator):
    source = SourceFactory(review_state="draft")

    with pytest.raises(RefusedError, match="Your account may not do this"):
        publish(rows=Source.objects.all(), user=curator)

    source.refresh_from_db()
    assert source.review_state == "draft"


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_change_is_proposed_of_what_is_published_alone(curator, state):
    membership = MembershipFactory(review_state=state, institution=InstitutionFactory())

    with pytest.raises(RefusedError, match="Only what is published takes a proposal"):
        propose_revision(membership=membership, user=curator)

    assert Membership.objects.count() == 1


def test_a_proposal_changes_nothing_that_was_withdrawn_meanwhile(membership, draft, publisher):
    Membership.objects.filter(pk=draft.pk).update(status="suspended")
    withdraw(rows=Membership.objects.filter(pk=membership.pk), user=publisher)

    with pytest.raises(RefusedError, match=r"was withdrawn meanwhile: .*Publish that first"):
        publish_it(draft, publisher)

    membership.refresh_from_db()
    assert (membership.review_state, membership.status) == ("withdrawn", "active")
    assert Membership.objects.filter(pk=draft.pk).exists()


def test_once_it_is_published_again_the_proposal_is_taken_over(membership, draft, publisher):
    Membership.objects.filter(pk=draft.pk).update(status="suspended")
    withdraw(rows=Membership.objects.filter(pk=membership.pk), user=publisher)
    publish(rows=Membership.objects.filter(pk=membership.pk), user=publisher)

    publish_it(draft, publisher)

    assert Membership.objects.get().status == "suspended"


def queries_to_publish(count, curator, publisher):
    network, source = MembershipFactory().network, SourceFactory()
    drafts = []
    for _number in range(count):
        draft = propose_revision(membership=MembershipFactory(network=network), user=curator)
        draft.citations.create(source=source, page="1")
        drafts.append(draft.pk)
    with CaptureQueriesContext(connection) as queries:
        publish(rows=Membership.objects.filter(pk__in=drafts), user=publisher)
    return len(queries)


def test_many_confirmations_take_no_more_queries_than_a_few(curator, publisher):
    queries_to_publish(1, curator, publisher)  # reads the permissions too, once
    few = queries_to_publish(2, curator, publisher)

    assert queries_to_publish(12, curator, publisher) == few


def propose_for(statement, **values):
    """Return a proposal as an import makes it: for a draft, too."""
    draft = Membership.objects.get(pk=statement.pk)
    draft.pk, draft.handle, draft.review_state, draft.revises = None, None, "draft", statement
    draft.save(force_insert=True)
    Membership.objects.filter(pk=draft.pk).update(**values)
    return draft


def test_what_an_import_proposes_for_a_draft_is_written_into_the_draft(publisher):
    statement = MembershipFactory(review_state="draft")
    publish_it(propose_for(statement, status="suspended"), publisher)

    statement.refresh_from_db()
    assert (statement.status, statement.review_state) == ("suspended", "draft")


def test_a_draft_and_what_is_proposed_for_it_are_published_at_once(publisher):
    statement = MembershipFactory(review_state="draft")
    propose_for(statement, status="suspended")

    publish(rows=Membership.objects.all(), user=publisher)

    assert list(Membership.objects.values_list("pk", "status", "review_state")) == [
        (statement.pk, "suspended", "published")
    ]


def test_a_proposal_on_a_proposal_goes_into_the_statement_with_it(membership, draft, publisher):
    Membership.objects.filter(pk=draft.pk).update(status="suspended")
    propose_for(draft, note_en="By the board").citations.create(source=SourceFactory())

    publish(rows=Membership.objects.filter(review_state="draft"), user=publisher)

    stored = Membership.objects.get()
    assert (stored.pk, stored.status, stored.note_en) == (membership.pk, "suspended", "By the board")
    assert stored.citations.count() == 1
