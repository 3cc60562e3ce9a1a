"""Gaps: which countries of an organisation, a group or a region have nobody in a network."""

import csv

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from institutions.models import GroupCountry
from networks.models import Network
from tests import factories as make
from tests.directory.matrices.conftest import OVER, SURE, body, join, network

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(lands):
    """An organisation of three States, and a network of equality bodies with one of France."""
    council, bodies = network("the-council", kind="igo"), network("the-bodies")
    for code, land in lands.items():
        join(body(f"state-{code.lower()}", land, kind="state"), council, **SURE)
    join(body("french-equality", lands["FR"], kind="equality"), bodies, **SURE)
    join(body("spanish-ombuds", lands["ES"], kind="ombuds"), bodies, **SURE)
    body("spanish-equality", lands["ES"], kind="equality")
    return council


def gaps(client, query):
    """Return the countries with no institution in the network, surely and perhaps."""
    answer = client.get(f"/matrices/gaps/?{query}")
    assert answer.status_code == 200, query
    found = answer.context["gaps"]
    return [str(one.country) for one in found.sure], [str(one.country) for one in found.perhaps]


ASKED = "members=the-council&network=the-bodies&kind=equality"


def test_members_of_an_organisation_with_no_body_of_the_kind_are_listed(client, council):
    assert gaps(client, ASKED) == (["Canada", "Spain"], [])
    assert gaps(client, "members=the-council&network=the-bodies") == (["Canada"], [])
    assert gaps(client, f"{ASKED}&kind=ombuds") == (["Canada"], [])


def test_the_page_says_how_many_were_asked_about_and_who_could_belong(client, council):
    page = client.get(f"/matrices/gaps/?{ASKED}").content.decode()

    assert "3 countries are asked about." in page
    assert "1 has such an institution in the network." in page
    assert '<a href="/institutions/spanish-equality/">Spanish equality</a>' in page
    assert "No institution of the kind is recorded." in page


def test_countries_can_be_those_of_a_region_or_of_both(client, council):
    assert gaps(client, "region=europe&network=the-bodies&kind=equality") == (["Spain"], [])
    assert gaps(client, f"{ASKED}&region=americas") == (["Canada"], [])


def test_countries_can_be_those_that_a_source_names_for_a_group(client, council, lands):
    group = make.GroupFactory(slug="two-countries")
    for code in ("FR", "CA"):
        GroupCountry.objects.create(group=group, country=lands[code])
    make.MembershipFactory(institution=None, group=group, network=council)

    assert gaps(client, "group=two-countries&network=the-bodies") == (["Canada"], [])


def test_a_group_of_which_nothing_public_speaks_cannot_be_asked_for(client, council, lands):
    group = make.GroupFactory(slug="two-countries")
    GroupCountry.objects.create(group=group, country=lands["FR"])

    assert client.get("/matrices/gaps/?group=two-countries&network=the-bodies").status_code == 400


def test_members_are_asked_for_in_a_role_and_what_implies_it(client, council, lands):
    role = make.RoleFactory(slug="full")
    founder = make.RoleFactory(slug="founder", implies=role)
    other = network("other")
    join(body("a", lands["ES"], kind="state"), other, role=founder)
    join(body("b", lands["CA"], kind="state"), other, role=make.RoleFactory(slug="observer"))

    asked = "members=other&network=the-bodies&kind=equality"
    assert gaps(client, asked) == (["Canada", "Spain"], [])
    assert gaps(client, f"{asked}&role=full") == (["Spain"], [])


@pytest.mark.parametrize(
    "values", [OVER, {"status": "ended"}, {"status": "applicant"}, {"start": "2010", "end_status": "ended"}]
)
def test_what_is_known_to_be_over_or_only_applied_for_closes_no_gap(client, council, lands, values):
    join(body("former", lands["CA"], kind="equality"), the_bodies(), **values)

    assert gaps(client, ASKED) == (["Canada", "Spain"], [])


def the_bodies():
    return Network.objects.get(institution__slug="the-bodies")


@pytest.mark.parametrize("values", [{}, {"start": "2010"}, SURE, {"end": "2999"}])
def test_without_a_day_what_is_not_known_to_be_over_closes_a_gap(client, council, lands, values):
    join(body("present", lands["CA"], kind="equality"), the_bodies(), **values)

    assert gaps(client, ASKED) == (["Spain"], [])


