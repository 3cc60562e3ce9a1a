"""What waits for a curator: counts with the address of the list, for the start page of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib import admin
from django.db.models import Count, IntegerField, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hrnet.directory.withholding.actions import people_with_work
from institutions.models import Person
from institutions.persons import may_see_all_names
from sources.admin.filters import YES
from sources.admin.mending import to_mend
from sources.statements import Assertion, Reviewed, ReviewState


class Queue(NamedTuple):
    """What waits of one kind of record: what it is called, the filter of the list, and the rows."""

    model: Any
    label: str
    query: str
    rows: QuerySet


def queues(request: HttpRequest) -> list[tuple[str, str, int]]:
    """Return label, address and number of what waits, for each kind that this person may see.

    Which kinds there are follows from the models that the desk has; all are counted in one query.
    """
    desk = [
        model
        for model, options in admin.site._registry.items()
        if issubclass(model, Reviewed) and options.has_view_permission(request)
    ]
    waiting = [*_drafts(desk), *_without_source(desk), *_disagreeing(desk)]
    if may_see_all_names(request.user):
        waiting.append(
            Queue(Person, _("hidden texts to be reworded"), f"texts_wait={YES}", people_with_work())
        )
    counts = _counted([queue.rows for queue in waiting])
    return [
        *(
            (_called(queue.model, queue.label), _address(queue.model, queue.query), counts[number])
            for number, queue in enumerate(waiting)
            if counts.get(number)
        ),
        *to_mend(request),
    ]


def _drafts(desk: list[Any]) -> Iterator[Queue]:
    state = ReviewState.DRAFT
    for model in desk:
        rows = model._default_manager.filter(review_state=state)
        yield Queue(model, _("drafts"), f"review_state__exact={state}", rows)


def _without_source(desk: list[Any]) -> Iterator[Queue]:
    for model in desk:
        if issubclass(model, Assertion):
            rows = model._default_manager.without_source()
            yield Queue(model, _("no source"), f"no_source={YES}", rows)


def _disagreeing(desk: list[Any]) -> Iterator[Queue]:
    state = ReviewState.PUBLISHED
    for model in desk:
        if hasattr(model._default_manager, "disagreeing"):
            rows = model._default_manager.published().disagreeing()
            yield Queue(model, _("sources disagree"), f"review_state__exact={state}&disagree={YES}", rows)


def _counted(several: list[QuerySet]) -> dict[int, int]:
    """Return the number of rows of each of ``several``, by its place; one query for all of them."""
    counts = [
        rows.order_by()
        .annotate(queue=Value(number, output_field=IntegerField()))
        .values("queue")
        .annotate(waiting=Count("pk", distinct=True))
        .values_list("queue", "waiting")
        for number, rows in enumerate(several)
    ]
    return dict(counts[0].union(*counts[1:], all=True)) if counts else {}


def _called(model: Any, label: Any) -> str:
    what = str(model._meta.verbose_name_plural)
    return (_("%(label)s: %(shown)s") % {"label": what, "shown": label}).capitalize()


def _address(model: Any, query: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + f"?{query}"
