"""A small world for matrices: every sort of period, party and theme, and some that no cell can hold."""

import pytest

from institutions.models import InstitutionTheme
from mandates.models import EngagementAuthor, MandateTheme
from tests import factories as make

SURE = {"start": "2010", "end_status": "open"}
OVER = {"start": "2001", "end": "2005"}
LATER = {"start": "2020"}
UNKNOWN = {"start": "2010"}


def body(slug, country=None, **values):
    return make.InstitutionFactory(slug=slug, country=country, **values)


def network(slug, **values):
    return make.NetworkFactory(institution=body(slug, kind=values.pop("kind", "peer_network"), **values))


def make_lands():
    return {
        code: make.CountryFactory(code=code, label_en=label, region=region)
        for code, label, region in (
            ("FR", "France", "europe"), ("ES", "Spain", "europe"), ("CA", "Canada", "americas"),
        )
    }  # fmt: skip


def make_members(lands):
    """Memberships: France 2 and Spain 1 in one network, Canada in another; some without a country."""
    one, two = network("net-one", acronym="N1"), network("net-two", kind="coalition")
    theme = make.ThemeFactory(slug="rights")
    child = make.ThemeFactory(slug="children", parent=theme)
    ombuds = body("french-ombuds", lands["FR"], kind="ombuds")
    equality = body("french-equality", lands["FR"], kind="equality")
    spanish = body("spanish-equality", lands["ES"], kind="equality")
    canadian = body("canadian", lands["CA"], kind="nhri")
    InstitutionTheme.objects.create(institution=equality, theme=child)
    join(ombuds, one, **SURE)
    join(equality, one, **UNKNOWN)
    join(equality, one, role=make.RoleFactory(slug="chair"), **OVER)
    join(spanish, one)
    join(spanish, two, **LATER)
    join(canadian, two, **SURE)
    join(body("homeless"), one, **SURE)
    make.MembershipFactory(institution=None, group=make.GroupFactory(), network=one)
    make.MembershipFactory(institution=ombuds, network=None, network_group=make.GroupFactory())
    return one


def join(institution, to, **values):
    return make.MembershipFactory(institution=institution, network=to, **values)


def make_submissions(lands):
    """Engagements towards two treaty bodies, one of them by two institutions together."""
    first, second = (
        make.TreatyBodyFactory(institution=body(slug, kind="treaty_body")) for slug in ("crc", "crpd")
    )
    french, ngo = body("french-nhri", lands["FR"], kind="nhri"), body("the-ngo", kind="ngo")
    report = act(french, first, kind="alternative_report", start="2015", end="2015")
    EngagementAuthor.objects.create(engagement=report, institution=ngo)
    act(french, first, kind="dialogue", **SURE)
    act(french, second, kind="alternative_report")
    act(ngo, second, kind="alternative_report", **LATER)
    make.EngagementFactory(actor=french, target=body("a-ministry", kind="authority"))
    make.EngagementFactory(actor=None, actor_group=make.GroupFactory(), target=first.institution)
    return report


def act(actor, towards, **values):
    values |= {"period_type": "dated"} if "start" in values else {}
    values |= {"end_status": "ended"} if "end" in values else {}
    return make.EngagementFactory(actor=actor, target=towards.institution, **values)


def make_charged(lands):
    """Mandates on a theme, on one under it, on both, and on none."""
    wide = make.ThemeFactory(slug="equality", label_en="Equality")
    narrow = make.ThemeFactory(slug="disability", label_en="Disability", parent=wide)
    other = make.ThemeFactory(slug="police", label_en="Police")
    french = body("french-defender", lands["FR"])
    for themes, function, period in (
        ([wide], "monitor", SURE), ([narrow], "monitor", {}), ([wide, narrow], "promote", SURE),
        ([other, narrow], "promote", OVER), ([], "advise", SURE), ([other], "monitor", LATER),
    ):  # fmt: skip
        charge(french, themes, function, **period)
    return french


def charge(institution, themes, function, **values):
    values |= {"period_type": "dated"} if "start" in values else {}
    values |= {"end_status": "ended"} if "end" in values else {}
    mandate = make.MandateFactory(institution=institution, function=function, **values)
    for theme in themes:
        MandateTheme.objects.create(mandate=mandate, theme=theme)
    return mandate


@pytest.fixture
def lands(db):
    return make_lands()


@pytest.fixture
def members(lands):
    return make_members(lands)


@pytest.fixture
def submissions(lands):
    return make_submissions(lands)


@pytest.fixture
def charged(lands):
    return make_charged(lands)
