"""What waits for somebody, on the start page of the desk: of every kind, and as many as the list shows."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from hrnet.directory.queues import queues
from sources.statements import Assertion, Reviewed
from tests.desk import kind_of, make, make_draft
from tests.factories import InstitutionFactory, MembershipFactory, NetworkFactory, RoleFactory, SourceFactory

pytestmark = pytest.mark.django_db

REVIEWED = [model for model in admin.site._registry if issubclass(model, Reviewed)]
ASSERTIONS = [model for model in REVIEWED if issubclass(model, Assertion)]


@pytest.fixture
def request_of(make_user):
    def make_request(role):
        request = RequestFactory().get("/admin/")
        request.user = make_user(role)
        return request

    return make_request


def waiting(request, model, query):
    """Return the address and the number of what waits of ``model``; nothing where there is no such queue."""
    start = f"/admin/{model._meta.app_label}/{model._meta.model_name}/?{query}"
    return next(((address, count) for _label, address, count in queues(request) if address == start), None)


def listed(client, user, address):
    client.force_login(user)
    return client.get(address).context["cl"].result_count


def test_holders_acts_participations_and_the_like_are_among_what_can_wait():
    assert sorted(map(kind_of, REVIEWED)) == [
        "institutions_institution", "institutions_publication", "institutions_relation",
        "mandates_accreditation", "mandates_engagement", "mandates_instrument", "mandates_mandate",
        "mandates_mandateholder", "mandates_monitoring", "mandates_party", "networks_meeting",
        "networks_membership", "networks_participation", "sources_source",
    ]  # fmt: skip


@pytest.mark.parametrize("model", REVIEWED, ids=kind_of)
def test_the_drafts_of_every_kind_wait_and_their_list_shows_as_many(client, request_of, model):
    make(model)
    drafts = [make_draft(model), make_draft(model)]
    request = request_of("publisher")

    address, count = waiting(request, model, "review_state__exact=draft")

    assert count == len(drafts)
    assert listed(client, request.user, address) == count


@pytest.mark.parametrize("model", ASSERTIONS, ids=kind_of)
def test_statements_of_every_kind_that_nothing_supports_wait_and_their_list_shows_as_many(
    client, request_of, model
):
    make(model).citations.create(source=SourceFactory())
    make(model)
    request = request_of("publisher")

    address, count = waiting(request, model, "no_source=yes")

    assert count == 1
    assert listed(client, request.user, address) == count


def test_as_many_memberships_disagree_as_their_list_shows(client, request_of):
    place = {"institution": InstitutionFactory(), "network": NetworkFactory()}
    for slug, state in (("member", "published"), ("observer", "published"), ("guest", "draft")):
        membership = MembershipFactory(role=RoleFactory(slug=slug), review_state=state, **place)
        membership.citations.create(source=SourceFactory())
    request = request_of("publisher")

    address, count = waiting(request, type(membership), "review_state__exact=published&disagree=yes")

    assert count == 2
    assert listed(client, request.user, address) == count


def test_all_is_counted_in_two_queries_however_much_waits(request_of, django_assert_num_queries):
    request = request_of("viewer")
    queues(request)  # reads the permissions
    for model in REVIEWED:
        make_draft(model)

    with django_assert_num_queries(2):  # the records, and what upgrades found
        found = queues(request)

    assert len(found) > 14


def test_who_may_see_nothing_is_shown_no_queue(request_of):
    make_draft(REVIEWED[0])

    assert queues(request_of(None)) == []
