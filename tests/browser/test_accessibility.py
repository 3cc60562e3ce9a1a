"""axe finds nothing against WCAG 2.2 AA, on every kind of page, in all languages, both schemes and widths.

A page is looked at in English and in French, one on a wide screen and one on a narrow one, a page of readers
also in Spanish or Arabic; which is which alternates from page to page. Each time everything is looked at in
the light scheme, and in the dark one what colours can change. With ``HRNET_AXE=all`` each page is looked at
in every language at every width, which takes four times as long.
"""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import pages

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
NARROW, WIDE = 360, 1600
WAYS = [("", WIDE), ("/fr", NARROW), ("", NARROW), ("/fr", WIDE)]
PROOFS = [("/es", NARROW), ("/ar", WIDE), ("/es", WIDE), ("/ar", NARROW)]  # the languages of readers alone


def ways(number: int, *, readers: bool) -> list[tuple[str, int]]:
    """Return in which languages and at which widths the page of this number is looked at."""
    if os.environ.get("HRNET_AXE") == "all":
        return [*WAYS, *PROOFS] if readers else WAYS
    some = WAYS[:2] if number % 2 else WAYS[2:]
    return [*some, PROOFS[number % len(PROOFS)]] if readers else some


def found(page, *more: str) -> list[str]:
    """Return what axe finds: everything in the light scheme; in the dark one, what colours can change."""
    _use(page, "light")
    page.evaluate(Axe().axe_script)
    wrong = _run(page, [*TAGS, *more])
    _use(page, "dark")
    colours = _run(page, COLOURS)
    return [*_told(wrong), *_told(colours)]


def _run(page, rules: list[str]) -> dict:
    # Of what is right, axe need not say where it is: that takes longer than to look.
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    return page.evaluate("options => axe.run(document, options)", options)


def _use(page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")


def _told(response) -> list[str]:
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:160]}"
        for one in response["violations"]
        for node in one["nodes"][:3]
    ]


def looked_at(site, page, addresses: list[str], *more: str) -> dict[str, list[str]]:
    """Return what axe finds on each page, by its address and width; nothing where all is well."""
    wrong = {}
    for number, address in enumerate(addresses):
        for language, width in ways(number, readers=bool(more)):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(site.url + language + address)
            if problems := found(page, *more):
                wrong[f"{language}{address} at {width}"] = problems
    return wrong


# axe writes styles of its own, which our policy refuses.
@pytest.mark.expects_console_error
@pytest.mark.parametrize("part", range(3))
def test_axe_finds_nothing_on_the_readers_pages(site, page, part):
    assert looked_at(site, page, pages.READERS[part::3], "best-practice") == {}


@pytest.mark.expects_console_error
def test_axe_finds_nothing_where_sources_disagree_or_something_is_wrong(site, page):
    addresses = [pages.disagreement(site, page), *pages.ERRORS]

    assert looked_at(site, page, addresses, "best-practice") == {}


@pytest.mark.expects_console_error
def test_axe_finds_nothing_on_a_form_that_came_too_late(site, page):
    pages.form_without_cookie(page, f"{site.url}/fr/accounts/login/")

    assert found(page, "best-practice") == []


@pytest.mark.expects_console_error
@pytest.mark.parametrize("path", pages.STANDING_ALONE, ids=lambda path: path.name)
def test_axe_finds_nothing_on_a_page_that_stands_alone(page, path):
    page.set_content(path.read_text())

    assert found(page, "best-practice") == []


@pytest.mark.expects_console_error
@pytest.mark.parametrize("part", range(2))
def test_axe_finds_nothing_on_the_curators_pages(site, signed_in, part):
    assert looked_at(site, signed_in, pages.CURATORS[part::2]) == {}


@pytest.mark.expects_console_error
def test_axe_finds_nothing_on_what_curators_make(site, signed_in):
    assert looked_at(site, signed_in, pages.made_by_curators(site, signed_in)) == {}


@pytest.mark.expects_console_error
@pytest.mark.parametrize(("language", "width"), WAYS[1:3])
def test_axe_finds_nothing_on_the_confirmation_of_a_bulk_action(site, signed_in, language, width):
    signed_in.set_viewport_size({"width": width, "height": 800})
    pages.ask_to_publish(signed_in, f"{site.url}{language}/admin/networks/membership/")

    assert found(signed_in) == []
