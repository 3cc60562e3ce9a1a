"""The fixtures as they are written: in both languages, each fact with its place, and nothing private.

What they amount to in the database is in ``test_what_ships.py``.
"""

import re
from collections import Counter
from functools import cache

import pytest
from django.apps import apps
from django.conf import settings

from sources.extraction import read_extraction
from sources.fields import TEXT_LANGUAGES
from sources.seeding import fixture_files, key_of, records
from sources.statements import Assertion

FOLDER = settings.BASE_DIR / "fixtures"
EXTRACTION = settings.BASE_DIR / "docs" / "extraction.md"
FIVE = {
    "defender-of-rights-european-action-2023": 36,
    "defenseur-des-droits-relations-internationales": 21,
    "inter-mechanisms-5-1-press-release-2014": 11,
    "special-rapporteur-main-partners": 38,
    "ingo-conference-working-group-defenders": 33,
}
ADDRESS = re.compile(r"[\w.+-]+(@|\s*\(at\)\s*|\[at\])[\w-]+\.\w+")


@cache
def shipped():
    return list(records(fixture_files(FOLDER)))


@cache
def listed():
    return read_extraction(EXTRACTION)


def name_of(record):
    return f"{record['model']}:{key_of(record)}"


def of_model(model):
    return [record["fields"] for record in shipped() if record["model"] == model]


def citations():
    return [record for record in shipped() if record["model"].endswith("citation")]


def cited(record):
    """Return the name of the record that the citation ``record`` is about."""
    key = "/".join(record["fields"]["subject"])
    return f"{record['model'].removesuffix('citation')}:{key}"


def place(fields):
    return fields.get("paragraph"), fields.get("sentence")


# -- two languages


def pairs(record):
    """Return, for each translated text of the record’s model, its name, the English and the French."""
    columns = {field.name for field in apps.get_model(record["model"])._meta.fields}
    for column in sorted(columns):
        name, _underscore, language = column.rpartition("_")
        if language == "en" and f"{name}_fr" in columns:
            yield name, *(record["fields"].get(f"{name}_{code}", "") for code in TEXT_LANGUAGES)


def test_every_text_is_in_both_languages_or_in_none():
    assert [
        (name_of(record), name)
        for record in shipped()
        for name, english, french in pairs(record)
        if bool(english.strip()) != bool(french.strip())
    ] == []


def test_every_text_that_must_be_there_is_there():
    assert [
        (name_of(record), name)
        for record in shipped()
        for name, english, _french in pairs(record)
        if not english.strip() and not apps.get_model(record["model"])._meta.get_field(f"{name}_en").blank
    ] == []


def test_hundreds_of_texts_were_compared():
    assert sum(1 for record in shipped() for _name, english, _french in pairs(record) if english) > 600


def test_a_longer_text_is_translated_and_not_copied():
    assert [
        (name_of(record), english)
        for record in shipped()
        for _name, english, french in pairs(record)
        if english == french and len(english.split()) > 4
    ] == []


@pytest.mark.parametrize("language", TEXT_LANGUAGES)
def test_every_institution_has_a_name_in_each_language(language):
    named = {
        key
        for name in of_model("institutions.name")
        for key in name["institution"]
        if name["language"] in (language, "mul") and name["kind"] in ("official", "alternative", "as_written")
    }

    assert sorted({one["slug"] for one in of_model("institutions.institution")} - named) == []


# -- keys


def test_no_two_rows_share_a_key():
    counted = Counter(map(name_of, shipped()))

    assert {name: number for name, number in counted.items() if number > 1} == {}


def test_every_row_has_a_key_by_which_a_release_knows_it_again():
    assert [name_of(record) for record in shipped() if key_of(record) in ("", "None")] == []


def test_no_row_has_a_number_of_ours():
    assert [name_of(record) for record in shipped() if "pk" in record] == []


# -- sources


def test_every_published_statement_has_a_citation():
    known = {cited(record) for record in citations()}

    assert [
        name_of(record)
        for record in shipped()
        if issubclass(apps.get_model(record["model"]), Assertion)
        and record["fields"].get("review_state") == "published"
        and name_of(record) not in known
    ] == []


