"""What the browser tests of imports have in common: upload, wait, count, store, undo."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

# A network that no other browser test writes to, so that nothing there contradicts what is imported.
NETWORK = "Eastern Partnership of ombuds institutions"
LONG = 300_000  # milliseconds that a large file may take on a busy machine
WAIT = 90_000


def choose_file(page: Page, name: str, content: bytes | str) -> None:
    """Choose a file on the page that takes one."""
    data = content.encode() if isinstance(content, str) else content
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "application/x", "buffer": data})


def send(page: Page, site: Any, name: str, content: bytes | str, *, parties: bool = False) -> None:
    """Upload a file, and wait until it was looked at."""
    page.goto(f"{site.url}/imports/new/")
    choose_file(page, name, content)
    if parties:
        page.get_by_label("What its rows are").select_option("parties")
    page.get_by_role("button", name="Upload and preview").click()
    settled(page)


def settled(page: Page, timeout: int = WAIT) -> None:
    """Wait until nothing is being done with the import any more."""
    page.wait_for_url(re.compile(r"/imports/\d+/"))
    expect(page.locator("[data-progress]")).to_have_count(0, timeout=timeout)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def previewed(page: Page, timeout: int = WAIT) -> None:
    """Wait for the preview."""
    expect(page.get_by_text("waiting for your decision")).to_be_visible(timeout=timeout)


def on_the_columns(page: Page) -> None:
    """Wait for the page of the columns."""
    expect(page.get_by_role("heading", name=re.compile("Columns of"))).to_be_visible(timeout=WAIT)


def read(page: Page) -> None:
    """Press “Read the file” and wait for the preview."""
    page.get_by_role("button", name="Read the file").click()
    previewed(page)


def counts(page: Page) -> dict[str, str]:
    """Return the number on each tab of the preview."""
    tabs = page.locator(".tabs a[class^=outcome]")
    return {
        str(tab.get_attribute("class")).removeprefix("outcome-"): tab.locator("strong").inner_text()
        for tab in tabs.all()
    }


def store(page: Page, timeout: int = WAIT) -> str:
    """Store what is right, leaving out what is wrong; return the address of the import."""
    leave_out = page.get_by_label(re.compile("Leave out the"))
    if leave_out.count():
        leave_out.check()
    page.get_by_role("button", name=re.compile("^Store")).click()
    expect(page.get_by_text("stored", exact=True)).to_be_visible(timeout=timeout)
    return page.url.split("?")[0]


def undo(page: Page, address: str, timeout: int = WAIT) -> None:
    """Undo a stored import from its page."""
    page.goto(address)
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("undone", exact=True)).to_be_visible(timeout=timeout)


def drop(page: Page) -> None:
    """Drop the import of the page."""
    page.get_by_role("button", name="Drop this import").click()
    expect(page.get_by_text("nothing of it was stored")).to_be_visible()


def rows_with(page: Page, *words: str) -> int:
    """Return in how many rows of the table all of ``words`` are."""
    rows = page.locator("table.rows tbody tr")
    for word in words:
        rows = rows.filter(has_text=word)
    return rows.count()
