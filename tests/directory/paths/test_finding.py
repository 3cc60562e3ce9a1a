"""The shortest paths: their lengths, by which ties they may go, and when the search gives up."""

from __future__ import annotations

import datetime
from collections import deque
from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hrnet.directory.paths import finding
from hrnet.directory.paths.finding import find
from hrnet.directory.paths.steps import Ties
from institutions.models import Relation
from mandates.models import EngagementAuthor
from tests.factories import (
    EngagementFactory,
    GroupFactory,
    InstitutionFactory,
    InstrumentFactory,
    MandateFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    ParticipationFactory,
    PartyFactory,
    RelationFactory,
)
from tests.factories.parts import AccreditationFactory, MonitoringFactory

pytestmark = pytest.mark.django_db

DAY = datetime.date(2014, 11, 14)
OPEN = {"start": "2005", "end_status": "open", "period_type": "dated"}


def key(record):
    return ("i", record.pk)


@pytest.fixture
def two():
    return InstitutionFactory(slug="aaa"), InstitutionFactory(slug="bbb")


def length(found):
    """Return the number of steps of the paths found; nothing where there is none."""
    return len(found.paths[0]) - 1 if found.paths else None


def apart(two, **ties):
    one, other = (key(record) for record in two)
    there, back = find(one, other, Ties(**ties)), find(other, one, Ties(**ties))
    assert length(there) == length(back)
    return length(there)


def test_members_of_one_network_are_two_steps_apart(two):
    network = NetworkFactory()
    for body in two:
        MembershipFactory(institution=body, network=network)

    assert find(key(two[0]), key(two[1]), Ties()).paths == [(key(two[0]), key(network), key(two[1]))]


TIES = {
    "relation": lambda a, b: RelationFactory(subject=b, object=a),
    "engagement": lambda a, b: EngagementFactory(actor=a, target=b),
    "accreditation": lambda a, b: AccreditationFactory(institution=a, accredited_by=b),
    "mandate": lambda a, b: MandateFactory(institution=a, conferred_by=b),
}


@pytest.mark.parametrize("kind", TIES)
def test_each_kind_of_tie_is_gone_either_way_where_it_is_asked_for(two, kind):
    TIES[kind](*two)

    assert apart(two) == 1
    assert apart(two, kinds=(kind,)) == 1
    assert apart(two, kinds=("membership",)) is None


def test_another_author_of_an_engagement_is_tied_to_its_target(two):
    engagement = EngagementFactory(target=two[1])
    EngagementAuthor.objects.create(engagement=engagement, institution=two[0])

    assert apart(two, kinds=("engagement",)) == 1


def test_a_meeting_or_an_instrument_stands_between_two(two):
    meeting, instrument = MeetingFactory(), InstrumentFactory()
    for body in two:
        ParticipationFactory(meeting=meeting, institution=body)
    PartyFactory(institution=two[0], instrument=instrument)
    MonitoringFactory(instrument=instrument)

    assert apart(two, kinds=("meeting",)) == 2
    assert apart(two, kinds=("instrument",)) is None


def test_a_treaty_body_is_tied_to_the_parties_by_what_it_monitors(two):
    monitoring = MonitoringFactory()
    PartyFactory(institution=two[0], instrument=monitoring.instrument)

    found = find(key(two[0]), ("i", monitoring.treaty_body_id), Ties(kinds=("instrument",)))
    assert length(found) == 2


def test_a_group_that_is_named_only_in_words_ties_nobody(two):
    group = GroupFactory()
    for body in two:
        MembershipFactory(institution=body, network=None, network_group=group)

    assert apart(two) is None


def test_on_a_day_only_what_surely_held_is_gone_unless_more_is_asked_for(two):
    network = NetworkFactory()
    MembershipFactory(institution=two[0], network=network, **OPEN)
    MembershipFactory(institution=two[1], network=network)

    assert apart(two) == 2
    assert apart(two, on=DAY) is None
    assert apart(two, on=DAY, perhaps=True) == 2


def test_what_was_over_by_that_day_is_gone_neither_way(two):
    RelationFactory(
        subject=two[0], object=two[1], start="1990", end="1995", period_type="dated", end_status="ended"
    )

    assert apart(two) == 1
    assert apart(two, on=DAY, perhaps=True) is None


@pytest.mark.parametrize("modality", ["may", "planned"])
def test_what_may_be_or_is_planned_is_gone_only_if_it_is_asked_for(two, modality):
    RelationFactory(subject=two[0], object=two[1], modality=modality)

    assert apart(two) is None
    assert apart(two, perhaps=True) == 1


def test_nobody_has_met_at_a_planned_meeting(two):
    meeting = MeetingFactory(modality="planned")
    for body in two:
        ParticipationFactory(meeting=meeting, institution=body)

    assert apart(two) is None
    assert apart(two, perhaps=True) == 2


