"""A digest of every table of the domain: equal where nothing differs, whatever keys were used up since."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from imports.models import Decision

APPS = ("sources", "institutions", "networks", "mandates")


def domain() -> dict[str, list[Any]]:
    """Return the rows of every domain table, decisions included, without the keys that a sequence gave."""
    return {model._meta.label: rows(model) for model in [*tables(), Decision]}


def tables() -> list[type[models.Model]]:
    """Return the domain’s own models: no histories."""
    return [
        model
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.endswith("Event")
    ]


def rows(model: type[models.Model]) -> list[Any]:
    columns = [column.attname for column in model._meta.concrete_fields]
    return sorted(map(repr, model._base_manager.values_list(*columns)))
