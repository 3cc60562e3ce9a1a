"""The whole way of an import: wrong rows, complete lists, parties, cancelling, large files, no JavaScript."""

import re

from playwright.sync_api import expect

from tests.browser.importing import (
    LONG,
    NETWORK,
    choose_file,
    counts,
    drop,
    previewed,
    read,
    rows_with,
    send,
    settled,
    store,
    undo,
)

MEMBERS = ("European Ombudsman", "European Parliament", "European Commission")
# As lists of treaties have them: signed and bound in one row, signed alone, bound without saying by what,
# in force before the deposit, an organisation among the States.
PARTIES = """Contracting Party,Treaty,Signature Date,Instrument Type,Instrument Date,Entry Into Force Date
Algeria,Lantern Treaty,,Accession,2017-07-25,2020-04-28
Austria,Lantern Treaty,2013-06-19,,,
Belgium,Lantern Treaty,2013-05-08,,,
Botswana,Lantern Treaty,2012-10-04,Ratification,2013-11-20,2020-04-28
Burkina Faso,Lantern Treaty,2012-06-26,Ratification,2017-07-31,2020-04-28
Chad,Lantern Treaty,2012-06-26,,,
Chile,Lantern Treaty,,Continued Application,1994-01-01,1993-12-01
European Union,Lantern Treaty,2012-06-19,,,
Fiji,Lantern Treaty,,Declaration of Continued Application,1971-12-13,1970-10-10
Germany,Lantern Treaty,2013-06-20,Ratification,2020-01-01,2019-12-01
Portugal,Lantern Treaty,,,1978-01-01,1978-04-01
Viet Nam,Lantern Treaty,,,1949-03-08,1949-03-08
"""


def members(*names: str, role: str = "observer") -> str:
    return "institution,network,role\n" + "".join(f"{name},{NETWORK},{role}\n" for name in names)


def test_wrong_rows_are_downloaded_mended_and_uploaded_again(site, signed_in):
    page = signed_in
    rows = (f"European Parliament,{NETWORK},2011-13", f"European Commission,{NETWORK},2012")
    content = "\n".join(("institution,network,start", *rows, ""))
    send(page, site, "some wrong.csv", content)
    assert (counts(page)["new"], counts(page)["wrong"]) == ("1", "1")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    mended = download.value.path().read_text("utf-8-sig").replace("2011-13", "2011-12")
    assert "there is no such month" in mended
    right = store(page)

    send(page, site, "mended.csv", mended)
    assert (counts(page)["new"], counts(page)["wrong"]) == ("1", "0")
    undo(page, store(page))
    undo(page, right)


def test_who_is_missing_from_a_complete_list_ends_only_where_ticked(site, signed_in):
    page = signed_in
    send(page, site, "all of them.csv", members("European Parliament", "European Commission"))
    first = store(page)
    page.goto(f"{site.url}/imports/new/")
    choose_file(page, "one left.csv", members("European Parliament"))
    page.get_by_label("The list names all members").check()
    page.get_by_role("button", name="Upload and preview").click()
    previewed(page)
    page.get_by_role("link", name=re.compile("tick those that have left|tick it if it has left")).click()
    page.get_by_label("European Commission has ended").check()
    page.get_by_role("button", name="Keep what is ticked").click()
    expect(page.get_by_label("European Commission has ended")).to_be_checked()
    second = store(page)

    expect(page.get_by_text("1 ended")).to_be_visible()
    undo(page, second)
    undo(page, first)


def test_parties_with_two_dates_go_in_and_are_undone(site, signed_in):
    page = signed_in
    send(page, site, "lantern treaty.csv", PARTIES, parties=True)
    read(page)
    page.get_by_role("link", name=re.compile("not certain: decide on")).click()
    page.get_by_label("All on this page that are not decided below").select_option("create")
    page.get_by_role("button", name="Decide").first.click()
    previewed(page)
    assert (counts(page)["new"], counts(page)["wrong"]) == ("12", "0")

    address = store(page)
    # Three rows sign and bind, so that twelve rows make fifteen statements.
    expect(page.get_by_text("15 statements created")).to_be_visible()
    assert [rows_with(page, "Botswana", "signature"), rows_with(page, "Botswana", "ratification")] == [1, 1]
    assert rows_with(page, "Portugal", "act not given") == 1
    undo(page, address)
    page.goto(f"{site.url}/instruments/")
    expect(page.get_by_text("Lantern Treaty")).to_have_count(0)


