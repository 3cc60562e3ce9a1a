"""The profile of ``make run``: the real thing on this machine alone, over plain HTTP.

It differs from production in what needs a name, a certificate and a second factor; nothing else is off.
"""

from hrnet.settings.base import *  # noqa: F403
from hrnet.settings.base import SILENCED_SYSTEM_CHECKS

HRNET_PROFILE = "trial"
SILENCED_SYSTEM_CHECKS = [
    *SILENCED_SYSTEM_CHECKS,
    "security.W004",  # HSTS, W008 redirect to HTTPS, W012 and W016 secure cookies: there is no HTTPS here
    "security.W008",
    "security.W012",
    "security.W016",
]
