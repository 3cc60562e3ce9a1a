"""Signing in, and the sessions that one has."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.views import LoginView as AllauthLoginView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hrnet.accounts.ending import end, own_row
from hrnet.accounts.models import Session
from hrnet.accounts.sessions import lifetime


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class LoginView(AllauthLoginView):
    """allauth’s sign-in page, with the throttle of django-axes: failures are counted in the database."""


def no_role(request: HttpRequest) -> HttpResponse:
    """Tell somebody who is signed in without a role what to do."""
    return render(request, "account/no_role.html", {"title": _("No role yet")}, status=403)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required(allow_get=True, app="allauth.mfa")
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show the sessions of who asks; end one, or all others, once the password or a code was given again."""
    sessions = Session.objects.current().filter(user=request.user.pk).order_by("-last_seen_at")
    own = own_row(request)
    if request.method == "POST":
        named = request.POST.get("session")
        chosen = [one.pk for one in sessions if one.pk != own and named in (one.name_in_forms, "others")]
        count = end(Session.objects.filter(pk__in=chosen), user=request.user.pk or 0, why="ended_by_holder")
        words = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", count)
        messages.success(request, words % {"count": count})
        return redirect("account_sessions")
    context = {
        "title": _("Your sessions"),
        "sessions": sessions,
        "own": own,
        "hours": f"{lifetime().total_seconds() / 3600:g}",
    }
    return render(request, "account/sessions.html", context)
