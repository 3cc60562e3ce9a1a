"""What is not published, and what is said of it, changes nothing on any public page."""

import pytest
from django.db import transaction
from django.test import Client

from mandates.models import EngagementAuthor
from sources.statements import ReviewState
from tests import factories as make
from tests.directory.world import World
from tests.factories import parts

# One world for all tests here, and so on one worker.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("public")]

HIDDEN = {"review_state": ReviewState.DRAFT}


def body(**values):
    return make.InstitutionFactory(names="Hidden thing", **{**HIDDEN, **values})


def law():
    return make.InstrumentFactory(title_en="Hidden thing", **HIDDEN)


def profile(maker, kind):
    return maker(institution=body(kind=kind))


def network():
    return profile(make.NetworkFactory, "peer_network")


def treaty_body():
    return profile(make.TreatyBodyFactory, "treaty_body")


# Statements of the records looked at, by what they say; each is made as a draft and as withdrawn.
STATEMENTS = {
    "institution": lambda w, **state: body(country=w.country, **state),
    "instrument": lambda w, **state: make.InstrumentFactory(issuer=w.body, title_en="Hidden", **state),
    "protocol": lambda w, **state: make.InstrumentFactory(protocol_to=w.instrument, **state),
    "source": lambda w, **state: make.SourceFactory(series="the list", **state),
    "member": lambda w, **state: make.MembershipFactory(
        institution=w.last.body, network=w.network, role=w.chair, **state
    ),
    "membership": lambda w, **state: make.MembershipFactory(
        institution=w.body, network=w.last.network, role=w.chair, **state
    ),
    "disagreement": lambda w, **state: make.MembershipFactory(
        institution=w.body, network=w.network, start="1990", **state
    ),
    "mandate": lambda w, **state: make.MandateFactory(institution=w.body, basis=w.instrument, **state),
    "engagement": lambda w, **state: make.EngagementFactory(
        actor=w.body, target=None, instrument=w.instrument, country=w.country, theme=w.theme, **state
    ),
    "engagement received": lambda w, **state: make.EngagementFactory(
        actor=w.last.body, target=w.body, **state
    ),
    "meeting": lambda w, **state: make.MeetingFactory(country=w.country, **state),
    "part of a meeting": lambda w, **state: make.MeetingFactory(part_of=w.meeting, **state),
    "following meeting": lambda w, **state: make.MeetingFactory(follows=w.meeting, **state),
    "participation": lambda w, **state: make.ParticipationFactory(
        meeting=w.meeting, institution=w.last.body, role="host", **state
    ),
    "relation": lambda w, **state: make.RelationFactory(subject=w.body, object=w.last.state, **state),
    "relation from it": lambda w, **state: make.RelationFactory(subject=w.last.state, object=w.body, **state),
    "publication": lambda w, **state: parts.PublicationFactory(author=w.body, **state),
    "holder": lambda w, **state: make.MandateHolderFactory(institution=w.body, **state),
    "accreditation": lambda w, **state: parts.AccreditationFactory(
        institution=w.body, accredited_by=w.last.body, status="B", **state
    ),
    "party": lambda w, **state: make.PartyFactory(
        institution=w.state, instrument=w.instrument, act="signature", **state
    ),
    "monitoring": lambda w, **state: parts.MonitoringFactory(
        treaty_body=w.treaty_body, instrument=w.instrument, **state
    ),
}


