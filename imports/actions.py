"""What people do with imports. Each is safe to do twice, and leaves the import in a state that tells."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from hrnet.lib.names import clean
from imports import apply, preview, rights, surveying, undo
from imports.models import Import, Progress, State
from imports.progress import CancelledError, Watch, watching, wish_to_cancel
from imports.purging import empty
from imports.purging import purge as purge
from imports.readers.errors import FileRefusedError
from imports.recovery import before_work, working_on
from sources.actions import violated

log = logging.getLogger("hrnet.imports")


class NotNowError(Exception):
    """The import is not in a state in which this can be done; ``state`` is the one that it is in."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class NotAllowedError(Exception):
    """The user may not do this with the import."""


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
    **options: Any,
) -> Import:
    """Keep an uploaded file, unread, as an import of ``owner``.

    ``options`` are ``mapping`` (complete, or the parts of it that are known), ``complete`` and
    ``create_missing``.
    """
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    mapping = dict(options.pop("mapping", None) or {})
    if given := {key: value for key, value in (constants or {}).items() if value}:
        mapping["constants"] = mapping.get("constants", {}) | given
    import_ = Import(
        owner=owner,
        target=target,
        filename=clean(filename)[-200:],
        size=file.size,
        sha256=digest.hexdigest(),
        list_name=clean(list_name)[:120] or list_name_of(filename),
        as_of=as_of,
        mapping=mapping,
        **options,
    )
    import_.file.save(filename, file, save=False)
    import_.save()
    Progress.objects.create(of_import=import_)
    return import_


# -- reading ----------------------------------------------------------------------------------------


def read(import_id: int) -> Import:
    """Look at an uploaded file, and read and judge it where it is clear how.

    The import ends previewed, waiting for its columns to be matched, or refused with the reason.
    """
    with _taken(import_id, (State.UPLOADED, State.MAPPED), State.READING) as (import_, watch):
        return _attempt(import_, lambda: _read(import_, watch))


def _read(import_: Import, watch: Watch) -> None:
    if not import_.found:  # never looked at, or to be looked at anew
        watch.begin("surveying")
        clear = surveying.survey(import_)
        if not clear:
            import_.state = State.MAPPING
            import_.save()
            return
    preview.preview(import_, watch)


def _attempt(import_: Import, work: Callable[[], Any]) -> Import:
    """Do the work on an import; where it fails, say why, and leave it where it can be tried again."""
    before = before_work(import_)
    try:
        work()
    except CancelledError:
        _end(import_, before, {"code": "cancelled"})
    except apply.PreviewStaleError:
        import_.refresh_from_db()
    except FileRefusedError as refused:
        _refuse(import_, refused)
    except IntegrityError as error:
        _end(import_, _failed(before), {"code": "database", "parameters": {"constraint": violated(error)}})
    except OperationalError:
        raise  # the database went away: the import is found dead, and can be tried again
    except Exception:
        log.exception("work on import %s failed", import_.pk)
        _end(import_, _failed(before), {"code": "unexpected"})
    return import_


def _failed(before: State) -> State:
    """Return where a fault leaves an import: one that is stored stays so, any other has failed."""
    return before if before in (State.APPLIED, State.UNDONE) else State.FAILED


def _refuse(import_: Import, refused: FileRefusedError) -> None:
    """Say why the file cannot be read; where another mapping may mend it, wait for that."""
    problem = {"code": refused.code, "parameters": refused.parameters}
    if import_.survey:
        return _end(import_, State.MAPPING, problem)
    _end(import_, State.REFUSED, problem)
    if not import_.is_refused_paste:  # who pasted has no file of it: it is given back to be mended
        empty(import_)
    return None


@transaction.atomic
def map_columns(*, import_id: int, user: Any, mapping: dict[str, Any], **options: Any) -> Import:
    """Say how the file is to be read, anew where it was read already; ``options`` are the import’s."""
    import_ = Import.objects.select_for_update().get(pk=import_id, owner=user)
    if import_.state not in (State.MAPPING, State.PREVIEWED):
        raise NotNowError(import_.state)
    preview.forget_lines(import_)
    import_.mapping = mapping
    for name, value in options.items():
        setattr(import_, name, value)
    import_.state, import_.problem = State.MAPPED, None
    import_.save()
    return import_


@transaction.atomic
def look_again(*, import_id: int, user: Any, mapping: dict[str, Any]) -> Import:
    """Let the columns of a file be found anew, where ``mapping`` says that its tables are.

    What the mapping says of columns goes; the rest of it stays.
    """
    import_ = Import.objects.select_for_update().get(pk=import_id, owner=user)
    if import_.state not in (State.MAPPING, State.PREVIEWED):
        raise NotNowError(import_.state)
    preview.forget_lines(import_)
    of_columns = ("columns", "layout", "across")
    import_.mapping = {key: value for key, value in mapping.items() if value and key not in of_columns}
    import_.state, import_.found, import_.problem = State.UPLOADED, {}, None
    import_.save()
    return import_


@transaction.atomic
def judge_again(*, import_id: int, user: Any) -> Import:
    """Let a preview be judged anew, since names were decided on."""
    import_ = Import.objects.select_for_update().get(pk=import_id, owner=user)
    if import_.state != State.PREVIEWED:
        raise NotNowError(import_.state)
    import_.state, import_.problem = State.MAPPED, None
    import_.save()
    return import_


# -- storing ----------------------------------------------------------------------------------------


