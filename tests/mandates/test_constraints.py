"""What the database refuses of instruments, parties, mandates and engagements, and what it lets in."""

import pytest

from mandates.models import EngagementAuthor, MandateTheme, TreatyBody
from tests.factories import (
    EngagementFactory,
    GroupFactory,
    InstitutionFactory,
    InstrumentFactory,
    MandateFactory,
    MandateHolderFactory,
    PartyFactory,
    PersonFactory,
    ThemeFactory,
    TreatyBodyFactory,
)
from tests.factories.parts import AccreditationFactory, InstrumentNameFactory, MonitoringFactory
from tests.rules import change, refused

pytestmark = pytest.mark.django_db

OTHERS = pytest.mark.parametrize(
    "other",
    [
        pytest.param({"standing": "disputed"}, id="in dispute"),
        pytest.param({"review_state": "draft"}, id="a draft"),
        pytest.param({"review_state": "withdrawn"}, id="withdrawn"),
    ],
)
FROM_2010 = {"period_type": "dated", "start": "2010"}


# -- instruments


def test_a_protocol_is_to_another_instrument():
    protocol = InstrumentFactory(kind="protocol", protocol_to=InstrumentFactory())

    with refused("mandates_instrument_not_its_own_protocol"):
        change(protocol, protocol_to=protocol)


def test_another_name_of_an_instrument_is_stored_once_for_each_language():
    name = InstrumentNameFactory(text="CRPD", language="en")
    InstrumentNameFactory(instrument=name.instrument, text="CRPD", language="fr")
    InstrumentNameFactory(instrument=name.instrument, text="CDPH", language="en")
    InstrumentNameFactory(instrument=InstrumentFactory(), text="CRPD", language="en")

    with refused("mandates_instrumentname_once"):
        InstrumentNameFactory(instrument=name.instrument, text="CRPD", language="en")


@pytest.mark.parametrize("language", ["", "English", "EN"])
def test_the_language_of_such_a_name_is_a_code(language):
    with refused("mandates_instrumentname_language_code"):
        InstrumentNameFactory(language=language)


def test_such_a_name_is_not_empty():
    with refused("mandates_instrumentname_not_empty"):
        InstrumentNameFactory(text="")


# -- parties to an instrument


@pytest.fixture
def party():
    """An accepted ratification of an unknown date, as the values to make it from."""
    values = {"institution": InstitutionFactory(), "instrument": InstrumentFactory(), "act": "ratification"}
    PartyFactory(**values)
    return values


def test_the_same_accepted_act_is_recorded_once(party):
    with refused("mandates_party_once"):
        PartyFactory(**party)


def test_the_same_act_of_the_same_date_is_recorded_once(party):
    PartyFactory(**party, date="2010-02-18")

    with refused("mandates_party_once"):
        PartyFactory(**party, date="2010-02-18")


def test_the_same_act_of_a_group_is_recorded_once(party):
    of_a_group = party | {"institution": None, "group": GroupFactory()}
    PartyFactory(**of_a_group)

    with refused("mandates_party_once"):
        PartyFactory(**of_a_group)


@OTHERS
def test_the_same_act_of_another_standing_stands_beside_it(party, other):
    PartyFactory(**party, **other)


def test_another_act_date_party_or_instrument_is_another_row(party):
    PartyFactory(**party | {"act": "signature"})
    PartyFactory(**party | {"date": "2010"})
    PartyFactory(**party | {"institution": InstitutionFactory()})
    PartyFactory(**party | {"instrument": InstrumentFactory()})


def test_acts_of_parties_that_the_source_lost_stand_beside_each_other(party):
    for _times in range(2):
        PartyFactory(**party | {"institution": None, "incomplete_in_source": True})


def test_entry_into_force_can_precede_the_deposit():
    PartyFactory(act="succession", date="1993-02-22", in_force="1993-01-01")


def test_signed_is_not_bound():
    assert PartyFactory(act="signature", date="2007-03-30", in_force=None).in_force is None


# -- treaty bodies


def test_a_treaty_body_has_the_key_of_its_institution_and_there_is_one_of_it():
    body = TreatyBodyFactory()

    assert body.pk == body.institution.pk
    with refused("mandates_treatybody_pkey"):
        TreatyBody.objects.bulk_create([TreatyBody(institution=body.institution)])


@pytest.fixture
def monitoring():
    values = {"treaty_body": TreatyBodyFactory(), "instrument": InstrumentFactory()}
    MonitoringFactory(**values)
    return values


