"""The plain Django admin over our models, as it comes: Django’s own middleware, open to whoever asks."""

from typing import Any

from hrnet.settings.trial import *  # noqa: F403
from hrnet.settings.trial import INSTALLED_APPS as _OURS

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig" if app == "hrnet.accounts.apps.AdminConfig" else app
    for app in _OURS
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "bench.paging.admin_site.signed_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # its app insists
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "bench.paging.admin_site"
WSGI_APPLICATION = "bench.paging.admin_wsgi.application"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
