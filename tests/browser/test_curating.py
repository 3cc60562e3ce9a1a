"""A curator adds, corrects and puts back, in the desk, in a real browser under the strict content policy."""

import re

from playwright.sync_api import expect


def choose(page, field: str, text: str) -> None:
    """Choose a record in one of the desk’s search boxes."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.locator(".select2-search__field").fill(text)
    page.locator(".select2-results__option").filter(has_text=re.compile(text, re.IGNORECASE)).first.click()


def open_the_first(page) -> str:
    """Open the first record of the desk’s list, and return its address."""
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url("**/change/**")
    return page.url


def test_a_membership_and_its_source_are_one_form(site, signed_in):
    page = signed_in
    page.goto(f"{site.url}/admin/networks/membership/add/")
    choose(page, "institution", "Interfederal")
    choose(page, "network", "Equinet")
    choose(page, "role", "member")
    page.get_by_label("Start").fill("2013-03")
    page.get_by_label("Review state").select_option("published")
    page.get_by_label("Why this change").fill("from its own page")
    choose(page, "source", "European")
    page.locator("#id_citations-0-paragraph").fill("3")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    page.goto(f"{site.url}/networks/european-network-of-equality-bodies/")
    added = page.locator("#members .statement").filter(has_text="from March 2013")
    expect(added).to_contain_text("member")
    added.locator("sup a").first.click()
    expect(page.locator(":target")).to_contain_text("paragraph 3")


def test_a_record_is_put_back_with_its_names(site, signed_in):
    page = signed_in
    page.goto(f"{site.url}/admin/institutions/institution/?q=european+institute+for+gender")
    address = open_the_first(page)
    page.locator("#id_names-0-text").fill("A slip of the keyboard")
    page.get_by_label("Why this change").fill("a slip")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(address.replace("/change/", "/history/"))
    expect(page.get_by_text("a slip", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="A slip of the keyboard", exact=True).first).to_be_visible()

    page.get_by_role("link", name="Put back to what it was after this").first.click()
    page.get_by_role("button", name="Put back").click()

    expect(page.get_by_text("The record is as it was then")).to_be_visible()
    page.goto(address)
    assert "A slip of the keyboard" not in page.content()


def test_the_second_of_two_editors_is_told_and_loses_nothing(site, signed_in, browser):
    page = signed_in
    page.goto(f"{site.url}/admin/institutions/theme/?q=whistle")
    address = open_the_first(page)
    other = page.context.new_page()
    other.goto(address)
    other.locator("#id_description_en").fill("The first editor’s text.")
    other.get_by_role("button", name="Save", exact=True).first.click()
    expect(other.locator(".messagelist .success")).to_be_visible()

    page.locator("#id_description_en").fill("The second editor’s text.")
    page.get_by_role("button", name="Save", exact=True).first.click()

    expect(page.get_by_text("Somebody else changed this record")).to_be_visible()
    expect(
        page.get_by_text("stored now “The first editor’s text.”, yours “The second editor’s text.”")
    ).to_be_visible()
    assert page.locator("#id_description_en").input_value() == "The second editor’s text."
