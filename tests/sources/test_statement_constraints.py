"""What every statement keeps to: its period, its parties, and a place in a source that is cited once."""

import pytest

from institutions.models import Group, Institution, Name, Publication, Relation
from mandates.models import Accreditation, Engagement, Instrument, Mandate, MandateHolder, Monitoring, Party
from networks.models import Aim, Meeting, Membership, Participation
from tests.factories import GroupFactory, InstitutionFactory, NetworkFactory, SourceFactory
from tests.rules import change, constraint, each, held_to, make, refused

pytestmark = pytest.mark.django_db

WITH_A_PERIOD = [
    Relation, Accreditation, Engagement, Mandate, MandateHolder, Monitoring, Meeting, Membership,
    Participation,
]  # fmt: skip


def dated(start, end=None, end_status="unknown"):
    return {"period_type": "dated", "start": start, "end": end, "end_status": end_status}


# -- periods


@held_to("end_after_start", WITH_A_PERIOD)
@pytest.mark.parametrize(
    ("start", "end"),
    [("2014", "2013"), ("2013-06", "2013-05"), ("2013-06", "2013-Q1"), ("2014-01-01", "2013")],
)
def test_an_end_before_the_start_is_refused(model, start, end):
    with refused(constraint(model, "end_after_start")):
        make(model, **dated(start, end, "ended"))


@each(WITH_A_PERIOD)
def test_an_end_that_can_lie_after_the_start_is_let_in(model):
    make(model, **dated("2013", "2014", "ended"))
    make(model, **dated("2013", "2013", "ended"))
    make(model, **dated("2013-06", "2013", "ended"))
    make(model, **dated("2013-05-02", "2013-05-02", "ended"))
    make(model, **dated(None, "2013", "ended"))


@each(WITH_A_PERIOD)
def test_a_start_goes_with_every_end_status(model):
    make(model, **dated("2013", None, "unknown"))
    make(model, **dated("2013", None, "open"))
    make(model, **dated("2013", None, "ended"))


@held_to("period_type_fits", WITH_A_PERIOD)
def test_a_dated_period_has_a_date(model):
    with refused(constraint(model, "period_type_fits")):
        change(make(model), period_type="dated")


@each(WITH_A_PERIOD)
@pytest.mark.parametrize(
    "period",
    [
        pytest.param({"start": "2013"}, id="a start"),
        pytest.param({"end": "2013", "end_status": "ended"}, id="an end"),
        pytest.param({"end_status": "open"}, id="still open"),
        pytest.param({"end_status": "ended"}, id="ended"),
    ],
)
def test_an_attested_statement_has_neither_beginning_nor_end(model, period):
    with refused(constraint(model, "period_type_fits")):
        change(make(model), period_type="attested", **period)


@each(WITH_A_PERIOD)
def test_of_an_attested_statement_beginning_and_end_are_unknown(model):
    make(model, period_type="attested", start=None, end=None, end_status="unknown")


@held_to("end_means_ended", WITH_A_PERIOD)
@pytest.mark.parametrize("end_status", ["unknown", "open"])
def test_where_an_end_is_given_the_statement_has_ended(model, end_status):
    with refused(constraint(model, "end_means_ended")):
        make(model, **dated("2013", "2014", end_status))


# -- parties

BOTH_AT_ONCE = pytest.mark.parametrize(
    ("rule", "model", "institution", "group"),
    [
        ("institutions_relation_subject_is_one", Relation, "subject", "subject_group"),
        ("institutions_relation_object_is_one", Relation, "object", "object_group"),
        ("mandates_engagement_actor_is_one", Engagement, "actor", "actor_group"),
        ("mandates_engagement_target_is_one", Engagement, "target", "target_group"),
        ("mandates_mandate_holder_is_one", Mandate, "institution", "group"),
        ("mandates_mandate_conferred_is_one", Mandate, "conferred_by", "conferred_by_group"),
        ("mandates_party_party_is_one", Party, "institution", "group"),
        ("networks_membership_member_is_one", Membership, "institution", "group"),
        ("networks_membership_network_is_one", Membership, "network", "network_group"),
        ("networks_participation_participant_is_one", Participation, "institution", "group"),
    ],
)
KNOWN_OR_MARKED = pytest.mark.parametrize(
    ("rule", "model", "parties"),
    [
        ("institutions_relation_subject_known_or_marked", Relation, ["subject", "subject_group"]),
        ("institutions_relation_object_known_or_marked", Relation, ["object", "object_group"]),
        ("mandates_accreditation_accreditor_known_or_marked", Accreditation, ["accredited_by"]),
        ("mandates_engagement_actor_known_or_marked", Engagement, ["actor", "actor_group"]),
        ("mandates_mandate_holder_known_or_marked", Mandate, ["institution", "group"]),
        ("mandates_mandateholder_person_known_or_marked", MandateHolder, ["person"]),
        ("mandates_party_party_known_or_marked", Party, ["institution", "group"]),
        ("networks_membership_member_known_or_marked", Membership, ["institution", "group"]),
        ("networks_membership_network_known_or_marked", Membership, ["network", "network_group"]),
        ("networks_participation_participant_known_or_marked", Participation, ["institution", "group"]),
    ],
)


