"""Rows of one file on one statement: alike, at odds, or very many."""

from __future__ import annotations

import pytest

from networks.models import Membership, MembershipCitation
from tests.imports.tables import as_csv, outcomes, store, table, upload
from tests.imports.test_preview_and_apply import row

pytestmark = pytest.mark.django_db


def test_two_rows_that_say_the_same_count_once(field, publisher):
    import_ = store(upload(publisher, as_csv(table(row(start="2011"), row(start="2011")))))

    assert outcomes(import_) == ["new", "unchanged"]
    assert Membership.objects.count() == 1
    assert MembershipCitation.objects.count() == 2


def test_two_rows_that_say_otherwise_of_one_membership_are_both_wrong(field, publisher):
    import_ = upload(publisher, as_csv(table(row(start="2011"), row(start="2012"))))

    assert outcomes(import_) == ["wrong", "wrong"]


def test_two_statements_that_stand_beside_each_other_come_back_as_they_were_exported(field, publisher):
    store(upload(publisher, as_csv(table(row(start="2011"))), "one list.csv"))
    store(upload(publisher, as_csv(table(row(start="2012"))), "another list.csv"))

    import_ = upload(publisher, as_csv(table(row(start="2011"), row(start="2012"))), "exported.csv")

    assert outcomes(import_) == ["unchanged", "unchanged"]


def test_a_row_that_repeats_a_contradiction_cites_the_statement_that_contradicts(field, publisher):
    store(upload(publisher, as_csv(table(row(start="2011"))), "one list.csv"))

    import_ = store(upload(publisher, as_csv(table(row(start="2012"), row(start="2012"))), "another.csv"))

    assert outcomes(import_) == ["contradicted", "unchanged"]
    cited = {str(one.start): [c.row for c in one.citations.all()] for one in Membership.objects.all()}
    assert cited == {"2011": [2], "2012": [2, 3]}


def test_six_hundred_spells_of_one_membership_are_six_hundred_memberships(field, publisher):
    spells = [row(start=str(1000 + number), end=str(1000 + number)) for number in range(600)]

    assert set(outcomes(upload(publisher, as_csv(table(*spells))))) == {"new"}


def test_of_six_hundred_spells_those_that_touch_name_each_other(field, publisher):
    spells = [row(start=str(1000 + number), end=str(1000 + number)) for number in range(600)]
    spells[500] = row(start="1500", end="1501")

    import_ = upload(publisher, as_csv(table(*spells)))

    wrong = {one.row: one.errors for one in import_.rows.filter(outcome="wrong")}
    assert wrong == {502: [{"c": "clashes", "n": 503}], 503: [{"c": "clashes", "n": 502}]}


def test_six_hundred_spells_that_all_reach_into_one_clash_with_it(field, publisher):
    spells = [row(start=str(1000 + number), end=str(1000 + number)) for number in range(600)]

    import_ = upload(publisher, as_csv(table(*spells, row(start="0900"))))

    wrong = {one.row: one.errors[0]["n"] for one in import_.rows.filter(outcome="wrong")}
    assert wrong == {602: 2} | dict.fromkeys(range(2, 602), 602)
