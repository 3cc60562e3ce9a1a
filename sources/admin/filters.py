"""The filters of the curation desk: what is missing, what is stale, what disagrees."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

YES = "yes"


class YesFilter(admin.SimpleListFilter):
    """A filter with one choice: show only those."""

    choice: Any = _("only these")

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(YES, self.choice)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return self.only(queryset) if self.value() == YES else queryset

    def only(self, queryset: QuerySet) -> QuerySet:
        """Return the rows that the filter shows."""
        raise NotImplementedError


class NoSourceFilter(YesFilter):
    title = _("no source")
    parameter_name = "no_source"

    def only(self, queryset: QuerySet) -> QuerySet:
        return queryset.without_source()  # type: ignore[attr-defined]


class DisagreeFilter(YesFilter):
    title = _("sources disagree")
    parameter_name = "disagree"

    def only(self, queryset: QuerySet) -> QuerySet:
        return queryset.disagreeing()  # type: ignore[attr-defined]


class NotConfirmedFilter(admin.SimpleListFilter):
    """By the newest supporting citation’s date."""

    title = _("not confirmed since")
    parameter_name = "not_confirmed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [
            ("1", _("one year")),
            ("2", _("two years")),
            ("5", _("five years")),
            ("never", _("ever, by a date")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value == "never":
            return queryset.filter(attested_last__isnull=True)
        if value in ("1", "2", "5"):
            day = timezone.now().date() - datetime.timedelta(days=365 * int(value))
            return queryset.not_confirmed_since(day)  # type: ignore[attr-defined]
        return queryset


class OneLanguageFilter(YesFilter):
    """Records of which a text is there in one language and not in the other."""

    title = _("one language only")
    parameter_name = "one_language"

    def only(self, queryset: QuerySet) -> QuerySet:
        names = {field.name for field in queryset.model._meta.fields}
        wanted = Q(pk__in=[])
        for name in names:
            other = f"{name.removesuffix('_en')}_fr"
            if name.endswith("_en") and other in names and not name.startswith(("sort_", "acronym_")):
                wanted |= Q(**{name: ""}) & ~Q(**{other: ""}) | ~Q(**{name: ""}) & Q(**{other: ""})
        return queryset.filter(wanted)
