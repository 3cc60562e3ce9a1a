"""Choices, partial dates and handles: the database holds every table to them."""

import pytest
from django.db import connection, transaction

from tests.rules import DATED, change, check_now, each, make, refused

pytestmark = pytest.mark.django_db

CHOICES = """
    institutions_country_region_known institutions_institution_kind_known
    institutions_institution_reach_known institutions_institution_review_state_known
    institutions_name_kind_known institutions_publication_kind_known
    institutions_publication_review_state_known institutions_relation_end_status_known
    institutions_relation_kind_known institutions_relation_modality_known
    institutions_relation_review_state_known institutions_relation_standing_known
    mandates_accreditation_end_status_known mandates_accreditation_modality_known
    mandates_accreditation_review_state_known mandates_accreditation_stage_known
    mandates_accreditation_standing_known mandates_accreditation_status_known
    mandates_engagement_end_status_known mandates_engagement_kind_known mandates_engagement_modality_known
    mandates_engagement_review_state_known mandates_engagement_standing_known mandates_instrument_kind_known
    mandates_instrument_review_state_known mandates_mandate_designation_known
    mandates_mandate_end_status_known mandates_mandate_function_known mandates_mandate_modality_known
    mandates_mandate_review_state_known mandates_mandate_standing_known
    mandates_mandateholder_end_status_known mandates_mandateholder_modality_known
    mandates_mandateholder_review_state_known mandates_mandateholder_standing_known
    mandates_monitoring_end_status_known mandates_monitoring_modality_known
    mandates_monitoring_review_state_known mandates_monitoring_standing_known mandates_party_act_known
    mandates_party_modality_known mandates_party_review_state_known mandates_party_standing_known
    networks_aim_kind_known networks_meeting_end_status_known networks_meeting_modality_known
    networks_meeting_review_state_known networks_meeting_standing_known networks_membership_end_status_known
    networks_membership_modality_known networks_membership_review_state_known
    networks_membership_standing_known networks_membership_status_known networks_network_duration_known
    networks_participation_end_status_known networks_participation_modality_known
    networks_participation_review_state_known networks_participation_role_known
    networks_participation_standing_known networks_role_kind_known networks_ruling_kind_known
    networks_statuschange_status_known sources_source_kind_known sources_source_review_state_known
"""
PERIOD_TYPES = """
    institutions_relation_period_type_known mandates_accreditation_period_type_known
    mandates_engagement_period_type_known mandates_mandate_period_type_known
    mandates_mandateholder_period_type_known mandates_monitoring_period_type_known
    networks_meeting_period_type_known networks_membership_period_type_known
    networks_participation_period_type_known
"""
DATES = """
    institutions_institution_dissolved_is_a_date institutions_institution_founded_is_a_date
    institutions_publication_period_covered_is_a_date institutions_publication_published_is_a_date
    institutions_relation_end_is_a_date institutions_relation_start_is_a_date
    mandates_accreditation_end_is_a_date mandates_accreditation_start_is_a_date
    mandates_engagement_end_is_a_date mandates_engagement_start_is_a_date
    mandates_instrument_adopted_is_a_date mandates_instrument_in_force_is_a_date
    mandates_mandate_end_is_a_date mandates_mandate_start_is_a_date mandates_mandateholder_end_is_a_date
    mandates_mandateholder_start_is_a_date mandates_monitoring_end_is_a_date
    mandates_monitoring_start_is_a_date mandates_party_date_is_a_date mandates_party_in_force_is_a_date
    networks_meeting_end_is_a_date networks_meeting_start_is_a_date networks_membership_end_is_a_date
    networks_membership_start_is_a_date networks_participation_end_is_a_date
    networks_participation_start_is_a_date networks_statuschange_date_is_a_date
    sources_source_published_is_a_date
"""
HANDLES = """
    institutions_name_handle_once institutions_person_handle_once institutions_relation_handle_once
    mandates_accreditation_handle_once mandates_engagement_handle_once mandates_mandate_handle_once
    mandates_mandateholder_handle_once mandates_monitoring_handle_once mandates_party_handle_once
    networks_aim_handle_once networks_meeting_handle_once networks_meetingtopic_handle_once
    networks_membership_handle_once networks_participation_handle_once
"""


def field_of(rule, ending):
    return rule.removesuffix(ending).split("_", 2)[2]


def a_record(rule):
    """Return a record of the rule’s model, dated where such a record has a period."""
    return make(rule, **(DATED if rule.endswith("end_status_known") else {}))


@each(CHOICES)
def test_a_value_that_is_none_of_the_choices_is_refused(rule):
    record = a_record(rule)

    with refused(rule):
        change(record, **{field_of(rule, "_known"): "?"})


@each(CHOICES)
def test_every_choice_is_let_in(rule):
    record = a_record(rule)
    name = field_of(rule, "_known")
    field = record._meta.get_field(name)

    for value in [*dict(field.choices), *([""] if field.blank else [])]:
        change(record, **{name: value})
        record.refresh_from_db()
        assert getattr(record, name) == value


@each(PERIOD_TYPES)
def test_a_period_type_is_one_of_the_choices_even_without_the_rule_on_its_dates(rule):
    record = make(rule)
    app, model, _rest = rule.split("_", 2)
    check_now()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {app}_{model} DROP CONSTRAINT {app}_{model}_period_type_fits")

    with refused(rule):
        change(record, period_type="?")


@each(DATES)
@pytest.mark.parametrize("text", ["May 2013", "2013-02-30", "2013-Q5", "2014/2013", ""])
def test_what_is_no_date_is_refused(rule, text):
    name = field_of(rule, "_is_a_date")
    record = make(rule)

    with refused(rule):
        write(record, name, text)


@each(DATES)
@pytest.mark.parametrize("text", ["2013-05-31", "2013-05", "2013-Q2", "2013", "2012-11/2013-02"])
def test_a_date_as_precise_as_its_source_is_let_in(rule, text):
    name = field_of(rule, "_is_a_date")
    record = make(rule)

    write(record, name, text)

    record.refresh_from_db()
    assert str(getattr(record, name)) == text


def write(record, name, text):
    """Write ``text`` as it is, with what a period needs beside it."""
    beside = {"start": ["period_type = 'dated'"], "end": ["period_type = 'dated'", "end_status = 'ended'"]}
    columns = ", ".join([f'"{name}" = %s', *beside.get(name, [])])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {record._meta.db_table} SET {columns} WHERE {record._meta.pk.column} = %s",
            [text, record.pk],
        )


@each(HANDLES)
def test_a_handle_names_one_record(rule):
    make(rule, handle="one")
    make(rule, handle="two")

    with refused(rule):
        make(rule, handle="one")


@each(HANDLES)
def test_records_without_a_handle_stand_beside_each_other(rule):
    make(rule, handle=None)
    make(rule, handle=None)
