"""Signing in."""

from __future__ import annotations

from allauth.account.views import LoginView as AllauthLoginView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class LoginView(AllauthLoginView):
    """allauth’s sign-in page, with the throttle of django-axes: failures are counted in the database."""


def no_role(request: HttpRequest) -> HttpResponse:
    """Tell somebody who is signed in without a role what to do."""
    return render(request, "account/no_role.html", {"title": _("No role yet")}, status=403)
