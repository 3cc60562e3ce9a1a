"""On every kind of page nothing is cut off, nothing comes from elsewhere, and the keyboard is enough."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import pages


def sides_cut_off(site, page, addresses: list[str]) -> list[str]:
    """Return the addresses of the pages that are wider than a telephone."""
    page.set_viewport_size({"width": 360, "height": 740})
    return [address for address in addresses if _wide(page, site.url + address)]


def _wide(page, address: str) -> bool:
    page.goto(address)
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.expects_console_error  # the pages of errors answer with their status
@pytest.mark.parametrize("language", ["", "/fr"])
def test_no_page_of_readers_scrolls_sideways_on_a_telephone(site, page, language):
    addresses = [*pages.READERS, *pages.ERRORS, pages.disagreement(site, page)]

    assert sides_cut_off(site, page, [language + one for one in addresses]) == []


@pytest.mark.expects_console_error  # who has no role is told so with a status
def test_no_page_of_curators_scrolls_sideways_on_a_telephone(site, signed_in):
    made = pages.made_by_curators(site, signed_in)
    addresses = [f"/fr{one}" for one in (*pages.CURATORS, *made)]

    assert sides_cut_off(site, signed_in, addresses) == []


def test_no_bulk_action_scrolls_sideways_on_a_telephone(site, signed_in):
    signed_in.set_viewport_size({"width": 360, "height": 740})
    pages.ask_to_publish(signed_in, f"{site.url}/fr/admin/networks/membership/")

    assert signed_in.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


# How far what is seen moved by itself while the page came; 0 where nothing did.
SHIFTED = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) moved += one.value;
  }).observe({type: "layout-shift", buffered: true});
  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(moved))));
})"""


def shifts(site, page, addresses: list[str]) -> dict[str, float]:
    """Return how far what is seen moved on each page, where it did."""
    fetched: list[str] = []  # what comes after the page, and could move it

    def note(request):
        if request.resource_type == "fetch":
            fetched.append(request.url)

    page.on("request", note)
    moved = {}
    for address in addresses:
        fetched.clear()
        page.goto(site.url + address)
        if fetched:
            page.wait_for_load_state("networkidle")
        if shift := page.evaluate(SHIFTED):
            moved[address] = shift
    page.remove_listener("request", note)
    return moved


@pytest.mark.parametrize("width", [360, 1600])
def test_nothing_moves_while_a_page_of_readers_comes(site, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    moved = shifts(site, page, pages.READERS)

    # A busy machine may paint the first half of a page before the second comes: that does not happen twice.
    assert shifts(site, page, list(moved)) == {}


@pytest.mark.expects_console_error
def test_every_page_asks_nobody_but_its_own_site(site, signed_in):
    asked: set[str] = set()
    signed_in.on("request", lambda one: asked.add(_origin(one.url)))
    for address in (*pages.READERS, *pages.ERRORS, *pages.CURATORS):
        signed_in.goto(site.url + address)

    assert asked <= {site.url, "data://"}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.mark.parametrize("address", ["/", "/institutions/", "/institutions/defender-of-rights/"])
def test_the_keyboard_goes_through_a_page_in_its_order_and_is_seen(site, page, address):
    page.set_viewport_size({"width": 1600, "height": 1000})
    page.goto(site.url + address)
    seen = []
    for _press in range(25):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))

    assert [one["place"] for one in seen] == sorted(one["place"] for one in seen)
    assert [one["text"] for one in seen if not one["seen"]] == []


# Where the focused element stands among all, and whether one sees that it has the focus.
FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    text: one.textContent.trim() || one.name || one.tagName,
    place: [...document.querySelectorAll("*")].indexOf(one),
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && box.width > 0 && box.top >= 0 && box.bottom <= window.innerHeight,
  };
}"""


def test_a_telephone_folds_menu_and_filters_and_a_key_opens_them(site, page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site.url}/institutions/?region=europe")
    menu, filters = page.locator(".menu > summary"), page.locator(".filters > summary")

    expect(page.get_by_role("link", name="Treaty bodies")).to_be_hidden()
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    for summary in (menu, filters):
        summary.focus()
        page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Treaty bodies")).to_be_visible()
    expect(page.get_by_role("button", name="Show")).to_be_visible()


def test_a_wide_screen_shows_menu_and_filters_at_once(site, page):
    page.set_viewport_size({"width": 1600, "height": 1000})
    page.goto(f"{site.url}/institutions/")

    expect(page.get_by_role("link", name="Treaty bodies")).to_be_visible()
    expect(page.get_by_role("button", name="Show")).to_be_visible()
