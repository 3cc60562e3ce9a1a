"""Who may not write down persons does not learn the name of one who is withheld, by any way of the desk."""

import re

import pytest

from institutions.models import Person
from sources.history import because
from tests import factories as make
from tests.factories import parts

pytestmark = pytest.mark.django_db

NAME = "Zorblax Quimbly"
ADDRESSES = {
    "list": "/admin/institutions/person/",
    "search of persons": "/admin/institutions/person/?q=zorblax",
    "record": "/admin/institutions/person/{person}/change/",
    "history": "/admin/institutions/person/{person}/history/",
    "deleted persons": "/admin/institutions/person/deleted/",
    "hidden texts": "/admin/institutions/person/{person}/withheld/",
    "look-up by name": "/admin/institutions/person/?name__startswith=Zorb",
    "look-up across": "/admin/mandates/mandateholder/?person__name__startswith=Zorb",
    "search of holders": "/admin/mandates/mandateholder/?q=zorblax",
    "list of holders": "/admin/mandates/mandateholder/",
    "holder": "/admin/mandates/mandateholder/{holder}/change/",
    "history of the holder": "/admin/mandates/mandateholder/{holder}/history/",
    "membership": "/admin/networks/membership/{membership}/change/",
    "history of the membership": "/admin/networks/membership/{membership}/history/",
    "participation": "/admin/networks/participation/{participation}/change/",
    "publication": "/admin/institutions/publication/{publication}/change/",
    "history of the publication": "/admin/institutions/publication/{publication}/history/",
    "deleted publications": "/admin/institutions/publication/deleted/",
    "start of the desk": "/admin/",
    "choice of a holder’s person": (
        "/admin/autocomplete/?term=zorblax&app_label=mandates&model_name=mandateholder&field_name=person"
    ),
    "choice of a member’s person": (
        "/admin/autocomplete/?term=zorblax&app_label=networks&model_name=membership&field_name=person"
    ),
    "export": "/imports/export/?format=csv",
}


@pytest.fixture
def places():
    person = make.PersonFactory(name=NAME)
    body = make.InstitutionFactory()
    holder = make.MandateHolderFactory(institution=body, person=person)
    membership = make.MembershipFactory(institution=body, person=person)
    participation = make.ParticipationFactory(institution=body, person=person)
    with because(f"after a letter of {NAME}"):
        publication = parts.PublicationFactory(title_en=f"Report of {NAME}")
    with because("an address of the name"):
        parts.PublicationFactory(slug="report-of-zorblax-quimbly").delete()
    citation = holder.citations.create(source=make.SourceFactory(), wording={"person": NAME})
    assert citation.pk
    Person.objects.filter(pk=person.pk).update(withheld=True)
    return {
        "person": person.pk, "holder": holder.pk, "membership": membership.pk,
        "participation": participation.pk, "publication": publication.pk,
    }  # fmt: skip


def pages(client, places):
    answers = {what: client.get(address.format(**places)) for what, address in ADDRESSES.items()}
    return {what: b"".join(answer).decode().lower() for what, answer in answers.items()}


def naming(found):
    return [
        what
        for what, page in found.items()
        if "zorblax" in page.replace("q=zorblax", "").replace('value="zorblax"', "")
    ]


def test_a_viewer_meets_the_name_nowhere(client, make_user, places):
    client.force_login(make_user("viewer"))

    assert naming(pages(client, places)) == []


def text_of(page):
    """Return a page without what differs each time that it is asked for."""
    return re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|/\?all=', "", page)


def test_an_answer_to_a_guess_tells_a_viewer_nothing(client, make_user, places):
    client.force_login(make_user("viewer"))
    guesses = {
        name: {
            address: text_of(client.get(address.format(name)).content.decode().replace(name, ""))
            for address in (
                "/admin/institutions/person/?q={}",
                "/admin/mandates/mandateholder/?q={}",
                "/admin/autocomplete/?term={}&app_label=networks&model_name=membership&field_name=person",
            )
        }
        for name in ("zorblax", "xalbroz")
    }

    assert guesses["zorblax"] == guesses["xalbroz"]


def test_a_curator_finds_the_person_to_name_it_in_a_statement(client, curator, places):
    client.force_login(curator)

    found = naming(pages(client, places))

    assert {"list", "record", "choice of a holder’s person", "holder", "history of the publication"} <= set(
        found
    )


def test_a_viewer_still_reads_persons_who_are_public(client, make_user):
    make.PersonFactory(name="A Commissioner")
    client.force_login(make_user("viewer"))

    assert "A Commissioner" in client.get("/admin/institutions/person/").content.decode()


def test_a_withheld_person_is_called_so_wherever_nobody_is_known_to_see_more():
    person = make.PersonFactory(name=NAME, withheld=True)

    assert str(person) == "name withheld"
