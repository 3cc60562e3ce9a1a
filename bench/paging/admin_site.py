"""A changelist of institutions and one of memberships, each with four filters, registered in three lines."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.urls import path

from institutions.models import Institution
from networks.models import Membership

site = admin.AdminSite()


@admin.register(Institution, site=site)
class InstitutionAdmin(admin.ModelAdmin):
    list_display = ("label_en", "kind", "country")
    list_filter = ("kind", "country", "reach", "country__region")
    search_fields = ("names__text",)
    list_per_page = 25


@admin.register(Membership, site=site)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ("institution", "network", "role", "status")
    list_filter = ("role", "status", "period_type", "institution__kind")
    list_select_related = ("institution", "network__institution", "role")
    list_per_page = 25


def signed_in(get_response: Any) -> Any:
    """Return a middleware by which whoever asks may see everything."""
    someone: list[Any] = []

    def middleware(request: HttpRequest) -> Any:
        if not someone:
            users = get_user_model()._default_manager
            someone.append(
                users.filter(username="bench").first() or users.create_superuser("bench", password=None)
            )
        request.user = someone[0]
        return get_response(request)

    return middleware


urlpatterns = [path("admin/", site.urls)]
