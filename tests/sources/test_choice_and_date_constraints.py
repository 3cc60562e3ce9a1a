"""Choices, partial dates and handles: the database holds every table to them."""

import pytest
from django.db import connection, transaction

from institutions.models import Country, Institution, Name, Person, Publication, Relation
from mandates.models import Accreditation, Engagement, Instrument, Mandate, MandateHolder, Monitoring, Party
from networks.models import (
    Aim,
    Meeting,
    MeetingTopic,
    Membership,
    Network,
    Participation,
    Role,
    Ruling,
    StatusChange,
)
from sources.models import Source
from tests.rules import DATED, TESTED, change, check_now, constraint, each, held_to, make, refused

pytestmark = pytest.mark.django_db

CHOICES = {
    Country: ["region"],
    Institution: ["kind", "reach", "review_state"],
    Name: ["kind"],
    Publication: ["kind", "review_state"],
    Relation: ["end_status", "kind", "modality", "review_state", "standing"],
    Accreditation: ["end_status", "modality", "review_state", "stage", "standing", "status"],
    Engagement: ["end_status", "kind", "modality", "review_state", "standing"],
    Instrument: ["kind", "review_state"],
    Mandate: ["designation", "end_status", "function", "modality", "review_state", "standing"],
    MandateHolder: ["end_status", "modality", "review_state", "standing"],
    Monitoring: ["end_status", "modality", "review_state", "standing"],
    Party: ["act", "modality", "review_state", "standing"],
    Aim: ["kind"],
    Meeting: ["end_status", "modality", "review_state", "standing"],
    Membership: ["end_status", "modality", "review_state", "standing", "status"],
    Network: ["duration"],
    Participation: ["end_status", "modality", "review_state", "role", "standing"],
    Role: ["kind"],
    Ruling: ["kind"],
    StatusChange: ["status"],
    Source: ["kind", "review_state"],
}
WITH_A_PERIOD = [model for model, fields in CHOICES.items() if "end_status" in fields]
DATES = {
    Institution: ["dissolved", "founded"],
    Publication: ["period_covered", "published"],
    Relation: ["end", "start"],
    Accreditation: ["end", "start"],
    Engagement: ["end", "start"],
    Instrument: ["adopted", "in_force"],
    Mandate: ["end", "start"],
    MandateHolder: ["end", "start"],
    Monitoring: ["end", "start"],
    Party: ["date", "in_force"],
    Meeting: ["end", "start"],
    Membership: ["end", "start"],
    Participation: ["end", "start"],
    StatusChange: ["date"],
    Source: ["published"],
}
WITH_A_HANDLE = [
    Name, Person, Relation, Accreditation, Engagement, Mandate, MandateHolder, Monitoring, Party, Aim,
    Meeting, MeetingTopic, Membership, Participation,
]  # fmt: skip
TESTED.update(constraint(model, f"{field}_known") for model, fields in CHOICES.items() for field in fields)
TESTED.update(constraint(model, f"{field}_is_a_date") for model, fields in DATES.items() for field in fields)


def a_record(model, field):
    """Return a record of ``model``, with a period where ``field`` is of one."""
    return make(model, **(DATED if field == "end_status" else {}))


@each(CHOICES)
def test_a_value_that_is_none_of_the_choices_is_refused(model):
    for field in CHOICES[model]:
        record = a_record(model, field)
        with refused(constraint(model, f"{field}_known")):
            change(record, **{field: "?"})


@each(CHOICES)
def test_every_choice_is_let_in(model):
    for name in CHOICES[model]:
        record, field = a_record(model, name), model._meta.get_field(name)
        for value in [*dict(field.choices), *([""] if field.blank else [])]:
            change(record, **{name: value})
            record.refresh_from_db()
            assert getattr(record, name) == value


@held_to("period_type_known", WITH_A_PERIOD)
def test_a_period_type_is_one_of_the_choices_even_without_the_rule_on_its_dates(model):
    record = make(model)
    check_now()
    with connection.cursor() as cursor:
        cursor.execute(
            f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {constraint(model, 'period_type_fits')}"
        )

    with refused(constraint(model, "period_type_known")):
        change(record, period_type="?")


@each(DATES)
@pytest.mark.parametrize("text", ["May 2013", "2013-02-30", "2013-Q5", "2014/2013", ""])
def test_what_is_no_date_is_refused(model, text):
    for field in DATES[model]:
        record = make(model)
        with refused(constraint(model, f"{field}_is_a_date")):
            write(record, field, text)


@each(DATES)
@pytest.mark.parametrize("text", ["2013-05-31", "2013-05", "2013-Q2", "2013", "2012-11/2013-02"])
def test_a_date_as_precise_as_its_source_is_let_in(model, text):
    for field in DATES[model]:
        record = make(model)

        write(record, field, text)

        record.refresh_from_db()
        assert str(getattr(record, field)) == text


def write(record, name, text):
    """Write ``text`` as it is, with what a period needs beside it."""
    beside = {"start": ["period_type = 'dated'"], "end": ["period_type = 'dated'", "end_status = 'ended'"]}
    columns = ", ".join([f'"{name}" = %s', *beside.get(name, [])])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {record._meta.db_table} SET {columns} WHERE {record._meta.pk.column} = %s",
            [text, record.pk],
        )


@held_to("handle_once", WITH_A_HANDLE)
def test_a_handle_names_one_record(model):
    make(model, handle="one")
    make(model, handle="two")

    with refused(constraint(model, "handle_once")):
        make(model, handle="one")


@each(WITH_A_HANDLE)
def test_records_without_a_handle_stand_beside_each_other(model):
    make(model, handle=None)
    make(model, handle=None)
