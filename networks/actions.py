"""Writes on memberships that span more than one row."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from networks.models import Membership
from sources import rights
from sources.actions import RefusedError
from sources.history import because
from sources.statements import ReviewState


@transaction.atomic
def propose_revision(*, membership: Membership, user: Any) -> Membership:
    """Return a draft with the values of ``membership``, which publishing will write back into it.

    Raise :class:`sources.actions.RefusedError` where ``membership`` is not published, and
    :class:`sources.rights.NotAllowedError` where ``user`` may not add a draft.
    """
    if not membership.is_published:
        raise RefusedError(_("Only what is published takes a proposal: change the draft itself."))
    with because(_("proposed a change"), user=user):
        draft = Membership.objects.get(pk=membership.pk)
        draft.pk, draft.handle = None, None
        draft.review_state, draft.revises = ReviewState.DRAFT, membership
        draft.attested_first = draft.attested_last = None  # it has no citations yet
        rights.require(user, [rights.Write(None, draft)])
        draft.save(force_insert=True)
        return draft
