"""The profiles: ``trial`` (what ``make run`` serves), ``development``, ``test`` and ``production``.

``HRNET_ENV`` names one; ``manage.py`` and the servers take it from there.
"""

import os

PROFILES = ("trial", "development", "test", "production")


def use_profile() -> None:
    """Point Django at the profile that ``HRNET_ENV`` names, unless its settings are named outright."""
    profile = os.environ.get("HRNET_ENV") or "trial"
    if profile not in PROFILES:
        raise SystemExit(f"HRNET_ENV is “{profile}”: set it to one of {', '.join(PROFILES)}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"hrnet.settings.{profile}")
