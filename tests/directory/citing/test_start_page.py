"""The start page: how many and how fresh, what changed last, questions that the base answers, a picture."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.directory.pages import listed, name_of, text_of
from tests.directory.world import World
from tests.factories import (
    CountryFactory,
    EngagementFactory,
    InstitutionFactory,
    InstrumentFactory,
    MandateFactory,
    MembershipFactory,
    NetworkFactory,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 26


def questions(client, address="/"):
    return {one.text: one for one in client.get(address).context["questions"]}


@pytest.fixture
def monitor():
    country = CountryFactory(code="FR", label_en="France")
    body = InstitutionFactory(slug="the-body", country=country)
    basis = InstrumentFactory(slug="crpd", title_en="Convention on Disabilities")
    return MandateFactory(slug="the-mandate", institution=body, basis=basis, function="monitor")


def test_an_empty_base_asks_nothing_and_shows_no_picture(client):
    answer = client.get("/")

    assert answer.status_code == 200
    assert (answer.context["questions"], answer.context["changes"], answer.context["picture"]) == (
        [],
        [],
        None,
    )


def test_it_asks_who_monitors_an_instrument_and_leads_to_the_answer(client, monitor):
    MandateFactory(
        slug="elsewhere", institution=InstitutionFactory(), basis=monitor.basis, function="monitor"
    )
    MandateFactory(
        slug="other-function", institution=monitor.institution, basis=monitor.basis, function="advise"
    )

    asked = questions(client)["Who monitors the Convention on Disabilities in France?"]

    assert listed(client, asked.address) == ["the-mandate"]
    assert [one.slug for one in asked.answers] == ["the-body"]


def test_a_question_leads_to_a_list_in_the_readers_language(client, monitor):
    (asked,) = questions(client, "/fr/").values()

    assert asked.address.startswith("/fr/mandates/?")
    assert client.get(asked.address).context["page"].rows == [monitor]


def test_it_asks_who_of_a_country_belongs_to_a_network(client):
    country = CountryFactory(code="FR", label_en="France")
    network = NetworkFactory(institution=InstitutionFactory(slug="the-network", label_en="The Network"))
    for slug in ("one", "two"):
        MembershipFactory(institution=InstitutionFactory(slug=slug, country=country), network=network)
    MembershipFactory(institution=InstitutionFactory(slug="elsewhere"), network=network)

    asked = next(one for text, one in questions(client).items() if "of France belong to" in text)

    assert sorted(listed(client, asked.address)) == ["one@the-network", "two@the-network"]
    assert not asked.is_cut


def test_it_does_not_ask_which_institutions_of_a_state_belong_where_only_the_state_does(client):
    state = InstitutionFactory(kind="state", country=CountryFactory(code="HR", label_en="Croatia"))
    MembershipFactory(institution=state)

    assert [text for text in questions(client) if "belong to" in text] == []


def test_it_says_that_there_are_more_answers_than_it_shows(client):
    target = InstitutionFactory(slug="the-target")
    for number in range(4):
        EngagementFactory(slug=f"act-{number}", actor=InstitutionFactory(), target=target)

    asked = next(one for text, one in questions(client).items() if text.startswith("Who acts"))

    assert asked.is_cut
    assert len(listed(client, asked.address)) == 4


def test_the_newest_change_comes_first(client):
    InstitutionFactory(slug="first")
    body = InstitutionFactory(slug="second")
    InstitutionFactory(slug="third")
    body.website = "https://example.org"
    body.save()

    changes = client.get("/").context["changes"]

    assert [name_of(one.record) for one in changes] == ["second", "third", "first"]


def test_what_is_not_public_is_no_news(client):
    InstitutionFactory(slug="public")
    hidden = InstitutionFactory(slug="a-draft", review_state="draft")
    MembershipFactory(institution=hidden, network=None, network_group=None, incomplete_in_source=True)

    changes = client.get("/").context["changes"]

    assert [name_of(one.record) for one in changes if hasattr(one.record, "slug")][:1] == ["public"]
    assert "a-draft" not in client.get("/").content.decode()


def test_the_news_name_no_curator(client, publisher):
    client.force_login(publisher)
    body = InstitutionFactory(slug="the-body")
    client.post(f"/admin/institutions/institution/{body.pk}/change/", {"change_reason": "Because"})
    client.logout()

    assert publisher.username not in text_of(client, "/")


def test_the_picture_has_the_networks_that_an_institution_belongs_to(client):
    body = InstitutionFactory(slug="the-body", acronym="TB")
    for acronym in ("NET1", "NET2"):
        network = NetworkFactory(institution=InstitutionFactory(acronym=acronym))
        MembershipFactory(institution=body, network=network)

    page = client.get("/").content.decode()

    assert re.findall(r'<text class="name"[^>]*>(\w+)</text>', page) == ["NET1", "NET2"]
    assert re.findall(r'<text class="name subject"[^>]*>(\w+)</text>', page) == ["TB"]


@pytest.mark.parametrize("address", ["/", "/fr/"])
def test_it_takes_as_few_queries_with_much_to_show_as_with_little(client, address):
    world = World()
    world.grow(2)
    client.get(address)
    few = queries(client, address)
    world.grow(10)

    assert queries(client, address) == few
    assert few <= MOST_QUERIES


def queries(client, address):
    with CaptureQueriesContext(connection) as taken:
        client.get(address)
    return len(taken)
