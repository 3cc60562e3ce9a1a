"""What people do with imports. Each is safe to do twice, and leaves the import in a state that tells."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from hrnet.lib.names import clean
from imports import apply, preview
from imports.models import Import, State
from imports.readers.errors import FileRefusedError
from imports.recovery import working_on
from sources.actions import violated

log = logging.getLogger("hrnet.imports")


class NotNowError(Exception):
    """The import is not in a state in which this can be done; ``state`` is the one that it is in."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def list_name_of(filename: str) -> str:
    """Return the name of the list that a file is taken for, unless told otherwise: the file’s, cleaned."""
    return clean(filename.rsplit("/", 1)[-1].rsplit(".", 1)[0])[:120] or "list"


def create(
    *,
    owner: Any,
    file: File,
    filename: str,
    list_name: str = "",
    as_of: Any = None,
    constants: dict[str, str] | None = None,
    target: str = "memberships",
) -> Import:
    """Keep an uploaded file, unread, as an import of ``owner``."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    import_ = Import(
        owner=owner,
        target=target,
        filename=clean(filename)[-200:],
        size=file.size,
        sha256=digest.hexdigest(),
        list_name=clean(list_name)[:120] or list_name_of(filename),
        as_of=as_of,
        constants={key: value for key, value in (constants or {}).items() if value},
    )
    import_.file.save(filename, file, save=False)
    import_.save()
    return import_


def read(import_id: int) -> Import:
    """Read and judge an uploaded file; the import ends previewed, or refused with the reason."""
    with working_on(import_id):
        return _read(_take(import_id, State.UPLOADED, State.READING))


def _read(import_: Import) -> Import:
    try:
        preview.preview(import_)
    except FileRefusedError as refused:
        _end(import_, State.REFUSED, {"code": refused.code, "parameters": refused.parameters})
        import_.forget_file()
        import_.file = ""
        import_.save(update_fields=["file"])
    except Exception:
        log.exception("import %s could not be read", import_.pk)
        _end(import_, State.FAILED, {"code": "unexpected"})
    return import_


@transaction.atomic
def confirm(*, import_id: int, user: Any, leave_out_wrong: bool = False) -> Import:
    """Confirm a preview; the rows are stored in the background. Twice is once.

    Raise :class:`NotNowError` where there is nothing to confirm.
    """
    import_ = Import.objects.select_for_update().get(pk=import_id, owner=user)
    if import_.state in (State.CONFIRMED, State.APPLYING, State.APPLIED):
        return import_
    if import_.state != State.PREVIEWED or not import_.right_rows():
        raise NotNowError(import_.state)
    if import_.counts.get("wrong") and not leave_out_wrong:
        raise NotNowError("wrong_rows")
    import_.leave_out_wrong = leave_out_wrong
    import_.state = State.CONFIRMED
    import_.problem = None
    import_.save()
    return import_


def store(import_id: int) -> Import:
    """Store a confirmed import; it ends applied, previewed anew, or failed with nothing stored."""
    with working_on(import_id):
        return _store(_take(import_id, State.CONFIRMED, State.APPLYING))


def _store(import_: Import) -> Import:
    try:
        apply.apply(import_)
    except apply.PreviewStaleError:
        import_.refresh_from_db()
    except IntegrityError as error:
        parameters = {"constraint": violated(error)}
        _end(import_, State.FAILED, {"code": "database", "parameters": parameters})
    except FileRefusedError as refused:
        _end(import_, State.FAILED, {"code": refused.code, "parameters": refused.parameters})
    except OperationalError:
        raise  # the database went away: the import is found dead, and can be confirmed again
    except Exception:
        log.exception("import %s could not be stored", import_.pk)
        _end(import_, State.FAILED, {"code": "unexpected"})
    return import_


@transaction.atomic
def drop(*, import_id: int, user: Any) -> Import:
    """Drop an import that was not stored: its file and its rows go."""
    import_ = Import.objects.select_for_update().get(pk=import_id, owner=user)
    if import_.state in (State.APPLIED, State.APPLYING, State.CONFIRMED):
        raise NotNowError(import_.state)
    import_.rows.all().delete()
    import_.forget_file()
    import_.file = ""
    import_.state = State.DROPPED
    import_.save()
    return import_


@transaction.atomic
def _take(import_id: int, expected: State, taken: State) -> Import:
    """Move an import on, if it is where it should be: so that no two workers do the same."""
    import_ = Import.objects.select_for_update().get(pk=import_id)
    if import_.state != expected:
        raise NotNowError(import_.state)
    import_.state = taken
    import_.done = 0
    import_.save()
    return import_


def _end(import_: Import, state: State, problem: dict[str, Any]) -> None:
    import_.state, import_.problem = state, problem
    import_.save(update_fields=["state", "problem", "updated_at"])


def purge() -> int:
    """Remove the files whose time is over; drop what nobody confirmed in time. Return how many files."""
    removed = 0
    for import_ in Import.objects.exclude(file=""):
        if import_.expires_at > timezone.now() or import_.is_moving:
            continue
        if import_.state == State.PREVIEWED:
            drop(import_id=import_.pk, user=import_.owner)
        else:
            import_.forget_file()
            import_.file = ""
            import_.save(update_fields=["file"])
        removed += 1
    return removed
