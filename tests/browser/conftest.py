"""A real site in a real browser: what ``make run`` starts, in a folder of its own, driven by Chromium.

A worker starts one site for all browser tests that it runs: those that import, those that ask axe, and the
others stay together. They share its database: a test that writes uses names of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.browser.prepared import start_copy

# A busy machine takes longer than Playwright’s five seconds to show what is sure to come.
expect.set_options(timeout=30_000)

FLAGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-gpu", "--no-first-run",
]  # fmt: skip


def pytest_collection_modifyitems(items):
    """Keep the browser tests together, and say why they are skipped where there is no browser."""
    missing = pytest.mark.skip(reason="there is no Chromium: make test installs it where it can")
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.xdist_group(_group(item.path.stem)))
            item.add_marker(pytest.mark.browser)
            if not browser_path():
                item.add_marker(missing)


def _group(name: str) -> str:
    """Return the tests that stay on one worker with those of a file: they take long, on one site."""
    if name.startswith("test_import"):
        return "browser: imports"
    return "browser: axe" if name in ("test_accessibility", "test_languages") else "browser"


def browser_path() -> str | None:
    return os.environ.get("HRNET_BROWSER") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": browser_path(), "args": FLAGS}


@pytest.fixture(scope="session")
def site(django_db_setup):
    """The site as ``make run`` serves it after its first start, empty but for what ships with hrnet."""
    # Not in pytest’s own folder: as root, the database server’s account could not enter it.
    folder = Path(os.environ["HRNET_TEST_DATA"]) / f"site-{os.getpid()}"
    running = start_copy(folder)
    yield running
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(60)


@pytest.fixture(scope="session")
def states(site, browser):
    """The names of the States that the site has, read from its pages."""
    page = browser.new_page()
    names: list[str] = []
    page.goto(f"{site.url}/institutions/?kind=state")
    while True:
        names += page.locator(".records .record-name a").all_inner_texts()
        following = page.get_by_role("link", name=re.compile("Next"))
        if not following.count():
            break
        page.goto(urljoin(page.url, following.get_attribute("href")))
    page.close()
    return names


@pytest.fixture
def signed_in(site, page):
    """A page of somebody who may do everything."""
    page.goto(f"{site.url}/accounts/login/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    return page


@pytest.fixture(autouse=True)
def private_files():
    """These tests have a site of their own, and no settings to change."""


@pytest.fixture(autouse=True)
def nothing_amiss(request):
    """No page may log an error, break the content policy, or ask another site for anything."""
    if "page" not in request.fixturenames:
        yield
        return
    page = request.getfixturevalue("page")
    amiss: list[str] = []
    page.on("console", lambda message: amiss.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.on("request", lambda asked: amiss.append(asked.url) if _foreign(asked.url) else None)
    yield
    allowed = request.node.get_closest_marker("expects_console_error")
    assert not [one for one in amiss if not allowed]


def _foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "about:", "blob:"))
