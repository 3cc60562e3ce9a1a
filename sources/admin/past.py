"""What the desk shows of a record’s past: its history, what was deleted, and putting back."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _now

from sources import actions, rights
from sources.history import (
    Moment,
    because,
    event_model,
    moments,
    named,
    tracked_fields,
)
from sources.masking import readable
from sources.reverting import Pair, put_back, would_write


class HistoryAdmin(admin.ModelAdmin):
    """The views on the past of one kind of record."""

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path("<path:object_id>/put-back/", view(self.put_back_view), name=f"{name}_put_back"),
            *super().get_urls(),
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show every change of the record and its parts, the newest first; for a deleted one too."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = self._key(object_id)
        record = self.model._base_manager.filter(pk=key).first()
        found = self._named(moments(self.model, key))
        if record is None and not found:
            raise Http404
        return TemplateResponse(
            request,
            "admin/record_history.html",
            {
                **self.admin_site.each_context(request),
                "title": _now("History: %s") % (record or _now("deleted record")),
                "record": record,
                "object_id": object_id,
                "moments": found,
                "names": named(found),
                "opts": self.opts,
                "may_put_back": self._may_put_back(request, record, key),
            },
        )

    def _named(self, found: list[Moment]) -> list[Moment]:
        """Write beside each moment who it was."""
        users = get_user_model()._default_manager.in_bulk(
            {moment.user_id for moment in found if moment.user_id}
        )
        for moment in found:
            moment.who = users[moment.user_id].get_username() if moment.user_id in users else ""
        return found

    def _may_put_back(self, request: HttpRequest, record: Any, key: Any) -> bool:
        """Tell whether this person may put back this record at all; what exactly, each moment decides."""
        if not self.has_change_permission(request, record):
            return False
        if record is not None:
            return True
        event = event_model(self.model).objects.filter(pgh_obj_id=key).order_by("-pgh_id").first()
        if event is None:
            return self.has_add_permission(request)
        columns = [column.attname for column in tracked_fields(self.model)]
        row = self.model(**{name: getattr(event, name) for name in columns})
        return rights.may_write(request.user, after=row, restored=True)

    def put_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Put the record back to a moment of its history, after a confirmation.

        Every row that would be written is judged: before asking, and again in the transaction that writes.
        """
        key = self._key(object_id)
        record = self.model._base_manager.filter(pk=key).first()
        if not self._may_put_back(request, record, key):
            raise PermissionDenied
        moment = _moment(request.POST.get("moment") or request.GET.get("moment") or "")
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[object_id])
        if request.method == "POST":
            self._put_back(request, key, moment)
            return redirect(back)
        try:
            self._judge(request, would_write(self.model, key, moment))
        except models.ProtectedError as error:
            self.message_user(request, actions.explain(error), messages.ERROR)
            return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Put back: %s") % (record or _now("deleted record")),
            "moment": moment,
            "back": back,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/put_back.html", context)

    def _judge(self, request: HttpRequest, pairs: list[Pair]) -> None:
        """Refuse unless this person may write all of ``pairs``, and delete all that would go with them."""
        writes = [rights.Write(row, after, restored=row is None) for row, after in pairs if after is not None]
        gone = [row for row, after in pairs if after is None and row is not None]
        rights.require(request.user, [*rights.deletions(gone), *writes])

    def _put_back(self, request: HttpRequest, key: Any, moment: datetime.datetime) -> None:
        reason = request.POST.get("reason") or _now("put back")
        try:
            with transaction.atomic(), because(reason, put_back_to=moment.isoformat()):
                put_back(self.model, key, moment, lambda pairs: self._judge(request, pairs))
        except (IntegrityError, models.ProtectedError) as error:
            self.message_user(request, actions.explain(error), messages.ERROR)
        else:
            self.message_user(request, _now("The record is as it was then, with all its parts."))

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """List the records of this kind that were deleted last; each leads to its history."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        alive = self.model._base_manager.filter(pk=models.OuterRef("pgh_obj_id"))
        events = (
            event_model(self.model)
            .objects.filter(pgh_label="delete")
            .exclude(models.Exists(alive))
            .select_related("pgh_context")
            .order_by("-pgh_id")[:200]
        )
        for event in events:
            event.slug = readable(getattr(event, "slug", None))
            event.handle = readable(getattr(event, "handle", None))
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Deleted: %s") % self.opts.verbose_name_plural,
            "events": events,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/deleted.html", context)

    def _key(self, object_id: str) -> Any:
        try:
            return self.opts.pk.to_python(admin.utils.unquote(object_id))
        except Exception as error:
            raise Http404 from error


def _moment(text: str) -> datetime.datetime:
    """Return the moment that an address names; 404 where it names none."""
    try:
        moment = parse_datetime(text)
    except ValueError as error:  # of the right form, on a day that is in no calendar
        raise Http404 from error
    if moment is None or moment.tzinfo is None:
        raise Http404
    return moment
