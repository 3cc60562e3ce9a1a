"""States: their names in many languages and lists, and those that look like one another."""

import pytest

from imports.reconcile import KnownName, Matcher, cldr_names
from imports.reconcile.places import country_code
from tests.imports.reconcile.base import certain, first, stored


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("Republic of Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Korea (Republic of)", "KR"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("Congo", "CG"),
        ("Republic of the Congo", "CG"),
        ("Democratic Republic of the Congo", "CD"),
        ("Congo, Dem. Rep.", "CD"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Cote d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("The former Yugoslav Republic of Macedonia", "MK"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("United Republic of Tanzania", "TZ"),
        ("Bolivia (Plurinational State of)", "BO"),
        ("Czech Republic", "CZ"),
        ("Netherlands (Kingdom of the)", "NL"),
        ("Kingdom of the Netherlands", "NL"),
        ("Kenya, Republic of", "KE"),
        ("République du Mali", "ML"),
        ("Guinea Bissau", "GW"),
        ("Slowakei", "SK"),
        ("Кения", "KE"),
        ("Республика Казахстан", "KZ"),
        ("كينيا", "KE"),
        ("جمهورية كينيا", "KE"),
        ("ايران", "IR"),
        ("肯尼亚", "KE"),
    ],
)
def test_a_state_is_known_by_its_names_in_lists_and_languages(matcher, name, code):
    assert certain(matcher, name) == code


@pytest.mark.parametrize(
    "name",
    [
        "Korea",
        "Republic of China",
        "Northern Ireland",
        "Republic of Dominica and Guinea",
        "Columbia",
        "Congo, DR of X",
    ],
)
def test_a_name_that_may_be_another_state_is_not_certain(matcher, name):
    assert certain(matcher, name) == ""


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Niger", "NG"),
        ("Australia", "AT"),
        ("Slovakia", "SI"),
        ("Iraq", "IR"),
        ("Mali", "MW"),
        ("Dominica", "DO"),
    ],
)
def test_a_state_beside_the_code_of_another_is_not_certain(matcher, name, country):
    match = matcher.match(name, country=country)
    assert (match.certain, match.why) == (False, "other_country")


@pytest.mark.parametrize(
    ("absent", "name"),
    [
        ("SS", "Sudán del Sur"),
        ("SD", "Sudan"),
        ("CG", "Republic of the Congo"),
        ("CD", "Congo, DR"),
        ("IS", "Исландия"),
        ("GM", "Гамбия"),
        ("AU", "Australia"),
        ("AU", "Austrlia"),
        ("NE", "Niger"),
        ("GQ", "Equatorial Guinea"),
        ("GW", "Guinea-Bissau"),
        ("DO", "Dominican Republic"),
        ("SI", "Slovenia"),
        ("IR", "Iran"),
        ("MW", "Malawi"),
    ],
)
def test_a_state_that_is_not_in_the_base_is_not_taken_for_its_neighbour_in_spelling(absent, name):
    codes = "AT AU CD CG DM DO GM GN GQ GW IE IQ IR IS ML MW NE NG SD SI SK SS ZM"
    here = Matcher(cldr_names((number, code) for number, code in enumerate(codes.split()) if code != absent))
    assert not here.match(name).certain


def test_names_in_other_languages_are_only_those_asked_for():
    texts = {name.text for name in cldr_names([(1, "KE")], languages=("fr", "ar"))}
    assert "Kenya" in texts
    assert "كينيا" in texts
    assert "Кения" not in texts


def test_a_stored_name_goes_before_the_same_name_in_another_language():
    other = KnownName(99, "Kenya", "kenya", "cldr", "en", "")
    state = KnownName(98, "Kenya", "kenya", "official", "en", "KE")
    match = Matcher([*stored(), other, state]).match("Kenya")
    assert (match.certain, match.candidates[0].id) == (True, 98)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KE", "KE"),
        ("KEN", "KE"),
        ("Kenya", "KE"),
        ("Kenia", "KE"),
        ("Кения", "KE"),
        ("UK", "GB"),
        ("", ""),
        ("Atlantis", ""),
    ],
)
def test_a_country_is_read_from_a_code_or_a_name(text, code):
    assert country_code(text) == code


def test_the_first_candidate_for_a_misspelt_state_is_that_state(matcher):
    assert first(matcher.match("Kazachstn")) == "KZ"
