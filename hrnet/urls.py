"""Addresses. English at the root, French under /fr/; the words are the same."""

from allauth.account import views as account
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from hrnet.accounts.security_txt import security_txt
from hrnet.accounts.views import LoginView, no_role, own_sessions
from hrnet.directory.views import citing, pages

urlpatterns = [
    path("health/", pages.health, name="health"),
    path("robots.txt", citing.robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("sitemap.xml", citing.sitemap, name="sitemap"),
    re_path(citing.SITEMAP_PART, citing.sitemap_part, name="sitemap_part"),
    *i18n_patterns(
        path("", include("hrnet.directory.urls")),
        # Of allauth's pages, those that a closed site needs: nobody signs up or resets a password alone.
        path("accounts/login/", LoginView.as_view(), name="account_login"),
        path("accounts/logout/", account.logout, name="account_logout"),
        path("accounts/inactive/", account.account_inactive, name="account_inactive"),
        path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
        path("accounts/password/change/", account.password_change, name="account_change_password"),
        path("accounts/password/set/", account.password_set, name="account_set_password"),
        path("accounts/no-role/", no_role, name="account_no_role"),
        path("accounts/sessions/", own_sessions, name="account_sessions"),
        path("accounts/2fa/", include("allauth.mfa.urls")),
        path("imports/", include("imports.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]

handler400 = "hrnet.directory.errors.bad_request"
handler403 = "hrnet.directory.errors.forbidden"
handler404 = "hrnet.directory.errors.not_found"
handler500 = "hrnet.directory.errors.server_error"
