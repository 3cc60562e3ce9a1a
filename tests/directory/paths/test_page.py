"""The page of the paths: who is chosen how, what it says of each step, what it offers where there is none."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hrnet.directory.citing.models import RetiredAddress
from tests.directory.pages import text_of
from tests.directory.world import World
from tests.factories import (
    EngagementFactory,
    InstitutionFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    ParticipationFactory,
    RelationFactory,
    RoleFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

BOTH = "/paths/?from=first-body&to=second-body"


@pytest.fixture
def two():
    return InstitutionFactory(slug="first-body"), InstitutionFactory(slug="second-body")


@pytest.fixture
def network(two):
    network = NetworkFactory(institution=InstitutionFactory(slug="the-network", kind="peer_network"))
    source = SourceFactory(label_en="The list of members")
    MembershipFactory(institution=two[0], network=network, start="2012", end="2015", source=source)
    MembershipFactory(
        institution=two[1], network=network, start="2014", end_status="open", role=RoleFactory(slug="chair")
    )
    return network


def test_with_nothing_asked_the_page_says_what_it_is_for(client):
    assert "The shortest way from one institution to another" in text_of(client, "/paths/")


def test_each_step_is_told_in_a_sentence_with_its_period(client, network):
    text = text_of(client, BOTH)

    assert "They are 2 steps apart. There is one such path." in text
    assert "First body belonged to The network : Member , 2012 to 2015" in text
    assert "Second body belongs to The network : Chair , since 2014, still open" in text


def test_each_sentence_leads_to_its_statement_and_its_notes(client, two, network):
    page = client.get(BOTH).content.decode()

    for body in two:
        assert f'<a href="/memberships/{body.memberships.get().pk}/">' in page
    assert 'href="#note-1"' in page
    assert "The list of members" in page


def test_other_ties_are_told_in_their_own_words(client, two):
    middle = InstitutionFactory(slug="the-middle")
    relation = RelationFactory(subject=middle, object=two[0], kind="succeeded_by")
    EngagementFactory(actor=two[1], target=middle, title_en="The report")

    page = client.get(BOTH).content.decode()
    text = text_of(client, BOTH)
    assert "The middle was succeeded by First body : the statement" in text
    assert "Second body acts towards The middle : The report" in text
    assert f'href="/institutions/the-middle/#relation-{relation.pk}"' in page


def test_a_meeting_that_both_went_to_is_a_path(client, two):
    meeting = MeetingFactory(title_en="The meeting", slug="the-meeting")
    for body in two:
        ParticipationFactory(meeting=meeting, institution=body)

    assert "First body took part in the meeting The meeting : participant" in text_of(client, BOTH)


def test_the_picture_has_the_records_with_both_ends_marked(client, network):
    drawing = client.get(BOTH).context["drawing"]

    assert drawing.count("<polyline points=") >= 2
    assert drawing.count(" subject") == 2
    assert 'href="/networks/the-network/"' in drawing
    assert "style=" not in drawing


def test_what_is_not_sure_is_gone_only_if_asked_for_and_called_perhaps(client, two):
    RelationFactory(subject=two[0], object=two[1])

    assert "No path of up to 6 steps is known" in text_of(client, f"{BOTH}&on=2014")
    text = text_of(client, f"{BOTH}&on=2014&perhaps=1")
    assert "They are one step apart." in text
    assert "perhaps" in text.partition("First body is part of Second body")[2]


def test_where_there_is_no_path_it_offers_what_can_be_widened(client, two):
    answer = client.get(f"{BOTH}&on=2014-11-14&tie=membership")
    wider = dict(answer.context["wider"])

    assert wider == {
        "by all kinds of tie": f"{BOTH}&on=2014-11-14",
        "at any time, not only on that day": f"{BOTH}&tie=membership",
        "with what is unknown, only attested, possible or planned": (
            f"{BOTH}&tie=membership&perhaps=1&on=2014-11-14"
        ),
    }
    assert f'href="{BOTH}&tie=membership"'.replace("&", "&amp;") in answer.content.decode()


def test_with_everything_asked_for_there_is_nothing_to_widen(client, two):
    answer = client.get(f"{BOTH}&perhaps=1")

    assert answer.context["wider"] == []
    assert "No path of up to 6 steps is known." in answer.content.decode()


def test_a_search_that_stopped_early_says_so(client, two, monkeypatch):
    monkeypatch.setattr("hrnet.directory.paths.finding.MOST_RECORDS", 1)
    for other in InstitutionFactory.create_batch(3):
        for body in two:
            RelationFactory(subject=body, object=other)

    assert "more records than one search looks at" in text_of(client, BOTH)


def test_of_more_than_ten_paths_ten_are_told_and_that_there_are_more(client, two):
    for other in InstitutionFactory.create_batch(12):
        for body in two:
            RelationFactory(subject=body, object=other)

    answer = client.get(BOTH)
    assert len(answer.context["paths"]) == 10
    assert "There are more than 10 such paths" in answer.content.decode()


def test_of_many_statements_of_one_step_some_are_told(client, two):
    EngagementFactory.create_batch(6, actor=two[0], target=two[1])

    assert "and more: 2" in text_of(client, BOTH)


def test_a_name_that_one_has_alone_leads_to_its_own_address(client, two):
    answer = client.get("/paths/?from=first-body&from_is=&to=Second body&tie=membership&on=2014")

    assert answer.status_code == 302
    assert answer["Location"] == f"{BOTH}&tie=membership&on=2014-12-31"


def test_a_suggestion_that_was_chosen_is_meant_and_another_name_typed_later_is_not(client, two):
    twin = InstitutionFactory(slug="twin", names="Second body")

    chosen = client.get("/paths/?from=first-body&to=Second body&to_is=twin")
    assert chosen["Location"] == f"/paths/?from=first-body&to={twin.slug}"
    typed = client.get("/paths/?from=first-body&to=First body&to_is=twin")
    assert typed["Location"] == "/paths/?from=first-body&to=first-body"


def test_a_name_that_several_have_is_to_be_chosen_from(client, two):
    InstitutionFactory(slug="twin", names="Second body")

    answer = client.get("/paths/?from=first-body&to=Second body")
    assert answer.status_code == 200
    assert [address for _one, address in answer.context["ends"][1]["candidates"]] == [
        BOTH,
        "/paths/?from=first-body&to=twin",
    ]


def test_who_is_unknown_or_a_draft_is_told_in_plain_words(client, two):
    InstitutionFactory(slug="hidden-one", review_state="draft")

    for unknown in ("zzzzqqq", "hidden-one"):
        answer = client.get(f"/paths/?from=first-body&to={unknown}")
        assert answer.status_code == 404
        assert f"Nothing public here goes by “{unknown}”" in answer.content.decode()


def test_a_retired_address_leads_to_what_is_there_now(client, two):
    RetiredAddress.objects.create(kind="networks", key="gone", to_kind="institutions", to_key="second-body")

    assert client.get("/paths/?from=first-body&to=gone")["Location"] == BOTH


def test_the_same_twice_and_what_is_no_kind_of_tie_are_refused(client, two):
    same = client.get("/paths/?from=first-body&to=first-body")
    assert same.status_code == 400
    assert "Both are the same institution" in same.content.decode()
    assert "is no kind of tie" in client.get(f"{BOTH}&tie=about").content.decode()
    for bad in ("tie=nonsense", "tie=about", "on=nonsense"):
        assert client.get(f"{BOTH}&{bad}").status_code == 400
    assert client.get(f"/paths/?from={'x' * 300}").status_code == 400


def test_a_page_of_an_institution_leads_here(client):
    World().grow(1)

    for address, slug in {
        "/institutions/the-body/": "the-body",
        "/networks/the-network/": "the-network",
        "/treaty-bodies/the-treaty-body/": "the-treaty-body",
    }.items():
        assert f'href="/paths/?from={slug}"' in client.get(address).content.decode()


@pytest.mark.parametrize("day", ["", "&on=2020&perhaps=1"])
def test_it_takes_no_more_queries_where_there_are_more_ties(client, day):
    world = World()
    world.grow(2)
    address = f"/paths/?from=the-body&to=the-state{day}"
    few = _queries(client, address)
    world.grow(6)
    many = _queries(client, address)

    assert many == few
    assert many <= 34


def _queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).context["paths"]
    return len(queries)
