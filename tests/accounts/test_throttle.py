"""Wrong passwords and codes of somebody who is signed in are counted as those of a sign-in are."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client

pytestmark = pytest.mark.django_db

PASSWORD = "a-good-long-password"
NEW = "another-good-long-password"


@pytest.fixture
def sessions(curator):
    """Sessions of one curator, each in a browser of its own; signing in later would begin the count anew."""
    clients = [Client() for _number in range(3)]
    for client in clients:
        client.force_login(curator)
    return clients


@pytest.fixture
def secret(curator):
    secret = generate_totp_secret()
    TOTP.activate(curator, secret)
    return secret


@pytest.fixture
def recovery_codes(curator, secret):
    return RecoveryCodes.activate(curator).get_unused_codes()


def code(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def change_password(client, old, **headers):
    cache.clear()  # as if some time passed, or another process answered
    return client.post(
        "/accounts/password/change/", {"oldpassword": old, "password1": NEW, "password2": NEW}, **headers
    )


def confirm(client, kind, value):
    cache.clear()
    if kind == "password":
        return client.post("/accounts/reauthenticate/", {"password": value})
    return client.post("/accounts/2fa/reauthenticate/", {"code": value})


def sign_in(client):
    return client.post("/accounts/login/", {"login": "a-curator", "password": PASSWORD})


def changed(user):
    user.refresh_from_db()
    return user.check_password(NEW)


def fail(clients, times, attempt):
    """Let ``attempt`` fail in one session after the other."""
    for number in range(times):
        answer = attempt(clients[number % len(clients)])
    return answer


def wrong_old_password(client):
    return change_password(client, "not the password")


# -- the old password


def test_after_ten_wrong_old_passwords_the_right_one_is_refused(sessions, curator):
    answer = fail(sessions[:2], 10, wrong_old_password)

    assert answer.status_code == 429
    assert "Too many failed attempts" in answer.content.decode()
    assert change_password(sessions[2], PASSWORD).status_code == 429
    assert not changed(curator)


def test_nine_wrong_old_passwords_do_no_harm(sessions, curator):
    fail(sessions, 9, wrong_old_password)

    change_password(sessions[2], PASSWORD)

    assert changed(curator)


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR", "HTTP_USER_AGENT"])
def test_another_address_or_browser_does_not_dodge_it(sessions, curator, header):
    for number in range(10):
        change_password(sessions[0], "not the password", **{header: f"203.0.113.{number}"})

    change_password(sessions[1], PASSWORD, **{header: "203.0.113.99"})

    assert not changed(curator)


def test_the_session_that_failed_too_often_ends_and_the_others_stay(sessions):
    fail(sessions[:1], 10, wrong_old_password)

    assert sessions[0].get("/admin/").status_code == 302
    assert sessions[1].get("/admin/").status_code == 200


def test_wrong_old_passwords_count_at_sign_in_too(sessions):
    fail(sessions, 10, wrong_old_password)

    client = Client()
    assert sign_in(client).status_code == 429
    assert client.get("/admin/").status_code == 302


def test_another_account_is_not_locked(sessions, publisher):
    fail(sessions, 10, wrong_old_password)
    client = Client()
    client.force_login(publisher)

    change_password(client, PASSWORD)

    assert changed(publisher)


def test_the_page_of_the_desk_leads_to_the_one_that_is_throttled(sessions):
    answer = sessions[0].post(
        "/admin/password_change/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    )

    assert (answer.status_code, answer.url) == (302, "/accounts/password/change/")


# -- confirming a session


def test_after_ten_wrong_passwords_no_session_is_confirmed(sessions):
    fail(sessions[:2], 10, lambda client: confirm(client, "password", "not the password"))

    answer = confirm(sessions[2], "password", PASSWORD)

    assert answer.status_code == 429
    assert sessions[2].get("/accounts/2fa/totp/activate/").status_code == 302


def test_after_ten_wrong_codes_no_session_is_confirmed(secret, sessions):
    fail(sessions[:2], 10, lambda client: confirm(client, "code", "000000"))

    assert confirm(sessions[2], "code", code(secret)).status_code == 429


def test_passwords_codes_and_recovery_codes_count_together(recovery_codes, sessions):
    fail(sessions[:2], 3, lambda client: confirm(client, "password", "not the password"))
    fail(sessions[:2], 3, lambda client: confirm(client, "code", "00000000"))
    fail(sessions[:2], 4, wrong_old_password)

    assert confirm(sessions[2], "code", recovery_codes[0]).status_code == 429
    assert Authenticator.objects.get(type="recovery_codes").data["used_mask"] == 0


# -- the code of a sign-in


@pytest.mark.parametrize("kind", ["code", "recovery code"])
def test_a_sign_in_begun_before_the_lock_is_not_finished_after_it(secret, recovery_codes, kind):
    waiting, guessing = Client(), Client()
    sign_in(waiting)
    sign_in(guessing)
    fail([guessing], 10, lambda client: client.post("/accounts/2fa/authenticate/", {"code": "000000"}))

    right = code(secret) if kind == "code" else recovery_codes[0]
    answer = waiting.post("/accounts/2fa/authenticate/", {"code": right})

    assert answer.status_code == 429
    assert waiting.get("/admin/").status_code == 302


def test_a_recovery_code_signs_in_once(recovery_codes):
    for expected in (200, 302):
        client = Client()
        sign_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": recovery_codes[0]})
        assert client.get("/admin/").status_code == expected


def test_a_code_signs_in_once_whichever_process_answers(secret):
    while time.time() % 30 > 25:  # both in the same 30 seconds
        time.sleep(0.5)
    right = code(secret)
    for expected in (200, 302):
        cache.clear()
        client = Client()
        sign_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": right})
        assert client.get("/admin/").status_code == expected


# -- what is written down of a failure


def test_nothing_that_was_typed_is_kept_of_a_failure(secret, sessions):
    confirm(sessions[0], "code", "31415926")
    change_password(sessions[0], "nearly-the-password")
    Client().post("/accounts/login/", {"login": "a-curator", "password": "nearly-the-password"})

    kept = "".join(AccessAttempt.objects.values_list("post_data", flat=True))

    for typed in ("31415926", "nearly-the-password", NEW):
        assert typed not in kept
