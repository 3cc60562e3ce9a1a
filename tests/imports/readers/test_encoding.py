"""Encodings are found, by mark, by validity, and by the letters of their languages."""

import pytest

from imports.readers import encoding
from imports.readers.errors import FileRefusedError
from tests.imports.readers.helpers import columns, read, survey, write

TEXTS = {
    "western": "Défenseur des droits; Médiateur européen; Defensoría del Pueblo; España;"
    " Gleichbehandlung für alle; Straße; Jämställdhetsombudsmannen; Provedor de Justiça; São Paulo",
    "polish": "Rzecznik Praw Obywatelskich; wolność i równość; Państwowa Inspekcja; Łódź; Główny Urząd",
    "czech": "Veřejný ochránce práv; občanské sdružení; úřad vlády; lidská práva; příjmení; zmocněnec",
    "hungarian": "Alapvető Jogok Biztosának Hivatala; Egyenlő Bánásmód Hatóság; független; működő",
    "russian": "Уполномоченный по правам человека в Российской Федерации; Совет Европы; Москва; член",
    "ukrainian": "Уповноважений Верховної Ради України з прав людини; Київ; Європейська; член",
    "arabic": "المجلس القومي لحقوق الإنسان; مصر; اللجنة الوطنية; المغرب; عضو; تونس",
}
LEGACY = [
    ("western", "cp1252"), ("western", "mac_roman"), ("polish", "cp1250"), ("polish", "iso8859-2"),
    ("czech", "cp1250"), ("czech", "iso8859-2"), ("hungarian", "cp1250"), ("russian", "cp1251"),
    ("ukrainian", "cp1251"), ("arabic", "cp1256"),
]  # fmt: skip
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize(("language", "name"), LEGACY)
def test_an_old_encoding_is_told_by_its_letters(tmp_path, language, name):
    content = TEXTS[language].encode(name)

    found = encoding.detect(write(tmp_path, content))

    assert content.decode(found) == TEXTS[language]


@pytest.mark.parametrize("name", UNICODE)
def test_the_forms_of_unicode_are_told_with_and_without_a_mark(tmp_path, name):
    text = "Name,Network\nDéfenseur des droits,Équinet\n" * 20

    found = survey(write(tmp_path, text.encode(name)))

    assert found["tables"][0]["columns"][0]["samples"][0] == "Défenseur des droits"


def test_an_odd_byte_after_megabytes_decides(tmp_path):
    content = b"Name,Network\n" + b"Somebody,Something\n" * 100_000 + "Médiateur,Équinet\n".encode("cp1252")

    assert encoding.detect(write(tmp_path, content)) == "cp1252"


def test_one_odd_byte_in_a_file_of_utf8_is_named_by_its_line(tmp_path):
    content = "Name,Network\nDéfenseur,Équinet\n".encode() * 10 + b"M\xe9diateur,Equinet\n"

    with pytest.raises(FileRefusedError) as caught:
        encoding.detect(write(tmp_path, content))

    assert (caught.value.code, caught.value.parameters) == ("encoding_mixed", {"line": 21})


def test_a_given_encoding_and_delimiter_are_taken(tmp_path):
    path = write(tmp_path, "Name;Net,work\nMédiateur;a,b\n".encode("cp1252"))
    mapping = {
        "encoding": "Windows-1252", "delimiter": ";",
        "columns": columns(institution="name", network="net,work"),
    }  # fmt: skip

    assert read(path, mapping).said("institution", "network") == [("Médiateur", "a,b")]


def test_a_given_encoding_that_cannot_be_is_refused(tmp_path):
    path = write(tmp_path, "Name,Network\nMédiateur,b\n".encode("cp1252"))

    assert survey(path, mapping={"encoding": "utf-8"})["refused"] == "encoding"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("UTF8", "utf-8"),
        ("windows-1252", "cp1252"),
        ("Latin-1", "latin-1"),
        ("macintosh", "mac_roman"),
        ("x", ""),
    ],
)
def test_encodings_are_known_under_their_usual_names(given, name):
    assert encoding.canonical(given) == name
