"""At the desk: what is hidden is listed and reworded, and a withholding is not done before."""

import pytest

from hrnet.directory.withholding.models import Closing, HiddenText
from institutions.models import Institution, Person, Publication
from networks.models import MembershipCitation
from sources.history import event_model
from tests import factories as make
from tests.directory.pages import text_of
from tests.factories import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make.PersonFactory(name="Jane Doe")


@pytest.fixture
def report():
    return parts.PublicationFactory(title_en="First report of Jane Doe", title_fr="Premier rapport")


@pytest.fixture
def desk(client, publisher):
    client.force_login(publisher)
    return client


def withhold(person):
    Person.objects.filter(pk=person.pk).update(withheld=True)
    return f"/admin/institutions/person/{person.pk}/withheld/"


def field_of(column):
    return f"text-{HiddenText.objects.waiting().get(column=column).pk}"


def test_withholding_in_the_form_says_how_many_texts_are_hidden(desk, person, report):
    answer = desk.post(
        f"/admin/institutions/person/{person.pk}/change/",
        {"name": "Jane Doe", "withheld": "on", "withheld_until": ""},
        follow=True,
    )

    assert "withheld, 1 text hidden, to be reworded" in answer.content.decode()


def test_the_page_lists_each_place_with_its_text_and_a_link(desk, person, report):
    membership = make.MembershipFactory(note_en="Presided by Jane Doe")

    page = desk.get(withhold(person)).content.decode()

    assert "First report of Jane Doe" in page
    assert f"/admin/institutions/publication/{report.pk}/change/" in page
    assert "Presided by Jane Doe" in page
    assert f"/admin/networks/membership/{membership.pk}/change/" in page


def test_a_text_that_was_reworded_is_public_and_waits_no_more(desk, person, report):
    page = withhold(person)

    desk.post(page, {field_of("title_en"): "First report", "reason": "asked for by letter"})

    assert Publication.objects.get(pk=report.pk).title_en == "First report"
    assert HiddenText.objects.waiting().count() == 0
    event = event_model(Publication).objects.select_related("pgh_context").latest("pgh_id")
    assert event.pgh_context.metadata["reason"] == "asked for by letter"


def test_a_new_text_that_still_names_the_person_is_refused_and_nothing_is_saved(desk, person, report):
    make.MembershipFactory(note_en="Presided by Jane Doe")
    page = withhold(person)
    texts = {field_of("title_en"): "First report", field_of("note_en"): "Presided by DOE, Jane"}

    answer = desk.post(page, texts)

    assert "This text still names somebody whose name is withheld" in answer.content.decode()
    assert "Presided by DOE, Jane" in answer.content.decode()  # nothing that was typed is lost
    assert HiddenText.objects.waiting().count() == 2


def test_what_is_left_as_it_is_stays_hidden(desk, person, report):
    page = withhold(person)

    desk.post(page, {field_of("title_en"): "First report of Jane Doe"})

    assert HiddenText.objects.waiting().count() == 1
    assert Publication.objects.get(pk=report.pk).title_en.startswith("[withheld ")


def test_a_text_that_does_not_fit_its_field_is_refused_in_plain_words(desk, person, report):
    page = withhold(person)

    answer = desk.post(page, {field_of("title_en"): "x" * 301})

    assert "at most 300 characters" in answer.content.decode()
    assert HiddenText.objects.waiting().count() == 1


def test_a_wording_is_reworded_as_json(desk, person):
    membership = make.MembershipFactory()
    membership.citations.create(source=make.SourceFactory(), wording={"person": "Ms Jane Doe"})
    page = withhold(person)

    wrong = desk.post(page, {field_of("wording"): "{person: the chair}"})
    desk.post(page, {field_of("wording"): '{"person": "the chair"}'})

    assert "not valid JSON" in wrong.content.decode()
    assert MembershipCitation.objects.get().wording == {"person": "the chair"}


def test_a_permanent_slug_is_given_anew(desk, person, client):
    make.InstitutionFactory(slug="jane-doe-centre", names="A centre")
    page = withhold(person)

    desk.post(page, {field_of("slug"): "a-centre"})

    assert Institution.objects.get().slug == "a-centre"
    assert client.get("/institutions/jane-doe-centre/").status_code == 404


def test_a_withholding_is_not_done_while_a_text_waits(desk, person, report):
    page = withhold(person)

    answer = desk.post(page, {"close": "yes"}, follow=True)

    assert "Not done: 1 hidden text waits to be reworded." in answer.content.decode()
    assert not Closing.objects.exists()


