"""Where sources disagree on a membership: computed from the statements, never marked by hand (Truth 4)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from networks.models import Membership
from sources.models import Source
from tests.factories import (
    GroupFactory,
    InstitutionFactory,
    MembershipFactory,
    NetworkFactory,
    RoleFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def say():
    """Return a maker of statements of one institution in one network, each by a source of its own."""
    place = {"institution": InstitutionFactory(), "network": NetworkFactory()}
    member = RoleFactory(slug="member")
    roles = {
        "member": member,
        "observer": RoleFactory(slug="observer"),
        "chair": RoleFactory(slug="chair"),
        "founding-member": RoleFactory(slug="founding-member", implies=member),
        "board-member": RoleFactory(slug="board-member", implies=member),
    }

    def make(role="member", source=None, **values):
        values = place | {"standing": "disputed", "source": source or SourceFactory()} | values
        return MembershipFactory(role=roles[role], **values)

    return make


def disagreeing():
    return set(Membership.objects.disagreeing())


def disagree(one, other):
    """Tell whether the two disagree; each must say so of the other."""
    with_one = set(Membership.objects.disagreeing_with(one))
    with_other = set(Membership.objects.disagreeing_with(other))
    assert (other in with_one) == (one in with_other)
    assert one not in with_one
    assert disagreeing() == with_one | with_other
    return other in with_one


# -- roles


def test_different_roles_by_different_sources_disagree(say):
    assert disagree(say("member"), say("observer"))


def test_different_roles_by_the_same_source_are_two_roles_held_at_once(say):
    source = SourceFactory()

    assert not disagree(say("member", source), say("chair", source))


def test_one_source_that_supports_both_is_enough(say):
    one, other = say("member"), say("chair")
    both = SourceFactory()
    one.citations.create(source=both)
    assert disagree(one, other)

    other.citations.create(source=both)
    assert not disagree(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("founding-member", "member"), ("board-member", "member"), ("founding-member", "board-member")],
)
def test_a_role_that_implies_the_other_or_the_same_does_not_disagree_with_it(say, one, other):
    assert not disagree(say(one), say(other))


def test_a_role_that_implies_membership_disagrees_with_one_that_does_not(say):
    assert disagree(say("founding-member"), say("observer"))


def test_the_same_role_by_two_sources_is_agreement(say):
    assert not disagree(say("member"), say("member"))


# -- values of one role


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"start": "2010"}, {"start": "2011"}, id="start"),
        pytest.param({"start": "2010", "end": "2013"}, {"start": "2010", "end": "2014"}, id="end"),
        pytest.param({"end": "2013"}, {"end": "2014"}, id="end without a start"),
        pytest.param({"status": "active"}, {"status": "suspended"}, id="status"),
    ],
)
def test_the_same_role_with_another_value_by_another_source_disagrees(say, one, other):
    source = SourceFactory()
    assert disagree(say(**one), say(**other))

    Membership.objects.all().delete()
    assert not disagree(say(source=source, **one), say(source=source, **other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"start": "2010"}, {"start": "2010"}, id="the same start"),
        pytest.param({"start": "2010"}, {}, id="a start and none"),
        pytest.param({"start": "2010", "end": "2013"}, {"start": "2010"}, id="an end and none"),
        pytest.param({"start": "2010"}, {"end": "2013"}, id="a start and an end"),
        pytest.param({"status": "active"}, {"status": ""}, id="a status and none"),
        pytest.param({"status": "active"}, {"status": "active"}, id="the same status"),
    ],
)
def test_what_only_one_of_them_says_is_no_disagreement(say, one, other):
    assert not disagree(say(**one), say(**other))


# -- periods


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"start": "2010", "end": "2012"}, {"start": "2013"}),
        ({"end": "2012"}, {"start": "2013"}),
        ({"start": "2010", "end": "2012-06"}, {"start": "2012-07", "end": "2014"}),
    ],
)
def test_periods_that_cannot_meet_do_not_disagree(say, one, other):
    assert not disagree(say("member", **one), say("observer", **other))
    Membership.objects.all().delete()
    assert not disagree(say("member", **one), say("member", **other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"start": "2010", "end": "2013"}, {"start": "2013"}),
        ({"start": "2010"}, {"start": "2020"}),
        ({"start": "2010"}, {"end": "2012"}),
        ({"start": "2010", "end": "2012"}, {}),
    ],
)
def test_periods_that_may_meet_do_disagree(say, one, other):
    assert disagree(say("member", **one), say("observer", **other))


# -- who is heard


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_published_makes_no_published_statement_disagree(say, state):
    published, hidden = say("member"), say("observer", review_state=state)

    assert published not in disagreeing()
    assert set(Membership.objects.disagreeing_with(hidden)) == set()


def test_a_citation_that_contradicts_makes_a_statement_disagree(say):
    alone = say("member")
    assert disagreeing() == set()

    alone.citations.create(source=SourceFactory(), effect="contradicts")

    assert disagreeing() == {alone}


def test_a_source_that_supports_one_and_contradicts_the_other_does_not_reconcile_them(say):
    source = SourceFactory()
    one, other = say("member", source), say("observer")
    other.citations.create(source=source, effect="contradicts")

    assert disagree(one, other)


def test_statements_that_nothing_supports_disagree_like_others(say):
    one, other = say("member"), say("observer")
    one.citations.all().delete()
    other.citations.all().delete()

    assert disagree(one, other)


@pytest.mark.parametrize("standing", ["accepted", "disputed"])
def test_the_standing_does_not_matter_since_it_is_set_by_hand(say, standing):
    assert disagree(say("member", standing="accepted"), say("observer", standing=standing))


# -- the same place


def test_another_institution_or_network_does_not_disagree(say):
    one = say("member")
    say("observer", institution=InstitutionFactory())
    say("observer", network=NetworkFactory())

    assert disagreeing() == set()
    assert set(Membership.objects.disagreeing_with(one)) == set()


@pytest.mark.parametrize("lost", ["institution", "network"])
def test_statements_with_a_lost_party_do_not_disagree(say, lost):
    lost_party = {lost: None, "incomplete_in_source": True}

    assert not disagree(say("member", **lost_party), say("observer", **lost_party))


def test_statements_of_a_group_do_not_disagree(say):
    """A group may stand for several, of which some are members and some observers."""
    group = {"institution": None, "group": GroupFactory()}

    assert not disagree(say("member", **group), say("observer", **group))


def test_only_the_rows_asked_about_are_returned(say):
    one, other = say("member"), say("observer")

    assert set(Membership.objects.filter(pk=one.pk).disagreeing()) == {one}
    assert set(Membership.objects.filter(role__slug="chair").disagreeing_with(other)) == set()


# -- any two statements

years = st.sampled_from([None, "2010", "2011-06", "2012", "2013-Q4"])
statements = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["member", "observer", "founding-member", "associate"]),
        "start": years,
        "end": years,
        "status": st.sampled_from(["", "active", "suspended"]),
        "sources": st.sets(st.integers(0, 2), max_size=2),
    }
)


class AnyStatements(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.lists(statements, min_size=2, max_size=4))
    def test_disagreement_is_mutual(self, given_statements):
        rows = self.stored(given_statements)
        with_each = {row: set(Membership.objects.disagreeing_with(row)) for row in rows}

        for one in rows:
            assert one not in with_each[one]
            assert {other for other in rows if one in with_each[other]} == with_each[one]
        assert disagreeing() == {one for one in rows if with_each[one]}

    def stored(self, given_statements):
        sources = [SourceFactory() for _number in range(3)]
        place = {"institution": InstitutionFactory(), "network": NetworkFactory(), "standing": "disputed"}
        member = RoleFactory(slug="member")
        rows = []
        for one in given_statements:
            implies = member if one["role"] == "founding-member" else None
            start, end = one["start"], one["end"]
            if start and end and end < start:
                start, end = end, start
            row = MembershipFactory(
                **place,
                role=RoleFactory(slug=one["role"], implies=implies),
                status=one["status"],
                start=start,
                end=end,
            )
            for number in one["sources"]:
                row.citations.create(source=sources[number])
            rows.append(row)
        return rows


# -- sources that the public does not see


def test_a_draft_source_that_contradicts_makes_no_disagreement(say):
    membership, source = say(), SourceFactory(review_state="draft")
    membership.citations.create(source=source, effect="contradicts")
    assert disagreeing() == set()

    Source.objects.filter(pk=source.pk).update(review_state="published")
    assert disagreeing() == {membership}


def test_a_draft_source_of_both_does_not_hide_a_disagreement(say):
    one, other = say("member"), say("observer")
    draft = SourceFactory(review_state="draft")
    for membership in (one, other):
        membership.citations.create(source=draft)

    assert disagree(one, other)
