"""Fields are suggested by headers in several languages, and by values."""

import pytest

from tests.imports.readers.helpers import survey, write

HEADERS = {
    "Organization,Acronym,Country,Membership type,Member since,Website": (
        "institution", "acronym", "country", "role", "start", None,
    ),
    "Nom de l’institution,Sigle,Pays,Catégorie de membre,Date d’adhésion,Remarques": (
        "institution", "acronym", "country", "role", "start", "note",
    ),
    "Nombre de la institución,Siglas,País,Tipo de miembro,Fecha de ingreso,Observaciones": (
        "institution", "acronym", "country", "role", "start", "note",
    ),
    "Einrichtung,Abkürzung,Land,Mitgliedsart,Beitritt,Bemerkungen": (
        "institution", "acronym", "country", "role", "start", "note",
    ),
}  # fmt: skip
VALUES = ["Foo of Bar", "FB", "France", "member", "2011", "see www"]


def fields(tmp_path, text, target="memberships"):
    found = survey(write(tmp_path, text), target)
    return [one["field"] for one in found["tables"][0]["columns"]]


@pytest.mark.parametrize(("header", "expected"), HEADERS.items())
def test_headers_are_understood_in_their_language(tmp_path, header, expected):
    assert tuple(fields(tmp_path, f"{header}\n{','.join(VALUES)}\n")) == expected


def test_values_tell_what_headers_do_not(tmp_path):
    text = "a,b,c,d,e\nFoo,France,member,2011-05-01,wikidata:Q1\nBar,Norway,observer,2012-06-01,wikidata:Q2\n"

    assert fields(tmp_path, text) == ["institution", "country", "role", "start", "identifier"]


def test_a_status_that_holds_roles_is_a_role(tmp_path):
    assert fields(tmp_path, "Member,Status\nFoo,observer\nBar,full member\n") == ["institution", "role"]
    assert fields(tmp_path, "Member,Status\nFoo,active\nBar,suspended\n") == ["institution", "status"]


def test_numbers_of_rows_are_no_identifiers(tmp_path):
    assert fields(tmp_path, "ID,Member\n1,Foo\n2,Bar\n") == [None, "institution"]


def test_countries_are_the_members_where_nothing_else_is(tmp_path):
    assert fields(tmp_path, "No.,Country,Since\n1,France,2011\n2,Chad,2012\n") == [
        None,
        "institution",
        "start",
    ]


def test_a_column_that_is_called_a_date_but_holds_none_is_not_one(tmp_path):
    assert fields(tmp_path, "Member,From\nFoo,Paris\nBar,Oslo\n") == ["institution", None]


def test_brackets_that_hold_roles_are_suggested_with_the_separator(tmp_path):
    text = 'Member,Member of\nFoo,"OAS (observer), OSCE (partner)"\nBar,"OAS (member), AU (chair)"\n'

    mapping = survey(write(tmp_path, text))["mapping"]

    assert mapping["columns"][1] == {
        "column": "Member of", "field": "network", "split": ",", "brackets": "role",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("État partie,Convention,Signé le,Type d’acte,Date du dépôt,Entrée en vigueur",
         ["party", "instrument", "signed", "act", "date", "in_force"]),
        ("Estado parte,Tratado,Fecha de firma,Tipo de acto,Fecha de depósito,Entrada en vigor",
         ["party", "instrument", "signed", "act", "date", "in_force"]),
        ("State,Treaty,Date of signature,Action,Date of deposit,Date of entry into force",
         ["party", "instrument", "signed", "act", "date", "in_force"]),
    ],
)  # fmt: skip
def test_headers_of_treaties_are_understood(tmp_path, header, expected):
    text = f"{header}\nFrance,First,2001-02-03,Ratification,2002-03-04,2003-04-05\n"

    assert fields(tmp_path, text, "parties") == expected


def test_own_names_need_no_mapping(tmp_path):
    text = "Institution,network,As of,note\nFoo,N,2024,x\n"

    assert survey(write(tmp_path, text))["own"] is True
    assert survey(write(tmp_path, text.replace("note", "Telefon")))["own"] is False
    assert survey(write(tmp_path, "institution,start\nFoo,2011\n"))["own"] is False
    assert survey(write(tmp_path, "institution,start\nFoo,2011\n"), constants={"network": "N"})["own"] is True


def test_what_is_missing_and_what_is_ambiguous_is_asked(tmp_path):
    found = survey(write(tmp_path, "Member,Since\nFoo,01/02/2011\nBar,03/04/2012\n"))

    assert found["asks"] == [
        {"code": "missing", "field": "network"}, {"code": "date_order", "column": "Since"},
    ]  # fmt: skip


def test_files_of_the_same_headers_have_the_same_signature(tmp_path):
    one = survey(write(tmp_path, "Name,Since\nFoo,2011\n"))["signature"]

    assert survey(write(tmp_path, "A note,\n,\nSINCE;name\n2012;Bar\n".replace(",", ";")))["signature"] == one
    assert survey(write(tmp_path, "Name,Until\nFoo,2011\n"))["signature"] != one


def test_samples_are_few_and_distinct_and_the_rows_of_a_long_file_are_not_all_read(tmp_path):
    found = survey(write(tmp_path, "Name,Network\n" + "".join(f"A{n % 50},N\n" for n in range(5_000))))
    table = found["tables"][0]

    assert (table["rows"], table["last_row"]) == (2_000, None)
    assert [one["samples"] for one in table["columns"]] == [["A0", "A1", "A2", "A3", "A4"], ["N"]]
