"""``manage.py match_names``: one JSON object for each name, in the order of the file."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.factories import CountryFactory, InstitutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kenyan(db):
    kenya = CountryFactory(code="KE", label_en="Kenya")
    InstitutionFactory(slug="health-kenya", names="Ministry of Health", country=kenya)
    return InstitutionFactory(slug="knchr", names="Kenya National Commission on Human Rights", country=kenya)


def run(path, *options):
    out = io.StringIO()
    call_command("match_names", str(path), *options, "--json-lines", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_text_gives_an_object_a_line(kenyan, tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("KENYA National Commission on Human Rights\n\nNo NHRI\n", encoding="utf-8")
    assert [(one["line"], one["certain"], one["kind"]) for one in run(path)] == [
        (1, True, "match"),
        (2, False, "nobody"),
        (3, False, "nobody"),
    ]
    assert run(path)[0]["candidates"] == [
        {
            "slug": "knchr",
            "name": "Kenya National Commission on Human Rights",
            "matched": "Kenya National Commission on Human Rights",
            "score": 1.0,
            "reason": "exact",
            "country": "KE",
        }
    ]


def test_a_table_gives_the_country_of_each_name(kenyan, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("Place;Name\nKenya;Ministry of Health\nUganda;Ministry of Health\n", encoding="utf-8")
    found = run(path, "--country-column", "place")
    assert [(one["country"], one["certain"], one["candidates"][0]["slug"]) for one in found] == [
        ("Kenya", True, "health-kenya"),
        ("Uganda", False, "health-kenya"),
    ]


def test_without_json_lines_it_reads_as_text(kenyan, tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("Kenya National Commission on Human Rights", encoding="utf-16")
    out = io.StringIO()
    call_command("match_names", str(path), stdout=out)
    name = "Kenya National Commission on Human Rights"
    assert out.getvalue() == f"{name} = {name} (1.00, exact)\n"


@pytest.mark.parametrize(
    ("filename", "content", "options", "said"),
    [
        ("names.txt", b"", (), "The file is empty: choose another."),
        ("names.txt", b"PK\x03\x04\x00\x00", (), "is not a text"),
        ("names.csv", b"name,place\na,b\n", ("--country-column", "land"), "The file has no column “land”"),
        ("names.csv", b'name\n"open\nmore\n', (), "Line 2 cannot be read"),
    ],
)
def test_a_bad_file_gives_one_sentence_and_the_status_2(tmp_path, filename, content, options, said):
    path = tmp_path / filename
    path.write_bytes(content)
    with pytest.raises(CommandError, match=said) as error:
        run(path, *options)
    assert error.value.returncode == 2


def test_a_file_that_is_not_there_gives_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        run(tmp_path / "absent.txt")
