"""The seeding of what hrnet ships: each row of the fixtures is inserted once, ever.

A ledger (:class:`sources.models.SeedEntry`) remembers what was inserted. A row that stands in it, or that
exists already, is never touched: a curator’s edit, deletion or merge survives every restart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from psycopg.errors import ExclusionViolation, UniqueViolation

from sources.history import because
from sources.models import SeedEntry
from sources.natural import Known, keys_known


@dataclass
class SeedReport:
    """What a seeding did."""

    inserted: int = 0
    known: int = 0
    skipped: list[str] = field(default_factory=list)


def fixture_files(folder: Path) -> list[Path]:
    """Return the fixtures in the order in which they build on each other: by name."""
    return sorted(folder.glob("*.json"))


def key_of(record: dict[str, Any]) -> str:
    """Return the natural key of a row of a fixture, as the ledger and ``docs/extraction.md`` write it."""
    return "/".join(_natural_key(record))


def _natural_key(record: dict[str, Any]) -> tuple[str, ...]:
    fields = record["fields"]
    manager: Any = apps.get_model(record["model"])._default_manager
    return tuple(_flat(fields.get(lookup.split("__")[0])) for lookup in manager.lookups)


def _flat(value: Any) -> str:
    return "/".join(map(_flat, value)) if isinstance(value, list) else str(value)


def records(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield the rows of the fixtures, file by file."""
    for path in files:
        yield from json.loads(path.read_text())


@transaction.atomic
def seed(files: Iterable[Path]) -> SeedReport:
    """Insert the rows of ``files`` that were never inserted before; all or nothing."""
    with because(_("shipped with hrnet"), command="seed"), keys_known() as known:
        seeding = Seeding(known)
        for record in records(files):
            seeding.take(record)
        return seeding.finish()


class Seeding:
    """Rows on their way in: those of one kind that follow each other are written at once."""

    def __init__(self, known: Known) -> None:
        self.report = SeedReport()
        self.known = known
        self.ledger = set(SeedEntry.objects.values_list("model", "key"))
        self.entries: list[SeedEntry] = []
        self.waiting: list[models.Model] = []

    def take(self, record: dict[str, Any]) -> None:
        """Insert one row, unless it was inserted before or exists."""
        key = (record["model"], key_of(record))
        if key in self.ledger:
            self.report.known += 1
            return
        if self.waiting and self.waiting[0]._meta.label_lower != record["model"]:
            self._write()
        try:
            instance = self._built(record)
        except DeserializationError as error:
            if not isinstance(error.__context__, ObjectDoesNotExist):
                raise  # the fixture itself is wrong
            # What it refers to was deleted or renamed by a curator: the ledger leaves it for another time.
            self.report.skipped.append(f"{key[0]} {key[1]}: {error}")
            return
        self.ledger.add(key)
        self.entries.append(SeedEntry(model=key[0], key=key[1]))
        manager: Any = type(instance)._default_manager
        if _natural_key(record) in manager.all_keys(self.known):
            self.report.known += 1
            return
        foreign = [field.name for field in instance._meta.fields if field.is_relation]
        instance.clean_fields(exclude=[*foreign, instance._meta.pk.name])
        instance.clean()
        self.waiting.append(instance)

    def _built(self, record: dict[str, Any]) -> models.Model:
        try:
            return _instance(record)
        except DeserializationError:
            if not self.waiting:
                raise
            self._write()  # it may refer to a row that was waiting
            return _instance(record)

    def _write(self) -> None:
        if not self.waiting:
            return
        waiting, self.waiting = self.waiting, []
        model = type(waiting[0])
        if not self._inserted(waiting):
            for instance in waiting:
                if not self._inserted([instance]):
                    self._leave_out(instance)
        self.known.pop(model, None)

    def _inserted(self, rows: list[models.Model]) -> bool:
        """Insert ``rows``; tell whether the database had none of them already, under no key of ours."""
        manager: Any = type(rows[0])._default_manager
        try:
            with transaction.atomic():
                manager.bulk_create(rows)
        except IntegrityError as error:
            if not isinstance(error.__cause__, UniqueViolation | ExclusionViolation):
                raise
            return False
        self.report.inserted += len(rows)
        return True

    def _leave_out(self, instance: models.Model) -> None:
        """Let stand what a curator recorded already; the ledger leaves ours for another time."""
        manager: Any = type(instance)._default_manager
        key = (instance._meta.label_lower, "/".join(map(str, manager.natural_key_of(instance))))
        self.entries = [entry for entry in self.entries if (entry.model, entry.key) != key]
        self.report.skipped.append(f"{key[0]} {key[1]}: recorded already")

    def finish(self) -> SeedReport:
        """Write what is waiting, and the ledger."""
        self._write()
        SeedEntry.objects.bulk_create(self.entries)
        return self.report


def _instance(record: dict[str, Any]) -> Any:
    return next(iter(serializers.deserialize("python", [record]))).object
