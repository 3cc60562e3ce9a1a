"""Writes that span records: publishing and withdrawing, all or nothing, with who and why."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from sources import rights
from sources.history import because
from sources.rules import rule
from sources.statements import ReviewState


class RefusedError(Exception):
    """The database refused; nothing was changed. The message says why, in plain words."""


def publish(*, rows: models.QuerySet, user: Any, reason: str = "") -> int:
    """Publish the records of ``rows``; return how many. Raise :class:`RefusedError` where one cannot be."""
    return _set_state(rows, ReviewState.PUBLISHED, user, reason or _("published"))


def withdraw(*, rows: models.QuerySet, user: Any, reason: str = "") -> int:
    """Withdraw the records of ``rows`` from the public; return how many."""
    return _set_state(rows, ReviewState.WITHDRAWN, user, reason or _("withdrawn"))


def _set_state(rows: models.QuerySet, state: ReviewState, user: Any, reason: str) -> int:
    model = rows.model
    if not user.has_perm(rights.permission(model, "publish")):
        raise RefusedError(_("Your account may not do this. Ask an administrator for the role that may."))
    keys = list(rows.values_list("pk", flat=True))
    chosen = len(keys)  # a proposal that is published is no row of its own any more
    try:
        with transaction.atomic(), because(reason, user=user):
            before = getattr(model, "before_publishing", None)
            if before is not None and state == ReviewState.PUBLISHED:
                keys = before(keys)
            model._base_manager.filter(pk__in=keys).exclude(review_state=state).update(review_state=state)
    except IntegrityError as error:
        raise RefusedError(explain(error, model)) from error
    return chosen


def explain(error: Exception, model: type[models.Model] | None = None) -> str:
    """Return in plain words why the database refused, with the words of the constraint where it has some."""
    if isinstance(error, models.ProtectedError):
        return _("Other records refer to it: change or delete those first.")
    if "foreign key" in str(error):
        return _("Something that it refers to does not exist any more: put that back first.")
    name = violated(error)
    if broken := rule(name.removeprefix("hrnet_")):
        return f"{str(broken.label).capitalize()}. {broken.advice}"
    return explain_constraint(name, model)


def violated(error: Exception) -> str:
    """Return the name of the constraint that a database error names; empty where it names none."""
    named = re.search(r'constraint "([a-z0-9_]+)"', str(error))
    return named[1] if named else ""


def explain_constraint(name: str, model: type[models.Model] | None = None) -> str:
    """Return the words of the constraint ``name`` of ``model``, in the reader’s language."""
    for constraint in model._meta.constraints if model is not None else ():
        if constraint.name == name:
            return str(ValidationError(constraint.get_violation_error_message()).messages[0])
    return _("The database refused it: it contradicts another record. Nothing was changed.")
