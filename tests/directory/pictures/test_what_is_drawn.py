"""A picture shows what is public and said, no more; its table says the same in words."""

import pytest

from institutions.models import InstitutionTheme
from tests import factories as make
from tests.directory.pictures.looking import drawn, names, rows, ties
from tests.directory.world import World
from tests.factories import parts

pytestmark = pytest.mark.django_db


def body(slug="the-body", **values):
    return make.InstitutionFactory(slug=slug, **values)


def network(slug="the-network"):
    return make.NetworkFactory(institution=body(slug, kind="peer_network"))


def test_the_ties_drawn_are_the_rows_of_the_table(client):
    world = World()
    world.grow(4)
    for page in ("institutions/the-body", "networks/the-network", "themes/the-theme", "countries/france"):
        picture = drawn(client, f"/{page}/picture.svg")
        said = rows(client, f"/{page}/picture/")

        kinds = {"act on an instrument": "instrument", "works on it, or is in it": "about"}
        assert ties(picture) == sorted((one, kinds.get(kind, kind), other) for one, kind, other, _ in said)
        assert len(said) >= 4


def test_every_kind_of_tie_is_drawn(client):
    world = World()
    world.grow(1)

    assert {kind for _one, kind, _other in ties(drawn(client, "/institutions/the-body/picture.svg"))} == {
        "membership", "engagement", "mandate", "accreditation", "relation", "meeting", "instrument",
    }  # fmt: skip


def test_a_row_says_what_the_tie_is_and_since_when(client):
    one = make.MembershipFactory(
        institution=body(), network=network(), start="2013-05", end_status="open", modality="regularly"
    )

    assert rows(client, "/institutions/the-body/picture/") == [
        ["The body", "membership", "The network", "Member, since May 2013, still open, regularly"]
    ]
    assert f'href="/memberships/{one.pk}/"' in client.get("/institutions/the-body/picture/").content.decode()


def test_several_statements_of_one_kind_are_one_line_and_one_row(client):
    there, where = body(), network()
    for role in ("member", "chair"):
        make.MembershipFactory(institution=there, network=where, role=make.RoleFactory(slug=role))

    assert ties(drawn(client, "/institutions/the-body/picture.svg")) == [
        ("The body", "membership", "The network")
    ]
    assert rows(client, "/institutions/the-body/picture/")[0][3] == "Member Chair"


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_statement_that_is_not_public_is_not_drawn(client, state):
    make.MembershipFactory(institution=body(), network=network(), review_state=state)

    picture = drawn(client, "/institutions/the-body/picture.svg")
    assert names(picture) == {"The body"}
    assert ties(picture) == []


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_a_record_that_is_not_public_is_not_drawn_nor_what_is_said_of_it(client, state):
    hidden = body("the-secret", review_state=state)
    there = body()
    make.EngagementFactory(actor=there, target=hidden)
    make.EngagementFactory(actor=hidden, target=there)
    make.RelationFactory(subject=there, object=hidden)
    make.ParticipationFactory(institution=there, meeting=make.MeetingFactory(review_state=state))

    page = client.get("/institutions/the-body/picture/").content.decode()
    assert names(drawn(client, "/institutions/the-body/picture.svg")) == {"The body"}
    assert "secret" not in page
    assert client.get("/institutions/the-secret/picture/").status_code == 404
    assert client.get("/institutions/the-secret/picture.svg").status_code == 404


def test_a_record_withdrawn_after_the_picture_was_kept_is_gone_from_it(client):
    where = network()
    make.MembershipFactory(institution=body(), network=where)
    assert names(drawn(client, "/institutions/the-body/picture.svg")) == {"The body", "The network"}

    where.institution.review_state = "withdrawn"
    where.institution.save()

    assert names(drawn(client, "/institutions/the-body/picture.svg")) == {"The body"}
    assert b"The network" not in client.get("/institutions/the-body/picture.graphml").content


def test_no_person_is_named(client):
    person = make.PersonFactory(name="Somebody Withheld", withheld=True)
    make.MembershipFactory(institution=body(), network=network(), person=person)
    for page in ("picture/", "picture.svg", "picture.graphml", "picture.gexf", "picture/embed/"):
        assert b"Somebody Withheld" not in client.get(f"/institutions/the-body/{page}").content


def test_two_steps_show_what_one_does_not(client):
    near, far = network("near"), body("far")
    make.MembershipFactory(institution=body(), network=near)
    make.MembershipFactory(institution=far, network=near)

    assert names(drawn(client, "/institutions/the-body/picture.svg")) == {"The body", "Near"}
    assert names(drawn(client, "/institutions/the-body/picture.svg?steps=2")) == {"The body", "Near", "Far"}


