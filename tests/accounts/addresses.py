"""Every address that the site has, and one of each to open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog
from django.apps import apps
from django.urls import URLPattern, get_resolver

from hrnet.directory.citing.models import RetiredAddress
from imports.models import Import
from institutions.models import Contact
from sources.models import Finding, SeedEntry
from tests.directory.world import World

# What stands in the addresses below one import’s own; it has no such name.
IN_IMPORTS = {"<str:role>": "institution", "<int:key>": "1", "<str:kind>": "csv"}


def routes(resolver: Any = None, space: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and the route of every address; the name of one without is its route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield (f"{space}{pattern.name}" if pattern.name else route), route
        else:
            yield from routes(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space, route)


def addresses(owner: Any) -> dict[str, str]:
    """Return an address of a record that exists for each route, by the route’s name."""
    world = World()
    world.grow(1)
    Contact.objects.create(institution=world.body, email="a.person@example.org")
    SeedEntry.objects.create(model="sources.source", key="a-source")
    Finding.objects.create(
        model="sources.source", record=str(world.source.pk), field="url", rule="web_address"
    )
    AccessAttempt.objects.create(username="somebody", failures_since_start=1)
    AccessFailureLog.objects.create(username="somebody")
    import_ = Import.objects.create(owner=owner, filename="a.csv", size=1, sha256="0", state="previewed")
    pages = {f"directory:{name}": address for name, address in world.pages().items()}
    RetiredAddress.objects.create(kind="institutions", key="gone", to_kind="institutions", to_key="the-body")
    pages["sitemap_part"] = "/sitemap-institutions-0.xml"
    pages["directory:cite"] = "/institutions/the-body/cite/"
    pages["directory:cite_file"] = "/institutions/the-body/cite.bib"
    pages["directory:matrix"] = "/matrices/countries-networks/"
    pages["directory:network_changes"] = "/networks/the-network/changes/"
    pages |= {f"directory:{name}": address for name, address in world.pictures().items()}
    return {name: pages.get(name) or _filled(route, import_, owner) for name, route in routes()}


def _filled(route: str, import_: Import, user: Any) -> str:
    """Return the address that ``route`` stands for, with the key of a record in it."""
    if route == "admin/(?P<url>.*)$":
        return "/admin/nothing/of/the/sort/"
    if "(?P<app_label>" in route:
        return "/admin/networks/"
    if route.startswith("imports/"):
        for place, value in IN_IMPORTS.items():
            route = route.replace(place, value)
        return f"/{route.replace('<int:pk>', str(import_.pk))}"
    for place in ("<path:object_id>", "<int:pk>", "<id>"):
        if place in route and "content_type_id" not in route:
            _admin, app, model, *_rest = route.split("/")
            record = user if model == "user" else apps.get_model(app, model)._base_manager.first()
            route = route.replace(place, str(record.pk))
    return "/" + route.replace("<path:content_type_id>/<path:object_id>", "1/1")
