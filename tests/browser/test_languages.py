"""A language is only a catalogue: Arabic turns the pages round, Spanish fits, and nothing is amiss."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import found

# One page of each sort: what is looked at in every language costs time in every language.
PAGES = [
    "/", "/institutions/", "/institutions/defender-of-rights/", "/networks/", "/mandates/dor-monitor-crpd/",
    "/sources/inter-mechanisms-5-1-press-release-2014/", "/about/", "/institutions/defender-of-rights/cite/",
]  # fmt: skip
WIDTHS = [360, 1600]


def opened(site, page, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site.url + address)


# axe writes styles of its own, which our policy refuses.
@pytest.mark.expects_console_error
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_arabic_pages(site, page, width):
    wrong = {}
    for address in PAGES:
        opened(site, page, f"/ar{address}", width)
        if problems := found(page, "best-practice"):
            wrong[address] = problems

    assert wrong == {}


@pytest.mark.parametrize("language", ["ar", "es"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(site, page, language, width):
    wide = []
    for address in PAGES:
        opened(site, page, f"/{language}{address}", width)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(address)

    assert wide == []


def test_arabic_begins_on_the_right(site, page):
    opened(site, page, "/ar/institutions/defender-of-rights/", 1600)
    brand = page.locator(".brand").bounding_box()
    languages = page.locator(".languages").bounding_box()
    heading = page.get_by_role("heading", level=1).evaluate("one => getComputedStyle(one).direction")

    assert brand["x"] > languages["x"]
    assert heading == "rtl"


def test_a_reader_goes_from_language_to_language_and_stays_on_the_page(site, page):
    page.goto(f"{site.url}/institutions/defender-of-rights/")
    for name, code in (("العربيّة", "ar"), ("Español", "es"), ("Français", "fr")):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(f"{site.url}/{code}/institutions/defender-of-rights/")
        expect(page.locator("html")).to_have_attribute("lang", code)


def test_linked_data_within_a_page_breaks_no_policy(site, page):
    page.goto(f"{site.url}/institutions/defender-of-rights/")
    block = page.locator('script[type="application/ld+json"]').text_content()

    assert json.loads(block)["@type"] == "GovernmentOrganization"


def test_how_to_cite_is_a_step_away_and_can_be_taken_along(site, page):
    page.goto(f"{site.url}/institutions/defender-of-rights/")
    page.get_by_role("link", name="Cite this page").click()
    expect(page.locator(".citation").first).to_contain_text("read on")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as BibTeX").click()

    assert download.value.suggested_filename.endswith(".bib")
    assert download.value.path().read_text().startswith("@online{hrnet-institution-defender-of-rights")


def test_a_question_of_the_start_page_leads_to_its_answer(site, page):
    page.goto(site.url)
    page.locator(".question").filter(has_text="in France?").first.click()

    expect(page.locator(".records")).to_contain_text("Defender of Rights")
