"""Names of a file: the certain ones are taken, the others wait for a person, and decisions are remembered."""

import pytest

from imports import actions
from imports.deciding import Choice, NoSuchRecordError, decide, forget
from imports.models import Decision, How
from institutions.models import Institution
from networks.models import Membership, Network
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    NameFactory,
    NetworkFactory,
    RoleFactory,
)
from tests.imports.tables import as_csv, outcomes, store, table, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(db):
    RoleFactory(slug="member")
    georgia = CountryFactory(code="GE", label_en="Georgia")
    defender = InstitutionFactory(slug="public-defender-of-georgia", country=georgia)
    NameFactory(institution=defender, text="Public Defender’s Office of Georgia", kind="alternative")
    peru = CountryFactory(code="PE", label_en="Peru")
    ministry = InstitutionFactory(slug="ministry-of-health", kind="authority", country=peru)
    NetworkFactory(institution=InstitutionFactory(slug="equinet-network", kind="peer_network"))
    return defender, ministry


def row(**cells):
    return {"institution": "Public Defender of Georgia", "network": "Equinet network", **cells}


def file_with(user, *names, **options):
    return upload(user, as_csv(table(*(row(institution=name) for name in names))), **options)


def again(import_):
    actions.judge_again(import_id=import_.pk, user=import_.owner)
    return actions.read(import_.pk)


def hows(import_):
    return list(import_.names.filter(role="party").order_by("key").values_list("how", flat=True))


def decided(import_, verdict, found=None, key=1, role="party"):
    decide(import_=import_, user=import_.owner, choices=[Choice(role, key, verdict, found)])
    return again(import_)


@pytest.mark.parametrize(
    "name", ["PUBLIC DEFENDER OF GEORGIA", "Georgia, Public Defender of", "Public Defender of  Georgia."]
)
def test_case_order_and_punctuation_leave_no_doubt(field, publisher, name):
    import_ = file_with(publisher, name)

    assert outcomes(import_) == ["new"]
    assert import_.rows.get().institution_id == field[0].pk


def test_a_name_that_only_resembles_is_asked(field, publisher):
    import_ = file_with(publisher, "Public Defender of Armenia")

    name = import_.names.get(role="party")
    assert (outcomes(import_), name.how) == (["wrong"], How.OPEN)
    assert (import_.counts["unresolved"], import_.counts["open_names"]) == (1, 1)


def test_a_general_name_without_a_country_is_asked_and_with_it_taken(field, publisher):
    import_ = upload(
        publisher,
        as_csv(
            table(
                row(institution="Ministry of Health"), row(institution="Ministry of Health", country="Peru")
            )
        ),
    )

    assert outcomes(import_) == ["wrong", "new"]
    candidate = import_.names.get(how=How.OPEN).candidates[0]
    assert (candidate["id"], candidate["reason"]) == (field[1].pk, "exact")


def test_two_arabic_names_that_fold_alike_are_two_names(field, publisher):
    mali = InstitutionFactory(slug="mali", kind="state", country=CountryFactory(code="ML", label_en="Mali"))
    NameFactory(institution=mali, text="مالي", language="ar")

    import_ = file_with(publisher, "مالي", "ملاي")

    assert import_.names.get(role="party", name="مالي").found_id == mali.pk
    assert import_.names.get(role="party", name="ملاي").how == How.OPEN


@pytest.mark.parametrize("text", ["No NHRI", "none", "-"])
def test_what_names_nobody_is_left_out_and_is_no_error(field, publisher, text):
    import_ = file_with(publisher, text, "Public Defender of Georgia")

    assert outcomes(import_) == ["left_out", "new"]
    assert (import_.counts["left_out"], import_.counts["wrong"]) == (1, 0)


def test_a_decision_takes_a_name_for_a_record(field, publisher):
    import_ = decided(file_with(publisher, "The Tbilisi office"), "same", field[0].pk)

    assert (outcomes(import_), hows(import_)) == (["new"], [How.DECIDED])
    store(import_)
    assert Membership.objects.get().institution == field[0]


def test_a_decision_is_remembered_for_the_next_file_once_its_own_is_stored(field, publisher, curator):
    store(decided(file_with(publisher, "The Tbilisi office"), "same", field[0].pk))

    import_ = file_with(curator, "the TBILISI office", filename="next year.csv")

    assert hows(import_) == [How.REMEMBERED]
    decision = import_.names.get(role="party").decision
    assert (decision.made_by, decision.name) == (publisher, "The Tbilisi office")


