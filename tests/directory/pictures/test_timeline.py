"""The timeline draws each end by what is known of it, and its tables say the same."""

import datetime

import pytest

from hrnet.directory.pictures.subjects import subject
from hrnet.directory.pictures.timeline import parts, sheet
from tests import factories as make
from tests.directory.pages import text_of
from tests.directory.world import World

pytestmark = pytest.mark.django_db

ADDRESS = "/institutions/the-body/timeline/"


@pytest.fixture
def body():
    return make.InstitutionFactory(slug="the-body")


def bars():
    """Return how each line is drawn, by its name."""
    return {bar.told.name: bar for bar in sheet(parts(subject("institution", "the-body"), None)).bars}


def membership(body, name, **values):
    network = make.NetworkFactory(institution=make.InstitutionFactory(slug=name, kind="peer_network"))
    return make.MembershipFactory(institution=body, network=network, **values)


def test_known_ends_are_a_full_bar(body):
    membership(body, "known", start="2010-03-01", end="2012-04-30")

    bar = bars()["Known"]
    assert bar.sure is not None
    assert (bar.about, bar.unknown, bar.open_at, bar.point) == ([], [], None, None)


def test_approximate_ends_are_drawn_apart_from_what_is_sure_between(body):
    membership(body, "approximate", start="2008", end="2012")

    bar = bars()["Approximate"]
    assert len(bar.about) == 2
    (first, _wide), (second, _other) = bar.about
    assert first < bar.sure[0] < bar.sure[0] + bar.sure[1] <= second


def test_a_period_within_one_year_has_no_sure_middle(body):
    membership(body, "vague", start="2012", end="2012")

    bar = bars()["Vague"]
    assert bar.sure is None
    assert len(bar.about) == 2


def test_an_open_end_has_a_head_and_reaches_today(body):
    membership(body, "open", start="2010-03-01", end_status="open")

    bar = bars()["Open"]
    drawn = sheet(parts(subject("institution", "the-body"), None))
    assert bar.open_at == drawn.today


def test_an_unknown_end_fades_and_claims_no_length(body):
    membership(body, "from", start="2010-03-01")

    bar = bars()["From"]
    assert bar.sure is None
    assert bar.open_at is None
    assert len(bar.unknown) == 1


def test_an_unknown_beginning_fades_too(body):
    membership(body, "until", end="2010-03-01")

    assert len(bars()["Until"].unknown) == 1


def test_what_is_attested_alone_is_drawn_where_it_is_attested(body):
    membership(body, "seen", source=make.SourceFactory(published="2020-03-05"))

    bar = bars()["Seen"]
    assert len(bar.attested) == 1
    assert (bar.sure, bar.about, bar.unknown, bar.point) == (None, [], [], None)


def test_some_days_are_a_point(body):
    meeting = make.MeetingFactory(
        title_en="Two days", start="2014-11-12", end="2014-11-13", end_status="ended", period_type="dated"
    )
    make.ParticipationFactory(institution=body, meeting=meeting)

    assert bars()["Two days"].point is not None


def test_what_has_no_date_is_in_the_table_alone(body, client):
    membership(body, "undated")

    assert bars() == {}
    text = text_of(client, ADDRESS)
    assert "Undated Member no date known" in text


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ({"start": "2010-03-01", "end_status": "open"}, "begins on a known day, still open"),
        ({"start": "2010"}, "begins about then, end unknown"),
        ({"start": "2010", "end_status": "ended"}, "begins about then, ended, nobody knows when"),
        ({"end": "2010-05"}, "beginning unknown, ends about then"),
        ({}, "no date known"),
    ],
)
def test_the_table_says_what_is_known_of_the_ends(client, body, period, said):
    membership(body, "a-network", **period)

    assert said in text_of(client, ADDRESS)


def test_every_line_of_the_drawing_is_a_row_of_a_table(client):
    world = World()
    world.grow(3)
    for page in ("institutions/the-body", "networks/the-network"):
        html = client.get(f"/{page}/timeline/").content.decode()
        answer = client.get(f"/{page}/timeline/")
        told = {(line.name, line.role) for part in answer.context["parts"] for line in part.lines}
        assert {(bar.told.name, bar.told.role) for bar in answer.context["sheet"].bars} <= told
        assert html.count('<g class="line"') == len(answer.context["sheet"].bars) > 0


def test_a_withheld_name_is_not_told(client, body):
    person = make.PersonFactory(name="Somebody Withheld", withheld=True)
    make.MandateHolderFactory(institution=body, person=person, start="2010", period_type="dated")

    page = client.get(ADDRESS).content.decode()
    assert "Somebody Withheld" not in page
    assert "name withheld" in page


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_is_not_told(client, body, state):
    membership(body, "hidden", start="2010", review_state=state)
    make.EngagementFactory(
        actor=body, target=make.InstitutionFactory(slug="secret", review_state=state), start="2011",
        period_type="dated",
    )  # fmt: skip

    page = client.get(ADDRESS).content.decode()
    assert "Hidden" not in page
    assert "Secret" not in page


def test_a_day_leaves_what_can_hold_on_it(client, body):
    membership(body, "past", start="2008", end="2010")
    membership(body, "then", start="2008", end_status="open")
    membership(body, "unsure", start="2008")

    text = text_of(client, f"{ADDRESS}?on=2012")
    assert "Past" not in text
    assert "Then" in text
    assert "Unsure Member from 2008 begins about then, end unknown, perhaps on this day" in text


def test_a_network_has_the_timeline_of_its_members(client):
    network = make.NetworkFactory(institution=make.InstitutionFactory(slug="the-network"))
    make.MembershipFactory(
        institution=make.InstitutionFactory(slug="a-member"), network=network, start="2011"
    )

    assert "A member Member from 2011" in text_of(client, "/networks/the-network/timeline/")
    assert client.get("/institutions/the-network/timeline/?on=2012")["Location"] == (
        "/networks/the-network/timeline/?on=2012-12-31"
    )


def test_a_date_far_off_is_drawn_all_the_same(client, body):
    membership(body, "old", start="0800")
    membership(body, "planned", start="9999", modality="planned")

    assert client.get(ADDRESS).status_code == 200
    assert bars()["Planned"].told.start[0] == datetime.date(9999, 1, 1)


@pytest.mark.parametrize("query", ["on=2014-13", "on=tomorrow"])
def test_what_is_no_day_is_refused(client, body, query):
    assert client.get(f"{ADDRESS}?{query}").status_code == 400
