"""Values that break a rule which came after them: said at the field, listed, counted on the start page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sources.models import Finding
from sources.rules import broken_by, rule, what_to_mend


class MendingForm(forms.ModelForm):
    """A form that says at the field what to mend in a stored value, and how."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is None:
            return
        for broken, field in broken_by(self.instance):
            if shown := self.fields.get(field.name):
                said = what_to_mend(broken, getattr(self.instance, field.attname))
                shown.help_text = format_lazy("{} {}", said, shown.help_text)


@admin.register(Finding)
class FindingAdmin(admin.ModelAdmin):
    """The list of what is to be mended; each line leads to the record."""

    list_display = ("kind", "record", "field_label", "rule_label", "advice", "found_at")
    list_display_links = ("kind", "record")
    list_filter = ("rule", "model")
    list_per_page = 50

    @admin.display(description=_("kind of record"), ordering="model")
    def kind(self, finding: Finding) -> str:
        model = _model(finding)
        return str(model._meta.verbose_name) if model else finding.model

    @admin.display(description=_("field"), ordering="field")
    def field_label(self, finding: Finding) -> str:
        model = _model(finding)
        names = {field.name: field for field in model._meta.fields} if model else {}
        return str(names[finding.field].verbose_name) if finding.field in names else finding.field

    @admin.display(description=_("what is wrong"), ordering="rule")
    def rule_label(self, finding: Finding) -> str:
        found = rule(finding.rule)
        return str(found.label) if found else finding.rule

    @admin.display(description=_("what to do"))
    def advice(self, finding: Finding) -> str:
        found = rule(finding.rule)
        return str(found.advice) if found else ""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Return the findings about records that this person may see."""
        return visible_findings(request)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **options: Any) -> HttpResponse:
        """Lead to the record, or to the one that it is a part of; there is nothing to write here."""
        if request.method == "POST":
            raise PermissionDenied
        finding = self.get_object(request, object_id)
        if finding is None:
            return redirect("admin:sources_finding_changelist")  # mended meanwhile
        if address := _desk_address(_model(finding), finding.record):
            return redirect(address)
        self.message_user(request, _now("This record has no page at the desk."), messages.WARNING)
        return redirect("admin:sources_finding_changelist")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def visible_findings(request: HttpRequest) -> models.QuerySet:
    """Return the findings about the kinds of record that the person of ``request`` may see."""
    kinds = [
        model._meta.label_lower
        for model in apps.get_models()
        if request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    ]
    return Finding.objects.filter(model__in=kinds)


def to_mend(request: HttpRequest) -> list[tuple[str, str, int]]:
    """Return label, address and number of the values to mend, for the start page of the desk."""
    if not request.user.has_perm("sources.view_finding") or not (count := visible_findings(request).count()):
        return []
    label = str(Finding._meta.verbose_name_plural).capitalize()
    return [(label, reverse("admin:sources_finding_changelist"), count)]


def _model(finding: Finding) -> type[models.Model] | None:
    try:
        return apps.get_model(finding.model)
    except LookupError:  # of an app that is gone
        return None


def _desk_address(model: type[models.Model] | None, key: Any) -> str:
    """Return the address of the desk’s form of a record, or of what it is a part of; empty without one."""
    if model is None:
        return ""
    options = model._meta
    try:
        return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[key])
    except NoReverseMatch:
        owner = next(
            (
                field
                for field in options.fields
                if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
            ),
            None,
        )
    if owner is None or len(options.pk_fields) > 1:
        return ""
    above = model._base_manager.filter(pk=key).values_list(owner.attname, flat=True).first()
    return _desk_address(owner.related_model, above) if above is not None else ""
