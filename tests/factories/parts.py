"""Makers of parts of records, and of records that few tests need; the others are in the package itself."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from hrnet.accounts.models import User
from institutions.models import Publication, Subdivision
from mandates.models import Accreditation, InstrumentName, Monitoring
from networks.models import Aim, MeetingSeries, MeetingTopic, Ruling, StatusChange
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    InstrumentFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    TreatyBodyFactory,
)


class SubdivisionFactory(DjangoModelFactory[Subdivision]):
    class Meta:
        model = Subdivision

    code = factory.Sequence(lambda n: f"FR-{n % 1000}")
    country = factory.SubFactory(CountryFactory)
    label_en = factory.Sequence(lambda n: f"Part {n}")
    label_fr = factory.Sequence(lambda n: f"Partie {n}")


class PublicationFactory(DjangoModelFactory[Publication]):
    class Meta:
        model = Publication

    slug = factory.Sequence(lambda n: f"publication-{n}")
    title_en = factory.Sequence(lambda n: f"Report {n}")
    title_fr = factory.Sequence(lambda n: f"Rapport {n}")
    kind = "annual_report"
    review_state = "published"


class MeetingSeriesFactory(DjangoModelFactory[MeetingSeries]):
    class Meta:
        model = MeetingSeries

    slug = factory.Sequence(lambda n: f"series-{n}")
    label_en = factory.Sequence(lambda n: f"Series {n}")
    label_fr = factory.Sequence(lambda n: f"Série {n}")


class MeetingTopicFactory(DjangoModelFactory[MeetingTopic]):
    class Meta:
        model = MeetingTopic

    meeting = factory.SubFactory(MeetingFactory)
    text_en = "Early warning"
    text_fr = "L’alerte précoce"


class AimFactory(DjangoModelFactory[Aim]):
    class Meta:
        model = Aim

    network = factory.SubFactory(NetworkFactory)
    kind = "objective"
    position = factory.Sequence(lambda n: n + 1)
    text_en = "Promote what exists"
    text_fr = "Promouvoir ce qui existe"


class StatusChangeFactory(DjangoModelFactory[StatusChange]):
    class Meta:
        model = StatusChange

    membership = factory.SubFactory(MembershipFactory)
    status = "active"


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"curator-{n}")


class RulingFactory(DjangoModelFactory[Ruling]):
    class Meta:
        model = Ruling

    first = factory.SubFactory(MembershipFactory)
    second = factory.SubFactory(MembershipFactory)
    kind = "both_hold"
    reason = "The institution confirmed it."
    made_by = factory.SubFactory(UserFactory)


class InstrumentNameFactory(DjangoModelFactory[InstrumentName]):
    class Meta:
        model = InstrumentName

    instrument = factory.SubFactory(InstrumentFactory)
    text = "CRPD"
    language = "en"


class MonitoringFactory(DjangoModelFactory[Monitoring]):
    class Meta:
        model = Monitoring

    treaty_body = factory.SubFactory(TreatyBodyFactory)
    instrument = factory.SubFactory(InstrumentFactory)
    review_state = "published"


class AccreditationFactory(DjangoModelFactory[Accreditation]):
    class Meta:
        model = Accreditation

    institution = factory.SubFactory(InstitutionFactory, kind="nhri")
    accredited_by = factory.SubFactory(InstitutionFactory, kind="peer_network")
    status = "A"
    review_state = "published"
