"""A reader puts records side by side: by suggestions, without JavaScript, on a telephone, on paper."""

import csv
import re

import pytest
from playwright.sync_api import expect

BODIES = "/compare/?kind=institution&id=defender-of-rights&id=council-of-europe"
BOX = "Add another, by any of its names"


@pytest.fixture
def without_script(browser):
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_from_a_record_another_is_added_by_a_suggestion(site, page):
    page.goto(f"{site.url}/institutions/defender-of-rights/")
    page.get_by_role("link", name="Compare with…").click()
    page.wait_for_url("**/compare/**")  # with its script, which suggests
    box = page.get_by_role("combobox", name=BOX)
    box.fill("conseil de l’eur")
    expect(page.get_by_role("option").first).to_contain_text("Council of Europe")
    box.press("ArrowDown")
    box.press("Enter")

    expect(page.locator("table.compare").first).to_be_visible()
    expect(page).to_have_url(site.url + BODIES)


def test_the_box_in_the_header_still_leads_to_a_record(site, page):
    page.goto(site.url + BODIES)
    box = page.get_by_role("combobox", name="Search by any name, in any language and script")
    box.fill("equinet")
    page.get_by_role("option").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("European Network of Equality Bodies")


def test_without_javascript_a_name_is_typed_and_one_of_several_chosen(site, without_script):
    page = without_script
    page.goto(f"{site.url}/compare/?kind=country&id=france")
    page.get_by_label(BOX).fill("land")
    page.get_by_role("button", name="Add").click()
    page.locator(".meant").get_by_role("link", name="Poland").click()

    expect(page).to_have_url(f"{site.url}/compare/?kind=country&id=france&id=poland")
    expect(page.locator("#bodies")).to_be_visible()


def test_records_change_places_and_are_taken_off(site, page):
    page.goto(f"{site.url}{BODIES}&id=france")
    page.get_by_role("link", name="Move France to the front by one").click()
    expect(page.locator(".compared > li > a")).to_have_text(
        ["Defender of Rights", "France", "Council of Europe"]
    )
    page.get_by_role("link", name="Take Defender of Rights off").click()

    expect(page).to_have_url(f"{site.url}/compare/?kind=institution&id=france&id=council-of-europe")


def test_the_day_is_kept_and_what_is_attested_is_perhaps(site, page):
    page.goto(f"{site.url}{BODIES}&on=2014-11-14")
    expect(page.locator("#memberships .share").first).to_contain_text("perhaps: only")
    page.get_by_role("link", name="what several share").click()

    expect(page).to_have_url(re.compile("on=2014-11-14"))


def test_on_a_telephone_it_reads_row_by_row(site, page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site.url}{BODIES}&id=france")
    row = page.locator("#facts tbody tr").first

    expect(row.get_by_text("Defender of Rights")).to_be_visible()
    boxes = [cell.bounding_box() for cell in row.locator("td").all()]
    assert [box["y"] for box in boxes] == sorted(box["y"] for box in boxes)
    assert len({box["x"] for box in boxes}) == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_on_paper_the_tools_are_gone_and_the_words_remain(site, page):
    page.goto(site.url + BODIES)
    page.emulate_media(media="print")

    expect(page.locator(".compare-add")).to_be_hidden()
    expect(page.locator("#memberships .share").first).to_be_visible()


def test_a_comparison_is_downloaded(site, page):
    page.goto(site.url + BODIES)
    shown = page.locator("#memberships tbody tr").count()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    lines = waiting.value.path().read_text().splitlines()

    rows = list(csv.DictReader(line for line in lines if not line.lstrip('"').startswith("# ")))
    assert len({row["line"] for row in rows if row["part"] == "memberships"}) == shown
