"""Settings that every profile shares. What differs stands in the profile's own module.

A newcomer meets four settings, all of the environment: ``PORT``, ``HRNET_DATA_DIR``, ``DATABASE_URL``
and ``HRNET_ENV``. The others are listed in ``docs/operator.md``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from hrnet.ops.places import CHECKOUT, data_dir, secret

BASE_DIR: Path = CHECKOUT
DATA_DIR: Path = data_dir()
SECRET_KEY = secret("secret_key")
DEBUG = False
ALLOWED_HOSTS: list[str] = (
    os.environ.get("HRNET_HOSTS", "localhost,127.0.0.1,[::1]").replace(" ", "").split(",")
)
BASE_URL = os.environ.get("HRNET_BASE_URL") or f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"

INSTALLED_APPS = [
    "hrnet.accounts",
    "hrnet.accounts.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "pgtrigger",
    "pghistory",
    "sources",
    "institutions",
    "networks",
    "mandates",
    "imports",
    "hrnet.directory",
    "hrnet.directory.citing",
    "hrnet.directory.pictures",
    "hrnet.directory.withholding",
]

MIDDLEWARE = [
    "hrnet.accounts.middleware.AnswerPrivacyMiddleware",
    "hrnet.accounts.middleware.DatabaseDownMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hrnet.accounts.middleware.CleanAddressMiddleware",
    "hrnet.directory.citing.retired.RetiredAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sources.history.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hrnet.accounts.middleware.SecondFactorMiddleware",
    "hrnet.accounts.middleware.RefusalLogMiddleware",
    "axes.middleware.AxesMiddleware",
    "hrnet.directory.middleware.AsOfMiddleware",
    "hrnet.directory.withholding.middleware.WithheldNamesMiddleware",
]

ROOT_URLCONF = "hrnet.urls"
WSGI_APPLICATION = "hrnet.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hrnet.directory.context.site",
            ],
            "builtins": ["hrnet.directory.templatetags.hrnet"],
        },
    }
]


def _server_options() -> str:
    """Return the limits that PostgreSQL holds this process to, by what the process is for."""
    statement = {"web": "15s", "worker": "1h"}.get(os.environ.get("HRNET_ROLE", ""), "0")
    limits = {
        "statement_timeout": statement,
        "lock_timeout": "10s" if statement != "0" else "0",
        "idle_in_transaction_session_timeout": "60s" if statement == "15s" else "0",
        "client_connection_check_interval": "5s",  # who was killed leaves no statement running, and no lock
    }
    if statement == "15s":
        # Our pages join a dozen tables, each by its key: trying every order of them takes 5 to 11 ms for each
        # question that is answered in less than one.
        limits |= {"join_collapse_limit": "4", "from_collapse_limit": "4"}
    return " ".join(f"-c {name}={value}" for name, value in limits.items())


def _address() -> dict[str, Any]:
    """Return where the database is: ``DATABASE_URL``, as libpq reads it, or the embedded server."""
    if os.environ.get("DATABASE_URL"):
        return dict(conninfo_to_dict(os.environ["DATABASE_URL"]))
    from hrnet.embedded import DATABASE, PORT, USER, installation_server

    server = installation_server()
    return {
        "dbname": os.environ.get("HRNET_DATABASE_NAME") or DATABASE,
        "user": USER,
        "password": server.password,
        "host": str(server.socket_dir),
        "port": PORT,
    }


def _database() -> dict[str, Any]:
    address = _address()
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{name.upper(): address.pop(name, "") for name in ("user", "password", "host", "port")},
        "NAME": address.pop("dbname", "hrnet"),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # A pool that has lost its server asks again when somebody needs it, not at ever longer intervals.
            "pool": {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 1},
            "options": _server_options(),
            **address,
        },
    }


DATABASES = {"default": _database()}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "directory:home"
ACCOUNT_ADAPTER = "hrnet.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# django-axes counts failures by account, in the database. A limit by address would shut out everybody who
# comes through the same proxy.
ACCOUNT_RATE_LIMITS = dict.fromkeys(("login_failed", "login", "change_password", "reauthenticate"))
ACCOUNT_FORMS = {"change_password": "hrnet.accounts.forms.ChangePasswordForm"}
MFA_ADAPTER = "hrnet.accounts.factors.FactorAdapter"
# The first encrypts the secrets of second factors, all decrypt. Where the environment gives none, the data
# folder keeps one: hrnet.accounts.factors.
HRNET_MFA_KEYS = [key.strip() for key in os.environ.get("HRNET_MFA_KEYS", "").split(",") if key.strip()]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "hrnet"
MFA_FORMS = {
    "authenticate": "hrnet.accounts.forms.AuthenticateForm",
    "reauthenticate": "hrnet.accounts.forms.ReauthenticateForm",
}
HRNET_REQUIRE_SECOND_FACTOR = os.environ.get("HRNET_REQUIRE_SECOND_FACTOR") == "1"

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# axes writes what was posted beside each failure: none of these.
AXES_SENSITIVE_PARAMETERS = [
    "username", "login", "ip_address", "password", "oldpassword", "password1", "password2", "code",
    "csrfmiddlewaretoken",
]  # fmt: skip
AXES_USERNAME_CALLABLE = "hrnet.accounts.throttle.username"
# The address of the peer that connects to us, and no header that the peer can write.
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]

# axes.W006 asks to count by address too. We count by account, which no address or header can dodge.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

SESSION_ENGINE = "hrnet.accounts.sessions"
HRNET_SESSION_HOURS = float(os.environ.get("HRNET_SESSION_HOURS") or 12)  # whatever one does meanwhile
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True  # so that the age counts from the last request
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hrnet.directory.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in ("camera", "geolocation", "microphone", "payment", "usb", "accelerometer", "gyroscope")
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["hrnet.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "private" / "files"  # uploads: reached by our own views alone, never by address
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

PGHISTORY_LEVEL: Any = pghistory.Statement  # type: ignore[has-type]  # sees COPY and bulk writes at a tenth of the cost of row triggers
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"  # the moment of the change, not of its transaction
# An event is looked up by its record and by its context; an index for each other key would only cost.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)
PGHISTORY_CONTEXT_FIELD = pghistory.ContextForeignKey(db_index=True)
PGHISTORY_ADMIN_ALL_EVENTS = False
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = False  # ours escapes every kind, and takes it back on import

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "hrnet.ops.logs.DiscreetFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # A refused address is the visitor’s mistake, answered as such: no traceback for each.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "hrnet": {"level": "INFO"},
    },
}

#: Where readers report errors and ask for corrections: an address or a page, shown on the site.
HRNET_CONTACT = os.environ.get("HRNET_CONTACT", "")

#: Where a weakness of the site is reported, for /.well-known/security.txt: e-mail or https addresses, with
#: commas between; and the page that says how reports are handled.
HRNET_SECURITY_CONTACT = os.environ.get("HRNET_SECURITY_CONTACT", "")
HRNET_SECURITY_POLICY = os.environ.get("HRNET_SECURITY_POLICY", "")
HRNET_SECURITY_LANGUAGES = os.environ.get("HRNET_SECURITY_LANGUAGES") or "en, fr"
