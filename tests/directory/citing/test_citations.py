"""Every record’s page can be cited: in words, as BibTeX, as CSL-JSON, with the day and the address."""

import datetime
import json

import pytest
from django.utils import translation

from hrnet.directory.citing.citation import Citation, tex
from tests.directory.pages import text_of
from tests.directory.world import World
from tests.factories import InstitutionFactory, MembershipFactory, NetworkFactory

READ = datetime.date(2026, 3, 4)
CHANGED = datetime.date(2026, 2, 1)
ADDRESS = "https://hrnet.example/institutions/the-body/"


def citation(**changes):
    values = {
        "kind": "institution", "key": "the-body", "title": "The Body & Co", "address": ADDRESS,
        "language": "en", "read_on": READ, "changed": CHANGED,
    }  # fmt: skip
    return Citation(**(values | changes))


def test_in_words_it_has_the_day_and_the_address():
    assert citation().plain() == (
        "“The Body & Co”, hrnet, last changed on 1 February 2026, read on 4 March 2026. " + ADDRESS
    )


def test_in_french_it_is_in_french():
    with translation.override("fr"):
        text = citation(language="fr").plain()

    said = "«\u00a0The Body & Co\u00a0», hrnet, modifié le 1 février 2026, lu le 4 mars 2026. "
    assert text == said + ADDRESS


def test_as_of_a_past_date_it_says_which():
    text = citation(as_of=datetime.date(2014, 11, 14), changed=None).plain()

    assert text == "“The Body & Co”, hrnet, as of 14 November 2014, read on 4 March 2026. " + ADDRESS


def test_bibtex_escapes_what_means_something_to_tex():
    assert citation().bibtex() == (
        "@online{hrnet-institution-the-body-2026-03-04,\n"
        "  title = {The Body \\& Co},\n"
        "  organization = {hrnet},\n"
        "  date = {2026-02-01},\n"
        f"  url = {{{ADDRESS}}},\n"
        "  urldate = {2026-03-04},\n"
        "  langid = {english},\n"
        "}\n"
    )


def test_no_name_can_end_an_entry_of_bibtex():
    assert tex(r"a}\input{b}") == r"a\}\textbackslash{}input\{b\}"


def test_csl_has_the_parts_of_both_dates():
    assert json.loads(citation().csl()) == [
        {
            "id": "hrnet-institution-the-body-2026-03-04",
            "type": "webpage",
            "title": "The Body & Co",
            "container-title": "hrnet",
            "URL": ADDRESS,
            "language": "en",
            "accessed": {"date-parts": [[2026, 3, 4]]},
            "issued": {"date-parts": [[2026, 2, 1]]},
        }
    ]


@pytest.mark.django_db
def test_the_page_of_every_kind_of_record_leads_to_how_to_cite_it(client):
    world = World()
    world.grow(1)

    for address in world.pages().values():
        assert f'href="{address}cite/"' in client.get(address).content.decode(), address
        assert client.get(f"{address}cite/").status_code == 200, address
        for form in ("txt", "bib", "json", "jsonld"):
            assert client.get(f"{address}cite.{form}").status_code == 200, (address, form)


@pytest.mark.django_db
def test_the_page_keeps_the_day_that_the_record_is_read_as_of(client, settings):
    settings.BASE_URL = "https://hrnet.example"
    InstitutionFactory(slug="the-body")

    text = text_of(client, "/institutions/the-body/cite/?on=2014-11")

    assert "as of 30 November 2014" in text
    assert "https://hrnet.example/institutions/the-body/?on=2014-11-30" in text


@pytest.mark.django_db
def test_a_download_is_named_by_what_it_cites(client):
    InstitutionFactory(slug="the-body")

    answer = client.get("/institutions/the-body/cite.bib")

    today = datetime.datetime.now(datetime.UTC).date()
    assert answer["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="hrnet-institution-the-body-{today}.bib"'


@pytest.mark.django_db
def test_what_is_not_public_cannot_be_cited(client):
    InstitutionFactory(slug="a-draft", review_state="draft")
    hidden = MembershipFactory(institution=InstitutionFactory(review_state="draft"))

    for address in ("/institutions/a-draft", f"/memberships/{hidden.pk}", "/nothing/x", "/institutions/x"):
        assert client.get(f"{address}/cite/").status_code == 404
        assert client.get(f"{address}/cite.bib").status_code == 404


@pytest.mark.django_db
def test_there_is_no_file_of_another_form(client):
    InstitutionFactory(slug="the-body")

    assert client.get("/institutions/the-body/cite.exe").status_code == 404


@pytest.mark.django_db
def test_a_network_is_cited_by_its_own_address(client):
    NetworkFactory(institution=InstitutionFactory(slug="the-network"))

    answer = client.get("/fr/institutions/the-network/cite/")

    assert (answer.status_code, answer["Location"]) == (301, "/fr/networks/the-network/cite/")


@pytest.mark.django_db
def test_each_statement_has_a_link_to_itself(client):
    membership = MembershipFactory()

    page = client.get(membership.institution.get_absolute_url()).content.decode()

    assert f'id="membership-{membership.pk}"' in page
    assert f'href="#membership-{membership.pk}" aria-label="Link to this statement"' in page
