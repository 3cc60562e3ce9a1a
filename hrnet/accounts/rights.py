"""Which accounts somebody may manage, and which roles give: never more than one has.

Somebody who could set the password of a more powerful account, or give a role with more rights, would have
those rights. The pages of the desk and whatever else writes accounts for a person ask here.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet


def may_manage(actor: Any, account: Any) -> bool:
    """Tell whether ``actor`` may change ``account``: nobody manages an account with rights beyond their own.

    A closed account counts with the rights that it would have when it is opened.
    """
    if actor.is_superuser:
        return True
    return not account.is_superuser and not (_permissions(account) - _permissions(actor))


def groups_to_give(actor: Any) -> QuerySet[Group]:
    """Return the groups that ``actor`` may put an account into: those that hold no right beyond their own."""
    groups = Group.objects.all()
    if actor.is_superuser:
        return groups
    beyond = Permission.objects.exclude(pk__in=_permissions(actor))
    return groups.exclude(permissions__in=beyond)


def _permissions(account: Any) -> set[int]:
    held = Permission.objects.filter(Q(group__user=account) | Q(user=account))
    return set(held.values_list("pk", flat=True))
