"""A world in which every list has rows, and every kind of page has statements of every kind."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.db.models import Model
from django.utils import translation

from institutions.models import InstitutionCountry, InstitutionTheme, NameCitation
from mandates.models import EngagementAuthor, MandateTheme
from sources.models import Source
from tests import factories as make
from tests.factories import parts


def since(start: str) -> dict[str, str]:
    """Return the fields of a statement that is known to hold from ``start`` on."""
    return {"start": start, "period_type": "dated"}


class World:
    """Records whose pages grow by one statement of each kind with every call of :meth:`grow`."""

    def __init__(self) -> None:
        self.source = make.SourceFactory(slug="the-source", series="the list")
        self.country = make.CountryFactory(code="FR", label_en="France")
        self.theme = make.ThemeFactory(slug="the-theme")
        self.body = make.InstitutionFactory(
            slug="the-body", country=self.country, reach="countries", founded="2011"
        )
        self.network = make.NetworkFactory(
            institution=make.InstitutionFactory(slug="the-network", kind="peer_network", country=self.country)
        )
        self.treaty_body = make.TreatyBodyFactory(
            institution=make.InstitutionFactory(slug="the-treaty-body", kind="treaty_body")
        )
        self.state = make.InstitutionFactory(slug="the-state", kind="state", country=self.country)
        self.instrument = make.InstrumentFactory(slug="the-instrument", issuer=self.state)
        self.meeting = make.MeetingFactory(slug="the-meeting", country=self.country, **since("2020"))
        self.member = make.RoleFactory(slug="member")
        self.membership = make.MembershipFactory(
            institution=self.body, network=self.network, role=self.member, source=self.source
        )
        self.mandate = make.MandateFactory(slug="the-mandate", institution=self.body)
        self.engagement = make.EngagementFactory(slug="the-engagement", actor=self.body)
        self.rows = 0

    def grow(self, rows: int) -> None:
        """Add ``rows`` statements of each kind to each page, and rows to each list."""
        for _row in range(rows):
            self.rows += 1
            self._one(f"{self.rows:03}")

    def _one(self, tag: str) -> None:
        self.last = new = self._records(tag)
        self._facts(new, tag)
        for statement in (*self._belonging(new, tag), *self._doing(new, tag), *self._standing(new)):
            self._cite(statement, new.source)

    def _records(self, tag: str) -> Any:
        land = make.CountryFactory(
            code=f"Z{chr(65 + self.rows // 26)}{chr(65 + self.rows % 26)}Z", label_en=f"Land {tag}"
        )
        body = make.InstitutionFactory(slug=f"body-{tag}", country=self.country, acronym=f"B{tag}")
        network = make.NetworkFactory(
            institution=make.InstitutionFactory(slug=f"net-{tag}", kind="peer_network", country=land)
        )
        treaty_body = make.TreatyBodyFactory(
            institution=make.InstitutionFactory(slug=f"treaty-body-{tag}", kind="treaty_body", country=land)
        )
        return SimpleNamespace(
            land=land, body=body, network=network, treaty_body=treaty_body,
            state=make.InstitutionFactory(slug=f"state-{tag}", kind="state", country=land),
            source=make.SourceFactory(series="the list"),
            theme=make.ThemeFactory(parent=self.theme),
            instrument=make.InstrumentFactory(slug=f"instrument-{tag}", issuer=body),
            group=make.GroupFactory(), person=make.PersonFactory(),
        )  # fmt: skip

    def _facts(self, new: Any, tag: str) -> None:
        """Names, themes, aims and what else is part of a record."""
        for holder in (self.body, self.network.institution, self.treaty_body.institution):
            name = make.NameFactory(institution=holder, text=f"{holder.slug} {tag}", language="fr")
            for source in (self.source, new.source):
                NameCitation.objects.create(subject=name, source=source, paragraph=self.rows)
            InstitutionTheme.objects.create(institution=holder, theme=new.theme)
            InstitutionCountry.objects.create(institution=holder, country=new.land)
            holder.identifiers.create(scheme="wikidata", value=f"{holder.slug}-{tag}")
            holder.citations.create(source=new.source, about="kind", page=tag)
        InstitutionTheme.objects.create(institution=new.body, theme=self.theme)
        aim = parts.AimFactory(network=self.network)
        parts.SubdivisionFactory(code=f"FR-{self.rows}", country=self.country)
        parts.InstrumentNameFactory(instrument=self.instrument, text=f"Name {tag}")
        make.InstrumentFactory(protocol_to=self.instrument)
        topic = make.MeetingFactory(part_of=self.meeting, country=self.country, **since("2021"))
        parts.MeetingTopicFactory(meeting=topic, theme=self.theme)
        parts.MeetingTopicFactory(meeting=self.meeting, theme=new.theme, position=self.rows)
        parts.StatusChangeFactory(membership=self.membership, date=str(1900 + self.rows))
        for record in (aim, new.group, new.body, new.instrument, topic):
            self._cite(record, new.source)
        for record in (self.mandate, self.engagement, self.meeting, self.instrument):
            record.citations.create(source=new.source, page=tag)
        self.membership.citations.create(source=self.source, page=tag)
        MandateTheme.objects.create(mandate=self.mandate, theme=new.theme)
        EngagementAuthor.objects.create(engagement=self.engagement, institution=new.body)

    def _belonging(self, new: Any, tag: str) -> list[Any]:
        other = make.MembershipFactory(
            institution=self.body, network=self.network, role=make.RoleFactory(slug=f"role-{tag}")
        )
        parts.RulingFactory(first=self.membership, second=other)
        return [
            other,
            make.MembershipFactory(institution=new.body, network=self.network, person=new.person),
            make.MembershipFactory(group=new.group, institution=None, network=self.network),
            make.MembershipFactory(institution=self.body, network=new.network),
            make.MembershipFactory(institution=self.network.institution, network=new.network),
            make.MembershipFactory(institution=self.treaty_body.institution, network=new.network),
            make.MembershipFactory(institution=self.body, network=None, network_group=new.group),
        ]

    def _doing(self, new: Any, tag: str) -> list[Any]:
        shared = {"instrument": self.instrument, "country": self.country, "theme": self.theme}
        publication = parts.PublicationFactory(author=self.body, addressee=new.body)
        parts.PublicationFactory(author=self.network.institution)
        acts = [
            make.EngagementFactory(actor=self.body, target=new.body, **shared),
            make.EngagementFactory(actor=new.body, target=self.body, publication=publication),
            make.EngagementFactory(actor=new.body, target=None, target_group=new.group, **since("2015")),
            make.EngagementFactory(actor=self.network.institution, target=new.body),
        ]
        for author in (self.body, self.network.institution):
            EngagementAuthor.objects.create(engagement=acts[2], institution=author)
        meeting = make.MeetingFactory(series=parts.MeetingSeriesFactory(), number="1", **since("2019-05"))
        return [
            *acts, publication, meeting,
            make.ParticipationFactory(meeting=self.meeting, institution=new.body, person=new.person),
            make.ParticipationFactory(meeting=self.meeting, institution=None, group=new.group),
            make.ParticipationFactory(meeting=meeting, institution=self.body),
        ]  # fmt: skip

    def _standing(self, new: Any) -> list[Any]:
        mandate = make.MandateFactory(institution=self.body, conferred_by=new.state, basis=self.instrument)
        MandateTheme.objects.create(mandate=mandate, theme=self.theme)
        return [
            mandate,
            make.MandateHolderFactory(institution=self.body, person=new.person),
            parts.AccreditationFactory(institution=self.body, accredited_by=new.body),
            make.PartyFactory(institution=self.body, instrument=new.instrument),
            make.PartyFactory(institution=self.state, instrument=new.instrument),
            make.PartyFactory(institution=new.state, instrument=self.instrument),
            make.PartyFactory(institution=None, group=new.group, instrument=self.instrument),
            parts.MonitoringFactory(treaty_body=self.treaty_body, instrument=new.instrument),
            parts.MonitoringFactory(treaty_body=new.treaty_body, instrument=self.instrument),
            make.RelationFactory(subject=self.body, object=new.body),
            make.RelationFactory(subject=new.body, object=self.body, kind="counterpart_of"),
        ]

    def _cite(self, record: Any, source: Source) -> None:
        """Cite two sources for ``record``: the one whose page is looked at, and another."""
        record.citations.create(source=self.source, paragraph=self.rows, sentence=record.pk % 50)
        record.citations.create(source=source, paragraph=self.rows)

    def lists(self) -> dict[str, str]:
        """Return the address of each list by its name."""
        return {
            name: f"/{name.replace('_', '-')}/"
            for name in (
                "institutions", "networks", "treaty_bodies", "instruments", "mandates", "engagements",
                "meetings", "themes", "countries", "sources", "memberships",
            )
        }  # fmt: skip

    def pages(self) -> dict[str, str]:
        """Return the address of a page of each kind of record that grows, by the kind."""
        records = {
            "institution": self.body, "network": self.network, "treaty_body": self.treaty_body,
            "instrument": self.instrument, "mandate": self.mandate, "engagement": self.engagement,
            "meeting": self.meeting, "theme": self.theme, "country": self.country, "source": self.source,
            "membership": self.membership,
        }  # fmt: skip
        with translation.override("en"):
            return {name: record.get_absolute_url() for name, record in records.items()}

    def pictures(self) -> dict[str, str]:
        """Return the address of each picture, file, frame and timeline, and of the map, by its name."""
        homes = {
            "institution": "/institutions/the-body/", "network": "/networks/the-network/",
            "theme": "/themes/the-theme/", "country": "/countries/france/",
        }  # fmt: skip
        pages = {"picture": "picture/", "picture_file": "picture.svg", "picture_embed": "picture/embed/"}
        found = {f"{kind}_{page}": home + end for kind, home in homes.items() for page, end in pages.items()}
        timelines = {f"{kind}_timeline": f"{homes[kind]}timeline/" for kind in ("institution", "network")}
        return {"map": "/map/", **found, **timelines}

    def forget(self) -> None:
        """Read the records anew, after a transaction that changed them was rolled back."""
        for name, record in vars(self).items():
            if isinstance(record, Model):
                setattr(self, name, type(record)._base_manager.get(pk=record.pk))