@pytest.mark.parametrize("modality", ["may", "planned"])
def test_what_may_be_or_is_planned_is_told_apart(client, council, lands, modality):
    join(body("planned", lands["CA"], kind="equality"), the_bodies(), modality=modality, **SURE)

    assert gaps(client, ASKED) == (["Spain"], ["Canada"])


def test_on_a_day_what_perhaps_belongs_is_told_apart_on_both_sides(client, council, lands):
    join(body("attested", lands["CA"], kind="equality"), the_bodies())
    italy = make.CountryFactory(code="IT", label_en="Italy")
    join(body("state-it", italy, kind="state"), council)
    malta = make.CountryFactory(code="MT", label_en="Malta")
    join(body("state-mt", malta, kind="state"), council, **OVER)

    assert gaps(client, f"{ASKED}&on=2015") == (["Spain"], ["Canada", "Italy"])
    assert gaps(client, f"{ASKED}&on=2003") == (["Malta"], ["Italy"])
    page = client.get(f"/matrices/gaps/?{ASKED}&on=2015").content.decode()
    assert "An institution perhaps belongs to the network." in page
    assert "The country perhaps belongs." in page
    assert (
        "/memberships/?network=the-bodies&amp;country=CA&amp;kind=equality&amp;on=2015-12-31&amp;holds=perhaps"
        in page
    )


def test_what_perhaps_belongs_leads_to_its_statements(client, council, lands):
    join(body("attested", lands["CA"], kind="equality"), the_bodies())
    found = client.get(f"/matrices/gaps/?{ASKED}&on=2015").context["gaps"].perhaps

    assert client.get(f"{found[0].statements}&holds=perhaps").context["count"].number == 1


def test_who_comes_from_a_network_has_yet_to_say_of_which_countries(client, council):
    answer = client.get("/matrices/gaps/?network=the-bodies")

    assert answer.status_code == 200
    assert 'value="the-bodies"' in answer.content.decode()
    assert 'role="alert"' not in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "members=&network=the-bodies", "members=the-council", "members=nobody&network=the-bodies",
        "region=moon",
        "region=europe&network=the-bodies&kind=x", "group=x&network=the-bodies", "on=x",
        "region=europe&network=the-bodies&format=exe", "members=the-council&network=the-bodies&role=x",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(client, council, query):
    assert client.get(f"/matrices/gaps/?{query}").status_code == 400


def test_nothing_that_is_not_public_opens_or_closes_a_gap(client, council, lands):
    hidden = {"review_state": "draft"}
    join(body("secret", lands["CA"], kind="equality", **hidden), the_bodies())
    join(body("known", lands["CA"], kind="equality"), the_bodies(), **hidden)
    body("unknown", lands["ES"], kind="equality", **hidden)
    italy = make.CountryFactory(code="IT", label_en="Italy")
    join(body("state-it", italy, kind="state", **hidden), council)

    assert gaps(client, ASKED) == (["Canada", "Spain"], [])
    page = client.get(f"/matrices/gaps/?{ASKED}").content.decode()
    assert "Secret" not in page
    assert "Unknown" not in page
    assert (
        client.get(f"/matrices/gaps/?members={network('n', **hidden)}&network=the-bodies").status_code == 400
    )


def test_gaps_are_downloaded_with_what_was_asked(client, council):
    answer = client.get(f"/matrices/gaps/?{ASKED}&on=2015&format=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert "# filters: members=the-council; kind=equality; network=the-bodies" in lines
    assert "# as_of: 2015-12-31" in lines
    rows = list(csv.DictReader(line for line in lines if not line.startswith(("# ", '"# '))))
    assert [(row["country"], row["member"], row["in_network"], row["institutions"]) for row in rows] == [
        ("CA", "surely", "no", ""),
        ("ES", "surely", "no", "spanish-equality"),
    ]


@pytest.mark.parametrize("day", ["", "&on=2015"])
def test_more_gaps_take_no_more_queries(client, council, day):
    def taken():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/matrices/gaps/?{ASKED}{day}")
        return len(queries)

    few = taken()
    for number in range(12):
        land = make.CountryFactory(code=f"X{chr(65 + number)}", label_en=f"Land {number}")
        join(body(f"state-{number}", land, kind="state"), council, **SURE)
        body(f"equality-{number}", land, kind="equality")

    assert taken() == few <= 10
