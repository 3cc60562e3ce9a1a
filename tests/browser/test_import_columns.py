"""A list in somebody else’s layout is matched: by mouse, by keyboard alone, by a mapping saved before."""

from playwright.sync_api import expect

from tests.browser.importing import (
    LONG,
    NETWORK,
    counts,
    drop,
    on_the_columns,
    previewed,
    read,
    send,
    settled,
    store,
    undo,
)
from tests.imports.tables import as_xlsx

FOREIGN = (
    "Körperschaft;Webseite;Beigetreten am;Eigenschaft\n"
    "European Parliament;https://example.org;03/04/2011;Beobachter\n"
    "European Commission;https://example.org;05/06/2012;Gutachter\n"
)
CROSS = "Body;{network};ENOC;Remark\nEuropean Parliament;x;;a\nEuropean Commission;x;x;b\n"


def cell(page, column: str, what: str):
    """Return the choice of a column: what it «is read as», or what a cell of it «holds»."""
    return page.get_by_role("row", name=column).get_by_label(what)


def focus_on(page, selector: str) -> None:
    """Press Tab until the focus is on an element."""
    for _press in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


def test_a_foreign_list_is_matched_by_mouse_and_its_words_are_explained(site, signed_in):
    page = signed_in
    send(page, site, "Körperschaften.csv", FOREIGN)
    on_the_columns(page)
    cell(page, "Körperschaft", "is read as").select_option("institution")
    cell(page, "Beigetreten am", "is read as").select_option("start")
    cell(page, "Eigenschaft", "is read as").select_option("role")
    page.get_by_label("network", exact=True).fill(NETWORK)
    page.get_by_label("day first: 31/12/2013").check()
    read(page)

    page.get_by_role("link", name="One word of the file is not understood").click()
    page.get_by_label("role: “Gutachter”").select_option("associate")
    read(page)

    assert counts(page) == {"new": "2", "changed": "0", "contradicted": "0", "unchanged": "0", "wrong": "0"}
    expect(page.get_by_role("row", name="European Commission")).to_contain_text("associate")
    expect(page.get_by_role("row", name="European Commission")).to_contain_text("2012-06-05")
    drop(page)


def test_a_foreign_list_goes_in_by_keyboard_alone(site, signed_in):
    page = signed_in
    page.on("filechooser", lambda _one: None)  # long before it opens: the browser has to be told first
    page.goto(f"{site.url}/imports/new/")
    focus_on(page, "#id_file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    file = {"name": "keys.csv", "mimeType": "text/csv", "buffer": b"Koerper,Jahr\nEuropean Parliament,2013\n"}
    chooser.value.set_files(file)
    focus_on(page, "main button.primary")
    page.keyboard.press("Enter")
    on_the_columns(page)

    focus_on(page, "[name=field-0]")
    page.keyboard.type("institution")
    focus_on(page, "[name=field-1]")
    page.keyboard.type("start")
    focus_on(page, "#constant-network")
    page.keyboard.type(NETWORK)
    page.keyboard.press("Enter")
    previewed(page)
    focus_on(page, ".decision button.primary")
    page.keyboard.press("Enter")
    expect(page.get_by_text("stored", exact=True)).to_be_visible(timeout=LONG)
    focus_on(page, "a[href$='/undo/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/undo/")
    focus_on(page, "main button.primary")
    page.keyboard.press("Enter")

    expect(page.get_by_text("undone", exact=True)).to_be_visible(timeout=LONG)


def test_a_saved_mapping_is_offered_for_the_next_file_with_the_same_columns(site, signed_in):
    page = signed_in
    send(page, site, "first.csv", "Hus,Gewicht\nEuropean Parliament,heavy\n")
    cell(page, "Hus", "is read as").select_option("institution")
    cell(page, "Gewicht", "is read as").select_option("note")
    page.get_by_label("network", exact=True).fill(NETWORK)
    page.get_by_label("Save these choices under a name").fill("Houses by weight")
    read(page)
    drop(page)

    send(page, site, "next.xlsx", as_xlsx([["Hus", "Gewicht"], ["European Commission", "light"]]))
    page.get_by_label("A mapping is saved for lists with these columns").select_option("Houses by weight")
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_text("The choices below are those of “Houses by weight”")).to_be_visible()
    read(page)

    assert counts(page)["new"] == "1"
    drop(page)
    page.goto(f"{site.url}/imports/mappings/")
    page.get_by_role("button", name="Forget “Houses by weight”").click()
    expect(page.get_by_text("Houses by weight")).to_have_count(0)


def test_the_header_is_looked_for_where_one_says_that_it_is(site, signed_in):
    page = signed_in
    rows = [
        ["Our friends"],
        [],
        ["Who", "", "When"],
        ["Body", "Sort", "Since"],
        ["European Parliament", "", "2011"],
    ]
    send(page, site, "two rows.xlsx", as_xlsx(rows))
    on_the_columns(page)
    page.get_by_text("Another header row, sheet or encoding").click()
    page.get_by_label("header in row").fill("3")
    page.get_by_label("rows of header").fill("2")
    page.get_by_role("button", name="Look at the file again").click()
    settled(page)
    on_the_columns(page)

    expect(page.get_by_role("rowheader", name="When / Since")).to_be_visible()
    drop(page)


def test_a_cross_table_is_chosen_with_its_columns_at_once(site, signed_in):
    page = signed_in
    send(page, site, "cross.csv", CROSS.format(network=NETWORK))
    on_the_columns(page)
    page.get_by_label("a plain list").check()
    expect(page.get_by_label("The columns across are")).to_be_hidden()
    page.get_by_label("a cross table").check()
    page.get_by_label("The columns across are").select_option("network")
    cell(page, "Body", "is read as").select_option("institution")
    across = page.get_by_label(f"“{NETWORK}” is one of the columns across")
    across.check()
    page.get_by_label("“ENOC” is one of the columns across").check()
    page.get_by_label("“Remark” is one of the columns across").uncheck()
    page.get_by_label("“Body” is one of the columns across").uncheck()
    read(page)

    expect(page.get_by_role("row", name="European Commission")).to_have_count(2)
    assert counts(page)["wrong"] == "0"
    drop(page)


def test_a_table_is_pasted_stored_and_undone(site, signed_in):
    page = signed_in
    page.goto(f"{site.url}/imports/new/")
    page.get_by_label("Or a table, pasted").fill(
        f"institution\tnetwork\trole\nEuropean Parliament\t{NETWORK}\tobserver\n"
    )
    page.get_by_role("button", name="Upload and preview").click()
    previewed(page)
    assert counts(page)["new"] == "1"

    address = store(page)
    page.get_by_role("link", name="the statement").click()
    expect(page.get_by_text("European Parliament").first).to_be_visible()

    undo(page, address)
