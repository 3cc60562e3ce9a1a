"""A reader finds an institution, reads its statements, follows a note to its source."""

import re

import pytest
from playwright.sync_api import expect


def test_an_institution_is_found_under_its_french_name_without_accents(site, page):
    page.goto(site.url)
    page.get_by_label("Search by any name, in any language and script").fill("defenseur des droits")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Defender of Rights", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Defender of Rights")


def test_a_note_leads_to_the_source_and_the_place_in_it(site, page):
    page.goto(f"{site.url}/institutions/defender-of-rights/")
    board = page.locator("#memberships .statement").filter(has_text="European Network of Equality Bodies")
    board.locator("sup a").first.click()

    expect(page).to_have_url(re.compile(r"#note-\d+$"))
    expect(page.locator(":target")).to_contain_text("paragraph 28")


def test_where_sources_disagree_both_statements_stand(site, page):
    page.goto(f"{site.url}/institutions/defender-of-rights/")
    association = page.locator("#memberships .statement").filter(has_text="Mediterranean Ombudsmen")

    expect(association).to_have_count(2)
    expect(association.first).to_contain_text("sources disagree")
    association.first.get_by_role("link", name="member", exact=True).click()
    expect(page.locator(".disagreement")).to_contain_text("secretary general")


def test_the_whole_site_is_there_in_french(site, page):
    page.goto(f"{site.url}/institutions/defender-of-rights/")
    page.get_by_role("link", name="Français").click()

    expect(page).to_have_url(f"{site.url}/fr/institutions/defender-of-rights/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Défenseur des droits")
    assert page.locator("html").get_attribute("lang") == "fr"


def test_filters_combine_and_are_taken_off_one_by_one(site, page):
    page.goto(f"{site.url}/institutions/")
    page.get_by_label("region", exact=True).select_option("europe")
    page.get_by_label("ombuds institution").check()
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("link", name="Defender of Rights")).to_be_visible()
    page.get_by_role("link", name=re.compile("kind: ombuds institution")).click()
    expect(page).to_have_url(re.compile("region=europe"))
    expect(page).not_to_have_url(re.compile("kind="))


def test_who_belongs_to_a_network_is_asked_by_its_acronym(site, page):
    page.goto(f"{site.url}/memberships/")
    page.get_by_label("network", exact=True).fill("enoc")
    page.keyboard.press("Enter")

    expect(page.get_by_text("network: European Network of Ombudspersons for Children")).to_be_visible()
    expect(page.locator(".records .record-name").first).to_contain_text("Ombudspersons for Children")


def test_everything_is_reached_by_keyboard(site, page):
    page.goto(f"{site.url}/institutions/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.closest('main') !== null")

    assert focused


@pytest.mark.parametrize("address", ["/institutions/", "/institutions/defender-of-rights/", "/sources/"])
def test_pages_need_no_script(site, browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + address)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()


def test_a_reader_gets_no_cookie(site, page):
    for address in ("/", "/institutions/", "/institutions/defender-of-rights/", "/fr/sources/"):
        page.goto(site.url + address)

    assert page.context.cookies() == []


def test_print_leaves_the_notes_and_drops_the_navigation(site, page):
    page.goto(f"{site.url}/institutions/defender-of-rights/")
    page.emulate_media(media="print")

    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.locator("#note-1")).to_be_visible()
    expect(page.get_by_text(f"{page.url}, read on")).to_be_visible()


def test_print_opens_what_is_folded(site, page):
    page.goto(f"{site.url}/institutions/france/")
    name = page.get_by_text("République française")
    expect(name).to_be_hidden()
    page.emulate_media(media="print")

    expect(name).to_be_visible()


def test_each_of_the_five_documents_can_be_checked_by_eye_on_its_source_page(site, page):
    for slug, place, what in (
        (
            "defender-of-rights-european-action-2023",
            "paragraph 29",
            "European Network of Ombudspersons for Children",
        ),
        ("defenseur-des-droits-relations-internationales", "paragraph 12", "secretary general"),
        ("inter-mechanisms-5-1-press-release-2014", "paragraph 3, sentence 2", "host"),
        ("special-rapporteur-main-partners", "paragraph 28", "African Commission"),
        ("ingo-conference-working-group-defenders", "paragraph 20", "Police"),
    ):
        page.goto(f"{site.url}/sources/{slug}/")
        section = page.locator(".extraction > li").filter(
            has=page.get_by_role("heading", name=re.compile(place))
        )
        expect(section.filter(has_text=what).first).to_be_visible()