@transaction.atomic
def confirm(*, import_id: int, user: Any, leave_out_wrong: bool = False) -> Import:
    """Confirm a preview; the rows are stored in the background. Twice is once.

    Raise :class:`NotNowError` where there is nothing to confirm.
    """
    import_ = Import.objects.select_for_update().get(pk=import_id, owner=user)
    if import_.state in (State.CONFIRMED, State.APPLYING, State.APPLIED):
        return import_
    if import_.state != State.PREVIEWED or not (import_.right_rows() or _ticked(import_)):
        raise NotNowError(import_.state)
    if import_.counts.get("wrong") and not leave_out_wrong:
        raise NotNowError("wrong_rows")
    import_.leave_out_wrong = leave_out_wrong
    import_.state = State.CONFIRMED
    import_.problem = None
    import_.save()
    return import_


def _ticked(import_: Import) -> bool:
    return import_.rows.filter(outcome="ended", ticked=True).exists()


def store(import_id: int) -> Import:
    """Store a confirmed import; it ends applied, previewed anew, or failed with nothing stored."""
    with _taken(import_id, (State.CONFIRMED,), State.APPLYING) as (import_, watch):
        if not rights.may_import(import_.owner):
            return _not_allowed(import_)
        return _attempt(import_, lambda: apply.apply(import_, watch))


def _not_allowed(import_: Import) -> Import:
    """Leave an import as it was before the work: who asked for it may not do it any more."""
    _end(import_, before_work(import_), {"code": "no_right"})
    return import_


@transaction.atomic
def ask_to_undo(*, import_id: int, user: Any) -> Import:
    """Ask for an import to be undone, in the background. Twice is once: who asked first counts.

    Raise :class:`NotAllowedError` where ``user`` may not undo it.
    """
    import_ = Import.objects.select_for_update().get(pk=import_id)
    if not rights.may_undo(user, import_):
        raise NotAllowedError
    if import_.state in (State.TAKING_BACK, State.UNDOING):
        return import_
    if import_.state not in (State.APPLIED, State.UNDONE):
        raise NotNowError(import_.state)
    import_.state, import_.undone_by = State.TAKING_BACK, user
    import_.undone_at = import_.undone_at or timezone.now()
    import_.save()
    return import_


def take_back(import_id: int, also: Iterable[int] = ()) -> Import:
    """Undo an import that was asked to be; ``also`` are statements edited since that go all the same.

    The rights of who asked are those that they have now.
    """
    with _taken(import_id, (State.TAKING_BACK,), State.UNDOING) as (import_, watch):
        user = import_.undone_by
        if not rights.may_undo(user, import_):
            return _not_allowed(import_)
        return _attempt(import_, lambda: undo.undo(import_, watch, user=user, also=also))


# -- stopping ---------------------------------------------------------------------------------------


@transaction.atomic
def cancel(*, import_id: int, user: Any) -> Import:
    """Stop what is being done with an import: at once where it waits, at the next look where it runs.

    Nothing of what was under way stays. What is stored already is undone instead.
    """
    import_ = Import.objects.select_for_update().get(pk=import_id, owner=user)
    if import_.state in (State.CONFIRMED, State.MAPPED, State.UPLOADED, State.TAKING_BACK):
        _end(import_, before_work(import_), {"code": "cancelled"})
    elif import_.is_moving:
        wish_to_cancel(import_.pk)
    else:
        raise NotNowError(import_.state)
    return import_


@transaction.atomic
def resume(*, import_id: int, user: Any) -> Import:
    """Try once more what failed or died while the file was read; the file is still there."""
    import_ = Import.objects.select_for_update().get(pk=import_id, owner=user)
    if import_.state != State.FAILED or not import_.file:
        raise NotNowError(import_.state)
    import_.state = State.MAPPED if import_.survey else State.UPLOADED
    import_.problem = None
    import_.save()
    return import_


@transaction.atomic
def drop(*, import_id: int, user: Any) -> Import:
    """Drop an import that was not stored: its file, its rows and the decisions made for it go.

    Raise :class:`NotNowError` where it is stored, or a worker is busy with it: cancel that first.
    """
    import_ = Import.objects.select_for_update().get(pk=import_id, owner=user)
    if import_.is_stored or import_.state in (State.READING, State.APPLYING, State.CONFIRMED):
        raise NotNowError(import_.state)
    import_.state = State.DROPPED
    import_.save(update_fields=["state", "updated_at"])
    empty(import_)
    return import_


@contextmanager
def _taken(import_id: int, expected: tuple[State, ...], taken: State) -> Iterator[tuple[Import, Watch]]:
    """Work on an import within, alone: nothing of it is touched unless it is free and in a state expected.

    A task may come twice, or late: after somebody cancelled, or while another worker has the import. Then
    raise :class:`NotNowError`, and leave the state, the progress and a wish to cancel to whose they are.
    """
    _check_state(Import.objects.get(pk=import_id), expected)
    with working_on(import_id) as is_free:
        if not is_free:
            raise NotNowError("worked_on")
        import_ = _take(import_id, expected, taken)
        with watching(import_id) as watch:
            yield import_, watch


@transaction.atomic
def _take(import_id: int, expected: tuple[State, ...], taken: State) -> Import:
    """Move an import on, if it is where it should be: so that no two workers do the same."""
    import_ = Import.objects.select_for_update().get(pk=import_id)
    _check_state(import_, expected)
    import_.state = taken
    import_.save()
    return import_


def _check_state(import_: Import, expected: tuple[State, ...]) -> None:
    if import_.state not in expected:
        raise NotNowError(import_.state)


def _end(import_: Import, state: State, problem: dict[str, Any]) -> None:
    import_.state, import_.problem = state, problem
    import_.save(update_fields=["state", "problem", "updated_at"])
    if state == State.DROPPED:
        empty(import_)
