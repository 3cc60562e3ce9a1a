"""What every record’s desk has: an optimistic lock, a reason for each change, its history, publishing.

* The form carries the record’s revision. A save that would overwrite somebody else’s is refused, both texts
  are shown, and nothing that was typed is lost.
* Who may not publish adds and changes drafts; what is published they read.
* The history shows every change with who and why, and puts the record back, parts included.
"""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

import pghistory
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sources import actions
from sources.history import Moment, because, event_model, moments, named, put_back, revision
from sources.statements import Reviewed, ReviewState


class LockedForm(forms.ModelForm):
    """A record’s form with the revision that it was opened at, and a reason for the change."""

    opened_at = forms.CharField(required=False, widget=forms.HiddenInput, label="")
    change_reason = forms.CharField(
        label=_("Why this change"),
        required=False,
        max_length=300,
        help_text=_("Kept in the history, beside your name."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and "opened_at" in self.fields:
            self.fields["opened_at"].initial = revision(self.instance)

    def _post_clean(self) -> None:
        """Check every constraint, also those on fields that the form does not show."""
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error.messages)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        opened_at = self.data.get(self.add_prefix("opened_at"))
        if self.instance.pk and opened_at and opened_at != (now := revision(self.instance)):
            data: Any = self.data
            self.data = data.copy()  # so that saving once more, after reading, goes through
            self.data[self.add_prefix("opened_at")] = now  # type: ignore[index]
            self.add_error(
                None, _("Somebody else changed this record after you opened it. Nothing was saved yet.")
            )
            for line in self._both_texts():
                self.add_error(None, line)
            self.add_error(None, _("Change what should differ, then save again: your text then stands."))
        return cleaned

    def _both_texts(self) -> list[str]:
        stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
        lines = []
        for name in self.changed_data:
            if name in ("opened_at", "change_reason") or name not in self.cleaned_data:
                continue
            theirs, mine = getattr(stored, name, ""), self.cleaned_data[name]
            if theirs != mine:
                label = self.fields[name].label
                lines.append(
                    _now("%(field)s: stored now “%(theirs)s”, yours “%(mine)s”.")
                    % {"field": label, "theirs": theirs if theirs is not None else "", "mine": mine}
                )
        return lines


class CuratedAdmin(admin.ModelAdmin):
    """The desk of one kind of record."""

    form = LockedForm
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True
    actions: Any = ("publish", "withdraw")
    fieldsets: ClassVar[Any] = None
    change_list_template = "admin/curated_change_list.html"
    change_form_template = "admin/curated_change_form.html"

    # -- forms

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if not self._can_write(request, obj):
            return fieldsets
        last = ["opened_at", "change_reason"]
        if self._reviewed and request.user.has_perm(self._publish_permission):
            last.insert(0, "review_state")
        return [*fieldsets, (_("Publish"), {"fields": last})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        readonly = list(super().get_readonly_fields(request, obj))
        if obj is not None and "slug" in {field.name for field in self.opts.fields}:
            readonly.append("slug")
        return readonly

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj is not None else super().get_prepopulated_fields(request, obj)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            # Two saves of one record wait for each other, so that the second sees the first’s revision.
            list(self.model._base_manager.filter(pk=found.pk).select_for_update(of=("self",)))
        return found

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not self._may_touch(request, obj):
            raise PermissionDenied  # it became a part of something published: a name, an aim, a profile
        if reason := form.cleaned_data.get("change_reason"):
            pghistory.context(reason=reason)
        if not change:
            obj.save()
        elif changed := self._changed_columns(form):
            # Only what was changed is written: what somebody else saved in between, stays.
            obj.save(update_fields=changed)

    def _changed_columns(self, form: Any) -> list[str]:
        columns = {field.name for field in self.opts.concrete_fields if not field.generated}
        changed = [name for name in form.changed_data if name in columns]
        if {"start", "end", "end_status"} & set(changed):
            changed += ["period_type", "end_status"]  # which follow from the dates
        return list(dict.fromkeys(changed))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if isinstance(db_field, models.URLField):
            options.setdefault("assume_scheme", "https")  # for an address typed without one
        return prepared(super().formfield_for_dbfield(db_field, request, **options), db_field)

    # -- permissions

    @property
    def _reviewed(self) -> bool:
        return issubclass(self.model, Reviewed)

    @property
    def _publish_permission(self) -> str:
        return f"{self.opts.app_label}.publish_{self.opts.model_name}"

    def _can_write(self, request: HttpRequest, obj: Any) -> bool:
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and self._may_touch(request, obj)

    def _may_touch(self, request: HttpRequest, obj: Any) -> bool:
        """What is published, and what is part of it, is changed by those alone who may publish."""
        record = self.record_of(obj) if obj is not None else None
        if not isinstance(record, Reviewed) or not record.is_published:
            return True
        options = record._meta
        return request.user.has_perm(f"{options.app_label}.publish_{options.model_name}")

    def record_of(self, obj: Any) -> Any:
        """Return the record whose review state decides on ``obj``: itself, or what it is a part of."""
        return obj

    def get_actions(self, request: HttpRequest) -> Any:
        found = super().get_actions(request)
        if not self._reviewed or not request.user.has_perm(self._publish_permission):
            found.pop("publish", None)
            found.pop("withdraw", None)
        return found

    # -- publishing, with a confirmation

    @admin.action(description=_("Publish the chosen records"))
    def publish(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        return self._confirmed(request, queryset, "publish", _now("Publish"), actions.publish)

    @admin.action(description=_("Withdraw the chosen records"))
    def withdraw(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        return self._confirmed(request, queryset, "withdraw", _now("Withdraw"), actions.withdraw)

    def _confirmed(
        self, request: HttpRequest, queryset: models.QuerySet, name: str, verb: str, act: Any
    ) -> HttpResponse | None:
        """Ask, then do it to all or to none."""
        if request.POST.get("confirmed"):
            try:
                count = act(rows=queryset, user=request.user, reason=request.POST.get("reason", ""))
            except actions.RefusedError as refused:
                self.message_user(request, str(refused), messages.ERROR)
                return None
            said = ngettext("%(count)s record: %(verb)s.", "%(count)s records: %(verb)s.", count)
            self.message_user(request, said % {"verb": verb, "count": count})
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": verb,
            "verb": verb,
            "action": name,
            "rows": queryset[:200],
            "count": queryset.count(),
            "opts": self.opts,
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
        }
        return TemplateResponse(request, "admin/confirm_action.html", context)

    # -- history

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
                "may_put_back": self._can_write(request, record),
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

    def put_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Put the record back to a moment of its history, after a confirmation."""
        key = self._key(object_id)
        record = self.model._base_manager.filter(pk=key).first()
        if not self._can_write(request, record):
            raise PermissionDenied
        moment = _moment(request.POST.get("moment") or request.GET.get("moment") or "")
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[object_id])
        if self._public_then(key, moment) and not request.user.has_perm(self._publish_permission):
            raise PermissionDenied
        if request.method == "POST":
            self._put_back(request, key, moment)
            return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Put back: %s") % (record or _now("deleted record")),
            "moment": moment,
            "back": back,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/put_back.html", context)

    def _public_then(self, key: Any, moment: datetime.datetime) -> bool:
        """Tell whether putting back would publish: the record was public at that moment."""
        if not self._reviewed:
            return False
        events = event_model(self.model).objects.filter(pgh_obj_id=key, pgh_created_at__lte=moment)
        last = events.order_by("-pgh_id").first()
        return last is not None and last.review_state == ReviewState.PUBLISHED

    def _put_back(self, request: HttpRequest, key: Any, moment: datetime.datetime) -> None:
        reason = request.POST.get("reason") or _now("put back")
        try:
            with transaction.atomic(), because(reason, put_back_to=moment.isoformat()):
                put_back(self.model, key, moment)
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


def prepared(field: Any, column: Any) -> Any:
    """Return a form field as the desk shows it.

    Beside a choice of a record stands the button to add one (changing and deleting has its own page); a
    text in two languages says which of them it is.
    """
    widget = getattr(field, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
    if field is not None and (language := getattr(column, "_translated_field_language_code", "")):
        field.label = format_lazy(
            "{} ({})", capfirst(column.verbose_name), get_language_info(language)["name_local"]
        )
    return field


class PartInline(admin.TabularInline):
    """Rows that are part of a record."""

    extra = 0
    show_change_link = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return prepared(super().formfield_for_dbfield(db_field, request, **options), db_field)
