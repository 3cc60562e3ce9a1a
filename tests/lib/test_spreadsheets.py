"""Texts as cells of spreadsheets: no program runs them, and they are read back as they were."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrnet.lib.spreadsheets import FORMULA_SIGNS, cell, guarded, unguarded
from imports.readers.cells import tidy

SIGNS = "=+-@＝＋－＠"
PIECES = [
    *SIGNS,
    "'",
    '"',
    '""',
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\r\n",
    " ",
    "\u00a0",
    "\ufeff",
    "\x0b",
    "\x01",
    "see",
    "é",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def begins_a_formula(text):
    """Tell whether a formula sign comes first, but for white space, control characters and quotes."""
    for char in text:
        if char in FORMULA_SIGNS:
            return True
        if not (char.isspace() or char == '"' or unicodedata.category(char) in ("Cc", "Cf")):
            return False
    return False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("see;=HYPERLINK(1)", "see;'=HYPERLINK(1)"),
        ("see\t=1", "see\t'=1"),
        ("see|@x", "see|'@x"),
        ("see, +1", "see,' +1"),
        ("first\n- second", "first\n'- second"),
        ("＝1", "'＝1"),
        ("a;＠b", "a;'＠b"),
        ("  =1", "'  =1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\x0b=1", "'\x0b=1"),
        ('"=1"', '\'"=1"'),
        ('a;"=1"', 'a;\'"=1"'),
        ("\t=1", "'\t'=1"),
        ("'=1", "''=1"),
        ("'Abd", "''Abd"),
        ("Foo - bar", "Foo - bar"),
        ("2014-03/2014-06", "2014-03/2014-06"),
        ("Foo, bar; e-mail", "Foo, bar; e-mail"),
        ("", ""),
    ],
)
def test_a_text_is_guarded_wherever_a_cell_could_begin(text, expected):
    assert guarded(text) == expected
    assert unguarded(expected) == text


@given(TEXTS)
def test_reading_takes_the_guards_back(text):
    assert unguarded(guarded(text)) == text


@given(TEXTS)
def test_an_import_reads_a_guarded_cell_as_it_reads_the_text(text):
    if unguarded(text) == text:
        assert tidy(guarded(text)) == tidy(text)


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=4), st.sampled_from(",\t"))
def test_no_cell_begins_a_formula_whatever_separator_a_program_takes(rows, delimiter):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([[cell(text) for text in row] for row in rows])

    for taken in ",;\t|":
        for fields in csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=taken):
            assert [text for text in fields if begins_a_formula(text)] == []


def test_a_cell_has_no_character_that_no_file_can_hold():
    assert cell("a\x00b\x0bc\ud800d\uffffe") == "abcde"
    assert cell("\x0b=1") == "'=1"


@pytest.mark.parametrize(
    ("value", "expected"), [(None, ""), (True, "yes"), (False, ""), (0, "0"), (-5, "'-5")]
)
def test_any_value_is_the_text_of_a_cell(value, expected):
    assert cell(value) == expected
