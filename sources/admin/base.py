"""What every record’s desk has: an optimistic lock, a reason for each change, its history, publishing.

* The form carries the record’s revision. A save that would overwrite somebody else’s is refused, both texts
  are shown, and nothing that was typed is lost.
* Who may not publish adds and changes drafts; what is published they read (:mod:`sources.rights`).
* The history shows every change with who and why, and puts the record back, parts included.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import pghistory
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sources import actions, rights
from sources.admin.locking import LockedForm
from sources.admin.mending import MendingForm
from sources.admin.past import HistoryAdmin
from sources.admin.removed import leave_out_removed
from sources.statements import Reviewed


class CuratedAdmin(HistoryAdmin):
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
        before = rights.stored(obj) if change else None
        rights.require(request.user, [rights.Write(before, obj)])
        if reason := form.cleaned_data.get("change_reason"):
            pghistory.context(reason=reason)
        if not change:
            obj.save()
        elif changed := self._changed_columns(form):
            # Only what was changed is written: what somebody else saved in between, stays.
            obj.save(update_fields=changed)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the parts of the record that were added, changed or ticked to go; judge all of them first."""
        formset.save(commit=False)
        changed = [row for row, _columns in formset.changed_objects]
        rights.require(
            request.user,
            [
                *([] if change else [rights.Write(None, form.instance)]),  # which the parts came with
                *rights.deletions(formset.deleted_objects),
                *(rights.Write(rights.stored(row), row) for row in changed),
                *(rights.Write(None, row) for row in formset.new_objects),
            ],
        )
        for row in formset.deleted_objects:
            row.delete()
        for row in (*changed, *formset.new_objects):
            row.save()
        formset.save_m2m()

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        """Leave out parts that somebody else removed meanwhile, and name them; the others are saved."""
        sent = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in sent and obj is not None and obj.pk is not None:
            for part in leave_out_removed(request, obj, inline, sent):
                self.message_user(request, str(part), messages.WARNING)
        return sent

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """Show rows with a review state of their own, which this person may not write, as they are."""
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        for formset in formsets:
            rows = formset.initial_forms if issubclass(formset.model, Reviewed) else ()
            for form in rows:
                if not rights.may_write(request.user, before=form.instance, after=form.instance):
                    for name in form.fields.keys() - {formset.model._meta.pk.name}:
                        form.fields[name].disabled = True
        return formsets, inlines

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
        return rights.permission(self.model, "publish")

    def _can_write(self, request: HttpRequest, obj: Any) -> bool:
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or rights.may_write(request.user, before=obj, after=obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or rights.may_write(request.user, before=obj))

    def get_actions(self, request: HttpRequest) -> Any:
        found = super().get_actions(request)
        if not self._reviewed or not request.user.has_perm(self._publish_permission):
            found.pop("publish", None)
            found.pop("withdraw", None)
        return found

    # -- deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Say also which parts, down to the last citation, this person may not delete."""
        shown, counts, refused, protected = super().get_deleted_objects(objs, request)
        if not protected:
            writes = rights.refused(request.user, rights.deletions(objs))
            refused = refused | {str(write.row._meta.verbose_name) for write in writes}
        return shown, counts, refused, protected

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._delete(request, [obj])

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._delete(request, queryset)

    def _delete(self, request: HttpRequest, rows: Iterable[models.Model]) -> None:
        with transaction.atomic():
            rows = list(rows)
            rights.require(request.user, rights.deletions(rows))
            self.model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()

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
    form = MendingForm

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return prepared(super().formfield_for_dbfield(db_field, request, **options), db_field)
