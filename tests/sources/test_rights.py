"""The rule for every write, apart from the desk: by the row and its record, before and after."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from institutions.models import Group, GroupCountry, Institution, Name, NameCitation, Person
from mandates.models import TreatyBody
from networks.models import Aim, Network, Participation
from sources import rights
from sources.history import aggregate
from sources.rights import Write, deletions, may_write, protected, refused
from tests.desk import kind_of, make, make_draft, values_of
from tests.factories import (
    CountryFactory,
    GroupFactory,
    InstitutionFactory,
    MeetingFactory,
    NameFactory,
    NetworkFactory,
    ParticipationFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

RECORDS = [model for model in admin.site._registry if hasattr(model, "HISTORY_CHILDREN")]


@pytest.fixture
def public():
    return InstitutionFactory(names="Public")


@pytest.fixture
def draft():
    return InstitutionFactory(names="Draft", review_state="draft")


def test_a_profile_and_the_parts_of_a_part_belong_to_the_institution():
    links = {
        model: rights.link_to_record(model).name for model in (Name, NameCitation, Aim, Network, TreatyBody)
    }

    assert links == {
        Name: "institution", NameCitation: "subject", Aim: "network", Network: "institution",
        TreatyBody: "institution",
    }  # fmt: skip


def test_what_has_a_review_state_or_stands_alone_belongs_to_nothing():
    assert [rights.link_to_record(model) for model in (Institution, Person, Group)] == [None, None, None]


@pytest.mark.parametrize(
    ("whence", "where", "allowed"),
    [
        ("draft", "draft", True), ("draft", "public", False), ("public", "draft", False),
        ("public", "public", False),
    ],
)  # fmt: skip
def test_a_name_that_moves_asks_both_institutions(curator, whence, where, allowed):
    states = {"draft": "draft", "public": "published"}
    one, other = (InstitutionFactory(review_state=states[state]) for state in (whence, where))
    before = NameFactory(institution=one, text="Its name", language="fr")
    after = Name(pk=before.pk, institution=other, text="Its name", language="fr")

    assert may_write(curator, before=before, after=after) is allowed


def test_withdrawing_and_publishing_both_ask_for_the_right_to_publish(curator, publisher, public):
    withdrawn = Institution(pk=public.pk, slug=public.slug, review_state="withdrawn")

    assert not may_write(curator, before=public, after=withdrawn)
    assert not may_write(curator, before=withdrawn, after=public)
    assert may_write(publisher, before=public, after=withdrawn)


def test_a_person_is_added_by_a_curator_and_not_brought_back(curator, publisher):
    person = Person(name="Somebody")

    assert may_write(curator, after=person)
    assert not may_write(curator, after=person, restored=True)
    assert may_write(publisher, after=person, restored=True)


def test_a_part_of_a_group_is_added_with_the_group_and_not_to_one_that_is_there(curator):
    there, added, country = GroupFactory(), Group(pk=0, slug="added"), CountryFactory()
    with_it = [Write(None, added), Write(None, GroupCountry(group=added, country=country))]

    assert refused(curator, with_it) == []
    assert not may_write(curator, after=GroupCountry(group=there, country=country))


def test_a_deletion_is_judged_with_all_that_goes_along(publisher, public):
    network = NetworkFactory()
    citation = NameCitation.objects.create(
        subject=network.institution.names.get(), source=SourceFactory(), page="3"
    )

    gone = [write.row for write in deletions([network.institution])]

    assert {network, citation, network.institution} <= set(gone)


def test_a_row_whose_record_is_gone_counts_as_published(curator, publisher):
    lost = Name(institution_id=0, text="Lost", language="en")

    assert not may_write(curator, after=lost)
    assert may_write(publisher, after=lost)


def test_require_names_what_was_refused_and_lets_the_rest_be(curator, public, draft):
    writes = [Write(None, Name(institution=body, text="X", language="en")) for body in (public, draft)]

    with pytest.raises(rights.NotAllowedError) as error:
        rights.require(curator, writes)

    assert [write.after.institution for write in error.value.refused] == [public]


@pytest.mark.parametrize("role", ["viewer", "curator", "publisher"])
@pytest.mark.parametrize("model", RECORDS, ids=kind_of)
def test_the_rule_for_sets_says_of_each_row_what_the_rule_for_one_says(make_user, role, model):
    user = make_user(role)
    can_be_draft = rights.link_to_record(model) or hasattr(model, "review_state")
    records = [make(model), make_draft(model) if can_be_draft else make(model)]
    rows = records + [
        part.model._base_manager.create(**{part.parent_field: record}, **values_of(part.model))
        for record in records
        for part in aggregate(model).children
        if part.model._meta.model_name != "identifier" or record is records[0]  # of which each is unique
    ]
    for row in rows:
        left = type(row)._base_manager.filter(protected(user, type(row)), pk=row.pk).exists()
        assert left is not may_write(user, before=row, after=row), (type(row), row)


def test_every_part_of_every_record_leads_to_one_that_decides():
    parts = {part.model for model in apps.get_models() for part in list(aggregate(model).walk())[1:]}

    assert [model for model in parts if rights.link_to_record(model) is None] == []


# -- at the desk: what stands in the form of another record


def test_a_curator_changes_a_draft_meeting_and_not_the_public_participation_in_its_form(client, curator):
    meeting = MeetingFactory(review_state="draft")
    row = ParticipationFactory(meeting=meeting, institution=InstitutionFactory())
    client.force_login(curator)
    data = {
        "title_en": "New title", "modality": "is", "standing": "accepted", "end_status": "unknown",
        **{f"{name}-{count}_FORMS": 0 for name in ("topics", "citations") for count in ("TOTAL", "INITIAL")},
        "participations-TOTAL_FORMS": 1, "participations-INITIAL_FORMS": 1, "participations-0-id": row.pk,
        "participations-0-meeting": meeting.pk, "participations-0-role": "host",
        "participations-0-institution": row.institution_id,
    }  # fmt: skip

    answer = client.post(reverse("admin:networks_meeting_change", args=[meeting.pk]), data)

    meeting.refresh_from_db()
    assert answer.status_code == 302
    assert meeting.title_en == "New title"
    assert Participation.objects.get().role == "participant"
