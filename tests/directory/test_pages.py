"""What a record’s page says: period, reserves, notes, disagreement, language; and what it never says."""

import datetime
import re

import pytest
from django.utils.translation import override

from tests.directory.pages import text_of
from tests.directory.world import World
from tests.factories import (
    EngagementFactory,
    GroupFactory,
    InstitutionFactory,
    InstrumentFactory,
    MeetingFactory,
    MembershipFactory,
    NameFactory,
    NetworkFactory,
    RoleFactory,
    SourceFactory,
    ThemeFactory,
)
from tests.factories.parts import RulingFactory, StatusChangeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return InstitutionFactory(slug="the-body", names="The body")


@pytest.fixture
def network():
    return NetworkFactory(
        institution=InstitutionFactory(slug="the-network", names="The network", kind="peer_network")
    )


# -- periods and reserves


@pytest.mark.parametrize(
    ("period", "english", "french"),
    [
        ({"start": "2013-05"}, "from May 2013", "début : mai 2013"),
        (
            {"start": "2013", "end_status": "open"},
            "since 2013, still open",
            "début : 2013, toujours en cours",
        ),
        (
            {"end": "2019-Q2"},
            "until second quarter of 2019, beginning unknown",
            "fin : deuxième trimestre de 2019, début inconnu",
        ),
        ({"start": "2014-11-12", "end": "2014-11-13"}, "12–13 November 2014", "12–13 novembre 2014"),
        ({"start": "2012", "end": "2014-05"}, "2012 to May 2014", "2012"),
        ({"start": "2012", "end_status": "ended"}, "from 2012, ended at an unknown date", "2012"),
        ({}, "no source given", "aucune source"),
    ],
)
def test_a_period_is_told_as_precisely_as_it_is_known(client, body, network, period, english, french):
    MembershipFactory(institution=body, network=network, **period)

    assert english in text_of(client, "/institutions/the-body/")
    assert french in text_of(client, "/fr/institutions/the-body/")


def test_what_is_only_attested_says_when_and_does_not_say_since(client, body, network):
    membership = MembershipFactory(institution=body, network=network, source=SourceFactory(published="2019"))
    membership.citations.create(source=SourceFactory(published="2015-03"))
    membership.citations.create(source=SourceFactory(published="2017"), as_of="2016")

    shown = text_of(client, "/institutions/the-body/")

    assert "attested March 2015, 2016 and 2019" in shown
    assert "since" not in shown


@pytest.mark.parametrize(
    ("read_on", "said"),
    [
        (None, "attested by an undated source"),
        (datetime.date(2024, 5, 2), "attested by an undated source, read on 2 May 2024"),
    ],
)
def test_an_undated_source_attests_by_when_it_was_read(client, body, network, read_on, said):
    MembershipFactory(
        institution=body, network=network, source=SourceFactory(published=None, read_on=read_on)
    )

    assert said in text_of(client, "/institutions/the-body/")


@pytest.mark.parametrize(
    ("reserve", "said"),
    [
        ({"modality": "may"}, "may (the source says that it can)"),
        ({"modality": "regularly"}, "regularly"),
        ({"modality": "planned"}, "planned"),
        ({"not_exhaustive": True}, "among others"),
        ({"incomplete_in_source": True}, "incomplete in the source"),
    ],
)
def test_the_reserves_of_the_source_stand_beside_its_statement(client, body, reserve, said):
    EngagementFactory(slug="talk", actor=body, **reserve)

    for address in ("/institutions/the-body/", "/engagements/talk/"):
        assert said in text_of(client, address)


def test_a_party_that_the_source_lost_is_told_as_lost(client, body, network):
    MembershipFactory(institution=body, network=None, incomplete_in_source=True)
    MembershipFactory(institution=None, network=network, incomplete_in_source=True)

    for address in ("/institutions/the-body/", "/networks/the-network/"):
        assert "name lost or not given in the source" in text_of(client, address)
    assert "incomplete in the source" in text_of(client, "/networks/the-network/")


def test_a_group_stands_in_words_where_a_party_stands(client, network):
    group = GroupFactory(label_en="Ten institutions", label_fr="Dix institutions")
    MembershipFactory(institution=None, group=group, network=network)

    assert "Ten institutions" in text_of(client, "/networks/the-network/")
    assert "Dix institutions" in text_of(client, "/fr/networks/the-network/")


