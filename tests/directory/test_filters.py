"""Each filter of each list finds the right rows and leaves out the others."""

import pytest

from institutions.models import InstitutionTheme
from mandates.models import MandateTheme
from networks.models import MembershipCitation
from tests.directory.pages import listed
from tests.factories import (
    CountryFactory,
    EngagementFactory,
    InstitutionFactory,
    InstrumentFactory,
    MandateFactory,
    MeetingFactory,
    MembershipFactory,
    NameFactory,
    NetworkFactory,
    ParticipationFactory,
    RoleFactory,
    SourceFactory,
    ThemeFactory,
    TreatyBodyFactory,
)
from tests.factories.parts import MonitoringFactory

pytestmark = pytest.mark.django_db


def network(slug, **values):
    return NetworkFactory(institution=InstitutionFactory(slug=slug, kind="peer_network", **values))


@pytest.fixture
def countries():
    return {
        "FR": CountryFactory(code="FR", label_en="France", region="europe"),
        "TN": CountryFactory(code="TN", label_en="Tunisia", label_fr="Tunisie", region="africa"),
    }


@pytest.fixture
def themes():
    rights = ThemeFactory(slug="rights", label_en="Rights", label_fr="Droits")
    children = ThemeFactory(slug="children", label_en="Children", label_fr="Enfants", parent=rights)
    return {"rights": rights, "children": children}


# -- institutions and their memberships


@pytest.fixture
def institutions(countries, themes):
    """Two members of two networks, in other roles and of other status in each; and somebody apart."""
    one = InstitutionFactory(slug="one", kind="nhri", reach="national", country=countries["FR"])
    NameFactory(institution=one, text="Défenseur des droits", language="fr")
    two = InstitutionFactory(slug="two", kind="ombuds", reach="regional", country=countries["TN"])
    apart = InstitutionFactory(slug="apart", kind="court")
    InstitutionTheme.objects.create(institution=one, theme=themes["children"])
    InstitutionTheme.objects.create(institution=two, theme=themes["rights"])
    member, chair = RoleFactory(slug="member"), RoleFactory(slug="chair")
    north, south = network("north"), network("south")
    MembershipFactory(institution=one, network=north, role=member, status="active")
    MembershipFactory(institution=one, network=south, role=chair, status="suspended")
    MembershipFactory(institution=two, network=north, role=chair, status="suspended", start="2011")
    MembershipFactory(institution=two, network=south, role=member, status="ended")
    return one, two, apart


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=defenseur", ["one"]),
        ("q=DÉFENSEUR+DES", ["one"]),
        ("q=nobody+at+all", []),
        ("q=%21%3F", []),
        ("kind=nhri", ["one"]),
        ("kind=nhri&kind=court", ["apart", "one"]),
        ("country=TN", ["two"]),
        ("region=europe", ["one"]),
        ("region=asia", []),
        ("reach=regional", ["two"]),
        ("theme=children", ["one"]),
        ("theme=rights", ["one", "two"]),
        ("network=north", ["one", "two"]),
        ("role=chair", ["one", "two"]),
        ("status=ended", ["two"]),
        ("country=FR&kind=ombuds", []),
    ],
)
def test_institutions(client, institutions, query, expected):
    assert listed(client, f"/institutions/?{query}") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("network=north&role=member", ["one"]),
        ("network=north&role=chair", ["two"]),
        ("network=south&role=chair", ["one"]),
        ("network=north&status=active", ["one"]),
        ("network=south&status=active", []),
        ("network=north&status=ended", []),
        ("role=chair&status=suspended", ["one", "two"]),
        ("role=member&status=suspended", []),
        ("network=south&role=member&status=ended", ["two"]),
        ("network=south&role=chair&status=ended", []),
    ],
)
def test_network_role_and_status_are_asked_of_one_and_the_same_membership(
    client, institutions, query, expected
):
    assert listed(client, f"/institutions/?{query}") == expected


def test_a_membership_in_a_network_that_is_not_public_finds_nobody(client, institutions):
    hidden = network("hidden", review_state="draft")
    MembershipFactory(institution=institutions[2], network=hidden, role=RoleFactory(slug="observer"))

    assert listed(client, "/institutions/?role=observer") == []
    assert client.get("/institutions/?network=hidden").status_code == 400


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("institution=one", ["one@north", "one@south"]),
        ("network=south", ["one@south", "two@south"]),
        ("role=member", ["one@north", "two@south"]),
        ("status=suspended", ["one@south", "two@north"]),
        ("status=active&status=ended", ["one@north", "two@south"]),
        ("country=FR", ["one@north", "one@south"]),
        ("period=dated", ["two@north"]),
        ("period=attested", ["one@north", "one@south", "two@south"]),
        ("network=north&role=member", ["one@north"]),
        ("institution=apart", []),
    ],
)
def test_memberships(client, institutions, query, expected):
    assert sorted(listed(client, f"/memberships/?{query}")) == expected


def test_memberships_by_the_source_that_speaks_of_them(client, institutions):
    source = SourceFactory(slug="a-list")
    membership = institutions[0].memberships.get(network__institution__slug="south")
    MembershipCitation.objects.create(subject=membership, source=source)
    SourceFactory(slug="another-list")

    assert listed(client, "/memberships/?source=a-list") == ["one@south"]
    assert listed(client, "/memberships/?source=another-list") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=nor", ["north"]),
        ("kind=peer_network", ["north", "south"]),
        ("kind=coalition", []),
        ("member=two", ["north", "south"]),
        ("member=apart", []),
        ("theme=rights", ["south"]),
        ("theme=children", ["south"]),
    ],
)
def test_networks(client, institutions, themes, query, expected):
    south = institutions[0].memberships.get(network__institution__slug="south").network
    InstitutionTheme.objects.create(institution=south.institution, theme=themes["children"])

    assert listed(client, f"/networks/?{query}") == expected


