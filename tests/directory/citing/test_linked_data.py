"""What a page is about is told to machines too, in the words of schema.org."""

import json
import re

import pytest

from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    InstrumentFactory,
    MeetingFactory,
    NameFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.BASE_URL = "https://hrnet.example"


def told(client, address):
    page = client.get(address).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(block)


def test_an_ombuds_institution_is_an_organisation_of_a_government(client):
    country = CountryFactory(code="FR", label_en="France")
    body = InstitutionFactory(slug="the-body", kind="ombuds", country=country, founded="2011")
    NameFactory(institution=body, text="Other Name", language="en", kind="alternative")

    said = told(client, "/institutions/the-body/")

    assert said["@type"] == "GovernmentOrganization"
    assert said["@id"] == "https://hrnet.example/institutions/the-body/#this"
    assert "Other Name" in said["alternateName"]
    assert said["foundingDate"] == "2011"
    assert said["location"] == {"@type": "Country", "name": "France"}
    assert said["mainEntityOfPage"]["@id"] == "https://hrnet.example/institutions/the-body/"


@pytest.mark.parametrize(
    ("kind", "said"), [("ngo", "NGO"), ("igo", "Organization"), ("court", "GovernmentOrganization")]
)
def test_an_institution_is_what_its_kind_is(client, kind, said):
    InstitutionFactory(slug="the-body", kind=kind)

    assert told(client, "/institutions/the-body/")["@type"] == said


def test_a_meeting_is_an_event_and_a_law_is_legislation_and_a_source_a_work(client):
    MeetingFactory(slug="the-meeting", start="2014-11-12", period_type="dated")
    InstrumentFactory(slug="the-instrument")
    SourceFactory(slug="the-source", published="2020-03")

    meeting = told(client, "/meetings/the-meeting/")
    assert (meeting["@type"], meeting["startDate"]) == ("Event", "2014-11-12")
    assert told(client, "/instruments/the-instrument/")["@type"] == "Legislation"
    work = told(client, "/sources/the-source/")
    assert (work["@type"], work["datePublished"]) == ("CreativeWork", "2020-03")


def test_the_start_page_is_about_the_whole_as_a_set_of_data(client):
    said = told(client, "/fr/")

    assert (said["@type"], said["@id"]) == ("Dataset", "https://hrnet.example/#dataset")
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_no_name_can_end_the_block(client):
    body = InstitutionFactory(slug="the-body")
    NameFactory(
        institution=body, text="</script><script>alert(1)</script>", language="en", kind="alternative"
    )

    page = client.get("/institutions/the-body/").content.decode()

    assert "</script><script>alert" not in page
    assert "</script><script>alert(1)</script>" in told(client, "/institutions/the-body/")["alternateName"]


def test_the_file_says_what_the_page_says(client):
    InstitutionFactory(slug="the-body", kind="ngo")

    answer = client.get("/institutions/the-body/cite.jsonld")

    assert answer["Content-Type"] == "application/ld+json"
    assert json.loads(answer.content)["@type"] == "NGO"


def test_a_record_has_a_preview_with_the_picture_of_its_ties(client):
    InstitutionFactory(slug="the-body")

    page = client.get("/institutions/the-body/").content.decode()

    assert 'property="og:url" content="https://hrnet.example/institutions/the-body/"' in page
    assert 'property="og:image" content="https://hrnet.example/institutions/the-body/picture.png"' in page
    assert client.get("/institutions/the-body/picture.png")["Content-Type"] == "image/png"


def test_a_page_of_no_one_record_has_a_preview_with_the_picture_of_hrnet(client):
    page = client.get("/institutions/").content.decode()

    assert re.search(
        r'property="og:image" content="https://hrnet.example/static/img/preview[^"]*\.png"', page
    )


def test_a_list_is_about_no_one_thing(client):
    assert "ld+json" not in client.get("/institutions/").content.decode()
