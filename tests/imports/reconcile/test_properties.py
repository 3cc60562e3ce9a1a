"""What holds for every name: spelling aside, the first candidate stays, and a name finds its own body."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from imports.reconcile import Matcher
from tests.imports.reconcile.base import NAMES, everything, stored

MATCHER = Matcher(everything())
FULL = [name for name in stored() if name.kind != "acronym" and name.text.isascii()]
LONG = [name for name in FULL if len(name.text.split()) > 2]
ACCENTS = str.maketrans("aeiouAEIOU", "áèîöúÁÈÎÖÚ")


def found(text: str, country: str = "") -> str:
    candidates = MATCHER.match(text, country=country).candidates
    return NAMES[candidates[0].id] if candidates else ""


def test_every_known_name_finds_its_own_body_first():
    bearers: dict[str, set[int]] = {}
    for name in everything():
        bearers.setdefault(name.folded, set()).add(name.id)
    strays = [
        name.text
        for name in everything()
        if MATCHER.match(name.text, country=name.country).candidates[0].id not in bearers[name.folded]
    ]
    assert strays == []


def test_every_name_of_a_state_is_certain():
    doubtful = [
        name.text for name in everything() if name.kind == "cldr" and not MATCHER.match(name.text).certain
    ]
    assert doubtful == []


@given(st.sampled_from(FULL), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_case_accents_and_punctuation_do_not_change_the_first(name, chance):
    text = "".join(char.upper() if chance.random() < 0.5 else char for char in name.text)
    text = text.translate(ACCENTS) if chance.random() < 0.5 else text
    text = "".join(chance.choice((" ", "  ", ", ", " - ")) if char == " " else char for char in text)
    assert found(text, name.country) == NAMES[name.id]


@given(st.sampled_from(LONG), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_words_does_not_change_the_first(name, chance):
    words = name.text.split()
    chance.shuffle(words)
    assert found(" ".join(words), name.country) == NAMES[name.id]


SYLLABLES = ["ba", "ko", "ri", "zu", "mel", "tan", "vor", "shi", "pel", "dra"]


@given(st.lists(st.sampled_from(SYLLABLES), min_size=3, max_size=5), st.sampled_from(FULL))
@settings(max_examples=100, deadline=None)
def test_a_known_name_with_an_unknown_word_in_it_is_not_certain(syllables, name):
    assert not MATCHER.match(f"{name.text} {''.join(syllables)}").certain


@given(
    st.lists(
        st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=4).map("".join), min_size=1, max_size=6
    )
)
@settings(max_examples=100, deadline=None)
def test_invented_names_are_never_certain(words):
    assert not MATCHER.match(" ".join(words)).certain


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_answered(text):
    match = MATCHER.match(text)
    assert not match.certain or match.candidates
    assert len(match.candidates) <= 8
    assert all(0 <= one.score <= 1 for one in match.candidates)


def test_the_same_question_has_the_same_answer():
    asked = [name.text for name in everything()]
    random.Random(4).shuffle(asked)
    other = Matcher(everything())
    assert [MATCHER.match(text[:-1]) for text in asked[:200]] == [
        other.match(text[:-1]) for text in asked[:200]
    ]
