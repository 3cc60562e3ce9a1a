"""Undoing an import leaves what is published, where the user may not publish; a publisher undoes the rest."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from imports import actions, tasks
from imports.models import State
from institutions.models import Institution
from networks.models import Membership, MembershipCitation, Network
from sources.actions import publish
from sources.models import Source
from tests.factories import InstitutionFactory, MembershipFactory, SourceFactory
from tests.factories.parts import RulingFactory
from tests.imports.digests import domain
from tests.imports.tables import as_csv, store, table, upload

pytestmark = pytest.mark.django_db


def listed(user, *institutions, **options):
    """Store a list of members of Equinet by ``user``."""
    rows = [{"institution": name, "network": "Equinet network"} for name in institutions or ("Unia",)]
    return store(upload(user, as_csv(table(*rows)), **options))


def undo(import_, user, also=()):
    actions.ask_to_undo(import_id=import_.pk, user=user)
    return actions.take_back(import_.pk, also)


def make(user, role):
    user.groups.set([Group.objects.get(name=role)])


def counted(import_):
    done = import_.counts["undone"]
    return done["removed"], done["published"], done["edited"], done["records"]


@pytest.fixture
def published(field, publisher, curator):
    """A curator’s import of two members, of which a publisher published the first."""
    import_ = listed(curator, "Unia", "Defender of rights")
    public = Membership.objects.get(institution=field[1])
    publish(rows=Membership.objects.filter(pk=public.pk), user=publisher)
    return import_, public


# -- statements


def test_a_curator_takes_back_the_drafts_alone(published, curator):
    import_, public = published

    undone = undo(import_, curator)

    assert counted(undone) == (1, 1, 0, 0)
    assert list(Membership.objects.all()) == [public]
    assert public.citations.count() == 1
    assert [row.undone for row in undone.rows.order_by("number")] == ["published", "taken_back"]


def test_naming_a_published_statement_does_not_take_it_away(published, curator):
    import_, public = published
    undo(import_, curator)

    undone = undo(import_, curator, also=[public.pk])

    assert counted(undone)[1] == 1
    assert Membership.objects.get(pk=public.pk).review_state == "published"


def test_a_publisher_undoes_the_rest_later(published, curator, publisher):
    import_, public = published
    undo(import_, curator)

    undone = undo(import_, publisher, also=[public.pk])

    assert counted(undone) == (2, 0, 0, 0)
    assert Membership.objects.count() == MembershipCitation.objects.count() == Source.objects.count() == 0


def test_a_withdrawn_statement_is_left_to_publishers_too(published, curator):
    import_, public = published
    Membership.objects.filter(pk=public.pk).update(review_state="withdrawn")

    assert counted(undo(import_, curator, also=[public.pk]))[:2] == (0, 1)
    assert Membership.objects.filter(pk=public.pk).exists()


def test_values_of_a_published_statement_are_not_put_back_without_the_right(field, publisher):
    stored = MembershipFactory(institution=field[1], network=Network.objects.first(), source=SourceFactory())
    content = as_csv(table({"institution": "Unia", "network": "Equinet network", "start": "2011"}))
    import_ = store(upload(publisher, content))
    make(publisher, "curator")

    undone = undo(import_, publisher)

    stored.refresh_from_db()
    assert (str(stored.start), stored.citations.count()) == ("2011", 2)
    assert (undone.counts["undone"]["restored"], undone.counts["undone"]["published"]) == (0, 1)


def test_putting_back_does_not_publish(field, publisher):
    stored = MembershipFactory(institution=field[1], network=Network.objects.first(), source=SourceFactory())
    content = as_csv(table({"institution": "Unia", "network": "Equinet network", "start": "2011"}))
    import_ = store(upload(publisher, content))
    Membership.objects.update(review_state="draft")
    make(publisher, "curator")

    undo(import_, publisher, also=[stored.pk])

    stored.refresh_from_db()
    assert (stored.review_state, str(stored.start)) == ("draft", "2011")


def test_a_statement_with_a_ruling_is_left_by_who_may_not_rule(field, curator):
    import_ = listed(curator)
    mine = Membership.objects.get()
    ruling = RulingFactory(second=mine)

    undo(import_, curator, also=[mine.pk])

    ruling.refresh_from_db()
    assert ruling.second == mine


# -- whose rights, and when


def test_the_rights_are_those_at_the_time_of_the_work(field, publisher):
    import_ = listed(publisher)
    actions.ask_to_undo(import_id=import_.pk, user=publisher)
    make(publisher, "curator")

    undone = actions.take_back(import_.pk)

    assert (undone.state, counted(undone)[:2]) == (State.UNDONE, (0, 1))
    assert Membership.objects.get().review_state == "published"
    assert Source.objects.get().review_state == "published"
    assert [one[0] for one in undone.counts["left"]] == ["sources.source"]


def test_who_may_not_import_any_more_undoes_nothing(field, curator):
    import_ = listed(curator)
    actions.ask_to_undo(import_id=import_.pk, user=curator)
    make(curator, "viewer")

    undone = actions.take_back(import_.pk)

    assert (undone.state, undone.problem) == (State.APPLIED, {"code": "no_right"})
    assert Membership.objects.count() == 1


def test_who_may_not_import_any_more_stores_nothing(field, curator):
    import_ = upload(curator, as_csv(table({"institution": "Unia", "network": "Equinet network"})))
    actions.confirm(import_id=import_.pk, user=curator)
    make(curator, "viewer")

    stored = actions.store(import_.pk)

    assert (stored.state, stored.problem) == (State.PREVIEWED, {"code": "no_right"})
    assert Membership.objects.count() == 0


def test_what_one_user_ticks_is_not_done_with_the_rights_of_another(published, curator, publisher, client):
    import_, public = published
    undo(import_, curator)
    actions.ask_to_undo(import_id=import_.pk, user=publisher)
    client.force_login(curator)

    client.post(reverse("imports:undo", args=[import_.pk]), {"also": public.pk})

    import_.refresh_from_db()
    assert (import_.state, import_.undone_by) == (State.TAKING_BACK, publisher)
    assert Membership.objects.filter(pk=public.pk).exists()


def test_an_import_is_undone_whole_whatever_the_first_form_names(field, publisher, client):
    import_ = listed(publisher, "Unia", "Defender of rights")
    client.force_login(publisher)

    client.post(reverse("imports:undo", args=[import_.pk]), {"also": Membership.objects.first().pk})
    tasks.take_back.func(*DBTaskResult.objects.get().args_kwargs["args"])
    import_.refresh_from_db()

    assert (import_.state, Membership.objects.count()) == (State.UNDONE, 0)


def test_an_import_of_another_curator_is_not_undone(field, curator, make_user):
    import_ = listed(curator)

    with pytest.raises(actions.NotAllowedError):
        actions.ask_to_undo(import_id=import_.pk, user=make_user("curator", "another"))


def test_the_command_line_asks_too(published, curator):
    import_, public = published
    out = io.StringIO()

    with pytest.raises(SystemExit):
        call_command("undo_import", str(import_.pk), stdout=out)

    assert "1 are published and left: the account a-curator may not publish" in out.getvalue()
    assert Membership.objects.filter(pk=public.pk).exists()


def test_the_command_line_names_who_may_not(field, curator, make_user):
    import_ = listed(curator)
    make_user("viewer")

    with pytest.raises(CommandError, match="may not undo"):
        call_command("undo_import", str(import_.pk), as_user="a-viewer")


# -- records that it created


@pytest.fixture
def created(field, publisher, curator):
    """A curator’s import that created two bodies, of which a publisher published the first (case B10)."""
    rows = [{"institution": name, "network": "Equinet network"} for name in ("Probe Body", "Probe Second")]
    import_ = store(upload(curator, as_csv(table(*rows)), create_missing=True))
    body = Institution.objects.get(label_other="Probe Body")
    publish(rows=Institution.objects.filter(pk=body.pk), user=publisher)
    return import_, body


def test_a_published_body_is_left_and_named(created, curator, client):
    import_, body = created

    undone = undo(import_, curator)

    assert (undone.counts["undone"]["created_institutions"], counted(undone)) == (1, (2, 0, 0, 1))
    assert undone.counts["left"] == [["institutions.institution", body.pk, "published"]]
    client.force_login(curator)
    page = client.get(reverse("imports:undo", args=[import_.pk])).content.decode()
    assert "Probe Body" in page
    assert "published, left to who may publish" in page


def test_to_a_publisher_a_body_that_somebody_published_since_is_named_as_edited(created, publisher):
    import_, body = created

    assert undo(import_, publisher).counts["left"] == [["institutions.institution", body.pk, "edited"]]


def test_the_page_names_beforehand_what_a_curator_will_leave(created, publisher, curator, client):
    import_, _body = created
    first = Membership.objects.filter(institution__label_other="Probe Body")
    publish(rows=first, user=publisher)
    client.force_login(curator)

    page = client.get(reverse("imports:undo", args=[import_.pk])).content.decode()

    assert "What is published stays, since you may not publish" in page
    assert page.count("Probe Body") == 2
    assert "Probe Second" not in page


def test_a_curator_makes_no_network_of_a_published_institution(field, curator):
    row = {"institution": "Equinet network", "network": "Unia"}

    import_ = upload(curator, as_csv(table(row)), create_missing=True)

    assert [one["c"] for one in import_.rows.get().errors] == ["public_no_network"]


def test_who_lost_the_right_makes_no_network_of_a_published_institution(field, publisher):
    row = {"institution": "Equinet network", "network": "Unia"}
    import_ = upload(publisher, as_csv(table(row)), create_missing=True)
    before = domain()
    make(publisher, "curator")

    stored = store(import_)

    assert (stored.state, stored.problem) == (State.PREVIEWED, {"code": "stale"})
    assert domain() == before


def test_the_worker_undoes_with_the_rights_of_who_asked(published, curator):
    import_, public = published
    actions.ask_to_undo(import_id=import_.pk, user=curator)

    tasks.take_back.func(import_.pk, [public.pk])

    assert Membership.objects.filter(pk=public.pk).exists()
    assert InstitutionFactory._meta.model.objects.count() == 4
