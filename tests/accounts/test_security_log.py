"""What the security log says of sign-ins, refusals and rights, and that it names nobody."""

import logging

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client

pytestmark = pytest.mark.django_db

PASSWORD = "a-good-long-password"
NEW = "another-good-long-password"
NAME, EMAIL, ADDRESS = "canary-name", "canary@example.org", "203.0.113.77"


@pytest.fixture
def person(make_user):
    user = make_user("curator", NAME)
    user.email, user.first_name, user.last_name = EMAIL, "Canary-First", "Canary-Last"
    user.save()
    return user


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO, logger="hrnet.security")
    caplog.clear()

    def lines():
        return [record.getMessage() for record in caplog.records if record.name == "hrnet.security"]

    return lines


def sign_in(password=PASSWORD, name=NAME):
    client = Client(headers={"user-agent": "Canary-Browser"}, REMOTE_ADDR=ADDRESS)
    client.post("/accounts/login/", {"login": name, "password": password})
    return client


# -- signing in and out


def test_signing_in_and_out_is_logged(person, log):
    sign_in().post("/accounts/logout/")

    key = person.pk
    assert log() == [f"event=signed_in user={key} actor={key}", f"event=signed_out user={key} actor={key}"]


def test_a_wrong_password_is_logged_and_what_was_typed_is_not(person, log):
    sign_in("Canary-Password")
    sign_in(name="canary-nobody")

    assert log() == [
        f"event=sign_in_refused user={person.pk} actor=-",
        "event=sign_in_refused user=- actor=-",
    ]


def test_a_locked_account_is_logged(person, log):
    for _time in range(10):
        sign_in("Canary-Password")

    assert log()[-1] == f"event=sign_in_refused user={person.pk} actor=-"
    assert f"event=locked_out user={person.pk} actor=-" in log()


def test_a_wrong_old_password_is_logged(person, log):
    client = sign_in()

    client.post("/accounts/password/change/", {"oldpassword": "no", "password1": NEW, "password2": NEW})

    assert log()[-1] == f"event=confirmation_refused user={person.pk} actor={person.pk}"


def test_a_refused_page_is_logged_by_its_kind_and_not_by_its_record(person, log):
    client = sign_in()

    client.get(f"/admin/accounts/user/{person.pk}/change/")

    assert log()[-1] == f"event=refused user={person.pk} actor={person.pk} page=admin:accounts_user_change"


# -- rights, whichever way they change


def test_roles_given_and_taken_by_a_form_are_logged(client, make_user, person, log):
    administrator = make_user("administrator")
    client.force_login(administrator)
    publisher, curator = Group.objects.get(name="publisher"), Group.objects.get(name="curator")

    client.post(
        f"/admin/accounts/user/{person.pk}/change/",
        {"username": NAME, "email": EMAIL, "is_active": "on", "is_staff": "on", "groups": [publisher.pk]},
    )

    who = f"user={person.pk} actor={administrator.pk}"
    assert f"event=rights_changed {who} groups_taken={curator.pk}" in log()
    assert f"event=rights_changed {who} groups_given={publisher.pk}" in log()


def ways_to_give_a_role(person, group):
    return {
        "from the account": lambda: person.groups.add(group),
        "from the group": lambda: group.user_set.add(person),
    }


@pytest.mark.parametrize("way", ["from the account", "from the group"])
def test_a_role_given_on_the_command_line_is_logged(person, log, way):
    group = Group.objects.get(name="publisher")

    ways_to_give_a_role(person, group)[way]()

    assert log() == [f"event=rights_changed user={person.pk} actor=command groups_given={group.pk}"]


def test_all_roles_taken_are_logged(person, log):
    person.groups.clear()

    assert log() == [f"event=rights_changed user={person.pk} actor=command groups_taken=all"]


def test_a_permission_given_to_an_account_is_logged(person, log):
    permission = Permission.objects.get(codename="change_permission")

    person.user_permissions.add(permission)

    assert log() == [f"event=rights_changed user={person.pk} actor=command permissions_given={permission.pk}"]


def test_a_permission_given_to_a_role_is_logged(person, log):
    permission, group = Permission.objects.get(codename="change_permission"), Group.objects.get(name="viewer")

    group.permissions.add(permission)

    assert log() == [
        f"event=group_changed user=- actor=command group={group.pk} permissions_given={permission.pk}"
    ]


def test_the_roles_of_an_installation_without_accounts_are_not_logged(log):
    Group.objects.get(name="viewer").permissions.add(Permission.objects.get(codename="change_permission"))

    assert log() == []


@pytest.mark.parametrize("way", ["save", "update", "bulk_update"])
@pytest.mark.parametrize(
    ("flag", "value"), [("is_superuser", True), ("is_staff", False), ("is_active", False)]
)
def test_flags_are_logged_whichever_way_they_change(person, log, way, flag, value):
    users = get_user_model().objects
    setattr(person, flag, value)
    if way == "save":
        person.save()
    elif way == "update":
        users.filter(pk=person.pk).update(**{flag: value})
    else:
        users.bulk_update([person], [flag])

    said = "yes" if value else "no"
    assert log() == [f"event=rights_changed user={person.pk} actor=command {flag}={said}"]


def test_what_is_saved_unchanged_is_not_logged(person, log):
    person.save()
    person.groups.add(Group.objects.get(name="curator"))

    assert log() == []


def test_a_new_superuser_is_logged(db, log):
    user = get_user_model().objects.create_superuser(NAME, email=EMAIL, password=PASSWORD)

    assert log() == [
        f"event=account_made user={user.pk} actor=command is_active=yes is_staff=yes is_superuser=yes"
    ]


# -- passwords, second factors, sessions


def test_a_new_password_and_the_sessions_that_it_ends_are_logged(person, log):
    sign_in()
    client = sign_in()

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    who = f"user={person.pk} actor={person.pk}"
    assert log()[-2:] == [
        f"event=password_changed {who}",
        f"event=sessions_ended {who} count=1 why=password_changed",
    ]


def test_second_factors_are_logged_when_they_come_and_go(person, log):
    TOTP.activate(person, generate_totp_secret())
    call_command("reset_second_factor", NAME)

    who = f"user={person.pk} actor=command type=totp"
    assert log() == [f"event=second_factor_added {who}", f"event=second_factor_removed {who}"]
    assert not Authenticator.objects.exists()


# -- nobody is named


def test_no_line_of_any_log_holds_personal_data(person, make_user, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    for _time in range(11):
        sign_in("Canary-Password")
    call_command("axes_reset")
    client = sign_in()
    client.post(
        "/accounts/password/change/", {"oldpassword": "Canary-Old", "password1": NEW, "password2": NEW}
    )
    client.get("/admin/accounts/user/")
    key = client.cookies["sessionid"].value
    person.groups.add(Group.objects.get(name="viewer"))
    client.post("/accounts/logout/")

    # what a site writes: not the statements of SQL, which development alone shows
    lines = [r.getMessage() for r in caplog.records if r.name != "django.db.backends"]

    assert len([line for line in lines if line.startswith("event=")]) > 10
    for canary in (NAME, EMAIL, "Canary", ADDRESS, NEW, PASSWORD, key):
        assert [line for line in lines if canary in line] == []
