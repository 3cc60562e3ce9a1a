"""Which columns hold texts that the public may come to read, as the models tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from institutions.models import Person
from institutions.names import FoldedName
from sources.fields import PartialDateField
from sources.history import derived

#: A shorter column holds a code, and has no room for the words that stand for a hidden text.
SHORTEST = 20
#: What imports keep is never public: its people see it, and what they store comes to the tables below.
NOT_PUBLIC = ("imports",)


@dataclass(frozen=True)
class TextColumn:
    """A column with a text: in which table, of what kind, of which language, how long."""

    table: str
    key: str  # the column of the primary key
    column: str
    kind: str  # text, json, url or slug
    longest: int
    language: str  # "en" or "fr"; empty: the column "language" of the row tells, where there is one
    has_language: bool
    folded: bool  # a column "folded" beside it follows from it


def models_with_texts() -> list[type[models.Model]]:
    """Return the models whose texts are looked through: every record that has a history, but persons."""
    return [
        model
        for model in apps.get_models()
        if hasattr(model, "pgh_event_model")
        and model is not Person
        and model._meta.app_label not in NOT_PUBLIC
    ]


def text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """Yield the fields of ``model`` that hold a text which somebody wrote."""
    left_out = derived(model)
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
        if not is_text or field.generated or field.choices or not field.editable or field.name in left_out:
            continue
        if isinstance(field, PartialDateField) or (field.max_length or SHORTEST) < SHORTEST:
            continue
        yield field


def kind_of(field: models.Field) -> str:
    """Return how a text in ``field`` is hidden."""
    if isinstance(field, models.JSONField):
        return "json"
    if isinstance(field, models.URLField):
        return "url"
    if isinstance(field, models.SlugField) or _is_part_of_address(field):
        return "slug"
    return "text"


def _is_part_of_address(field: models.Field) -> bool:
    """Tell whether a constraint lets the column hold parts of addresses alone."""
    from hrnet.directory.citing.models import RetiredAddress

    return field.model is RetiredAddress


def text_columns() -> list[TextColumn]:
    """Return every column of every model that holds texts, in a stable order."""
    found = []
    for model in models_with_texts():
        names = {field.name for field in model._meta.concrete_fields}
        for field in text_fields(model):
            language = field.name[-2:] if field.name.endswith(("_en", "_fr")) else ""
            found.append(
                TextColumn(
                    table=model._meta.db_table,
                    key=str(model._meta.pk.column),
                    column=str(field.column),
                    kind=kind_of(field),
                    longest=field.max_length or 0,
                    language=language,
                    has_language="language" in names and not language,
                    folded=issubclass(model, FoldedName) and field.name == "text",
                )
            )
    return sorted(found, key=lambda one: (one.table, one.column))


def field_of(table: str, column: str) -> tuple[type[models.Model], models.Field]:
    """Return the model and the field that a column belongs to. Raise ``LookupError`` where it is gone."""
    for model in models_with_texts():
        if model._meta.db_table == table:
            for field in model._meta.concrete_fields:
                if field.column == column:
                    return model, field
    raise LookupError(f"{table}.{column}")
