"""What every statement keeps to: its period, its parties, and a place in a source that is cited once."""

import pytest

from tests.factories import GroupFactory, InstitutionFactory, NetworkFactory, SourceFactory
from tests.rules import change, cited, each, make, refused

pytestmark = pytest.mark.django_db

END_AFTER_START = """
    institutions_relation_end_after_start mandates_accreditation_end_after_start
    mandates_engagement_end_after_start mandates_mandate_end_after_start
    mandates_mandateholder_end_after_start mandates_monitoring_end_after_start
    networks_meeting_end_after_start networks_membership_end_after_start
    networks_participation_end_after_start
"""
PERIOD_TYPE_FITS = """
    institutions_relation_period_type_fits mandates_accreditation_period_type_fits
    mandates_engagement_period_type_fits mandates_mandate_period_type_fits
    mandates_mandateholder_period_type_fits mandates_monitoring_period_type_fits
    networks_meeting_period_type_fits networks_membership_period_type_fits
    networks_participation_period_type_fits
"""
END_MEANS_ENDED = """
    institutions_relation_end_means_ended mandates_accreditation_end_means_ended
    mandates_engagement_end_means_ended mandates_mandate_end_means_ended
    mandates_mandateholder_end_means_ended mandates_monitoring_end_means_ended
    networks_meeting_end_means_ended networks_membership_end_means_ended
    networks_participation_end_means_ended
"""
PERIODS = pytest.mark.parametrize("rule", END_AFTER_START.split())


def dated(start, end=None, end_status="unknown"):
    return {"period_type": "dated", "start": start, "end": end, "end_status": end_status}


# -- periods


@each(END_AFTER_START)
@pytest.mark.parametrize(
    ("start", "end"),
    [("2014", "2013"), ("2013-06", "2013-05"), ("2013-06", "2013-Q1"), ("2014-01-01", "2013")],
)
def test_an_end_before_the_start_is_refused(rule, start, end):
    with refused(rule):
        make(rule, **dated(start, end, "ended"))


@PERIODS
@pytest.mark.parametrize(
    ("start", "end"),
    [("2013", "2014"), ("2013", "2013"), ("2013-06", "2013"), ("2013-05-02", "2013-05-02"), (None, "2013")],
)
def test_an_end_that_can_lie_after_the_start_is_let_in(rule, start, end):
    make(rule, **dated(start, end, "ended"))


@PERIODS
@pytest.mark.parametrize("end_status", ["unknown", "open", "ended"])
def test_a_start_goes_with_every_end_status(rule, end_status):
    make(rule, **dated("2013", None, end_status))


@each(PERIOD_TYPE_FITS)
@pytest.mark.parametrize(
    "period",
    [
        pytest.param({"period_type": "dated"}, id="dated, with neither start nor end"),
        pytest.param({"period_type": "attested", "start": "2013"}, id="attested, with a start"),
        pytest.param(
            {"period_type": "attested", "end": "2013", "end_status": "ended"}, id="attested, with an end"
        ),
        pytest.param({"period_type": "attested", "end_status": "open"}, id="attested, still open"),
        pytest.param({"period_type": "attested", "end_status": "ended"}, id="attested, ended"),
    ],
)
def test_a_dated_period_has_a_date_and_an_attested_one_has_none(rule, period):
    record = make(rule)

    with refused(rule):
        change(record, **period)


@PERIODS
def test_an_attested_statement_knows_neither_beginning_nor_end(rule):
    make(rule, period_type="attested", start=None, end=None, end_status="unknown")


@each(END_MEANS_ENDED)
@pytest.mark.parametrize("end_status", ["unknown", "open"])
def test_where_an_end_is_given_the_statement_has_ended(rule, end_status):
    with refused(rule):
        make(rule, **dated("2013", "2014", end_status))


# -- parties

BOTH_AT_ONCE = pytest.mark.parametrize(
    ("rule", "institution", "group"),
    [
        ("institutions_relation_subject_is_one", "subject", "subject_group"),
        ("institutions_relation_object_is_one", "object", "object_group"),
        ("mandates_engagement_actor_is_one", "actor", "actor_group"),
        ("mandates_engagement_target_is_one", "target", "target_group"),
        ("mandates_mandate_holder_is_one", "institution", "group"),
        ("mandates_mandate_conferred_is_one", "conferred_by", "conferred_by_group"),
        ("mandates_party_party_is_one", "institution", "group"),
        ("networks_membership_member_is_one", "institution", "group"),
        ("networks_membership_network_is_one", "network", "network_group"),
        ("networks_participation_participant_is_one", "institution", "group"),
    ],
)
KNOWN_OR_MARKED = pytest.mark.parametrize(
    ("rule", "parties"),
    [
        ("institutions_relation_subject_known_or_marked", ["subject", "subject_group"]),
        ("institutions_relation_object_known_or_marked", ["object", "object_group"]),
        ("mandates_accreditation_accreditor_known_or_marked", ["accredited_by"]),
        ("mandates_engagement_actor_known_or_marked", ["actor", "actor_group"]),
        ("mandates_mandate_holder_known_or_marked", ["institution", "group"]),
        ("mandates_mandateholder_person_known_or_marked", ["person"]),
        ("mandates_party_party_known_or_marked", ["institution", "group"]),
        ("networks_membership_member_known_or_marked", ["institution", "group"]),
        ("networks_membership_network_known_or_marked", ["network", "network_group"]),
        ("networks_participation_participant_known_or_marked", ["institution", "group"]),
    ],
)


def a_party(field):
    return NetworkFactory() if field == "network" else InstitutionFactory()


@BOTH_AT_ONCE
def test_a_party_is_an_institution_or_a_group_and_not_both(rule, institution, group):
    with refused(rule):
        make(rule, **{institution: a_party(institution), group: GroupFactory()})


