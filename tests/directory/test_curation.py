"""The desk: what its filters find, how a record is changed, published, and put back."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from institutions.models import Institution, Name, NameCitation
from networks.models import Membership, MembershipCitation
from sources.history import event_model
from sources.models import Source
from tests.directory.pages import text_of
from tests.factories import (
    InstitutionFactory,
    InstrumentFactory,
    MembershipFactory,
    NameFactory,
    NetworkFactory,
    RoleFactory,
    SourceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

LIST = "admin:networks_membership_changelist"


@pytest.fixture
def desk(client, publisher):
    client.force_login(publisher)
    return client


def shown(client, name, query):
    """Return the keys of the records on a list of the desk."""
    answer = client.get(f"{reverse(name)}?{query}")
    assert answer.status_code == 200, answer.status_code
    return [row.pk for row in answer.context["cl"].result_list]


# -- the filters of the lists


@pytest.fixture
def memberships():
    """One of each sort that a filter looks for."""
    body, network = InstitutionFactory(), NetworkFactory()
    day = timezone.now().date()

    def member(role, days=None, **values):
        membership = MembershipFactory(
            institution=body, network=network, role=RoleFactory(slug=role), **values
        )
        if days is not None:
            date = (day - datetime.timedelta(days=days)).isoformat()
            membership.citations.create(source=SourceFactory(published=date))
        return membership

    return {
        "new": member("member", 10, standing="disputed"),
        "two years": member("chair", 2 * 365 + 30, standing="disputed"),
        "six years": member("observer", 6 * 365, standing="disputed"),
        "unsourced": MembershipFactory(),
        "incomplete": MembershipFactory(
            network=None, incomplete_in_source=True, source=SourceFactory(published="2001")
        ),
        "english": MembershipFactory(note_en="A note", source=SourceFactory(published="2001")),
        "undated": MembershipFactory(source=SourceFactory(published=None)),
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("no_source=yes", ["unsourced"]),
        ("not_confirmed=1", ["english", "incomplete", "six years", "two years", "undated", "unsourced"]),
        ("not_confirmed=5", ["english", "incomplete", "six years", "undated", "unsourced"]),
        ("not_confirmed=never", ["undated", "unsourced"]),
        ("disagree=yes", ["new", "six years", "two years"]),
        ("incomplete_in_source__exact=1", ["incomplete"]),
        ("one_language=yes", ["english"]),
        ("standing__exact=disputed&not_confirmed=1", ["six years", "two years"]),
    ],
)
def test_memberships_that_want_something_are_found(desk, memberships, query, expected):
    names = {membership.pk: name for name, membership in memberships.items()}

    assert sorted(names[key] for key in shown(desk, LIST, query)) == expected


def test_a_filter_that_is_not_set_leaves_nothing_out(desk, memberships):
    assert len(shown(desk, LIST, "")) == 7


@pytest.mark.parametrize(
    ("query", "expected"), [("no_source=yes", ["bare"]), ("one_language=yes", ["bare", "cited"])]
)
def test_institutions_that_want_something_are_found(desk, query, expected):
    bare, cited, whole = (InstitutionFactory(slug=slug) for slug in ("bare", "cited", "whole"))
    NameFactory(institution=whole, text="Entière", language="fr")
    for body in (cited, whole):
        body.citations.create(source=SourceFactory())

    found = shown(desk, "admin:institutions_institution_changelist", query)

    assert sorted(Institution.objects.filter(pk__in=found).values_list("slug", flat=True)) == expected
    assert bare.pk in found


@pytest.mark.parametrize(
    ("name", "maker", "both", "one"),
    [
        ("sources_source", SourceFactory, {}, {"label_fr": ""}),
        ("institutions_theme", ThemeFactory, {}, {"description_en": "Of what?"}),
        ("mandates_instrument", InstrumentFactory, {}, {"title_en": ""}),
    ],
)
def test_what_is_there_in_one_language_alone_is_found(desk, name, maker, both, one):
    maker(**both)
    half = maker(**one)

    assert shown(desk, f"admin:{name}_changelist", "one_language=yes") == [half.pk]


# -- adding


def citations(*rows):
    """Return the fields of a form with ``rows`` of citations."""
    fields = {"citations-TOTAL_FORMS": len(rows), "citations-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        fields |= {
            f"citations-{number}-{name}": value for name, value in {"effect": "supports", **row}.items()
        }
    return {"status_changes-TOTAL_FORMS": 0, "status_changes-INITIAL_FORMS": 0, **fields}


def membership_form(**values):
    return {"modality": "is", "standing": "accepted", "end_status": "unknown", **values}


def test_a_membership_is_added_with_its_source_in_one_form(desk, publisher):
    body, network, source = InstitutionFactory(), NetworkFactory(), SourceFactory(published="2019")
    values = membership_form(
        institution=body.pk, network=network.pk, role=RoleFactory().pk, start="2013-05",
        review_state="published", change_reason="from the report",
    )  # fmt: skip
    place = {"source": source.pk, "paragraph": 4, "wording": "network: The Net\ninstitution: The Body"}

    answer = desk.post(reverse("admin:networks_membership_add"), values | citations(place))

    membership = Membership.objects.get()
    citation = membership.citations.get()
    assert answer.status_code == 302
    assert (str(membership.start), membership.period_type) == ("2013-05", "dated")
    assert (citation.source, citation.paragraph) == (source, 4)
    assert citation.wording == {"network": "The Net", "institution": "The Body"}
    assert membership.attested_last == datetime.date(2019, 12, 31)


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"start": "2013-13"}, "start", "there is no such month"),
        ({"start": "2013", "end": "2012"}, "end", "The end lies before the start: check both dates."),
        ({"institution": ""}, None, "Name the party, or mark the statement “incomplete in source”"),
    ],
)
def test_what_cannot_be_is_told_in_the_form_and_not_stored(desk, values, field, said):
    whole = membership_form(
        institution=InstitutionFactory().pk, network=NetworkFactory().pk, role=RoleFactory().pk
    )

    answer = desk.post(reverse("admin:networks_membership_add"), whole | values | citations())

    form = answer.context["adminform"].form
    errors = form.errors[field] if field else form.non_field_errors()
    assert said in " ".join(errors)
    assert not Membership.objects.exists()


def test_a_membership_that_overlaps_another_is_told_so_and_not_stored(desk):
    other = MembershipFactory(start="2010", end="2020")
    values = membership_form(
        institution=other.institution_id, network=other.network_id, role=other.role_id, start="2015",
        end="2016", review_state="published",
    )  # fmt: skip

    answer = desk.post(reverse("admin:networks_membership_add"), values | citations())

    assert "overlaps with this period" in answer.content.decode()
    assert Membership.objects.count() == 1


# -- two editors


def open_theme(client, theme):
    """Return what the form of a theme holds when it is opened."""
    form = client.get(reverse("admin:institutions_theme_change", args=[theme.pk])).context["adminform"].form
    return {name: form[name].value() or "" for name in form.fields}


def save_theme(client, theme, form, **values):
    return client.post(reverse("admin:institutions_theme_change", args=[theme.pk]), form | values)


def test_the_second_save_is_refused_both_texts_are_shown_and_nothing_typed_is_lost(desk):
    theme = ThemeFactory(label_en="Old", label_fr="Vieux")
    one, other = open_theme(desk, theme), open_theme(desk, theme)
    save_theme(desk, theme, one, label_en="The first’s")

    answer = save_theme(desk, theme, other, label_en="The second’s", description_en="Also typed")

    theme.refresh_from_db()
    assert theme.label_en == "The first’s"
    assert "Somebody else changed this record" in answer.content.decode()
    assert "stored now “The first’s”, yours “The second’s”" in answer.content.decode()
    form = answer.context["adminform"].form
    assert (form["label_en"].value(), form["description_en"].value()) == ("The second’s", "Also typed")


def test_after_reading_what_is_stored_the_second_save_goes_through(desk):
    theme = ThemeFactory(label_en="Old", label_fr="Vieux")
    one, other = open_theme(desk, theme), open_theme(desk, theme)
    save_theme(desk, theme, one, label_en="The first’s")
    refused = save_theme(desk, theme, other, label_en="The second’s").context["adminform"].form
    again = {name: refused[name].value() or "" for name in refused.fields}

    answer = save_theme(desk, theme, again)

    theme.refresh_from_db()
    assert answer.status_code == 302
    assert theme.label_en == "The second’s"


def test_what_the_second_did_not_touch_stays_as_the_first_left_it(desk):
    theme = ThemeFactory(label_en="Old", label_fr="Vieux")
    form = open_theme(desk, theme)
    type(theme).objects.filter(pk=theme.pk).update(label_fr="Neuf")
    again = open_theme(desk, theme)["opened_at"]

    save_theme(desk, theme, form, label_en="New", opened_at=again, label_fr="Neuf")

    theme.refresh_from_db()
    assert (theme.label_en, theme.label_fr) == ("New", "Neuf")


# -- publishing many


def act(client, action, rows, **values):
    return client.post(
        reverse(LIST), {"action": action, "_selected_action": [row.pk for row in rows], **values}
    )


def states():
    return sorted(Membership.objects.values_list("review_state", flat=True))


@pytest.fixture
def drafts():
    return [MembershipFactory(review_state="draft") for _number in range(3)]


def test_publishing_many_asks_first(desk, drafts):
    answer = act(desk, "publish", drafts)

    assert "3 records are concerned:" in answer.content.decode()
    assert states() == ["draft", "draft", "draft"]


def test_publishing_many_publishes_those_that_were_chosen_with_who_and_why(desk, drafts, publisher):
    answer = act(desk, "publish", drafts[:2], confirmed="yes", reason="checked against the list")

    assert answer.status_code == 302
    assert states() == ["draft", "published", "published"]
    event = event_model(Membership).objects.filter(pgh_label="update").latest("pgh_id")
    assert event.pgh_context.metadata["user"] == publisher.pk
    assert event.pgh_context.metadata["reason"] == "checked against the list"


def test_where_one_cannot_be_published_none_is_and_the_reason_is_told(desk, drafts):
    stored = MembershipFactory()
    drafts[2].institution, drafts[2].network, drafts[2].role = stored.institution, stored.network, stored.role
    drafts[2].save()

    answer = act(desk, "publish", drafts, confirmed="yes")

    assert states() == ["draft", "draft", "draft", "published"]
    said = text_of(desk, answer.url)
    assert "This membership is recorded already: add a citation to it instead." in said


def test_withdrawing_many_takes_them_from_the_public(desk, client):
    rows = [MembershipFactory(), MembershipFactory()]

    act(desk, "withdraw", rows, confirmed="yes")

    assert states() == ["withdrawn", "withdrawn"]
    assert client.get(rows[0].get_absolute_url()).status_code == 404


def test_a_proposal_that_is_published_is_written_into_what_it_revises(desk):
    membership = MembershipFactory(status="active")
    draft = Membership.objects.create(
        institution=membership.institution, network=membership.network, role=membership.role,
        revises=membership, status="suspended",
    )  # fmt: skip
    source = SourceFactory()
    MembershipCitation.objects.create(subject=draft, source=source)

    act(desk, "publish", [draft], confirmed="yes")

    stored = Membership.objects.get()
    assert (stored.pk, stored.status, stored.review_state) == (membership.pk, "suspended", "published")
    assert stored.citations.get().source == source


# -- history


def test_the_history_shows_what_changed_with_who_and_why(desk):
    theme = ThemeFactory(label_en="Old", label_fr="Vieux")
    save_theme(desk, theme, open_theme(desk, theme), label_en="New", change_reason="a slip of the pen")

    said = text_of(desk, reverse("admin:institutions_theme_history", args=[theme.pk]))

    assert "a-publisher" in said
    assert "a slip of the pen" in said
    assert "Old New" in said


def put_back(client, name, key, moment, **values):
    address = reverse(f"admin:{name}_put_back", args=[key])
    return client.post(address, {"moment": moment.isoformat(), **values})


def test_putting_back_asks_first_and_brings_names_and_citations_back(desk):
    body = InstitutionFactory(names="As it was")
    NameCitation.objects.create(subject=body.names.get(), source=SourceFactory(), page="3")
    body.citations.create(source=SourceFactory(), about="kind")
    then = event_model(Institution.citations.rel.related_model).objects.latest("pgh_id").pgh_created_at
    Name.objects.all().delete()
    body.citations.all().delete()
    NameFactory(institution=body, text="Something else")
    address = reverse("admin:institutions_institution_put_back", args=[body.pk])

    asked = desk.get(f"{address}?moment={then.isoformat().replace('+', '%2B')}")
    assert [name.text for name in body.names.all()] == ["Something else"]
    put_back(desk, "institutions_institution", body.pk, then, reason="it was right")

    assert asked.status_code == 200
    assert [name.text for name in body.names.all()] == ["As it was"]
    assert body.names.get().citations.get().page == "3"
    assert body.citations.get().about == "kind"
    assert "it was right" in text_of(desk, reverse("admin:institutions_institution_history", args=[body.pk]))


def test_a_deleted_record_is_listed_and_comes_back_from_its_history(desk):
    source = SourceFactory(slug="a-list")
    key, then = source.pk, event_model(Source).objects.latest("pgh_id").pgh_created_at
    desk.post(reverse("admin:sources_source_delete", args=[key]), {"post": "yes"})
    assert not Source.objects.exists()

    listed = text_of(desk, reverse("admin:sources_source_deleted"))
    put_back(desk, "sources_source", key, then)

    assert "a-list" in listed
    assert Source.objects.get().slug == "a-list"


@pytest.mark.parametrize(
    "moment", ["", "yesterday", "2020-01-01", "2020-01-01T00:00:00", "\0", "2020-13-45T00:00:00Z"]
)
def test_a_moment_that_is_none_is_not_found(desk, moment):
    theme = ThemeFactory()

    answer = desk.post(reverse("admin:institutions_theme_put_back", args=[theme.pk]), {"moment": moment})

    assert answer.status_code == 404


@pytest.mark.parametrize("key", ["nothing", "0", "9" * 30, "1_27OR_201"])
@pytest.mark.parametrize("view", ["history", "put_back", "change", "delete"])
def test_a_record_that_never_was_is_not_found(desk, key, view):
    answer = desk.get(reverse(f"admin:networks_membership_{view}", args=[key]))

    assert answer.status_code in (302, 404)
