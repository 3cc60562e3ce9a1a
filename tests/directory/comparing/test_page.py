"""The page that compares: how records are chosen, ordered and taken off; what it refuses; what it costs."""

from __future__ import annotations

import csv
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hrnet.directory.citing.models import RetiredAddress
from tests.directory.pages import text_of
from tests.directory.world import World
from tests.factories import CountryFactory, InstitutionFactory, MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seven():
    return [InstitutionFactory(slug=f"body-{number}") for number in range(7)]


def asked(*slugs, kind="institution"):
    return f"/compare/?kind={kind}" + "".join(f"&id={slug}" for slug in slugs)


def links(client, where):
    """Return the addresses that take a record off, and that move one to the front."""
    compared = client.get(where).context["compared"]
    return [one["remove"] for one in compared], [one["earlier"] for one in compared]


def test_with_nothing_chosen_the_page_says_what_to_do(client):
    assert "Choose two to six records" in text_of(client, "/compare/")


def test_with_one_chosen_it_asks_for_another(client, seven):
    assert "Choose at least one more" in text_of(client, asked("body-1"))


def test_more_than_six_are_refused_in_plain_words_and_can_be_taken_off(client, seven):
    answer = client.get(asked(*(one.slug for one in seven)))

    assert answer.status_code == 400
    assert "At most six can stand side by side" in answer.content.decode()
    assert len(answer.context["compared"]) == 7
    assert client.get(answer.context["compared"][0]["remove"]).status_code == 200


@pytest.mark.parametrize("slug", ["no-such-body", "a/b", "é", "x" * 300])
def test_an_unknown_record_is_named_and_the_others_are_kept(client, seven, slug):
    answer = client.get(asked("body-1", slug, "body-2"))

    assert answer.status_code == 404
    assert "There is no public record of this kind at" in answer.content.decode()
    assert [one["one"].slug for one in answer.context["compared"]] == ["body-1", "body-2"]


def test_a_draft_and_an_institution_that_is_no_network_are_unknown(client, seven):
    InstitutionFactory(slug="draft", review_state="draft")

    assert client.get(asked("body-1", "draft")).status_code == 404
    assert client.get(asked("body-1", "body-2", kind="network")).status_code == 404


def test_a_retired_address_leads_to_what_is_there_now(client, seven):
    RetiredAddress.objects.create(kind="institutions", key="gone", to_kind="institutions", to_key="body-3")

    answer = client.get(asked("body-1", "gone"))
    assert (answer.status_code, answer["Location"]) == (302, asked("body-1", "body-3"))


def test_what_cannot_be_compared_or_shown_is_refused_in_plain_words(client, seven):
    assert "cannot be compared" in client.get("/compare/?kind=theme").content.decode()
    for bad in ("kind=theme", "show=x", "on=nonsense", "format=exe", "add=%00"):
        assert client.get(f"/compare/?{bad}").status_code == 400


def test_the_order_is_that_of_the_address_and_can_be_changed(client, seven):
    _remove, earlier = links(client, asked("body-2", "body-1", "body-3"))

    assert earlier[0] == ""
    assert earlier[1] == asked("body-1", "body-2", "body-3")
    assert earlier[2] == asked("body-2", "body-3", "body-1")


def test_each_is_taken_off_alone_and_twice_is_once(client, seven):
    remove, _earlier = links(client, asked("body-1", "body-2", "body-1"))

    assert remove == [asked("body-2"), asked("body-1")]


def test_a_name_that_one_record_has_alone_adds_it(client, seven):
    answer = client.get(f"{asked('body-1')}&add=Body 2")

    assert (answer.status_code, answer["Location"]) == (302, asked("body-1", "body-2"))


def test_a_name_that_several_may_have_is_to_be_chosen_from(client, seven):
    answer = client.get(f"{asked('body-1')}&add=body&on=2014")

    candidates = [address for _result, address in answer.context["candidates"]]
    assert asked("body-1", "body-2") in candidates
    assert asked("body-1") not in candidates
    assert "Which one do you mean by “body”?" in answer.content.decode()


def test_a_name_that_nobody_has_says_so(client, seven):
    CountryFactory(label_en="Zanzibar")

    assert "Nothing that can be chosen here goes by “Zanzibar”" in text_of(
        client, f"{asked('body-1')}&add=Zanzibar"
    )


def test_the_day_is_kept_in_what_leads_on(client, seven):
    page = client.get(f"{asked('body-1', 'body-2')}&on=2014-11-14").content.decode()

    assert f'href="{asked("body-2").replace("&", "&amp;")}&amp;on=2014-11-14"' in page
    assert '<input type="hidden" name="on" value="2014-11-14">' in page


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "ods"])
def test_it_can_be_taken_away(client, seven, kind):
    answer = client.get(f"{asked('body-1', 'body-2')}&on=2014&format={kind}")

    assert answer["Content-Disposition"].endswith(f'"hrnet-comparison-on-2014-12-31.{kind}"')
    assert b"".join(answer.streaming_content)


def test_the_file_says_what_the_page_says(client, seven):
    network = NetworkFactory(institution=InstitutionFactory(slug="net", kind="peer_network"))
    for body in seven[:2]:
        MembershipFactory(institution=body, network=network, start="2010", end_status="open")
    answer = client.get(f"{asked('body-0', 'body-1')}&on=2014&format=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    about = [line.strip('"') for line in lines if line.lstrip('"').startswith("# ")]
    rows = [row for row in csv.DictReader(lines[len(about) :]) if row["part"] == "memberships"]

    assert "# records: body-0; body-1" in about
    assert "# as_of: 2014-12-31" in about
    assert [
        (row["line_slug"], row["record"], row["says"], row["start"], row["shared"], row["holds"])
        for row in rows
    ] == [
        ("net", "body-0", "Member", "2010", "both", "surely"),
        ("net", "body-1", "Member", "2010", "both", "surely"),
    ]
    assert rows[0]["address"].endswith(f"/memberships/{seven[0].memberships.get().pk}/")


def test_the_file_is_in_the_language_of_the_page(client, seven):
    answer = client.get(f"/fr{asked('body-1', 'body-2')}&format=json")

    rows = json.loads(b"".join(answer.streaming_content))["rows"]
    assert rows[0]["says"] == "ombudsman ou médiateur"


def test_each_kind_of_record_leads_here(client):
    World().grow(1)

    for address, leads_to in {
        "/institutions/the-body/": "kind=institution&amp;id=the-body",
        "/treaty-bodies/the-treaty-body/": "kind=institution&amp;id=the-treaty-body",
        "/networks/the-network/": "kind=network&amp;id=the-network",
        "/countries/france/": "kind=country&amp;id=france",
    }.items():
        assert f'href="/compare/?{leads_to}"' in client.get(address).content.decode(), address


def test_it_takes_no_more_queries_where_there_is_more_to_compare(client):
    most = {
        where + day: number
        for day in ("", "&on=2020")
        for where, number in (
            (asked("the-body", "body-001"), 52),
            (asked("the-network", "net-001", kind="network"), 42),
            (asked("france", "land-001", kind="country"), 24),
        )
    }
    world = World()
    world.grow(2)
    few = {where: _queries(client, where) for where in most}
    world.grow(8)
    many = {where: _queries(client, where) for where in most}

    assert many == few
    assert {where: number for where, number in many.items() if number > most[where]} == {}


def _queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
