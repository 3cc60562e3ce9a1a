"""Writes on memberships that span more than one row."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from networks.models import Membership, MembershipCitation
from sources.history import because
from sources.statements import ReviewState

# What a revision may say otherwise; the parties make it the same membership.
REVISED = (
    "status", "person", "start", "end", "end_status", "period_type", "modality", "not_exhaustive",
    "note_en", "note_fr",
)  # fmt: skip


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


def take_over_revisions(keys: list[int]) -> list[int]:
    """Write drafts that revise another membership into it, with their citations; return the other keys.

    Runs inside the transaction that publishes.
    """
    revisions = list(Membership.objects.filter(pk__in=keys, revises__isnull=False).select_for_update())
    for draft in revisions:
        revised = Membership.objects.select_for_update().get(pk=draft.revises_id or 0)
        for name in REVISED:
            setattr(revised, name, getattr(draft, name))
        citations = list(MembershipCitation.objects.filter(subject=draft))
        MembershipCitation.objects.filter(subject=draft).delete()
        draft.delete()
        revised.save(update_fields=REVISED)
        for citation in citations:
            citation.pk, citation.subject = None, revised
        MembershipCitation.objects.bulk_create(citations, ignore_conflicts=True)
    done = {draft.pk for draft in revisions}
    return [key for key in keys if key not in done]
