"""Folding: two spellings of one name fold alike, two names do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrnet.lib.names import clean, fold, slugify, sort_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Défenseur des droits", "DEFENSEUR DES DROITS"),
        ("O.S.C.E.", "osce"),
        ("droits de l’Homme", "droits de l'homme"),
        ("Médiateur  du\u00a0Royaume", "mediateur du royaume"),
        ("Straße", "strasse"),
        ("Россия", "Rossiya"),
        ("Human Rights: Commission", "human-rights commission"),
    ],
)
def test_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("National Human Rights Commission of India", "National Human Rights Commission of Nepal"),
        ("FRA", "FRAN"),
        ("Australia", "Austria"),
    ],
)
def test_two_names_do_not(one, other):
    assert fold(one) != fold(other)


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=80))
def test_a_cleaned_name_stays_as_it_is(text):
    assert clean(clean(text)) == clean(text)


def test_a_list_passes_over_the_article():
    assert sort_key("The Observatory") == "observatory"
    assert sort_key("L’Observatoire") == "observatoire"


def test_an_address_comes_from_the_name():
    assert slugify("Defender of Rights (France)") == "defender-of-rights-france"