# -- notes


def test_each_place_of_a_source_has_one_number_whatever_cites_it(client, body, network):
    source = SourceFactory(label_en="A list", published="2020-03", publisher="Its publisher")
    for role in ("member", "chair"):
        membership = MembershipFactory(institution=body, network=network, role=RoleFactory(slug=role))
        membership.citations.create(source=source, paragraph=2, sentence=1, quotation="So it says")
    body.citations.create(source=source, about="kind", page="7")

    page = client.get("/institutions/the-body/").content.decode()
    shown = text_of(client, "/institutions/the-body/")

    assert re.findall(r'href="#note-(\d)"', page) == ["1", "2", "2"]
    assert re.findall(r'<li id="note-(\d)"', page) == ["1", "2"]
    assert "A list , Its publisher, March 2020, page 7" in shown
    assert "March 2020, paragraph 2, sentence 1 So it says" in shown


def test_a_source_that_is_not_public_makes_no_note(client, body):
    body.citations.create(source=SourceFactory(label_en="Letters", review_state="draft"))

    page = client.get("/institutions/the-body/").content.decode()

    assert "note-1" not in page
    assert "Letters" not in page


def test_a_statement_that_nothing_supports_says_so(client, body):
    EngagementFactory(actor=body)

    assert "no source" in text_of(client, "/institutions/the-body/")


def test_a_source_lists_what_cites_it_in_its_own_order(client, body, network):
    source = SourceFactory(slug="a-list")
    for paragraph, sentence, name in ((2, 1, "third"), (1, 2, "second"), (1, 1, "first")):
        role = RoleFactory(slug=name)
        membership = MembershipFactory(institution=body, network=network, role=role)
        membership.citations.create(source=source, paragraph=paragraph, sentence=sentence)
    body.citations.create(source=source, about="kind", paragraph=3, wording={"network": "its own words"})

    shown = text_of(client, "/sources/a-list/")

    places = [shown.index(word) for word in ("First", "Second", "Third", "its own words")]
    assert places == sorted(places)
    assert "paragraph 2, sentence 1" in shown


def test_a_long_source_goes_on_over_pages_and_shows_each_statement_once(client, monkeypatch):
    monkeypatch.setattr("hrnet.directory.cited_by.SIZE", 10)
    world = World()
    world.grow(2)
    address, seen = "/sources/the-source/", []
    while address:
        citing = client.get(address).context["citing"]
        seen += [(type(one), one.pk) for one in citing.citations]
        address = f"/sources/the-source/?after={citing.next_token}" if citing.next_token else ""
    monkeypatch.setattr("hrnet.directory.cited_by.SIZE", 1000)

    together = client.get("/sources/the-source/").context["citing"].citations

    assert len(seen) > 40
    assert seen == [(type(one), one.pk) for one in together]


# -- where sources disagree


@pytest.fixture
def disagreement(body, network):
    """Two sources say otherwise of the role."""
    return [
        MembershipFactory(institution=body, network=network, role=RoleFactory(slug=role), source=source)
        for role, source in (
            ("member", SourceFactory(label_en="The report")),
            ("observer", SourceFactory(label_en="The website")),
        )
    ]


def test_both_statements_stand_and_are_marked(client, disagreement):
    shown = text_of(client, "/institutions/the-body/")

    assert shown.count("sources disagree") == 2
    assert "Member" in shown
    assert "Observer" in shown


def test_a_memberships_page_names_what_others_say_and_the_ruling(client, disagreement):
    one, other = disagreement
    RulingFactory(first=one, second=other, kind="both_hold", reason="They wrote to us.")

    shown = text_of(client, one.get_absolute_url())

    assert "Sources disagree" in shown
    assert "The website" in shown
    assert "Ruling of the curators: Member / Observer: both hold at once. They wrote to us." in shown


def test_a_ruling_that_was_taken_back_is_not_shown(client, disagreement):
    ruling = RulingFactory(first=disagreement[0], second=disagreement[1])
    type(ruling).objects.update(taken_back_at="2024-01-01T00:00Z", taken_back_by=ruling.made_by)

    assert "Ruling of the curators" not in text_of(client, disagreement[0].get_absolute_url())


