"""What a curator’s list says of published statements is kept as suggested changes; nothing public changes."""

import pytest
from django.urls import reverse

from hrnet.lib.dates import newest_day
from imports import actions
from networks.models import Membership, MembershipCitation
from sources.actions import publish
from sources.models import Source
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    NetworkFactory,
    PartyFactory,
    RoleFactory,
    SourceFactory,
)
from tests.imports.digests import domain
from tests.imports.tables import as_csv, outcomes, store, table, upload
from tests.imports.test_undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(db):
    """A published membership, confirmed in March 2020."""
    RoleFactory(slug="member")
    network = NetworkFactory(institution=InstitutionFactory(slug="equinet-network", kind="peer_network"))
    return MembershipFactory(
        institution=InstitutionFactory(slug="unia"), network=network, start="2011", source=SourceFactory()
    )


def listed(user, filename="members.csv", **cells):
    row = {"institution": "Unia", "network": "Equinet network", **cells}
    return store(upload(user, as_csv(table(row)), filename))


def seen(membership):
    """Return what the public reads of when a membership was confirmed."""
    membership.refresh_from_db()
    return str(membership.attested_first), str(membership.attested_last), membership.citations.count()


MARCH = ("2020-03-01", "2020-03-31", 1)


def test_an_unchanged_row_of_a_curator_confirms_nothing_public(public, curator):
    import_ = listed(curator, as_of="2024")

    assert outcomes(import_) == ["unchanged"]
    assert seen(public) == MARCH
    assert import_.counts["stored"]["suggested"] == 1


def test_it_waits_as_a_suggested_change_that_says_the_same(public, curator):
    import_ = listed(curator, as_of="2024")

    draft = public.revisions.get()
    assert (draft.review_state, str(draft.start), draft.institution) == ("draft", "2011", public.institution)
    assert (str(draft.citations.get().as_of), draft.citations.get().source) == ("2024", import_.source)
    assert import_.rows.get().statement_id == draft.pk


def test_once_it_is_accepted_and_its_source_is_published_the_statement_is_confirmed(
    public, curator, publisher
):
    listed(curator, as_of="2024")

    publish(rows=Membership.objects.filter(revises=public), user=publisher)
    assert seen(public) == (*MARCH[:2], 2)

    publish(rows=Source.objects.all(), user=publisher)
    assert seen(public) == ("2020-03-01", "2024-12-31", 2)


def test_a_publisher_confirms_at_once(public, publisher):
    listed(publisher, as_of="2024")

    assert seen(public) == ("2020-03-01", "2024-12-31", 2)
    assert not public.revisions.exists()


def test_the_same_edition_adds_no_second_suggestion(public, curator):
    listed(curator)
    listed(curator)

    assert (public.revisions.count(), MembershipCitation.objects.count()) == (1, 2)
    assert seen(public) == MARCH


def test_a_newer_edition_cites_the_suggestion_that_is_there(public, curator):
    listed(curator)
    listed(curator, as_of="2024")

    assert public.revisions.get().citations.count() == 2
    assert seen(public) == MARCH


def test_an_edition_that_the_statement_cites_already_adds_nothing(public, curator, publisher):
    listed(publisher)
    listed(curator)

    assert not public.revisions.exists()
    assert seen(public)[2] == 2


def test_a_suggestion_is_undone_exactly(public, curator):
    before = domain()
    import_ = listed(curator, as_of="2024")

    undo(import_)

    assert domain() == before


def test_undoing_does_not_say_that_it_took_back_a_suggestion_that_was_accepted(public, curator, publisher):
    import_ = listed(curator)
    suggestion = Membership.objects.get(revises=public)
    publish(rows=Membership.objects.filter(pk=suggestion.pk), user=publisher)

    for also in ((), (suggestion.pk,)):
        actions.ask_to_undo(import_id=import_.pk, user=publisher)
        done = actions.take_back(import_.pk, also)

    assert done.rows.get().undone == "edited"
    assert done.counts["undone"]["edited"] == 1
    assert MembershipCitation.objects.filter(subject=public).count() == 2  # its own, and the one accepted


def test_the_first_of_two_editions_is_undone_whole_after_the_second(public, curator):
    before = domain()
    first = listed(curator)
    second = listed(curator, as_of="2024")

    undo(second)
    undo(first)

    assert domain() == before


def test_a_publisher_still_matches_the_published_statement(public, curator, publisher):
    listed(curator)
    import_ = listed(publisher, "members.csv", as_of="2024")

    assert import_.rows.get().statement_id == public.pk
    assert seen(public) == ("2020-03-01", "2024-12-31", 2)


def test_a_row_that_only_repeats_another_cites_the_suggestion_too(public, curator):
    row = {"institution": "Unia", "network": "Equinet network"}

    store(upload(curator, as_csv(table({**row, "as_of": "2023"}, {**row, "as_of": "2024"}))))

    assert public.revisions.get().citations.count() == 2
    assert seen(public) == MARCH


def test_an_act_is_confirmed_by_a_suggestion_too(curator):
    act = PartyFactory(institution=InstitutionFactory(slug="unia"), act="accession", date="2015-06-22")
    content = as_csv(
        [["party", "instrument", "act", "date"],
         ["Unia", str(act.instrument.title_en), "Accession", "2015-06-22"]]
    )  # fmt: skip

    import_ = store(upload(curator, content, target="parties"))

    assert outcomes(import_) == ["unchanged"]
    assert (act.citations.count(), act.revisions.get().citations.count()) == (0, 1)


def test_a_member_that_a_curator_ticks_as_ended_is_suggested_as_ended(public, curator):
    other = InstitutionFactory(slug="ombudsman")
    content = as_csv(table({"institution": "Ombudsman", "network": "Equinet network"}))
    import_ = upload(curator, content, complete=True, as_of="2024-05-01")
    import_.rows.filter(outcome="ended").update(ticked=True)

    store(import_)

    public.refresh_from_db()
    draft = public.revisions.get()
    assert (public.status, public.end, public.citations.count()) == ("", None, 1)
    assert (draft.status, str(draft.end)) == ("ended", "2020-03-31/2024-05-01")
    assert draft.citations.get().says == {"status": "ended"}
    assert Membership.objects.filter(institution=other).exists()


def test_the_preview_says_so(public, curator, client):
    row = {"institution": "Unia", "network": "Equinet network"}
    import_ = upload(curator, as_csv(table(row)))
    client.force_login(curator)

    page = client.get(reverse("imports:import", args=[import_.pk])).content.decode()

    assert "1 row says something of a published statement: it is kept as a suggested change" in page


# -- dates that are yet to come


@pytest.mark.parametrize("as_of", ["2031", "2020/2031", "2031-Q1"])
def test_a_row_that_speaks_for_a_day_to_come_is_wrong(public, publisher, as_of):
    import_ = upload(
        publisher, as_csv(table({"institution": "Unia", "network": "Equinet network", "as_of": as_of}))
    )

    errors = import_.rows.get().errors
    assert errors == [{"c": "date_ahead", "f": "as_of", "v": as_of}]


def test_a_row_may_speak_for_this_year(public, publisher):
    row = {"institution": "Unia", "network": "Equinet network", "as_of": str(newest_day().year)}

    assert outcomes(upload(publisher, as_csv(table(row)))) == ["unchanged"]


def test_a_list_for_a_day_to_come_is_refused_at_upload(curator, client):
    client.force_login(curator)

    page = client.post(reverse("imports:new"), {"pasted": "institution\tnetwork\nA\tB\n", "as_of": "2099"})

    assert page.status_code == 400
    assert "“2099” is yet to come" in page.content.decode()
