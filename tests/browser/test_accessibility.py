"""axe finds nothing against WCAG 2.2 AA, on every kind of page, in both languages and colour schemes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

READERS = [
    "/",
    "/institutions/",
    "/institutions/?kind=ombuds&region=europe",
    "/institutions/?kind=nonsense",
    "/institutions/?q=zzzz",
    "/institutions/defender-of-rights/",
    "/institutions/france/",
    "/networks/",
    "/networks/working-group-on-human-rights-defenders/",
    "/treaty-bodies/",
    "/treaty-bodies/committee-on-the-rights-of-the-child/",
    "/instruments/",
    "/instruments/convention-on-the-rights-of-the-child/",
    "/mandates/",
    "/mandates/dor-monitor-crpd/",
    "/engagements/",
    "/meetings/",
    "/meetings/inter-mechanisms-meeting-5-1/",
    "/memberships/",
    "/themes/",
    "/themes/childrens-rights/",
    "/countries/",
    "/countries/france/",
    "/sources/",
    "/sources/inter-mechanisms-5-1-press-release-2014/",
    "/about/",
    "/licence/",
    "/privacy/",
    "/report-an-error/?page=/about/",
    "/accounts/login/",
    "/no-such-page/",
]
CURATORS = [
    "/admin/",
    "/admin/networks/membership/",
    "/admin/networks/membership/add/",
    "/admin/institutions/institution/",
    "/admin/institutions/institution/add/",
    "/admin/sources/source/add/",
    "/admin/institutions/theme/deleted/",
    "/admin/accounts/user/",
    "/imports/",
    "/imports/new/",
    "/imports/export/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/logout/",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def found(page, *more: str) -> list[str]:
    """Return what axe finds: everything in the light scheme; in the dark one, what colours can change."""
    _use(page, "light")
    wrong = _run(page, {"runOnly": [*TAGS, *more]})
    _use(page, "dark")
    return wrong + _run(page, {"runOnly": ["color-contrast", "link-in-text-block"]})


def _use(page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_timeout(250)  # the admin’s colours change over a moment


def _run(page, options) -> list[str]:
    result = Axe().run(page, options=options)
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:160]}"
        for one in result.response["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.expects_console_error
@pytest.mark.parametrize("language", ["", "/fr"])
@pytest.mark.parametrize("address", READERS)
def test_axe_finds_nothing_on_a_readers_page(site, page, address, language):
    page.goto(site.url + language + address)

    assert found(page, "best-practice") == []


@pytest.mark.expects_console_error  # axe writes styles of its own, which our policy refuses
@pytest.mark.parametrize("language", ["", "/fr"])
def test_axe_finds_nothing_on_the_curators_pages(site, signed_in, language):
    wrong = {}
    for address in CURATORS:
        signed_in.goto(site.url + language + address)
        if problems := found(signed_in):
            wrong[address] = problems

    assert wrong == {}


@pytest.mark.expects_console_error
@pytest.mark.parametrize("width", [360, 1600])
def test_nothing_is_cut_off(site, page, width):
    page.set_viewport_size({"width": width, "height": 740})
    wide = []
    for address in READERS:
        page.goto(site.url + address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)

    assert wide == []
