"""Where to report a weakness: ``/.well-known/security.txt``, and the check before a deployment."""

import datetime
import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings

from hrnet.accounts.security_txt import check_contact, contacts

ADDRESS = "/.well-known/security.txt"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "hrnet.settings.production",
    "HRNET_HOSTS": "hrnet.example.org",
    "HRNET_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
}


def lines(client):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode().splitlines()


def test_it_names_contact_languages_policy_and_its_own_address(client, settings):
    settings.HRNET_SECURITY_CONTACT = "security@example.org, https://example.org/report"
    settings.HRNET_SECURITY_POLICY = "https://example.org/policy"
    settings.BASE_URL = "https://hrnet.example.org"

    found = lines(client)

    assert [line for line in found if not line.startswith("Expires: ")] == [
        "Contact: mailto:security@example.org",
        "Contact: https://example.org/report",
        "Preferred-Languages: en, fr",
        "Canonical: https://hrnet.example.org/.well-known/security.txt",
        "Policy: https://example.org/policy",
    ]


def test_it_expires_within_a_year(client, settings):
    settings.HRNET_SECURITY_CONTACT = "security@example.org"

    (expires,) = [line.removeprefix("Expires: ") for line in lines(client) if line.startswith("Expires: ")]

    moment = datetime.datetime.strptime(expires, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.UTC)
    ahead = moment - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=30) < ahead < datetime.timedelta(days=365)


def test_a_site_without_https_names_no_address_of_its_own(client, settings):
    settings.HRNET_SECURITY_CONTACT = "security@example.org"
    settings.BASE_URL = "http://127.0.0.1:8000"

    assert not [line for line in lines(client) if line.startswith("Canonical")]


def test_without_a_contact_it_is_not_found_and_says_why(client, settings):
    settings.HRNET_SECURITY_CONTACT = ""

    answer = client.get(ADDRESS)

    assert answer.status_code == 404
    assert answer.content.decode() == (
        "This site names no address for security reports: its operator has set none.\n"
    )


@pytest.mark.parametrize(
    "value", ["http://example.org", "not an address", "a@example.org\nCanonical: https://x.example"]
)
def test_what_is_no_address_is_refused(value):
    with pytest.raises(ValueError, match="is neither an e-mail address nor an https address"):
        contacts(value)


def test_the_check_names_the_setting_that_is_wrong(settings):
    settings.HRNET_SECURITY_CONTACT = "http://example.org"

    assert [(one.id, "HRNET_SECURITY_CONTACT" in one.msg) for one in check_contact()] == [
        ("hrnet.E001", True)
    ]


def test_a_trial_needs_no_contact(settings):
    settings.HRNET_SECURITY_CONTACT = ""

    assert check_contact() == []


@pytest.mark.parametrize(("contact", "warns"), [("", True), ("security@example.org", False)])
def test_production_is_warned_where_nobody_can_report(contact, warns):
    run = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--tag", "security"],
        cwd=django_settings.BASE_DIR, capture_output=True, text=True, check=False,
        env=os.environ | PRODUCTION
        | {"PYTHONPATH": str(django_settings.BASE_DIR), "HRNET_SECURITY_CONTACT": contact},
    )  # fmt: skip

    assert run.returncode == 0
    assert ("Set HRNET_SECURITY_CONTACT" in run.stderr) is warns
