"""The words of the search are those of what is shown; what is hidden changes no answer and takes no place."""

import datetime
from importlib import import_module

import pytest
from django.db import connection

from hrnet.directory.search import looking
from hrnet.directory.search.models import SearchWord
from institutions.models import Institution, Name, Person
from mandates.models import Mandate
from networks.models import Meeting
from sources.models import Source
from tests.directory.search.asking import last_parts, named
from tests.factories import (
    InstitutionFactory,
    InstrumentFactory,
    MandateFactory,
    MandateHolderFactory,
    MeetingFactory,
    PersonFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

# Like «zebra» by its trigrams alone, which are looked at where no name has the word itself.
SLIP = "zeebrra"


def answers(client):
    """Return what is answered to slips of the word that is shown, on the page and as suggestions."""
    asked = ("zebra", SLIP, "zebr", "ebra", "zebraokapi", "зебра", "okapi zeebrra")
    addresses = [
        f"{page}?q={text}" for text in asked for page in ("/search/", "/fr/search/", "/search/suggest")
    ]
    return {address: client.get(address).content for address in addresses}


@pytest.fixture
def zebra():
    return InstitutionFactory(slug="zebra-okapi", names="Zebra Okapi")


def institution():
    made = InstitutionFactory(slug="hidden", names=f"{SLIP} okap i", review_state="draft")
    return Institution.objects.filter(pk=made.pk)


def mandate():
    made = MandateFactory(slug="hidden", title_en=f"{SLIP} okap i", review_state="draft")
    return Mandate.objects.filter(pk=made.pk)


def meeting():
    made = MeetingFactory(slug="hidden", title_en=f"{SLIP} okap i", review_state="draft")
    return Meeting.objects.filter(pk=made.pk)


def source():
    made = SourceFactory(slug="hidden", label_en=f"{SLIP} okap i", review_state="draft")
    return Source.objects.filter(pk=made.pk)


@pytest.mark.parametrize("make", [institution, mandate, meeting, source])
def test_a_record_brings_its_words_in_when_it_is_published_and_takes_them_out_when_it_is_hidden(
    client, zebra, make
):
    before = answers(client)
    rows = make()
    assert answers(client) == before

    rows.update(review_state="published")
    assert last_parts(SLIP) == ["hidden"]
    for state in ("withdrawn", "draft"):
        rows.update(review_state=state)
        assert answers(client) == before


def test_a_record_that_is_deleted_takes_its_words_along(client, zebra):
    before = answers(client)

    InstitutionFactory(names=f"{SLIP} okap i").delete()

    assert answers(client) == before


def test_a_statement_takes_its_words_out_while_a_party_of_it_is_hidden(client, zebra):
    party = InstitutionFactory(slug="the-party", names="The Party")
    before = answers(client)
    MandateFactory(slug="hidden", title_en=f"{SLIP} okap i", institution=party)
    assert last_parts(SLIP) == ["hidden"]

    Institution.objects.filter(pk=party.pk).update(review_state="withdrawn")

    assert {key: value for key, value in answers(client).items() if value != before[key]} == {}


@pytest.mark.parametrize("until", [None, datetime.date(2999, 1, 1)])
def test_a_withheld_name_brings_no_words_in_and_withholding_it_takes_them_out(client, zebra, until):
    holder = MandateHolderFactory(person=PersonFactory(name="Somebody", withheld=True, withheld_until=until))
    before = answers(client)
    rows = Person.objects.filter(pk=holder.person_id)

    rows.update(name=f"{SLIP} okap i")
    assert answers(client) == before
    rows.update(withheld=False, withheld_until=None)
    assert named(SLIP) == {"person": 1}
    rows.update(withheld=True, withheld_until=until)
    assert answers(client) == before


def test_a_name_withheld_until_a_day_brings_its_words_in_on_that_day(zebra):
    until = datetime.date(2020, 1, 1)
    MandateHolderFactory(person=PersonFactory(name="Quagga Quimera", withheld=True, withheld_until=until))

    assert named("quaga qimera") == {"person": 1}


def in_bulk(texts):
    made = Institution.objects.bulk_create(
        Institution(slug=f"draft-{at}", kind="ngo", review_state="draft") for at in range(len(texts))
    )
    Name.objects.bulk_create(
        Name(institution=one, text=text, language="en") for one, text in zip(made, texts, strict=True)
    )


@pytest.mark.parametrize(
    ("asked", "texts"),
    [
        ("ebra", [f"eebra{at}" for at in range(40)]),  # words that hold the part, and are shorter
        ("zebrastrpies", [f"zebrastrpies{chr(97 + at % 26)}" for at in range(26)]),  # words that are as near
        ("zebrastrpez", [f"zebrastrpez{chr(97 + at % 26)}y" for at in range(26)]),  # words more like it
    ],
)
def test_hidden_words_take_the_place_of_none_that_is_shown(client, asked, texts):
    InstitutionFactory(slug="shown", names="Zebrastripes")
    InstitutionFactory(slug="other", names="Quagga")
    addresses = [f"/search/?q={asked}", f"/search/suggest?q={asked}"]
    before = [client.get(address).content for address in addresses]
    in_bulk(texts)

    assert [client.get(address).content for address in addresses] == before
    assert last_parts(asked) == ["shown"]


def test_hidden_statements_take_the_place_of_none_that_is_shown(monkeypatch):
    monkeypatch.setattr(looking, "COUNTED", 10)
    draft = InstrumentFactory(review_state="draft")
    other = InstitutionFactory()
    Mandate.objects.bulk_create(
        Mandate(
            slug=f"hidden-{at}", title_en="Zebra", title_fr="Zebra", institution=other, basis=draft,
            function="monitor", review_state="published",
        )
        for at in range(320)
    )  # fmt: skip
    MandateFactory(slug="shown", title_en="Zebra", title_fr="Zebra")

    assert last_parts("zebra") == ["shown"]
    assert named("zebra") == {"mandate": 1}


def test_an_upgrade_writes_the_words_anew_from_what_is_shown(zebra):
    InstitutionFactory(names="Canary", review_state="draft")
    SearchWord.objects.create(word="canary", script="l", keys=["canary"])

    with connection.cursor() as cursor:
        cursor.execute(import_module("hrnet.directory.migrations.0004_search_words_shown").ANEW)

    words = set(SearchWord.objects.values_list("word", flat=True))
    assert words >= {"zebra", "okapi"}
    assert "canary" not in words
