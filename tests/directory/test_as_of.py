"""The site at a past date: what surely held, what may have, and what did not."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hrnet.directory.as_of import NotADayError, day_of
from networks.models import Membership
from tests.directory.pages import listed, text_of
from tests.factories import InstitutionFactory, MembershipFactory, NetworkFactory, RoleFactory

DAY = datetime.date(2014, 11, 14)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        (" 2014-11-14 ", DAY),
        ("2014-11", datetime.date(2014, 11, 30)),
        ("2012-02", datetime.date(2012, 2, 29)),
        ("2014", datetime.date(2014, 12, 31)),
    ],
)
def test_a_year_or_a_month_means_its_last_day(text, day):
    assert day_of(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "2014-13",
        "2014-02-30",
        "2014-Q4",
        "2013/2014",
        "14.11.2014",
        "0000",
        "2014\n-1",
        "9" * 99,
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NotADayError):
        day_of(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "holds"),
    [
        ({"start": "2014-11-14", "end_status": "open"}, "surely"),
        ({"start": "2014-11-14", "end": "2014-11-14"}, "surely"),
        ({"start": "2013", "end": "2015"}, "surely"),
        ({"start": "2014-11-15", "end_status": "open"}, "not"),
        ({"start": "2010", "end": "2014-11-13"}, "not"),
        ({"end": "2013"}, "not"),
        ({"start": "2015", "end_status": "ended"}, "not"),
        ({}, "perhaps"),
        ({"start": "2014", "end_status": "open"}, "perhaps"),
        ({"start": "2013"}, "perhaps"),
        ({"start": "2013", "end": "2014"}, "perhaps"),
        ({"start": "2013", "end_status": "ended"}, "perhaps"),
        ({"end": "2016"}, "perhaps"),
    ],
)
def test_whether_a_statement_holds_on_a_day_is_told_by_what_is_known_of_its_period(period, holds):
    MembershipFactory(**period)

    assert Membership.objects.holding_on(DAY).get().holds == holds
    assert Membership.objects.get().holds_on(DAY) == holds
    assert Membership.objects.surely_on(DAY).count() == (holds == "surely")
    assert Membership.objects.perhaps_on(DAY).count() == (holds == "perhaps")


# -- pages


@pytest.fixture
def network():
    """A network with a member for each thing that can be known: a past, a present and an attested one."""
    network = NetworkFactory(institution=InstitutionFactory(slug="the-network", kind="peer_network"))
    chair = RoleFactory(slug="chair")
    for slug, period in {
        "past": {"start": "2001", "end": "2010"},
        "present": {"start": "2005", "end_status": "open"},
        "later": {"start": "2016", "end_status": "open"},
        "attested": {},
    }.items():
        MembershipFactory(institution=InstitutionFactory(slug=slug), network=network, **period)
    turncoat = InstitutionFactory(slug="promoted")
    MembershipFactory(institution=turncoat, network=network, start="2003", end="2015")
    MembershipFactory(institution=turncoat, network=network, role=chair, start="2016", end_status="open")
    return network


@pytest.mark.django_db
def test_a_network_page_shows_who_surely_belonged_and_apart_who_may_have(client, network):
    answer = client.get("/networks/the-network/?on=2014-11-14")

    (members,) = [one for one in answer.context["sections"] if one.anchor == "members"]
    assert [row.institution.slug for row in members.shown] == ["present", "promoted"]
    assert [row.institution.slug for row in members.perhaps] == ["attested"]
    page = answer.content.decode()
    assert "As of 14 November 2014" in page
    assert "Unknown or only attested" in page


@pytest.mark.django_db
def test_without_a_day_all_members_are_shown_together(client, network):
    answer = client.get("/networks/the-network/")

    (members,) = [one for one in answer.context["sections"] if one.anchor == "members"]
    assert len(members.shown) == 6
    assert members.perhaps == []
    assert "As of" not in text_of(client, "/networks/the-network/")


@pytest.mark.django_db
def test_a_list_of_statements_shows_what_surely_held_and_counts_the_unknown_apart(client, network):
    answer = client.get("/memberships/?on=2014-11-14")

    assert {row.institution.slug for row in answer.context["page"].rows} == {"present", "promoted"}
    assert [(holds, count.number) for holds, count in answer.context["parts"]] == [
        ("surely", 2),
        ("perhaps", 1),
    ]
    assert listed(client, "/memberships/?on=2014-11-14&holds=perhaps") == ["attested@the-network"]


@pytest.mark.django_db
def test_members_of_a_network_are_those_of_the_day(client, network):
    asked = "/institutions/?network=the-network&on=2014-11-14"

    assert listed(client, asked) == ["present", "promoted"]
    assert listed(client, f"{asked}&role=chair") == []
    assert listed(client, f"{asked}&holds=perhaps") == ["attested"]
    assert client.get("/institutions/?on=2014-11-14").context["parts"] == []


@pytest.mark.django_db
def test_an_institution_of_another_time_is_marked(client):
    InstitutionFactory(slug="young", founded="2016")
    InstitutionFactory(slug="gone", founded="1990", dissolved="2012-05")
    InstitutionFactory(slug="there", founded="2014", dissolved="2014-12")

    page = text_of(client, "/institutions/?on=2014-11-14")

    assert "Young founded after that day" in page
    assert "Gone dissolved before that day" in page
    assert "There ombuds" in page
    assert "As of 14 November 2014 : founded after that day" in text_of(
        client, "/institutions/young/?on=2014-11-14"
    )


@pytest.mark.django_db
def test_the_day_is_kept_in_every_link_to_a_public_page_and_in_every_form(client, network):
    page = client.get("/networks/the-network/?on=2014-11").content.decode()
    links = re.findall(r'<a [^>]*href="(/[^"#]*)', page)
    within = [one for one in links if not one.startswith(("/accounts/", "/static/"))]

    assert len(within) > 20
    assert [one for one in within if "on=2014-11" not in one] == []
    assert '/institutions/present/?on=2014-11-30"' in page
    assert "/accounts/login/" in [one.split("?")[0] for one in links]
    assert page.count('<input type="hidden" name="on" value="2014-11-30">') == page.count("<form") - 1
    assert re.search(r'<link rel="canonical" href="[^"?]*/networks/the-network/">', page)


@pytest.mark.django_db
def test_a_redirect_keeps_the_day_and_no_cookie_is_set(client, network):
    answer = client.get("/institutions/the-network/?on=2014-11-14")

    assert answer.headers["Location"] == "/networks/the-network/?on=2014-11-14"
    assert client.get("/networks/?on=2014").cookies == {}


@pytest.mark.django_db
def test_the_banner_leads_out_and_keeps_what_else_is_asked(client, network):
    page = client.get("/memberships/?status=active&on=2014&holds=perhaps").content.decode()

    assert '<a href="?status=active" data-any-day>' in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/institutions/", "/networks/the-network/", "/about/"])
def test_a_day_that_is_none_is_refused_in_plain_words(client, network, address):
    answer = client.get(f"{address}?on=<b>soon</b>")

    assert answer.status_code == 400
    page = answer.content.decode()
    assert "write 2014-11-14, 2014-11 or 2014" in page
    assert "<b>soon" not in page


@pytest.mark.django_db
def test_the_page_of_a_statement_says_whether_it_held(client, network):
    past, attested = (Membership.objects.get(institution__slug=slug) for slug in ("past", "attested"))

    assert "this did not hold on that day" in text_of(client, f"{past.get_absolute_url()}?on=2014-11-14")
    assert "only attested" in text_of(client, f"{attested.get_absolute_url()}?on=2014-11-14")


# -- two dates


def by_change(answer):
    """Return the slugs of the members by what happened to them."""
    return {code: [one.party.slug for one in members] for code, _label, members in answer.context["parts"]}


@pytest.mark.django_db
def test_two_dates_tell_who_joined_left_and_has_another_role_and_what_is_unknown(client, network):
    answer = client.get("/networks/the-network/changes/?from=2004&to=2016-12-31")

    assert answer.status_code == 200
    assert by_change(answer) == {
        "joined": ["later", "present"], "left": ["past"], "role": ["promoted"],
        "unknown": ["attested"], "same": [],
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("from=2016&to=2004", "The first date has to lie before the second"),
        ("from=2016&to=2016", "The first date has to lie before the second"),
        ("from=soon&to=2016", "“soon” is not a day"),
        ("from=2004", "This field is required"),
    ],
)
def test_two_dates_that_cannot_be_compared_are_refused_in_plain_words(client, network, asked, words):
    answer = client.get(f"/networks/the-network/changes/?{asked}")

    assert answer.status_code == 400
    assert words in answer.content.decode()


@pytest.mark.django_db
def test_a_draft_changes_nothing_between_two_dates(client, network):
    MembershipFactory(network=network, start="2010", end_status="open", review_state="draft")

    answer = client.get("/networks/the-network/changes/?from=2004&to=2016-12-31")

    assert by_change(answer)["joined"] == ["later", "present"]


@pytest.mark.django_db
def test_two_dates_take_no_more_queries_for_more_members(client, network, django_assert_max_num_queries):
    for _number in range(10):
        MembershipFactory(network=network, start="2010", end_status="open")

    with django_assert_max_num_queries(4):
        client.get("/networks/the-network/changes/?from=2004&to=2016-12-31")


@pytest.mark.django_db
def test_a_network_page_of_a_day_takes_no_more_queries_for_more_members(client, network):
    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get("/networks/the-network/?on=2014-11-14")
        return len(found)

    few = queries()
    for _number in range(10):
        MembershipFactory(network=network, start="2010", end_status="open")

    assert queries() == few
    assert few <= 40
