"""Lists go on over pages: forwards and backwards, each row once, whatever its name."""

import pytest

from hrnet.directory import keyset
from hrnet.directory.views import lists
from tests.directory.pages import listed
from tests.directory.world import World
from tests.factories import InstitutionFactory, MeetingFactory, MembershipFactory, NameFactory, SourceFactory

pytestmark = pytest.mark.django_db

LISTS = [
    "institutions", "networks", "treaty-bodies", "instruments", "mandates", "engagements", "meetings",
    "themes", "countries", "sources", "memberships",
]  # fmt: skip


@pytest.fixture
def short_pages(monkeypatch):
    """Pages of three rows."""
    monkeypatch.setattr(lists, "PAGE_SIZE", 3)


def walk(client, address, way):
    """Return the pages of a list from its first (or last) one on, by the links that each offers."""
    pages = []
    while address and len(pages) < 100:
        page = client.get(address).context["page"]
        pages.append(page)
        token = page.next_token if way == "after" else page.previous_token
        address = f"{address.split('?')[0]}?{way}={token}" if token else ""
    return pages


def keys(pages):
    return [row.pk for page in pages for row in page.rows]


@pytest.mark.parametrize("language", ["", "/fr"])
def test_a_list_is_walked_through_forwards_and_back_again(client, short_pages, language):
    World().grow(3)

    for address in (f"{language}/{name}/" for name in LISTS):
        all_rows = [row.pk for row in everything(client, address)]
        forwards = walk(client, address, "after")
        last = f"{address}?after={forwards[-2].next_token}"
        backwards = walk(client, last, "before")

        assert len(forwards) > 1, address
        assert keys(forwards) == all_rows, address
        assert len(set(all_rows)) == len(all_rows), address
        assert keys(backwards[::-1]) == all_rows, address
        assert not forwards[0].has_previous, address
        assert not backwards[-1].has_previous, address


def everything(client, address):
    """Return all rows of a list, in its order, on one page."""
    size, lists.PAGE_SIZE = lists.PAGE_SIZE, 1000
    rows = client.get(address).context["page"].rows
    lists.PAGE_SIZE = size
    return rows


def test_names_that_sort_alike_are_each_shown_once(client, short_pages):
    bodies = [InstitutionFactory(slug=f"one-{number}", names="The One") for number in range(7)]

    pages = walk(client, "/institutions/", "after")

    assert keys(pages) == [body.pk for body in bodies]


def test_names_in_any_script_and_with_any_sign_go_on_to_the_next_page(client, short_pages):
    for number, text in enumerate(("«Ὀμβούδσμαν»", "مجلس", "人权", 'O\'Neil & "Co"', "50 % <b>", "é" * 300)):
        body = InstitutionFactory(slug=f"body-{number}")
        NameFactory(institution=body, text=text, language="fr")

    pages = walk(client, "/fr/institutions/", "after")

    assert len(keys(pages)) == 6


def test_the_newest_meeting_comes_first_and_the_undated_last(client):
    MeetingFactory(slug="undated")
    for slug, start in (("old", "1999-05"), ("new", "2020"), ("middle", "2010-Q3")):
        MeetingFactory(slug=slug, start=start, period_type="dated")

    assert listed(client, "/meetings/") == ["new", "middle", "old", "undated"]


def test_a_list_is_in_the_order_of_the_readers_language(client):
    for slug, english, french in (("a", "Zebra", "Âne"), ("b", "The apple", "Zèbre")):
        body = InstitutionFactory(slug=slug, names=english)
        NameFactory(institution=body, text=french, language="fr")

    assert listed(client, "/institutions/") == ["b", "a"]
    assert listed(client, "/fr/institutions/") == ["a", "b"]


def test_a_page_keeps_its_filters_and_its_place_when_rows_are_added(client, short_pages):
    for letter in "bcdefg":
        InstitutionFactory(slug=letter, names=letter, kind="nhri")
    InstitutionFactory(slug="other", names="d", kind="court")
    first = client.get("/institutions/?kind=nhri").context["page"]
    InstitutionFactory(slug="a", names="a", kind="nhri")

    assert listed(client, f"/institutions/?kind=nhri&after={first.next_token}") == ["e", "f", "g"]


@pytest.mark.parametrize(
    ("way", "expected"), [("after", ["c", "d", "e"]), ("before", ["a", "b", "c"])], ids=["end", "start"]
)
def test_beyond_the_rows_stands_the_page_at_that_end(client, short_pages, way, expected):
    for letter in "abcde":
        InstitutionFactory(slug=letter, names=letter)
    edge = InstitutionFactory(slug="edge", names="zz" if way == "after" else "0")
    token = keyset.Keyset(("sort_en", "pk")).token(edge)
    edge.delete()

    assert listed(client, f"/institutions/?{way}={token}") == expected


def test_a_count_stops_where_counting_costs_more_than_it_tells(client, monkeypatch):
    monkeypatch.setattr(keyset, "COUNTED", 4)
    for _number in range(5):
        SourceFactory()

    assert "More than 4 records" in client.get("/sources/").content.decode()


def test_an_order_without_an_index_is_there_only_where_all_rows_are_counted(client, monkeypatch):
    MembershipFactory()
    MembershipFactory()
    assert "?sort=institution" in client.get("/memberships/").content.decode()
    assert client.get("/memberships/?sort=institution").context["order"] == "institution"

    monkeypatch.setattr(keyset, "COUNTED", 1)
    large = client.get("/memberships/")
    assert "?sort=institution" not in large.content.decode()
    assert "?sort=start" in large.content.decode()
    assert client.get("/memberships/?sort=institution").context["order"] == "newest"
