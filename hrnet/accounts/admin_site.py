"""The curation desk: Django's admin with one way to sign in."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

# What parts of ours register for themselves, and nobody curates.
NOT_SHOWN = {
    "account.emailaddress", "mfa.authenticator", "django_tasks_database.dbtaskresult", "axes.accesslog",
}  # fmt: skip


class CurationSite(admin.AdminSite):
    """Signing in and out goes through the pages that know the throttle and the second factor."""

    site_header = _("hrnet curation")
    site_title = _("hrnet curation")
    index_title = _("What do you want to work on?")
    enable_nav_sidebar = False  # the width is needed for the forms

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Show what waits for somebody, then all kinds of records."""
        from hrnet.directory.queues import queues

        return super().index(request, {"queues": queues(request), **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Return the parts of the desk, put together where a page shows them.

        Django gives them to every page of the desk; few show them, and they take 140 questions about rights.
        """
        return SimpleLazyObject(partial(self._app_list, request, app_label))

    def _app_list(self, request: HttpRequest, app_label: str | None) -> list[Any]:
        """Return the parts of the desk: ours, the imports with their own pages, the failed sign-ins."""
        found = super().get_app_list(request, app_label)
        for part in found:
            if part["app_label"] == "axes":
                part["name"] = _("7. Failed sign-ins")
        if app_label is None and request.user.has_perm("imports.view_import"):
            found.append(self._imports(request))
        return sorted(found, key=lambda part: str(part["name"]))

    def _imports(self, request: HttpRequest) -> dict[str, Any]:
        """Return the part of the imports, which have pages of their own and no forms here."""
        may_add = request.user.has_perm("imports.add_import")
        page = {
            "name": _("Imports of memberships"),
            "object_name": "Import",
            "perms": {"view": True, "add": may_add, "change": False, "delete": False},
            "admin_url": reverse("imports:index"),
            "add_url": reverse("imports:new") if may_add else None,
            "view_only": True,
        }
        name = apps.get_app_config("imports").verbose_name
        return {
            "name": name,
            "app_label": "imports",
            "app_url": reverse("imports:index"),
            "has_module_perms": True,
            "models": [page],
        }

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register models, except those that have no place on the desk."""
        several = isinstance(model_or_iterable, list | tuple | set)
        models = model_or_iterable if several else [model_or_iterable]
        shown = [model for model in models if model._meta.label_lower not in NOT_SHOWN]
        super().register(shown, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the one sign-in page; who is signed in without a role is told so there."""
        wanted = request.GET.get("next") or reverse("admin:index")
        if request.user.is_authenticated:
            return redirect("account_no_role")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the one page for a new password, where the old one is throttled."""
        return redirect("account_change_password")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the one sign-out page, which asks for a confirmation."""
        return redirect("account_logout")
