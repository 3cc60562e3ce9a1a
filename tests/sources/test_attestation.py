"""First and last attested: derived from the supporting citations, whichever way they are written."""

import datetime

import pytest
from django.db import connection

from institutions.models import Relation
from mandates.models import (
    Accreditation,
    Engagement,
    Mandate,
    MandateHolder,
    Monitoring,
    Party,
    PartyCitation,
)
from networks.actions import propose_revision
from networks.models import Meeting, Membership, MembershipCitation, Participation
from sources import actions
from sources.history import event_model
from sources.models import Source
from sources.reverting import put_back
from tests.factories import MembershipFactory, PartyFactory, SourceFactory
from tests.rules import each, make
from tests.sources.clocks import now

pytestmark = pytest.mark.django_db

STATEMENTS = [
    Relation, Accreditation, Engagement, Mandate, MandateHolder, Monitoring, Party, Meeting, Membership,
    Participation,
]  # fmt: skip


def day(text):
    return datetime.date.fromisoformat(text)


def attested(statement):
    statement.refresh_from_db()
    return tuple(date and date.isoformat() for date in (statement.attested_first, statement.attested_last))


@pytest.fixture
def membership():
    return MembershipFactory()


@pytest.fixture
def in_2013():
    """A source of May 2013."""
    return SourceFactory(published="2013-05")


@pytest.fixture
def in_2023():
    """A source of a day in 2023."""
    return SourceFactory(published="2023-09-28")


# -- what attests


def test_a_statement_without_citations_is_attested_at_no_date(membership):
    assert attested(membership) == (None, None)


def test_a_dated_source_attests_on_each_day_that_its_date_can_mean(membership, in_2013):
    membership.citations.create(source=in_2013)

    assert attested(membership) == ("2013-05-01", "2013-05-31")


def test_the_oldest_source_gives_the_first_and_the_newest_the_last(membership, in_2013, in_2023):
    for source in (in_2023, in_2013, SourceFactory(published="2015")):
        membership.citations.create(source=source)

    assert attested(membership) == ("2013-05-01", "2023-09-28")


def test_the_date_that_a_citation_speaks_of_goes_before_the_date_of_its_source(membership, in_2023):
    membership.citations.create(source=in_2023, as_of="2019-Q4")

    assert attested(membership) == ("2019-10-01", "2019-12-31")


def test_an_undated_source_attests_at_no_date(membership):
    membership.citations.create(source=SourceFactory(published=None, read_on="2024-02-01"))

    assert attested(membership) == (None, None)


def test_an_undated_source_that_speaks_of_a_date_attests_then(membership):
    membership.citations.create(source=SourceFactory(published=None), as_of="2019")

    assert attested(membership) == ("2019-01-01", "2019-12-31")


def test_an_undated_source_takes_nothing_from_a_dated_one(membership, in_2013):
    membership.citations.create(source=in_2013)
    membership.citations.create(source=SourceFactory(published=None))

    assert attested(membership) == ("2013-05-01", "2013-05-31")


def test_a_source_that_contradicts_does_not_attest(membership, in_2013, in_2023):
    membership.citations.create(source=in_2013)
    membership.citations.create(source=in_2023, effect="contradicts")

    assert attested(membership) == ("2013-05-01", "2013-05-31")


@pytest.mark.parametrize("field", ["person", "note", "status"])
def test_a_source_of_one_field_alone_does_not_attest_the_whole(membership, in_2013, field):
    membership.citations.create(source=in_2013, about=field)

    assert attested(membership) == (None, None)


def test_a_source_of_the_period_attests(membership, in_2013):
    membership.citations.create(source=in_2013, about="period")

    assert attested(membership) == ("2013-05-01", "2013-05-31")


@each(STATEMENTS)
def test_every_kind_of_statement_is_attested_by_its_citations(model, in_2013):
    statement = make(model)
    statement.citations.create(source=in_2013)
    assert attested(statement) == ("2013-05-01", "2013-05-31")

    statement.citations.all().delete()
    assert attested(statement) == (None, None)


# -- whichever way it is written


def test_citations_in_bulk_attest_each_its_own_statement(membership, in_2013, in_2023):
    other, uncited = MembershipFactory(), MembershipFactory()
    MembershipCitation.objects.bulk_create(
        [
            MembershipCitation(subject=membership, source=in_2013),
            MembershipCitation(subject=membership, source=in_2023),
            MembershipCitation(subject=other, source=in_2023),
        ]
    )

    assert attested(membership) == ("2013-05-01", "2023-09-28")
    assert attested(other) == ("2023-09-28", "2023-09-28")
    assert attested(uncited) == (None, None)


def test_citations_by_copy_attest(membership, in_2013):
    columns = "subject_id, source_id, about, effect, section, page, sheet, locator, wording, says, quotation"
    values = (membership.pk, in_2013.pk, "", "supports", "", "", "", "", "{}", "{}", "")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY networks_membershipcitation ({columns}) FROM STDIN") as copy,
    ):
        copy.write_row(values)

    assert attested(membership) == ("2013-05-01", "2013-05-31")


def test_a_citation_that_is_deleted_attests_no_more(membership, in_2013, in_2023):
    membership.citations.create(source=in_2013)
    membership.citations.create(source=in_2023)

    MembershipCitation.objects.filter(source=in_2023).delete()

    assert attested(membership) == ("2013-05-01", "2013-05-31")


