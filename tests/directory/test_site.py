"""What every page has in common, the pages about hrnet itself, and the health of the site."""

import shutil
from collections import namedtuple

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import reverse

from hrnet.directory.views import pages
from tests.clients import PlainClient
from tests.directory.world import World
from tests.factories import InstitutionFactory, MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db

FIXED = ["", "about/", "licence/", "privacy/", "report-an-error/"]


@pytest.fixture
def world():
    world = World()
    world.grow(1)
    return world


@pytest.fixture(scope="class")
def public(django_db_setup, django_db_blocker):
    """Every public page as a reader gets it: the answer by the address."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        world.grow(1)
        client = PlainClient()
        yield {address: client.get(address) for address in everything(world)}
        transaction.set_rollback(True)


def everything(world):
    english = [*world.lists().values(), *world.pages().values(), *(f"/{page}" for page in FIXED)]
    return [*english, *(f"/fr{address}" for address in english), "/health/", "/institutions/none/"]


# -- what every page has in common


class TestEveryPage:
    """One world, and one look at each of its pages, for all of these."""

    def test_every_page_has_the_headers_that_keep_a_reader_safe(self, public, client):
        answers = {**public, "/accounts/login/": client.get("/accounts/login/")}

        for address, answer in answers.items():
            policy = answer["Content-Security-Policy"]
            assert "unsafe" not in policy, address
            assert "default-src 'none'" in policy
            assert "script-src 'self'" in policy
            assert "style-src 'self'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "base-uri 'none'" in policy
            assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["X-Frame-Options"] == "DENY"
            assert answer["Referrer-Policy"] == "same-origin"
            assert "camera=()" in answer["Permissions-Policy"]

    def test_a_reader_gets_no_cookie_on_any_page(self, public):
        assert [address for address, answer in public.items() if answer.cookies] == []

    def test_no_page_has_script_or_style_of_its_own(self, public):
        contents = {address: answer.content.decode() for address, answer in public.items()}

        assert [
            address
            for address, page in contents.items()
            if " style=" in page or "<style" in page or "<script>" in page or " onclick=" in page
        ] == []

    def test_a_head_request_gets_what_a_get_request_gets_without_the_content(self, public, client):
        for address, whole in public.items():
            answer = client.head(address)
            assert (answer.status_code, answer.content) == (whole.status_code, b""), address
            assert answer["Content-Type"] == whole["Content-Type"]

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_no_public_page_takes_anything_but_questions(self, public, client, method):
        addresses = [one for one in public if one != "/institutions/none/"]

        assert {getattr(client, method)(address).status_code for address in addresses} == {405}


def test_a_page_of_an_error_has_the_safe_headers_too(client):
    for answer in (client.get("/nothing/"), client.get("/institutions/?after=x"), client.get("/?q=%00")):
        assert answer.status_code in (400, 404)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"


# -- the pages about hrnet


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/about/", "How to read a statement"),
        ("/fr/about/", "Comment lire un énoncé"),
        ("/licence/", "Creative Commons Attribution 4.0 International"),
        ("/fr/licence/", "Creative Commons Attribution 4.0 International"),
        ("/privacy/", "Reading sets no cookie"),
        ("/fr/privacy/", "cookie"),
        ("/report-an-error/", "Tell us what is wrong"),
        ("/fr/report-an-error/", "source"),
    ],
)
def test_what_the_pages_about_hrnet_say(client, address, said):
    answer = client.get(address)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert f'<html lang="{"fr" if "/fr/" in address else "en"}"' in answer.content.decode()


def test_a_report_names_the_page_that_it_is_about(client, settings):
    settings.BASE_URL = "https://hrnet.example.org"
    page = client.get("/report-an-error/?page=/institutions/the-body/").content.decode()

    assert "https://hrnet.example.org/institutions/the-body/" in page


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)", "/nothing/", "<b>", ""]
)
def test_a_report_names_no_other_address(client, elsewhere):
    page = client.get("/report-an-error/", {"page": elsewhere}).content.decode()

    assert '<code class="long">' not in page


@pytest.mark.parametrize("contact", ["corrections@example.org", "https://example.org/write"])
def test_a_report_goes_where_the_operator_says(client, settings, contact):
    settings.HRNET_CONTACT = contact

    assert contact in client.get("/report-an-error/").content.decode()


def test_a_report_tells_where_the_operator_has_not_said_so(client, settings):
    settings.HRNET_CONTACT = ""

    assert "has not set a contact address yet" in client.get("/report-an-error/").content.decode()


# -- the start page


def test_the_start_page_counts_what_the_public_sees(client):
    network = NetworkFactory(institution=InstitutionFactory(kind="peer_network"))
    MembershipFactory(network=network)
    MembershipFactory(network=network, review_state="draft")
    MembershipFactory(network=network, institution=InstitutionFactory(review_state="draft"))

    counts = {address: number for address, _label, number in client.get("/").context["counts"]}

    assert counts["directory:institutions"] == 3
    assert counts["directory:memberships"] == 1
    assert counts["directory:networks"] == 1


@pytest.mark.parametrize("address", ["/institutions/?kind=nhri&q=a", "/sources/the-source/", "/"])
def test_each_page_leads_to_itself_in_the_other_language(client, world, address):
    english, french = client.get(address), client.get(f"/fr{address}")
    there, back = f"/fr{address}".replace("&", "&amp;"), address.replace("&", "&amp;")

    assert f'href="{there}" lang="fr"' in english.content.decode()
    assert f'href="{back}" lang="en"' in french.content.decode()


# -- health


@pytest.fixture
def room(monkeypatch):
    """Let the disk have as much room as a test says."""

    def have(free):
        usage = namedtuple("usage", "total used free")(2**40, 0, free)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)

    have(2**40)
    return have


def test_a_site_that_can_work_says_so(client, room):
    answer = client.get("/health/")

    assert (answer.status_code, answer.json()) == (
        200,
        {"ok": True, "database": True, "migrations": True, "disk": True, "backup_age_hours": None},
    )
    assert "no-store" in answer["Cache-Control"]


def test_a_disk_that_fills_up_is_told(client, room):
    room(pages.LOW_DISK)

    answer = client.get("/health/")

    assert (answer.status_code, answer.json()["ok"], answer.json()["disk"]) == (503, False, False)


def test_a_migration_that_waits_is_told(client, room):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'networks'")

    answer = client.get("/health/")

    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


@pytest.mark.parametrize("error", [OperationalError, DatabaseError])
def test_a_database_that_does_not_answer_is_told(client, room, monkeypatch, error):
    def cursor(self, *_arguments):
        raise error("the server closed the connection unexpectedly")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", cursor)

    answer = client.get("/health/")

    assert (answer.status_code, answer.json()["ok"], answer.json()["database"]) == (503, False, False)


@pytest.mark.parametrize("address", ["/", "/institutions/", "/fr/sources/the-source/", "/admin/"])
def test_while_the_database_is_away_a_page_says_so_and_when_to_come_back(
    client, publisher, monkeypatch, address
):
    def cursor(self, *_arguments):
        raise OperationalError("the server closed the connection unexpectedly")

    client.force_login(publisher)
    client.raise_request_exception = False
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", cursor)

    answer = client.get(address)

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "the server closed" not in answer.content.decode()


def test_a_fault_of_ours_says_nothing_of_its_inside(client, monkeypatch):
    def broken(*_arguments, **_named):
        raise RuntimeError("the inside")

    client.raise_request_exception = False
    monkeypatch.setattr(pages, "_own_page", broken)

    answer = client.get(reverse("directory:report_error"))

    assert answer.status_code == 500
    assert "the inside" not in answer.content.decode()
    assert "<html" in answer.content.decode()
