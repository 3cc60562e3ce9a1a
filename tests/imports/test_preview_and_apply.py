"""A spreadsheet of memberships: previewed row by row, stored whole or not at all, and only once."""

import pytest

from imports import messages
from institutions.models import Institution
from networks.models import Membership, MembershipCitation
from sources.models import Source
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    NameFactory,
    SourceFactory,
)
from tests.imports.tables import as_csv, outcomes, store, table, upload

pytestmark = pytest.mark.django_db


def row(**cells):
    return {"institution": "Defender of rights", "network": "EQUINET", **cells}


def test_a_preview_stores_nothing(field, publisher):
    import_ = upload(publisher, as_csv(table(row(start="2011"))))

    assert (import_.state, import_.counts["new"]) == ("previewed", 1)
    assert Membership.objects.count() == Source.objects.count() == 0


def test_a_new_row_becomes_a_published_membership_that_cites_its_sheet_and_row(field, publisher):
    import_ = store(
        upload(publisher, as_csv(table(row(start="2011-05", role="Observer", note="since the founding"))))
    )

    membership = Membership.objects.get()
    citation = membership.citations.get()
    assert import_.state == "applied"
    assert (str(membership.start), membership.role.slug, membership.review_state) == (
        "2011-05",
        "observer",
        "published",
    )
    assert (membership.period_type, membership.end_status, membership.note_en) == (
        "dated",
        "unknown",
        "since the founding",
    )
    assert (citation.source, citation.row, citation.says["start"]) == (import_.source, 2, "2011-05")
    assert import_.source.checksum == import_.sha256


def test_who_may_not_publish_adds_drafts(field, curator):
    store(upload(curator, as_csv(table(row()))))

    assert Membership.objects.get().review_state == "draft"
    assert Source.objects.get().review_state == "draft"


def test_the_same_file_again_changes_nothing(field, publisher):
    content = as_csv(table(row(start="2011"), row(network="ENOC", role="chair")))
    store(upload(publisher, content))
    before = list(Membership.objects.order_by("pk").values()), list(MembershipCitation.objects.values())

    again = store(upload(publisher, content))

    assert outcomes(again) == ["unchanged", "unchanged"]
    assert (
        list(Membership.objects.order_by("pk").values()),
        list(MembershipCitation.objects.values()),
    ) == before
    assert Source.objects.count() == 1


@pytest.mark.parametrize("name", ["Défenseur des droits", "DEFENSEUR DES DROITS", "defender of rights"])
def test_a_name_resolves_whatever_its_accents_and_case(field, publisher, name):
    import_ = upload(publisher, as_csv(table(row(institution=name))))

    assert import_.rows.get().institution_id == field[0].pk


def test_an_unknown_name_is_an_error_of_its_row_and_creates_nothing(field, publisher):
    import_ = upload(publisher, as_csv(table(row(institution="Nobody"), row())))

    assert outcomes(import_) == ["wrong", "new"]
    assert messages.of_rows(import_.rows.all())[1] == [
        "No institution has the name “Nobody”: correct it, or add the institution first."
    ]
    store(import_)
    assert Institution.objects.filter(label_en="Nobody").count() == 0
    assert Membership.objects.count() == 1


def test_a_name_that_several_share_is_an_error_that_lists_them(field, publisher):
    InstitutionFactory(slug="other-defender", names="Defender of Rights")

    import_ = upload(publisher, as_csv(table(row())))

    (said,) = messages.of_rows(import_.rows.all())[1]
    assert outcomes(import_) == ["wrong"]
    assert "hrnet:defender-of-rights" in said
    assert "hrnet:other-defender" in said


def test_a_country_tells_namesakes_apart(field, publisher):
    spain = CountryFactory(code="ES", label_en="Spain")
    other = InstitutionFactory(slug="other-defender", names="Defender of Rights", country=spain)

    import_ = upload(publisher, as_csv(table(row(country="Spain"), row(country="FR"))))

    assert list(import_.rows.values_list("institution_id", flat=True)) == [other.pk, field[0].pk]


