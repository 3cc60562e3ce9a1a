"""The label of an institution follows from its names, whichever way a name was written."""

import pytest
from django.db import IntegrityError, connection
from django.utils.translation import override

from institutions.models import Institution, Name
from tests.factories import InstitutionFactory, NameFactory

pytestmark = pytest.mark.django_db


def institution(**names):
    made = Institution.objects.create(slug="somebody", kind="ombuds")
    for language, text in names.items():
        NameFactory(institution=made, language=language, text=text)
    made.refresh_from_db()
    return made


def test_each_reader_gets_the_name_in_their_language():
    defender = institution(en="Defender of Rights", fr="Défenseur des droits")

    with override("en"):
        assert defender.label == "Defender of Rights"
    with override("fr"):
        assert defender.label == "Défenseur des droits"
        assert not defender.label.is_fallback


def test_a_name_in_the_other_language_is_marked_as_such():
    defender = institution(fr="Défenseur des droits")

    assert (defender.label, defender.label.language, defender.label.is_fallback) == (
        "Défenseur des droits", "fr", True,
    )  # fmt: skip


def test_a_name_in_a_third_language_is_better_than_none():
    ombudsman = institution(ar="وسيط المملكة")

    assert (ombudsman.label, ombudsman.label.language) == ("وسيط المملكة", "ar")


def test_an_official_name_goes_before_a_former_one():
    body = institution()
    NameFactory(institution=body, text="Mediator of the Republic", kind="former")
    NameFactory(institution=body, text="Defender of Rights", kind="official")
    body.refresh_from_db()

    assert body.label == "Defender of Rights"


def test_the_acronym_is_shown_beside_the_name():
    agency = InstitutionFactory(slug="fundamental-rights-agency", acronym="FRA")

    assert str(agency) == "Fundamental rights agency (FRA)"


def test_the_label_follows_bulk_writes_updates_and_deletions():
    body = institution(en="Old name")
    Name.objects.filter(institution=body).update(text="New name", folded="new name")
    body.refresh_from_db()
    assert (body.label, body.sort_en) == ("New name", "new name")

    Name.objects.bulk_create([Name(institution=body, text="Le nom", language="fr")])
    body.refresh_from_db()
    assert (body.label_fr, body.sort_fr) == ("Le nom", "nom")

    body.names.all().delete()
    body.refresh_from_db()
    assert body.label_en == body.label_fr == body.label_other == ""


def test_the_label_follows_plain_sql():
    body = institution(en="Name")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE institutions_name SET text = 'Another' WHERE institution_id = %s", [body.pk])
    body.refresh_from_db()

    assert body.label == "Another"


def test_a_name_is_found_whatever_its_accents_and_case():
    body = institution(fr="Défenseur des droits")

    assert Name.objects.spelt("DEFENSEUR DES DROITS").get().institution == body


def test_the_same_name_is_not_stored_twice():
    body = institution(en="Name")

    with pytest.raises(IntegrityError, match="institutions_name_once"):
        NameFactory(institution=body, text="Name")


@pytest.mark.parametrize("language", ["", "english", "EN", "f"])
def test_a_language_is_a_code(language):
    body = institution()

    with pytest.raises(IntegrityError, match="institutions_name_language_code"):
        NameFactory(institution=body, text="Name", language=language)


def test_the_address_of_an_institution_never_changes():
    body = institution(en="Name")

    with pytest.raises(Exception, match="slug_is_permanent"):
        Institution.objects.filter(pk=body.pk).update(slug="other")
