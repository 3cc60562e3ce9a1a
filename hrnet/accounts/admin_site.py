"""The curation desk: Django's admin with one way to sign in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# What parts of ours register for themselves, and nobody curates.
NOT_SHOWN = {"account.emailaddress", "mfa.authenticator", "django_tasks_database.dbtaskresult"}


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

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the one sign-out page, which asks for a confirmation."""
        return redirect("account_logout")
