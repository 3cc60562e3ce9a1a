"""What waits for a curator: counts with the address of the list, for the start page of the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hrnet.directory.withholding.actions import people_with_work
from institutions.models import Institution, Person, Relation
from institutions.persons import may_see_all_names
from mandates.models import Engagement, Mandate
from networks.models import Meeting, Membership
from sources.models import Source

STATEMENTS = (Membership, Mandate, Engagement, Meeting, Relation)


def queues(request: HttpRequest) -> list[tuple[str, str, int]]:
    """Return label, address and number of what waits, for each kind that this person may see."""
    found: list[tuple[Any, Any, str, int]] = []
    for model in (*STATEMENTS, Institution, Source):
        found.append((model, _("drafts"), "review_state__exact=draft", _drafts(model)))
    for model in STATEMENTS:
        found.append((model, _("no source"), "no_source=yes", _manager(model).without_source().count()))
    found.append(
        (
            Membership,
            _("sources disagree"),
            "disagree=yes",
            Membership.objects.published().disagreeing().count(),
        )
    )
    if may_see_all_names(request.user):
        waiting = people_with_work().count()
        found.append((Person, _("hidden texts to be reworded"), "texts_wait=yes", waiting))
    return [
        (_called(model, label), _address(model, query), count)
        for model, label, query, count in found
        if count and request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]


def _called(model: Any, label: Any) -> str:
    what = str(model._meta.verbose_name_plural)
    return (_("%(label)s: %(shown)s") % {"label": what, "shown": label}).capitalize()


def _manager(model: Any) -> Any:
    return model.objects


def _drafts(model: Any) -> int:
    return int(model.objects.filter(review_state="draft").count())


def _address(model: Any, query: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + f"?{query}"
