"""The one layer for what a list may be asked: public pages use it, and so will the API.

Each filter is named, typed and bounded here. Nothing from an address reaches the ORM by another way, no
lookup can be written in an address, and a value that is not valid is an error, never «no filter».
Conditions about one membership stand in one subquery, so that they hold for the same membership.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, cast

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hrnet.lib.names import fold
from institutions.models import Country, Institution, Name
from sources.statements import Holds, PeriodType

LONGEST = 200
#: What a filter’s ``holds`` may be beside the two of a list: what surely and what perhaps held, told apart.
BOTH = "both"


class CleanText(forms.CharField):
    """A short text without control characters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST, strip=True, **options)


class TextFilter(django_filters.CharFilter):
    """A filter by a short text."""

    field_class = CleanText


class SlugChoice(forms.ModelChoiceField):
    """One record, named by its slug or a name that is its alone; typed, since there may be thousands."""

    default_error_messages = {
        "invalid_choice": _("No record has this name, or this last part of its address."),
        "several": _("Several records have this name. Write the last part of the address: %(slugs)s."),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"autocapitalize": "none"}))
        super().__init__(*args, **options)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            found = list(called(cast(QuerySet, self.queryset), str(value)).order_by("pk")[:5])
            if not found:
                raise
        if len(found) > 1:
            slugs = ", ".join(self.prepare_value(one) for one in found)
            raise forms.ValidationError(
                self.error_messages["several"], code="several", params={"slugs": slugs}
            )
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "slug", None) or (
            value.institution.slug if hasattr(value, "institution") else value
        )


class SlugFilter(django_filters.ModelChoiceFilter):
    """A filter by one record: by its slug, or by a name that is its alone."""

    field_class = SlugChoice

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("help_text", _("A name or an acronym, or the last part of its address."))
        super().__init__(*args, **options)


class SortedIterator(forms.models.ModelChoiceIterator):
    """The records of a select, in the order of the reader’s language."""

    def __iter__(self) -> Iterator[Any]:
        empty, *pairs = super().__iter__()
        yield empty
        yield from sorted(pairs, key=lambda pair: fold(str(pair[1])))