def test_a_decision_for_one_country_does_not_hold_for_another(field, publisher):
    content = as_csv(table(row(institution="Ombudsman", country="Georgia")))
    store(decided(upload(publisher, content), "same", field[0].pk))

    import_ = upload(publisher, as_csv(table(row(institution="Ombudsman", country="Peru"))))

    assert hows(import_) == [How.OPEN]


def test_not_the_same_takes_a_candidate_away(field, publisher):
    NameFactory(institution=field[1], text="Public Defender of Gеorgia", kind="former")
    import_ = file_with(publisher, "Public Defender of Georgia")

    import_ = decided(import_, "not_same", field[0].pk)

    name = import_.names.get(role="party")
    assert name.found_id != field[0].pk
    assert field[0].pk not in [one["id"] for one in name.candidates]


def test_a_decision_can_be_taken_back(field, publisher):
    import_ = decided(file_with(publisher, "The Tbilisi office"), "same", field[0].pk)

    forget(import_=import_, role="party", key=1)

    assert (hows(again(import_)), Decision.objects.count()) == ([How.OPEN], 0)


def test_leaving_out_holds_for_this_file_alone(field, publisher):
    import_ = decided(file_with(publisher, "The Tbilisi office"), "leave_out")
    assert outcomes(import_) == ["left_out"]

    assert hows(file_with(publisher, "The Tbilisi office", filename="next.csv")) == [How.OPEN]


def test_creating_makes_an_institution_that_needs_review(field, publisher):
    import_ = decided(file_with(publisher, "Commission of Utopia"), "create")
    assert not Institution.objects.filter(label_other="Commission of Utopia").exists()

    store(import_)

    created = Institution.objects.get(label_other="Commission of Utopia")
    assert (created.review_state, created.citations.get().row) == ("draft", 2)
    assert Membership.objects.get().institution == created


def test_nothing_is_ever_created_because_a_name_did_not_match(field, publisher):
    before = Institution.objects.count()

    store(file_with(publisher, "Commission of Utopia", "Public Defender of Georgia"))

    assert Institution.objects.count() == before


def test_creating_what_is_missing_is_asked_for_the_whole_file(field, publisher):
    import_ = file_with(publisher, "Commission of Utopia", "Commission of Utopia", create_missing=True)
    assert import_.counts["to_create"] == 1

    stored = store(import_)

    assert stored.counts["stored"]["created_institutions"] == 1
    assert Institution.objects.filter(label_other="Commission of Utopia").count() == 1


def test_an_institution_that_is_no_network_becomes_one_only_by_decision(field, publisher):
    content = as_csv(table({"institution": "Public Defender of Georgia", "network": "Ministry of Health"}))
    import_ = upload(publisher, content)
    assert outcomes(import_) == ["wrong"]

    store(decided(import_, "create", role="whole"))

    assert Network.objects.filter(pk=field[1].pk).exists()
    assert Institution.objects.count() == 3


def test_what_was_picked_must_be_there(field, publisher):
    import_ = file_with(publisher, "The Tbilisi office")

    with pytest.raises(NoSuchRecordError):
        decided(import_, "same", 999_999)
    assert Decision.objects.count() == 0


def test_a_network_is_picked_among_networks(field, publisher):
    content = as_csv(table(row(network="Something")))

    with pytest.raises(NoSuchRecordError):
        decided(upload(publisher, content), "same", field[0].pk, role="whole")


def test_dropping_an_import_forgets_its_decisions(field, publisher):
    import_ = decided(file_with(publisher, "The Tbilisi office"), "same", field[0].pk)

    actions.drop(import_id=import_.pk, user=publisher)

    assert Decision.objects.count() == 0


def test_two_namesakes_in_two_countries_are_created_apart(field, publisher):
    content = as_csv(
        table(
            row(institution="Utopian Council", country="Peru"),
            row(institution="Utopian Council", country="Georgia"),
        )
    )
    store(upload(publisher, content, create_missing=True))

    assert sorted(
        Institution.objects.filter(label_other="Utopian Council").values_list("country__code", flat=True)
    ) == ["GE", "PE"]
