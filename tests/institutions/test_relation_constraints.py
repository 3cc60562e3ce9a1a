"""What the database refuses of relations between institutions, and what it lets in."""

import pytest

from tests.factories import GroupFactory, InstitutionFactory, RelationFactory
from tests.rules import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return InstitutionFactory(slug="defender-of-rights")


def test_an_institution_has_no_relation_to_itself(body):
    with refused("institutions_relation_not_to_itself"):
        RelationFactory(subject=body, object=body)


@pytest.mark.parametrize("succession", ["", "renamed", "merged", "split", "replaced"])
def test_a_succession_says_how(succession):
    RelationFactory(kind="succeeded_by", succession=succession)


@pytest.mark.parametrize(
    ("kind", "succession"), [("part_of", "renamed"), ("counterpart_of", "split"), ("succeeded_by", "?")]
)
def test_a_kind_of_succession_goes_with_a_succession_alone(kind, succession):
    with refused("institutions_relation_succession_fits"):
        RelationFactory(kind=kind, succession=succession)


@pytest.fixture
def relation(body):
    """An accepted relation, as the values to make it from."""
    values = {"subject": body, "object": InstitutionFactory(), "kind": "part_of"}
    RelationFactory(**values)
    return values


def test_the_same_accepted_relation_is_recorded_once(relation):
    with refused("institutions_relation_once"):
        RelationFactory(**relation)


@pytest.mark.parametrize(
    "other",
    [
        {"standing": "disputed"},
        {"review_state": "draft"},
        {"kind": "set_up_jointly_by"},
        {"period_type": "dated", "start": "2011"},
        {"object": None, "incomplete_in_source": True},
    ],
    ids=str,
)
def test_another_relation_stands_beside_it(relation, other):
    RelationFactory(**relation | other)


def test_relations_with_a_lost_party_stand_beside_each_other(body):
    for _times in range(2):
        RelationFactory(subject=body, object=None, incomplete_in_source=True)


def test_the_same_accepted_relation_to_a_group_is_recorded_once(body):
    group = GroupFactory()
    RelationFactory(subject=body, object=None, object_group=group)

    with refused("institutions_relation_once"):
        RelationFactory(subject=body, object=None, object_group=group)
