"""Parts of a record that somebody else removed while a form was open: the rest of the form is saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.forms.models import _get_foreign_key
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sources.history import Part, aggregate, event_model, tracked_fields


@dataclass
class Removed:
    """A part that is gone, and what was typed into its row of the form: labels and values."""

    row: models.Model
    typed: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        try:
            what = str(self.row)
        except ObjectDoesNotExist:  # what it names is gone too
            what = f"#{self.row.pk}"
        said = _(
            "Somebody else removed this after you opened the page, and it stays removed: %(kind)s “%(what)s”."
        )
        text = said % {"kind": self.row._meta.verbose_name, "what": what}
        if self.typed:
            values = "; ".join(f"{label}: {value}" for label, value in self.typed)
            text += " " + _("You had written there: %(values)s. Add it anew where it should stand.") % {
                "values": values
            }
        return text


def only_parts_removed_since(record: models.Model, opened_at: str) -> bool:
    """Tell whether all that happened to ``record`` since ``opened_at`` is that parts of it were removed.

    ``opened_at`` is what :func:`sources.history.revision` returned then: the newest event of each kind of
    part.
    """
    part = aggregate(type(record))
    numbers = opened_at.split(".")
    if len(numbers) != len(list(part.walk())) or not all(number.isdecimal() for number in numbers):
        return False
    return _only_removed(part, {record.pk}, iter([int(number) for number in numbers]))


def _only_removed(part: Part, parents: set[Any], newest: Iterator[int]) -> bool:
    events, last = event_model(part.model).objects.all(), next(newest)
    if part.parent_field is None:
        events = events.filter(pgh_obj_id__in=parents)
        if events.filter(pgh_id__gt=last).exists():
            return False
    else:
        column = f"{part.parent_field}_id"
        events = events.filter(
            pgh_obj_id__in=events.filter(**{f"{column}__in": parents}).values("pgh_obj_id")
        )
        if events.filter(pgh_id__gt=last).exclude(pgh_label="delete").exists():
            return False
    then = events.filter(pgh_id__lte=last).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    there = {event.pgh_obj_id for event in then if event.pgh_label != "delete"}
    return all(_only_removed(child, there, newest) for child in part.children)


def leave_out_removed(
    request: HttpRequest, record: models.Model, inline: Any, sent: dict[str, Any]
) -> list[Removed]:
    """Take the rows of parts that are gone out of what a formset was sent; return those parts.

    ``sent`` are the arguments of the formset. A row that never was a part of this record stays in: the
    formset passes over it.
    """
    data, prefix = sent["data"], sent["prefix"]
    rows = _rows_sent(data, prefix, inline.model._meta.pk.name)
    foreign_key = _get_foreign_key(inline.parent_model, inline.model, fk_name=inline.fk_name)
    there = inline.model._base_manager.filter(**{foreign_key.name: record, "pk__in": rows.values()})
    gone = {place: pk for place, pk in rows.items() if pk not in set(there.values_list("pk", flat=True))}
    found = {}
    for place, pk in gone.items():
        events = event_model(inline.model).objects.filter(pgh_obj_id=pk, **{foreign_key.attname: record.pk})
        if (event := events.order_by("-pgh_id").first()) is not None:
            columns = [column.attname for column in tracked_fields(inline.model)]
            row = inline.model(**{name: getattr(event, name) for name in columns})
            found[place] = Removed(row, _typed(request, record, inline, sent, place, row))
    if found:
        _renumber(data, prefix, set(found))
    return list(found.values())


def _rows_sent(data: Any, prefix: str, key: str) -> dict[int, int]:
    """Return the keys of the rows that the form showed, by their place in it."""
    count = data.get(f"{prefix}-INITIAL_FORMS", "")
    places = range(min(int(count), 1000)) if count.isdecimal() else range(0)
    sent = {place: data.get(f"{prefix}-{place}-{key}", "") for place in places}
    return {place: int(pk) for place, pk in sent.items() if re.fullmatch("[0-9]{1,18}", pk)}


def _typed(
    request: HttpRequest, record: Any, inline: Any, sent: Any, place: int, row: Any
) -> list[tuple[str, str]]:
    """Return what the sender wrote into a row that is gone, where it differs from what stood there."""
    data, prefix = sent["data"], f"{sent['prefix']}-{place}"
    if f"{prefix}-DELETE" in data:
        return []
    form = inline.get_formset(request, record).form(data, prefix=prefix, instance=copy(row))
    changed = list(form.changed_data)
    form.is_valid()
    return [
        (capfirst(str(form.fields[name].label)), str(form.cleaned_data.get(name, form[name].data)))
        for name in changed
    ]


def _renumber(data: Any, prefix: str, without: set[int]) -> None:
    """Take rows out of the data of a formset, and count the others anew."""
    # Django sends along what a field with a computed default began with, under «initial-».
    row_of = re.compile(rf"((?:initial-)?{re.escape(prefix)})-(\d+)-(.+)")
    fields = [(name, match) for name in list(data) if (match := row_of.fullmatch(name))]
    places = sorted({int(match[2]) for _name, match in fields} - without)
    moved = {}
    for name, match in fields:
        values = data.pop(name)
        if int(match[2]) in places:
            moved[f"{match[1]}-{places.index(int(match[2]))}-{match[3]}"] = values
    for name, values in moved.items():
        data.setlist(name, values)
    for count in ("TOTAL", "INITIAL"):
        name = f"{prefix}-{count}_FORMS"
        data[name] = str(int(data[name]) - len(without))
