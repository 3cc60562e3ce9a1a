"""Where a withheld person is named in a text, the public does not see the text until it was reworded."""

from importlib import import_module

import pytest
from django.db import connection

from hrnet.directory.withholding.models import HiddenText
from institutions.models import Institution, Person, Publication
from mandates.models import InstrumentName
from networks.models import Membership
from sources.history import because, event_model
from sources.models import Source
from sources.reverting import put_back
from tests import factories as make
from tests.factories import parts

pytestmark = pytest.mark.django_db


def withhold(name="Jane Doe", **values):
    return make.PersonFactory(name=name, withheld=True, **values)


def now(record, column):
    return type(record)._base_manager.values_list(column, flat=True).get(pk=record.pk)


def originals(person):
    return list(HiddenText.objects.filter(person=person).values_list("original", flat=True))


def is_hidden(text, name="Jane Doe"):
    """Tell whether ``text`` goes from the public once ``name`` is withheld."""
    source = make.SourceFactory(title=text)
    withhold(name)
    return now(source, "title") != text


# -- what is withheld later


def test_the_title_of_a_publication_goes_when_the_person_is_withheld():
    person = make.PersonFactory(name="Jane Doe")
    report = parts.PublicationFactory(title_en="First report of Jane Doe", title_fr="Premier rapport")

    Person.objects.filter(pk=person.pk).update(withheld=True)

    assert now(report, "title_en").startswith("[withheld ")
    assert now(report, "title_fr") == "Premier rapport"
    assert originals(person) == ["First report of Jane Doe"]


def test_a_french_text_is_replaced_in_french():
    report = parts.PublicationFactory(title_fr="Premier rapport de Jane Doe")

    withhold()

    assert now(report, "title_fr").startswith("[non divulgué ")


@pytest.mark.parametrize(
    "text",
    [
        "First report of Jane Doe",
        "DOE, Jane: first report",
        "Report of jane  doe’s office",
        "Jane-Doe report",
        "JANE DOE",
        "Report of Jane Mary Doe",
        "Doe, Ms Jane",
        "Statement (Jané Döe)",
        "Jane\nDoe",
        "Jane Doe",
    ],
)
def test_a_name_is_found_however_it_is_written(text):
    assert is_hidden(text)


@pytest.mark.parametrize(
    "text", ["Janet Doering reports", "Jane reports", "Doe v. Roe", "Jane Roe and John Doe", "doe-eyed Janes"]
)
def test_another_name_is_left_alone(text):
    assert not is_hidden(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Seán O’Brien", "Sean O'Brien said"),
        ("Seán O’Brien", "SEAN OBRIEN said"),
        ("María García López", "Informe de García López, María"),
        ("María García López", "Maria Lopez reported"),
        ("Dr. Jane Doe", "Report of Jane Doe"),
        ("Надежда Петрова", "Доклад: Петрова Надежда"),
        ("Ли На", "Доклад Ли На"),
        ("فاطمة حسن", "تقرير فاطمة حسن"),
        ("王小明", "王小明的报告"),
        ("Suu", "Report of Suu"),
    ],
)
def test_names_of_every_kind_are_found(name, text):
    assert is_hidden(text, name)


def test_a_wording_of_a_citation_is_hidden_without_the_other_wordings():
    membership = make.MembershipFactory()
    citation = membership.citations.create(
        source=make.SourceFactory(), wording={"person": "Ms Jane Doe", "network": "The network"}
    )

    withhold()

    citation.refresh_from_db()
    assert citation.wording["network"] == "The network"
    assert citation.wording["person"].startswith("[withheld ")


def test_an_address_that_has_the_name_is_emptied():
    body = make.InstitutionFactory(website="https://example.org/jane-doe/")

    withhold()

    assert now(body, "website") == ""


def test_the_slug_of_an_institution_that_has_the_name_gives_way_although_slugs_are_permanent(client):
    body = make.InstitutionFactory(slug="jane-doe-foundation", names="A foundation")
    assert client.get("/institutions/jane-doe-foundation/").status_code == 200

    withhold()

    slug = now(body, "slug")
    assert slug.startswith("withheld-")
    assert client.get("/institutions/jane-doe-foundation/").status_code == 404
    assert client.get(f"/institutions/{slug}/").status_code == 200


def test_names_of_one_institution_stay_apart_and_its_label_follows():
    body = make.InstitutionFactory(slug="a-foundation", names="Jane Doe Foundation")
    make.NameFactory(institution=body, text="Foundation of Jane Doe")

    withhold()

    names = list(body.names.values_list("text", "folded"))
    assert len(set(names)) == 2
    assert all(text.startswith("[withheld ") and folded.startswith("withheld ") for text, folded in names)
    assert str(Institution.objects.get(pk=body.pk).label).startswith("[withheld ")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://example.org/Jane%20Doe.pdf", "Jane Doe"),
        ("https://example.org/?by=%22Jane%20M.%20Doe%22", "Jane Doe"),
        ("https://example.org/jane%2Ddoe", "Jane Doe"),
        ("janedoe.org", "Jane Doe"),
        ("DoeJane.pdf", "Jane Doe"),
        ("Jane Doe2", "Jane Doe"),
        ("https://example.org/Hans%20M%C3%BCller", "Hans Müller"),
        ("Hans Mueller", "Hans Müller"),
        ("Soeren Holm", "Søren Holm"),
    ],
)
def test_a_name_is_found_as_addresses_and_files_have_it(text, name):
    assert is_hidden(text, name)


