"""A reader asks how two institutions are connected: by suggestions, without JavaScript, on a past day."""

import re

import pytest
from playwright.sync_api import expect

PATH = (
    "/paths/?from=independent-police-complaints-authorities-network&to=committee-on-the-rights-of-the-child"
)
FIND = "Find the shortest paths"


@pytest.fixture
def without_script(browser):
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_from_an_institution_to_one_that_is_suggested(site, page):
    page.goto(f"{site.url}/institutions/defender-of-rights/")
    page.get_by_role("link", name="How is it connected with…").click()
    box = page.get_by_role("combobox", name="To", exact=True)
    box.fill("conseil des droits de l’homme")
    expect(page.get_by_role("option").first).to_contain_text("Human Rights Council")
    page.get_by_role("option").first.click()
    expect(box).to_have_value("Human Rights Council")
    page.get_by_role("button", name=FIND).click()

    expect(page.get_by_role("status").filter(has_text="step apart")).to_be_visible()
    expect(page).to_have_url(f"{site.url}/paths/?from=defender-of-rights&to=human-rights-council")


def test_each_step_is_told_and_drawn_and_leads_to_its_statement(site, page):
    page.goto(site.url + PATH)
    steps = page.locator(".path").first.locator(".path-steps > li")
    expect(steps).to_have_count(2)
    expect(steps.first).to_contain_text("Defender of Rights belongs to")
    expect(page.locator(".picture .node")).to_have_count(3)
    steps.last.get_by_role("link", name=re.compile("Alternative reports")).click()

    expect(page).to_have_url(re.compile("/engagements/"))


def test_without_javascript_a_name_is_typed_and_one_of_several_chosen(site, without_script):
    page = without_script
    page.goto(f"{site.url}/paths/")
    page.get_by_label("From", exact=True).fill("Defender of Rights")
    page.get_by_label("To", exact=True).fill("european network")
    page.get_by_role("button", name=FIND).click()
    page.locator(".meant").get_by_role("link", name="European Network of Ombudsmen").click()

    expect(page.locator(".path").first).to_contain_text("Defender of Rights belongs to")
    expect(page).to_have_url(f"{site.url}/paths/?from=defender-of-rights&to=european-network-of-ombudsmen")


def test_on_a_day_nothing_is_sure_and_what_is_only_attested_can_be_asked_for(site, page):
    page.goto(f"{site.url}{PATH}&on=2014-11-14")
    expect(page.get_by_text("No path of up to 6 steps is known.")).to_be_visible()
    page.get_by_role("link", name="with what is unknown, only attested, possible or planned").click()

    expect(page.locator(".path-steps .flag-perhaps").first).to_be_visible()
    expect(page).to_have_url(re.compile("on=2014-11-14"))


def test_fewer_kinds_of_tie_are_asked_for_by_the_form(site, page):
    page.goto(site.url + PATH)
    page.get_by_label("engagement", exact=True).uncheck()
    page.get_by_role("button", name=FIND).click()

    expect(page).to_have_url(re.compile("tie=membership"))
    expect(page).not_to_have_url(re.compile("tie=engagement"))
    expect(page.get_by_label("engagement", exact=True)).not_to_be_checked()


def test_a_telephone_shows_it_without_scrolling_the_page_sideways(site, page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site.url + PATH)

    expect(page.locator(".path-steps > li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
