"""An administrator manages accounts, but none that has rights beyond their own, and gives no such rights."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client

pytestmark = pytest.mark.django_db

PASSWORD = "a-good-long-password"
NEW = "another-good-long-password"


@pytest.fixture
def administrator(client, make_user):
    user = make_user("administrator")
    client.force_login(user)
    return user


@pytest.fixture
def owner(db):
    return get_user_model()._default_manager.create_superuser(
        "the-owner", email="owner@example.org", password=PASSWORD
    )


def page(user, view=""):
    return f"/admin/accounts/user/{user.pk}/{view or 'change'}/"


def form(user, **values):
    return {
        "username": user.username, "email": user.email, "is_active": "on", "is_staff": "on",
        "groups": [group.pk for group in user.groups.all()], **values,
    }  # fmt: skip


def new_password(client, user):
    return client.post(
        page(user, "password"), {"usable_password": "true", "password1": NEW, "password2": NEW}
    )


# -- a superuser


def test_an_administrator_does_not_set_the_password_of_a_superuser(client, administrator, owner):
    answer = new_password(client, owner)

    owner.refresh_from_db()
    assert answer.status_code == 403
    assert owner.check_password(PASSWORD)


@pytest.mark.parametrize(
    "values",
    [
        {"username": "taken-over"},
        {"email": "mine@example.org"},
        {"is_active": ""},
        {"is_staff": ""},
        {"groups": []},
        {"is_superuser": ""},
    ],
)
@pytest.mark.parametrize("active", [True, False])
def test_an_administrator_does_not_change_a_superuser(client, administrator, owner, values, active):
    get_user_model()._default_manager.filter(pk=owner.pk).update(is_active=active)
    before = get_user_model()._default_manager.filter(pk=owner.pk).values().get()

    answer = client.post(page(owner), form(owner, **values))

    assert answer.status_code == 403
    assert get_user_model()._default_manager.filter(pk=owner.pk).values().get() == before


def test_an_administrator_is_shown_nothing_of_the_password_of_a_superuser(client, administrator, owner):
    shown = client.get(page(owner)).content.decode()

    assert "the-owner" in shown
    assert "id_password" not in shown
    assert "algorithm" not in shown


def test_an_administrator_does_not_delete_a_superuser(client, administrator, owner):
    client.post(page(owner, "delete"), {"post": "yes"})
    client.post(
        "/admin/accounts/user/", {"action": "delete_selected", "_selected_action": owner.pk, "post": "yes"}
    )

    assert get_user_model()._default_manager.filter(pk=owner.pk).exists()


def test_an_administrator_still_sees_that_a_superuser_exists(client, administrator, owner):
    assert client.get(page(owner)).status_code == 200


def test_an_administrator_does_not_shut_a_superuser_out_by_a_name_in_other_capitals(
    client, administrator, curator, owner
):
    answer = client.post(page(curator), form(curator, username="The-Owner"))

    assert "already exists" in answer.content.decode()
    signed_in = Client()
    signed_in.post("/accounts/login/", {"login": "the-owner", "password": PASSWORD})
    assert signed_in.get("/admin/").status_code == 200


# -- rights beyond their own


@pytest.mark.parametrize("who", ["themselves", "another"])
def test_an_administrator_makes_nobody_a_superuser(client, administrator, curator, who):
    user = administrator if who == "themselves" else curator
    every = list(Permission.objects.values_list("pk", flat=True))

    client.post(page(user), form(user, is_superuser="on", user_permissions=every))

    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.user_permissions.exists()


def test_a_new_account_is_no_superuser(client, administrator):
    client.post(
        "/admin/accounts/user/add/",
        {
            "username": "a-newcomer", "usable_password": "true", "password1": NEW, "password2": NEW,
            "is_superuser": "on", "is_staff": "on",
        },
    )  # fmt: skip

    user = get_user_model()._default_manager.get(username="a-newcomer")
    assert (user.is_superuser, user.is_staff) == (False, False)


@pytest.fixture
def more(db):
    """A group with a right that no administrator has."""
    group = Group.objects.create(name="technicians")
    group.permissions.add(Permission.objects.get(codename="change_permission"))
    return group


def test_an_administrator_gives_no_role_with_more_rights_than_their_own(client, administrator, more):
    answer = client.post(page(administrator), form(administrator, groups=[more.pk]))

    assert answer.status_code == 200
    assert list(administrator.groups.values_list("name", flat=True)) == ["administrator"]


@pytest.mark.parametrize("by", ["group", "permission"])
def test_an_administrator_does_not_take_over_an_account_with_more_rights(
    client, administrator, curator, more, by
):
    if by == "group":
        curator.groups.add(more)
    else:
        curator.user_permissions.add(Permission.objects.get(codename="change_permission"))

    assert new_password(client, curator).status_code == 403
    assert client.post(page(curator), form(curator, email="mine@example.org")).status_code == 403
    curator.refresh_from_db()
    assert curator.check_password(PASSWORD)
    assert curator.email == ""


def test_no_group_is_edited_at_the_desk(client, administrator):
    assert client.get("/admin/auth/group/").status_code == 404


# -- what administrators may do


@pytest.mark.parametrize("role", ["viewer", "curator", "publisher", "administrator"])
def test_an_administrator_gives_each_role(client, administrator, curator, role):
    group = Group.objects.get(name=role)

    answer = client.post(page(curator), form(curator, groups=[group.pk]))

    assert answer.status_code == 302
    assert list(curator.groups.all()) == [group]


def test_an_administrator_sets_the_password_of_a_curator(client, administrator, curator):
    assert new_password(client, curator).status_code == 302
    curator.refresh_from_db()
    assert curator.check_password(NEW)


def test_an_administrator_closes_the_account_of_a_curator(client, administrator, curator):
    client.post(page(curator), form(curator, is_active=""))

    curator.refresh_from_db()
    assert not curator.is_active


def test_a_superuser_changes_a_superuser(client, owner, make_user):
    client.force_login(owner)
    other = get_user_model()._default_manager.create_superuser("another-owner", password=PASSWORD)

    assert new_password(client, other).status_code == 302


# -- one's own password


@pytest.mark.parametrize("spelling", ["{}", "0{}", " {}"])
def test_ones_own_password_is_changed_where_the_old_one_is_asked_for(client, administrator, spelling):
    key = spelling.format(administrator.pk)

    answer = client.post(
        f"/admin/accounts/user/{key}/password/",
        {"usable_password": "true", "password1": NEW, "password2": NEW},
    )

    administrator.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, "/accounts/password/change/")
    assert administrator.check_password(PASSWORD)
