"""What every page shows around its own content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

NAVIGATION = (
    ("directory:institutions", _("Institutions")),
    ("directory:networks", _("Networks")),
    ("directory:mandates", _("Mandates")),
    ("directory:engagements", _("Engagements")),
    ("directory:meetings", _("Meetings")),
    ("directory:treaty_bodies", _("Treaty bodies")),
    ("directory:instruments", _("Instruments")),
    ("directory:themes", _("Themes")),
    ("directory:countries", _("Countries")),
    ("directory:sources", _("Sources")),
    ("directory:map", _("Map")),
    ("directory:matrices", _("Matrices")),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation, this page’s full address, and the day that it is read as of."""
    return {
        "on_day": getattr(request, "as_of", None),
        "navigation": NAVIGATION,
        "base_url": settings.BASE_URL,
        "page_url": settings.BASE_URL + request.path,
    }
