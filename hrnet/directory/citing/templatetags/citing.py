"""Tags for the head of every page: its languages, what it is in other words, how to cite it."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from hrnet.directory.citing import linked_data
from hrnet.directory.citing.kinds import BY_NAME

register = template.Library()
DRAWN = ("institution", "network", "theme", "country")  # records with a picture of their ties


@register.simple_tag(takes_context=True)
def languages_of(context: Any) -> list[dict[str, str]]:
    """Return the languages that this page can be read in, with its address in each, by their own names."""
    request = context["request"]
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "dir": "rtl" if get_language_info(code)["bidi"] else "ltr",
            "permanent": settings.BASE_URL + translate_url(request.path, code),
            "here": translate_url(request.get_full_path(), code),
        }
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def linked(context: Any) -> SafeString:
    """Show what the page is about as linked data; nothing where it is about no one thing.

    A block of data is no script: nothing of it runs, and the policy against inline scripts lets it be.
    """
    match = context["request"].resolver_match
    name = match.url_name if match and match.namespace == "directory" else ""
    if name == "home":
        said = linked_data.dataset()
    elif name in BY_NAME and context.get("record"):
        said = linked_data.described(context["record"])
    else:
        return SafeString("")
    return format_html('<script type="application/ld+json">{}</script>', linked_data.as_script(said))


@register.simple_tag(takes_context=True)
def cite_address(context: Any, form: str = "") -> str:
    """Return the address that tells how to cite this page, or a file of it; empty where it is no record’s."""
    match = context["request"].resolver_match
    kind = BY_NAME.get(match.url_name) if match and match.namespace == "directory" else None
    if kind is None or not (context.get("record") or context.get("is_record")):
        return ""
    key = str(match.kwargs.get("slug") or match.kwargs.get("pk"))
    if form:
        return reverse("directory:cite_file", args=[kind.path, key, form])
    day = context["request"].GET.get("on", "")
    address = reverse("directory:cite", args=[kind.path, key])
    return f"{address}?on={day}" if day.replace("-", "").isdecimal() else address


@register.simple_tag(takes_context=True)
def preview_picture(context: Any) -> str:
    """Return the full address of the picture that a link to this page shows; empty where it has none."""
    match = context["request"].resolver_match
    if not match or match.namespace != "directory" or match.url_name not in DRAWN:
        return ""
    address = reverse(f"directory:{match.url_name}_picture_file", args=[match.kwargs["slug"], "png"])
    return f"{settings.BASE_URL}{address}"
