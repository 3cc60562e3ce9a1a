"""Every anonymous address with what can be asked of it, and records that the public must not see."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import count, cycle, product
from typing import Any
from urllib.parse import quote

from django.test import Client

from hrnet.directory.urls import urlpatterns
from institutions.models import Institution, Person
from sources.statements import ReviewState
from tests import factories as make
from tests.directory.world import World
from tests.factories import parts

#: Years that make each membership another.
YEARS = count(1901)
LANGUAGES = ("", "/fr", "/es", "/ar")
# Words of what is shown, as somebody may misspell, cut, join or transliterate them; and words of nobody.
SLIPS = [
    "ombudzmen", "parlamentery ombudsmann", "comision", "konsultativ", "slaverry", "detenshun", "housng",
    "mediatorz", "petrowa", "directorie",
]  # fmt: skip
ASKED = [
    *SLIPS, "parliamentaryombudsman", "ombuds man", "landes beauftragte", "beauftragt", "ombudsman",
    "ruritania", "омбудсман", "xylophant", "xylofant", "xyloph", "phant", "ксилофант", "zzzz quimera",
    "slave ry", "petrowna", "petrownna", "alexandrine petrowna", "петровна",
]  # fmt: skip
#: Names of hidden records: the slips themselves, halves of words, and the very names of records shown.
NAMES = [
    f"{' '.join(SLIPS)} ombuds man landes beauftragter slave ry",
    "Xylophant Quimera",
    "Parliamentary Ombudsman of Ruritania",
]
SLUG = "xylophant-quimera"
WITHHELD = "Alexandrine Petrowna"
HIDDEN = (ReviewState.DRAFT, ReviewState.WITHDRAWN)
FORMS = {"picture": ("svg", "png", "graphml", "gexf"), "cite": ("txt", "bib", "json", "jsonld")}
MATRICES = ("countries-networks", "institutions-treaty-bodies", "themes-functions")
PARAMETERS = {
    "institutions": ("network", "kind=ombuds&network"),
    "networks": ("member",),
    "memberships": ("institution", "network", "source"),
    "treaty-bodies": ("instrument",),
    "mandates": ("basis", "institution"),
    "engagements": ("actor", "by", "target", "instrument"),
    "meetings": ("participant",),
    "map": ("show=members&network", "show=parties&instrument"),
    "matrices/gaps": ("region=europe&network", "network=the-network&members", "network=the-network&group"),
    "compare": ("kind=institution&id", "kind=institution&id=the-body&id", "kind=institution&add"),
    "paths": ("from", "to=the-body&from"),
}


def world_with_names() -> World:
    """Return the shared world with names of its own to search for, and persons whose names are withheld."""
    world = World()
    world.grow(1)
    for text in ("Parliamentary Ombudsman of Ruritania", "Commission nationale consultative"):
        make.InstitutionFactory(name=text, country=world.country)
    make.InstitutionFactory(slug="freedom", names="Landesbeauftragte für Freiheit", country=world.country)
    make.InstrumentFactory(slug="slavery", title_en="Convention against Slavery")
    make.MandateFactory(title_en="Monitoring of detention", institution=world.body)
    make.EngagementFactory(title_en="Dialogue about housing", actor=world.body)
    make.MeetingFactory(title_en="Assembly of Mediators")
    make.SourceFactory(slug="directory", label_en="Directory of Institutions")
    parts.PublicationFactory(title_en="A study of slavery", author=world.body)
    make.MandateHolderFactory(institution=world.body, person=make.PersonFactory(name="Alexandra Petrova"))
    world.guests = iter(make.InstitutionFactory.create_batch(12))
    later = datetime.date(2999, 1, 1)
    for until in (None, later):
        person = make.PersonFactory(name="Somebody", withheld=True, withheld_until=until)
        make.MandateHolderFactory(institution=world.body, person=person)
        year = str(next(YEARS))
        make.MembershipFactory(
            institution=world.last.body, network=world.network, person=person, start=year, end=year
        )
        make.ParticipationFactory(meeting=world.meeting, institution=next(world.guests), person=person)
    return world


def addresses(world: World) -> list[str]:
    """Return all addresses of the public site with what is asked of them, in the languages by turns."""
    plain = [one for pattern in urlpatterns for one in _filled(str(pattern.pattern), world)]
    files = [one for one in plain if "." in one.rpartition("/")[2]]
    pages = [one for one in plain if one not in files]
    asked = [*pages, *_searches(), *_filters(), *_lists(world)]
    return [
        *("/robots.txt", "/sitemap.xml", "/sitemap-pages-0.xml"),
        *(f"/sitemap-{path}-0.xml" for path in _slugs(world)),
        *(f"/{one}" for one in files),
        *(f"{language}/{one}" for language, one in zip(cycle(LANGUAGES), asked, strict=False)),
    ]


def _slugs(world: World) -> dict[str, list[Any]]:
    """Return the last parts of addresses by the first: of a record that is shown, and of one that is not."""
    known = {path.strip("/").split("/")[0]: path.strip("/").split("/")[1] for path in world.pages().values()}
    return {path: [key] if key.isdecimal() else [key, SLUG] for path, key in known.items()}


def _filled(route: str, world: World) -> Iterator[str]:
    """Return the addresses of one route; a part that is not known here is an error."""
    slugs = _slugs(world)
    if "<slug:kind>/<slug:key>" in route:
        for path, keys in slugs.items():
            for key in keys:
                yield from _with_forms(route.replace("<slug:kind>/<slug:key>", f"{path}/{key}"))
        return
    found = re.search(r"<(slug:slug|int:pk)>", route)
    keys = slugs[route.split("/")[0]] if found else [""]
    for key in keys:
        yield from _with_forms(route.replace(found[0], key) if found else route)


def _with_forms(route: str) -> list[str]:
    if "<slug:name>" in route:
        return [route.replace("<slug:name>", one) for one in MATRICES]
    if "<slug:form>" in route:
        forms = FORMS[re.findall(r"(\w+)\.<slug:form>", route)[0]]
        return [route.replace("<slug:form>", one) for one in forms]
    assert "<" not in route, route
    return [route]


def _searches() -> Iterator[str]:
    yield from (f"search/?q={quote(text)}" for text in ASKED)
    yield from (f"search/suggest?q={quote(text)}" for text in reversed(ASKED))
    for text in map(quote, SLIPS[:2]):
        yield from (f"search/?q={text}&kind=institution&kind=person", f"search/suggest?q={text}&kind=mandate")


def _filters() -> Iterator[str]:
    """Return lists and questions with records named by a slug, by a name, by the name of a hidden record."""
    for path, names in PARAMETERS.items():
        for name, value in product(names, (SLUG, NAMES[1])):
            yield f"{path}/?{name}={quote(value)}"


def _lists(world: World) -> Iterator[str]:
    for path in (one.strip("/") for one in world.lists().values()):
        for asked in ("facets=only", "on=2016", "on=2016&holds=perhaps", "format=csv", "format=json"):
            yield f"{path}/?{asked}"
        for text in ("xyloph", "ombud", "comision"):
            yield f"{path}/?q={text}"


def answers(client: Client, some: list[str]) -> dict[str, tuple[int, bytes, dict[str, str]]]:
    """Return status, content and headers of the answer at each address."""
    found = {}
    for address in some:
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[address] = (answer.status_code, content, dict(answer.headers))
    return found


def different(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return the addresses whose answers are not the same."""
    assert before.keys() == after.keys()
    return [address for address in before if before[address] != after[address]]