def test_an_identifier_decides(field, publisher):
    InstitutionFactory(slug="other-defender", names="Defender of Rights")

    import_ = upload(publisher, as_csv(table(row(identifier="hrnet:other-defender"))))

    assert import_.rows.get().institution_id == Institution.objects.get(slug="other-defender").pk


def test_an_identifier_of_another_institution_than_the_name_is_an_error(field, publisher):
    import_ = upload(publisher, as_csv(table(row(identifier="hrnet:unia"))))

    assert outcomes(import_) == ["wrong"]


def test_an_acronym_alone_is_enough(field, publisher):
    NameFactory(institution=field[0], text="DDD", language="fr", kind="acronym")

    import_ = upload(publisher, as_csv(table({"acronym": "ddd", "network": "ENOC"})))

    assert import_.rows.get().institution_id == field[0].pk


def test_a_blank_is_filled(field, publisher):
    membership = MembershipFactory(
        institution=field[0], network=network("equinet-network"), source=SourceFactory()
    )

    import_ = store(upload(publisher, as_csv(table(row(start="2011", status="active")))))

    membership.refresh_from_db()
    assert outcomes(import_) == ["changed"]
    assert import_.rows.get().changes == {"start": [None, "2011"], "status": [None, "active"]}
    assert (str(membership.start), membership.status, membership.period_type) == ("2011", "active", "dated")


def test_a_newer_edition_of_the_same_list_revises_what_the_older_one_said(field, publisher):
    store(upload(publisher, as_csv(table(row(start="2011"))), "members.csv"))

    import_ = store(upload(publisher, as_csv(table(row(start="2012"))), "members.csv"))

    assert outcomes(import_) == ["changed"]
    assert str(Membership.objects.get().start) == "2012"
    assert Source.objects.count() == 2


def test_what_another_source_says_otherwise_stands_beside(field, publisher):
    store(upload(publisher, as_csv(table(row(start="2011"))), "one list.csv"))

    import_ = store(upload(publisher, as_csv(table(row(start="2012"))), "another list.csv"))

    assert outcomes(import_) == ["contradicted"]
    assert sorted((str(m.start), m.standing) for m in Membership.objects.all()) == [
        ("2011", "accepted"), ("2012", "disputed"),
    ]  # fmt: skip
    assert Membership.objects.disagreeing().count() == 2


def test_a_contradiction_again_changes_nothing(field, publisher):
    store(upload(publisher, as_csv(table(row(start="2011"))), "one list.csv"))
    content = as_csv(table(row(start="2012")))
    store(upload(publisher, content, "another list.csv"))

    assert outcomes(upload(publisher, content, "another list.csv")) == ["unchanged"]


def test_another_period_of_the_same_role_is_another_membership(field, publisher):
    MembershipFactory(institution=field[0], network=network("equinet-network"), start="2001", end="2005")

    import_ = store(upload(publisher, as_csv(table(row(start="2011")))))

    assert outcomes(import_) == ["new"]
    assert Membership.objects.count() == 2


def test_several_stored_memberships_that_fit_are_named(field, publisher):
    for start, end in (("2001", "2005"), ("2011", None)):
        MembershipFactory(institution=field[0], network=network("equinet-network"), start=start, end=end)

    import_ = upload(publisher, as_csv(table(row())))

    keys = sorted(Membership.objects.values_list("pk", flat=True))
    assert messages.of_rows(import_.rows.all())[1] == [
        f"Several stored memberships fit (#{keys[0]}, #{keys[1]}): give the start or the end."
    ]


def test_all_errors_of_a_row_are_told_at_once(field, publisher):
    import_ = upload(
        publisher,
        as_csv(table(row(institution="Nobody", network="Nowhere", role="king", start="2011-13", status="x"))),
    )

    said = messages.of_rows(import_.rows.all())[1]
    assert len(said) == 5
    assert "Start: “2011-13”: there is no such month." in said


