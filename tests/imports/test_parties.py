"""Parties to instruments from a list: signed is not bound, and one row can say both."""

import pytest

from imports import messages
from mandates.models import Instrument, InstrumentName, Party
from tests.factories import CountryFactory, InstitutionFactory, InstrumentFactory, NameFactory, RoleFactory
from tests.imports.digests import domain
from tests.imports.tables import as_csv, outcomes, store, upload
from tests.imports.test_undo import undo

pytestmark = pytest.mark.django_db

HEADER = ["party", "instrument", "signed", "act", "date", "in_force"]
FOREIGN = [
    "Contracting Party", "Treaty", "Signature Date", "Instrument Type", "Instrument Date",
    "Entry Into Force Date",
]  # fmt: skip


@pytest.fixture
def field(db):
    RoleFactory(slug="member")
    chile = InstitutionFactory(
        slug="chile", kind="state", country=CountryFactory(code="CL", label_en="Chile")
    )
    NameFactory(institution=chile, text="Chili", language="fr")
    instrument = InstrumentFactory(slug="beijing-treaty", title_en="Beijing Treaty", title_fr="")
    InstrumentName.objects.create(instrument=instrument, text="Beijing", language="en")
    return chile, instrument


def parties(user, *rows, header=HEADER, **options):
    return upload(user, as_csv([header, *rows]), "parties.csv", target="parties", **options)


def said():
    return sorted((p.act, str(p.date or ""), str(p.in_force or ""), p.standing) for p in Party.objects.all())


def test_a_row_that_signs_and_binds_becomes_two_statements(field, publisher):
    import_ = parties(
        publisher, ["Chile", "Beijing", "2012-06-26", "Ratification", "2015-06-22", "2020-04-28"]
    )
    assert (import_.counts["rows"], import_.counts["new"]) == (1, 1)

    store(import_)

    assert said() == [
        ("ratification", "2015-06-22", "2020-04-28", "accepted"),
        ("signature", "2012-06-26", "", "accepted"),
    ]
    citations = [party.citations.get() for party in Party.objects.all()]
    assert {one.row for one in citations} == {2}
    assert Party.objects.get(act="ratification").citations.get().says == {
        "date": "2015-06-22", "in_force": "2020-04-28",
    }  # fmt: skip


def test_signed_only_is_not_bound(field, publisher):
    store(parties(publisher, ["Chile", "Beijing", "2012-06-26", "", "", ""]))

    assert said() == [("signature", "2012-06-26", "", "accepted")]


def test_an_act_that_is_not_given_is_kept_as_such(field, publisher):
    store(parties(publisher, ["Chile", "Beijing", "", "", "", "1931-07-29"]))

    assert said() == [("unspecified", "", "1931-07-29", "accepted")]


def test_entry_into_force_may_precede_the_deposit(field, publisher):
    store(parties(publisher, ["Chile", "Beijing", "", "Succession", "1995-01-01", "1990-01-01"]))

    assert said() == [("succession", "1995-01-01", "1990-01-01", "accepted")]


def test_a_foreign_header_is_understood_and_asks_only_to_be_looked_at(field, publisher):
    import_ = parties(
        publisher, ["Chile", "Beijing", "2012-06-26", "Ratification", "2015-06-22", ""], header=FOREIGN
    )

    assert import_.state == "mapping"
    assert {one["column"]: one["field"] for one in import_.mapping["columns"]} == {
        "Contracting Party": "party", "Treaty": "instrument", "Signature Date": "signed",
        "Instrument Type": "act", "Instrument Date": "date", "Entry Into Force Date": "in_force",
    }  # fmt: skip


def test_the_same_list_again_changes_nothing(field, publisher):
    rows = (["Chile", "Beijing", "2012-06-26", "Ratification", "2015-06-22", "2020-04-28"],)
    store(parties(publisher, *rows))

    again = store(parties(publisher, *rows))

    assert outcomes(again) == ["unchanged", "unchanged"]
    assert Party.objects.count() == 2


def test_a_newer_edition_revises_a_date(field, publisher):
    store(parties(publisher, ["Chile", "Beijing", "", "Ratification", "2015-06-22", ""]))

    import_ = store(parties(publisher, ["Chile", "Beijing", "", "Ratification", "2015-06-23", "2020-04-28"]))

    assert outcomes(import_) == ["changed"]
    assert said() == [("ratification", "2015-06-23", "2020-04-28", "accepted")]


def test_another_list_that_says_otherwise_stands_beside(field, publisher):
    store(parties(publisher, ["Chile", "Beijing", "", "Ratification", "2015-06-22", ""]))
    import_ = upload(
        publisher,
        as_csv([HEADER, ["Chile", "Beijing", "", "Ratification", "2015-07-22", ""]]),
        "another.csv",
        target="parties",
    )

    store(import_)

    assert outcomes(import_) == ["contradicted"]
    assert [one[3] for one in said()] == ["accepted", "disputed"]


def test_two_acts_of_one_kind_on_two_days_are_two_acts(field, publisher):
    rows = (
        ["Chile", "Beijing", "", "Accession", "1921-01-01", ""],
        ["Chile", "Beijing", "", "Accession", "1950-01-01", ""],
    )
    store(parties(publisher, *rows))

    assert [one[1] for one in said()] == ["1921-01-01", "1950-01-01"]
    assert outcomes(parties(publisher, *rows)) == ["unchanged", "unchanged"]


def test_an_unknown_instrument_is_an_error_and_is_not_created(field, publisher):
    import_ = parties(publisher, ["Chile", "Marrakesh", "2012-06-26", "", "", ""])

    assert outcomes(import_) == ["wrong"]
    assert "Marrakesh" in messages.of_rows(import_.rows.all())[1][0]
    assert Instrument.objects.count() == 1


def test_a_row_of_which_one_part_is_wrong_comes_back_whole(field, publisher):
    import_ = parties(publisher, ["Chile", "Beijing", "2012-06-26", "Ratification", "2015-02-31", ""])

    assert outcomes(import_) == ["wrong", "wrong"]
    assert (import_.counts["rows"], import_.counts["wrong"]) == (1, 1)


def test_what_is_missing_is_created_where_that_was_said(field, publisher):
    import_ = parties(
        publisher, ["Benelux Organization (BOIP)", "Marrakesh", "", "Accession", "2013-06-28", ""],
        create_missing=True,
    )  # fmt: skip
    store(import_)

    instrument = Instrument.objects.get(title_en="Marrakesh")
    assert (instrument.review_state, instrument.citations.get().row) == ("draft", 2)
    assert said() == [("accession", "2013-06-28", "", "accepted")]


def test_an_import_of_parties_is_undone(field, publisher):
    before = domain()
    import_ = store(
        parties(
            publisher, ["Chile", "Beijing", "2012-06-26", "Ratification", "2015-06-22", "2020-04-28"],
            ["Chile", "Marrakesh", "", "Accession", "2013-06-28", ""], create_missing=True,
        )
    )  # fmt: skip
    assert Party.objects.count() == 3

    undo(import_)

    assert domain() == before


def test_who_may_not_publish_proposes_new_dates(field, publisher, curator):
    store(parties(publisher, ["Chile", "Beijing", "", "Ratification", "2015-06-22", ""]))

    store(parties(curator, ["Chile", "Beijing", "", "Ratification", "2015-06-22", "2020-04-28"]))

    public, draft = Party.objects.order_by("pk")
    assert (public.in_force, draft.revises, str(draft.in_force)) == (None, public, "2020-04-28")
