"""The desk of accounts: administrators alone."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hrnet.accounts.models import User

# The groups are called so in the database; here is what a reader calls them.
NAMES = {
    "viewer": pgettext_lazy("role", "viewer"),
    "curator": pgettext_lazy("role", "curator"),
    "publisher": pgettext_lazy("role", "publisher"),
    "administrator": pgettext_lazy("role", "administrator"),
}


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People who curate. An account is closed (not active), never deleted: the history names it."""

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

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


admin.site.unregister(Group)  # the roles are written by hrnet.accounts.roles
