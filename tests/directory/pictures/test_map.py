"""The map shades each country by what is counted in it, and its table says the same."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hrnet.directory.pictures.world import class_limits, outlines
from tests import factories as make

pytestmark = pytest.mark.django_db


def country(code, name):
    return make.CountryFactory(code=code, label_en=name)


def body(code, name, slug, **values):
    return make.InstitutionFactory(slug=slug, country=country(code, name), **values)


def counted(client, query=""):
    """Return the table: number and how many of it are only perhaps, by country, in its order."""
    answer = client.get(f"/map/{query}")
    assert answer.status_code == 200
    html = answer.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr><td>(.*?)</td><td[^>]*>(\d+)</td><td[^>]*>(\d*)</td>", html, re.S)
    return {re.sub(r"<[^>]+>", "", name).strip(): (int(all_), int(some or 0)) for name, all_, some in rows}


def shaded(client, query=""):
    """Return what the titles on the map say: number by country."""
    html = client.get(f"/map/{query}").content.decode().partition('<svg class="map"')[2]
    return dict(re.findall(r'<g class="c\d"><title>(.*?): (\d+)</title>', html))


def test_the_titles_on_the_map_are_the_rows_of_the_table(client):
    body("FR", "France", "one")
    body("FR", "France", "two", kind="nhri")
    body("IT", "Italy", "three")
    body("MT", "Malta", "four")

    assert counted(client) == {"France": (2, 0), "Italy": (1, 0), "Malta": (1, 0)}
    assert shaded(client) == {"France": "2", "Italy": "1", "Malta": "1"}


def test_a_small_country_has_a_ring_to_be_seen_by(client):
    body("MT", "Malta", "one")

    html = client.get("/map/").content.decode()
    assert "<title>Malta: 1</title>" in html
    assert html.partition("<title>Malta: 1</title>")[2].partition("</g>")[0].count("<circle") == 1


def test_a_country_that_is_no_more_is_in_the_table_and_said_not_to_be_on_the_map(client):
    body("YUCS", "Yugoslavia", "one")

    assert "Yugoslavia (not on the map)" in counted(client)
    assert shaded(client) == {}


def test_institutions_are_counted_by_kind(client):
    body("FR", "France", "one")
    body("IT", "Italy", "two", kind="nhri")

    assert counted(client, "?kind=nhri") == {"Italy": (1, 0)}


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_is_not_counted(client, state):
    body("FR", "France", "one", review_state=state)
    network = make.NetworkFactory(institution__slug="net")
    make.MembershipFactory(institution=body("IT", "Italy", "two"), network=network, review_state=state)

    assert counted(client) == {"Italy": (1, 0)}
    assert counted(client, "?show=members&network=net") == {}


def test_a_member_in_two_roles_is_counted_once(client):
    network = make.NetworkFactory(institution__slug="net")
    member = body("FR", "France", "one")
    for role in ("member", "chair"):
        make.MembershipFactory(institution=member, network=network, role=make.RoleFactory(slug=role))

    assert counted(client, "?show=members&network=net") == {"France": (1, 0)}


def test_members_on_a_day_are_told_apart_from_those_who_perhaps_are(client):
    network = make.NetworkFactory(institution__slug="net")
    make.MembershipFactory(
        institution=body("FR", "France", "a"), network=network, start="2010", end_status="open"
    )
    make.MembershipFactory(institution=body("FR", "France", "b"), network=network, start="2010")
    make.MembershipFactory(institution=body("IT", "Italy", "c"), network=network, start="2010", end="2011")

    assert counted(client, "?show=members&network=net&on=2014") == {"France": (2, 1)}


def state(code, name):
    return body(code, name, f"state-of-{code.lower()}", kind="state")


def test_a_state_that_only_signed_is_not_bound(client):
    treaty = make.InstrumentFactory(slug="treaty")
    make.PartyFactory(institution=state("FR", "France"), instrument=treaty, act="signature")
    make.PartyFactory(institution=state("IT", "Italy"), instrument=treaty, act="accession")

    assert counted(client, "?show=parties&instrument=treaty") == {"Italy": (1, 0)}


def test_a_state_that_left_is_bound_no_more_and_was_before(client):
    treaty = make.InstrumentFactory(slug="treaty")
    france = state("FR", "France")
    make.PartyFactory(institution=france, instrument=treaty, date="1990-05-01")
    make.PartyFactory(institution=france, instrument=treaty, act="denunciation", date="2005-06-01")
    address = "?show=parties&instrument=treaty"

    assert counted(client, address) == {}
    assert counted(client, f"{address}&on=2010") == {}
    assert counted(client, f"{address}&on=2000") == {"France": (1, 0)}
    assert counted(client, f"{address}&on=1980") == {}


def test_a_state_that_came_back_is_bound_again(client):
    treaty = make.InstrumentFactory(slug="treaty")
    france = state("FR", "France")
    for act, day in (("ratification", "1990"), ("denunciation", "2005"), ("accession", "2010")):
        make.PartyFactory(institution=france, instrument=treaty, act=act, date=day)

    assert counted(client, "?show=parties&instrument=treaty") == {"France": (1, 0)}
    assert counted(client, "?show=parties&instrument=treaty&on=2007") == {}


def test_an_act_of_the_year_asked_is_perhaps_before_its_day(client):
    treaty = make.InstrumentFactory(slug="treaty")
    make.PartyFactory(institution=state("FR", "France"), instrument=treaty, date="1990")

    assert counted(client, "?show=parties&instrument=treaty&on=1990-05-01") == {"France": (1, 1)}


def test_a_body_whose_beginning_nobody_gives_is_perhaps_there(client):
    body("FR", "France", "one", founded="1973")
    body("FR", "France", "two")
    body("IT", "Italy", "three", founded="2011")
    body("MT", "Malta", "four", founded="1970", dissolved="1980")

    assert counted(client, "?on=1990") == {"France": (2, 1)}


def test_the_table_is_sorted_as_asked(client):
    body("FR", "France", "one")
    body("FR", "France", "two")
    body("AL", "Albania", "three")

    assert list(counted(client)) == ["France", "Albania"]
    assert list(counted(client, "?sort=name")) == ["Albania", "France"]
    assert list(counted(client, "?sort=-name")) == ["France", "Albania"]
    assert list(counted(client, "?sort=-number")) == ["Albania", "France"]


@pytest.mark.parametrize(
    "query",
    [
        "show=x", "kind=x", "sort=x", "on=x", "show=members", "show=parties", "show=members&network=nobody",
        "show=parties&instrument=nothing",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(client, query):
    assert client.get(f"/map/?{query}").status_code == 400


def test_the_map_takes_as_many_queries_for_many_countries_as_for_one(client):
    network = make.NetworkFactory(institution__slug="net")
    make.MembershipFactory(institution=body("FR", "France", "one"), network=network)
    address = "/map/?show=members&network=net&on=2014"
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for code in ("IT", "MT", "DE", "ES", "PT"):
        make.MembershipFactory(institution=body(code, code, code.lower()), network=network)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few) <= 6


def test_classes_of_shading_hold_every_number():
    for most in range(1, 400):
        limits = class_limits([1, most])
        assert limits == sorted(set(limits))
        assert limits[-1] == most
        assert len(limits) <= 5


def test_every_country_that_ships_and_is_lived_in_is_on_the_map():
    shipped = json.loads(Path("fixtures/100_countries.json").read_text())
    codes = {one["fields"]["code"] for one in shipped if one["model"] == "institutions.country"}
    today = {code for code in codes if len(code) == 2}

    assert sorted(today - set(outlines()["countries"])) == ["AQ", "BV", "UM"]  # where nobody lives
