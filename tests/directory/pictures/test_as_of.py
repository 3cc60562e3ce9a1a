"""A picture of a day shows what holds on it, and tells apart what only perhaps does."""

import pytest

from tests import factories as make
from tests.directory.pictures.looking import drawn, names, rows, ties
from tests.factories import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    """An institution with a tie of each sort of period, each to a network that is called by it."""
    body = make.InstitutionFactory(slug="the-body")
    for slug, period in {
        "ended-2012": {"start": "2008", "end": "2012"},
        "open-since-2010": {"start": "2010", "end_status": "open"},
        "from-2010": {"start": "2010"},
        "joined-in-2014": {"start": "2014", "end_status": "open"},
        "joined-2020": {"start": "2020", "end_status": "open"},
        "attested-only": {},
    }.items():
        network = make.NetworkFactory(institution=make.InstitutionFactory(slug=slug, kind="peer_network"))
        make.MembershipFactory(institution=body, network=network, **period)
    return body


def test_what_has_ended_or_not_begun_is_not_drawn(client, there):
    assert names(drawn(client, "/institutions/the-body/picture.svg?on=2014-06-30")) == {
        "The body", "Open since 2010", "From 2010", "Joined in 2014", "Attested only",
    }  # fmt: skip


def test_what_is_unknown_on_the_day_is_told_apart(client, there):
    perhaps = {
        row[2]: "perhaps on this day" in row[3]
        for row in rows(client, "/institutions/the-body/picture/?on=2014-06-30")
    }

    assert perhaps == {
        "Open since 2010": False, "From 2010": True, "Joined in 2014": True, "Attested only": True,
    }  # fmt: skip


def test_a_year_means_its_last_day(client, there):
    assert "Joined in 2014" in names(drawn(client, "/institutions/the-body/picture.svg?on=2014"))
    assert "Joined in 2014" not in names(drawn(client, "/institutions/the-body/picture.svg?on=2013"))


def test_without_a_day_all_times_are_drawn(client, there):
    assert len(ties(drawn(client, "/institutions/the-body/picture.svg"))) == 6


def test_a_record_keeps_its_place_from_day_to_day(client, there):
    from tests.directory.pictures.looking import places

    whole = places(drawn(client, "/institutions/the-body/picture.svg"))
    past = places(drawn(client, "/institutions/the-body/picture.svg?on=2011"))

    assert past.items() <= whole.items()
    assert len(past) == 5


def test_a_meeting_is_drawn_on_its_days(client, there):
    meeting = make.MeetingFactory(
        start="2014-11-12", end="2014-11-13", end_status="ended", period_type="dated"
    )
    make.ParticipationFactory(institution=there, meeting=meeting)
    address = "/institutions/the-body/picture.svg?tie=meeting&on="

    assert len(ties(drawn(client, f"{address}2014-11-12"))) == 1
    assert ties(drawn(client, f"{address}2014-11-14")) == []


def test_an_act_is_drawn_from_its_day_on(client):
    state = make.InstitutionFactory(slug="a-state", kind="state")
    make.PartyFactory(institution=state, date="1990-02-01")
    make.PartyFactory(institution=state, date=None)
    address = "/institutions/a-state/picture/?on="

    assert [row[3] for row in rows(client, f"{address}1989")] == [
        "ratification, perhaps on this day: the sources leave it open"
    ]
    assert "ratification, 1 February 1990" in [row[3] for row in rows(client, f"{address}1990-02-01")]


def test_other_authors_act_when_the_engagement_does(client):
    report = make.EngagementFactory(
        target=make.InstitutionFactory(slug="addressee"), start="2010", end="2010", end_status="ended",
        period_type="dated",
    )  # fmt: skip
    report.authors.create(institution=make.InstitutionFactory(slug="second"))

    assert len(ties(drawn(client, "/institutions/addressee/picture.svg?on=2010-05"))) == 2
    assert ties(drawn(client, "/institutions/addressee/picture.svg?on=2011")) == []


def test_a_body_that_was_not_there_yet_is_not_in_its_country(client):
    country = make.CountryFactory(code="FR", label_en="France")
    make.InstitutionFactory(slug="old", country=country, founded="1973", dissolved="2011")
    make.InstitutionFactory(slug="new", country=country, founded="2011-05-01")

    assert names(drawn(client, "/countries/france/picture.svg?on=1990")) == {"France", "Old"}
    assert names(drawn(client, "/countries/france/picture.svg?on=2012")) == {"France", "New"}


def test_a_membership_that_a_theme_has_by_a_mandate_follows_the_mandate(client):
    theme = make.ThemeFactory(slug="equality", label_en="Equality")
    mandate = make.MandateFactory(
        institution=make.InstitutionFactory(slug="holder"), start="2015", end_status="open",
        period_type="dated",
    )  # fmt: skip
    mandate.fields_of_work.create(theme=theme)
    parts.SubdivisionFactory()

    assert names(drawn(client, "/themes/equality/picture.svg?on=2016")) == {"Equality", "Holder"}
    assert names(drawn(client, "/themes/equality/picture.svg?on=2014")) == {"Equality"}
