"""A secretary brings a spreadsheet in: 5,000 rows, fewer in other formats, previewed, stored, and again."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.importing import NETWORK
from tests.imports.tables import WRITERS

# Many rows once: what the other formats differ in, a few hundred rows show as well.
ROWS = {"csv": 5_000, "tsv": 500, "xlsx": 500, "xls": 500, "ods": 500}
ROLES = {"csv": "member", "tsv": "observer", "xlsx": "partner", "xls": "affiliate", "ods": "treasurer"}
NETWORKS = [
    "Equinet", "ENOC", "AOMF", "AOM", "IPCAN", "NEIWA", "European Network of Ombudsmen",
    "Observatory for the Protection of Human Rights Defenders", "Working Group on Human Rights Defenders",
]  # fmt: skip


def spreadsheet(kind: str, states: list[str]) -> bytes:
    """Memberships of States in networks, in spells that do not touch."""
    rows: list[list[str]] = [["institution", "network", "role", "start", "end"]]
    for number in range(ROWS[kind]):
        state = states[number % len(states)]
        network = NETWORKS[number // len(states) % len(NETWORKS)]
        spell = number // (len(states) * len(NETWORKS))
        rows.append([state, network, ROLES[kind], str(1950 + 20 * spell), str(1960 + 20 * spell)])
    return WRITERS[kind](rows)


def upload(page, site, name: str, content: bytes):
    page.goto(f"{site.url}/imports/new/")
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "application/x", "buffer": content})
    page.get_by_role("button", name="Upload and preview").click()
    expect(page.get_by_text("waiting for your decision")).to_be_visible(timeout=60_000)


def count(page, outcome: str) -> str:
    return page.locator(f".tabs a.outcome-{outcome} strong").inner_text()


@pytest.mark.parametrize("kind", list(WRITERS))
def test_rows_go_in_and_the_second_time_nothing_changes(site, signed_in, states, kind):
    page = signed_in
    content, rows = spreadsheet(kind, states), f"{ROWS[kind]:,}"
    upload(page, site, f"members.{kind}", content)
    assert (count(page, "new"), count(page, "wrong")) == (rows, "0")
    page.get_by_role("button", name=f"Store {rows} rows").click()
    expect(page.get_by_text("stored", exact=True)).to_be_visible(timeout=60_000)

    upload(page, site, f"members.{kind}", content)

    assert (count(page, "new"), count(page, "changed"), count(page, "unchanged")) == ("0", "0", rows)
    page.get_by_role("button", name=f"Store {rows} rows").click()
    expect(page.get_by_text("stored", exact=True)).to_be_visible(timeout=60_000)


def test_wrong_rows_are_told_in_words_and_hold_the_file_back(site, signed_in):
    page = signed_in
    rows = (f"Nobody at all,{NETWORK},", f"France,{NETWORK},2011-13", f"Spain,{NETWORK},")
    upload(page, site, "few.csv", "\n".join(("institution,network,start", *rows)).encode())
    expect(page.get_by_text("No institution has the name “Nobody at all”")).to_be_visible()
    expect(page.get_by_text("there is no such month")).to_be_visible()

    page.get_by_role("button", name=re.compile("Store")).click()
    expect(page.get_by_text("mend the file and upload it again")).to_be_visible()
    page.get_by_role("button", name="Drop this import").click()

    expect(page.get_by_text("nothing of it was stored")).to_be_visible()


def test_the_desks_button_leads_to_the_import_pages(site, signed_in):
    signed_in.goto(f"{site.url}/admin/networks/membership/")
    signed_in.get_by_role("link", name="Import a spreadsheet").click()

    expect(signed_in.get_by_role("heading", name="Import a list")).to_be_visible()


def test_what_is_exported_comes_back_unchanged(site, signed_in):
    page = signed_in
    page.goto(f"{site.url}/imports/export/")
    page.get_by_label("Network").fill("association-of-mediterranean-ombudsmen")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()

    upload(page, site, "exported.csv", download.value.path().read_bytes())

    assert (
        count(page, "new"),
        count(page, "changed"),
        count(page, "contradicted"),
        count(page, "wrong"),
    ) == ("0",) * 4
