"""The page of the search and its suggestions: what they show, what they refuse, what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hrnet.directory.search import looking
from tests.directory.pages import text_of
from tests.factories import CountryFactory, InstitutionFactory, NameFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def defender():
    france = CountryFactory(code="FR", label_en="France", label_fr="France")
    made = InstitutionFactory(slug="defender-of-rights", names="Defender of Rights", country=france)
    NameFactory(institution=made, text="Défenseur des droits", language="fr")
    NameFactory(institution=made, text="Mediator", kind="former")
    return made


def test_a_result_shows_label_kind_and_country(client, defender):
    page = text_of(client, "/search/?q=defender")

    assert "1 record" in page
    assert "Defender of Rights ombuds institution · France" in page


def test_the_name_that_matched_stands_beside_the_label_with_what_it_is(client, defender):
    assert "Defender of Rights Mediator (former name, English)" in text_of(client, "/search/?q=mediator")


def test_a_french_reader_gets_the_french_label(client, defender):
    page = text_of(client, "/fr/search/?q=defender")

    assert "Défenseur des droits Defender of Rights" in page


def test_the_label_itself_is_not_repeated(client, defender):
    assert text_of(client, "/search/?q=defender of rights").count("Defender of Rights") == 1


def test_of_two_names_that_fit_alike_the_readers_own_is_taken(client):
    made = InstitutionFactory(slug="the-committee", names="Committee against Torture")
    NameFactory(institution=made, text="Comité contre la torture", language="fr")

    assert "Comité" not in text_of(client, "/search/?q=torture")
    assert "Committee" not in text_of(client, "/fr/search/?q=torture")


def test_a_page_without_a_question_says_how_to_ask(client):
    assert "the order of the words make no difference" in text_of(client, "/search/")


@pytest.mark.parametrize("asked", ["?!", "…", "   ", "—«»", "؟"])
def test_signs_alone_get_a_page_that_helps(client, asked):
    answer = client.get("/search/", {"q": asked})

    assert answer.status_code == 200
    assert "make no difference" in answer.content.decode()


def test_where_nothing_fits_the_nearest_are_shown_and_called_so(client, defender):
    page = text_of(client, "/search/?q=defender of animals")

    assert "Nothing here goes by that name. The nearest names:" in page
    assert "Defender of Rights" in page


def test_too_long_a_question_is_refused_in_words(client):
    answer = client.get("/search/", {"q": "a" * 10_000})

    assert answer.status_code == 400
    assert "at most 200 letters" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=a%00b", "q=%ff%fe", "q=%ed%a0%80", "q=a&kind=nonsense", "q=a&kind=%27", "q=a&page=0",
     "q=a&page=-1", "q=a&page=x", "q=a&page=²", "q=a&page=99999999999999999999"],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_and_nothing_breaks(client, query):
    assert client.get(f"/search/?{query}").status_code == 400


@pytest.mark.parametrize(
    "asked",
    ["'", '"', "\\", "a'b", "a & b | !c", "a:*", "'; DROP TABLE x; --", "%", "_", "a%b", "\u202e\u200d", "😀",
     "ﷺ", "İ", "ﬃ", "½", "a" * 200, " ".join("abcdefghijklmnopqrstuvwxyz"), "ก็", "नमस्ते", "한국", "ß", "𝔄𝔅",
     "@france", "~bones", "zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich"],
)  # fmt: skip
@pytest.mark.parametrize("address", ["/search/", "/search/suggest", "/fr/search/"])
def test_any_text_is_answered(client, defender, address, asked):
    assert client.get(address, {"q": asked}).status_code == 200


def test_a_kind_narrows_the_list_and_is_kept_in_the_form(client, defender):
    ThemeFactory(slug="defender", label_en="Defender")

    page = client.get("/search/?q=defender&kind=theme")

    assert [one.address for one in page.context["results"]] == ["/themes/defender/"]
    assert 'value="theme" checked' in page.content.decode()
    assert [one["number"] for one in page.context["kinds"]] == [1, 1]


def test_a_long_list_comes_in_pages(client):
    InstitutionFactory.create_batch(25)

    first, second = (client.get(f"/search/?q=institution&page={page}") for page in (1, 2))

    assert [len(first.context["results"]), len(second.context["results"])] == [20, 5]
    assert not {one.address for one in first.context["results"]} & {
        one.address for one in second.context["results"]
    }
    assert client.get("/search/?q=institution&page=9").context["page_number"] == 2


def test_the_count_is_bounded_and_says_so(client, monkeypatch):
    monkeypatch.setattr(looking, "COUNTED", 10)
    InstitutionFactory.create_batch(25)

    assert "More than 10 records" in text_of(client, "/search/?q=institution")


def test_suggestions_say_what_a_line_shows(client, defender):
    assert client.get("/search/suggest?q=medi").json() == {
        "suggestions": [
            {
                "address": "/institutions/defender-of-rights/", "label": "Defender of Rights",
                "language": "en", "acronym": "", "about": "ombuds institution · France",
                "matched": "Mediator", "matched_language": "en", "matched_as": "former name, English",
            }
        ]
    }  # fmt: skip


def test_there_are_eight_suggestions_at_most(client):
    InstitutionFactory.create_batch(12)

    assert len(client.get("/search/suggest?q=instit").json()["suggestions"]) == 8


def test_a_single_letter_suggests_nothing_yet(client, defender):
    assert client.get("/search/suggest?q=d").json() == {"suggestions": []}


def test_a_single_sign_of_chinese_suggests(client, defender):
    NameFactory(institution=defender, text="法国权利维护者", language="zh")

    assert client.get("/search/suggest", {"q": "法"}).json()["suggestions"]


@pytest.mark.parametrize("asked", ["institution", "insttution", "qqqq"])
def test_a_search_takes_no_more_queries_where_there_is_more_to_find(client, asked):
    InstitutionFactory.create_batch(6)
    few = _queries(client, asked)
    InstitutionFactory.create_batch(30)

    assert _queries(client, asked) == few
    assert few <= 8


def _queries(client, asked):
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/search/", {"q": asked}).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("index", "condition"),
    [
        ("directory_search_words", "directory_searchentry WHERE words @@ '''institution'':*'::tsquery"),
        ("directory_search_folded", "directory_searchentry WHERE folded = ANY('{institution 7}')"),
        (
            "directory_search_keys",
            "directory_searchword WHERE keys && hrnet_search_near('institutn', 4, '')",
        ),
        ("directory_search_parts", "directory_searchword WHERE word LIKE '%stitut%'"),
        ("directory_search_parts", "directory_searchword WHERE word % 'institutoin'"),
    ],
)
def test_each_question_to_the_database_has_an_index(index, condition):
    InstitutionFactory.create_batch(3)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT * FROM {condition}")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert index in plan