@pytest.mark.parametrize("changed", [{"effect": "contradicts"}, {"about": "note_en"}], ids=str)
def test_a_citation_that_supports_no_more_attests_no_more(membership, in_2013, changed):
    membership.citations.create(source=in_2013)

    MembershipCitation.objects.update(**changed)

    assert attested(membership) == (None, None)


def test_a_citation_that_moves_to_another_statement_or_source_attests_there(membership, in_2013, in_2023):
    other = MembershipFactory()
    membership.citations.create(source=in_2013)

    MembershipCitation.objects.update(subject=other, source=in_2023)

    assert attested(membership) == (None, None)
    assert attested(other) == ("2023-09-28", "2023-09-28")


# -- whether the source is published


def a_draft(**values):
    return SourceFactory(review_state="draft", **values)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_source_that_the_public_does_not_see_attests_nothing(membership, in_2013, state):
    membership.citations.create(source=in_2013)
    membership.citations.create(source=SourceFactory(published="2023", review_state=state), as_of="2024")

    assert attested(membership) == ("2013-05-01", "2013-05-31")


def test_a_source_attests_from_when_it_is_published(membership, in_2013, publisher):
    source, party = a_draft(published="2023-09-28"), PartyFactory()
    membership.citations.create(source=in_2013)
    membership.citations.create(source=source)
    PartyCitation.objects.create(subject=party, source=source)

    actions.publish(rows=Source.objects.filter(pk=source.pk), user=publisher)

    assert attested(membership) == ("2013-05-01", "2023-09-28")
    assert attested(party) == ("2023-09-28", "2023-09-28")


def test_a_source_that_is_withdrawn_attests_no_more(membership, in_2013, in_2023, publisher):
    membership.citations.create(source=in_2013)
    membership.citations.create(source=in_2023)

    actions.withdraw(rows=Source.objects.filter(pk=in_2023.pk), user=publisher)

    assert attested(membership) == ("2013-05-01", "2013-05-31")


@each(STATEMENTS)
def test_every_kind_of_statement_follows_the_review_state_of_its_sources(model):
    statement, source = make(model), a_draft(published="2013-05")
    statement.citations.create(source=source)
    assert attested(statement) == (None, None)

    Source.objects.filter(pk=source.pk).update(review_state="published")
    assert attested(statement) == ("2013-05-01", "2013-05-31")


def test_a_source_that_is_put_back_to_a_draft_attests_no_more(membership):
    source = a_draft()
    membership.citations.create(source=source)
    then = now()
    Source.objects.filter(pk=source.pk).update(review_state="published")

    put_back(Source, source.pk, then)

    assert attested(membership) == (None, None)


def test_publishing_a_source_writes_nothing_into_the_history_of_what_cites_it(membership):
    source = a_draft()
    membership.citations.create(source=source)
    events = [event_model(model).objects for model in (Membership, MembershipCitation)]
    before = [some.count() for some in events]

    Source.objects.filter(pk=source.pk).update(review_state="published")

    assert attested(membership) == ("2020-03-01", "2020-03-31")
    assert [some.count() for some in events] == before


# -- the date of the source


def test_a_source_that_gets_another_date_attests_at_that_one(membership, in_2013):
    party = PartyFactory()
    membership.citations.create(source=in_2013)
    PartyCitation.objects.create(subject=party, source=in_2013)

    in_2013.published = "2014"
    in_2013.save()

    assert attested(membership) == attested(party) == ("2014-01-01", "2014-12-31")


def test_a_source_that_loses_its_date_attests_at_none(membership, in_2013):
    membership.citations.create(source=in_2013)

    in_2013.published = None
    in_2013.save(update_fields=["published"])

    assert attested(membership) == (None, None)


def test_the_date_of_a_source_does_not_touch_what_speaks_of_a_date_of_its_own(membership, in_2013):
    membership.citations.create(source=in_2013, as_of="2011")

    in_2013.published = "2014"
    in_2013.save()

    assert attested(membership) == ("2011-01-01", "2011-12-31")


def test_the_date_of_a_source_that_changes_in_bulk_attests_anew(membership, in_2013):
    membership.citations.create(source=in_2013)

    Source.objects.filter(pk=in_2013.pk).update(published="2014")

    assert attested(membership) == ("2014-01-01", "2014-12-31")


def test_a_source_that_is_put_back_attests_at_the_date_it_had(membership, in_2013):
    membership.citations.create(source=in_2013)
    then = now()
    in_2013.published = "2014"
    in_2013.save()

    put_back(Source, in_2013.pk, then)

    assert attested(membership) == ("2013-05-01", "2013-05-31")


def test_a_draft_that_proposes_a_change_is_attested_by_its_own_citations_alone(in_2013, curator):
    draft = propose_revision(membership=MembershipFactory(source=in_2013), user=curator)

    assert attested(draft) == (None, None)


# -- what follows from it


def test_what_was_not_confirmed_lately_is_found_the_undated_included(in_2013, in_2023):
    old, undated = MembershipFactory(source=in_2013), MembershipFactory()
    MembershipFactory(source=in_2023)

    stale = Membership.objects.not_confirmed_since(day("2020-01-01"))

    assert set(stale) == {old, undated}


def test_a_stale_copy_of_a_record_that_is_saved_does_not_undo_what_was_derived(membership, in_2013):
    membership.citations.create(source=in_2013)

    membership.note_en = "As of the founding"
    membership.save()

    assert attested(membership) == ("2013-05-01", "2013-05-31")
