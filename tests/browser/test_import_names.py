"""Names that are not certain: picked, searched for, created, left out; one by one, in bulk, by key."""

from playwright.sync_api import expect

from tests.browser.importing import NETWORK, counts, drop, previewed, send, store, undo

HEADER = "institution,network,role\n"


def rows(*names: str) -> str:
    return HEADER + "".join(f'"{name}",{NETWORK},observer\n' for name in names)


def decide(page) -> None:
    page.get_by_role("button", name="Decide").last.click()
    previewed(page)


def open_names(page) -> None:
    page.get_by_role("link", name="not certain: decide on").click()
    page.wait_for_url("**/names/**")  # with its script: a key pressed before that means nothing


def test_names_are_picked_searched_for_created_and_left_out(site, signed_in):
    page = signed_in
    names = (
        "Institute for Gender Equality of Europe",
        "The Lantern Guild",
        "The Orchard Guild",
        "Vienna lot",
    )
    send(page, site, "guilds.csv", rows(*names))
    assert counts(page)["wrong"] == "4"
    open_names(page)
    group = page.get_by_role("group", name="Institute for Gender Equality of Europe")
    group.get_by_role("radio", name="European Institute for Gender Equality").check()
    page.get_by_role("group", name="The Lantern Guild").get_by_label("create it").check()
    page.get_by_role("group", name="The Orchard Guild").get_by_label("leave its rows out").check()
    decide(page)
    assert counts(page) == {
        "new": "2", "changed": "0", "contradicted": "0", "unchanged": "0", "wrong": "1", "left_out": "1",
    }  # fmt: skip

    open_names(page)
    page.get_by_role("link", name="search for another").click()
    page.get_by_label("Search under any name").fill("fundamental rights agency")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("radio", name="hrnet:european-union-agency-for-fundamental-rights").check()
    decide(page)
    assert (counts(page)["new"], counts(page)["wrong"]) == ("3", "0")

    address = store(page)
    expect(page.get_by_text("1 record created")).to_be_visible()
    undo(page, address)
    page.goto(f"{site.url}/imports/decisions/?q=vienna")
    expect(page.get_by_text("No decision is on such a name.")).to_be_visible()


def test_in_bulk_the_first_candidate_is_taken_where_it_comes_near(site, signed_in):
    page = signed_in
    names = ("Gender Equality Institute of Europe", "ODIHR at Warsaw", "Xyzzy Plugh")
    send(page, site, "bulk.csv", rows(*names))
    open_names(page)
    page.get_by_label("All on this page that are not decided below").select_option("first")
    decide(page)

    assert (counts(page)["new"], counts(page)["wrong"]) == ("2", "1")
    page.get_by_role("link", name="What each name was taken for").click()
    page.get_by_role("link", name="decided here").click()
    expect(page.locator(".name-to-decide")).to_have_count(2)
    page.get_by_label("take the decision back").first.check()
    page.get_by_label("take the decision back").last.check()
    decide(page)
    assert counts(page)["wrong"] == "3"
    drop(page)


def test_a_decision_holds_for_the_next_file_until_it_is_taken_back(site, signed_in):
    page = signed_in
    send(page, site, "decided.csv", rows("Equality Institute, Vilnius house"))
    open_names(page)
    page.get_by_role("link", name="search for another").click()
    page.get_by_label("Search under any name").fill("institute gender")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("radio", name="hrnet:european-institute-for-gender-equality").check()
    decide(page)
    address = store(page)

    send(page, site, "later.csv", rows("Equality Institute, Vilnius house"))
    assert counts(page)["unchanged"] == "1"
    page.get_by_role("link", name="What each name was taken for").click()
    page.get_by_role("link", name="decided for an earlier file").click()
    expect(page.locator(".name-to-decide")).to_contain_text("in another import")

    page.goto(f"{site.url}/imports/decisions/")
    page.get_by_role("button", name="Take back the decision on “Equality Institute, Vilnius house”").click()
    expect(page.get_by_text("Vilnius house")).to_have_count(0)
    undo(page, address)


def test_a_digit_chooses_within_a_name(site, signed_in):
    page = signed_in
    send(page, site, "digits.csv", rows("Institute of Gender Equality in Europe"))
    open_names(page)
    page.get_by_role("radio", name="decide later").focus()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    previewed(page)

    assert counts(page)["new"] == "1"
    drop(page)
