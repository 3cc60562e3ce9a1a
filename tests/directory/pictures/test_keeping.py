"""Pictures are kept, and made again only where what they show has changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from hrnet.directory.pictures import kept, layout, making
from hrnet.directory.pictures.models import Kept
from networks.models import Membership
from tests import factories as make
from tests.directory.pictures.looking import drawn, names, rows, ties, work

pytestmark = pytest.mark.django_db

# What is kept is trusted where nobody was writing meanwhile, as a test’s own transaction is.
outside_a_transaction = pytest.mark.django_db(transaction=True)

SVG = "/institutions/the-body/picture.svg"


@pytest.fixture
def there():
    body = make.InstitutionFactory(slug="the-body")
    make.MembershipFactory(institution=body, network__institution__slug="the-network")
    return body


@pytest.fixture
def drawings(monkeypatch):
    """What is drawn anew, by how many records it has."""
    made = []

    def watched(material, placed, before=making.marks):
        made.append(len(material.picture.keys))
        return before(material, placed)

    monkeypatch.setattr(making, "marks", watched)
    return made


def queries(client, address=SVG):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@outside_a_transaction
def test_a_kept_picture_takes_three_queries_and_is_not_drawn_again(client, there, drawings):
    client.get(SVG)

    assert queries(client) == 3  # the record, the state of the base, the picture
    assert drawings == [2]


@outside_a_transaction
def test_a_change_is_seen_at_once(client, there, drawings):
    client.get(SVG)
    make.RelationFactory(subject=there, object=make.InstitutionFactory(slug="a-third"))

    assert names(drawn(client, SVG)) == {"The body", "The network", "A third"}
    assert drawings == [2, 3]


def test_a_change_by_bare_sql_is_seen_too(client, there):
    client.get(SVG)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE networks_membership SET review_state = 'withdrawn'")

    assert ties(drawn(client, SVG)) == []


@outside_a_transaction
def test_a_change_elsewhere_is_looked_at_and_leaves_the_picture(client, there, drawings):
    client.get(SVG)
    make.InstitutionFactory(slug="of-no-matter")

    client.get(SVG)
    assert drawings == [2]
    assert queries(client) == 3


def test_a_new_name_is_drawn_where_the_old_one_stood(client, there, drawings):
    client.get(SVG)
    there.names.update(text="Another name")

    assert "Another name" in names(drawn(client, SVG))
    assert Kept.objects.filter(asked__startswith="layout").count() == 1


def test_each_language_and_each_question_is_kept_apart(client, there):
    for address in (SVG, f"/fr{SVG}", f"{SVG}?steps=2", f"{SVG}?tie=membership", f"{SVG}?on=2014"):
        client.get(address)

    assert Kept.objects.exclude(asked__startswith="layout").count() == 5


def test_the_same_question_is_kept_once_however_it_is_written(client, there):
    for query in (
        "tie=meeting&tie=membership",
        "tie=membership&tie=meeting&steps=1",
        "x=1&tie=membership&tie=meeting",
    ):
        client.get(f"{SVG}?{query}")

    assert Kept.objects.exclude(asked__startswith="layout").count() == 1


def test_no_record_keeps_more_than_a_few_pictures(client, there, monkeypatch):
    monkeypatch.setattr(kept, "MOST_OF_ONE", 4)
    monkeypatch.setattr(kept, "TIDIED_EVERY", 1)
    for year in range(2000, 2012):
        client.get(f"{SVG}?on={year}")

    assert Kept.objects.count() == 4


@outside_a_transaction
def test_while_somebody_writes_a_picture_is_made_and_not_trusted(client, there):
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("UPDATE networks_membership SET note_en = 'not yet told'")
        client.get(SVG)
        assert Kept.objects.get(asked__startswith="en").seen == ""
    finally:
        other.rollback()
        other.close()


def test_a_large_picture_is_laid_out_by_the_worker_and_the_table_is_there_meanwhile(
    client, there, monkeypatch
):
    monkeypatch.setattr(layout, "ON_REQUEST", 1)

    page = "/institutions/the-body/picture/"
    assert len(rows(client, page)) == 1
    assert "is being laid out" in client.get(page).content.decode()
    answer = client.get(SVG)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    work()

    assert names(drawn(client, SVG)) == {"The body", "The network"}
    assert "is being laid out" not in client.get(page).content.decode()


def test_a_large_picture_is_asked_of_the_worker_once(client, there, monkeypatch):
    monkeypatch.setattr(layout, "ON_REQUEST", 1)
    for _time in range(3):
        client.get(SVG)

    assert DBTaskResult.objects.count() == 1


def test_a_large_picture_that_changed_is_laid_out_again(client, there, monkeypatch):
    monkeypatch.setattr(layout, "ON_REQUEST", 1)
    client.get(SVG)
    work()
    make.RelationFactory(subject=there, object=make.InstitutionFactory(slug="a-third"))

    assert client.get(SVG).status_code == 503
    work()
    assert names(drawn(client, SVG)) == {"The body", "The network", "A third"}


def test_a_record_withdrawn_before_the_worker_came_is_passed_over(client, there, monkeypatch):
    monkeypatch.setattr(layout, "ON_REQUEST", 1)
    client.get(SVG)
    Membership.objects.all().delete()
    there.review_state = "withdrawn"
    there.save()
    work()

    assert client.get(SVG).status_code == 404


@pytest.mark.parametrize(
    "part", ["picture/", "picture.svg", "picture.png", "picture.graphml", "picture/embed/"]
)
def test_no_page_asks_more_for_more_records(client, there, part):
    address = f"/institutions/the-body/{part}"
    client.get("/institutions/the-body/")
    few = queries(client, address)
    for number in range(20):
        make.MembershipFactory(institution=there, network__institution__slug=f"network-{number}")
        make.EngagementFactory(actor=there)
        make.ParticipationFactory(institution=there)
        make.PartyFactory(institution=there)
        make.EngagementFactory(actor=None, actor_group=make.GroupFactory(), target=there)
    many = queries(client, address)

    assert many <= 60
    assert many <= few + 10  # the records of other sorts, and what is put in place of the old picture
