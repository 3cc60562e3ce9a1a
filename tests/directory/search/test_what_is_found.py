"""Every kind of record is found, only what is public, and whichever way it was written."""

import datetime

import pytest

from hrnet.directory.search.models import SearchEntry
from institutions.models import Institution, Name, Person
from mandates.models import Engagement, Mandate
from tests.directory.search.asking import first, found, last_parts, named
from tests.factories import (
    CountryFactory,
    EngagementFactory,
    InstitutionFactory,
    InstrumentFactory,
    MandateFactory,
    MandateHolderFactory,
    MeetingFactory,
    NameFactory,
    NetworkFactory,
    PersonFactory,
    SourceFactory,
    ThemeFactory,
    TreatyBodyFactory,
)
from tests.factories.parts import InstrumentNameFactory, MeetingSeriesFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "section"),
    [
        (lambda: InstitutionFactory(slug="zebra", names="Zebra"), "institution"),
        (lambda: NetworkFactory(institution__slug="zebra", institution__names="Zebra"), "network"),
        (lambda: TreatyBodyFactory(institution__slug="zebra", institution__names="Zebra"), "treaty_body"),
        (lambda: InstrumentFactory(slug="zebra", title_en="Zebra"), "instrument"),
        (lambda: MandateFactory(slug="zebra", title_en="Zebra"), "mandate"),
        (lambda: EngagementFactory(slug="zebra", title_en="Zebra"), "engagement"),
        (lambda: MeetingFactory(slug="zebra", title_en="Zebra"), "meeting"),
        (lambda: ThemeFactory(slug="zebra", label_en="Zebra"), "theme"),
        (lambda: CountryFactory(slug="zebra", label_en="Zebra"), "country"),
        (lambda: SourceFactory(slug="zebra", label_en="Zebra"), "source"),
    ],
)
def test_a_record_of_each_kind_is_found_and_leads_to_its_page(make, section):
    make()

    assert last_parts("zebra") == ["zebra"]
    assert named("zebra") == {section: 1}


def test_an_instrument_is_found_by_its_other_names():
    InstrumentNameFactory(instrument=InstrumentFactory(slug="the-treaty"), text="Beijing")

    assert first("beijing") == "the-treaty"


def test_a_meeting_is_found_by_its_series_and_number_and_follows_when_the_series_is_renamed():
    series = MeetingSeriesFactory(label_en="Zebra talks")
    MeetingFactory(slug="the-meeting", series=series, number="5.1")

    assert first("zebra talks 5.1") == "the-meeting"
    type(series).objects.update(label_en="Okapi talks")
    assert first("okapi talks 5.1") == "the-meeting"


def test_a_draft_is_not_found_until_it_is_published():
    made = InstitutionFactory(slug="zebra", names="Zebra", review_state="draft")

    assert named("zebra") == {}
    Institution.objects.filter(pk=made.pk).update(review_state="published")
    assert last_parts("zebra") == ["zebra"]


@pytest.mark.parametrize(
    ("make", "party"),
    [
        (MandateFactory, "institution"), (MandateFactory, "conferred_by"), (EngagementFactory, "actor"),
        (EngagementFactory, "target"),
    ],
)  # fmt: skip
def test_a_statement_is_not_found_while_a_party_is_a_draft(make, party):
    make(slug="zebra", title_en="Zebra", **{party: InstitutionFactory(review_state="draft")})

    assert named("zebra") == {}


@pytest.mark.parametrize(("make", "party"), [(MandateFactory, "basis"), (EngagementFactory, "instrument")])
def test_a_statement_is_not_found_while_its_instrument_is_a_draft(make, party):
    make(slug="zebra", title_en="Zebra", **{party: InstrumentFactory(review_state="draft")})

    assert named("zebra") == {}


@pytest.mark.parametrize("model", [Mandate, Engagement])
def test_the_search_and_the_lists_agree_on_what_is_public(model):
    make = {Mandate: MandateFactory, Engagement: EngagementFactory}[model]
    for state in ("draft", "published", "withdrawn"):
        for party in ("draft", "published"):
            for field in model.REVIEWED_PARTIES:
                maker = InstrumentFactory if field in ("basis", "instrument") else InstitutionFactory
                make(title_en="Zebra", review_state=state, **{field: maker(review_state=party)})

    public = model.objects.visible().filter(title_en="Zebra")

    assert public.count() == 3
    assert sorted(hit.name.record_id for hit in found("zebra").hits) == sorted(
        public.values_list("pk", flat=True)
    )


def test_a_person_is_found_in_a_public_function():
    office = InstitutionFactory(slug="the-office", names="The Office")
    MandateHolderFactory(institution=office, person=PersonFactory(name="Zebra Okapi"))

    assert last_parts("zebra okapi") == ["the-office"]


def test_a_person_without_a_public_function_is_not_found():
    PersonFactory(name="Zebra Okapi")
    draft = InstitutionFactory(review_state="draft")
    MandateHolderFactory(institution=draft, person=PersonFactory(name="Zebra Okapi"))

    assert named("zebra okapi") == {}


@pytest.mark.parametrize("until", [None, datetime.date(2999, 1, 1)])
def test_a_name_that_is_withheld_is_not_found(until):
    person = PersonFactory(name="Zebra Okapi", withheld=True, withheld_until=until)
    MandateHolderFactory(person=person)

    assert named("zebra okapi") == {}


def test_a_name_that_is_not_withheld_any_more_is_found():
    until = datetime.date(2020, 1, 1)
    MandateHolderFactory(person=PersonFactory(name="Zebra Okapi", withheld=True, withheld_until=until))

    assert named("zebra okapi") == {"person": 1}


def test_a_name_withheld_later_goes_from_the_search_at_once():
    person = PersonFactory(name="Zebra Okapi")
    MandateHolderFactory(person=person)

    Person.objects.filter(pk=person.pk).update(withheld=True)

    assert not SearchEntry.objects.filter(text__contains="Zebra").exists()


def test_names_written_in_bulk_are_found():
    made = InstitutionFactory.create_batch(2)
    Name.objects.bulk_create(
        Name(institution=one, text=f"Zebra {number}", language="en") for number, one in enumerate(made)
    )

    assert named("zebra") == {"institution": 2}


def test_a_name_that_is_changed_or_deleted_is_not_found_any_more():
    made = InstitutionFactory(slug="the-body", names="The Body")
    name = NameFactory(institution=made, text="Zebra", kind="alternative")

    Name.objects.filter(pk=name.pk).update(text="Okapi", folded="okapi")
    assert (found("zebra").how, first("okapi")) == ("nearest", "the-body")
    Name.objects.filter(pk=name.pk).delete()
    assert found("okapi").how == "nearest"


def test_a_record_that_is_deleted_leaves_nothing_behind():
    made = InstitutionFactory(names="Zebra")
    made.delete()

    assert not SearchEntry.objects.filter(text="Zebra").exists()


def test_a_body_that_becomes_a_network_is_found_among_networks():
    made = InstitutionFactory(slug="zebra", names="Zebra")
    NetworkFactory(institution=made)

    assert named("zebra") == {"network": 1}


def test_a_country_that_is_renamed_takes_its_bodies_along():
    country = CountryFactory(label_en="Ruritania", label_fr="Ruritanie")
    InstitutionFactory(slug="the-ombudsman", names="The Ombudsman", country=country)

    type(country).objects.update(label_en="Freedonia", label_fr="Freedonie")

    assert first("ombudsman freedonia") == "the-ombudsman"