def test_only_the_kinds_of_tie_that_are_asked_are_drawn(client):
    there = body()
    make.MembershipFactory(institution=there, network=network())
    make.EngagementFactory(actor=there, target=body("the-other"))

    picture = drawn(client, "/institutions/the-body/picture.svg?tie=engagement")
    assert ties(picture) == [("The body", "engagement", "The other")]
    assert names(picture) == {"The body", "The other"}


def test_what_belongs_to_a_theme_is_tied_to_it_and_to_each_other(client):
    theme = make.ThemeFactory(slug="equality", label_en="Equality")
    one, where = body("one"), network("a-network")
    for institution in (one, where.institution):
        InstitutionTheme.objects.create(institution=institution, theme=theme)
    make.MembershipFactory(institution=one, network=where)

    assert ties(drawn(client, "/themes/equality/picture.svg")) == [
        ("A network", "about", "Equality"),
        ("One", "about", "Equality"),
        ("One", "membership", "A network"),
    ]


def test_other_authors_of_an_engagement_are_tied_to_its_addressee(client):
    report = make.EngagementFactory(actor=body("first"), target=body("addressee"))
    report.authors.create(institution=body("second"))

    assert ties(drawn(client, "/institutions/addressee/picture.svg")) == [
        ("First", "engagement", "Addressee"),
        ("Second", "engagement", "Addressee"),
    ]


def test_what_may_be_is_drawn_otherwise_than_what_is(client):
    there = body()
    make.EngagementFactory(actor=there, target=body("surely"))
    make.EngagementFactory(actor=there, target=body("possibly"), modality="may")

    page = client.get("/institutions/the-body/picture.svg").content.decode()
    assert page.count('class="unsure"') == 2  # the tie, and its line in the legend
    assert (
        rows(client, "/institutions/the-body/picture/")[0][3] == "dialogue, may (the source says that it can)"
    )


def test_a_name_in_another_language_says_so(client):
    make.MembershipFactory(institution=body(), network=network())
    other = make.InstitutionFactory(slug="autre", names="")
    other.names.all().delete()
    make.NameFactory(institution=other, text="Le médiateur", language="fr")
    make.RelationFactory(subject=other, object=make.InstitutionFactory(slug="b"))

    assert '<span lang="fr" dir="auto">Le médiateur</span>' in (
        client.get("/institutions/autre/picture/").content.decode()
    )


def test_markup_in_a_name_stays_text(client):
    odd = make.InstitutionFactory(slug="odd", names='<script>alert("x")</script> & Co')
    make.RelationFactory(subject=odd, object=body())

    assert '<script>alert("x")</script> & Co' in names(drawn(client, "/institutions/odd/picture.svg"))
    assert "<script>alert" not in client.get("/institutions/odd/picture/").content.decode()


def test_the_same_facts_are_drawn_the_same(client):
    world = World()
    world.grow(3)
    first = client.get("/institutions/the-body/picture.svg").content
    from hrnet.directory.pictures.models import Kept

    Kept.objects.all().delete()

    assert client.get("/institutions/the-body/picture.svg").content == first


def test_a_picture_cites_itself(client):
    body()

    page = client.get("/institutions/the-body/picture.svg?steps=2").content.decode()
    assert "http://127.0.0.1:8000/institutions/the-body/picture/?steps=2" in page
    assert "all times · read on " in page


def test_a_network_has_its_picture_at_its_own_address(client):
    network()

    assert client.get("/institutions/the-network/picture/?steps=2")["Location"] == (
        "/networks/the-network/picture/?steps=2"
    )
    body()
    assert client.get("/networks/the-body/picture/").status_code == 404


@pytest.mark.parametrize(
    "query", ["steps=0", "steps=3", "steps=x", "tie=nonsense", "tie=membership&tie=", "on=2014-13", "on=x"]
)
@pytest.mark.parametrize("part", ["picture/", "picture.svg", "picture.png", "picture.gexf", "picture/embed/"])
def test_what_cannot_be_asked_is_refused(client, part, query):
    body()

    assert client.get(f"/institutions/the-body/{part}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["", "steps=", "steps=1&steps=2", "colour=red", "on="])
def test_what_means_nothing_is_passed_over(client, query):
    body()

    assert client.get(f"/institutions/the-body/picture/?{query}").status_code == 200


def test_no_other_form_of_file_is_known(client):
    body()

    assert client.get("/institutions/the-body/picture.pdf").status_code == 404


def test_parts_of_a_picture_are_worded_in_french(client):
    make.MembershipFactory(institution=body(), network=network(), start="2013-05")
    parts.SubdivisionFactory()

    page = client.get("/fr/institutions/the-body/picture/").content.decode()
    assert "mai 2013" in page
    assert 'href="/fr/networks/the-network/"' in page
