"""What has to be so before the site is served: database, facts, static files, a first account."""

from __future__ import annotations

import gc
import hashlib
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from hrnet.ops import server_log
from hrnet.ops.places import OpsError

OLDEST_SERVER = 150000


def everything(*, dev: bool) -> None:
    """Bring the installation up to date, saying in the terminal what was done."""
    django.setup()
    check_database()
    migrate()
    seed()
    if not dev:
        collect_static()
    first_account()


def main() -> int:
    """Prepare an installation whose servers are started by others; return the exit status."""
    from hrnet.settings import use_profile

    use_profile()
    try:
        everything(dev=False)
    except OpsError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def say(line: str) -> None:
    """Write a line to the terminal at once."""
    print(line, flush=True)


def check_database() -> None:
    """Raise :class:`OpsError` where the database cannot serve, saying what to do."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise OpsError(
            f"The database of DATABASE_URL cannot be reached ({reason}): check its address."
        ) from error
    version = connection.cursor().connection.info.server_version
    if version < OLDEST_SERVER:
        raise OpsError(f"PostgreSQL {version // 10000} is too old: hrnet needs 15 or later.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('É') = 'é', current_setting('server_encoding')")
        folds, encoding = cursor.fetchone()
    if encoding != "UTF8" or not folds:
        raise OpsError(
            "The database does not know accents: create it with ENCODING 'UTF8' and a UTF-8 locale,"
            " for example LOCALE 'C.UTF-8' TEMPLATE template0."
        )
    with connection.cursor() as cursor:
        if settings_of_log := server_log.leaking(cursor):
            say(f"Note: {server_log.sentence(settings_of_log)}")


def migrate() -> None:
    """Apply pending migrations; where there is data, a backup comes first."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not pending:
        return
    if executor.loader.applied_migrations:
        from hrnet.ops.backup import write_backup

        say(f"Backup before the migration: {write_backup()}")
    say(f"Database: applying {len(pending)} migrations …")
    with fewer_collections():
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Collect garbage more rarely: migrating makes and drops models by thousands, a quarter of its time."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def seed() -> None:
    """Insert the facts that ship, unless these very fixtures were read before."""
    from sources.models import SeedEntry
    from sources.seeding import fixture_files
    from sources.seeding import seed as insert

    files = fixture_files(settings.BASE_DIR / "fixtures")
    digest = _digest(files)
    if SeedEntry.objects.filter(model="fixtures", key=digest).exists():
        return
    say("Facts that ship with hrnet: reading …")
    report = insert(files)
    SeedEntry.objects.create(model="fixtures", key=digest)
    say(f"Facts that ship with hrnet: {report.inserted} rows inserted, {report.known} known already.")
    for line in report.skipped:
        say(f"  left out, since what it refers to is gone: {line}")


def collect_static() -> None:
    """Gather and compress the static files, when they changed."""
    from django.contrib.staticfiles.finders import get_finders

    found = [Path(storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    stamp = settings.STATIC_ROOT / ".digest"
    digest = _stamp(found)
    if stamp.exists() and stamp.read_text() == digest:
        return
    say("Static files: gathering and compressing …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, stdout=StringIO())
    stamp.write_text(digest)


def first_account() -> None:
    """Make an account to curate with, where there is none, with a password made here and shown once."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    users = get_user_model()._default_manager
    if users.filter(is_active=True, is_staff=True).exists():
        return
    password = "-".join(secrets.token_hex(2) for _part in range(5))
    user = users.create_superuser("admin", password=password)
    user.groups.add(Group.objects.get(name="administrator"))
    say("")
    say("  To curate, sign in as  admin  with the password  " + password)
    say("  It is shown this once. Change it after signing in; make further accounts in the admin.")
    say("")


def _digest(files: Iterable[Path]) -> str:
    """Return a digest of what the files hold."""
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def _stamp(files: Iterable[Path]) -> str:
    """Return a digest of the files’ names, sizes and times: as good as of their content, and instant."""
    rows = sorted(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
