"""When a name is certain, and the names that never are."""

import pytest

from imports.reconcile import KnownName, Matcher
from tests.imports.reconcile.base import certain, first


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Amnesty International", "amnesty"),
        ("AMNESTY  INTERNATIONAL.", "amnesty"),
        ("FEDERATION INTERNATIONALE POUR LES DROITS HUMAINS", "fidh"),
        ("The European Court of Human Rights", "european-court"),
        ("Organisation for Security and Cooperation in Europe", "osce"),
        ("Torture, World Organisation Against", "omct"),
        ("Human Rights, Danish Institute for", "danish-institute"),
        ("Kazakhstan: Commissioner for Human Rights", "kazakh-commissioner"),
        ("Human Rights Commission (Australia)", "australian-commission"),
        ("Nepal National Human Rights Commission", "nhrc-nepal"),
        ("1. Amnesty International", "amnesty"),
        ("Amnesty International*", "amnesty"),
    ],
)
def test_case_accents_articles_and_order_do_not_matter(matcher, name, meant):
    assert certain(matcher, name) == meant


@pytest.mark.parametrize(
    "name", ["FIDH", "F.I.D.H.", "fédération internationale pour les droits humains (FIDH)"]
)
def test_an_acronym_of_one_body_is_certain(matcher, name):
    assert certain(matcher, name) == "fidh"


def test_an_acronym_that_several_bodies_share_is_not_certain(matcher):
    match = matcher.match("NHRC")
    assert (match.certain, match.why) == (False, "shared")
    assert {first(match), "nhrc-india", "nhrc-nepal"} == {"nhrc-india", "nhrc-nepal"}


def test_a_shared_acronym_is_certain_with_the_country(matcher):
    assert certain(matcher, "NHRC", "NP") == "nhrc-nepal"
    assert certain(matcher, "NHRC India") == "nhrc-india"


def test_a_shared_acronym_is_not_certain_with_the_country_of_neither(matcher):
    assert certain(matcher, "NHRC", "BD") == ""


def test_a_word_in_small_letters_is_no_acronym(matcher):
    assert matcher.match("who").why == "code"


def test_an_acronym_that_is_the_code_of_a_country_is_not_certain():
    names = [KnownName(1, "FRA", "fra", "acronym", "en", "")]
    assert Matcher(names).match("FRA").why == "code"


def test_an_acronym_of_another_body_beside_the_name_is_not_certain(matcher):
    match = matcher.match("World Health Organization (OSCE)")
    assert (match.certain, match.why) == (False, "conflict")


def test_a_former_name_is_certain_and_says_so(matcher):
    match = matcher.match("Danish Centre for Human Rights")
    assert (match.certain, match.candidates[0].reason) == (True, "former")


@pytest.mark.parametrize(
    "name", ["Ministry of Health", "Human Rights Commission", "People's Advocate", "Avokati i Popullit"]
)
def test_a_generic_name_without_a_country_is_not_certain(matcher, name):
    assert certain(matcher, name) == ""


def test_a_generic_name_is_certain_with_its_country(matcher):
    assert certain(matcher, "Ministry of Health", "KE") == "health-kenya"
    assert certain(matcher, "Ministry of Health, Kenya") == "health-kenya"
    assert certain(matcher, "People's Advocate", "AL") == "advocate-albania"


def test_a_generic_name_of_another_country_is_not_certain(matcher):
    assert certain(matcher, "Ministry of Health", "UG") == ""
    assert certain(matcher, "Ministry of Health of Uganda") == ""


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("National Human Rights Commission of Bangladesh", ""),
        ("National Human Rights Commission of India", "NP"),
        ("Austrian Human Rights Commission", ""),
        ("Slovenian National Centre for Human Rights", ""),
        ("ARTICLE 18", ""),
        ("Swedish Institute for Human Rights", ""),
        ("European Court of Auditors", ""),
    ],
)
def test_another_country_number_or_word_is_another_body(matcher, name, country):
    assert certain(matcher, name, country) == ""


@pytest.mark.parametrize(
    "name",
    [
        "FIDH and OMCT",
        "FIDH / OMCT",
        "FIDH;OMCT",
        "Amnesty International, FIDH",
        "France et Kenya",
    ],
)
def test_two_bodies_in_one_cell_are_several(matcher, name):
    match = matcher.match(name)
    assert (match.kind, match.certain, match.why) == ("several", False, "two_names")


def test_and_within_a_name_does_not_make_it_two(matcher):
    assert certain(matcher, "Bosnia and Herzegovina") == "BA"
    assert certain(matcher, "Organization for Security and Co-operation in Europe") == "osce"


@pytest.mark.parametrize(
    "name",
    [
        "Director of the Danish Institute for Human Rights",
        "President, European Court of Human Rights",
        "Head of UNICEF",
    ],
)
def test_a_post_within_a_body_is_not_the_body(matcher, name):
    match = matcher.match(name)
    assert (match.certain, match.why) == (False, "post")


@pytest.mark.parametrize(
    "name",
    [
        "Amnesty International Kenya",
        "Amnesty International (Kenya)",
        "Amnesty International UK",
        "UNICEF Office in Peru",
        "UNICEF France",
        "FIDH youth section",
    ],
)
def test_a_branch_named_after_its_parent_is_not_the_parent(matcher, name):
    match = matcher.match(name)
    assert (match.certain, match.why) == (False, "branch")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Amnesty Intrnational", "amnesty"),
        ("Danish Institute for Human Rigths", "danish-institute"),
        ("World Helth Organization", ""),
        ("Organzation for Security and Co-operation in Europe", "osce"),
        ("European Court of Human Right", "european-court"),
        ("Azerbaidjan", ""),
        ("Commissioner for Human Rights of Kazahkstan", "kazakh-commissioner"),
    ],
)
def test_a_slip_is_certain_in_a_long_word_only(matcher, name, meant):
    assert certain(matcher, name) == meant


def test_one_letter_for_another_in_a_rare_word_is_another_name(matcher):
    match = matcher.match("Anderson Foundation")
    assert (match.certain, first(match), match.candidates[0].reason) == (False, "andersen", "letters")


@pytest.mark.parametrize(
    "name",
    [
        "No NHRI",
        "none",
        "-",
        "n/a",
        "no institution",
        "aucune",
        "Ninguna",
        "keine",
        "vacant",
        "لا يوجد",
        "нет",
        "?",
    ],
)
def test_some_texts_name_nobody(matcher, name):
    match = matcher.match(name)
    assert (match.kind, match.certain, match.candidates) == ("nobody", False, [])


def test_a_body_whose_name_begins_with_no_is_somebody(matcher):
    assert certain(matcher, "No Peace Without Justice") == "no-peace"


def test_a_name_like_no_other_has_no_candidates(matcher):
    match = matcher.match("Zzyzx Qwrtp")
    assert (match.candidates, match.certain, match.why) == ([], False, "none")


def test_the_acronym_column_narrows_a_name_and_stands_in_for_it(matcher):
    assert certain(matcher, "World Health Organization", acronym="WHO") == "who"
    assert certain(matcher, "World Health Organization", acronym="OSCE") == ""
    assert certain(matcher, "", acronym="OMCT") == "omct"


def test_an_acronym_that_agrees_makes_a_misspelt_name_certain(matcher):
    assert certain(matcher, "Wrld Organisation Against Torture (OMCT)") == "omct"