def hide_records(world: World, text: str, slug: str) -> None:
    """Write records of every kind named ``text``, in every way in which the public does not see one."""
    for state in HIDDEN:
        _unpublished(world, text, f"{slug}-{state}" if state != HIDDEN[0] else slug, state)
    _about_hidden(world, text)
    make.PersonFactory(name=text)  # whom no statement names
    _gone(text)


def _unpublished(world: World, text: str, slug: str, state: str) -> None:
    hidden: dict[str, Any] = {"review_state": state}
    body = make.InstitutionFactory(slug=slug, names=text, acronym="XQ", country=world.country, **hidden)
    make.NameFactory(institution=body, text=text, language="fr", kind="former")
    network = make.NetworkFactory(
        institution=make.InstitutionFactory(slug=f"{slug}-net", names=text, kind="peer_network", **hidden)
    )
    treaty_body = make.TreatyBodyFactory(
        institution=make.InstitutionFactory(slug=f"{slug}-tb", names=text, kind="treaty_body", **hidden)
    )
    law = make.InstrumentFactory(slug=slug, title_en=text, title_fr=text, short_title_en="XQ", **hidden)
    parts.InstrumentNameFactory(instrument=law, text=text)
    titled = {"slug": slug, "title_en": text, "title_fr": text, **hidden}
    make.MandateFactory(institution=world.body, basis=world.instrument, **titled)
    make.EngagementFactory(actor=world.body, target=world.last.body, **titled)
    series = parts.MeetingSeriesFactory(label_en=text, label_fr=text)
    make.MeetingFactory(series=series, number="7", country=world.country, **titled)
    make.SourceFactory(slug=slug, label_en=text, title=text, publisher=text, series="the list", **hidden)
    parts.PublicationFactory(author=world.body, **titled)
    named: Any = {"person": make.PersonFactory(name=text), **hidden}
    group = make.GroupFactory(label_en=text, label_fr=text)
    make.MandateHolderFactory(institution=world.body, **named)
    year = str(next(YEARS))
    make.MembershipFactory(institution=world.last.body, network=world.network, start=year, end=year, **named)
    make.MembershipFactory(institution=None, group=group, network=world.network, **hidden)
    make.ParticipationFactory(meeting=world.meeting, institution=next(world.guests), **named)
    parts.AccreditationFactory(institution=world.body, accredited_by=world.last.body, **hidden)
    make.PartyFactory(institution=world.last.state, instrument=world.instrument, act="signature", **hidden)
    parts.MonitoringFactory(treaty_body=world.treaty_body, instrument=world.last.instrument, **hidden)
    make.RelationFactory(subject=world.body, object=world.last.state, **hidden)
    parts.AimFactory(network=network, text_en=text)
    parts.MonitoringFactory(treaty_body=treaty_body, instrument=world.instrument)