def test_what_is_not_public_is_no_way(two):
    hidden = InstitutionFactory(review_state="draft", slug="hidden")
    RelationFactory(subject=two[0], object=hidden)
    RelationFactory(subject=hidden, object=two[1])
    RelationFactory(subject=two[0], object=two[1], review_state="draft")

    assert apart(two) is None


def test_a_shorter_path_hides_the_longer_ones_and_all_of_its_length_are_told(two):
    for _number in range(3):
        network = NetworkFactory()
        for body in two:
            MembershipFactory(institution=body, network=network)
    between = InstitutionFactory()
    longer = InstitutionFactory()
    for one, other in ((two[0], between), (between, longer), (longer, two[1])):
        RelationFactory(subject=one, object=other)

    found = find(key(two[0]), key(two[1]), Ties())
    assert (len(found.paths), length(found), found.more) == (3, 2, False)


@pytest.mark.parametrize(("paths", "told", "more"), [(10, 10, False), (11, 10, True), (25, 10, True)])
def test_of_many_paths_ten_are_told_and_that_there_are_more(two, paths, told, more):
    for body in InstitutionFactory.create_batch(paths):
        RelationFactory(subject=two[0], object=body)
        RelationFactory(subject=body, object=two[1])

    found = find(key(two[0]), key(two[1]), Ties())
    assert (len(found.paths), found.more) == (told, more)
    assert len(set(found.paths)) == told


def chain(steps):
    bodies = InstitutionFactory.create_batch(steps + 1)
    for one, other in pairwise(bodies):
        RelationFactory(subject=one, object=other)
    return bodies[0], bodies[-1]


def test_six_steps_are_found_and_seven_are_not():
    assert apart(chain(6)) == 6
    assert apart(chain(7)) is None


def test_a_record_is_no_step_from_itself(two):
    assert find(key(two[0]), key(two[0]), Ties()).paths == [(key(two[0]),)]


def test_where_a_level_is_too_large_the_search_says_so(two, monkeypatch):
    monkeypatch.setattr(finding, "MOST_RECORDS", 5)
    for body in two:
        for other in InstitutionFactory.create_batch(6):
            RelationFactory(subject=body, object=other)

    found = find(key(two[0]), key(two[1]), Ties())
    assert (found.paths, found.is_bounded, found.looked) == ([], True, 0)


def test_where_too_many_would_be_looked_at_the_search_says_so(two, monkeypatch):
    monkeypatch.setattr(finding, "MOST_ASKED", 3)
    for body in two:
        for other in InstitutionFactory.create_batch(4):
            RelationFactory(subject=body, object=other)

    found = find(key(two[0]), key(two[1]), Ties())
    assert (found.paths, found.is_bounded, found.looked) == ([], True, 2)


def test_each_level_takes_one_question_however_many_records_there_are(two):
    counts = []
    for number in (2, 12):
        for body in InstitutionFactory.create_batch(number):
            RelationFactory(subject=two[0], object=body)
            RelationFactory(subject=body, object=InstitutionFactory())
        with CaptureQueriesContext(connection) as queries:
            find(key(two[0]), key(two[1]), Ties())
        counts.append(len(queries))

    assert counts == [2, 2]  # one from each end


FIXTURES = HealthCheck.function_scoped_fixture  # the bodies stay; their relations are taken back
NODES = 9
PAIRS = [(one, other) for one in range(NODES) for other in range(NODES) if one != other]


def plain(edges, start, goal):
    """Return all shortest paths by a plain search in breadth, as sequences of numbers."""
    near = {number: set() for number in range(NODES)}
    for one, other in edges:
        near[one].add(other)
        near[other].add(one)
    paths, queue, shortest = [], deque([(start,)]), finding.MOST_STEPS + 1
    while queue:
        path = queue.popleft()
        if len(path) > shortest:
            break
        if path[-1] == goal:
            shortest = len(path)
            paths.append(path)
            continue
        queue.extend((*path, following) for following in sorted(near[path[-1]] - set(path)))
    return sorted(paths)


@pytest.fixture
def bodies():
    return InstitutionFactory.create_batch(NODES)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[FIXTURES])
@given(edges=st.sets(st.sampled_from(PAIRS), max_size=16))
def test_the_paths_are_those_of_a_plain_search(bodies, edges):
    numbers = {key(body): number for number, body in enumerate(bodies)}
    with transaction.atomic():
        Relation.objects.bulk_create(
            Relation(subject=bodies[one], object=bodies[other], kind="part_of", review_state="published")
            for one, other in edges
        )
        found = find(key(bodies[0]), key(bodies[1]), Ties(), most=1000)
        transaction.set_rollback(True)

    assert sorted(tuple(numbers[one] for one in path) for path in found.paths) == plain(edges, 0, 1)
