"""Rewording hidden texts, putting them back once the name is public again, and saying that all is done."""

from __future__ import annotations

import json
from typing import Any

import pgtrigger
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hrnet.directory.withholding.columns import text_columns
from hrnet.directory.withholding.models import Closing, HiddenText
from hrnet.directory.withholding.places import Place, hidden_places, person_named_in
from institutions.models import Person
from sources import rights
from sources.actions import RefusedError, explain
from sources.history import because

PERMANENT = "institutions.Institution:slug_is_permanent"


class NotRewordedError(Exception):
    """Some new texts cannot stand; nothing was changed. ``problems``: the reason by the hidden text’s key."""

    def __init__(self, problems: dict[int, str]) -> None:
        super().__init__(problems)
        self.problems = problems


def is_withheld(person: Person) -> bool:
    """Tell whether the name is withheld today."""
    return person.is_withheld_on(timezone.now().date())


def state_of(person: Person) -> str:
    """Return how far the withholding of a name has come, in words; empty where it is not withheld."""
    closed = Closing.objects.filter(person=person).exists()
    return describe_state(person, person.hidden_texts.waiting().count(), closed)


def with_state(persons: models.QuerySet[Person]) -> models.QuerySet[Person]:
    """Annotate persons with what :func:`describe_state` needs: ``waiting_texts`` and ``is_closed``."""
    # By a subquery, not by a join: a list that is grouped has lost its order.
    texts = HiddenText.objects.waiting().filter(person=models.OuterRef("pk")).order_by().values("person")
    number = models.Subquery(texts.annotate(number=models.Count("pk")).values("number"))
    waiting = Coalesce(number, 0)
    closed = models.Exists(Closing.objects.filter(person=models.OuterRef("pk")))
    return persons.annotate(waiting_texts=waiting, is_closed=closed)


def describe_state(person: Person, waiting: int, closed: bool) -> str:
    """Return the words of :func:`state_of` for a person with so many waiting texts."""
    if waiting and is_withheld(person):
        return ngettext(
            "withheld, %(count)s text hidden, to be reworded",
            "withheld, %(count)s texts hidden, to be reworded",
            waiting,
        ) % {"count": waiting}
    if waiting:
        return ngettext(
            "not withheld any more, %(count)s text still hidden",
            "not withheld any more, %(count)s texts still hidden",
            waiting,
        ) % {"count": waiting}
    if not is_withheld(person):
        return ""
    return _("withheld, done") if closed else _("withheld, no text hidden, to be looked through")


def may_reword(user: Any, place: Place) -> bool:
    """Tell whether ``user`` may write in this place."""
    return rights.may_write(user, before=place.record, after=place.record)


@transaction.atomic
def reword(person: Person, texts: dict[int, str], *, user: Any, reason: str = "") -> int:
    """Write new texts in place of hidden ones, all or none; return how many.

    ``texts`` holds the new texts by the key of the hidden one. What is left as it was is passed over.
    Raises :class:`NotRewordedError` where a text still names somebody withheld or does not fit its field,
    and ``PermissionDenied`` where the user may not write there.
    """
    list(person.hidden_texts.select_for_update())
    problems: dict[int, str] = {}
    written = 0
    with because(reason or _("reworded, since it named a person whose name is withheld"), user=user):
        for place in hidden_places(person):
            assert place.hidden is not None  # noqa: S101
            text = texts.get(place.hidden.pk, place.text).strip()
            if text == place.text.strip():
                continue
            if not may_reword(user, place):
                raise PermissionDenied
            if problem := _written(place, text):
                problems[place.hidden.pk] = problem
            written += 1
        if problems:
            transaction.set_rollback(True)
            raise NotRewordedError(problems)
    return written


def _written(place: Place, text: str) -> str:
    """Write ``text`` in its place; return why it cannot stand there, empty where it can."""
    if person_named_in(text):
        return _("This text still names somebody whose name is withheld: leave the name out.")
    try:
        value = json.loads(text or "{}") if isinstance(place.field, models.JSONField) else text
        place.field.clean(value, place.record)
        _write(place, value)
    except ValidationError as error:
        return " ".join(error.messages)
    except ValueError:
        return _("This is not valid JSON: keep the quotation marks, braces and commas as they were.")
    except DatabaseError as error:
        return explain(error, place.model)
    return ""


def _write(place: Place, value: Any) -> None:
    record: Any = place.model._base_manager.get(pk=place.record.pk)
    setattr(record, place.field.attname, value)
    columns = {field.name for field in place.model._meta.concrete_fields}
    with transaction.atomic(), pgtrigger.ignore(PERMANENT):
        record.save(update_fields=[place.field.name, *({"folded"} & columns)])


@transaction.atomic
def show_again(person: Person, *, user: Any, reason: str = "") -> int:
    """Put the hidden texts of a person whose name is not withheld any more back; return how many.

    A text that names somebody else who is withheld is hidden again at once, for that person.
    """
    if is_withheld(person):
        raise RefusedError(_("The name is withheld: its texts stay hidden."))
    places = hidden_places(person)
    with because(reason or _("shown again: the name is not withheld any more"), user=user):
        for place in places:
            if not may_reword(user, place):
                raise PermissionDenied
            value = json.loads(place.text) if isinstance(place.field, models.JSONField) else place.text
            try:
                _write(place, value)
            except DatabaseError as error:
                raise RefusedError(explain(error, place.model)) from error
    return len(places)


@transaction.atomic
def hide(person: Person, table: str, column: str, record_id: int, *, user: Any, reason: str = "") -> None:
    """Hide the text of one place that a curator found to mean ``person``."""
    if not is_withheld(person):
        raise RefusedError(_("Withhold the name first."))
    if not any((one.table, one.column) == (table, column) for one in text_columns()):
        raise RefusedError(_("There is no such text."))
    with (
        because(reason or _("hidden, since it names a person whose name is withheld"), user=user),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT hrnet_hide_place(%s, %s, %s, %s)", [table, column, record_id, person.pk])


@transaction.atomic
def close(person: Person, *, user: Any) -> None:
    """Say that nothing is left to do. Refused while a hidden text waits to be reworded."""
    list(Person.objects.filter(pk=person.pk).select_for_update())
    waiting = person.hidden_texts.waiting().count()
    if waiting or not is_withheld(person):
        raise RefusedError(
            ngettext(
                "Not done: %(count)s hidden text waits to be reworded.",
                "Not done: %(count)s hidden texts wait to be reworded.",
                waiting,
            )
            % {"count": waiting}
            if waiting
            else _("The name is not withheld.")
        )
    Closing.objects.update_or_create(person=person, defaults={"by": user})


def people_with_work() -> models.QuerySet[Person]:
    """Return the persons with a hidden text that waits to be reworded, or to be shown again."""
    return Person.objects.filter(hidden_texts__waits=True).distinct()