def test_a_source_that_contradicts_is_named(client, body, network):
    membership = MembershipFactory(institution=body, network=network, source=SourceFactory())
    source = SourceFactory(label_en="A denial")
    membership.citations.create(source=source, effect="contradicts", paragraph=4)

    assert "Contradicted by: A denial, paragraph 4" in text_of(client, membership.get_absolute_url())
    assert "sources disagree" in text_of(client, "/institutions/the-body/")


def test_changes_of_status_stand_in_their_order(client, body, network):
    membership = MembershipFactory(institution=body, network=network, status="suspended")
    for status, date in (("suspended", "2019"), ("applicant", "2011-05"), ("active", "2012")):
        StatusChangeFactory(membership=membership, status=status, date=date)

    shown = text_of(client, membership.get_absolute_url()).partition("Changes of status")[2]

    assert re.findall(r"applicant May 2011|active 2012|suspended 2019", shown) == [
        "applicant May 2011", "active 2012", "suspended 2019",
    ]  # fmt: skip


# -- languages


def test_a_text_that_is_there_in_the_other_language_alone_is_marked(client):
    InstrumentFactory(slug="law", title_en="Law of 2011", title_fr="")
    InstrumentFactory(slug="loi", title_en="", title_fr="Loi de 2011")

    french, english = (
        client.get(f"{prefix}").content.decode() for prefix in ("/fr/instruments/law/", "/instruments/loi/")
    )

    assert (
        '<span lang="en" dir="auto">Law of 2011</span> <small class="fallback">(uniquement en anglais)'
        in french
    )
    assert '<span lang="fr" dir="auto">Loi de 2011</span> <small class="fallback">(only in French)' in english


def test_a_name_in_neither_language_is_shown_with_its_own(client):
    other = InstitutionFactory(slug="difensore")
    other.names.all().delete()
    NameFactory(institution=other, text="Difensore civico", language="it")

    page = client.get("/institutions/difensore/").content.decode()

    assert '<span lang="it" dir="auto">Difensore civico</span>' in page
    assert "(only in Italian)" in page


def test_a_text_of_the_readers_language_is_not_marked(client, body):
    assert "fallback" not in client.get("/institutions/the-body/").content.decode()


# -- what is not there, and what is elsewhere


@pytest.mark.parametrize("kind", ["network", "treaty_body"])
def test_an_institution_that_is_more_leads_to_its_page(client, kind):
    world = World()
    record = getattr(world, kind)

    answer = client.get(f"/fr/institutions/{record.institution.slug}/")

    with override("fr"):
        assert answer.url == record.get_absolute_url()


@pytest.mark.parametrize(
    "kind",
    [
        "institutions", "networks", "treaty-bodies", "instruments", "mandates", "engagements", "meetings",
        "themes", "countries", "sources",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["", "/fr"])
def test_a_record_that_is_not_there_is_not_found_in_plain_words(client, kind, language):
    answer = client.get(f"{language}/{kind}/nothing-like-it/")

    assert answer.status_code == 404
    assert ("There is no such page here." in answer.content.decode()) is (language == "")
    assert "Traceback" not in answer.content.decode()


def test_an_engagement_without_a_slug_has_its_page_under_its_number(client, body):
    plain = EngagementFactory(slug=None, title_en="A visit", actor=body)
    named = EngagementFactory(slug="a-talk", actor=body)

    assert "A visit" in text_of(client, f"/engagements/{plain.pk}/")
    assert client.get(f"/engagements/{named.pk}/").status_code == 404


def test_the_place_of_a_meeting_among_others_is_told(client):
    first = MeetingFactory(slug="first", title_en="First meeting")
    second = MeetingFactory(slug="second", title_en="Second meeting", follows=first)
    MeetingFactory(slug="workshop", title_en="A workshop", part_of=second)

    shown = text_of(client, "/meetings/second/")

    assert "Follows First meeting" in shown
    assert "Parts A workshop" in shown
    assert "Followed by Second meeting" in text_of(client, "/meetings/first/")


def test_a_theme_shows_what_its_narrower_themes_hold(client):
    rights = ThemeFactory(slug="rights")
    EngagementFactory(title_en="About children", theme=ThemeFactory(parent=rights))

    assert "About children" in text_of(client, "/themes/rights/")
