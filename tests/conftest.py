"""What every test can ask for."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import TransactionTestCase
from django.utils import translation

from tests.database import empty, own_database, written_after_migrating


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Each worker has a copy of the migrated database; pytest-django would migrate one for each of them."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    # Blocked again while the tests run: each says itself that it needs the database.
    with django_db_blocker.unblock(), own_database(worker), _quick_to_empty(), django_db_blocker.block():
        yield


@contextmanager
def _quick_to_empty():
    """Let tests that commit leave an empty database in a moment: see :func:`tests.database.empty`."""
    there = written_after_migrating()

    def teardown(case):
        nonlocal there
        there = empty(there)

    usual, TransactionTestCase._fixture_teardown = TransactionTestCase._fixture_teardown, teardown
    yield
    TransactionTestCase._fixture_teardown = usual


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """Uploads and backups of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def no_language_stays():
    """The language of a page that a test asks for is gone when the test is over."""
    yield
    translation.deactivate()


@pytest.fixture
def make_user(db):
    """Return a maker of users in a role; the roles are written after each migration."""

    def make(role: str | None, name: str = ""):
        user = get_user_model()._default_manager.create_user(
            name or f"a-{role or 'visitor'}", password="a-good-long-password", is_staff=bool(role)
        )
        if role:
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def publisher(make_user):
    return make_user("publisher")


@pytest.fixture
def curator(make_user):
    return make_user("curator")
