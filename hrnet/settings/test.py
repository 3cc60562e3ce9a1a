"""The profile of the test suite: the real database and the real pages, with cheap passwords."""

from hrnet.settings.base import *  # noqa: F403
from hrnet.settings.base import DATABASES, STORAGES

HRNET_PROFILE = "test"
HRNET_MFA_KEYS = ["the key of the tests"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# The test runner creates and drops databases, and each test closes its connections: no pool between.
DATABASES["default"]["OPTIONS"].pop("pool", None)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
