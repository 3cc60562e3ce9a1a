"""A filter that asks for one record takes its name, where the name is its alone."""

import pytest

from tests.directory.pages import listed
from tests.factories import (
    InstitutionFactory,
    InstrumentFactory,
    MandateFactory,
    MembershipFactory,
    NameFactory,
    NetworkFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def membership():
    """A member of the network South; another network beside it has another."""
    institution = InstitutionFactory(slug="one", kind="nhri")
    NameFactory(institution=institution, text="Défenseur des droits", language="fr")
    network = NetworkFactory(institution=InstitutionFactory(slug="south", kind="peer_network"))
    NameFactory(institution=network.institution, text="SOUTHNET", kind="acronym", language="mul")
    MembershipFactory()
    return MembershipFactory(institution=institution, network=network)


@pytest.mark.parametrize("text", ["south", "Southnet", "SOUTHNET"])
def test_a_network_is_chosen_by_its_address_or_its_acronym(client, membership, text):
    assert listed(client, f"/memberships/?network={text}") == ["one@south"]


def test_an_institution_is_chosen_by_a_name_without_its_accents(client, membership):
    assert listed(client, "/memberships/?institution=defenseur+des+droits") == ["one@south"]


def test_an_instrument_is_chosen_by_its_title(client):
    treaty = InstrumentFactory(slug="treaty", title_en="Convention on Rivers", title_fr="Traité")
    MandateFactory(slug="guard", basis=treaty)
    MandateFactory(slug="other", basis=InstrumentFactory(slug="guide", title_en="Convention on Lakes"))

    assert listed(client, "/mandates/?basis=convention+on+rivers") == ["guard"]


def test_a_name_that_two_have_is_told_with_the_addresses_of_both(client, membership):
    NameFactory(institution=InstitutionFactory(slug="two"), text="Défenseur des droits", language="fr")
    answer = client.get("/memberships/", {"institution": "Défenseur des droits"})

    assert answer.status_code == 400
    assert "Several records have this name" in answer.text
    assert "one, two" in answer.text


@pytest.mark.parametrize("text", ["Défenseur", "…", "x\x00y", "x" * 5000])
def test_what_is_no_full_name_chooses_nobody(client, membership, text):
    answer = client.get("/memberships/", {"institution": text})

    assert answer.status_code == 400


def test_who_is_not_public_is_not_found_by_name(client, membership):
    hidden = InstitutionFactory(slug="hidden", review_state="draft")
    NameFactory(institution=hidden, text="Secret Body", language="en")

    assert client.get("/memberships/", {"institution": "Secret Body"}).status_code == 400
