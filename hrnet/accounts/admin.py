"""The desk of accounts: administrators alone."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from hrnet.accounts.ending import end
from hrnet.accounts.models import Session, User
from hrnet.accounts.rights import groups_to_give, may_manage

# The groups are called so in the database; here is what a reader calls them.
NAMES = {
    "viewer": pgettext_lazy("role", "viewer"),
    "curator": pgettext_lazy("role", "curator"),
    "publisher": pgettext_lazy("role", "publisher"),
    "administrator": pgettext_lazy("role", "administrator"),
}


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People who curate. An account is closed (not active), never deleted: the history names it.

    Nobody changes an account that has rights beyond their own, or gives such rights. Who is superuser is
    decided on the command line alone.
    """

    list_display = ("username", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_fields = ("username",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Role"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Private"), {"fields": ("email",)}),
    )
    filter_horizontal = ()

    @admin.display(description=_("role"))
    def roles(self, user: User) -> str:
        return ", ".join(str(NAMES.get(group.name, group.name)) for group in user.groups.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse an account with rights beyond those of who asks; its password page asks here too."""
        return super().has_change_permission(request, obj) and (obj is None or may_manage(request.user, obj))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show nothing of a password, nor the way to set it, where who asks may not change the account."""
        found = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return found
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name != "password"]})
            for title, options in found
        ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Offer, and accept, the roles alone that who asks may give."""
        if db_field.name == "groups":
            options["queryset"] = groups_to_give(request.user)
        return super().formfield_for_manytomany(db_field, request, **options)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set the password of somebody else; one's own is changed where the old one is asked for."""
        user = self.get_object(request, unquote(id))
        if user == request.user and self.has_change_permission(request, user):
            return redirect("account_change_password")
        return super().user_change_password(request, id, form_url)

    def get_urls(self) -> list[Any]:
        """Add the page of an account’s sessions."""
        view = self.admin_site.admin_view(self.sessions_view)
        own = path("<path:object_id>/sessions/", view, name="accounts_user_sessions")
        return [own, *super().get_urls()]

    def sessions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show when an account signed in, and end its sessions; the devices are for their holder alone."""
        account = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account is None:
            raise Http404
        sessions = Session.objects.current().filter(user=account)
        if request.method == "POST":
            count = end(Session.objects.all(), user=account.pk, why="ended_by_administrator")
            words = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", count)
            self.message_user(request, words % {"count": count})
            return redirect("admin:accounts_user_change", account.pk)
        context = self.admin_site.each_context(request) | {
            "title": _("Sessions"), "opts": self.opts, "account": account,
            "sessions": sessions.order_by("-last_seen_at"),
        }  # fmt: skip
        return render(request, "admin/accounts/user/sessions.html", context)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


admin.site.unregister(Group)  # the roles are written by hrnet.accounts.roles