def set_to(record, **values):
    """Let a record that is shown refer to one that is not public."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save(update_fields=list(values))


# Published statements of which a party is not public, and public records that refer to what is not.
ABOUT_HIDDEN = {
    "network": lambda w: network(),
    "treaty body": lambda w: treaty_body(),
    "membership in it": lambda w: make.MembershipFactory(institution=w.body, network=network()),
    "its membership": lambda w: make.MembershipFactory(institution=body(), network=w.network),
    "mandate of it": lambda w: make.MandateFactory(institution=body(), basis=w.instrument),
    "mandate conferred by it": lambda w: make.MandateFactory(institution=w.body, conferred_by=body()),
    "mandate on its basis": lambda w: make.MandateFactory(institution=w.body, basis=law()),
    "engagement towards it": lambda w: make.EngagementFactory(actor=w.body, target=body()),
    "engagement by it": lambda w: make.EngagementFactory(actor=body(), target=w.body, country=w.country),
    "engagement under it": lambda w: make.EngagementFactory(actor=w.body, target=None, instrument=law()),
    "other author": lambda w: EngagementAuthor.objects.create(engagement=w.engagement, institution=body()),
    "publication of an engagement": lambda w: set_to(
        w.engagement, publication=parts.PublicationFactory(title_en="Hidden thing", **HIDDEN)
    ),
    "publication addressed to it": lambda w: parts.PublicationFactory(author=w.body, addressee=body()),
    "participation of it": lambda w: make.ParticipationFactory(meeting=w.meeting, institution=body()),
    "attendance of it": lambda w: make.ParticipationFactory(
        institution=w.body, meeting=make.MeetingFactory(title_en="Hidden thing", **HIDDEN)
    ),
    "relation to it": lambda w: make.RelationFactory(subject=w.body, object=body()),
    "relation from it": lambda w: make.RelationFactory(subject=body(), object=w.body),
    "holder of it": lambda w: make.MandateHolderFactory(institution=body()),
    "accreditation by it": lambda w: parts.AccreditationFactory(institution=w.body, accredited_by=body()),
    "act of it": lambda w: make.PartyFactory(institution=body(kind="state"), instrument=w.instrument),
    "act on it": lambda w: make.PartyFactory(institution=w.state, instrument=law()),
    "monitoring by it": lambda w: parts.MonitoringFactory(treaty_body=treaty_body(), instrument=w.instrument),
    "monitoring of it": lambda w: parts.MonitoringFactory(treaty_body=w.treaty_body, instrument=law()),
    "whole of a meeting": lambda w: set_to(
        w.meeting, part_of=make.MeetingFactory(title_en="Hidden thing", **HIDDEN)
    ),
    "meeting before": lambda w: set_to(
        w.meeting, follows=make.MeetingFactory(title_en="Hidden thing", **HIDDEN)
    ),
    "issuer": lambda w: set_to(w.instrument, issuer=body()),
    "protocol to it": lambda w: set_to(w.instrument, protocol_to=law()),
    "group of a draft": lambda w: (
        make.MembershipFactory(
            institution=None, group=make.GroupFactory(label_en="Hidden thing"), network=w.network, **HIDDEN
        ).group
    ),
    "group of nothing": lambda w: make.GroupFactory(label_en="Hidden thing"),
    "source of an institution": lambda w: cite_hidden(w.body),
    "source of a name": lambda w: cite_hidden(w.body.names.first()),
    "source of a membership": lambda w: cite_hidden(w.membership),
    "source that contradicts": lambda w: cite_hidden(w.membership, effect="contradicts"),
}


ABOUT_PUBLICATION = {
    "publication by it": lambda w: set_to(
        w.engagement, publication=parts.PublicationFactory(author=body(), title_en="Hidden thing")
    )
}


def cite_hidden(record, **values):
    record.citations.create(source=make.SourceFactory(**HIDDEN), **values)


def stated(state):
    return {
        f"{name}, {state}": lambda w, maker=maker: maker(w, review_state=state)
        for name, maker in STATEMENTS.items()
    }


# These edit a record that is public, which the start page tells among the newest changes; of what is hidden
# it must say nothing all the same. They are made apart from the others, which change no page at all.
EDITS = {
    "publication of an engagement", "whole of a meeting", "meeting before", "issuer", "protocol to it",
    "publication by it",
}  # fmt: skip
START = ("/", "/fr/")

# Cases that can stand beside each other, made all at once.
TOGETHER = {
    "drafts": stated(ReviewState.DRAFT),
    "withdrawn": stated(ReviewState.WITHDRAWN),
    "about what is hidden": {name: case for name, case in ABOUT_HIDDEN.items() if name not in EDITS},
    "edits": {name: case for name, case in ABOUT_HIDDEN.items() if name in EDITS},
    "edit of a publication": ABOUT_PUBLICATION,
}


def seen(client, world):
    """Return what the public sees: the content of every list and of a page of each kind."""
    addresses = ["/", *world.lists().values(), *world.pages().values(), "/fr/", "/fr/treaty-bodies/"]
    return {address: client.get(address).content for address in addresses}


def leaking(client, world, plain, cases):
    """Return those of ``cases`` that change a public page: all at once, and by halves where one does."""
    with transaction.atomic():
        records = [(name, case(world)) for name, case in cases.items()]
        for _name, record in records:
            if hasattr(record, "citations"):
                record.citations.create(source=world.source, paragraph=1)
        now = seen(client, world)
        changed = [address for address in plain if plain[address] != now[address]]
        if cases.keys() <= EDITS:
            changed = [one for one in changed if one not in START or b"Hidden" in now[one]]
        open_pages = {name: "its own page" for name, record in records if has_page(client, record)}
        transaction.set_rollback(True)
    world.forget()
    if not changed or len(cases) == 1:
        return open_pages | dict.fromkeys(cases, changed) if changed else open_pages
    names, half = list(cases), len(cases) // 2
    parts_of = [{name: cases[name] for name in some} for some in (names[:half], names[half:])]
    found = {key: value for part in parts_of for key, value in leaking(client, world, plain, part).items()}
    return found or {" with ".join(names): changed}


@pytest.fixture(scope="module")
def shown(django_db_setup, django_db_blocker):
    """A client, a world in which every page has something to show, and what the public sees of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        client, world = Client(), World()
        world.chair = make.RoleFactory(slug="chair")
        world.grow(1)
        set_to(world.instrument, issuer=None)
        yield client, world, seen(client, world)
        transaction.set_rollback(True)


def has_page(client, record):
    address = getattr(record, "get_absolute_url", lambda: "#")()
    return "#" not in address and client.get(address).status_code != 404


@pytest.mark.parametrize("cases", TOGETHER)
def test_nothing_of_it_shows_on_any_page(shown, cases):
    assert leaking(*shown, TOGETHER[cases]) == {}


def test_every_edit_is_a_case():
    assert EDITS - ABOUT_HIDDEN.keys() - ABOUT_PUBLICATION.keys() == set()


def test_what_is_published_does_show(shown):
    client, world, plain = shown

    make.MembershipFactory(institution=world.body, network=world.network, role=make.RoleFactory(slug="x"))

    changed = {address for address, content in seen(client, world).items() if plain[address] != content}
    assert {"/", "/memberships/", "/institutions/the-body/", "/networks/the-network/"} <= changed