def test_the_same_accepted_monitoring_is_recorded_once(monitoring):
    with refused("mandates_monitoring_once"):
        MonitoringFactory(**monitoring)


@OTHERS
def test_the_same_monitoring_of_another_standing_stands_beside_it(monitoring, other):
    MonitoringFactory(**monitoring, **other)


def test_a_body_monitors_several_instruments_and_several_bodies_one(monitoring):
    MonitoringFactory(**monitoring | {"instrument": InstrumentFactory()})
    MonitoringFactory(**monitoring | {"treaty_body": TreatyBodyFactory()})
    MonitoringFactory(**monitoring, **FROM_2010)


# -- mandates and holders


def test_a_theme_describes_a_mandate_once():
    mandate, theme = MandateFactory(), ThemeFactory()
    MandateTheme.objects.create(mandate=mandate, theme=theme)
    MandateTheme.objects.create(mandate=mandate, theme=ThemeFactory())
    MandateTheme.objects.create(mandate=MandateFactory(), theme=theme)

    with refused("mandates_mandatetheme_once"):
        MandateTheme.objects.create(mandate=mandate, theme=theme)


@pytest.fixture
def holder():
    values = {"institution": InstitutionFactory(), "person": PersonFactory()}
    MandateHolderFactory(**values)
    return values


def test_the_same_accepted_holder_is_recorded_once(holder):
    with refused("mandates_mandateholder_once"):
        MandateHolderFactory(**holder)


@OTHERS
def test_the_same_holder_of_another_standing_stands_beside_it(holder, other):
    MandateHolderFactory(**holder, **other)


def test_an_office_is_held_by_several_and_a_second_time_by_one(holder):
    MandateHolderFactory(**holder | {"person": PersonFactory()})
    MandateHolderFactory(**holder, **FROM_2010)


def test_holders_whose_name_is_lost_stand_beside_each_other(holder):
    for _times in range(2):
        MandateHolderFactory(**holder | {"person": None, "incomplete_in_source": True})


# -- accreditations


@pytest.fixture
def accreditation():
    values = {"institution": InstitutionFactory(), "accredited_by": InstitutionFactory(), "status": "A"}
    AccreditationFactory(**values)
    return values


def test_the_same_accepted_accreditation_is_recorded_once(accreditation):
    with refused("mandates_accreditation_once"):
        AccreditationFactory(**accreditation)


@OTHERS
def test_the_same_accreditation_of_another_standing_stands_beside_it(accreditation, other):
    AccreditationFactory(**accreditation, **other)


def test_another_status_stage_accreditor_or_start_is_another_accreditation(accreditation):
    AccreditationFactory(**accreditation | {"status": "B"})
    AccreditationFactory(**accreditation | {"stage": "recommended"})
    AccreditationFactory(**accreditation | {"accredited_by": InstitutionFactory()})
    AccreditationFactory(**accreditation | FROM_2010)


def test_accreditations_by_whom_the_source_lost_stand_beside_each_other(accreditation):
    """Truth 5: the database refuses the same statement twice where both parties are known."""
    for _times in range(2):
        AccreditationFactory(**accreditation | {"accredited_by": None, "incomplete_in_source": True})


# -- engagements


def test_an_author_is_an_institution_or_a_group():
    engagement = EngagementFactory()
    EngagementAuthor.objects.create(engagement=engagement, institution=InstitutionFactory())
    EngagementAuthor.objects.create(engagement=engagement, group=GroupFactory())

    with refused("mandates_engagementauthor_known"):
        EngagementAuthor.objects.create(engagement=engagement)
    with refused("mandates_engagementauthor_author_is_one"):
        EngagementAuthor.objects.create(
            engagement=engagement, institution=InstitutionFactory(), group=GroupFactory()
        )


@pytest.mark.parametrize(("party", "maker"), [("institution", InstitutionFactory), ("group", GroupFactory)])
def test_an_author_signs_once(party, maker):
    author = {"engagement": EngagementFactory(), party: maker()}
    EngagementAuthor.objects.create(**author)
    EngagementAuthor.objects.create(**author | {"engagement": EngagementFactory()})

    with refused("mandates_engagementauthor_once"):
        EngagementAuthor.objects.create(**author)


def test_what_revises_an_act_is_a_draft():
    party = PartyFactory()
    revision = PartyFactory(revises=party, review_state="draft")

    with refused("mandates_party_revision_is_draft"):
        change(revision, review_state="published")
