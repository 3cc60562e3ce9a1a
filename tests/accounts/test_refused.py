"""What a role may not do is refused wherever it is tried, and nothing changes."""

import pytest
from django.contrib import admin
from django.urls import reverse

from imports.models import Import
from institutions.models import Contact, Name
from networks.models import Aim, Membership, Network
from sources.history import event_model
from tests.accounts.addresses import addresses
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    NameFactory,
    NetworkFactory,
    PersonFactory,
    RoleFactory,
    SourceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

WRITES = ("add", "change", "delete", "put_back")
NO_CITATIONS = {f"citations-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
NO_CHANGES = {f"status_changes-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}


def enter(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def draft(db):
    return MembershipFactory(review_state="draft", role=RoleFactory(slug="member"))


@pytest.fixture
def published(db):
    return MembershipFactory(role=RoleFactory(slug="member"))


def form_of(membership, **values):
    return {
        "institution": membership.institution_id, "network": membership.network_id,
        "role": membership.role_id, "modality": "is", "standing": "accepted", "end_status": "unknown",
        **NO_CITATIONS, **NO_CHANGES, **values,
    }  # fmt: skip


def change(membership):
    return reverse("admin:networks_membership_change", args=[membership.pk])


# -- viewers


def test_a_viewer_writes_nothing_of_any_kind(client, make_user, curator):
    enter(client, make_user("viewer"))
    tried = {
        name: address for name, address in addresses(curator).items()
        if name.startswith("admin:") and name.endswith(tuple(f"_{view}" for view in WRITES))
        and name != "admin:password_change"
    }  # fmt: skip

    answers = {name: client.post(address, {"post": "yes"}).status_code for name, address in tried.items()}

    assert len(answers) > 100
    assert {name: status for name, status in answers.items() if status != 403} == {}


@pytest.mark.parametrize("action", ["publish", "withdraw", "delete_selected"])
def test_a_viewer_is_offered_no_action(client, make_user, draft, action):
    enter(client, make_user("viewer"))

    client.post(
        reverse("admin:networks_membership_changelist"),
        {"action": action, "_selected_action": draft.pk, "confirmed": "yes", "post": "yes"},
    )

    assert Membership.objects.get().review_state == "draft"


# -- curators


@pytest.mark.parametrize("action", ["publish", "withdraw", "delete_selected"])
def test_a_curator_neither_publishes_nor_withdraws_nor_deletes_in_bulk(client, curator, draft, action):
    enter(client, curator)

    client.post(
        reverse("admin:networks_membership_changelist"),
        {"action": action, "_selected_action": draft.pk, "confirmed": "yes", "post": "yes"},
    )

    assert Membership.objects.get().review_state == "draft"


def test_what_a_curator_adds_is_a_draft_whatever_the_form_says(client, curator):
    enter(client, curator)
    like = MembershipFactory.build(
        institution=InstitutionFactory(), network=NetworkFactory(), role=RoleFactory()
    )

    answer = client.post(reverse("admin:networks_membership_add"), form_of(like, review_state="published"))

    assert answer.status_code == 302
    assert Membership.objects.get().review_state == "draft"


def test_a_curator_changes_a_draft_and_cannot_publish_it_by_the_form(client, curator, draft):
    enter(client, curator)

    answer = client.post(change(draft), form_of(draft, status="active", review_state="published"))

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert (draft.status, draft.review_state) == ("active", "draft")


def test_a_curator_does_not_change_what_is_published(client, curator, published):
    enter(client, curator)

    assert client.post(change(published), form_of(published, status="ended")).status_code == 403
    published.refresh_from_db()
    assert published.status == ""


def test_a_curator_does_not_put_back_what_was_public(client, curator, published):
    enter(client, curator)
    moment = event_model(Membership).objects.latest("pgh_id").pgh_created_at.isoformat()
    published.review_state = "draft"
    published.save()

    answer = client.post(
        reverse("admin:networks_membership_put_back", args=[published.pk]), {"moment": moment}
    )

    assert answer.status_code == 403
    assert Membership.objects.get().review_state == "draft"


def test_who_may_not_put_back_reads_what_it_would_have_written_and_whom_to_ask(client, curator):
    enter(client, curator)
    body = InstitutionFactory(names="As it was", review_state="draft")
    moment = event_model(Name).objects.latest("pgh_id").pgh_created_at.isoformat()
    NameFactory(institution=body, text="Added since")

    answer = client.get(
        reverse("admin:institutions_institution_put_back", args=[body.pk]), {"moment": moment}
    )

    assert answer.status_code == 403
    assert "Ask a publisher for it: name “Added since”." in answer.content.decode()


def test_who_may_not_put_back_a_deleted_record_reads_who_may(client, curator, published):
    enter(client, curator)
    key = published.pk
    published.delete()

    answer = client.get(reverse("admin:networks_membership_history", args=[key]))

    assert "A publisher can put it back" in answer.content.decode()


def test_a_curator_gives_no_name_to_a_published_institution(client, curator):
    enter(client, curator)
    body = InstitutionFactory(names="Its name")

    answer = client.post(
        reverse("admin:institutions_name_add"),
        {"institution": body.pk, "text": "Slander", "language": "en", "kind": "official", **NO_CITATIONS},
    )

    assert answer.status_code == 403
    assert [name.text for name in body.names.all()] == ["Its name"]


def test_a_curator_moves_no_name_to_a_published_institution(client, curator):
    enter(client, curator)
    body = InstitutionFactory(names="Its name")
    name = NameFactory(institution=InstitutionFactory(review_state="draft"), text="Slander")

    answer = client.post(
        reverse("admin:institutions_name_change", args=[name.pk]),
        {"institution": body.pk, "text": "Slander", "language": "en", "kind": "official", **NO_CITATIONS},
    )

    assert answer.status_code == 403
    assert Name.objects.get(text="Slander").institution != body


def test_a_curator_makes_no_published_institution_a_network(client, curator):
    enter(client, curator)
    body = InstitutionFactory(kind="coalition")

    answer = client.post(
        reverse("admin:networks_network_add"),
        {"institution": body.pk, "aims-TOTAL_FORMS": 0, "aims-INITIAL_FORMS": 0},
    )

    assert answer.status_code == 403
    assert not Network.objects.exists()


def test_a_curator_adds_no_aim_to_a_published_network(client, curator):
    enter(client, curator)
    network = NetworkFactory()

    answer = client.post(
        reverse("admin:networks_aim_add"),
        {
            "network": network.pk, "kind": "objective", "position": 1, "text_en": "Rule", "text_fr": "R",
            **NO_CITATIONS,
        },
    )  # fmt: skip

    assert answer.status_code == 403
    assert not Aim.objects.exists()


def test_a_curator_names_a_draft_institution(client, curator):
    enter(client, curator)
    body = InstitutionFactory(review_state="draft", names="Its name")

    answer = client.post(
        reverse("admin:institutions_name_add"),
        {"institution": body.pk, "text": "Another", "language": "en", "kind": "alternative", **NO_CITATIONS},
    )

    assert answer.status_code == 302
    assert body.names.count() == 2


def test_a_curator_proposes_a_change_of_what_is_published_as_a_draft(client, curator, published):
    enter(client, curator)

    client.post(reverse("admin:networks_membership_propose", args=[published.pk]))

    draft = Membership.objects.get(revises=published)
    assert (draft.review_state, draft.institution) == ("draft", published.institution)


def test_a_viewer_proposes_nothing(client, make_user, published):
    enter(client, make_user("viewer"))

    client.post(reverse("admin:networks_membership_propose", args=[published.pk]))

    assert Membership.objects.count() == 1


def test_a_curator_does_not_change_what_is_public_at_once(client, curator):
    enter(client, curator)
    theme = ThemeFactory()

    answer = client.post(
        reverse("admin:institutions_theme_change", args=[theme.pk]), {"label_en": "X", "label_fr": "X"}
    )

    assert answer.status_code == 403


# -- administrators alone


@pytest.mark.parametrize("role", ["viewer", "curator", "publisher"])
@pytest.mark.parametrize("lookup", ["contact__email__startswith=a", "contact__email=a@example.org"])
@pytest.mark.parametrize("model", ["institution", "person"])
def test_no_address_leaks_through_a_filter_of_the_desk(client, make_user, role, lookup, model):
    enter(client, make_user(role))
    Contact.objects.create(institution=InstitutionFactory(), person=PersonFactory(), email="a@example.org")

    answer = client.get(f"/admin/institutions/{model}/?{lookup}")

    assert answer.status_code == 400


@pytest.mark.parametrize("role", ["viewer", "curator", "publisher"])
def test_no_address_shows_at_the_desk_to_who_may_not_see_it(client, make_user, curator, role):
    enter(client, make_user(role, f"the-{role}"))
    pages = {name: address for name, address in addresses(curator).items() if name.startswith("admin:inst")}

    shown = [
        name for name, address in pages.items() if b"a.person@example.org" in client.get(address).content
    ]

    assert len(pages) > 50
    assert shown == []


def autocomplete(client, app, model, field, term=""):
    return client.get(
        "/admin/autocomplete/", {"app_label": app, "model_name": model, "field_name": field, "term": term}
    )


@pytest.mark.parametrize("role", ["viewer", "curator", "publisher", "administrator"])
def test_an_autocomplete_finds_what_its_reader_may_see(client, make_user, role):
    enter(client, make_user(role))
    InstitutionFactory(names="Défenseure")

    answer = autocomplete(client, "networks", "membership", "institution", "defenseure")

    assert [one["text"] for one in answer.json()["results"]] == ["Défenseure"]


@pytest.mark.parametrize("role", [None, "viewer", "curator", "publisher"])
@pytest.mark.parametrize(
    ("app", "model", "field"), [("networks", "ruling", "made_by"), ("imports", "import", "owner")]
)
def test_an_autocomplete_names_no_users_to_others(client, make_user, role, app, model, field):
    enter(client, make_user(role))

    answer = autocomplete(client, app, model, field)

    assert answer.status_code in (302, 403)
    assert answer["Content-Type"] != "application/json"


def test_an_autocomplete_is_closed_to_the_public(client):
    answer = autocomplete(client, "networks", "membership", "person")

    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


# -- imports belong to who uploaded them


@pytest.fixture
def preview(curator):
    return Import.objects.create(
        owner=curator, filename="a.csv", size=1, sha256="0", state="previewed", counts={"new": 1, "rows": 1}
    )


@pytest.mark.parametrize("role", ["viewer", "curator", "publisher", "administrator"])
@pytest.mark.parametrize("act", ["confirm", "drop"])
def test_an_import_is_neither_confirmed_nor_dropped_by_others(client, make_user, preview, role, act):
    enter(client, make_user(role, "somebody-else"))

    answer = client.post(f"/imports/{preview.pk}/{act}/")

    preview.refresh_from_db()
    assert answer.status_code == (403 if role == "viewer" else 404)
    assert preview.state == "previewed"


@pytest.mark.parametrize("act", ["confirm", "drop"])
def test_an_import_is_neither_confirmed_nor_dropped_by_the_public(client, preview, act):
    answer = client.post(f"/imports/{preview.pk}/{act}/")

    preview.refresh_from_db()
    assert answer.url.startswith("/accounts/login/")
    assert preview.state == "previewed"


def test_an_import_that_was_stored_is_read_by_all_who_may_read_imports(client, make_user, preview):
    Import.objects.update(state="applied", source=SourceFactory(), applied_at=preview.created_at)
    enter(client, make_user("viewer"))

    assert client.get(f"/imports/{preview.pk}/").status_code == 200


def test_nobody_uploads_who_may_not_add(client, make_user):
    enter(client, make_user("viewer"))

    assert client.post("/imports/new/").status_code == 403
    assert not Import.objects.exists()


def test_every_record_of_the_desk_that_has_a_state_is_guarded():
    from sources.admin.base import CuratedAdmin
    from sources.statements import Reviewed

    unguarded = [
        model for model, desk in admin.site._registry.items()
        if issubclass(model, Reviewed) and not isinstance(desk, CuratedAdmin)
    ]  # fmt: skip

    assert unguarded == []
