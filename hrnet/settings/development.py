"""The profile of ``make dev``: reloads on change, shows errors in full."""

from hrnet.settings.base import *  # noqa: F403
from hrnet.settings.base import STORAGES

HRNET_PROFILE = "development"
DEBUG = True
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
