"""Records side by side: what several share, what one has alone, and what is not known of a day."""

from __future__ import annotations

import pytest

from institutions.models import InstitutionTheme
from mandates.models import EngagementAuthor, MandateTheme
from tests.directory.pages import text_of
from tests.factories import (
    CountryFactory,
    EngagementFactory,
    GroupFactory,
    InstitutionFactory,
    InstrumentFactory,
    MandateFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    ParticipationFactory,
    PartyFactory,
    RelationFactory,
    RoleFactory,
    SourceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

OPEN = {"start": "2005", "end_status": "open"}


@pytest.fixture
def bodies():
    return [InstitutionFactory(slug=slug, acronym=slug.upper()) for slug in ("aaa", "bbb", "ccc")]


def network(slug):
    return NetworkFactory(institution=InstitutionFactory(slug=slug, kind="peer_network"))


def address(*slugs, kind="institution", **more):
    ids = "".join(f"&id={slug}" for slug in slugs)
    return f"/compare/?kind={kind}{ids}" + "".join(f"&{key}={value}" for key, value in more.items())


def lines(client, where, anchor):
    """Return the lines of one part, each as what it is called and how it is shared."""
    answer = client.get(where)
    assert answer.status_code == 200
    found = {one.topic.anchor: one for one in answer.context["parts"]}
    return [(str(line.head), line.said) for line in found[anchor].lines] if anchor in found else []


def cells(client, where, anchor):
    """Return the words of the cells of one part, line by line."""
    found = {one.topic.anchor: one for one in client.get(where).context["parts"]}
    return [
        [[" ".join(str(word.text) for word in entry.words) for entry in cell.entries] for cell in line.cells]
        for line in found[anchor].lines
    ]


def test_memberships_are_shared_by_all_by_some_or_of_one_alone(client, bodies):
    nets = [network(slug) for slug in ("alone", "of-two", "of-all")]
    for net, members in zip(nets, (bodies[:1], bodies[:2], bodies), strict=True):
        for body in members:
            MembershipFactory(institution=body, network=net)

    assert lines(client, address("aaa", "bbb", "ccc"), "memberships") == [
        ("Of all", "all 3"),
        ("Of two", "2 of 3"),
        ("Alone", "only AAA"),
    ]
    assert lines(client, address("aaa", "bbb"), "memberships") == [
        ("Of all", "both"),
        ("Of two", "both"),
        ("Alone", "only AAA"),
    ]


def test_how_many_are_shared_is_said_above_them(client, bodies):
    shared = network("shared")
    MembershipFactory(institution=bodies[0], network=shared)
    MembershipFactory(institution=bodies[1], network=shared)
    MembershipFactory(institution=bodies[1])

    assert "shared by all: 1 · of one alone: 1" in text_of(client, address("aaa", "bbb"))


def test_roles_and_periods_stand_in_the_cells(client, bodies):
    net = network("net")
    MembershipFactory(institution=bodies[0], network=net, role=RoleFactory(slug="chair"), start="2014-05")
    MembershipFactory(institution=bodies[1], network=net, status="suspended")

    text = text_of(client, address("aaa", "bbb"))
    assert cells(client, address("aaa", "bbb"), "memberships") == [[["Chair"], ["Member suspended"]]]
    assert "from May 2014" in text


def test_on_a_day_what_is_unknown_is_perhaps_and_what_was_over_is_left_out(client, bodies):
    sure, attested, over = (network(slug) for slug in ("sure", "attested", "over"))
    for body in bodies[:2]:
        MembershipFactory(institution=body, network=sure, **OPEN)
    MembershipFactory(institution=bodies[0], network=attested, **OPEN)
    MembershipFactory(institution=bodies[1], network=attested)
    MembershipFactory(institution=bodies[1], network=over, start="1990", end="1995")

    assert lines(client, address("aaa", "bbb", on="2014-11-14"), "memberships") == [
        ("Sure", "both"),
        ("Attested", "perhaps: both"),
    ]
    assert ("Over", "only BBB") in lines(client, address("aaa", "bbb"), "memberships")


def test_what_is_only_planned_is_not_shared_for_sure(client, bodies):
    net = network("net")
    MembershipFactory(institution=bodies[0], network=net)
    MembershipFactory(institution=bodies[1], network=net, modality="planned")

    assert lines(client, address("aaa", "bbb"), "memberships") == [("Net", "perhaps: both")]


def test_a_group_named_only_in_words_can_be_shared(client, bodies):
    group = GroupFactory(label_en="several networks")
    for body in bodies[:2]:
        MembershipFactory(institution=body, network=None, network_group=group)

    assert lines(client, address("aaa", "bbb"), "memberships") == [("several networks", "both")]


def test_mandates_stand_by_function_and_by_theme(client, bodies):
    theme = ThemeFactory(slug="land", label_en="Land rights")
    for body in bodies[:2]:
        mandate = MandateFactory(institution=body, function="advise")
        MandateTheme.objects.create(mandate=mandate, theme=theme)
    MandateFactory(institution=bodies[0], function="promote")

    where = address("aaa", "bbb")
    assert lines(client, where, "mandates") == [("advise", "both"), ("promote", "only AAA")]
    assert lines(client, where, "themes") == [("Land rights", "both")]


def test_engagements_stand_by_counterpart_from_either_side_and_as_author(client, bodies):
    court, rapporteur = InstitutionFactory(slug="court"), InstitutionFactory(slug="rapporteur")
    for body in bodies[:2]:
        EngagementFactory(actor=body, target=court)
    EngagementFactory(actor=rapporteur, target=bodies[0])
    joint = EngagementFactory(actor=bodies[2], target=rapporteur)
    EngagementAuthor.objects.create(engagement=joint, institution=bodies[1])

    where = address("aaa", "bbb")
    assert lines(client, where, "engagements") == [("Court", "both")]
    assert lines(client, where, "engagements-received") == [("Rapporteur", "only AAA")]
    assert lines(client, where, "engagements-joint") == [("Rapporteur", "only BBB")]


def test_relations_and_fields_of_work_are_compared(client, bodies):
    council, theme = InstitutionFactory(slug="council"), ThemeFactory(label_en="Land rights")
    for body in bodies[:2]:
        RelationFactory(subject=body, object=council, kind="counterpart_of")
        InstitutionTheme.objects.create(institution=body, theme=theme)

    where = address("aaa", "bbb")
    assert lines(client, where, "relations") == [("Council", "both")]
    assert lines(client, where, "fields") == [("Land rights", "both")]
    assert lines(client, f"{where}&on=2014", "fields") == [("Land rights", "perhaps: both")]


def test_members_of_networks_are_shared_or_not_with_their_roles(client):
    nets = [network("one"), network("two")]
    both, single = InstitutionFactory(slug="both"), InstitutionFactory(slug="single")
    for net in nets:
        MembershipFactory(institution=both, network=net)
    MembershipFactory(institution=single, network=nets[1], role=RoleFactory(slug="observer"))

    where = address("one", "two", kind="network")
    assert lines(client, where, "members") == [("Both", "both"), ("Single", "only Two")]
    assert cells(client, where, "members") == [[["Member"], ["Member"]], [[], ["Observer"]]]
    assert lines(client, where, "roles") == [("Member", "both"), ("Observer", "only Two")]


def test_meetings_and_working_groups_of_networks_are_compared(client):
    nets = [network("one"), network("two")]
    meeting = MeetingFactory(title_en="The meeting")
    for net in nets:
        ParticipationFactory(meeting=meeting, institution=net.institution)
    RelationFactory(subject=InstitutionFactory(slug="group"), object=nets[0].institution)

    where = address("one", "two", kind="network")
    assert lines(client, where, "meetings") == [("The meeting", "both")]
    assert lines(client, where, "parts") == [("Group", "only One")]


def test_countries_are_compared_by_institutions_networks_instruments_and_mandates(client):
    lands = [CountryFactory(code=code, label_en=name) for code, name in (("FR", "France"), ("ES", "Spain"))]
    treaty, net = InstrumentFactory(title_en="The treaty"), network("net")
    for land in lands:
        body = InstitutionFactory(slug=f"body-{land.slug}", country=land)
        MembershipFactory(institution=body, network=net)
        MandateFactory(institution=body, basis=treaty, designation="opcat_npm")
        state = InstitutionFactory(slug=f"state-{land.slug}", kind="state", country=land)
        PartyFactory(institution=state, instrument=treaty)
    PartyFactory(institution=state, instrument=InstrumentFactory(title_en="The law"), act="signature")
    InstitutionFactory(slug="court", kind="court", country=lands[0])

    where = address("france", "spain", kind="country")
    assert lines(client, where, "bodies") == [
        ("ombuds institution", "both"),
        ("State", "both"),
        ("court", "only France"),
    ]
    assert lines(client, where, "memberships") == [("Net", "both")]
    assert lines(client, where, "acts") == [("The treaty", "both"), ("The law", "only Spain")]
    assert lines(client, where, "monitoring") == [("The treaty", "both")]
    assert lines(client, where, "designations")[0][1] == "both"


def test_what_is_told_of_the_records_themselves_is_the_same_or_different(client):
    land = CountryFactory()
    InstitutionFactory(slug="aaa", country=land, founded="2011")
    InstitutionFactory(slug="bbb", country=land, kind="court")

    facts = {one.label: one.said for one in client.get(address("aaa", "bbb")).context["facts"]}
    assert facts == {"Kind": "different", "Country": "the same", "Founded": "not known of all"}


def test_each_statement_leads_to_its_notes(client, bodies):
    source = SourceFactory(label_en="The list of members")
    net = network("net")
    for body in bodies[:2]:
        MembershipFactory(institution=body, network=net, source=source)

    page = client.get(address("aaa", "bbb")).content.decode()
    assert page.count('href="#note-1"') == 2
    assert "The list of members" in page


def test_only_what_is_public_is_compared(client, bodies):
    hidden = InstitutionFactory(slug="hidden", review_state="draft")
    hidden_network = NetworkFactory(institution=hidden)
    draft_source = SourceFactory(label_en="A draft", review_state="draft")
    for body in bodies[:2]:
        MembershipFactory(institution=body, review_state="draft")
        MembershipFactory(institution=body, network=hidden_network)
        EngagementFactory(actor=body, target=hidden)
    MembershipFactory(institution=bodies[0], network=network("net"), source=draft_source)

    page = client.get(address("aaa", "bbb"))
    assert [one.topic.anchor for one in page.context["parts"]] == ["memberships"]
    assert lines(client, address("aaa", "bbb"), "memberships") == [("Net", "only AAA")]
    assert b"Hidden" not in page.content
    assert b"A draft" not in page.content


def test_one_can_ask_for_what_is_shared_or_for_what_is_not(client, bodies):
    shared = network("shared")
    for body in bodies[:2]:
        MembershipFactory(institution=body, network=shared)
    MembershipFactory(institution=bodies[0], network=network("alone"))

    where = address("aaa", "bbb")
    assert lines(client, f"{where}&show=shared", "memberships") == [("Shared", "both")]
    assert lines(client, f"{where}&show=apart", "memberships") == [("Alone", "only AAA")]


def test_a_cell_and_a_part_show_so_many_and_tell_the_rest(client, bodies, monkeypatch):
    from hrnet.directory.comparing.lines import Room

    room = Room(lines=2, cell=1)
    monkeypatch.setattr("hrnet.directory.views.comparing.screen", lambda _number: room)
    for number in range(4):
        net = network(f"net-{number}")
        MembershipFactory(institution=bodies[0], network=net)
        MembershipFactory(institution=bodies[0], network=net, role=RoleFactory(slug="chair"))

    text = text_of(client, address("aaa", "bbb"))
    assert "of one alone: 4" in text
    assert "and more: 1" in text
    assert "Not shown here: 2." in text
