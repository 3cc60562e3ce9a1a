"""The revision of a record, on which the optimistic lock rests: another one after any change of any part."""

import pytest

from institutions.models import Institution, NameCitation
from sources.history import revision
from tests.factories import InstitutionFactory, MembershipFactory, NameFactory, SourceFactory
from tests.factories.parts import StatusChangeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return InstitutionFactory(slug="defender-of-rights", kind="ombuds")


def change_name(body):
    body.names.update(text="Another name")


def cite_a_name(body):
    NameCitation.objects.create(subject=body.names.get(), source=SourceFactory())


PARTS = {
    "the record itself": lambda body: Institution.objects.update(kind="nhri"),
    "a name that changes": change_name,
    "a name that is added": lambda body: NameFactory(institution=body, text="Somebody"),
    "a name that is deleted": lambda body: body.names.all().delete(),
    "a citation of a name": cite_a_name,
    "a citation": lambda body: body.citations.create(source=SourceFactory()),
    "an identifier": lambda body: body.identifiers.create(scheme="wikidata", value="Q1"),
}


@pytest.mark.parametrize("change", PARTS.values(), ids=PARTS)
def test_the_revision_changes_with_any_part(body, change):
    NameFactory(institution=InstitutionFactory(), text="Unrelated")
    before = revision(body)

    change(body)

    assert revision(body) != before


def test_the_revision_of_a_membership_changes_with_its_status_changes():
    membership = MembershipFactory()
    before = revision(membership)

    StatusChangeFactory(membership=membership)

    assert revision(membership) != before


def test_the_revision_stays_where_nothing_of_the_record_changed(body):
    before = revision(body)
    MembershipFactory(institution=body)
    NameFactory(institution=InstitutionFactory(), text="Another’s")

    assert revision(body) == before
