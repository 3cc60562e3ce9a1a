"""Cells with several values, brackets, and words: what a row says becomes statements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.readers.cells import bracket, split
from tests.imports.readers.helpers import columns, read, write

NAME = st.text("abc é", min_size=1, max_size=6).map(str.strip).filter(bool)
PART = st.one_of(NAME, st.builds("{} ({}, {})".format, NAME, NAME, NAME))


def rows_of(tmp_path, text, *, constants=None, values=None, **fields):
    mapping = {"columns": columns(**fields), "constants": constants or {}, "values": values or {}}
    return read(write(tmp_path, text), mapping)


@given(st.lists(PART, min_size=1, max_size=5), st.sampled_from([",", ";", "/", "\n"]))
def test_parts_that_are_joined_are_split_again(parts, separator):
    parts = [" ".join(part.split()) for part in parts]

    assert split(separator.join(parts), separator) == parts


@pytest.mark.parametrize(
    ("cell", "separators", "parts"),
    [
        ("OAS (observer, since 2001), OSCE (partner)", ",", ["OAS (observer, since 2001)", "OSCE (partner)"]),
        ("A; B, C", ",;", ["A", "B", "C"]),
        ("A and B et C", " and ", ["A", "B et C"]),
        ("Andorra and B", "and", ["Andorra", "B"]),
        ("A (open, B", ",", ["A (open", "B"]),
        ("A [x, y], B {z, t}", ",", ["A [x, y]", "B {z, t}"]),
        ("A) , B", ",", ["A)", "B"]),
        (",, A ,", ",", ["A"]),
        ("", ",", []),
    ],
)
def test_a_cell_is_split_where_no_bracket_is_open(cell, separators, parts):
    assert split(cell, separators) == parts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("OAS (observer)", ("OAS", "observer")),
        ("Body (of (nested)) ", ("Body (of (nested)) ", "")),
        ("Body (of (nested))", ("Body", "of (nested)")),
        ("(observer)", ("(observer)", "")),
        ("a) b)", ("a) b)", "")),
    ],
)
def test_a_bracket_at_the_end_is_told_from_the_name(text, found):
    assert bracket(text) == found


def test_a_bracket_of_each_part_is_its_role(tmp_path):
    done = rows_of(
        tmp_path,
        'Name,Bodies\nFoo,"OAS (observer), OSCE (partner), AU"\n',
        institution="Name",
        network={"column": "Bodies", "split": ",", "brackets": "role"},
    )

    assert done.said("row", "network", "role_id") == [(2, "OAS", "2"), (2, "OSCE", "5"), (2, "AU", "1")]
    assert [row["number"] for row in done.rows] == [1, 2, 3]
    assert (done["rows"], done["statements"]) == (1, 3)


def test_a_role_and_a_year_are_read_out_of_a_name(tmp_path):
    done = rows_of(
        tmp_path,
        'Name\n"Foo (special, 2011)"\nBar (2012)\nBaz (observer)\nQux\n',
        institution={"column": "Name", "brackets": "role,start"},
        constants={"network": "N"},
        values={"role": {"special": "associate"}},
    )

    assert done.said("institution", "role_id", "start") == [
        ("Foo", "6", "2011"), ("Bar", "1", "2012"), ("Baz", "2", None), ("Qux", "1", None),
    ]  # fmt: skip


def test_a_span_in_a_bracket_is_start_and_end(tmp_path):
    done = rows_of(
        tmp_path,
        "Name\nFoo (2001–2005)\nBar (since 2011)\nBaz (until 2012)\n",
        institution={"column": "Name", "brackets": "role,start,end"},
        constants={"network": "N"},
    )

    assert done.said("start", "end") == [("2001", "2005"), ("2011", None), (None, "2012")]


def test_an_acronym_is_read_out_of_a_bracket_and_other_brackets_stay(tmp_path):
    done = rows_of(
        tmp_path,
        "Name,Net\nDefender of Rights (DDD),Net (Europe)\n",
        institution={"column": "Name", "brackets": "acronym"},
        network="Net",
    )

    assert done.rows[0]["cells"][:2] == ["Defender of Rights", "DDD"]
    assert done.said("network") == [("Net (Europe)",)]


def test_a_bracket_that_is_no_role_is_an_error_that_can_be_mapped_away(tmp_path):
    fields = {"institution": "Name", "network": {"column": "Net", "brackets": "role"}}

    done = rows_of(tmp_path, "Name,Net\nFoo,OSCE (Vienna)\n", **fields)
    mapped = rows_of(tmp_path, "Name,Net\nFoo,OSCE (Vienna)\n", values={"role": {"Vienna": ""}}, **fields)

    assert done.said("codes") == [(["unknown_role"],)]
    assert mapped.said("network", "role_id", "codes") == [("OSCE", "1", [])]


def test_values_of_one_thing_go_side_by_side_and_those_of_two_are_crossed(tmp_path):
    done = rows_of(
        tmp_path,
        "Name,Acronym,Net,Role\nFoo; Bar,F; B,X; Y,observer; chair\n",
        institution={"column": "Name", "split": ";"},
        acronym={"column": "Acronym", "split": ";"},
        network={"column": "Net", "split": ";"},
        role={"column": "Role", "split": ";"},
    )

    assert done.said("institution", "network", "role_id") == [
        ("Foo", "X", "2"), ("Foo", "Y", "4"), ("Bar", "X", "2"), ("Bar", "Y", "4"),
    ]  # fmt: skip
    assert [row["cells"][1] for row in done.rows] == ["F", "F", "B", "B"]


def test_several_roles_of_one_membership_are_several_statements(tmp_path):
    done = rows_of(
        tmp_path,
        "Name,Net,Role\nFoo,X,member / chair\n",
        institution="Name",
        network="Net",
        role={"column": "Role", "split": "/"},
    )

    assert done.said("network", "role_id") == [("X", "1"), ("X", "4")]


def test_values_that_do_not_match_in_number_are_one_wrong_statement(tmp_path):
    done = rows_of(
        tmp_path,
        "Name,Net,Since\nFoo,X; Y; Z,2001; 2002\n",
        institution="Name",
        network={"column": "Net", "split": ";"},
        start={"column": "Since", "split": ";"},
    )

    assert len(done.rows) == 1
    assert done.rows[0]["errors"][0]["c"] == "split_uneven"


def test_a_row_that_makes_thousands_of_statements_is_wrong(tmp_path):
    many = ";".join(f"N{number}" for number in range(2_000))
    done = rows_of(
        tmp_path, f"Name,Net\nFoo,{many}\n", institution="Name", network={"column": "Net", "split": ";"}
    )

    assert "split_many" in done.said("codes")[0][0]


def test_lines_in_a_cell_are_parts(tmp_path):
    done = rows_of(
        tmp_path, 'Name,Net\nFoo,"X\nY"\n', institution="Name", network={"column": "Net", "split": "\n"}
    )

    assert done.said("network") == [("X",), ("Y",)]


def test_several_columns_can_be_networks(tmp_path):
    mapping = {
        "columns": [
            {"column": "Name", "field": "institution"},
            {"column": "Net 1", "field": "network"},
            {"column": "Net 2", "field": "network"},
        ]
    }

    done = read(write(tmp_path, "Name,Net 1,Net 2\nFoo,X,Y\nBar,X,\n"), mapping)

    assert done.said("institution", "network") == [("Foo", "X"), ("Foo", "Y"), ("Bar", "X")]


def test_a_constant_fills_what_is_blank(tmp_path):
    done = rows_of(
        tmp_path,
        "Name,Role\nFoo,\nBar,chair\n",
        institution="Name",
        role="Role",
        constants={"network": "N", "role": "observer", "as_of": "2024"},
    )

    assert done.said("network", "role_id", "as_of") == [("N", "2", "2024"), ("N", "4", "2024")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Mitglied", "1"), ("Gründungsmitglied", "3"), ("Vollmitglied", "1"), ("membre fondateur", "3"),
        ("miembro", "1"), ("OBSERVADOR", "2"), ("observateur", "2"), ("full member", "1"), ("President", "4"),
        ("associate member", "6"), ("founding-member", "3"), ("", "1"), ("-", "1"), ("n/a", "1"),
    ],
)  # fmt: skip
def test_roles_are_known_in_four_languages(tmp_path, text, key):
    done = rows_of(
        tmp_path, f"Name,Role\nFoo,{text}\n", institution="Name", role="Role", constants={"network": "N"}
    )

    assert done.said("role_id", "codes") == [(key, [])]


def test_words_of_the_mapping_go_before_all_others_and_case_can_matter(tmp_path):
    done = rows_of(
        tmp_path,
        "Name,Role\nA,m\nB,M\nC,Vollmitglied\nD,VOLLMITGLIED\n",
        institution="Name",
        role="Role",
        constants={"network": "N"},
        values={"role": {"m": "member", "M": "chair", "Vollmitglied": "associate"}},
    )

    assert done.said("role_id") == [("1",), ("4",), ("6",), ("6",)]


def test_what_is_no_role_no_status_and_no_country_is_told_at_once(tmp_path):
    done = rows_of(
        tmp_path,
        "Name,Role,Status,Country\nFoo,emperor,wobbly,Atlantis\n",
        institution="Name",
        role="Role",
        status="Status",
        country="Country",
    )

    assert "refused" in done
    done = rows_of(
        tmp_path,
        "Name,Role,Status,Country\nFoo,emperor,wobbly,Atlantis\n",
        institution="Name",
        role="Role",
        status="Status",
        country="Country",
        constants={"network": "N"},
    )
    assert sorted(done.said("codes")[0][0]) == ["unknown_country", "unknown_role", "unknown_status"]


def test_a_country_serves_as_the_name_where_there_is_none(tmp_path):
    done = rows_of(tmp_path, "State,Net\nFrance,X\n", country="State", network="Net")

    assert done.said("institution", "codes") == [("France", [])]


def test_unknown_is_never_read_into_a_name(tmp_path):
    done = rows_of(tmp_path, "Name,Net\n-,unknown\n", institution="Name", network="Net")

    assert done.said("institution", "network") == [("-", "unknown")]


def test_cells_are_kept_as_they_were_understood(tmp_path):
    done = rows_of(
        tmp_path,
        "Name,Net,Role,Status,Since\nFoo,X,Observateur,Actif,12 mai 2013\n",
        institution="Name",
        network="Net",
        role="Role",
        status="Status",
        start="Since",
    )

    assert done.rows[0]["cells"] == [
        "Foo", "", "", "", "X", "observer", "active", "2013-05-12", "", "", "", "",
    ]  # fmt: skip


def test_signs_that_copy_would_take_for_its_own_survive(tmp_path):
    done = rows_of(
        tmp_path,
        'Name,Net,Note\n"back\\slash \\N",X,"a\ttab and\na line \\"\n',
        institution="Name",
        network="Net",
        note="Note",
    )

    assert done.said("institution", "note") == [("back\\slash \\N", "a tab and a line \\")]
    assert done.rows[0]["cells"][0] == "back\\slash \\N"


def test_the_mark_of_an_export_against_formulas_is_taken_back(tmp_path):
    done = rows_of(tmp_path, "Name,Net\n'=Foo,'@X\n", institution="Name", network="Net")

    assert done.said("institution", "network") == [("=Foo", "@X")]