def a_party(field):
    return NetworkFactory() if field == "network" else InstitutionFactory()


@BOTH_AT_ONCE
def test_a_party_is_an_institution_or_a_group_and_not_both(rule, model, institution, group):
    with refused(rule):
        make(model, **{institution: a_party(institution), group: GroupFactory()})


@BOTH_AT_ONCE
def test_a_group_stands_wherever_an_institution_can(rule, model, institution, group):
    make(model, **{institution: None, group: GroupFactory()})


@KNOWN_OR_MARKED
def test_a_party_that_is_not_known_must_be_marked_as_lost(rule, model, parties):
    with refused(rule):
        make(model, incomplete_in_source=False, **dict.fromkeys(parties))


@KNOWN_OR_MARKED
def test_a_party_that_the_source_lost_stays_empty(rule, model, parties):
    make(model, incomplete_in_source=True, **dict.fromkeys(parties))


def test_what_nobody_conferred_by_name_and_what_is_towards_nobody_needs_no_mark():
    make(Mandate, conferred_by=None, conferred_by_group=None)
    make(Engagement, target=None, target_group=None)


# -- citations: each kind of record that is cited for has a model of its own for them

CITED = [
    Group, Institution, Name, Publication, Relation, Accreditation, Engagement, Instrument, Mandate,
    MandateHolder, Monitoring, Party, Aim, Meeting, Membership, Participation,
]  # fmt: skip
CITATIONS = [model._meta.get_field("citations").related_model for model in CITED]
PLACE = {"section": "II", "page": "4", "paragraph": 2, "sentence": 1}


def cited_by(citation):
    """Return a record that ``citation``, a model, cites for."""
    return make(CITED[CITATIONS.index(citation)])


def cite(record, source=None, **values):
    return record.citations.create(source=source or SourceFactory(), **values)


@held_to("effect_known", CITATIONS)
def test_a_source_supports_or_contradicts_and_does_nothing_else(model):
    record = cited_by(model)
    cite(record, effect="supports")
    cite(record, effect="contradicts")

    with refused(constraint(model, "effect_known")):
        cite(record, effect="mentions")


@held_to("as_of_is_a_date", CITATIONS)
def test_a_citation_speaks_of_a_date_that_exists(model):
    record = cited_by(model)
    cite(record, as_of="2013-Q2")

    with refused(constraint(model, "as_of_is_a_date")):
        cite(record, as_of="2013-02-30")


@held_to("place_once", CITATIONS)
@pytest.mark.parametrize("place", [{}, PLACE, {"sheet": "Members", "row": 3}, {"locator": "footnote 2"}])
def test_a_place_of_a_source_is_cited_once_for_a_record(model, place):
    record, source = cited_by(model), SourceFactory()
    cite(record, source, **place)

    with refused(constraint(model, "place_once")):
        cite(record, source, **place)


@each(CITATIONS)
def test_the_same_place_is_cited_for_another_record(model):
    source = SourceFactory()
    cite(cited_by(model), source, **PLACE)
    cite(cited_by(model), source, **PLACE)


@each(CITATIONS)
def test_another_place_field_or_effect_is_another_citation(model):
    record, source = cited_by(model), SourceFactory()
    cite(record, source, **PLACE)
    cite(record, source, **PLACE | {"section": "III"})
    cite(record, source, **PLACE | {"page": "5"})
    cite(record, source, **PLACE | {"paragraph": 3})
    cite(record, source, **PLACE | {"paragraph": None})
    cite(record, source, **PLACE | {"sentence": 2})
    cite(record, source, **PLACE | {"sheet": "A"})
    cite(record, source, **PLACE | {"row": 7})
    cite(record, source, **PLACE | {"locator": "caption"})
    cite(record, source, **PLACE | {"about": "start"})
    cite(record, source, **PLACE | {"effect": "contradicts"})


@held_to("handle_once", CITATIONS)
def test_the_handle_of_a_citation_names_one_citation(model):
    record = cited_by(model)
    cite(record, handle="one")
    cite(record, handle="two")
    cite(record, handle=None)
    cite(record, handle=None)

    with refused(constraint(model, "handle_once")):
        cite(record, handle="one")
