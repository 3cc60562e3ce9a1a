"""What is known of persons: a name that is withheld, and addresses, appear nowhere."""

import datetime

import pytest
from django.urls import reverse

from institutions.models import Contact
from sources.history import because
from tests.directory.pages import text_of
from tests.directory.world import World
from tests.factories import (
    MandateHolderFactory,
    MembershipFactory,
    ParticipationFactory,
    PersonFactory,
    RoleFactory,
)

pytestmark = pytest.mark.django_db


def everywhere(world):
    return [*world.lists().values(), *world.pages().values(), "/"]


def hold_office(world, person, source):
    """Let ``person`` be named wherever a page names a person."""
    holder = MandateHolderFactory(institution=world.body, person=person)
    membership = MembershipFactory(
        institution=world.body, network=world.network, person=person, role=RoleFactory(slug="chair")
    )
    participation = ParticipationFactory(meeting=world.meeting, institution=world.body, person=person)
    for statement in (holder, membership, participation):
        statement.citations.create(source=source)
    return [membership.get_absolute_url(), f"/memberships/?institution={world.body.slug}"]


@pytest.mark.parametrize("until", [None, datetime.date(2999, 1, 1)])
def test_a_name_that_is_withheld_stands_on_no_page(client, until):
    world = World()
    person = PersonFactory(name="Someone At Risk", withheld=True, withheld_until=until)
    addresses = [*everywhere(world), *hold_office(world, person, world.source)]

    pages = {address: client.get(address).content.decode() for address in addresses}

    assert [address for address, page in pages.items() if "At Risk" in page] == []
    assert "name withheld" in pages["/institutions/the-body/"]
    assert "name withheld" in pages["/sources/the-source/"]


def test_a_name_that_is_withheld_stands_in_no_text_of_a_page(client):
    world = World()
    PersonFactory(name="Someone Atrisk", withheld=True)
    world.body.publications.create(
        slug="first-report-of-someone-atrisk", title_en="First report of Someone Atrisk",
        kind="annual_report", review_state="published",
    )  # fmt: skip
    note = "Atrisk, Someone presided"
    MembershipFactory(
        institution=world.body, network=world.network, role=RoleFactory(slug="chair"), note_en=note
    )
    world.membership.citations.create(source=world.source, locator="letter of someone atrisk")

    pages = {address: client.get(address).content.decode() for address in everywhere(world)}

    assert [address for address, page in pages.items() if "atrisk" in page.lower()] == []
    assert "[withheld " in pages["/institutions/the-body/"]


def test_a_name_that_is_not_withheld_any_more_is_shown(client):
    world = World()
    person = PersonFactory(name="A Commissioner", withheld=True, withheld_until=datetime.date(2020, 1, 1))
    hold_office(world, person, world.source)

    assert "A Commissioner" in text_of(client, "/institutions/the-body/")


def test_a_name_that_is_withheld_is_in_no_export(client, publisher):
    world = World()
    hold_office(world, PersonFactory(name="Someone At Risk", withheld=True), world.source)
    client.force_login(publisher)

    content = client.get(reverse("imports:export"), {"format": "csv"}).content.decode()

    assert content.count("hrnet:the-body") == 2
    assert "At Risk" not in content


def test_an_address_of_a_person_is_on_no_page_in_no_export_and_in_no_history(client, publisher):
    world = World()
    person = PersonFactory()
    addresses = [*everywhere(world), *hold_office(world, person, world.source)]
    with because("added the contact", user=publisher):
        Contact.objects.create(
            person=person, institution=world.body, email="secret@example.org", phone="+33 1"
        )
    client.force_login(publisher)
    desk = [
        "/admin/", f"/admin/institutions/institution/{world.body.pk}/history/",
        f"/admin/institutions/person/{person.pk}/history/", "/admin/institutions/person/",
        f"/admin/institutions/person/{person.pk}/change/", "/imports/export/?format=csv",
    ]  # fmt: skip

    found = [one for one in (*addresses, *desk) if b"secret@example.org" in client.get(one).content]

    assert found == []
