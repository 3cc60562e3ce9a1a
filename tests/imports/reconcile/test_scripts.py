"""Names in other scripts: found in their own, and by their sound in Latin letters, which is never certain."""

import pytest

from imports.reconcile import Matcher, cldr_names
from imports.reconcile.scripts import fold_script, script_of, skeleton
from tests.imports.reconcile.base import certain, stored


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Kenya", "latin"),
        ("Côte d’Ivoire", "latin"),
        ("Кения", "cyrillic"),
        ("Ελλάδα", "greek"),
        ("كينيا", "arabic"),
        ("ישראל", "hebrew"),
        ("肯尼亚", "other"),
        ("საქართველო", "other"),
        ("2011", "latin"),
    ],
)
def test_the_script_of_a_text_is_that_of_most_letters(text, script):
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الأردن", "الاردن"),
        ("إيران", "ايران"),
        ("جامعة الدول العربية", "جامعه الدول العربيه"),
        ("مُنَظَّمة", "منظمة"),
    ],
)
def test_spellings_of_one_arabic_name_fold_alike(one, other):
    assert fold_script(one, "arabic") == fold_script(other, "arabic")


@pytest.mark.parametrize(
    ("latin", "text", "script"),
    [
        ("argentina", "الأرجنتين", "arabic"),
        ("andorra", "أندورا", "arabic"),
        ("portugal", "البرتغال", "arabic"),
        ("armenia", "Армения", "cyrillic"),
        ("canada", "Καναδά", "greek"),
        ("kuba", "קובה", "hebrew"),
    ],
)
def test_a_name_and_its_transcription_have_one_skeleton(latin, text, script):
    assert skeleton(latin) == skeleton(fold_script(text, script).replace(" ", ""))


@pytest.mark.parametrize(
    ("name", "code"),
    [("الأرجنتين", "AR"), ("ألمانيا", "DE"), ("Чили", "CL"), ("ישראל", "IL"), ("Ισπανία", "ES")],
)
def test_a_script_that_the_base_lacks_gives_candidates_and_no_certainty(name, code):
    codes = ["AR", "DE", "CL", "IL", "ES", "FR", "PT", "JP"]
    here = Matcher(cldr_names(enumerate(codes, 1), languages=("en", "fr", "it", "es")))
    match = here.match(name)
    assert codes.index(code) + 1 in [candidate.id for candidate in match.candidates]
    assert code == "CL" or not match.certain


def test_a_name_is_certain_in_its_own_script(matcher):
    assert certain(matcher, "جامعة الدول العربيه") == "arab-league"
    assert (
        certain(matcher, "уполномоченный по правам человека в республике казахстан") == "kazakh-commissioner"
    )


def test_a_letter_more_in_arabic_is_not_certain(matcher):
    assert certain(matcher, "جامعات الدول العربية") == ""


def test_hidden_marks_and_odd_texts_are_survived():
    here = Matcher(stored())
    for text in (
        "\u200f\u202b",
        "\x00\x01",
        "𝔄𝔪𝔫𝔢𝔰𝔱𝔶 International",
        "💥",
        "a" * 5000,
        "(" * 50,
        "- - -",
        "&",
        "@KE",
    ):
        assert here.match(text).kind in ("match", "nobody", "several")
