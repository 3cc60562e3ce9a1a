"""Facets: each count is what choosing that value finds, all other filters applied."""

from __future__ import annotations

import pytest

from hrnet.directory.facets import counting
from institutions.models import InstitutionTheme
from tests.directory.pages import listed
from tests.directory.world import World
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    MandateFactory,
    MembershipFactory,
    NetworkFactory,
    RoleFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

LISTS = [
    "institutions", "networks", "memberships", "treaty-bodies", "instruments", "mandates", "engagements",
    "meetings", "countries", "sources",
]  # fmt: skip


def facets(client, address):
    """Return the facets beside a list: name, and the number of each value by its raw form."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return {one.name: {value.raw: value.number for value in one.values} for one in answer.context["facets"]}


@pytest.mark.parametrize("asked", ["", "on=2016&", "on=2016&holds=perhaps&"])
def test_a_count_is_what_the_list_shows_once_its_value_is_chosen(client, asked):
    World().grow(2)
    found = {name: facets(client, f"/{name}/?{asked}") for name in LISTS}
    told = {
        f"/{name}/?{asked}{facet}={raw}": number
        for name, of_list in found.items()
        for facet, numbers in of_list.items()
        for raw, number in numbers.items()
    }

    assert asked or all(found.values())
    assert {address: client.get(address).context["count"].number for address in told} == told


@pytest.fixture
def members():
    """Institutions of two kinds, countries and themes, in two networks, in other roles in each."""
    france, spain = CountryFactory(), CountryFactory(code="ES", label_en="Spain")
    rights = ThemeFactory(slug="rights")
    children = ThemeFactory(slug="children", parent=rights)
    one = InstitutionFactory(slug="one", kind="ombuds", country=france)
    two = InstitutionFactory(slug="two", kind="nhri", country=france)
    three = InstitutionFactory(slug="three", kind="nhri", country=spain)
    for body, theme in ((one, rights), (one, children), (two, children)):
        InstitutionTheme.objects.create(institution=body, theme=theme)
    first, second = (
        NetworkFactory(institution=InstitutionFactory(slug=slug, kind="peer_network"))
        for slug in ("first", "second")
    )
    chair = RoleFactory(slug="chair")
    MembershipFactory(institution=one, network=first, role=chair)
    MembershipFactory(institution=one, network=second)
    MembershipFactory(institution=two, network=first)
    MembershipFactory(institution=three, network=second, role=chair, review_state="draft")
    MandateFactory(institution=one, function="monitor")


def test_a_facet_is_counted_without_its_own_filter_and_with_all_others(client, members):
    found = facets(client, "/institutions/?kind=nhri&country=FR")

    assert found["kind"] == {"nhri": 1, "ombuds": 1}
    assert found["country"] == {"FR": 1, "ES": 1}
    assert found["network"] == {"first": 1}


def test_conditions_about_a_membership_are_counted_of_the_same_membership(client, members):
    found = facets(client, "/institutions/?network=first")

    assert found["role"] == {"chair": 1, "member": 1}
    assert facets(client, "/institutions/?network=second")["role"] == {"member": 1}
    assert facets(client, "/institutions/?role=chair")["network"] == {"first": 1}


def test_a_broader_theme_counts_the_narrower_once_for_each_institution(client, members):
    assert facets(client, "/institutions/")["theme"] == {"rights": 2, "children": 2}


def test_what_institutions_are_charged_to_do_is_counted_and_filters(client, members):
    assert facets(client, "/institutions/")["function"] == {"monitor": 1}
    assert listed(client, "/institutions/?function=monitor") == ["one"]


def test_memberships_are_counted_by_the_region_and_kind_of_the_institution(client, members):
    found = facets(client, "/memberships/")

    assert found["kind"] == {"ombuds": 2, "nhri": 1}
    assert found["region"] == {"europe": 3}
    assert len(listed(client, "/memberships/?region=europe&kind=ombuds")) == 2


def test_a_value_is_chosen_and_taken_back_by_its_link_with_all_else_kept(client, members):
    page = client.get("/institutions/?kind=nhri&sort=newest&after=").content.decode()

    assert 'href="?kind=nhri&amp;kind=ombuds&amp;sort=newest" rel="nofollow">ombuds' in page
    assert 'href="?sort=newest" rel="nofollow" aria-current="true"' in page


def test_where_nothing_fits_there_is_nothing_to_count(client, members):
    assert facets(client, "/institutions/?q=…") == {}


def test_a_long_list_is_counted_after_the_page(client, members, monkeypatch):
    monkeypatch.setattr(counting, "LARGE", -2)

    page = client.get("/institutions/?kind=nhri")

    assert page.context["facets"] == []
    assert 'data-facets="?kind=nhri&amp;facets=only"' in page.content.decode()
    fragment = client.get("/institutions/?kind=nhri&facets=only")
    assert 'href="?kind=nhri&amp;country=FR"' in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    assert facets(client, "/institutions/?kind=nhri&facets=shown")["kind"] == {
        "nhri": 2,
        "ombuds": 1,
        "peer_network": 2,
    }


def test_a_count_that_stopped_says_so(client, members, monkeypatch):
    monkeypatch.setattr(counting, "READ", 2)

    values = [one for facet in client.get("/institutions/").context["facets"] for one in facet.values]

    assert values
    assert not any(one.is_exact for one in values)


@pytest.mark.parametrize("asked", ["facets=all", "sort=nonsense", "holds=always", "function=nonsense"])
def test_what_a_list_does_not_know_is_refused(client, members, asked):
    assert client.get(f"/institutions/?{asked}").status_code == 400


@pytest.mark.parametrize(
    ("order", "shown"), [("institution", "a"), ("network", "x"), ("start", "b"), ("newest", "c")]
)
def test_memberships_are_put_in_the_order_that_is_asked_for(client, order, shown):
    late, early = (
        NetworkFactory(institution=InstitutionFactory(slug=slug, kind="peer_network")) for slug in ("z", "y")
    )
    for slug, network, start in (
        ("a", late, "2001"),
        ("b", late, "2009"),
        ("x", early, "2002"),
        ("c", late, None),
    ):
        MembershipFactory(institution=InstitutionFactory(slug=slug), network=network, start=start)

    assert listed(client, f"/memberships/?sort={order}")[0].split("@")[0] == shown


def test_every_order_of_a_list_is_walked_through_each_row_once(client, monkeypatch):
    World().grow(2)
    whole = {name: client.get(f"/{name}/").context for name in [*LISTS, "themes"]}
    rows = {name: sorted({row.pk for row in context["page"].rows}) for name, context in whole.items()}
    orders = [(name, order) for name, context in whole.items() for order, _label in context["orders"]]
    monkeypatch.setattr("hrnet.directory.views.lists.PAGE_SIZE", 4)

    seen = {one: sorted(walked(client, *one)) for one in orders}

    assert seen == {(name, order): rows[name] for name, order in orders}


def walked(client, name, order):
    """Return the keys of the rows that the pages of a list show in ``order``, one page after the other."""
    seen, token = [], ""
    while token is not None:
        page = client.get(f"/{name}/?sort={order}&after={token}").context["page"]
        seen += [row.pk for row in page.rows]
        token = page.next_token or None
    return seen
