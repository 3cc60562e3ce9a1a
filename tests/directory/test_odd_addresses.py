"""What an address may ask of a list, and what it gets that asks something else: 400, never 500."""

import base64
import json

import pytest

from tests.factories import (
    CountryFactory,
    EngagementFactory,
    InstitutionFactory,
    InstrumentFactory,
    MandateFactory,
    MeetingFactory,
    MembershipFactory,
    PersonFactory,
    SourceFactory,
    ThemeFactory,
    TreatyBodyFactory,
)

pytestmark = pytest.mark.django_db

LISTS = [
    "institutions", "networks", "treaty-bodies", "instruments", "mandates", "engagements", "meetings",
    "themes", "countries", "sources", "memberships",
]  # fmt: skip
WRONG = [
    *("kind=nothing", "kind=nhri&kind=nothing", "country=ZZ", "region=moon", "reach=far", "theme=none"),
    *("network=none", "role=none", "status=gone", "q=" + "a" * 201),
]
# Names of columns and lookups; none of them is a filter, and so none does anything.
UNKNOWN = [
    "utm_source=letter", "country__code=FR", "contact__email=x", "names__text__contains=x", "pk=0", "id=0",
    "review_state=draft", "slug=nothing", "order_by=pk", "ordering=-pk", "limit=1", "page=7",
    "memberships__person__name__startswith=S", "kind__in=court", "q__gt=a", "__class__=x",
]  # fmt: skip


def token(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def raw(text):
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


FORGED = {
    "not base64": "%C3%A9",
    "nothing in it": "A",
    "no JSON": raw(b"nonsense"),
    "no UTF-8": raw(b"\xff\xfe[1,2]"),
    "no list": raw(b'{"sort": 1}'),
    "too few values": token(1),
    "too many values": token("a", 1, 2),
    "empty values": token(None, None),
    "lists": token(["a"], [1]),
    "objects": token({}, {}),
    "true": token(True, True),
    "a fraction": token("a", 1.5),
    "infinity": raw(b'["a", Infinity]'),
    "not a number": raw(b'["a", NaN]'),
    "a number too large": token("a", 2**63),
    "a number too large, in words": token("a", "9" * 40),
    "a number with too many digits": raw(b'["a", ' + b"9" * 5000 + b"]"),
    "letters for a number": token("a", "one"),
    "NUL": token("a\0", 1),
    "half a character": raw(b'["\\ud800", 1]'),
    "a very long text": token("a" * 3000, 1),
    "very deep": raw(b"[" * 5000),
    "deep enough to fit a line": raw(b"[" * 2500),
}


@pytest.fixture
def records():
    """A record on each list."""
    france = CountryFactory()
    for maker in (
        SourceFactory, ThemeFactory, InstrumentFactory, TreatyBodyFactory, MandateFactory, EngagementFactory,
        MeetingFactory,
    ):  # fmt: skip
        maker()
    return MembershipFactory(institution=InstitutionFactory(country=france), person=PersonFactory(name="S"))


@pytest.mark.parametrize("query", WRONG)
def test_a_value_that_cannot_be_is_told_beside_its_field_and_shows_nothing(client, records, query):
    answer = client.get(f"/institutions/?{query}")

    assert answer.status_code == 400
    assert "This filter cannot be applied: see the marked fields." in answer.content.decode()
    assert answer.context["page"].rows == []


def test_a_value_that_cannot_be_is_told_in_french(client, records):
    answer = client.get("/fr/institutions/?kind=nothing")

    assert answer.status_code == 400
    assert "Sélectionnez un choix valide" in answer.content.decode()


@pytest.mark.parametrize("way", ["after", "before"])
def test_a_value_that_cannot_be_on_a_later_page_is_told_too(client, records, way):
    answer = client.get(f"/memberships/?status=gone&{way}={token(records.pk)}")

    assert (answer.status_code, answer.context["page"].rows) == (400, [])


@pytest.mark.parametrize("name", LISTS)
def test_nul_is_refused_in_plain_words(client, records, name):
    queries = ("q=%00", "q=a%00b", "after=%00", "unknown=%00", "%00=a")
    answers = {query: client.get(f"/{name}/?{query}") for query in queries}

    assert {
        query: (answer.status_code, answer.content) for query, answer in answers.items()
    } == dict.fromkeys(queries, (400, b"This address is not valid."))


@pytest.mark.parametrize("query", ["q=%FF", "q=%C3%28", "%FF=a", "unknown=%ED%A0%80", "after=%FE"])
def test_what_is_not_utf_8_is_refused_in_plain_words(client, records, query):
    answer = client.get(f"/institutions/?{query}")

    assert (answer.status_code, answer.content) == (400, b"This address is not valid.")


@pytest.mark.parametrize("path", ["/%00/", "/institutions/%00/", "/institutions/a%00b/"])
def test_nul_in_a_path_is_refused(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/institutions/%FF/", "/sources/%C3%28/", "/memberships/one/", "/memberships/-1/",
        "/memberships/99999999999999999999999999/", "/engagements/99999999999999999999/",
        "/institutions/../../etc/passwd", "/institutions/" + "a" * 2000 + "/", "/fr/fr/institutions/",
        "/themes/%2e%2e/", "/networks/a%20b/", "/accounts/signup/", "/accounts/password/reset/", "/media/x",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_a_key_that_is_no_filter_does_nothing(client, records, name):
    plain = shown(client.get(f"/{name}/"))
    assert plain["count"].number > 0

    assert {query: shown(client.get(f"/{name}/?{query}")) for query in UNKNOWN} == dict.fromkeys(
        UNKNOWN, plain
    )


def shown(answer):
    """Return what a page of a list shows."""
    return {
        "status": answer.status_code,
        "rows": [row.pk for row in answer.context["page"].rows],
        "count": answer.context["count"],
    }


@pytest.mark.parametrize("way", ["after", "before"])
@pytest.mark.parametrize("name", ["institutions", "meetings"])
def test_a_forged_place_in_a_list_is_refused(client, records, name, way):
    answers = {what: client.get(f"/{name}/?{way}={forged}") for what, forged in FORGED.items()}

    assert {what: answer.status_code for what, answer in answers.items()} == dict.fromkeys(FORGED, 400)


@pytest.mark.parametrize("date", ["0000-00-00", "2020-13-45", "infinity", "yesterday", "2020", 2020])
def test_a_forged_date_in_a_place_is_refused(client, records, date):
    assert client.get(f"/meetings/?after={token(date, 1)}").status_code == 400


def test_a_forged_place_in_a_source_is_refused(client):
    address = SourceFactory().get_absolute_url()
    forged = [
        *FORGED.values(), token(0, 0, 0, 0, 0, 0), token(-1, 0, "", 0, 0, 0), token(2**31, 0, "", 0, 0, 0),
        token(0, 0, "", 0, 0, 2**63), token(0, 0, "\0", 0, 0, 0), raw(b'[0, 0, "\\ud800", 0, 0, 0]'),
    ]  # fmt: skip

    assert {one: client.get(f"{address}?after={one}").status_code for one in forged} == dict.fromkeys(
        forged, 400
    )


def test_many_parameters_at_once_are_refused(client, records):
    query = "&".join(f"a{number}=1" for number in range(6000))

    assert client.get(f"/institutions/?{query}").status_code == 400


def test_a_bad_request_is_told_with_what_to_do(client, records):
    english = client.get("/institutions/?after=nonsense").content.decode()
    french = client.get("/fr/institutions/?after=nonsense").content.decode()

    assert "Go back, or start from a list." in english
    assert "Revenez en arrière" in french
