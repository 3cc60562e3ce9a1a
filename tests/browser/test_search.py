"""The search as a reader uses it: suggestions by keyboard, by pointer, and the page without JavaScript."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

LABEL = "Search by any name, in any language and script"


@pytest.fixture
def box(site, page):
    page.goto(site.url)
    return page.get_by_role("combobox", name=LABEL)


def test_the_arrow_keys_choose_a_suggestion_and_enter_opens_it(page, box):
    box.fill("defenseur des dr")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Defender of Rights")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")

    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    expect(box).to_be_focused()
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Defender of Rights")


def test_the_arrow_keys_go_round_through_the_box_itself(page, box):
    box.fill("european")
    options = page.get_by_role("option")
    expect(options).to_have_count(8)
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")

    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))


def test_escape_closes_the_suggestions_and_an_arrow_opens_them_again(page, box):
    box.fill("equinet")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("equinet")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")

    expect(page.get_by_role("option").first).to_be_visible()


def test_how_many_suggestions_there_are_is_told_to_a_screen_reader(page, box):
    box.fill("european")

    expect(page.locator("form.find [role=status]")).to_have_text(
        "Suggestions: 8. Choose with the arrow keys."
    )


def test_enter_without_a_choice_opens_the_page_of_results(site, page, box):
    box.fill("crc")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")

    page.wait_for_url(f"{site.url}/search/?q=crc")
    expect(page.locator(".found li").first).to_contain_text("Committee on the Rights of the Child")


def test_a_suggestion_is_opened_by_a_click(page, box):
    box.fill("Франция")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Франция (official name, Russian)")
    option.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("France")


def test_the_site_is_asked_once_for_what_is_typed_in_one_go(site, page, box):
    page.clock.install()
    page.goto(site.url)
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))  # so that no slow key is a pause
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/search/suggest" in one.url else None)
    box.press_sequentially("ombudsman")
    page.clock.run_for(1_000)
    expect(page.get_by_role("option").first).to_be_visible()

    assert [one.rpartition("=")[2] for one in asked] == ["ombudsman"]


def test_leaving_the_box_closes_the_suggestions(page, box):
    box.fill("equinet")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Tab")

    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_kind_narrows_the_results(site, page):
    page.goto(f"{site.url}/search/?q=torture")
    page.get_by_label("Instruments").check()
    page.locator("main").get_by_role("button", name="Search").click()

    page.wait_for_url("**kind=instrument**")
    expect(page.locator(".found li").first).to_contain_text("Convention")


def test_without_javascript_the_form_leads_to_the_page(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)
    page.get_by_role("searchbox", name=LABEL).fill("Defnder of Rigths")
    page.get_by_role("banner").get_by_role("button", name="Search").click()

    expect(page.locator(".found li").first).to_contain_text("Defender of Rights")
    context.close()


@pytest.mark.expects_console_error  # axe writes styles of its own, which our policy refuses
@pytest.mark.parametrize("width", [360, 1600])
def test_axe_finds_nothing_while_suggestions_are_open(page, box, width):
    page.set_viewport_size({"width": width, "height": 800})
    box.fill("european")
    expect(page.get_by_role("option")).to_have_count(8)
    box.press("ArrowDown")

    violations = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