def test_every_statement_is_published():
    assert [
        name_of(record)
        for record in shipped()
        if issubclass(apps.get_model(record["model"]), Assertion)
        and record["fields"].get("review_state") != "published"
    ] == []


def test_a_citation_quotes_nothing():
    assert [name_of(record) for record in citations() if record["fields"].get("quotation")] == []


def test_a_citation_of_one_of_the_five_documents_gives_its_sentence():
    assert [
        name_of(record)
        for record in citations()
        if record["fields"]["source"][0] in FIVE and None in place(record["fields"])
    ] == []


def test_a_citation_about_one_field_names_a_field_that_there_is():
    assert [
        (name_of(record), about)
        for record in citations()
        if (about := record["fields"].get("about"))
        and about not in fields_of(record["model"].removesuffix("citation"))
    ] == []


def fields_of(model):
    """Return what a citation of ``model`` may be about: its columns, texts and parts, and its profiles’."""
    profiles = ["networks.network", "mandates.treatybody"] if model == "institutions.institution" else []
    columns = {field.name for one in [model, *profiles] for field in apps.get_model(one)._meta.get_fields()}
    return {"period", *columns, *(column.removesuffix("_en") for column in columns)}


# -- the list of what became of every sentence


def test_the_list_is_of_the_five_documents():
    assert {slug: len(entries) for slug, entries in listed().items()} == FIVE
    assert FIVE.keys() <= {source["slug"] for source in of_model("sources.source")}


@pytest.mark.parametrize("slug", FIVE)
def test_sentences_are_numbered_without_a_gap(slug):
    entries = listed()[slug]

    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))


@pytest.mark.parametrize("slug", FIVE)
def test_places_follow_each_other(slug):
    expected, places = [], [(entry.paragraph, entry.sentence) for entry in listed()[slug]]
    for _paragraph, sentence in places:
        before = expected[-1] if expected else (0, 1)
        expected.append((before[0], before[1] + 1) if sentence > 1 else (before[0] + 1, 1))

    assert places == expected


@pytest.mark.parametrize("slug", FIVE)
def test_every_sentence_became_rows_or_has_a_reason_why_it_became_none(slug):
    assert [
        entry.number for entry in listed()[slug] if not entry.keys and not entry.became.startswith("none: ")
    ] == []


@pytest.mark.parametrize("slug", FIVE)
def test_every_row_of_the_list_is_in_the_fixtures(slug):
    there = {name_of(record) for record in shipped()}

    assert [
        (entry.number, f"{model}:{key}")
        for entry in listed()[slug]
        for model, key in entry.keys
        if f"{model}:{key}" not in there
    ] == []


@pytest.mark.parametrize("slug", FIVE)
def test_the_list_and_the_citations_say_the_same(slug):
    """Each row of the list is cited at its sentence, and each citation is in the list under its own."""
    in_the_list = {
        (entry.paragraph, entry.sentence, f"{model}:{key}")
        for entry in listed()[slug]
        for model, key in entry.keys
    }
    in_the_fixtures = {
        (*place(record["fields"]), cited(record))
        for record in citations()
        if record["fields"]["source"] == [slug]
    }

    assert (sorted(in_the_list - in_the_fixtures), sorted(in_the_fixtures - in_the_list)) == ([], [])


@pytest.mark.parametrize("slug", FIVE)
def test_no_row_stands_twice_under_a_sentence(slug):
    assert [entry.number for entry in listed()[slug] if len(set(entry.keys)) != len(entry.keys)] == []


# -- nothing private


@pytest.mark.parametrize("path", [*fixture_files(FOLDER), EXTRACTION], ids=lambda path: path.name)
def test_no_e_mail_address_is_in_what_ships(path):
    assert ADDRESS.search(path.read_text()) is None


def test_no_address_table_is_in_the_fixtures():
    assert of_model("institutions.contact") == []


def test_a_person_is_named_only_in_a_public_function():
    named = {key for one in of_model("institutions.person") for key in [one["handle"]]}
    in_function = {
        key
        for model in ("mandates.mandateholder", "networks.membership", "networks.participation")
        for one in of_model(model)
        for key in one.get("person") or []
    }

    assert named - in_function == set()
