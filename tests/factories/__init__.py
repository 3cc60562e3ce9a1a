"""Makers of records for tests: each makes the least that is valid, published unless said otherwise."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from hrnet.lib.names import slugify
from institutions.models import Country, Group, Institution, Name, Person, Relation, Theme
from mandates.models import Engagement, Instrument, Mandate, MandateHolder, Party, TreatyBody
from networks.models import (
    Meeting,
    Membership,
    MembershipCitation,
    Network,
    Participation,
    Role,
)
from sources.models import Source


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source

    slug = factory.Sequence(lambda n: f"source-{n}")
    kind = "web_page"
    label_en = factory.Sequence(lambda n: f"Source {n}")
    label_fr = factory.Sequence(lambda n: f"Source n° {n}")
    language = "en"
    published = "2020-03"
    review_state = "published"


class CountryFactory(DjangoModelFactory[Country]):
    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = "FR"
    slug = factory.LazyAttribute(lambda one: slugify(one.label_en))
    label_en = "France"
    label_fr = factory.SelfAttribute("label_en")
    region = "europe"


class ThemeFactory(DjangoModelFactory[Theme]):
    class Meta:
        model = Theme

    slug = factory.Sequence(lambda n: f"theme-{n}")
    label_en = factory.Sequence(lambda n: f"Theme {n}")
    label_fr = factory.Sequence(lambda n: f"Thème {n}")


class GroupFactory(DjangoModelFactory[Group]):
    class Meta:
        model = Group

    slug = factory.Sequence(lambda n: f"group-{n}")
    label_en = factory.Sequence(lambda n: f"Group {n}")
    label_fr = factory.Sequence(lambda n: f"Groupe {n}")


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n}")


class NameFactory(DjangoModelFactory[Name]):
    class Meta:
        model = Name

    text = "A name"
    language = "en"
    kind = "official"


class InstitutionFactory(DjangoModelFactory[Institution]):
    """``name`` is the English official name; ``acronym`` adds one, the same in all languages."""

    class Meta:
        model = Institution
        skip_postgeneration_save = True

    class Params:
        name = factory.Sequence(lambda n: f"Institution {n}")

    slug = factory.LazyAttribute(lambda one: slugify(one.name))
    kind = "ombuds"
    review_state = "published"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Institution:
        return super()._create(model_class, *args, **values)

    @factory.post_generation
    def names(self, create: bool, extracted: Any, **options: Any) -> None:
        NameFactory(institution=self, text=extracted or self.slug.replace("-", " ").capitalize())
        self.refresh_from_db()

    @factory.post_generation
    def acronym(self, create: bool, extracted: Any, **options: Any) -> None:
        if extracted:
            NameFactory(institution=self, text=extracted, language="mul", kind="acronym")
            self.refresh_from_db()


class NetworkFactory(DjangoModelFactory[Network]):
    class Meta:
        model = Network

    institution = factory.SubFactory(InstitutionFactory, kind="peer_network")


class RoleFactory(DjangoModelFactory[Role]):
    class Meta:
        model = Role
        django_get_or_create = ("slug",)

    slug = "member"
    label_en = factory.LazyAttribute(lambda one: one.slug.replace("-", " ").capitalize())
    label_fr = factory.SelfAttribute("label_en")


class MembershipFactory(DjangoModelFactory[Membership]):
    """``source`` adds a supporting citation of that source."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    institution = factory.SubFactory(InstitutionFactory)
    network = factory.SubFactory(NetworkFactory)
    role = factory.SubFactory(RoleFactory)
    review_state = "published"
    period_type = factory.LazyAttribute(lambda one: "dated" if one.start or one.end else "attested")
    end_status = factory.LazyAttribute(lambda one: "ended" if one.end else "unknown")
    start = None
    end = None

    @factory.post_generation
    def source(self, create: bool, extracted: Any, **options: Any) -> None:
        if extracted:
            MembershipCitation.objects.create(subject=self, source=extracted, **options)
            self.refresh_from_db()


class MeetingFactory(DjangoModelFactory[Meeting]):
    class Meta:
        model = Meeting

    slug = factory.Sequence(lambda n: f"meeting-{n}")
    title_en = factory.Sequence(lambda n: f"Meeting {n}")
    title_fr = factory.Sequence(lambda n: f"Réunion {n}")
    review_state = "published"


class ParticipationFactory(DjangoModelFactory[Participation]):
    class Meta:
        model = Participation

    meeting = factory.SubFactory(MeetingFactory)
    institution = factory.SubFactory(InstitutionFactory)
    review_state = "published"


class InstrumentFactory(DjangoModelFactory[Instrument]):
    class Meta:
        model = Instrument

    slug = factory.Sequence(lambda n: f"instrument-{n}")
    title_en = factory.Sequence(lambda n: f"Instrument {n}")
    title_fr = factory.Sequence(lambda n: f"Instrument n° {n}")
    kind = "treaty"
    review_state = "published"


class TreatyBodyFactory(DjangoModelFactory[TreatyBody]):
    class Meta:
        model = TreatyBody

    institution = factory.SubFactory(InstitutionFactory, kind="treaty_body")


class PartyFactory(DjangoModelFactory[Party]):
    class Meta:
        model = Party

    institution = factory.SubFactory(InstitutionFactory, kind="state")
    instrument = factory.SubFactory(InstrumentFactory)
    act = "ratification"
    review_state = "published"


class MandateFactory(DjangoModelFactory[Mandate]):
    class Meta:
        model = Mandate

    slug = factory.Sequence(lambda n: f"mandate-{n}")
    title_en = factory.Sequence(lambda n: f"Mandate {n}")
    title_fr = factory.Sequence(lambda n: f"Mandat {n}")
    institution = factory.SubFactory(InstitutionFactory)
    function = "monitor"
    review_state = "published"


class MandateHolderFactory(DjangoModelFactory[MandateHolder]):
    class Meta:
        model = MandateHolder

    institution = factory.SubFactory(InstitutionFactory, kind="special_procedure")
    person = factory.SubFactory(PersonFactory)
    review_state = "published"


class EngagementFactory(DjangoModelFactory[Engagement]):
    class Meta:
        model = Engagement

    slug = factory.Sequence(lambda n: f"engagement-{n}")
    title_en = factory.Sequence(lambda n: f"Engagement {n}")
    title_fr = factory.Sequence(lambda n: f"Engagement n° {n}")
    kind = "dialogue"
    actor = factory.SubFactory(InstitutionFactory)
    target = factory.SubFactory(InstitutionFactory)
    review_state = "published"


class RelationFactory(DjangoModelFactory[Relation]):
    class Meta:
        model = Relation

    subject = factory.SubFactory(InstitutionFactory)
    object = factory.SubFactory(InstitutionFactory)
    kind = "part_of"
    review_state = "published"
