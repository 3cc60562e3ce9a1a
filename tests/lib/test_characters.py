"""Which characters a stored text may hold: what cannot be seen goes, what a script needs stays."""

from itertools import product

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from hrnet.lib.characters import (
    clean_text,
    clean_value,
    is_web_address,
    link_target,
    odd_characters,
    xml_text,
)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Ze\u200bta Watch", "Zeta Watch"),  # zero width space
        ("\ufeffYota", "Yota"),  # byte order mark
        ("Ombuds\u00adman", "Ombudsman"),  # soft hyphen
        ("word\u2060joiner", "wordjoiner"),
        ("a\u0000b\u0001c\u001bd\u007fe\u009ff", "abcdef"),  # control characters
        ("abc\u202etxt.exe", "abctxt.exe"),  # override of the direction
        ("a\ufffeb\uffffc\ufdd0d\U0010ffffe", "abcde"),  # no characters
        ("lone\ud800surrogate", "lonesurrogate"),
        ("flag\U000e0067\U000e007f", "flag"),  # tags
    ],
)
def test_what_cannot_be_seen_is_removed(text, stored):
    assert clean_text(text) == stored


@pytest.mark.parametrize(
    "text", ["", "Défenseur des droits", "first line\r\n\tsecond line", "مفوض", "監察員"]
)
def test_a_longer_text_keeps_its_tabs_and_line_ends(text):
    assert clean_text(text) == text


@pytest.mark.parametrize("sign", ["\u000b", "\u000c", "\u0085", "\u2028", "\u2029"])
def test_a_break_of_another_system_is_a_line_end_in_a_text_and_a_space_in_a_line(sign):
    assert clean_text(f"one{sign}two") == "one\ntwo"
    assert clean_text(f"one{sign}two", one_line=True) == "one two"


def test_a_line_has_no_tabs_and_no_line_ends():
    assert clean_text("one\ttwo\nthree", one_line=True) == "one two three"


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian: «I want», with a non-joiner
        "क्\u200dष",  # Hindi, with a joiner
        "👩\u200d⚖️",  # emoji: woman judge
        "\u200fمفوض الأمم المتحدة\u200e OHCHR",  # marks in Arabic
        "الجهة \u2066OHCHR\u2069 تقول",  # an isolate that is closed
        "أ \u202bب \u2066x\u2069 ج\u202c",  # one within the other
    ],
)
def test_what_a_script_needs_stays(text):
    assert clean_text(text) == text
    assert odd_characters(text) == []


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("left\u200eto right", "leftto right"),  # no right-to-left letter
        ("\u2066OHCHR\u2069", "OHCHR"),
        ("الجهة \u2066OHCHR", "الجهة OHCHR"),  # never closed
        ("أ\u2069ب\u2066ج", "أبج"),  # closed before it is opened
        ("Ze\u200cta, Ze\u200dta", "Zeta, Zeta"),  # joiners between Latin letters
        ("می\u200c\u200cخواهم", "می\u200cخواهم"),  # the second does nothing
    ],
)
def test_elsewhere_it_is_removed(text, stored):
    assert clean_text(text) == stored


@given(
    st.text(
        alphabet=st.characters() | st.sampled_from("\u200c\u2066\u2069\u202a\u202c\u200fب\n"), max_size=20
    )
)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    once = clean_text(text, one_line=True)
    assert clean_text(once, one_line=True) == once


def test_the_texts_in_a_value_of_json_are_cleaned_names_included():
    assert clean_value({"net\u200bwork": ["E\u000bNOC", 3, None]}) == {"network": ["E\nNOC", 3, None]}


def test_it_is_said_which_characters_went():
    assert odd_characters("Ze\u200bta\u000b\u200b") == ["U+000B", "U+200B"]


class CountedText(str):
    """A text that knows how often it was searched through for a character."""

    times = 0

    def count(self, *args):
        self.times += 1
        return super().count(*args)


