"""A database of an earlier release, restored and upgraded as an operator does it."""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from hrnet.ops import backup, prepare
from tests.upgrade.rows import Rows, rows_of

DUMPS = sorted(Path(__file__).parent.glob("*.tar.xz"))


@dataclass
class Upgraded:
    """What was in the database before the upgrade, and what the dump is known to hold."""

    facts: dict[str, Any]
    before: Rows
    files: Path


@pytest.fixture(scope="module", params=DUMPS, ids=lambda path: path.name.removesuffix(".tar.xz"))
def upgraded(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """The dump of a release, restored into a database of its own and brought up to date.

    While the fixture lives, Django's connection is to that database. Each test runs in a transaction that
    is rolled back.
    """
    files = tmp_path_factory.mktemp("files")
    usual, own = connection.settings_dict["NAME"], f"{connection.settings_dict['NAME']}_upgraded"
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files):
        _server(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        _server(f"CREATE DATABASE \"{own}\" TEMPLATE template0 ENCODING 'UTF8'")
        _use(own)
        try:
            backup.restore(_unpacked(request.param, tmp_path_factory), unauthenticated=True)
            before = _rows()
            call_command("migrate", interactive=False, verbosity=0)
            prepare.seed()
            facts = json.loads(Path(str(request.param).replace(".tar.xz", ".json")).read_text())
            yield Upgraded(facts, before, files)
        finally:
            _use(usual)
            _server(f'DROP DATABASE "{own}" WITH (FORCE)')


@pytest.fixture(autouse=True)
def private_files(upgraded, settings):
    """The files that the backup brought."""
    settings.MEDIA_ROOT = upgraded.files
    # The accounts of the dump have passwords as a real installation stores them.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    return settings.MEDIA_ROOT


def _unpacked(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backup") / dump.name.removesuffix(".xz")
    path.write_bytes(lzma.decompress(dump.read_bytes()))
    return path


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    django_settings.DATABASES["default"]["NAME"] = name
    ContentType.objects.clear_cache()


def _server(statement: str) -> None:
    with psycopg.connect(backup._conninfo("postgres"), autocommit=True) as server:
        server.execute(statement.encode())


def _rows() -> Rows:
    with connection.cursor() as cursor:
        return rows_of(cursor)
