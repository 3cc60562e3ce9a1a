"""``/.well-known/security.txt`` (RFC 9116): where to report a weakness of the site."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

TEXT = "text/plain; charset=utf-8"
VALID_FOR = datetime.timedelta(days=180)  # RFC 9116 asks for less than a year
_EMAIL = re.compile(r"^[^\s@,:/]+@[^\s@,:/]+$")
_ADDRESS = re.compile(r"(https://|mailto:|tel:)[^\s]+")


def contacts(value: str) -> list[str]:
    """Return the addresses of a setting, as URIs; a bare e-mail address becomes ``mailto:``.

    Raises ``ValueError``, in words for the operator, for anything that is no e-mail or https address.
    """
    found = []
    for part in filter(None, (part.strip() for part in value.split(","))):
        if _EMAIL.fullmatch(part):
            part = f"mailto:{part}"
        if not _ADDRESS.fullmatch(part):
            raise ValueError(f"“{part}” is neither an e-mail address nor an https address")
        found.append(part)
    return found


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Give the file of RFC 9116, or 404 in plain words where no contact is set."""
    try:
        found = contacts(settings.HRNET_SECURITY_CONTACT)
        policy = contacts(settings.HRNET_SECURITY_POLICY)
    except ValueError:
        found = policy = []
    if not found:
        words = "This site names no address for security reports: its operator has set none.\n"
        return HttpResponse(words, status=404, content_type=TEXT)
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {contact}" for contact in found]
    lines.append(f"Expires: {(today + VALID_FOR).strftime('%Y-%m-%dT%H:%M:%SZ')}")
    lines.append(f"Preferred-Languages: {' '.join(settings.HRNET_SECURITY_LANGUAGES.split())}")
    if settings.BASE_URL.startswith("https://"):
        lines.append(f"Canonical: {settings.BASE_URL}{reverse('security_txt')}")
    lines += [f"Policy: {address}" for address in policy]
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@register(Tags.security, deploy=True)
def check_contact(app_configs: Any = None, **_options: Any) -> list[CheckMessage]:
    """Warn before a deployment where nobody could report a weakness, and refuse what is no address."""
    for name in ("HRNET_SECURITY_CONTACT", "HRNET_SECURITY_POLICY"):
        try:
            contacts(getattr(settings, name))
        except ValueError as error:
            return [Error(f"{name}: {error}.", id="hrnet.E001")]
    if not settings.HRNET_SECURITY_CONTACT and settings.HRNET_PROFILE == "production":
        return [
            Warning(
                "Nobody can report a weakness of this site: /.well-known/security.txt has no contact.",
                hint="Set HRNET_SECURITY_CONTACT, for example HRNET_SECURITY_CONTACT=security@example.org",
                id="hrnet.W001",
            )
        ]
    return []
