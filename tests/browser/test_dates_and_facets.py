"""A reader moves the site to a past date, narrows a list by its facets, and takes it away."""

import csv
import re

from playwright.sync_api import expect

NETWORK = "/networks/working-group-on-human-rights-defenders/"


def test_a_day_stays_while_browsing_until_one_leaves_it(site, page):
    page.goto(f"{site.url}/networks/")
    page.get_by_text("At a past date", exact=True).click()
    page.get_by_label("Show the site as of").fill("2014-11")
    page.keyboard.press("Enter")

    expect(page.get_by_role("complementary", name="As of a past date")).to_contain_text("30 November 2014")
    page.locator(".records a").first.click()
    expect(page).to_have_url(re.compile("on=2014-11-30"))
    page.locator(".kicker a").first.click()
    expect(page).to_have_url(re.compile("on=2014-11-30"))
    page.get_by_role("link", name="Back to all dates").click()
    expect(page).not_to_have_url(re.compile("on="))
    assert page.context.cookies() == []


def test_what_is_only_attested_stands_apart_at_a_past_date(site, page):
    page.goto(f"{site.url}{NETWORK}?on=2014-11-14")

    expect(page.get_by_role("heading", name=re.compile("Unknown or only attested")).first).to_be_visible()


def test_two_dates_of_a_network_are_compared(site, page):
    page.goto(site.url + NETWORK)
    page.get_by_role("link", name="Compare its members on two dates").click()
    page.get_by_label("from", exact=True).fill("2010")
    page.get_by_label("to", exact=True).fill("2014-11-14")
    page.get_by_role("button", name="Compare").click()

    expect(page.get_by_role("heading", name=re.compile("^Joined"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^Unknown"))).to_be_visible()


def test_a_facet_says_how_many_it_finds_and_finds_them(site, page):
    page.goto(f"{site.url}/institutions/")
    one = page.locator(".facet li").filter(has_text="court").first
    number = one.locator(".number").inner_text()
    one.get_by_role("link").click()

    expect(page.locator(".count")).to_have_text(re.compile(rf"^\s*{number} records?\s*$"))
    page.locator(".facet a[aria-current]").click()
    expect(page).not_to_have_url(re.compile("kind="))


def test_a_list_is_downloaded_as_it_is_shown(site, page):
    page.goto(f"{site.url}/institutions/?kind=court")
    shown = page.locator(".record-name a").count()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    lines = waiting.value.path().read_text().splitlines()

    assert "# filters: kind=court" in lines
    rows = list(csv.DictReader(line for line in lines if not line.startswith("# ")))
    assert len(rows) == shown
