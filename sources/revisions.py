"""Revisions: drafts that propose new values for a published statement; publishing writes them there.

A model that can be revised has a foreign key ``revises`` to itself, and names in ``REVISED`` the fields that
a revision may say otherwise.
"""

from __future__ import annotations

from typing import Any


def take_over_revisions(model: Any, keys: list[int]) -> list[int]:
    """Write drafts that revise another statement into it, with their citations; return the other keys.

    Runs inside the transaction that publishes.
    """
    citation = model._meta.get_field("citations").related_model
    revisions = list(model.objects.filter(pk__in=keys, revises__isnull=False).select_for_update())
    for draft in revisions:
        revised = model.objects.select_for_update().get(pk=draft.revises_id)
        for name in model.REVISED:
            setattr(revised, name, getattr(draft, name))
        citations = list(citation.objects.filter(subject=draft))
        citation.objects.filter(subject=draft).delete()
        draft.delete()
        revised.save(update_fields=model.REVISED)
        for one in citations:
            one.pk, one.subject = None, revised
        citation.objects.bulk_create(citations, ignore_conflicts=True)
    done = {draft.pk for draft in revisions}
    return [key for key in keys if key not in done]
