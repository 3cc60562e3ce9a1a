"""What a page weighs: the HTML of a list at most 60 kB, all that it loads besides at most 150 kB."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client

from hrnet.directory.facets import counting
from institutions.models import Country, Institution, Name
from tests.directory.world import World
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("budgets")]

LIST_HTML, ASSETS = 60_000, 150_000  # bytes, not compressed
LONG = "National Commission for the Promotion and Protection of Human Rights no. {}"
LISTS = (
    "institutions", "networks", "treaty-bodies", "instruments", "mandates", "engagements", "meetings",
    "themes", "countries", "sources", "memberships",
)  # fmt: skip
OTHERS = (
    "/", "/search/?q=rights", "/about/", "/map/", "/institutions/the-body/", "/networks/the-network/",
    "/treaty-bodies/the-treaty-body/", "/institutions/the-body/picture/", "/networks/the-network/timeline/",
    "/matrices/", "/compare/", "/paths/", "/accounts/login/",
)  # fmt: skip
LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img[^>]* src)="([^"]+)"')


def fill(world):
    """Add 200 countries with an institution of a long name each; the first 40 are members."""
    codes = [f"{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(200)]
    Country.objects.bulk_create(
        Country(
            code=code, slug=code.lower(), label_en=f"Democratic Republic of {code}",
            label_fr=f"République démocratique de {code}",
        )
        for code in codes if not Country.objects.filter(code=code).exists()
    )  # fmt: skip
    countries = Country.objects.in_bulk(codes, field_name="code")
    bodies = Institution.objects.bulk_create(
        Institution(
            slug=f"national-commission-for-human-rights-{number}", kind="nhri", country=countries[code],
            review_state="published",
        )
        for number, code in enumerate(codes)
    )  # fmt: skip
    Name.objects.bulk_create(
        Name(institution=body, text=LONG.format(number), language="en", kind="official")
        for number, body in enumerate(bodies)
    )
    for body in bodies[:40]:
        MembershipFactory(institution=body, network=world.network, status="active")


@pytest.fixture(scope="module")
def full(django_db_setup, django_db_blocker):
    """Lists with full pages, facets with many values, and 200 countries with an institution each."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        world.grow(27)  # a row more than a page shows, and one for the world’s own
        fill(world)
        yield world
        transaction.set_rollback(True)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("name", LISTS)
def test_the_html_of_a_full_list_keeps_its_budget(full, name, language):
    start = "" if language == "en" else f"/{language}"
    answer = Client().get(f"{start}/{name}/?facets=shown")
    assert answer.status_code == 200
    assert len(answer.content) <= LIST_HTML


@pytest.mark.parametrize("address", [*(f"/{name}/" for name in LISTS), *OTHERS])
def test_what_a_page_loads_keeps_its_budget_and_comes_from_here(full, address):
    answer = Client().get(address)
    assert answer.status_code == 200, address
    loaded = set(LOADED.findall(answer.content.decode()))
    assert any(one.endswith(".css") for one in loaded)
    sizes = {}
    for one in loaded:
        assert one.startswith(("/static/", "/")), one
        if one.startswith("/static/"):
            path = finders.find(one.removeprefix("/static/"))
            with open(path, "rb") as file:
                sizes[one] = len(file.read())
    assert sum(sizes.values()) <= ASSETS, sizes


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_measured_are_full(full, name):
    shown = Client().get(f"/{name}/?facets=shown").context["page"]
    assert len(shown.rows) == 25
    assert shown.has_next


def test_the_facets_measured_are_full(full):
    facets = Client().get("/memberships/?facets=shown").context["facets"]
    assert max(len(one.values) for one in facets) == counting.VALUES
