"""Every address of the site, opened once by a visitor of each role."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from hrnet.accounts.roles import write_roles
from tests.accounts.addresses import addresses
from tests.clients import PlainClient

ROLES = ("anonymous", "viewer", "curator", "publisher", "administrator")


class Answer(NamedTuple):
    """What is looked at of an answer."""

    status: int
    headers: dict[str, str]


def clients():
    """Return a client of each role, signed in where it has an account, and the curator."""
    found, users = {"anonymous": PlainClient()}, {}
    for role in ROLES[1:]:
        users[role] = get_user_model()._default_manager.create_user(
            f"a-{role}", password="a-good-long-password", is_staff=True
        )
        users[role].groups.add(Group.objects.get(name=role))
        found[role] = PlainClient()
        found[role].force_login(users[role])
    return found, users["curator"]


def opened_by(client, address):
    answer = client.get(address)
    return Answer(answer.status_code, dict(answer.headers))


@pytest.fixture(scope="session")
def opened(django_db_setup, django_db_blocker):
    """The answers at each address, by the name of its route and by the role."""
    with django_db_blocker.unblock(), transaction.atomic():
        write_roles()
        visitors, curator = clients()
        found = {
            name: {role: opened_by(visitors[role], address) for role in ROLES}
            for name, address in addresses(curator).items()
        }
        transaction.set_rollback(True)
    return found