@BOTH_AT_ONCE
def test_a_group_stands_wherever_an_institution_can(rule, institution, group):
    make(rule, **{institution: None, group: GroupFactory()})


@KNOWN_OR_MARKED
def test_a_party_that_is_not_known_must_be_marked_as_lost(rule, parties):
    with refused(rule):
        make(rule, incomplete_in_source=False, **dict.fromkeys(parties))


@KNOWN_OR_MARKED
def test_a_party_that_the_source_lost_stays_empty(rule, parties):
    make(rule, incomplete_in_source=True, **dict.fromkeys(parties))


def test_what_nobody_conferred_by_name_and_what_is_towards_nobody_needs_no_mark():
    make("mandates_mandate", conferred_by=None, conferred_by_group=None)
    make("mandates_engagement", target=None, target_group=None)


# -- citations

EFFECTS = """
    institutions_groupcitation_effect_known institutions_institutioncitation_effect_known
    institutions_namecitation_effect_known institutions_publicationcitation_effect_known
    institutions_relationcitation_effect_known mandates_accreditationcitation_effect_known
    mandates_engagementcitation_effect_known mandates_instrumentcitation_effect_known
    mandates_mandatecitation_effect_known mandates_mandateholdercitation_effect_known
    mandates_monitoringcitation_effect_known mandates_partycitation_effect_known
    networks_aimcitation_effect_known networks_meetingcitation_effect_known
    networks_membershipcitation_effect_known networks_participationcitation_effect_known
"""
AS_OF = """
    institutions_groupcitation_as_of_is_a_date institutions_institutioncitation_as_of_is_a_date
    institutions_namecitation_as_of_is_a_date institutions_publicationcitation_as_of_is_a_date
    institutions_relationcitation_as_of_is_a_date mandates_accreditationcitation_as_of_is_a_date
    mandates_engagementcitation_as_of_is_a_date mandates_instrumentcitation_as_of_is_a_date
    mandates_mandatecitation_as_of_is_a_date mandates_mandateholdercitation_as_of_is_a_date
    mandates_monitoringcitation_as_of_is_a_date mandates_partycitation_as_of_is_a_date
    networks_aimcitation_as_of_is_a_date networks_meetingcitation_as_of_is_a_date
    networks_membershipcitation_as_of_is_a_date networks_participationcitation_as_of_is_a_date
"""
PLACES = """
    institutions_groupcitation_place_once institutions_institutioncitation_place_once
    institutions_namecitation_place_once institutions_publicationcitation_place_once
    institutions_relationcitation_place_once mandates_accreditationcitation_place_once
    mandates_engagementcitation_place_once mandates_instrumentcitation_place_once
    mandates_mandatecitation_place_once mandates_mandateholdercitation_place_once
    mandates_monitoringcitation_place_once mandates_partycitation_place_once networks_aimcitation_place_once
    networks_meetingcitation_place_once networks_membershipcitation_place_once
    networks_participationcitation_place_once
"""
CITATION_HANDLES = """
    institutions_groupcitation_handle_once institutions_institutioncitation_handle_once
    institutions_namecitation_handle_once institutions_publicationcitation_handle_once
    institutions_relationcitation_handle_once mandates_accreditationcitation_handle_once
    mandates_engagementcitation_handle_once mandates_instrumentcitation_handle_once
    mandates_mandatecitation_handle_once mandates_mandateholdercitation_handle_once
    mandates_monitoringcitation_handle_once mandates_partycitation_handle_once
    networks_aimcitation_handle_once networks_meetingcitation_handle_once
    networks_membershipcitation_handle_once networks_participationcitation_handle_once
"""
PLACE = {"section": "II", "page": "4", "paragraph": 2, "sentence": 1}


def cite(record, source=None, **values):
    return record.citations.create(source=source or SourceFactory(), **values)


@each(EFFECTS)
def test_a_source_supports_or_contradicts_and_does_nothing_else(rule):
    record = cited(rule)
    cite(record, effect="supports")
    cite(record, effect="contradicts")

    with refused(rule):
        cite(record, effect="mentions")


@each(AS_OF)
def test_a_citation_speaks_of_a_date_that_exists(rule):
    record = cited(rule)
    cite(record, as_of="2013-Q2")

    with refused(rule):
        cite(record, as_of="2013-02-30")


@each(PLACES)
@pytest.mark.parametrize("place", [{}, PLACE, {"sheet": "Members", "row": 3}, {"locator": "footnote 2"}])
def test_a_place_of_a_source_is_cited_once_for_a_record(rule, place):
    record, source = cited(rule), SourceFactory()
    cite(record, source, **place)

    with refused(rule):
        cite(record, source, **place)


@each(PLACES)
def test_the_same_place_is_cited_for_another_record(rule):
    source = SourceFactory()
    cite(cited(rule), source, **PLACE)
    cite(cited(rule), source, **PLACE)


@each(PLACES)
@pytest.mark.parametrize(
    "other",
    [{"section": "III"}, {"page": "5"}, {"paragraph": 3}, {"paragraph": None}, {"sentence": 2},
     {"sheet": "A"}, {"row": 7}, {"locator": "caption"}, {"about": "start"}, {"effect": "contradicts"}],
    ids=str,
)  # fmt: skip
def test_another_place_field_or_effect_is_another_citation(rule, other):
    record, source = cited(rule), SourceFactory()
    cite(record, source, **PLACE)
    cite(record, source, **PLACE | other)


@each(CITATION_HANDLES)
def test_the_handle_of_a_citation_names_one_citation(rule):
    record = cited(rule)
    cite(record, handle="one")
    cite(record, handle="two")
    cite(record, handle=None)
    cite(record, handle=None)

    with refused(rule):
        cite(record, handle="one")
