"""What the database refuses of networks, memberships, rulings and meetings, and what it lets in."""

import pytest

from networks.models import Membership, Network
from tests.factories import (
    GroupFactory,
    InstitutionFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    ParticipationFactory,
    RoleFactory,
)
from tests.factories.parts import (
    AimFactory,
    MeetingSeriesFactory,
    RulingFactory,
    StatusChangeFactory,
    UserFactory,
)
from tests.rules import change, check_now, refused

pytestmark = pytest.mark.django_db


# -- the same membership twice


@pytest.fixture
def membership():
    """An accepted membership without a known start, as the values to make it from."""
    values = {"institution": InstitutionFactory(), "network": NetworkFactory(), "role": RoleFactory()}
    MembershipFactory(**values)
    return values


def test_the_same_accepted_membership_is_recorded_once(membership):
    with refused("networks_membership_once"):
        MembershipFactory(**membership)


def test_the_same_membership_from_the_same_start_is_recorded_once(membership):
    MembershipFactory(**membership, start="2010", end="2010")

    with refused("networks_membership_once"):
        MembershipFactory(**membership, start="2010", end="2010")


def test_the_same_membership_of_a_group_is_recorded_once(membership):
    of_a_group = membership | {"institution": None, "group": GroupFactory()}
    MembershipFactory(**of_a_group)

    with refused("networks_membership_once"):
        MembershipFactory(**of_a_group)


def test_the_same_membership_of_networks_named_in_words_is_recorded_once(membership):
    in_words = membership | {"network": None, "network_group": GroupFactory()}
    MembershipFactory(**in_words)

    with refused("networks_membership_once"):
        MembershipFactory(**in_words)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"standing": "disputed"}, id="in dispute"),
        pytest.param({"review_state": "draft"}, id="a draft"),
        pytest.param({"review_state": "withdrawn"}, id="withdrawn"),
        pytest.param({"start": "2010"}, id="with a start"),
        pytest.param({"incomplete_in_source": True}, id="incomplete in its source"),
    ],
)
def test_what_is_not_the_same_accepted_membership_stands_beside_it(membership, other):
    for _times in range(1 if "start" in other else 2):
        MembershipFactory(**membership, **other)


def test_another_institution_network_or_role_is_another_membership(membership):
    MembershipFactory(**membership | {"institution": InstitutionFactory()})
    MembershipFactory(**membership | {"network": NetworkFactory()})
    MembershipFactory(**membership | {"role": RoleFactory(slug="chair")})


@pytest.mark.parametrize("lost", ["institution", "network"])
def test_memberships_with_a_lost_party_stand_beside_each_other(membership, lost):
    for _times in range(2):
        MembershipFactory(**membership | {lost: None, "incomplete_in_source": True})


def test_publishing_or_accepting_the_same_membership_again_is_refused(membership):
    draft = MembershipFactory(**membership, review_state="draft")
    disputed = MembershipFactory(**membership, standing="disputed")

    with refused("networks_membership_once"):
        change(draft, review_state="published")
    with refused("networks_membership_once"):
        change(disputed, standing="accepted")


# -- memberships otherwise


def test_a_network_belongs_to_a_network_and_not_to_itself():
    network = NetworkFactory()
    MembershipFactory(network=network, institution=NetworkFactory().institution)

    with refused("networks_membership_not_of_itself"):
        MembershipFactory(network=network, institution=network.institution)


def test_what_revises_a_membership_is_a_draft():
    membership = MembershipFactory()
    revision = MembershipFactory(revises=membership, review_state="draft")

    with refused("networks_membership_revision_is_draft"):
        change(revision, review_state="published")


def test_a_change_of_status_is_recorded_once_for_its_day():
    membership = MembershipFactory()
    StatusChangeFactory(membership=membership, status="active", date="2013-05")
    StatusChangeFactory(membership=membership, status="active", date="2015")
    StatusChangeFactory(membership=membership, status="suspended", date="2013-05")
    StatusChangeFactory(membership=MembershipFactory(), status="active", date="2013-05")

    with refused("networks_statuschange_once"):
        StatusChangeFactory(membership=membership, status="active", date="2013-05")


def test_a_change_of_status_of_an_unknown_day_is_recorded_once():
    membership = MembershipFactory()
    StatusChangeFactory(membership=membership, status="active", date=None)

    with refused("networks_statuschange_once"):
        StatusChangeFactory(membership=membership, status="active", date=None)


