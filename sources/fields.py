"""Column types of ours: texts that are cleaned, web addresses, partial dates, texts in English and French."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField, to_attribute

from hrnet.lib.characters import clean_text, clean_value, is_web_address
from hrnet.lib.dates import PartialDate, PartialDateError, explain

TEXT_LANGUAGES = ("en", "fr")


# -- texts --------------------------------------------------------------------------------------------


class _CleanFormField:
    """Removes the characters that may not be stored (:mod:`hrnet.lib.characters`) from what was typed.

    Nothing that can be seen changes, so it is no error. A NUL is left to Django, which refuses it.
    """

    one_line = True

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "\0" not in value:
            value = clean_text(value, one_line=self.one_line)
        return super().to_python(value)  # type: ignore[misc]


class CleanCharFormField(_CleanFormField, forms.CharField):
    """A text of one line, cleaned."""


class CleanTextFormField(_CleanFormField, forms.CharField):
    """A text of several lines, cleaned."""

    one_line = False


def check_web_address(value: str) -> None:
    """Raise ``ValidationError`` unless ``value`` is an address that may be stored."""
    if not is_web_address(value):
        raise ValidationError(
            _(
                "Write an address that begins with http:// or https://, without spaces and without a name or"
                " password in it."
            ),
            code="web_address",
        )


class WebAddressFormField(_CleanFormField, forms.URLField):
    """An address of the web: http or https."""

    default_validators = [*forms.URLField.default_validators, check_web_address]


class CleanJSONFormField(forms.JSONField):
    """A value of JSON whose texts are cleaned."""

    def to_python(self, value: Any) -> Any:
        return clean_value(super().to_python(value))


class _Clean:
    """A column whose texts are cleaned whichever way the ORM writes them; the database checks it again."""

    one_line = True
    form_field: type[forms.Field]

    def clean_value(self, value: Any) -> Any:
        """Return ``value`` as it is stored."""
        return clean_text(value, one_line=self.one_line) if isinstance(value, str) else value

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = super().pre_save(instance, add)  # type: ignore[misc]
        cleaned = self.clean_value(value)
        if cleaned is not value and cleaned != value:
            setattr(instance, self.attname, cleaned)  # type: ignore[attr-defined]
        return cleaned

    def get_prep_value(self, value: Any) -> Any:
        return self.clean_value(super().get_prep_value(value))  # type: ignore[misc]

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": self.form_field, **options})  # type: ignore[misc]

    def deconstruct(self) -> Any:
        """Return the plain column: how it is cleaned is no matter of a migration."""
        name, _path, *rest = super().deconstruct()  # type: ignore[misc]
        return name, f"django.db.models.{self.get_internal_type()}", *rest  # type: ignore[attr-defined]


class CharField(_Clean, models.CharField):
    """A text of one line, without characters that cannot be seen."""

    form_field = CleanCharFormField


class TextField(_Clean, models.TextField):
    """A text of any number of lines, without characters that cannot be seen."""

    one_line = False
    form_field = CleanTextFormField


class URLField(_Clean, models.URLField):
    """An address of the web: http or https, with a host, without a name or password."""

    form_field = WebAddressFormField
    default_validators = [*models.URLField.default_validators, check_web_address]

    def deconstruct(self) -> Any:
        name, _path, *rest = super().deconstruct()
        return name, "django.db.models.URLField", *rest


class JSONField(_Clean, models.JSONField):
    """A value of JSON whose texts, names included, hold no characters that cannot be seen."""

    form_field = CleanJSONFormField

    def clean_value(self, value: Any) -> Any:
        return clean_value(value)


# -- dates --------------------------------------------------------------------------------------------


class PartialDateFormField(forms.CharField):
    """Reads a partial date from a form; the error says how to write one."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("As precise as the source: 2014-11-12, 2014-11, 2014-Q4 or 2014."))
        super().__init__(**options)

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        return _parsed(super().to_python(value))

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, PartialDate) else value


def _parsed(value: Any) -> PartialDate | None:
    try:
        return PartialDate.of(value)
    except PartialDateError as error:
        raise ValidationError(str(error), code="partial_date") from error


