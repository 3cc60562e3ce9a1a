"""What is removed once its time is over: by ``make run`` daily, elsewhere by a timer that calls one command.

Each step stands for itself: one that fails does not keep the others from being done.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from hrnet.ops.backup import SCRATCH, backup_folder
from hrnet.ops.places import make_data_dir

log = logging.getLogger("hrnet.maintenance")

ATTEMPTS_KEPT = timedelta(days=7)  # a failed sign-in counts for a quarter of an hour
RESULTS_KEPT_DAYS = 14
STRAY_AFTER = 24 * 60 * 60  # seconds


def imports() -> int:
    """Remove files and rows of imports whose time is over."""
    from imports.actions import purge

    return purge()


def sessions() -> None:
    """Remove sessions that open nothing any more."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def sign_ins() -> int:
    """Remove what was noted of failed sign-ins: names, addresses, browsers."""
    from axes.models import AccessAttempt, AccessFailureLog, AccessLog

    before = timezone.now() - ATTEMPTS_KEPT
    models = (AccessAttempt, AccessFailureLog, AccessLog)
    return sum(model.objects.filter(attempt_time__lt=before).delete()[0] for model in models)


def tasks() -> None:
    """Remove the results of tasks that ended long ago."""
    call_command("prune_db_task_results", queue_name="*", min_age_days=RESULTS_KEPT_DAYS, verbosity=0)


def scratch() -> int:
    """Remove what a backup or a restore that was killed left behind: a dump lies open in there."""
    folders = [*make_data_dir().glob(f"{SCRATCH}*"), *backup_folder().glob(".unfinished-*")]
    old = [path for path in folders if path.lstat().st_mtime < time.time() - STRAY_AFTER]
    for path in old:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    return len(old)


STEPS: dict[str, Callable[[], int | None]] = {
    "imports past their time": imports,
    "sessions that are over": sessions,
    "notes of failed sign-ins": sign_ins,
    "results of tasks": tasks,
    "scratch of backups": scratch,
}


def maintain(steps: dict[str, Callable[[], int | None]] | None = None) -> list[str]:
    """Take each step, with a line in the log; return the names of those that failed."""
    failed = []
    for name, step in (STEPS if steps is None else steps).items():
        try:
            removed = step()
        except Exception:
            log.exception("maintenance: %s: failed", name)
            failed.append(name)
        else:
            log.info("maintenance: %s: %s", name, "done" if removed is None else f"{removed} removed")
    return failed
