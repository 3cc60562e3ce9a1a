"""The secrets of second factors are encrypted at rest; keys are replaced, lost and found again."""

import importlib
import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client

from hrnet.accounts import factors

pytestmark = pytest.mark.django_db

PASSWORD = "a-good-long-password"


@pytest.fixture(autouse=True)
def first_key(settings):
    settings.HRNET_MFA_KEYS = ["the first key"]


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


def enter(given):
    client = Client()
    client.post("/accounts/login/", {"login": "a-curator", "password": PASSWORD})
    answer = client.post("/accounts/2fa/authenticate/", {"code": given})
    return client, answer


def signs_in(given):
    client, _answer = enter(given)
    return client.get("/admin/").status_code == 200


def stored():
    return json.dumps(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))


def in_the_clear(curator, secret):
    """Store a second factor as the release of before did."""
    Authenticator.objects.all().delete()
    Authenticator.objects.create(user=curator, type="totp", data={"secret": secret})
    Authenticator.objects.create(
        user=curator, type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 0}
    )
    return RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()


# -- at rest


def test_the_secret_is_not_stored_in_the_clear_and_signs_in(secret):
    assert secret not in stored()
    assert signs_in(code(secret))


def test_recovery_codes_are_not_stored_in_the_clear_and_sign_in(recovery_codes):
    seed = factors.FactorAdapter().decrypt(Authenticator.objects.get(type="recovery_codes").data["seed"])

    assert seed not in stored()
    assert signs_in(recovery_codes[0])


# -- the upgrade


def test_a_second_factor_of_before_still_signs_in(curator, secret):
    in_the_clear(curator, secret)

    assert signs_in(code(secret))


def test_the_upgrade_encrypts_what_is_there_and_everything_still_signs_in(curator, secret):
    codes = in_the_clear(curator, secret)

    importlib.import_module("hrnet.accounts.migrations.0003_encrypt_second_factors").encrypt(apps, None)

    assert secret not in stored()
    assert "ab" * 40 not in stored()
    assert signs_in(code(secret))
    assert signs_in(codes[0])


# -- replacing a key


def test_a_new_key_is_put_in_front_and_the_old_one_goes_after_the_rotation(settings, secret, recovery_codes):
    settings.HRNET_MFA_KEYS = ["the second key", "the first key"]
    before = stored()

    call_command("rotate_mfa_key")

    assert stored() != before
    settings.HRNET_MFA_KEYS = ["the second key"]
    assert signs_in(code(secret))
    assert signs_in(recovery_codes[0])
    settings.HRNET_MFA_KEYS = ["the first key"]
    assert not signs_in(recovery_codes[1])


def test_both_keys_sign_in_while_a_key_is_replaced(settings, recovery_codes):
    settings.HRNET_MFA_KEYS = ["the second key", "the first key"]
    assert signs_in(recovery_codes[0])

    call_command("rotate_mfa_key")

    assert signs_in(recovery_codes[1])


def test_a_rotation_without_the_old_key_changes_nothing_and_says_what_to_do(settings, curator, secret):
    settings.HRNET_MFA_KEYS = ["the second key"]
    before = stored()

    with pytest.raises(CommandError, match=f"accounts number {curator.pk} cannot be read") as told:
        call_command("rotate_mfa_key")

    assert "Add the key of before to HRNET_MFA_KEYS" in str(told.value)
    assert stored() == before


def test_the_check_changes_nothing(secret, capsys):
    before = stored()

    call_command("rotate_mfa_key", "--check")

    assert "All second factors (1) can be read." in capsys.readouterr().out
    assert stored() == before


# -- without the key


def test_without_the_key_a_sign_in_is_refused_in_plain_words(settings, secret):
    settings.HRNET_MFA_KEYS = ["the key of another machine"]

    client, answer = enter(code(secret))

    assert answer.status_code == 200
    assert "it was encrypted with a key that this machine does not have" in answer.content.decode()
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("page", ["/accounts/2fa/", "/accounts/2fa/recovery-codes/generate/"])
def test_without_the_key_the_pages_of_the_second_factor_say_so(settings, curator, recovery_codes, page):
    client = Client()
    client.force_login(curator)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    settings.HRNET_MFA_KEYS = ["the key of another machine"]

    answer = client.get(page)

    assert answer.status_code == 503
    assert "Ask the operator of the site to set that key" in answer.content.decode()


def test_without_the_key_second_factors_are_reset_and_set_up_anew(settings, curator, recovery_codes):
    settings.HRNET_MFA_KEYS = ["the key of another machine"]
    call_command("reset_second_factor", "--unreadable")
    settings.HRNET_REQUIRE_SECOND_FACTOR = True

    client = Client()
    client.post("/accounts/login/", {"login": "a-curator", "password": PASSWORD})

    assert not Authenticator.objects.exists()
    assert client.get("/admin/").url == "/accounts/2fa/totp/activate/"


def test_a_reset_of_the_unreadable_leaves_the_others(settings, curator, publisher, secret):
    settings.HRNET_MFA_KEYS = ["the second key"]
    TOTP.activate(publisher, generate_totp_secret())

    call_command("reset_second_factor", "--unreadable")

    assert Authenticator.objects.get().user == publisher


@pytest.mark.parametrize("arguments", [[], ["a-curator", "--unreadable"], ["nobody-here"]])
def test_a_reset_that_names_nobody_is_refused(secret, arguments):
    with pytest.raises(CommandError):
        call_command("reset_second_factor", *arguments)

    assert Authenticator.objects.exists()


# -- where no key is set


def test_without_a_setting_a_key_is_made_once_and_kept_with_the_secrets_of_the_machine(
    settings, monkeypatch, tmp_path, secret
):
    settings.HRNET_MFA_KEYS = []
    monkeypatch.setenv("HRNET_DATA_DIR", str(tmp_path))

    first = factors.keys()
    kept = json.loads((tmp_path / "private" / "secrets.json").read_text())

    assert factors.keys() == first == [kept["mfa_key"]]
    assert len(first[0]) >= 40
    assert (tmp_path / "private" / "secrets.json").stat().st_mode & 0o777 == 0o600
