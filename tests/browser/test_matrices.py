"""A reader follows the numbers of a matrix, orders it, takes it away, and asks who is missing."""

import csv
import re

import pytest
from playwright.sync_api import expect

MEMBERS = "/matrices/countries-networks/"
NETWORK = "/networks/european-network-of-equality-bodies/"
# Answers once a key has moved the matrix in its region.
SCROLLED = """one => new Promise(answer => {
  const look = () => Math.abs(one.scrollLeft) > 100 ? answer(true) : requestAnimationFrame(look);
  look();
})"""
CELLS = ".matrix tbody td:not(.total) a"


def test_a_number_leads_to_as_many_statements(site, page):
    page.goto(f"{site.url}/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Matrices").click()
    page.get_by_role("link", name="Themes and functions").click()
    cell = page.locator(CELLS).first
    number = cell.inner_text()
    cell.click()

    expect(page.locator(".count")).to_have_text(re.compile(rf"^\s*{number} records?\s*$"))
    expect(page.get_by_role("list", name="Filters in use").get_by_role("listitem")).to_have_count(2)


def test_on_a_day_a_number_that_is_only_perhaps_leads_to_what_is_unknown(site, page):
    page.goto(f"{site.url}{MEMBERS}?on=2014")
    cell = page.locator(".matrix tbody td:not(.total) .unsure").first
    number = re.match(r"\d+", cell.inner_text())[0]
    assert cell.text_content().endswith("? perhaps")
    cell.click()

    expect(page).to_have_url(re.compile("on=2014-12-31"))
    expect(page.locator(".told-apart [aria-current]")).to_have_text(
        re.compile(rf"Unknown or only attested\s+{number}\s*$")
    )


def test_the_rows_are_ordered_by_a_column_by_keyboard(site, page):
    page.goto(site.url + MEMBERS)
    head = page.locator(".matrix thead th").nth(1)
    head.get_by_role("link", name="order the rows by this column").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".matrix thead th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    expect(page).to_have_url(re.compile(r"sort=in\."))


@pytest.mark.parametrize("language", ["", "/ar"])
def test_on_a_telephone_a_wide_matrix_scrolls_in_its_own_region_with_its_rows_named(site, page, language):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site.url}{language}{MEMBERS}")
    region = page.locator(".matrix-scroll")
    region.focus()
    name = page.locator(".matrix tbody th").first
    before = name.bounding_box()
    for _press in range(6):
        page.keyboard.press("ArrowLeft" if language else "ArrowRight")
    region.evaluate(SCROLLED)

    assert abs(name.bounding_box()["x"] - before["x"]) < 2
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert region.get_attribute("tabindex") == "0"


def test_in_print_no_column_is_cut_off(site, page):
    page.set_viewport_size({"width": 670, "height": 950})  # a sheet of A4 between its margins
    page.goto(f"{site.url}{MEMBERS}?on=2014")
    page.emulate_media(media="print")

    assert page.locator(".matrix thead th").count() > 8
    assert page.evaluate("document.querySelector('.matrix').getBoundingClientRect().right <= innerWidth")


def test_a_matrix_is_narrowed_and_downloaded_as_it_is_shown(site, page):
    page.goto(site.url + MEMBERS)
    page.get_by_text("Narrow rows and columns").click()
    page.locator("form").get_by_label("region", exact=True).select_option("europe")
    page.get_by_role("button", name="Show", exact=True).last.click()
    expect(page.locator(".chips")).to_contain_text("region: Europe")
    shown = page.get_by_text(re.compile(r"Rows 1 to \d+ of \d+")).inner_text()
    rows = int(re.search(r"of (\d+)", shown)[1])
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    lines = waiting.value.path().read_text().splitlines()

    assert "# filters: region=europe" in lines
    assert len(list(csv.DictReader(line for line in lines if not line.startswith("# ")))) == rows


def test_a_networks_page_leads_to_who_is_missing_in_it(site, page):
    page.goto(site.url + NETWORK)
    page.get_by_role("link", name="Who is missing in it").click()
    page.get_by_label("Countries of the region").select_option("europe")
    page.get_by_label("ombuds institution", exact=True).check()
    page.get_by_role("button", name="List the gaps").click()

    gaps = page.get_by_role("region", name=re.compile("No institution in the network"))
    expect(gaps.get_by_role("link", name="Belgium")).to_be_visible()
    expect(page).to_have_url(re.compile("network=european-network-of-equality-bodies"))


@pytest.mark.expects_console_error  # the page answers with the status of what cannot be
def test_gaps_say_in_words_what_is_not_filled_in(site, page):
    page.goto(f"{site.url}/matrices/gaps/?network=european-network-of-equality-bodies")
    page.get_by_role("button", name="List the gaps").click()

    expect(page.get_by_text("Say of which countries")).to_be_visible()
    page.get_by_label("Countries of the region").select_option("oceania")
    page.get_by_role("button", name="List the gaps").click()
    expect(page.get_by_role("heading", name=re.compile("No institution in the network"))).to_be_visible()


@pytest.mark.parametrize("language", ["", "/ar"])
def test_the_menu_leads_to_the_map_and_the_matrices_on_a_telephone(site, page, language):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site.url}{language}/themes/")
    page.locator(".menu > summary").click()
    links = page.locator(f".menu a[href='{language}/map/'], .menu a[href='{language}/matrices/']")

    expect(links).to_have_count(2)
    expect(links.first).to_be_in_viewport()
    expect(links.last).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