def test_wrong_rows_hold_the_file_back_unless_they_are_left_out(field, publisher):
    from imports import actions

    import_ = upload(publisher, as_csv(table(row(institution="Nobody"), row())))

    with pytest.raises(actions.NotNowError):
        actions.confirm(import_id=import_.pk, user=publisher)
    assert Membership.objects.count() == 0


def test_confirming_twice_stores_once(field, publisher):
    from imports import actions

    import_ = upload(publisher, as_csv(table(row())))
    store(import_)

    assert actions.confirm(import_id=import_.pk, user=publisher).state == "applied"
    with pytest.raises(actions.NotNowError):
        actions.store(import_.pk)
    assert Membership.objects.count() == 1


def test_a_stale_preview_stores_nothing_and_is_made_anew(field, publisher):
    from imports import actions

    import_ = upload(publisher, as_csv(table(row(start="2011"))))
    MembershipFactory(
        institution=field[0], network=network("equinet-network"), start="2012", source=SourceFactory()
    )
    actions.confirm(import_id=import_.pk, user=publisher)

    after = actions.store(import_.pk)

    assert (after.state, after.problem) == ("previewed", {"code": "stale"})
    assert outcomes(after) == ["contradicted"]
    assert Membership.objects.count() == 1


def test_a_change_that_does_not_matter_does_not_hold_the_import_back(field, publisher):
    from imports import actions

    import_ = upload(publisher, as_csv(table(row(start="2011"))))
    MembershipFactory(start="2012")
    actions.confirm(import_id=import_.pk, user=publisher)

    assert actions.store(import_.pk).state == "applied"


def test_every_change_is_in_the_history_with_who_and_which_import(field, publisher):
    from networks.models import Membership as Model
    from sources.history import moments

    import_ = store(upload(publisher, as_csv(table(row()))))

    (moment,) = moments(Model, Membership.objects.get().pk)
    assert (moment.user_id, moment.metadata["import_id"]) == (publisher.pk, import_.pk)
    assert {change.part.model.__name__ for change in moment.changes} == {"Membership", "MembershipCitation"}


def test_a_curators_change_of_a_published_membership_waits_as_a_draft(field, publisher, curator):
    from sources import actions

    store(upload(publisher, as_csv(table(row(start="2011"))), "members.csv"))
    content = as_csv(table(row(start="2012")))
    store(upload(curator, content, "members.csv"))

    public, draft = Membership.objects.order_by("pk")
    assert (str(public.start), draft.revises, str(draft.start)) == ("2011", public, "2012")
    assert outcomes(upload(curator, content, "members.csv")) == ["unchanged"]

    actions.publish(rows=Membership.objects.filter(pk=draft.pk), user=publisher)
    assert [str(one.start) for one in Membership.objects.all()] == ["2012"]


def test_a_constant_serves_where_the_file_has_no_column(field, publisher):
    import_ = upload(publisher, as_csv([["institution"], ["Unia"]]), constants={"network": "ENOC"})

    assert outcomes(import_) == ["new"]


def network(slug):
    return Institution.objects.get(slug=slug).network


def test_a_less_precise_date_says_nothing_new_and_a_more_precise_one_only_adds(field, publisher):
    store(upload(publisher, as_csv(table(row(start="2011-05"))), "one list.csv"))

    assert outcomes(upload(publisher, as_csv(table(row(start="2011"))), "another list.csv")) == ["unchanged"]
    import_ = store(upload(publisher, as_csv(table(row(start="2011-05-09"))), "another list.csv"))

    assert outcomes(import_) == ["changed"]
    assert str(Membership.objects.get().start) == "2011-05-09"


def test_only_a_start_that_is_blank_is_filled(field, publisher):
    membership = MembershipFactory(institution=field[0], network=network("equinet-network"))

    import_ = store(upload(publisher, as_csv(table(row(start="2011")))))

    membership.refresh_from_db()
    assert outcomes(import_) == ["changed"]
    assert str(membership.start) == "2011"
