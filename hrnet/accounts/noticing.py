"""What is noticed of accounts, whichever way it comes about: pages, commands, bulk updates.

Sign-ins, refusals and changes of rights, passwords and second factors are logged; where a password or a
second factor of an account changes, or it is closed, its other sessions end.

Statements of SQL by hand pass this by: they are for those who could change the log, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils import timezone

from hrnet.accounts import log
from hrnet.accounts.ending import end_others
from hrnet.accounts.models import WATCHED, Session
from hrnet.accounts.throttle import username

FLAGS = tuple(name for name in WATCHED if name != "password")


def connect() -> None:
    """Listen to all of it, from the start of the process on."""
    user = get_user_model()
    user_logged_in.connect(_signed_in, dispatch_uid="hrnet.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="hrnet.signed_out")
    user_login_failed.connect(_refused, dispatch_uid="hrnet.refused")
    user_locked_out.connect(_locked_out, dispatch_uid="hrnet.locked_out")
    authenticator_used.connect(_factor_used, dispatch_uid="hrnet.factor_used")
    pre_save.connect(_remember, sender=user, dispatch_uid="hrnet.before_user")
    post_save.connect(_saved, sender=user, dispatch_uid="hrnet.user")
    post_delete.connect(_deleted, sender=user, dispatch_uid="hrnet.user_deleted")
    post_save.connect(_factor_saved, sender=Authenticator, dispatch_uid="hrnet.factor")
    post_delete.connect(_factor_deleted, sender=Authenticator, dispatch_uid="hrnet.factor_deleted")
    for relation in (user.groups, user.user_permissions, Group.permissions):
        m2m_changed.connect(_granted, sender=relation.through, dispatch_uid=f"hrnet.{relation.through}")


def notice_change(user: int, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Log what differs between two states of an account, by column.

    With a new password, or where it is closed, its other sessions end. Other rights are read at each request.
    """
    flags = {name: after[name] for name in FLAGS if name in after and after[name] != before[name]}
    if flags:
        log.record("rights_changed", user=user, **flags)
    password = "password" in after and after["password"] != before["password"]
    if password:
        log.record("password_changed", user=user)
    if password or flags.get("is_active") is False:
        end_others(user, why="password_changed" if password else "account_closed")


# -- signing in and out


def _signed_in(sender: Any, *, request: Any, user: Any, **_signal: Any) -> None:
    if hasattr(request.session, "signed_in"):
        request.session.signed_in(request.META.get("HTTP_USER_AGENT", ""))
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    log.record("signed_in", user=user.pk, actor=user.pk)


def _signed_out(sender: Any, *, user: Any = None, **_signal: Any) -> None:
    if user is not None:
        log.record("signed_out", user=user.pk, actor=user.pk)


def _account_of(request: Any, credentials: dict[str, Any] | None) -> int | None:
    """Return the account that was tried, if there is one by that name."""
    name = username(request, credentials)
    found = get_user_model()._default_manager.filter(username__iexact=name) if name else None
    return found.values_list("pk", flat=True).first() if found is not None else None


def _refused(sender: Any, *, credentials: dict[str, Any], request: Any = None, **_signal: Any) -> None:
    inside = request is not None and getattr(request, "user", None) and request.user.is_authenticated
    event = "confirmation_refused" if inside else "sign_in_refused"
    log.record(event, user=_account_of(request, credentials))


def _locked_out(sender: Any, *, request: Any, username: str | None = None, **_signal: Any) -> None:
    log.record("locked_out", user=_account_of(request, {"username": username}))


def _factor_used(sender: Any, *, user: Any, authenticator: Any, **_signal: Any) -> None:
    log.record("second_factor_used", user=user.pk, actor=user.pk, type=authenticator.type)


# -- accounts


def _remember(sender: Any, *, instance: Any, update_fields: Iterable[str] | None, **_signal: Any) -> None:
    """Keep the state of before beside the account that is saved."""
    touched = update_fields is None or set(update_fields) & set(WATCHED)
    instance._before = (
        sender._base_manager.filter(pk=instance.pk).values(*WATCHED).first() if touched else None
    )


def _saved(
    sender: Any, *, instance: Any, created: bool, update_fields: Iterable[str] | None, **_signal: Any
) -> None:
    names = WATCHED if update_fields is None else [name for name in WATCHED if name in update_fields]
    if created:
        flags = {name: getattr(instance, name) for name in FLAGS}
        log.record("account_made", user=instance.pk, **flags)
    elif instance._before:
        notice_change(instance.pk, instance._before, {name: getattr(instance, name) for name in names})


def _deleted(sender: Any, *, instance: Any, **_signal: Any) -> None:
    log.record("account_deleted", user=instance.pk)


def _granted(
    sender: Any, *, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_signal: Any
) -> None:
    """Log a change of the groups or permissions of an account, or of the permissions of a group.

    While there is no account, the rights of a group are nobody’s: a new installation writes its roles.
    """
    if action not in ("post_add", "post_remove", "pre_clear") or (action != "pre_clear" and not pk_set):
        return
    change = "given" if action == "post_add" else "taken"
    what = "groups" if sender is get_user_model().groups.through else "permissions"
    of_group = sender is Group.permissions.through
    if of_group and not get_user_model()._default_manager.exists():
        return
    holders: list[Any] = [instance.pk]
    if reverse:
        holders = [*sorted(pk_set or ())] or ["all"]
    things = str(instance.pk) if reverse else _keys(pk_set)
    for holder in holders:
        about: dict[str, Any] = {"group" if of_group else "user": holder, f"{what}_{change}": things}
        log.record("group_changed" if of_group else "rights_changed", **about)


def _keys(keys: set[int] | None) -> str:
    """Return keys with commas between; of many, how many."""
    if not keys:
        return "all"
    return ",".join(str(key) for key in sorted(keys)) if len(keys) <= 10 else f"{len(keys)}_of_them"


# -- second factors


def _factor_saved(sender: Any, *, instance: Any, created: bool, **_signal: Any) -> None:
    if created:
        log.record("second_factor_added", user=instance.user_id, type=instance.type)
        end_others(instance.user_id, why="second_factor_changed")


def _factor_deleted(sender: Any, *, instance: Any, **_signal: Any) -> None:
    log.record("second_factor_removed", user=instance.user_id, type=instance.type)
    end_others(instance.user_id, why="second_factor_changed")
