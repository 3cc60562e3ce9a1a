"""What goes of imports once their time is over: files, what was read from them, names and decisions.

Member lists carry personal data. What was stored keeps its hash and its mapped cells; what was not stored
keeps only the line that says that there was such an import, and why it ended.
"""

from __future__ import annotations

import logging
import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from imports.models import Import, State
from imports.recovery import recover, somebody_works_on

log = logging.getLogger("hrnet.imports")

#: What nobody brought to an end in time is dropped. What is being worked on, or was confirmed, is not.
LAPSING = (State.UPLOADED, State.MAPPING, State.MAPPED, State.PREVIEWED, State.FAILED)
#: What has ended without anything stored: whatever is left of it goes at once; a refused paste in its time.
ENDED = (State.DROPPED, State.REFUSED)
#: Files and folders to which no import leads are left by a crash once they are so old, in seconds.
STRAY_AFTER = 24 * 60 * 60


def purge() -> int:
    """Remove of each import what is past its time, and files that no import leads to; return of how many.

    What is under way stays, whatever its age; so does what was confirmed and not stored yet. It can be called
    at any time, by several at once, and again after it was stopped.
    """
    purged = 0
    for import_id in list(Import.objects.values_list("pk", flat=True)):
        try:
            purged += _purge(import_id)
        except OSError:
            log.exception("the files of import %s cannot be removed", import_id)
    return purged + _remove_strays()


@transaction.atomic
def _purge(import_id: int) -> bool:
    """Purge one import where it is due; tell whether there was anything to remove."""
    import_ = Import.objects.select_for_update(skip_locked=True).filter(pk=import_id).first()
    if import_ is None or somebody_works_on(import_id):
        return False
    recover(import_)
    is_over = import_.expires_at <= timezone.now()
    if import_.is_stored:
        return is_over and import_.state in (State.APPLIED, State.UNDONE) and _forget_original(import_)
    if import_.state in LAPSING and is_over:
        import_.state = State.DROPPED
        import_.save(update_fields=["state", "updated_at"])
        empty(import_)
        return True
    if import_.is_refused_paste and not is_over:
        return False
    return import_.state in ENDED and _holds_anything(import_) and empty(import_)


def _holds_anything(import_: Import) -> bool:
    return bool(
        import_.file
        or import_.survey
        or import_.lines.exists()
        or import_.rows.exists()
        or import_.names.exists()
        or import_.decisions.exists()
    )


def empty(import_: Import) -> bool:
    """Remove everything that an import which was not stored holds of its file; return ``True``.

    Its number, owner, file name, hash, state and problem stay.
    """
    import_.rows.all().delete()
    import_.names.all().delete()
    import_.decisions.all().delete()
    import_.mapping, import_.survey, import_.found = {}, {}, {}
    _forget_files(import_, "mapping", "survey", "found")
    return True


def _forget_original(import_: Import) -> bool:
    """Remove the file of a stored import, and the examples of its cells; the mapped cells stay."""
    with_samples = [column for column in _columns(import_) if column.get("samples")]
    if not (import_.file or with_samples or import_.lines.exists()):
        return False
    for column in with_samples:
        column["samples"] = []
    _forget_files(import_, "survey")
    return True


def _columns(import_: Import) -> list[dict[str, Any]]:
    return [column for table in import_.survey.get("tables", ()) for column in table.get("columns", ())]


def _forget_files(import_: Import, *changed: str) -> None:
    """Remove the files last: what cannot be written to the database leaves them where they are."""
    file, import_.file = import_.file.name, ""
    import_.save(update_fields=[*changed, "file", "updated_at"])
    import_.file = file
    import_.forget_file()
    import_.file = ""


def _remove_strays() -> int:
    """Remove what a crash left beside the imports: files, lines and scratch folders; return how many."""
    root = Path(settings.MEDIA_ROOT)
    old = time.time() - STRAY_AFTER
    kept = {Path(name).name for name in Import.objects.exclude(file="").values_list("file", flat=True)}
    kept |= {f"lines-{key}" for key in Import.objects.exclude(file="").values_list("pk", flat=True)}
    strays = [path for path in _paths(root / "imports") if path.name not in kept]
    strays = [path for path in [*strays, *_paths(root / "scratch")] if _changed(path) < old]
    for path in strays:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(strays)


def _paths(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _changed(path: Path) -> float:
    """Return when ``path``, or anything directly in it, was written last."""
    try:
        return max(one.lstat().st_mtime for one in [path, *(_paths(path) if path.is_dir() else [])])
    except FileNotFoundError:
        return time.time()  # gone meanwhile
