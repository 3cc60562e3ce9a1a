"""What the words of a file can mean: roles, statuses, acts and countries under any of their names."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import override

from hrnet.lib.names import fold
from institutions.models import Country, Name
from mandates.models import Act
from networks.models import MembershipStatus, Role
from sources.fields import in_both


def vocabulary() -> dict[str, Any]:
    """Return the words by what they mean, folded, for the reader."""
    roles: dict[str, int] = {}
    slugs: dict[str, int] = {}
    for role in Role.objects.all():
        slugs[role.slug] = role.pk
        for word in (role.slug, *in_both(role, "label")):
            roles[fold(word)] = role.pk
    return {
        "roles": roles,
        "role_slugs": slugs,
        "statuses": _choices(MembershipStatus),
        "acts": _choices(Act),
        "countries": countries(),
        "default_role": slugs.get("member"),
    }


def _choices(choices: type[models.TextChoices]) -> dict[str, str]:
    words: dict[str, str] = {}
    for one in choices:
        words[fold(one.value)] = one.value
        for language in ("en", "fr"):
            with override(language):
                words[fold(str(one.label))] = one.value
    return words


def countries() -> dict[str, int]:
    """Return the countries by code and by any name of theirs or of their State; none by a shared one."""
    found: dict[str, int | None] = {}

    def add(word: str, key: int) -> None:
        if word:
            found[word] = key if found.get(word, key) == key else None

    known = list(Country.objects.all())
    codes = {fold(code) for country in known for code in (country.code, country.alpha3)}
    for country in known:
        for word in (country.code, country.alpha3, *in_both(country, "label")):
            add(fold(word), country.pk)
    states = Name.objects.filter(institution__kind="state", institution__country__isnull=False)
    for word, key in states.values_list("folded", "institution__country"):
        if word not in codes:  # folded, the Arabic name of Oman is «mn», which is Mongolia
            add(word, key)
    return {word: key for word, key in found.items() if key is not None}
