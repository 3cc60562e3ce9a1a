"""How fixtures name a record: by a slug, a permanent handle, or by the records that make it unique."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

Known = dict[type[models.Model], dict[tuple[str, ...], Any]]
_known: ContextVar[Known | None] = ContextVar("natural_keys_known", default=None)


@contextmanager
def keys_known() -> Iterator[Known]:
    """Within, each table’s natural keys are read once, and looked up in memory from there on."""
    known: Known = {}
    token = _known.set(known)
    try:
        yield known
    finally:
        _known.reset(token)


class NaturalManager(models.Manager):
    """Finds a record by its natural key: ``NaturalManager("group__slug", "country__code")``."""

    def __init__(self, *lookups: str) -> None:
        super().__init__()
        self.lookups = lookups

    def get_by_natural_key(self, *key: Any) -> models.Model:
        known = _known.get()
        if known is None:
            return self.get(**dict(zip(self.lookups, key, strict=True)))
        model: Any = self.model
        if (pk := self.all_keys(known).get(tuple(map(str, key)))) is None:
            raise model.DoesNotExist(f"{self.model._meta.label} {key}")
        return model(pk=pk)

    def all_keys(self, known: Known) -> dict[tuple[str, ...], Any]:
        """Return the primary key of each record by its natural key, from ``known`` or the table."""
        if self.model not in known:
            rows = self.exclude(**{f"{self.lookups[0]}__isnull": True}).values_list("pk", *self.lookups)
            known[self.model] = {tuple(map(str, key)): pk for pk, *key in rows}
        return known[self.model]

    def natural_key_of(self, instance: models.Model) -> tuple[Any, ...]:
        """Return the natural key of ``instance``."""
        return tuple(_follow(instance, lookup) for lookup in self.lookups)


def _follow(instance: Any, lookup: str) -> Any:
    for step in lookup.split("__"):
        instance = getattr(instance, step) if instance is not None else None
    return instance


class SlugManager(NaturalManager):
    """Finds a record by its slug."""

    def __init__(self) -> None:
        super().__init__("slug")


class HandleManager(NaturalManager):
    """Finds a record by its permanent handle."""

    def __init__(self) -> None:
        super().__init__("handle")


class Natural(models.Model):
    """A record with a natural key; its manager is a :class:`NaturalManager`."""

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        manager: Any = type(self)._default_manager
        return manager.natural_key_of(self)


class Handled(Natural):
    """A record that fixtures can name: it has a permanent handle, unique in its table."""

    handle = models.SlugField(
        _("handle"),
        max_length=120,
        null=True,
        blank=True,
        db_index=False,
        help_text=_("Permanent name of a record that ships with hrnet; empty for others."),
    )

    class Meta:
        abstract = True
        constraints = [
            # Partial, since nearly all rows come from imports and have none: they cost the index nothing.
            models.UniqueConstraint(
                fields=["handle"],
                condition=Q(handle__isnull=False),
                name="%(app_label)s_%(class)s_handle_once",
            )
        ]
