"""The hardened profile. It refuses to start with a setting missing that its safety rests on."""

import os

from django.core.exceptions import ImproperlyConfigured

from hrnet.settings.base import *  # noqa: F403

HRNET_PROFILE = "production"


def _required(name: str, example: str) -> str:
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(f"Set {name} before starting in production, for example {name}={example}")


ALLOWED_HOSTS = _required("HRNET_HOSTS", "hrnet.example.org").replace(" ", "").split(",")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("HRNET_HOSTS lists the site's own names; “*” would let any name in.")
SECRET_KEY = _required(
    "HRNET_SECRET_KEY", '"$(python3 -c "import secrets; print(secrets.token_urlsafe(64))")"'
)
_required("DATABASE_URL", "postgresql://hrnet:password@localhost/hrnet")
BASE_URL = os.environ.get("HRNET_BASE_URL") or f"https://{ALLOWED_HOSTS[0]}"

HRNET_REQUIRE_SECOND_FACTOR = True
SECURE_SSL_REDIRECT = True
# The proxy in front sets this header and drops what a visitor sends under its name: docs/operator.md.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
