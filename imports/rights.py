"""Who may do what with an import. Asked when the work runs: a right may be gone by then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from imports.models import How, Import, Role
from imports.targets import spec_of
from institutions.models import Institution
from networks.models import Network
from sources.rights import permission
from sources.statements import ReviewState


def may_publish(user: Any, model: Any) -> bool:
    """Tell whether ``user`` may publish records of ``model``, and so write those that are published."""
    return bool(user.has_perm(permission(record_model(model), "publish")))


def record_model(model: Any) -> Any:
    """Return the model whose review state decides on rows of ``model``: a network is an institution’s."""
    return Institution if model is Network else model


def may_import(user: Any) -> bool:
    """Tell whether ``user`` may import at all."""
    return bool(user.has_perm("imports.add_import"))


def may_undo(user: Any, import_: Import) -> bool:
    """Tell whether ``user`` may undo ``import_``: its owner, and who publishes such statements.

    What is published stays all the same where the user may not publish it.
    """
    if not may_import(user):
        return False
    return import_.owner_id == user.pk or may_publish(user, spec_of(import_.target).model)


def not_drafts(model: Any, keys: Iterable[Any]) -> set[Any]:
    """Return which of the records a publisher decided on: published them, or withdrew them."""
    decided = record_model(model)._base_manager.exclude(review_state=ReviewState.DRAFT)
    return set(decided.filter(pk__in=list(keys)).values_list("pk", flat=True))


def networks_of_publishers(import_: Import) -> models.QuerySet:
    """Return the names that would make networks of published institutions, where the owner may not."""
    names = import_.names.filter(role=Role.WHOLE, how=How.CREATED)
    if spec_of(import_.target).whole != "network" or may_publish(import_.owner, Network):
        return names.none()
    return names.filter(found_id__in=Institution.objects.published().values("pk"))
