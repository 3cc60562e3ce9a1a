"""Signing in and out: the throttle, the second factor, how long a session lasts."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

PASSWORD = "a-good-long-password"


def sign_in(client, name, password=PASSWORD, **headers):
    return client.post(reverse("account_login"), {"login": name, "password": password}, **headers)


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


def fail(client, times, name="a-curator", **headers):
    for _time in range(times):
        answer = sign_in(client, name, "not the password", **headers)
    return answer


@pytest.fixture(autouse=True)
def nobody_came_before():
    """Forget how often this address has signed in: what is tested here is counted for each account."""
    cache.clear()


# -- the throttle


def test_the_right_password_opens_the_desk(client, curator):
    assert sign_in(client, "a-curator").url == "/admin/"
    assert is_signed_in(client)


def test_nine_failures_do_not_lock_an_account(client, curator):
    fail(client, 9)

    assert sign_in(client, "a-curator").status_code == 302
    assert is_signed_in(client)


def test_after_ten_failures_the_right_password_does_not_open_either(client, curator):
    answer = fail(client, 10)

    assert answer.status_code in (403, 429)
    assert sign_in(client, "a-curator").status_code in (403, 429)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "REMOTE_ADDR", "HTTP_USER_AGENT"]
)
def test_another_address_or_browser_does_not_dodge_the_throttle(curator, header):
    for number in range(10):
        fail(Client(), 1, **{header: f"203.0.113.{number}"})

    newcomer = Client()
    sign_in(newcomer, "a-curator", **{header: "203.0.113.99"})
    assert not is_signed_in(newcomer)


@pytest.mark.parametrize("other", ["A-CURATOR", "A-Curator", " a-curator ", "a-Curator\t"])
def test_another_spelling_of_the_name_does_not_dodge_the_throttle(curator, other):
    fail(Client(), 5)
    fail(Client(), 5, name=other)

    newcomer = Client()
    sign_in(newcomer, "a-curator")
    assert not is_signed_in(newcomer)


def test_another_account_is_not_locked(client, curator, publisher):
    fail(client, 10)

    assert sign_in(client, "a-publisher").status_code == 302
    assert is_signed_in(client)


def test_who_signs_in_starts_anew(curator):
    for _time in range(3):
        client = Client()
        fail(client, 6)
        sign_in(client, "A-Curator")
        assert is_signed_in(client)


def test_nobody_learns_whether_an_account_exists(client, curator):
    known, unknown = (
        re.sub(r'value="[^"]*"', "", fail(client, 1, name=name).content.decode())
        for name in ("a-curator", "nobody-here")
    )

    assert known == unknown
    assert "not correct" in known


@pytest.mark.parametrize("name", ["a\0b", "a" * 5000, "", "'; --", "😀"])
def test_an_odd_name_is_refused_and_nothing_breaks(client, name):
    assert sign_in(client, name).status_code == 200
    assert not is_signed_in(client)


def test_a_closed_account_does_not_open(client, curator):
    curator.is_active = False
    curator.save()
    sign_in(client, "a-curator")

    assert not is_signed_in(client)


# -- where one comes from and goes to


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:1"]
)
def test_signing_in_leads_to_no_other_site(client, curator, elsewhere):
    answer = client.post(
        reverse("account_login"), {"login": "a-curator", "password": PASSWORD, "next": elsewhere}
    )

    assert answer.url == "/admin/"


def test_who_has_no_role_is_told_what_to_do(client, make_user):
    client.force_login(make_user(None, "visitor"))

    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0] == "/accounts/no-role/"
    assert answer.status_code == 403


def test_nobody_signs_up(client):
    assert client.get("/accounts/signup/").status_code == 404


def test_signing_out_asks_first_and_then_ends_the_session(client, curator):
    sign_in(client, "a-curator")

    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    assert client.post(reverse("account_logout")).url == "/"
    assert not is_signed_in(client)


def test_a_session_ends_after_thirty_minutes_without_a_request(client, curator):
    sign_in(client, "a-curator")
    client.get("/admin/")
    cookie = client.cookies["sessionid"]

    assert client.session.get_expiry_age() <= 30 * 60
    assert client.session.get_expire_at_browser_close()
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.session.get_expiry_date().timestamp() - time.time() <= 30 * 60


def test_a_request_keeps_a_session_alive(client, curator):
    sign_in(client, "a-curator")
    store = client.session.model._default_manager
    store.update(expire_date="2999-01-01T00:00:00Z")

    client.get("/")

    assert store.get().expire_date.timestamp() - time.time() <= 30 * 60


def test_a_session_that_is_over_opens_nothing(client, curator):
    sign_in(client, "a-curator")
    client.session.model._default_manager.update(expire_date="2020-01-01T00:00:00Z")

    assert not is_signed_in(client)


# -- the second factor


@pytest.fixture
def required(settings):
    settings.HRNET_REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def secret(curator):
    secret = generate_totp_secret()
    TOTP.activate(curator, secret)
    return secret


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("role", ["viewer", "curator", "publisher", "administrator"])
@pytest.mark.parametrize("address", ["/admin/", "/imports/", "/imports/export/", "/institutions/"])
def test_where_it_is_required_who_lacks_it_is_led_to_set_it_up(client, make_user, required, role, address):
    make_user(role)
    sign_in(client, f"a-{role}")

    assert client.get(address).url == "/accounts/2fa/totp/activate/"
    assert client.post(address).url == "/accounts/2fa/totp/activate/"


def test_it_is_set_up_after_the_password_was_asked_once_more_and_opens_the_desk(client, curator, required):
    sign_in(client, "a-curator")
    asked = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/accounts/reauthenticate/")
    client.post(asked.redirect_chain[-1][0], {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")

    client.post("/accounts/2fa/totp/activate/", {"code": code(client.session["mfa.totp.secret"])})

    assert is_signed_in(client)


def test_signing_out_stays_open_without_it(client, curator, required):
    sign_in(client, "a-curator")

    assert client.get("/accounts/logout/").status_code == 200


def test_a_reader_needs_none(client, required):
    assert client.get("/institutions/").status_code == 200


def test_who_has_it_signs_in_with_password_and_code(client, curator, required, secret):
    assert sign_in(client, "a-curator").url == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)

    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})

    assert is_signed_in(client)


def test_ten_wrong_codes_lock_the_account_as_wrong_passwords_do(client, curator, secret):
    sign_in(client, "a-curator")
    for _time in range(10):
        answer = client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert answer.status_code in (403, 429)
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    assert not is_signed_in(client)
    assert sign_in(client, "a-curator").status_code in (403, 429)


def test_a_few_wrong_codes_do_no_harm(client, curator, secret):
    sign_in(client, "a-curator")
    for _time in range(3):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})

    assert is_signed_in(client)


def test_an_account_without_a_password_is_led_to_set_one(client, make_user):
    user = make_user("curator", "by-another-way")
    user.set_unusable_password()
    user.save()
    client.force_login(user)

    answer = client.get("/accounts/password/change/")

    assert (answer.status_code, answer.url) == (302, "/accounts/password/set/")