# -- rulings


def test_a_ruling_is_on_two_memberships():
    membership = MembershipFactory()

    with refused("networks_ruling_on_two"):
        RulingFactory(first=membership, second=membership)


def test_a_ruling_has_a_reason():
    with refused("networks_ruling_has_a_reason"):
        RulingFactory(reason="")


def test_two_memberships_have_one_ruling_at_a_time():
    ruling = RulingFactory()
    RulingFactory(first=ruling.first)
    RulingFactory(second=ruling.second)

    with refused("networks_ruling_once"):
        RulingFactory(first=ruling.first, second=ruling.second)


def test_two_memberships_have_one_ruling_at_a_time_whichever_of_them_is_named_first():
    ruling = RulingFactory(kind="first_right")

    with refused("networks_ruling_once"):
        RulingFactory(first=ruling.second, second=ruling.first, kind="first_right")


def test_a_ruling_that_was_taken_back_makes_room_for_another():
    ruling = RulingFactory()
    for day in ("2024-01-01T12:00Z", "2024-01-02T12:00Z"):
        change(ruling, taken_back_at=day, taken_back_by=UserFactory())
        ruling = RulingFactory(first=ruling.first, second=ruling.second, kind="succession")


# -- networks and their aims


def test_a_network_has_the_key_of_its_institution_and_there_is_one_of_it():
    network = NetworkFactory()

    assert network.pk == network.institution.pk
    with refused("networks_network_pkey"):
        Network.objects.bulk_create([Network(institution=network.institution)])


def test_an_aim_has_a_position_of_its_own_among_its_kind():
    aim = AimFactory(kind="objective", position=1)
    AimFactory(network=aim.network, kind="objective", position=2)
    AimFactory(network=aim.network, kind="expected_result", position=1)
    AimFactory(kind="objective", position=1)

    with refused("networks_aim_position_once"):
        AimFactory(network=aim.network, kind="objective", position=1)


def test_two_aims_change_places():
    first = AimFactory(position=1)
    second = AimFactory(network=first.network, position=2)

    change(first, position=2)
    change(second, position=1)

    check_now()


# -- meetings


def test_a_meeting_is_part_of_another_and_not_of_itself():
    meeting = MeetingFactory(part_of=MeetingFactory())

    with refused("networks_meeting_not_part_of_itself"):
        change(meeting, part_of=meeting)


def test_a_number_is_given_once_in_a_series():
    series = MeetingSeriesFactory()
    MeetingFactory(series=series, number="5")
    MeetingFactory(series=series, number="5.1")
    MeetingFactory(series=MeetingSeriesFactory(), number="5")

    with refused("networks_meeting_number_once"):
        MeetingFactory(series=series, number="5")


def test_meetings_without_a_number_or_a_series_stand_beside_each_other():
    series = MeetingSeriesFactory()
    for _times in range(2):
        MeetingFactory(series=series, number="")
        MeetingFactory(series=None, number="5")


@pytest.fixture
def participation():
    """An accepted participation, as the values to make it from."""
    values = {"meeting": MeetingFactory(), "institution": InstitutionFactory(), "role": "host"}
    ParticipationFactory(**values)
    return values


def test_the_same_accepted_participation_is_recorded_once(participation):
    with refused("networks_participation_once"):
        ParticipationFactory(**participation)


def test_the_same_participation_of_a_group_is_recorded_once(participation):
    of_a_group = participation | {"institution": None, "group": GroupFactory()}
    ParticipationFactory(**of_a_group)

    with refused("networks_participation_once"):
        ParticipationFactory(**of_a_group)


@pytest.mark.parametrize(
    "other",
    [{"role": "organiser"}, {"standing": "disputed"}, {"review_state": "draft"},
     {"incomplete_in_source": True}],
    ids=str,
)  # fmt: skip
def test_another_participation_stands_beside_it(participation, other):
    ParticipationFactory(**participation | other)
    ParticipationFactory(**participation | {"meeting": MeetingFactory()})


def test_participants_whose_name_is_lost_stand_beside_each_other(participation):
    for _times in range(2):
        ParticipationFactory(**participation | {"institution": None, "incomplete_in_source": True})


def test_what_stands_in_the_way_is_refused_in_bulk_too(membership):
    with refused("networks_membership_once"):
        Membership.objects.bulk_create(
            [Membership(**membership, review_state="published"), Membership(**membership)]
        )