@pytest.mark.parametrize("text", ["Deann Lee", "Ann and Bob Leeds", "Joann Lee", "Ann 20 Leeward"])
def test_a_longer_word_is_not_the_name(text):
    assert not is_hidden(text, "Ann Lee")


def test_the_numbers_shown_tell_nothing_of_other_hidden_texts():
    """Neither how many there are between two of them (in drafts, say), nor which were hidden together."""
    reports = [parts.PublicationFactory(title_en=f"Jane Doe, part {number}") for number in range(8)]

    withhold()

    numbers = [int(now(report, "title_en").strip("[]").removeprefix("withheld ")) for report in reports]
    keys = [hidden.pk for hidden in HiddenText.objects.all()]
    assert not set(numbers) & set(keys)
    assert numbers not in (sorted(numbers), sorted(numbers, reverse=True))
    assert all(len(str(number)) == 8 for number in numbers)


def test_another_name_of_an_instrument_is_hidden():
    name = parts.InstrumentNameFactory(text="Jane Doe’s law")

    withhold()

    assert InstrumentName.objects.get(pk=name.pk).text.startswith("[withheld ")


def test_a_draft_is_hidden_too_since_it_may_be_published():
    report = parts.PublicationFactory(title_en="Report of Jane Doe", review_state="draft")

    withhold()

    assert now(report, "title_en").startswith("[withheld ")


def test_a_name_that_is_corrected_is_looked_for_anew():
    report = parts.PublicationFactory(title_en="Report of Jane Doe")
    person = withhold("Jane Dough")
    assert now(report, "title_en") == "Report of Jane Doe"

    Person.objects.filter(pk=person.pk).update(name="Jane Doe")

    assert now(report, "title_en").startswith("[withheld ")


def test_a_name_whose_withholding_is_over_is_not_looked_for():
    withhold(withheld_until="2020-01-01")

    report = parts.PublicationFactory(title_en="Report of Jane Doe")

    assert now(report, "title_en") == "Report of Jane Doe"


def test_letters_of_one_kind_are_looked_for_in_the_way_that_they_are_folded():
    letters = import_module("hrnet.directory.withholding.migrations.0002_look_before_folding").LETTERS
    signs = {sign: letter for letter, signs in letters.items() for sign in signs}
    with connection.cursor() as cursor:
        cursor.execute("SELECT sign, hrnet_search_fold(sign) FROM unnest(%s::text[]) AS sign", [list(signs)])
        folded = dict(cursor.fetchall())

    assert folded == signs


# -- what is written later


def test_a_text_that_is_saved_later_is_hidden_at_once():
    person = withhold()
    report = parts.PublicationFactory(title_en="A report")

    report.title_en = "A report by Jane Doe"
    report.save()

    assert now(report, "title_en").startswith("[withheld ")
    assert originals(person) == ["A report by Jane Doe"]


def test_texts_that_are_written_in_bulk_are_hidden():
    withhold()

    Source.objects.bulk_create(
        Source(slug=f"s-{number}", kind="report", title=text)
        for number, text in enumerate(["One", "By Jane Doe", "Doe, Jane"])
    )

    titles = list(Source.objects.order_by("slug").values_list("title", flat=True))
    assert titles[0] == "One"
    assert all(title.startswith("[withheld ") for title in titles[1:])


def test_a_text_written_by_bare_sql_is_hidden():
    membership = make.MembershipFactory()
    withhold()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE networks_membership SET note_fr = 'Présidée par Mme Jane Doe'")

    assert now(membership, "note_fr").startswith("[non divulgué ")


def test_a_text_that_is_put_back_is_hidden_again():
    report = parts.PublicationFactory(title_en="Report of Jane Doe")
    then = event_model(Publication).objects.latest("pgh_id").pgh_created_at
    person = withhold()
    Publication.objects.update(title_en="A report")

    with because("put back"):
        put_back(Publication, report.pk, then)

    assert now(report, "title_en").startswith("[withheld ")
    assert originals(person) == ["Report of Jane Doe", "Report of Jane Doe"]
    assert HiddenText.objects.waiting().count() == 1


def test_the_newest_entry_of_the_history_is_what_the_public_sees():
    withhold()
    parts.PublicationFactory(title_en="Report of Jane Doe")

    titles = event_model(Publication).objects.order_by("pgh_id").values_list("title_en", flat=True)

    assert titles[0] == "Report of Jane Doe"
    assert titles[1].startswith("[withheld ")


def test_a_record_that_is_deleted_waits_for_nobody():
    report = parts.PublicationFactory(title_en="Report of Jane Doe")
    withhold()
    assert HiddenText.objects.waiting().count() == 1

    report.delete()

    assert HiddenText.objects.waiting().count() == 0


def test_a_text_that_is_reworded_in_the_form_of_its_record_waits_no_more():
    report = parts.PublicationFactory(title_en="Report of Jane Doe")
    withhold()

    Publication.objects.filter(pk=report.pk).update(title_en="A report")

    assert HiddenText.objects.waiting().count() == 0


def test_two_persons_in_one_text_are_both_looked_for_when_it_is_reworded():
    membership = make.MembershipFactory(note_en="Jane Doe, then John Roe")
    withhold("Jane Doe")
    withhold("John Roe")
    Membership.objects.update(note_en="Then John Roe")

    assert now(membership, "note_en").startswith("[withheld ")
