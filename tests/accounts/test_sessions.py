"""How long a session lasts, what is kept of it, and ending sessions."""

import datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from hrnet.accounts.models import Session
from hrnet.accounts.sessions import device, digest

pytestmark = pytest.mark.django_db

PASSWORD = "a-good-long-password"
NEW = "another-good-long-password"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.1 Mobile/15E148 Safari/604.1"
)


def sign_in(user_agent=FIREFOX, name="a-curator"):
    client = Client(headers={"user-agent": user_agent})
    client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    return client


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


def age(**values):
    """Let all sessions be that old."""
    Session.objects.update(started_at=timezone.now() - datetime.timedelta(**values))


def confirm(client):
    cache.clear()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def names_in_forms(client):
    page = client.get("/accounts/sessions/")
    own = page.context["own"]
    return [one.name_in_forms for one in page.context["sessions"] if one.pk != own]


# -- how long


def test_a_session_ends_twelve_hours_after_signing_in_however_much_it_is_used(curator):
    client = sign_in()
    age(hours=12, seconds=1)

    assert not is_signed_in(client)


def test_using_a_session_does_not_make_it_younger(curator):
    client = sign_in()
    age(hours=11, minutes=59)
    started = Session.objects.get().started_at

    assert is_signed_in(client)
    session = Session.objects.get()
    assert session.started_at == started
    assert session.expire_date == started + datetime.timedelta(hours=12)


def test_the_lifetime_is_a_setting(curator, settings):
    client = sign_in()
    age(hours=2)
    settings.HRNET_SESSION_HOURS = 1

    assert not is_signed_in(client)


def test_signing_in_again_begins_anew(curator):
    client = sign_in()
    age(hours=11)
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": "a-curator", "password": PASSWORD})

    assert timezone.now() - Session.objects.get(user=curator).started_at < datetime.timedelta(minutes=5)


def test_a_new_password_does_not_make_a_session_younger(curator):
    client = sign_in()
    age(hours=11)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert is_signed_in(client)
    assert timezone.now() - Session.objects.get(user=curator).started_at > datetime.timedelta(hours=10)


def test_what_is_over_goes_at_the_next_sign_in_and_by_command(curator):
    sign_in()
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    sign_in()
    assert Session.objects.count() == 1

    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    call_command("clearsessions")
    assert Session.objects.count() == 0


# -- what is kept


def test_neither_key_nor_address_nor_user_agent_nor_content_stands_in_the_database(curator):
    client = Client(headers={"user-agent": FIREFOX}, REMOTE_ADDR="203.0.113.77")
    client.post("/accounts/login/", {"login": "a-curator", "password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    key = client.cookies["sessionid"].value
    session = client.session
    session["canary"] = "a-canary-in-the-content"
    session.save()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t::text FROM accounts_session t UNION ALL SELECT t::text FROM django_session t"
        )
        rows = "".join(row for (row,) in cursor.fetchall())

    assert digest(key) in rows
    for canary in (key, "203.0.113.77", "Mozilla", "rv:145", "a-canary-in-the-content"):
        assert canary not in rows
    assert client.session["canary"] == "a-canary-in-the-content"


def test_what_stands_in_the_database_opens_nothing(curator):
    sign_in()
    thief = Client()
    thief.cookies["sessionid"] = Session.objects.get().session_key

    assert not is_signed_in(thief)


def test_with_another_secret_key_everybody_signs_in_again(curator, settings):
    client = sign_in()
    settings.SECRET_KEY = "another-secret-key-than-the-one-of-before"

    assert not is_signed_in(client)


def test_a_new_secret_key_with_the_old_one_as_fallback_keeps_sessions(curator, settings):
    client = sign_in()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-than-the-one-of-before"

    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (IPHONE, ("Safari", "iOS")),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0",
            ("Edge", "Windows"),
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("curl/8.5", ("", "")),
        ("", ("", "")),
        ("x" * 100_000, ("", "")),
    ],
)
def test_a_device_is_named_by_its_browser_and_system(user_agent, expected):
    assert device(user_agent) == expected


# -- one's own sessions


def test_ones_sessions_are_listed_in_words_with_this_one_marked(curator, make_user):
    make_user("publisher")
    sign_in(IPHONE)
    sign_in(IPHONE, "a-publisher")

    client = sign_in()
    page = client.get("/accounts/sessions/").content.decode()

    assert page.count("Firefox on Linux") == 1
    assert page.count("Safari on iOS") == 1
    assert page.count("· this session") == 1
    assert client.cookies["sessionid"].value not in page
    assert digest(client.cookies["sessionid"].value) not in page


def test_the_page_is_there_in_french(curator):
    assert "Firefox sous Linux" in sign_in().get("/fr/accounts/sessions/").content.decode()


def test_ending_a_session_asks_for_the_password_first(curator):
    other, client = sign_in(), sign_in()

    answer = client.post("/accounts/sessions/", {"session": "others"})

    assert answer.url.startswith("/accounts/reauthenticate/")
    assert is_signed_in(other)


def test_one_session_is_ended(curator):
    first, second, client = sign_in(), sign_in(IPHONE), confirm(sign_in())
    newest_other, *_rest = names_in_forms(client)

    client.post("/accounts/sessions/", {"session": newest_other})

    assert [is_signed_in(one) for one in (first, second, client)] == [True, False, True]


def test_all_other_sessions_are_ended(curator):
    first, second, client = sign_in(), sign_in(), confirm(sign_in())

    client.post("/accounts/sessions/", {"session": "others"})

    assert [is_signed_in(one) for one in (first, second, client)] == [False, False, True]


def test_nobody_ends_the_session_of_another(curator, publisher):
    theirs = sign_in(name="a-publisher")
    name = Session.objects.get(user=publisher).name_in_forms
    client = confirm(sign_in())

    client.post("/accounts/sessions/", {"session": name})
    client.post("/accounts/sessions/", {"session": "others"})

    assert is_signed_in(theirs)


# -- what ends the others


def test_a_new_password_ends_the_other_sessions(curator):
    other, client = sign_in(), sign_in()

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert Session.objects.filter(user=curator).count() == 1
    assert [is_signed_in(other), is_signed_in(client)] == [False, True]


def test_a_second_factor_ends_the_other_sessions(curator):
    client = sign_in()

    TOTP.activate(curator, generate_totp_secret())

    assert not is_signed_in(client)


def test_closing_an_account_ends_its_sessions(curator):
    sign_in()

    get_user_model().objects.filter(pk=curator.pk).update(is_active=False)

    assert not Session.objects.filter(user=curator).exists()


# -- administrators


@pytest.fixture
def administrator(client, make_user):
    user = make_user("administrator")
    client.force_login(user)
    return user


def test_an_administrator_ends_the_sessions_of_a_curator(client, administrator, curator):
    theirs = sign_in()

    answer = client.post(f"/admin/accounts/user/{curator.pk}/sessions/")

    assert answer.status_code == 302
    assert not is_signed_in(theirs)
    assert is_signed_in(client)


def test_an_administrator_does_not_see_which_devices_somebody_uses(client, administrator, curator):
    sign_in()

    page = client.get(f"/admin/accounts/user/{curator.pk}/sessions/").content.decode()

    assert "Signed in" in page
    assert "Firefox" not in page


def test_an_administrator_does_not_end_the_sessions_of_a_superuser(client, administrator):
    owner = get_user_model().objects.create_superuser("the-owner", password=PASSWORD)
    theirs = sign_in(name="the-owner")

    answer = client.post(f"/admin/accounts/user/{owner.pk}/sessions/")

    assert answer.status_code == 403
    assert is_signed_in(theirs)