def test_a_withholding_is_done_when_no_text_waits_and_somebody_says_so(desk, person, report):
    page = withhold(person)
    desk.post(page, {field_of("title_en"): "First report"})

    answer = desk.post(page, {"close": "yes"}, follow=True)

    assert "Withheld, done" in answer.content.decode()


def test_a_text_that_comes_later_makes_it_undone(desk, person):
    page = withhold(person)
    desk.post(page, {"close": "yes"})

    parts.PublicationFactory(title_en="Second report of Jane Doe")

    assert (
        "withheld, 1 text hidden, to be reworded" in desk.get("/admin/institutions/person/").content.decode()
    )


def test_texts_that_wait_are_in_a_queue(desk, person, report):
    withhold(person)

    page = desk.get("/admin/").content.decode()

    assert "Persons: hidden texts to be reworded" in page
    assert "Jane Doe" in desk.get("/admin/institutions/person/?texts_wait=yes").content.decode()


def test_a_text_with_the_last_word_alone_is_for_a_curator_to_judge(desk, person):
    report = parts.PublicationFactory(title_en="Commissioner Doe’s report")
    page = withhold(person)
    assert "Commissioner Doe’s report" in desk.get(page).content.decode()
    assert Publication.objects.get(pk=report.pk).title_en == "Commissioner Doe’s report"

    desk.post(page, {"hide": f"institutions_publication.title_en.{report.pk}"})

    assert Publication.objects.get(pk=report.pk).title_en.startswith("[withheld ")
    assert HiddenText.objects.waiting().get().original == "Commissioner Doe’s report"


def test_another_person_of_the_same_name_is_pointed_out(desk, person):
    other = make.PersonFactory(name="DOE Jane")

    page = desk.get(withhold(person)).content.decode()

    assert f"/admin/institutions/person/{other.pk}/change/" in page


def test_texts_come_back_when_somebody_says_so_after_the_withholding(desk, client, person, report):
    page = withhold(person)
    Person.objects.filter(pk=person.pk).update(withheld=False)
    assert Publication.objects.get(pk=report.pk).title_en.startswith("[withheld ")

    desk.post(page, {"show_again": "yes"})

    assert Publication.objects.get(pk=report.pk).title_en == "First report of Jane Doe"


def test_texts_of_a_withheld_person_are_not_shown_again(desk, person, report):
    answer = desk.post(withhold(person), {"show_again": "yes"}, follow=True)

    assert "The name is withheld: its texts stay hidden." in answer.content.decode()
    assert HiddenText.objects.waiting().count() == 1


def test_a_person_with_hidden_texts_is_not_deleted(desk, person, report):
    withhold(person)

    desk.post(f"/admin/institutions/person/{person.pk}/delete/", {"post": "yes"})

    assert Person.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize("action", ["reword", "close", "show_again", "hide"])
def test_a_curator_reads_the_page_and_writes_nothing(client, curator, person, report, action):
    page = withhold(person)
    client.force_login(curator)

    read = client.get(page)
    written = client.post(page, {action: "yes", field_of("title_en"): "First report"})

    assert read.status_code == 200
    assert written.status_code == 403
    assert HiddenText.objects.waiting().count() == 1


@pytest.mark.parametrize(
    "place", ["auth_user.password.1", "institutions_person.name.1", "a", "a.b.9" + "9" * 30]
)
def test_a_place_that_holds_no_text_is_refused(desk, person, place):
    answer = desk.post(withhold(person), {"hide": place})

    assert answer.status_code in (302, 404)
    assert not HiddenText.objects.exists()


def test_who_writes_a_text_with_the_name_is_told_that_it_is_hidden(desk, person):
    withhold(person)

    answer = desk.post(
        "/admin/institutions/theme/add/",
        {"label_en": "Doe, Jane", "label_fr": "Un thème", "slug": "a-theme"},
        follow=True,
    )

    assert "What you wrote names a person whose name is withheld" in answer.content.decode()


def test_the_public_page_of_an_author_shows_that_a_title_is_withheld(client, person):
    body = make.InstitutionFactory(slug="the-body")
    report = parts.PublicationFactory(title_en="Report of Jane Doe", author=body)
    report.citations.create(source=make.SourceFactory())

    withhold(person)

    page = text_of(client, "/institutions/the-body/")
    assert "[withheld " in page
    assert "Doe" not in page
