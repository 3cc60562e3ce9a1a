"""A document is cut into numbered sentences, and the list of what became of them is checked against it."""

import pytest
from django.core.management import CommandError, call_command

from sources.extraction import read_extraction, sentences

TEXT = """European action

The Defender takes part in networks. It is a member of ENOC.

Is it a member of the AOM? Yes (“since 2013”). Étienne D. says so.
"""


def cut(text):
    return [(one.paragraph, one.sentence, one.text) for one in sentences(text)]


# -- cutting


def test_a_paragraph_is_a_line_and_each_has_sentences_of_its_own():
    assert cut(TEXT) == [
        (1, 1, "European action"),
        (2, 1, "The Defender takes part in networks."),
        (2, 2, "It is a member of ENOC."),
        (3, 1, "Is it a member of the AOM?"),
        (3, 2, "Yes (“since 2013”)."),
        (3, 3, "Étienne D. says so."),
    ]


def test_sentences_are_numbered_through_the_whole_document():
    assert [one.number for one in sentences(TEXT)] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("text", ["", "\n\n", "  \n\t\n"])
def test_a_document_without_words_has_no_sentence(text):
    assert sentences(text) == []


def test_blank_lines_and_indents_make_no_paragraph():
    assert cut("One.\n\n\n   Two.\n \n") == [(1, 1, "One."), (2, 1, "Two.")]


@pytest.mark.parametrize(
    "text",
    [
        "The OSCE’s ODIHR, e.g. its office in Warsaw, takes part.",
        "Version 5.1 of the form is in force.",
        "In contact with the committees (CERD, CAT, etc.) and others.",
        "http://example.org/a.b.c is the address.",
    ],
)
def test_a_stop_within_a_sentence_does_not_end_it(text):
    assert cut(text) == [(1, 1, text)]


@pytest.mark.parametrize("end", [".", "!", "?", "…", ".”", ".»"])
def test_each_closing_sign_ends_a_sentence(end):
    assert [sentence for _paragraph, sentence, _text in cut(f"It is a member{end} It joined.")] == [1, 2]


# -- the hash


def hash_of(text):
    (sentence,) = sentences(text)
    return sentence.hash


def test_the_hash_is_the_first_twelve_digits_of_the_sha_256():
    assert hash_of("It is a member of ENOC.") == "57cd7794bb3a"


def test_the_hash_does_not_depend_on_white_space():
    assert hash_of("It is  a member\tof ENOC.  ") == hash_of("It is a member of ENOC.")


def test_another_word_is_another_hash():
    assert hash_of("It is a member of ENO.") != hash_of("It is a member of ENOC.")


# -- the list


def line(number, paragraph, sentence, digest, became):
    return f"| {number} | ¶{paragraph} s{sentence} | `{digest}` | a gist | {became} |"


def listing(text, slug="a-document"):
    """Return a list that accounts for every sentence of ``text``."""
    return [
        f"## {slug}",
        "",
        "| No. | Place | Hash | Gist | Rows |",
        "|---|---|---|---|---|",
        *(
            line(one.number, one.paragraph, one.sentence, one.hash, "none: heading")
            for one in sentences(text)
        ),
    ]


@pytest.fixture
def check(tmp_path, settings):
    """Return a function that checks a document against a list, given by its lines, and returns the answer."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()

    def checked(text, lines, slug="a-document", out=None):
        (tmp_path / "docs" / "extraction.md").write_text("\n".join(lines))
        (tmp_path / "document.txt").write_text(text)
        call_command("check_extraction", slug, str(tmp_path / "document.txt"), stdout=out)

    return checked


def test_a_list_is_read_with_its_rows_and_reasons(tmp_path):
    path = tmp_path / "extraction.md"
    rows = "`networks.membership:dor-enoc` `institutions.identifier:wikidata/Q1`"
    path.write_text(
        "\n".join(
            ["# Title", "## first", line(1, 1, 1, "0123456789ab", "none: heading"), "a remark", "",
             "## `second` of them", line(1, 1, 1, "ba9876543210", rows)]
        )
    )  # fmt: skip

    read = read_extraction(path)

    assert list(read) == ["first", "second"]
    (heading,), (fact,) = read.values()
    assert (heading.keys, heading.reason, heading.gist) == ([], "heading", "a gist")
    assert (fact.hash, fact.reason) == ("ba9876543210", "")
    assert fact.keys == [("networks.membership", "dor-enoc"), ("institutions.identifier", "wikidata/Q1")]


def test_a_complete_list_passes(check, capsys):
    check(TEXT, listing(TEXT))

    assert capsys.readouterr().out == "All 6 sentences of “a-document” are accounted for.\n"


def test_a_document_that_is_not_listed_is_named(check):
    with pytest.raises(CommandError, match="no list of the source “another-document”"):
        check(TEXT, listing(TEXT), slug="another-document")


@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_sentence_that_the_list_skips_is_named(check, number):
    lines = listing(TEXT)
    skipped = sentences(TEXT)[number - 1]
    del lines[3 + number]

    with pytest.raises(CommandError, match=skipped.hash):
        check(TEXT, lines)


@pytest.mark.parametrize("number", [1, 3, 6])
def test_a_sentence_that_was_changed_is_named(check, number):
    original = sentences(TEXT)[number - 1]
    lines = listing(TEXT.replace(original.text, original.text.replace("e", "E", 1)))

    with pytest.raises(CommandError, match=original.hash) as refused:
        check(TEXT, lines)

    assert [text for text in str(refused.value).splitlines() if text.startswith("listed")] == [
        str(refused.value).splitlines()[1]
    ]


@pytest.mark.parametrize(
    "longer", [f"A new heading\n{TEXT}", TEXT.replace("ENOC.", "ENOC. It is active."), f"{TEXT}\nAt last."]
)
def test_a_sentence_that_the_list_adds_is_named(check, longer):
    (added,) = {one.hash for one in sentences(longer)} - {one.hash for one in sentences(TEXT)}

    with pytest.raises(CommandError, match=added):
        check(TEXT, listing(longer))


@pytest.mark.parametrize(
    "longer", [f"A new heading\n{TEXT}", TEXT.replace("ENOC.", "ENOC. It is active."), f"{TEXT}\nAt last."]
)
def test_a_sentence_that_the_document_adds_is_named(check, longer):
    (added,) = {one.hash for one in sentences(longer)} - {one.hash for one in sentences(TEXT)}

    with pytest.raises(CommandError, match=added):
        check(longer, listing(TEXT))


def test_sentences_in_another_order_are_named(check):
    lines = listing(TEXT)
    lines[5], lines[6] = lines[6], lines[5]

    with pytest.raises(CommandError, match="The list differs from the original"):
        check(TEXT, lines)
