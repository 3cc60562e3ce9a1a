"""What a browser or a proxy may store of an answer, and which other sites may load it."""

import pytest

from tests.directory.world import World

# All is opened once for these tests and for those of access, and so on one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]

PUBLIC_NAMES = {"health", "robots", "sitemap", "sitemap_part", "security_txt"}


def is_public(name):
    return name.startswith("directory:") or name in PUBLIC_NAMES


@pytest.fixture
def world():
    world = World()
    world.grow(1)
    return world


def stored(client, pages):
    """Return the addresses whose answer may be stored."""
    return [
        address for address in pages
        if "no-store" not in client.get(address).headers.get("Cache-Control", "")
    ]  # fmt: skip


def test_what_is_not_public_is_neither_stored_nor_loaded_by_other_sites(opened):
    sent = {
        (name, role): answer.headers
        for name, answers in opened.items() if not is_public(name)
        for role, answer in answers.items()
    }  # fmt: skip

    assert len(sent) > 750
    assert [
        page for page, headers in sent.items() if "no-store" not in headers.get("Cache-Control", "")
    ] == []
    assert {one.get("Cross-Origin-Resource-Policy") for one in sent.values()} == {"same-origin"}


def test_the_french_pages_are_not_stored_either(client, curator):
    client.force_login(curator)
    pages = ["/fr/imports/", "/fr/admin/", "/fr/accounts/2fa/", "/fr/accounts/password/change/"]

    assert stored(client, pages) == []


def test_what_is_sent_to_somebody_signed_in_is_not_stored(client, curator, world):
    client.force_login(curator)

    assert stored(client, ["/", "/institutions/the-body/", "/nothing/", *world.lists().values()]) == []


def test_recovery_codes_are_not_stored(client, curator):
    client.force_login(curator)
    client.post("/accounts/reauthenticate/", {"password": "a-good-long-password"})

    assert stored(client, ["/accounts/2fa/recovery-codes/", "/accounts/2fa/totp/activate/"]) == []


def test_the_sign_in_page_sets_a_cookie_and_is_not_stored(client):
    assert "no-store" in client.get("/accounts/login/")["Cache-Control"]


def test_public_pages_may_be_stored(client, world):
    assert "no-store" not in client.get("/institutions/the-body/").headers.get("Cache-Control", "")


def test_an_answer_that_fails_is_not_stored(client, curator, monkeypatch):
    client.force_login(curator)
    client.raise_request_exception = False

    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr("hrnet.directory.queues.queues", fail)

    answer = client.get("/admin/")

    assert answer.status_code == 500
    assert "no-store" in answer["Cache-Control"]


# -- other sites


def loaded_by(client, *addresses):
    """Return the status of each address, and which sites may load what it answers."""
    answers = {address: client.get(address) for address in addresses}
    for answer in answers.values():
        answer.close()  # closes the connection to the database too: after the last one
    return {
        one: (answer.status_code, answer["Cross-Origin-Resource-Policy"]) for one, answer in answers.items()
    }


def test_open_files_and_frames_may_be_loaded_by_other_sites(client, world):
    open_files = (
        "/institutions/the-body/picture/embed/", "/institutions/the-body/picture.svg",
        "/institutions/the-body/picture.png", "/institutions/?format=csv", "/static/css/hrnet.css",
        "/static/img/preview.png",
    )  # fmt: skip

    assert loaded_by(client, *open_files) == dict.fromkeys(open_files, (200, "cross-origin"))


def test_other_pages_may_not(client, world):
    assert loaded_by(client, "/", "/institutions/the-body/", "/accounts/login/", "/admin/", "/none/") == {
        "/": (200, "same-origin"),
        "/institutions/the-body/": (200, "same-origin"),
        "/accounts/login/": (200, "same-origin"),
        "/admin/": (302, "same-origin"),
        "/none/": (404, "same-origin"),
    }
