"""Two at the desk: one removes a part of a record while the other has its form open."""

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.urls import reverse

from institutions.models import Name
from sources.admin.base import CuratedAdmin
from tests.accounts.test_who_writes_what import KINDS
from tests.desk import kind_of, make, sent, values_of
from tests.factories import InstitutionFactory, MembershipFactory, NameFactory, SourceFactory

pytestmark = pytest.mark.django_db

FORMS = [
    (model, inline.model)
    for model, desk in admin.site._registry.items()
    if isinstance(desk, CuratedAdmin)
    for inline in desk.inlines
]


@pytest.fixture
def desk(client, publisher):
    client.force_login(publisher)
    return client


def address(record):
    return reverse(f"admin:{kind_of(type(record))}_change", args=[record.pk])


def add_part(record, model):
    column = next(field.name for field in model._meta.fields if field.related_model is type(record))
    return model.objects.create(**{column: record}, **values_of(model))


def said(answer):
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


@pytest.mark.parametrize(("model", "part"), FORMS, ids=kind_of)
def test_the_rest_of_a_form_is_saved_and_the_part_that_is_gone_is_named(desk, model, part):
    record = make(model)
    row = add_part(record, part)
    called = str(row)
    open_form, change = sent(desk.get(address(record))), KINDS[kind_of(model)][1]
    part.objects.filter(pk=row.pk).delete()

    answer = desk.post(address(record), open_form | change)

    record.refresh_from_db()
    assert answer.status_code == 302
    assert {name: getattr(record, name) for name in change} == change
    assert f"it stays removed: {part._meta.verbose_name} “{called}”." in said(answer)
    assert not part.objects.filter(pk=row.pk).exists()


def test_the_other_parts_are_saved_each_in_its_own_row(desk):
    body = InstitutionFactory(names="First")
    second, third = (NameFactory(institution=body, text=text, language="fr") for text in ("Two", "Three"))
    open_form = sent(desk.get(address(body)))
    place = next(key for key, value in open_form.items() if value == third.pk and key.endswith("-id"))
    second.delete()

    desk.post(address(body), open_form | {place.replace("-id", "-text"): "Third"})

    assert sorted(body.names.values_list("text", flat=True)) == ["First", "Third"]


@pytest.fixture
def membership():
    return MembershipFactory(source=SourceFactory(label_en="The list"), source__page="3")


def test_what_was_typed_into_a_part_that_is_gone_is_shown(desk, membership):
    open_form = sent(desk.get(address(membership)))
    membership.citations.all().delete()

    answer = desk.post(address(membership), open_form | {"citations-0-page": "7", "status": "active"})

    membership.refresh_from_db()
    assert answer.status_code == 302
    assert membership.status == "active"
    assert "The list, page 3" in said(answer)
    assert "You had written there: Page: 7." in said(answer)


def test_a_part_that_both_remove_is_no_matter(desk, membership):
    open_form = sent(desk.get(address(membership)))
    membership.citations.all().delete()

    answer = desk.post(address(membership), open_form | {"citations-0-DELETE": "on", "status": "active"})

    membership.refresh_from_db()
    assert answer.status_code == 302
    assert membership.status == "active"


def test_where_another_field_was_changed_too_both_texts_are_shown_and_saving_again_goes_through(
    desk, membership
):
    open_form = sent(desk.get(address(membership)))
    membership.citations.all().delete()
    type(membership).objects.update(note_en="Theirs")

    refused = desk.post(address(membership), open_form | {"note_en": "Mine", "citations-0-page": "7"})
    again = desk.post(address(membership), sent(refused) | {"note_en": "Mine"})

    membership.refresh_from_db()
    assert "stored now “Theirs”, yours “Mine”" in refused.content.decode()
    assert "You had written there: Page: 7." in refused.content.decode()
    assert again.status_code == 302
    assert membership.note_en == "Mine"


def test_a_part_that_moved_to_another_record_stays_there(desk):
    body, other = InstitutionFactory(names="First"), InstitutionFactory()
    moved = NameFactory(institution=body, text="Moved", language="fr")
    open_form = sent(desk.get(address(body)))
    Name.objects.filter(pk=moved.pk).update(institution=other)

    refused = desk.post(address(body), open_form | {"website": "https://example.org/"})
    again = desk.post(address(body), sent(refused) | {"website": "https://example.org/"})

    body.refresh_from_db()
    assert "it stays removed: name “Moved" in refused.content.decode()
    assert again.status_code == 302
    assert body.website == "https://example.org/"
    assert Name.objects.get(pk=moved.pk).institution == other


def test_a_part_of_another_record_is_not_written_through_the_form(desk, membership):
    stranger = MembershipFactory(source=SourceFactory(), source__page="1").citations.get()
    open_form = sent(desk.get(address(membership)))

    desk.post(address(membership), open_form | {"citations-0-id": stranger.pk, "citations-0-page": "7"})

    stranger.refresh_from_db()
    assert (stranger.page, membership.citations.get().page) == ("1", "3")