def _about_hidden(world: World, text: str) -> None:
    """Write published statements that name a draft, or are told by one."""
    draft = {"review_state": ReviewState.DRAFT}
    body = make.InstitutionFactory(names=text, country=world.country, **draft)
    law, titled = make.InstrumentFactory(title_en=text, **draft), {"title_en": text, "title_fr": text}
    meeting = make.MeetingFactory(title_en=text, **draft)
    network = make.NetworkFactory(institution=make.InstitutionFactory(names=text, **draft))
    person = make.PersonFactory(name=text)
    for values in ({"institution": body}, {"conferred_by": body}, {"basis": law}):
        make.MandateFactory(**{"institution": world.body, **titled, **values})
    for values in ({"actor": body}, {"target": body}, {"instrument": law}):
        make.EngagementFactory(**{"actor": world.body, "target": world.last.body, **titled, **values})
    make.MandateHolderFactory(institution=body, person=person)
    make.MembershipFactory(institution=body, network=world.network, person=person)
    make.MembershipFactory(institution=world.body, network=network, person=person)
    make.ParticipationFactory(institution=body, meeting=world.meeting, person=person)
    make.ParticipationFactory(institution=world.body, meeting=meeting, person=person)
    parts.PublicationFactory(author=body, **titled)
    make.RelationFactory(subject=world.body, object=body)
    for record in (world.body, world.body.names.first(), world.membership, world.mandate):
        record.citations.create(source=make.SourceFactory(label_en=text, title=text, **draft))


def withhold_names() -> None:
    """Let the persons whose names are withheld be called otherwise than they were."""
    Person.objects.filter(withheld=True).update(name=WITHHELD)


def _gone(text: str) -> None:
    """Publish bodies, and withdraw or delete them again."""
    withdrawn = make.InstitutionFactory(names=text)
    Institution.objects.filter(pk=withdrawn.pk).update(review_state=ReviewState.WITHDRAWN)
    make.InstitutionFactory(names=text).delete()
