"""Writes on memberships that span more than one row."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from networks.models import Membership
from sources.history import because
from sources.statements import ReviewState


@transaction.atomic
def propose_revision(*, membership: Membership, user: Any) -> Membership:
    """Return a draft with the values of ``membership``, which publishing will write back into it."""
    with because(_("proposed a change"), user=user):
        draft = Membership.objects.get(pk=membership.pk)
        draft.pk, draft.handle = None, None
        draft.review_state, draft.revises = ReviewState.DRAFT, membership
        draft.attested_first = draft.attested_last = None  # it has no citations yet
        draft.save(force_insert=True)
        return draft
