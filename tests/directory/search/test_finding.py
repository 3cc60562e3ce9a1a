"""What the search finds under which words."""

import pytest

from tests.directory.search.asking import first, found, last_parts
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    InstrumentFactory,
    NameFactory,
    SourceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def body(slug, *names):
    """Make an institution with names; each is (text, language, kind)."""
    made = InstitutionFactory(slug=slug, names=slug.replace("-", " ").title())
    for text, language, kind in names:
        NameFactory(institution=made, text=text, language=language, kind=kind)
    return made


@pytest.fixture
def defender():
    InstitutionFactory(slug="rights-watch", names="Rights Watch")
    return body("defender-of-rights", ("Défenseur des droits", "fr", "official"))


@pytest.mark.parametrize(
    "asked",
    ["Defender of Rights", "DÉFENSEUR DES DROITS", "defenseur  des droits!", "«Défenseur des droits»"],
)
def test_accents_case_and_punctuation_make_no_difference(defender, asked):
    assert first(asked) == "defender-of-rights"


@pytest.mark.parametrize("asked", ["rights, defender of", "droits défenseur"])
def test_the_order_of_the_words_makes_no_difference(defender, asked):
    assert first(asked) == "defender-of-rights"


@pytest.mark.parametrize("asked", ["defen", "defenseur", "des dro", "efenseur"])
def test_a_part_of_a_name_or_of_a_word_is_enough(defender, asked):
    assert first(asked) == "defender-of-rights"


def test_a_part_of_many_words_is_no_slip():
    for at in range(6):
        body(f"house-{at}", (f"Landesbeauftragte {at}", "de", "official"))
    meant = found("auftragt")

    assert (meant.how, meant.counts) == ("words", {"institution": 6})


@pytest.mark.parametrize("asked", ["Defnder of Rights", "Deffender of Rigths", "défenseur des driots"])
def test_a_slip_is_forgiven(defender, asked):
    assert first(asked) == "defender-of-rights"


@pytest.mark.parametrize("asked", ["defenderof rights", "defender ofrights", "def ender of rights"])
def test_words_run_together_or_apart_are_found(defender, asked):
    assert first(asked) == "defender-of-rights"


def test_a_hyphen_is_as_good_as_a_blank_or_nothing():
    body("organization-for-co-operation")

    assert first("organization cooperation") == "organization-for-co-operation"
    assert first("organization co operation") == "organization-for-co-operation"


def test_an_acronym_typed_as_it_is_comes_first():
    body("cats-and-dogs-society", ("Cat", "en", "alternative"))
    body("committee-against-torture", ("CAT", "mul", "acronym"))
    ThemeFactory(slug="cat", label_en="Cat", label_fr="Chat")

    assert last_parts("CAT")[0] == "committee-against-torture"
    assert last_parts("c.a.t.")[0] == "committee-against-torture"


def test_a_treaty_comes_before_the_source_that_is_its_text():
    SourceFactory(slug="text", label_en="Convention against Torture (text)")
    InstrumentFactory(
        slug="treaty", title_en="Convention against Torture and Degrading Treatment or Punishment"
    )

    assert last_parts("convention against torture") == ["treaty", "text"]


def test_the_whole_name_comes_before_names_that_hold_it():
    body("european-union-agency")
    body("european-union")
    body("council-of-the-european-union")

    assert last_parts("european union")[0] == "european-union"


def test_a_body_comes_before_the_place_of_the_same_name():
    body("benin", ("Dahomey", "fr", "former"))
    CountryFactory(code="DYBJ", slug="dahomey", label_en="Dahomey")

    assert last_parts("Dahomey") == ["benin", "dahomey"]


def test_a_former_name_is_found_and_named_as_such():
    body("benin", ("Dahomey", "fr", "former"))

    (hit,) = found("dahomey").hits

    assert (hit.name.text, hit.name.kind, hit.name.language) == ("Dahomey", "former", "fr")


@pytest.mark.parametrize(
    ("name", "language", "asked"),
    [
        ("Соединенное Королевство", "ru", "Soedinennoe Korolevstvo"),
        ("Уповноважений", "uk", "Upovnovazhenyi"),
        ("Жалобы", "ru", "Zhaloby"),
        ("Συνήγορος του Πολίτη", "el", "Synigoros tou Politi"),
        ("ديوان المظالم", "ar", "Diwan al-Mazalim"),
        ("المجلس القومي لحقوق الإنسان", "ar", "al-Majlis al-Qawmi li-Huquq al-Insan"),
        ("נציב תלונות", "he", "Natziv Tlunot"),
        ("联合国", "zh", "lian he guo"),
    ],
)
def test_a_latin_spelling_finds_a_name_in_another_script(name, language, asked):
    body("rights-watch")
    body("the-other", (name, language, "official"))

    assert first(asked) == "the-other"


@pytest.mark.parametrize("asked", ["Намибия", "ناميبيا", "נמיביה", "Ναμιμπια"])
def test_a_name_in_latin_letters_is_found_from_another_script(asked):
    body("zambia")
    body("namibia")

    assert first(asked) == "namibia"


@pytest.mark.parametrize("asked", ["الامم المتحده", "أمم متحدة", "الأُمَم المتحدة"])
def test_arabic_is_found_without_its_marks_and_article(asked):
    body("united-nations", ("الأمم المتحدة", "ar", "official"))

    assert first(asked) == "united-nations"


def test_a_part_of_a_chinese_name_is_found():
    body("united-nations", ("联合国", "zh", "official"))

    assert first("联合") == "united-nations"


def test_the_country_of_a_body_may_stand_among_the_words():
    InstitutionFactory(slug="civic-ombudsman", names="Civic Ombudsman")
    ruritania = CountryFactory(code="RU", label_en="Ruritania", label_fr="Ruritanie")
    InstitutionFactory(slug="the-ombudsman", names="The Ombudsman", country=ruritania)

    assert last_parts("ombudsman ruritania") == ["the-ombudsman"]


def test_where_no_name_fits_the_nearest_are_given():
    body("committee-against-torture")

    nearest = found("committee against bureaucracy")

    assert nearest.how == "nearest"
    assert [hit.name.text for hit in nearest.hits] == ["Committee Against Torture"]


def test_words_unlike_any_still_lead_to_the_neighbours_in_the_alphabet():
    body("committee-against-torture")

    neighbours = found("zzzzzz")

    assert neighbours.how == "nearest"
    assert [hit.name.text for hit in neighbours.hits] == ["Committee Against Torture"]


def test_a_record_stands_once_however_many_of_its_names_fit(defender):
    NameFactory(institution=defender, text="Defender", kind="alternative")

    assert last_parts("defender") == ["defender-of-rights"]


def test_the_kinds_are_counted_by_records_and_narrow_the_list():
    body("torture-watch", ("Torture Monitor", "en", "alternative"))
    ThemeFactory(slug="torture", label_en="Torture", label_fr="Torture")

    assert found("torture").counts == {"institution": 1, "theme": 1}
    assert last_parts("torture", "theme") == ["torture"]
    assert found("torture", "theme").counts == {"institution": 1, "theme": 1}


def test_a_question_of_signs_alone_finds_nothing():
    assert found("?!…—").hits == []