# -- what mandates rest on, and what comes of them


@pytest.fixture
def law():
    treaty = InstrumentFactory(slug="treaty", title_en="Convention", title_fr="Traité", short_title_en="CRC")
    guide = InstrumentFactory(slug="guide", title_en="Guidelines", title_fr="Lignes", kind="guidelines")
    committee = TreatyBodyFactory(institution=InstitutionFactory(slug="committee", kind="treaty_body"))
    TreatyBodyFactory(institution=InstitutionFactory(slug="board", kind="treaty_body"))
    MonitoringFactory(treaty_body=committee, instrument=treaty)
    return treaty, guide


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=conven", ["treaty"]),
        ("q=lignes", ["guide"]),
        ("q=crc", ["treaty"]),
        ("kind=guidelines", ["guide"]),
        ("kind=treaty&kind=guidelines", ["treaty", "guide"]),
        ("kind=law", []),
    ],
)
def test_instruments(client, law, query, expected):
    assert listed(client, f"/instruments/?{query}") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [("q=comm", ["committee"]), ("q=zzz", []), ("instrument=treaty", ["committee"])],
)
def test_treaty_bodies(client, law, query, expected):
    assert listed(client, f"/treaty-bodies/?{query}") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=inspects", ["inspect"]),
        ("function=litigate", ["inspect"]),
        ("theme=rights", ["hear", "inspect"]),
        ("theme=children", ["inspect"]),
        ("basis=treaty", ["hear"]),
        ("designation=opcat_npm", ["inspect"]),
        ("institution=two", ["inspect"]),
        ("institution=two&basis=treaty", []),
    ],
)
def test_mandates(client, law, themes, query, expected):
    one, two = InstitutionFactory(slug="one"), InstitutionFactory(slug="two")
    hear = MandateFactory(slug="hear", function="monitor", institution=one, basis=law[0], title_en="Hears")
    inspect = MandateFactory(
        slug="inspect", function="litigate", institution=two, designation="opcat_npm", title_en="Inspects"
    )
    MandateTheme.objects.create(mandate=hear, theme=themes["rights"])
    MandateTheme.objects.create(mandate=inspect, theme=themes["children"])

    assert listed(client, f"/mandates/?{query}") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=shadow", ["report"]),
        ("kind=alternative_report", ["report"]),
        ("kind=dialogue&kind=alternative_report", ["report", "talk"]),
        ("actor=one", ["report"]),
        ("target=one", ["talk"]),
        ("actor=one&target=one", []),
        ("instrument=treaty", ["report"]),
        ("country=TN", ["talk"]),
        ("modality=may", ["talk"]),
    ],
)
def test_engagements(client, law, countries, query, expected):
    one = InstitutionFactory(slug="one")
    InstitutionFactory(slug="tunisian", country=countries["TN"])
    EngagementFactory(
        slug="report", kind="alternative_report", actor=one, instrument=law[0], title_en="Shadow report",
        start="2015", period_type="dated",
    )  # fmt: skip
    EngagementFactory(slug="talk", target=one, country=countries["TN"], modality="may")

    assert listed(client, f"/engagements/?{query}") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=gather", ["past"]),
        ("modality=planned", ["next"]),
        ("modality=is", ["past"]),
        ("participant=one", ["past"]),
        ("country=FR", ["next"]),
    ],
)
def test_meetings(client, countries, query, expected):
    one = InstitutionFactory(slug="one", country=countries["FR"])
    past = MeetingFactory(slug="past", title_en="Gathering", start="2010", period_type="dated")
    MeetingFactory(slug="next", modality="planned", country=countries["FR"])
    ParticipationFactory(meeting=past, institution=one)

    assert listed(client, f"/meetings/?{query}") == expected


@pytest.mark.parametrize(("query", "expected"), [("q=child", ["children"]), ("q=droit", ["rights"])])
def test_themes(client, themes, query, expected):
    assert listed(client, f"/themes/?{query}") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [("q=tunisie", ["tunisia"]), ("q=FRÀN", ["france"]), ("region=africa", ["tunisia"])],
)
def test_countries(client, countries, query, expected):
    assert listed(client, f"/countries/?{query}") == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=annual", ["report"]),
        ("q=press+office", ["page"]),
        ("kind=report", ["report"]),
        ("dated=yes", ["report"]),
        ("dated=no", ["page"]),
    ],
)
def test_sources(client, query, expected):
    SourceFactory(slug="report", kind="report", label_en="Annual report")
    SourceFactory(slug="page", label_en="Page", published=None, publisher="The press office")

    assert listed(client, f"/sources/?{query}") == expected


@pytest.mark.parametrize("address", ["engagements", "meetings"])
def test_a_country_without_an_institution_of_its_own_can_be_asked_for(client, address):
    haiti = CountryFactory(code="HT", label_en="Haiti")
    EngagementFactory(country=haiti)
    MeetingFactory(country=haiti)

    assert client.get(f"/{address}/?country=HT").status_code == 200