class PlainSelect(forms.Select):
    """A select that is written at once: Django’s own draws a template for each of 250 options."""

    def use_required_attribute(self, initial: Any) -> bool:
        """Return that none is required, without looking at the choices, which are read from the database."""
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the HTML."""
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key := "" if one is None else str(one), " selected" if key == chosen else "", label)
                for one, label in self.choices
            ),
        )
        given = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", given, options)


class Labelled(forms.ModelChoiceField):
    """A select of a short vocabulary, in the order of the reader’s language."""

    iterator = SortedIterator
    widget = PlainSelect

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.empty_label = _("any")


class LabelledFilter(django_filters.ModelChoiceFilter):
    """A filter by a short vocabulary."""

    field_class = Labelled


def choices(vocabulary: Any) -> Any:
    """Return the choices of a vocabulary in the order of the reader’s language."""
    return lambda: sorted(vocabulary.choices, key=lambda pair: fold(str(pair[1])))


class Facet(django_filters.MultipleChoiceFilter):
    """A filter by one or more of a fixed vocabulary; several are alternatives."""

    def __init__(self, vocabulary: Any, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        options.setdefault("distinct", False)  # one column of the row itself: no row comes twice
        super().__init__(choices=choices(vocabulary), **options)


def period_filter() -> django_filters.ChoiceFilter:
    """Return the filter by what is known of a statement’s period."""
    return django_filters.ChoiceFilter(
        label=_("period"), choices=PeriodType.choices, field_name="period_type", empty_label=_("any")
    )


@dataclass(frozen=True)
class Column:
    """What a facet counts by: one value of each row, at a path or by an expression."""

    of: Any


@dataclass(frozen=True)
class Linked:
    """What a facet counts by: any number of values of each row.

    ``rows`` takes the filter and returns pairs of a row’s key and a value.
    """

    rows: Callable[[Any], QuerySet]


class RecordFilter(django_filters.FilterSet):
    """The base of the filters: it knows what is in use, what can be counted, and the day that is asked for.

    ``day`` is the date that the list is read as of, ``holds`` whether it shows what surely held then, what
    is unknown, or both (:data:`BOTH`). The conditions about statements hold for that day too.
    """

    #: The filters that are shown with counts, by name, in the order of a reader’s interest.
    facets: ClassVar[dict[str, Column | Linked]] = {}
    #: The filters that ask something of one and the same statement about a row.
    of_one: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, *args: Any, day: datetime.date | None = None, holds: str = Holds.SURELY, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.day, self.holds = day, holds

    @property
    def tells_apart(self) -> bool:
        """Whether what surely held on the day and what is unknown are two lists."""
        return self.day is not None and (_dated(self._meta.model) or bool(self.asked_of_one()))

    def asked_of_one(self, but: str = "") -> dict[str, Any]:
        """Return what is asked of one and the same statement, by the names of its fields."""
        values = self.form.cleaned_data if self.form.is_valid() else {}
        return {name: values[name] for name in self.of_one if name != but and values.get(name)}

    def then(self, statements: Any) -> Any:
        """Return of ``statements`` those that held, or may have held, on the day; all for no day.

        Where both are asked for, each has its ``holds`` beside it.
        """
        if self.day is None:
            return statements
        if self.holds == BOTH:
            return statements.holding_on(self.day).exclude(holds=Holds.NOT)
        if self.holds == Holds.PERHAPS:
            return statements.perhaps_on(self.day)
        return statements.surely_on(self.day)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return self.narrowed(queryset)

    def narrowed(self, rows: QuerySet, but: str = "") -> QuerySet:
        """Return the rows that all filters let through, the one named ``but`` aside."""
        for name, value in self.form.cleaned_data.items():
            if name != but:
                rows = self.filters[name].filter(rows, value)
        return self.then(rows) if _dated(self._meta.model) else rows

    def in_use(self) -> list[tuple[str, str, str, str]]:
        """Return name, raw value, label and shown value of each filter that is set and valid."""
        used = []
        for name, value in (self.form.cleaned_data if self.form.is_valid() else {}).items():
            several = value if isinstance(value, list) else [value]
            for one in several:
                if one not in (None, ""):
                    raw = self.form.fields[name].prepare_value(one)
                    used.append((name, str(raw), str(self.form.fields[name].label), self._shown(name, one)))
        return used

    def _shown(self, name: str, value: Any) -> str:
        if hasattr(value, "pk"):  # before its field’s choices are looked at: there may be 50,000
            return str(value)
        for key, label in getattr(self.form.fields[name], "choices", ()):
            if str(key) == str(value):
                return str(label)
        return str(value)


def _dated(model: Any) -> bool:
    return hasattr(model.objects.none(), "surely_on")


def with_broader(links: QuerySet, owner: str) -> QuerySet:
    """Return the pairs of a row and a theme of ``links``, and of the row and the broader theme."""
    broader = links.filter(theme__parent__isnull=False).values_list(owner, "theme__parent")
    return links.values_list(owner, "theme").union(broader)


def named(text: str, institution: str = "pk") -> Exists:
    """Return the condition that an institution has a name that contains ``text``, accents and case aside."""
    return Exists(Name.objects.filter(institution=OuterRef(institution), folded__contains=fold(text)))


class TitleFilter(RecordFilter):
    """Records with a title in two languages."""

    q = TextFilter(label=_("title contains"), method="by_title")
    title_fields: tuple[str, ...] = ("title_en", "title_fr")

    def by_title(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        wanted = Q()
        for field in self.title_fields:
            wanted |= Q(**{f"{field}__icontains": value})
        return rows.filter(wanted)


TITLES = ("title", "title_en", "title_fr", "short_title_en", "short_title_fr", "label_en", "label_fr")


def called(rows: QuerySet, text: str) -> QuerySet:
    """Return the rows that go by the full name ``text``, case aside, and for institutions accents too."""
    if not fold(text) or not text.isprintable() or len(text) > LONGEST:
        return rows.none()
    if hasattr(rows.model, "institution") or rows.model is Institution:  # a profile has its institution’s key
        return rows.filter(Exists(Name.objects.filter(institution=OuterRef("pk"), folded=fold(text))))
    wanted = Q()
    for field in rows.model._meta.fields:
        if field.name in TITLES:
            wanted |= Q(**{f"{field.name}__iexact": text})
    return rows.filter(wanted)


def countries(request: Any = None) -> QuerySet:
    """Return the countries that have an institution: the choices of a select."""
    return Country.objects.filter(Exists(Institution.objects.visible().filter(country=OuterRef("pk"))))