def test_a_long_text_is_not_searched_through_for_each_of_its_characters():
    text = CountedText("a word\u200b, " * 300)

    assert odd_characters(text, one_line=True) == ["U+200B"]
    assert text.times == 1


def test_xml_is_given_no_character_that_it_cannot_hold():
    assert xml_text("a\u0000b\u000bc\u001fd\ufffee\uffff\ttab\nline \u200b") == "abcde\ttab\nline \u200b"
    assert xml_text("lone\ud800") == "lone"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.ohchr.org/en/nhri?x=1#top",
        "HTTP://example.org",
        "https://example.org:8443/a(b)",
        "https://[2001:db8::1]/",
        "https://médiateur.example/é",
        "https://example.org/@someone",
    ],
)
def test_these_are_addresses_of_the_web(address):
    assert is_web_address(address)
    assert link_target(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,x",
        "mailto:someone@example.org",
        "ftp://example.org/",
        "//example.org/",
        "www.example.org",
        "https:///path",
        "https://",
        "https://name:password@example.org/",
        "https://example.org@evil.example/",
        "https://exam ple.org/",
        "https://example.org/a b",
        "https://example.org/\n",
        "https://example.org/a\u200b",
        "https://example.org/\u202eb",
        'https://example.org/"onmouseover="x',
        "https://example.org\\@evil.example",
    ],
)
def test_these_are_not_and_no_page_links_to_them(address):
    assert not is_web_address(address)
    assert link_target(address) == ""


POINTS = [code for code in range(1, 0x110000) if not 0xD800 <= code <= 0xDFFF]
BLOCKS = ["".join(map(chr, POINTS[start : start + 256])) for start in range(0, len(POINTS), 256)]


@pytest.mark.django_db
@pytest.mark.parametrize("one_line", [True, False])
@pytest.mark.parametrize("around", ["a{}b", "ب{}", "👩{}"])
def test_the_database_cleans_every_character_as_python_does(one_line, around):
    """Each between Latin letters, behind an Arabic letter, behind an emoji."""
    texts = ["".join(map(around.format, block)) for block in BLOCKS]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hrnet_clean_text(given, %s) FROM unnest(%s::text[]) AS given", [one_line, texts]
        )
        by_database = [row[0] for row in cursor.fetchall()]

    assert by_database == [clean_text(text, one_line=one_line) for text in texts]


@pytest.mark.django_db
def test_the_database_pairs_directions_as_python_does():

    texts = ["".join(signs) for signs in product("aب\u2066\u2069\u202a\u202c\n\u200c", repeat=4)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT hrnet_clean_text(given, false) FROM unnest(%s::text[]) AS given", [texts])
        by_database = [row[0] for row in cursor.fetchall()]

    assert by_database == [clean_text(text) for text in texts]


@pytest.mark.django_db
def test_the_database_takes_the_same_addresses_as_python():

    points = [*range(1, 0x3100), *range(0xFD00, 0x10000)]
    addresses = [f"https://a{chr(code)}b.example/" for code in points]
    addresses += [f"https://example.org/{chr(code)}" for code in points]
    addresses += ["https://name:password@example.org/", "javascript:alert(1)", "https://[::1]:80/", "http://"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT given, hrnet_is_web_address(given) FROM unnest(%s::text[]) AS given", [addresses]
        )
        by_database = dict(cursor.fetchall())

    assert by_database == {address: is_web_address(address) for address in addresses}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "clean"),
    [
        ('{"network": "ENOC"}', True),
        (r'{"network": "one\ntwo\tthree \\b \\u000b"}', True),
        (r'{"network": "E\u000bNOC"}', False),
        (r'{"network": ["E\bNOC"]}', False),
        ('{"net\u200bwork": "ENOC"}', False),
        (r'{"network": "\u200b"}', False),
    ],
)
def test_the_database_looks_into_json(value, clean):

    with connection.cursor() as cursor:
        cursor.execute("SELECT hrnet_json_is_clean(%s::jsonb)", [value])
        assert cursor.fetchone() == (clean,)