class PartialDateField(models.CharField):
    """A date as precise as its source (:class:`hrnet.lib.dates.PartialDate`), or NULL where unknown."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 21)
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def from_db_value(self, value: str | None, *_context: Any) -> PartialDate | None:
        return PartialDate.of(value)

    def to_python(self, value: Any) -> PartialDate | None:
        return _parsed(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None or value == "" else str(value)

    def value_to_string(self, obj: models.Model) -> str | None:  # type: ignore[override]
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **options: Any) -> Any:
        return super().formfield(form_class=PartialDateFormField, **options)


class _Derived:
    """A column that triggers keep: saving a record leaves it as the database has it."""

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        return super().pre_save(instance, add) if add else F(self.attname)  # type: ignore[misc, attr-defined]

    def deconstruct(self) -> Any:
        """Return the plain column, since this is no matter of the database."""
        name, _path, *rest = super().deconstruct()  # type: ignore[misc]
        return name, f"django.db.models.{self.get_internal_type()}", *rest  # type: ignore[attr-defined]


class DerivedCharField(_Derived, models.CharField):
    """A text that triggers keep."""


class DerivedDateField(_Derived, models.DateField):
    """A date that triggers keep."""


def earliest(field: str) -> models.GeneratedField:
    """Return a column with the first day that the partial date ``field`` can mean, kept by the database."""
    return _bound(field, "hrnet_date_earliest")


def latest(field: str) -> models.GeneratedField:
    """Return a column with the last day that the partial date ``field`` can mean, kept by the database."""
    return _bound(field, "hrnet_date_latest")


def _bound(field: str, function: str) -> models.GeneratedField:
    return models.GeneratedField(
        expression=Func(F(field), function=function),
        output_field=models.DateField(null=True),
        db_persist=True,
    )


def partial_date_checks(*fields: str) -> list[models.CheckConstraint]:
    """Return constraints that each of ``fields`` holds a date that exists, written as it should be."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{field}__isnull": True})
            # «is not null» outright: a check that comes out as NULL lets the row in.
            | models.Q(
                **{
                    f"{field}_earliest__isnull": False,
                    f"{field}_latest__isnull": False,
                    f"{field}_latest__gte": F(f"{field}_earliest"),
                }
            ),
            name=f"%(app_label)s_%(class)s_{field}_is_a_date",
            violation_error_message=_("This is not a date: write 2014-11-12, 2014-11, 2014-Q4 or 2014."),
        )
        for field in fields
    ]


def refuse_dates_ahead(record: models.Model, *fields: str) -> None:
    """Raise ``ValidationError`` where one of ``fields`` is a date yet to come: no source can speak for it.

    A date that is stored already stays as it is until it is changed, so that it holds up nothing else.
    """
    ahead = {}
    for name in fields:
        try:
            date = PartialDate.of(getattr(record, name))
        except PartialDateError:
            continue  # the field says what is wrong with it
        if date is not None and date.is_ahead and not _is_stored(record, name):
            ahead[name] = ValidationError(explain("ahead", date.text), code="ahead")
    if ahead:
        raise ValidationError(ahead)


def _is_stored(record: models.Model, name: str) -> bool:
    stored = type(record)._base_manager.filter(pk=record.pk).values_list(name, flat=True).first()
    return stored is not None and str(stored) == str(getattr(record, name))


def one_of(field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Return the constraint that ``field`` holds one of ``choices``."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": choices.values}),
        name=f"%(app_label)s_%(class)s_{field}_known",
    )


class Localized(str):
    """A text with the language that it is in, which may not be the reader's."""

    __slots__ = ("is_fallback", "language")
    language: str
    is_fallback: bool

    def __new__(cls, text: str, language: str, *, is_fallback: bool = False) -> Localized:
        self = super().__new__(cls, text)
        self.language = language
        self.is_fallback = is_fallback
        return self

    def __html__(self) -> SafeString:
        from django.utils.html import escape

        return escape(str.__str__(self))


def _localized(name: str, field: Any) -> Any:
    def getter(self: models.Model) -> Localized:
        return localized(lambda language: getattr(self, to_attribute(name, language)))

    return getter


def localized(text_in: Any) -> Localized:
    """Return ``text_in(language)`` in the reader's language, or in the other one, marked as such."""
    wanted = (get_language() or "en")[:2]
    first = wanted if wanted in TEXT_LANGUAGES else "en"
    for language in (first, *TEXT_LANGUAGES):
        if text := text_in(language):
            return Localized(text, language, is_fallback=language != wanted)
    return Localized("", first)


def in_both(record: models.Model, name: str) -> list[str]:
    """Return the text ``name`` of ``record`` in English and in French."""
    return [getattr(record, to_attribute(name, language)) for language in TEXT_LANGUAGES]


def translated(field: models.Field, **options: Any) -> TranslatedField:
    """Return a column for each of English and French; the plain name gives the reader's, with fallback."""
    return TranslatedField(field, languages=TEXT_LANGUAGES, attrgetter=_localized, **options)
