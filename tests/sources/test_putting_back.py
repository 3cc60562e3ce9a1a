"""A record is put back to any earlier moment, with its names, citations and other parts of that moment."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from institutions.models import Identifier, Institution, InstitutionTheme, Name, NameCitation
from networks.models import Membership, MembershipCitation, StatusChange
from sources.history import because, event_model, moments
from sources.reverting import put_back
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    NameFactory,
    NetworkFactory,
    RoleFactory,
    SourceFactory,
    ThemeFactory,
)
from tests.factories.parts import AimFactory, StatusChangeFactory
from tests.sources.clocks import now, tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    """An institution with names, an identifier, themes and citations."""
    body = InstitutionFactory(slug="defender-of-rights", description_en="A body", founded="2011-03")
    acronym = NameFactory(institution=body, text="DDD", language="mul", kind="acronym")
    NameFactory(institution=body, text="Défenseur des droits", language="fr")
    NameCitation.objects.create(subject=acronym, source=SourceFactory(), page="3")
    InstitutionTheme.objects.create(institution=body, theme=ThemeFactory())
    Identifier.objects.create(institution=body, scheme="wikidata", value="Q1")
    body.citations.create(source=SourceFactory(), about="founded", says={"founded": "2011-03"})
    return body


@pytest.fixture
def membership():
    membership = MembershipFactory(start="2010", source=SourceFactory(published="2015"))
    membership.citations.create(source=SourceFactory(), paragraph=2, wording={"network": "The network"})
    StatusChangeFactory(membership=membership, status="active", date="2013-05")
    return membership


# -- institutions


def test_an_institution_is_put_back_with_its_names_identifiers_citations_and_themes(body):
    before, then = tables(Institution), now()
    body.kind, body.description_en, body.founded = "nhri", "", None
    body.save()
    body.names.filter(language="fr").delete()
    body.names.filter(kind="acronym").update(text="DoR", folded="dor")
    NameFactory(institution=body, text="Ombudsman")
    NameCitation.objects.create(subject=body.names.get(text="DoR"), source=SourceFactory())
    body.citations.update(says={}, page="9")
    body.identifiers.all().delete()
    body.fields_of_work.all().delete()
    body.fields_of_work.create(theme=ThemeFactory())

    put_back(Institution, body.pk, then)

    assert tables(Institution) == before


def test_a_deleted_institution_comes_back_under_its_key_with_all_its_parts(body):
    before, then, key = tables(Institution), now(), body.pk
    body.delete()
    assert {name: rows for name, rows in tables(Institution).items() if rows} == {}

    returned = put_back(Institution, key, then)

    assert returned.slug == "defender-of-rights"
    assert tables(Institution) == before


def test_what_was_put_back_can_be_undone(body):
    body.names.filter(kind="acronym").delete()
    body.fields_of_work.all().delete()
    after, later = tables(Institution), now()
    put_back(Institution, body.pk, moments(Institution, body.pk)[-1].at)

    put_back(Institution, body.pk, later)

    assert tables(Institution) == after


def test_a_record_that_did_not_exist_then_is_gone(body):
    then = now()
    other = InstitutionFactory(names="Somebody else")

    assert put_back(Institution, other.pk, then) is None
    assert not Institution.objects.filter(pk=other.pk).exists()
    assert not Name.objects.filter(text="Somebody else").exists()
    assert Institution.objects.get() == body


def test_other_records_stay_as_they_are(body):
    other = InstitutionFactory()
    then = now()
    NameFactory(institution=other, text="A newer name")
    body.names.filter(language="fr").delete()

    put_back(Institution, body.pk, then)

    assert list(other.names.filter(text="A newer name")) != []


def test_names_that_took_each_others_text_get_their_own_back(body):
    first, second = NameFactory(institution=body, text="One"), NameFactory(institution=body, text="Two")
    before, then = tables(Institution), now()
    Name.objects.filter(pk=first.pk).update(text="Three", folded="three")
    Name.objects.filter(pk=second.pk).update(text="One", folded="one")
    Name.objects.filter(pk=first.pk).update(text="Two", folded="two")

    put_back(Institution, body.pk, then)

    assert tables(Institution) == before


def test_a_name_that_moved_to_another_institution_comes_back(body):
    other = InstitutionFactory()
    before, then = tables(Institution), now()
    body.names.filter(kind="acronym").update(institution=other)

    put_back(Institution, body.pk, then)

    assert tables(Institution) == before


def test_putting_back_is_a_change_of_its_own_with_who_and_why(body):
    then = now()
    body.names.filter(language="fr").delete()

    with because("deleted by mistake"):
        put_back(Institution, body.pk, then)

    moment = moments(Institution, body.pk)[0]
    assert (moment.reason, [one.label for one in moment.changes]) == ("deleted by mistake", ["insert"])


def test_what_is_as_it_was_is_not_touched(body):
    then, events = now(), event_model(Name).objects.count()

    put_back(Institution, body.pk, then)

    assert event_model(Name).objects.count() == events


def test_an_institution_that_others_refer_to_does_not_go(body):
    then = now()
    newer = InstitutionFactory()
    MembershipFactory(institution=newer)

    with pytest.raises(models.ProtectedError), transaction.atomic():
        put_back(Institution, newer.pk, then)

    assert newer.names.count() == 1


# -- memberships and others


def test_a_deleted_membership_comes_back_under_its_keys(membership):
    before, then, key = tables(Membership), now(), membership.pk
    assert [len(before[name]) for name in ("Membership", "StatusChange", "MembershipCitation")] == [1, 1, 2]
    membership.delete()

    put_back(Membership, key, then)

    assert tables(Membership) == before
    assert Membership.objects.get().attested_last.isoformat() == "2020-03-31"


def test_what_was_added_since_is_removed(membership):
    before, then = tables(Membership), now()
    membership.citations.create(source=SourceFactory(published="2024"))
    StatusChangeFactory(membership=membership, status="suspended", date="2016")

    put_back(Membership, membership.pk, then)

    assert tables(Membership) == before
    assert (MembershipCitation.objects.count(), StatusChange.objects.count()) == (2, 1)


def test_a_membership_is_put_back_to_each_moment_of_its_life(membership):
    states = []
    for period in ({"start": "2011"}, {"end": "2013", "end_status": "ended"}, {"status": "suspended"}):
        Membership.objects.update(**period)
        states.append((now(), tables(Membership)))

    for then, state in [*states, *reversed(states)]:
        put_back(Membership, membership.pk, then)
        assert tables(Membership) == state


def test_what_another_accepted_membership_stands_in_the_way_of_is_refused_whole(membership):
    then = now()
    Membership.objects.update(end="2012", end_status="ended")
    membership.citations.all().delete()
    MembershipFactory(institution=membership.institution, network=membership.network, start="2013")
    changed = tables(Membership)

    with pytest.raises(IntegrityError, match="networks_membership_no_overlap"), transaction.atomic():
        put_back(Membership, membership.pk, then)

    assert tables(Membership) == changed


def test_what_refers_to_a_role_that_is_gone_is_refused_whole():
    membership = MembershipFactory(role=RoleFactory(slug="chair"))
    then, key = now(), membership.pk
    role = membership.role
    membership.delete()
    role.delete()

    with pytest.raises(IntegrityError, match="foreign key"):
        put_back_and_commit(Membership, key, then)

    assert Membership.objects.count() == 0


@transaction.atomic
def put_back_and_commit(model, key, then):
    """Put back, and look at once for what the database looks for at the end of a transaction."""
    put_back(model, key, then)
    connection.check_constraints()


def test_aims_that_changed_places_get_them_back():
    network = NetworkFactory()
    first, second = AimFactory(network=network, position=1), AimFactory(network=network, position=2)
    before, then = tables(type(network)), now()
    type(first).objects.filter(pk=first.pk).update(position=2)
    type(second).objects.filter(pk=second.pk).update(position=1)

    put_back(type(network), network.pk, then)

    assert tables(type(network)) == before
    connection.check_constraints()
