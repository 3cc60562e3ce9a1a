"""Where the name of a withheld person stands: what was hidden, and what may be the name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.urls import NoReverseMatch, reverse

from hrnet.directory.withholding.columns import field_of, text_columns
from hrnet.directory.withholding.models import HiddenText, SoughtName
from institutions.models import Person
from sources.history import label_of

MOST_POSSIBLE = 100


def anybody_is_withheld() -> bool:
    """Tell whether there is a name to look for."""
    return SoughtName.objects.exists()


def person_named_in(text: str) -> int | None:
    """Return the key of the first withheld person whom ``text`` names, as the database finds names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT hrnet_withheld_in(%s)", [text])
        found: int | None = cursor.fetchone()[0]
        return found


@dataclass
class Place:
    """A field of a record with a text that names, or may name, a person."""

    model: type[models.Model]
    field: models.Field
    record: models.Model
    text: str
    hidden: HiddenText | None = None

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def label(self) -> str:
        return label_of(self.field)

    @property
    def button(self) -> str:
        """What names the place in a form: table, column and key."""
        return f"{self.model._meta.db_table}.{self.field.column}.{self.record.pk}"

    @property
    def owners(self) -> list[models.Model]:
        """The records that the record is a part of: a citation’s subject, a topic’s meeting."""
        return list(_owners(self.record))

    @property
    def address(self) -> str:
        """The page of the record at the desk; empty where it has none of its own."""
        for record in (self.record, *self.owners):
            options = record._meta
            try:
                return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk])
            except NoReverseMatch:
                continue
        return ""


def _owners(record: models.Model) -> Iterable[models.Model]:
    for field in record._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE:
            owner = getattr(record, field.name)
            if owner is not None:
                yield owner
                yield from _owners(owner)


def hidden_places(person: Person) -> list[Place]:
    """Return the places whose text is hidden since it names ``person``, and waits to be reworded."""
    found = []
    for hidden in person.hidden_texts.waiting():
        model, field = field_of(hidden.table, hidden.column)
        record = model._base_manager.filter(pk=hidden.record_id).first()
        if record is not None:
            found.append(Place(model, field, record, hidden.original, hidden))
    return found


def possible_places(person: Person) -> list[Place]:
    """Return places with the last word of the name, which may or may not mean the person.

    “Commissioner Doe”, “J. Doe”: a curator decides. At most :data:`MOST_POSSIBLE` are looked up.
    """
    found: list[Place] = []
    word = _last_word(person.name)
    if len(word) < 3:
        return found
    for column in text_columns():
        if len(found) >= MOST_POSSIBLE:
            break
        model, field = field_of(column.table, column.column)
        most = MOST_POSSIBLE - len(found)
        for key, text in _with_word(column.table, column.key, column.column, word, most):
            record = model._base_manager.filter(pk=key).first()
            if record is not None:
                found.append(Place(model, field, record, text))
    return found


def _last_word(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hrnet_search_fold(%s)", [name])
        return str(cursor.fetchone()[0]).rpartition(" ")[2]


def _with_word(table: str, key: str, column: str, word: str, most: int) -> list[tuple[Any, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{key}", "{column}"::text FROM "{table}"'
            f' WHERE hrnet_text_names("{column}"::text, hrnet_with_accents(%s), %s) ORDER BY 1 LIMIT %s',
            [word, f" {word} ", most],
        )
        return list(cursor.fetchall())


def namesakes(person: Person) -> list[Person]:
    """Return other persons of the same name who are not withheld: they may be the same one."""
    others = Person.objects.named().exclude(pk=person.pk).order_by("pk")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id FROM institutions_person AS p, hrnet_sought_name(%s) AS s"
            " WHERE s.key IS NOT NULL AND hrnet_text_names(p.name, s.key, s.pattern)",
            [person.name],
        )
        keys = [row[0] for row in cursor.fetchall()]
    return list(others.filter(pk__in=keys))
