"""Search engines are told of every public page, in each language, with when it last changed."""

import re
from xml.etree import ElementTree

import pytest

from tests.directory.world import World
from tests.factories import InstitutionFactory

pytestmark = pytest.mark.django_db
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(autouse=True)
def site(settings):
    settings.BASE_URL = "https://hrnet.example"


def read(client, address):
    return ElementTree.fromstring(client.get(address).content)  # noqa: S314


def maps(client):
    root = read(client, "/sitemap.xml")
    return [one.text.removeprefix("https://hrnet.example") for one in root.iterfind(".//s:loc", SPACES)]


def pages(client):
    """Return every address that the maps name, without the site’s own."""
    found = []
    for address in maps(client):
        root = read(client, address)
        found += [one.text.removeprefix("https://hrnet.example") for one in root.iterfind(".//s:loc", SPACES)]
    return found


def test_every_kind_of_page_is_there_in_each_language(client):
    world = World()
    world.grow(1)

    found = pages(client)

    for address in (*world.lists().values(), *world.pages().values(), "/", "/about/"):
        assert address in found
        assert f"/fr{address}" in found


def test_every_address_of_the_maps_opens(client):
    world = World()  # a record of each kind is enough: each has a page in each language

    found = pages(client)

    assert {*world.pages().values()} <= {*found}
    assert {address for address in found if client.get(address).status_code != 200} == set()


def test_what_is_not_public_is_in_no_map(client):
    InstitutionFactory(slug="public")
    InstitutionFactory(slug="a-draft", review_state="draft")

    found = pages(client)

    assert "/institutions/public/" in found
    assert "/institutions/a-draft/" not in found


def test_an_entry_tells_the_last_change_and_the_other_languages(client):
    body = InstitutionFactory(slug="the-body")
    number = body.pk // 1000

    root = read(client, f"/sitemap-institutions-{number}.xml")

    entry = root.find("s:url", SPACES)
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$", entry.find("s:lastmod", SPACES).text)
    others = {one.get("hreflang"): one.get("href") for one in entry.iterfind("x:link", SPACES)}
    assert others["fr"] == "https://hrnet.example/fr/institutions/the-body/"
    assert others["x-default"] == "https://hrnet.example/institutions/the-body/"


@pytest.mark.parametrize("name", ["nothing-0", "pages-1"])
def test_there_are_no_other_maps(client, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_robots_find_the_maps_and_keep_out_of_the_desk(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /admin/" in lines
    assert "Sitemap: https://hrnet.example/sitemap.xml" in lines


def test_a_page_names_itself_in_every_language(client, settings):
    InstitutionFactory(slug="the-body")

    page = client.get("/fr/institutions/the-body/?on=2014").content.decode()

    assert 'rel="canonical" href="https://hrnet.example/fr/institutions/the-body/"' in page
    found = dict(re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))
    assert set(found) == {*(code for code, _name in settings.LANGUAGES), "x-default"}
    assert found["en"] == found["x-default"] == "https://hrnet.example/institutions/the-body/"


def test_a_page_of_an_error_has_no_other_languages(client):
    assert 'hreflang="x-default"' not in client.get("/nothing/").content.decode()
