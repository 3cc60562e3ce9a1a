"""Accepted and dated periods of one role of one institution in one network do not overlap.

What counts are the days on which each of them surely holds (``docs/adr/0002``).
"""

import pytest

from tests.factories import GroupFactory, InstitutionFactory, MembershipFactory, NetworkFactory, RoleFactory
from tests.rules import change, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    """One institution in one network, in one role."""
    return {"institution": InstitutionFactory(), "network": NetworkFactory(), "role": RoleFactory()}


def spell(text):
    """Return the period that ``text`` writes: «2010 to 2013», «since 2010», «2010, ended», «until 2013»."""
    start, _to, end = text.partition(" to ")
    if end:
        return {"start": start, "end": end}
    if text.startswith("until "):
        return {"end": text.removeprefix("until ")}
    if text.startswith("since "):
        return {"start": text.removeprefix("since "), "end_status": "open"}
    start, _comma, status = text.partition(", ")
    return {"start": start, "end_status": status or "unknown"}


CLASHES = [
    ("2010 to 2013", "2011 to 2012"),
    ("2010 to 2013", "2012 to 2015"),
    ("2010-01-01 to 2013-06-30", "2013-06-30 to 2015-01-01"),
    ("2010 to 2013", "since 2011"),
    ("2010 to 2013", "2011"),
    ("since 2010", "2015 to 2016"),
    ("since 2010", "since 2015"),
    ("2010", "2015 to 2016"),
    ("2010", "2015"),
    ("2010", "2010-03"),
    ("2010 to 2013", "2011-05, ended"),
    ("until 2013-05-01", "2010 to 2014"),
    ("2010 to 2013-02/2013-04", "2012 to 2014"),
]
NEIGHBOURS = [
    ("2010 to 2013", "2013 to 2015"),
    ("2010 to 2013", "since 2013"),
    ("2010-01 to 2013-06", "2013-06 to 2015"),
    ("2010-01-01 to 2013-06-30", "since 2013-07-01"),
    ("2010 to 2013", "2014"),
    ("2010, ended", "2015 to 2016"),
    ("2010, ended", "since 2011"),
    ("until 2013", "since 2013"),
    ("until 2010", "2010 to 2014"),
    ("2013 to 2013", "2010 to 2016"),
    ("2010 to 2012-11/2013-02", "2012 to 2014"),
]


@pytest.mark.parametrize(("one", "other"), CLASHES + [(other, one) for one, other in CLASHES])
def test_periods_that_surely_share_a_day_clash(place, one, other):
    MembershipFactory(**place, **spell(one))

    with refused("networks_membership_no_overlap"):
        MembershipFactory(**place, **spell(other))


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS + [(other, one) for one, other in NEIGHBOURS])
def test_periods_that_need_not_share_a_day_stand_beside_each_other(place, one, other):
    MembershipFactory(**place, **spell(one))
    MembershipFactory(**place, **spell(other))


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param({"standing": "disputed"}, id="in dispute"),
        pytest.param({"review_state": "draft"}, id="a draft"),
        pytest.param({"review_state": "withdrawn"}, id="withdrawn"),
        pytest.param({"start": None, "end": None}, id="merely attested"),
        pytest.param({"institution": None, "incomplete_in_source": True}, id="whose member is lost"),
        pytest.param({"network": None, "incomplete_in_source": True}, id="whose network is lost"),
    ],
)
def test_a_statement_of_another_standing_overlaps_freely(place, beside):
    MembershipFactory(**place, start="2010", end="2016")
    MembershipFactory(**place | {"start": "2012", "end": "2014"} | beside)


def test_another_role_network_or_institution_overlaps_freely(place):
    MembershipFactory(**place, start="2010", end="2016")
    for other in (
        {"role": RoleFactory(slug="chair")},
        {"network": NetworkFactory()},
        {"institution": InstitutionFactory()},
    ):
        MembershipFactory(**place | other, start="2012", end="2014")


def test_a_group_may_stand_for_several_at_once(place):
    group = place | {"institution": None, "group": GroupFactory()}
    MembershipFactory(**group, start="2010", end="2016")
    MembershipFactory(**group, start="2012", end="2014")


@pytest.mark.parametrize(
    "beside", [{"standing": "disputed"}, {"review_state": "draft"}, {"review_state": "withdrawn"}], ids=str
)
def test_to_accept_or_publish_what_overlaps_is_refused(place, beside):
    MembershipFactory(**place, start="2010", end="2016")
    other = MembershipFactory(**place, start="2012", end="2014", **beside)

    with refused("networks_membership_no_overlap"):
        change(other, standing="accepted", review_state="published")


def test_to_lengthen_a_period_into_the_next_is_refused(place):
    first = MembershipFactory(**place, start="2010", end="2012")
    MembershipFactory(**place, start="2013", end="2014")
    change(first, end="2013")

    with refused("networks_membership_no_overlap"):
        change(first, end="2014")