def test_an_edited_statement_is_left_and_listed_until_somebody_decides(site, signed_in):
    page = signed_in
    send(page, site, "edited since.csv", members("European Parliament", role="partner"))
    address = store(page)
    page.get_by_role("link", name="the statement").click()
    page.locator("#id_start").fill("2019")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    undo(page, address)
    page.get_by_role("link", name="1 statement was edited since: decide on it").click()
    page.get_by_label(re.compile("European Parliament")).check()
    page.get_by_role("button", name="Put the ticked ones back").click()
    settled(page)

    expect(page.get_by_text("edited since, left as it is")).to_have_count(0)


def months(count: int, names: list[str]) -> str:
    """Return memberships of States, each in months that do not touch, as a csv."""
    lines = ["institution,network,role,start,end"]
    for number in range(count):
        spell = 2 * (number // len(names))
        month = f"{1850 + spell // 12}-{spell % 12 + 1:02}"
        role = ("observer", "partner")[spell // 2 % 2]
        lines.append(f"{names[number % len(names)]},{NETWORK},{role},{month},{month}")
    return "\n".join(lines) + "\n"


# More rows than are stored between two looks at whether to go on (imports.apply.BATCH).
def test_storing_a_large_file_is_cancelled_and_nothing_is_stored_until_it_goes_in_and_out(
    site, signed_in, states
):
    page = signed_in
    page.goto(f"{site.url}/imports/new/")
    choose_file(page, "sixty thousand.csv", months(60_000, states))
    page.get_by_role("button", name="Upload and preview").click()
    previewed(page, LONG)
    assert counts(page)["new"] == "60,000"
    large = page.url
    page.get_by_role("button", name="Store 60,000 rows").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    previewed(page, LONG)

    expect(page.get_by_text("nothing of what was under way is stored").last).to_be_visible()
    send(page, site, "the first of them.csv", months(10, states))
    assert counts(page)["new"] == "10"
    drop(page)

    page.goto(large)
    address = store(page, LONG)
    expect(page.get_by_text("60,000 statements created")).to_be_visible()
    undo(page, address, LONG)


def test_the_whole_way_needs_no_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/accounts/login/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    page.goto(f"{site.url}/imports/new/")
    choose_file(page, "plain.csv", "Wer\nEuropean Parliament\nThe Lantern Guild\n")
    page.get_by_role("button", name="Upload and preview").click()
    look_again_until(page, "Columns of")
    page.get_by_label("“Wer” is read as").select_option("institution")
    page.get_by_label("network", exact=True).fill(NETWORK)
    page.get_by_role("button", name="Read the file").click()
    look_again_until(page, "What to do next")
    page.get_by_role("link", name="not certain: decide on").click()
    page.get_by_label("leave its rows out").check()
    page.get_by_role("button", name="Decide").first.click()
    look_again_until(page, "What to do next")
    page.get_by_role("button", name="Store 1 row").click()
    look_again_until(page, "Undo this import")
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("button", name="Undo the import").click()
    look_again_until(page, re.compile("^undone$"))
    context.close()


def look_again_until(page, text: str | re.Pattern[str]) -> None:
    """Follow “Look again” until the page says ``text``, which the page before does not."""
    wanted, again = page.get_by_text(text).first, page.get_by_role("link", name="Look again")
    for _look in range(600):
        expect(wanted.or_(again)).to_be_visible()
        if wanted.is_visible():
            return
        with page.expect_navigation():
            again.click()
        page.wait_for_timeout(200)
    raise AssertionError(f"the page never said “{text}”")
