"""Every kind of page of the site, by address, for the tests that look at all of them."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from tests.browser import importing

# Addresses of readers. Where two pages are of one kind, they differ in what they show.
READERS = [
    "/",
    "/institutions/",
    "/institutions/?kind=ombuds&region=europe",
    "/institutions/?q=zzzz",
    "/institutions/defender-of-rights/",
    "/institutions/france/",
    "/institutions/defender-of-rights/cite/",
    "/networks/",
    "/networks/working-group-on-human-rights-defenders/",
    "/networks/working-group-on-human-rights-defenders/?on=2014-11-14",
    "/networks/working-group-on-human-rights-defenders/changes/?from=2010&to=2014-11-14",
    "/memberships/?on=2014",
    "/treaty-bodies/",
    "/treaty-bodies/committee-on-the-rights-of-the-child/",
    "/instruments/",
    "/instruments/convention-on-the-rights-of-the-child/",
    "/mandates/",
    "/mandates/dor-monitor-crpd/",
    "/engagements/",
    "/engagements/wg-defenders-dissemination-national-ngos-working-for-defenders/",
    "/meetings/",
    "/meetings/inter-mechanisms-meeting-5-1/",
    "/memberships/",
    "/themes/",
    "/themes/childrens-rights/",
    "/countries/",
    "/countries/france/",
    "/institutions/defender-of-rights/picture/",
    "/institutions/defender-of-rights/picture/embed/",
    "/networks/european-network-of-equality-bodies/picture/?steps=2&on=2014",
    "/countries/france/picture/?tie=membership",
    "/institutions/defender-of-rights/timeline/",
    "/map/?kind=state",
    "/matrices/",
    "/matrices/countries-networks/?on=2014",
    "/matrices/institutions-treaty-bodies/?kind=alternative_report&sort=total",
    "/matrices/themes-functions/?function=litigate&theme=police-ethics",
    "/matrices/themes-functions/",
    "/matrices/gaps/?network=european-network-of-equality-bodies",
    "/matrices/gaps/?region=europe&kind=ombuds&network=european-network-of-ombudsmen&on=2014",
    "/compare/?kind=institution&id=defender-of-rights&id=council-of-europe&id=france",
    "/compare/?kind=network&id=european-network-of-equality-bodies&id=european-network-of-ombudsmen&on=2014",
    "/compare/?kind=country&id=france&id=spain&add=nothing+like+this",
    "/compare/",
    "/paths/?from=defender-of-rights&to=human-rights-council",
    "/paths/?from=defender-of-rights&to=european+n&on=2014&tie=membership",
    "/paths/",
    "/sources/",
    "/sources/inter-mechanisms-5-1-press-release-2014/",
    "/search/?q=droits",
    "/search/?q=nothing+like+this",
    "/search/",
    "/about/",
    "/licence/",
    "/privacy/",
    "/report-an-error/?page=/about/",
    "/accounts/login/",
]
# Pages for what goes wrong: the browser writes their status to its console.
ERRORS = [
    "/no-such-page/",
    "/institutions/?kind=nonsense",
    "/institutions/?after=nonsense",
    "/compare/?id=nonsense&id=france",
    "/matrices/gaps/?region=europe",
    "/paths/?from=france&to=nonsense",
]
CURATORS = [
    "/admin/",
    "/admin/networks/",
    "/admin/networks/membership/",
    "/admin/networks/membership/add/",
    "/admin/institutions/institution/",
    "/admin/institutions/institution/add/",
    "/admin/sources/source/add/",
    "/admin/institutions/theme/deleted/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/accounts/user/1/change/",
    "/admin/accounts/user/1/sessions/",
    "/imports/",
    "/imports/new/",
    "/imports/export/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/",
    "/accounts/no-role/",
    "/accounts/logout/",
]
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# What is served when nothing else works; no site is needed to look at them.
STANDING_ALONE = [TEMPLATES / "500.html", TEMPLATES / "503.html"]
ROWS = b"""institution,network,role,start,end,column that hrnet does not know
Defender of Rights,Equinet,member,2011,,x
Nobody at all,Equinet,member,2011,,x
France,Equinet,member,2011-13,,x
Spain,Equinet,observer,2009,2012,x
Italy,Equinet,observer,2009-Q4,2012,x
"""
TO_UNDO = f"""institution,network,role
Human Rights Council,{importing.NETWORK},treasurer
"""
ACROSS = (
    "Body,Equinet,ENOC,AOMF\nCouncil of Europe,x,x,x\nEuropean Commission,,x,x\nEuropean Parliament,x,,\n"
)


def disagreement(site, page) -> str:
    """Return the address of a membership on which sources disagree."""
    page.goto(f"{site.url}/institutions/defender-of-rights/")
    row = page.locator("#memberships .statement").filter(has_text="Mediterranean Ombudsmen").first
    return row.get_by_role("link", name="member", exact=True).get_attribute("href")


def made_by_curators(site, page) -> list[str]:
    """Make what has a page only once it is there, signed in, and return the addresses."""
    return [*_pages_of_imports(site, page), *_pages_of_a_theme(site, page)]


def _pages_of_imports(site, page) -> list[str]:
    """A preview with every kind of row, its columns and names; one to undo; what is remembered."""
    importing.send(page, site, "every kind of row.csv", ROWS)
    preview = page.url.removeprefix(site.url)
    _decide(site, page)
    importing.send(page, site, "to undo.csv", TO_UNDO)
    stored = importing.store(page).removeprefix(site.url)
    return [
        preview, f"{preview}?outcome=wrong", f"{preview}names/", f"{preview}names/party/1/?q=ombud",
        f"{preview}names/?how=name", _mapping(site, page), stored, f"{stored}undo/", "/imports/mappings/",
        "/imports/decisions/",
    ]  # fmt: skip


def _decide(site, page) -> None:
    """Decide what a name means that no file has had before."""
    name = f"Chamber of {secrets.token_hex(4)}"
    importing.send(page, site, "decided.csv", f"institution,network\n{name},{importing.NETWORK}\n")
    page.goto(f"{page.url}names/party/1/?q=united+nations+general+assembly")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Decide").click()
    importing.previewed(page)


def _mapping(site, page) -> str:
    """Leave a file at the page of its columns, lying across, after a mapping was saved from such a file."""
    importing.send(page, site, "saved.csv", ACROSS)
    page.get_by_label("Save these choices under a name").fill("A cross table")
    importing.read(page)
    importing.drop(page)
    importing.send(page, site, "across.csv", ACROSS)
    return page.url.removeprefix(site.url)


def _pages_of_a_theme(site, page) -> list[str]:
    """Change a theme, so that there is something to put back; its form, history, and two confirmations."""
    page.goto(f"{site.url}/admin/institutions/theme/?q=land")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url("**/change/**")
    form = re.sub(r"\?.*", "", page.url).removeprefix(site.url)
    page.locator("#id_description_en").fill("Land, and who may live on it.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.locator(".messagelist .success").wait_for()
    history, deletion = form.replace("/change/", "/history/"), form.replace("/change/", "/delete/")
    page.goto(site.url + history)
    put_back = page.get_by_role("link", name="Put back to what it was after this").first
    return [form, history, deletion, put_back.get_attribute("href")]


def ask_to_publish(page, address: str) -> None:
    """Choose a bulk action in the desk’s list, which then asks for a confirmation."""
    page.goto(address)
    page.locator("input[name=_selected_action]").first.check()
    page.locator("select[name=action]").select_option("publish")
    page.locator("button[name=index]").click()
    page.locator("#reason").wait_for()


def form_without_cookie(page, address: str) -> None:
    """Send the sign-in form without the cookie that belongs to it: the page that says why not."""
    page.goto(address)
    page.context.clear_cookies()
    page.locator("#id_login").fill("somebody")
    page.locator("#id_password").fill("anything at all")
    with page.expect_navigation():
        page.locator("main button[type=submit]").click()
