"""What the database refuses of institutions, their names, themes, groups and persons, and lets in."""

import pytest
from django.db import ProgrammingError, connection, transaction

from institutions.models import (
    Contact,
    Country,
    GroupCountry,
    Identifier,
    Institution,
    InstitutionCountry,
    InstitutionTheme,
    Name,
    Subdivision,
)
from tests.factories import (
    CountryFactory,
    GroupFactory,
    InstitutionFactory,
    NameFactory,
    PersonFactory,
    ThemeFactory,
)
from tests.factories.parts import SubdivisionFactory
from tests.rules import change, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return InstitutionFactory(slug="defender-of-rights")


# -- institutions


def test_the_slug_of_an_institution_is_permanent(body):
    with pytest.raises(ProgrammingError, match="slug_is_permanent"), transaction.atomic():
        Institution.objects.filter(pk=body.pk).update(slug="other")

    Institution.objects.filter(pk=body.pk).update(slug="defender-of-rights", kind="nhri")


@pytest.mark.parametrize(
    ("founded", "dissolved"), [("2011", "2011"), ("2011", "2024-01"), (None, "2010"), ("2011", None)]
)
def test_an_institution_is_dissolved_after_it_was_founded(founded, dissolved):
    InstitutionFactory(founded=founded, dissolved=dissolved)


@pytest.mark.parametrize(("founded", "dissolved"), [("2011", "2010"), ("2011-03-29", "2011-02")])
def test_an_institution_is_not_dissolved_before_it_was_founded(founded, dissolved):
    with refused("institutions_institution_dissolved_after_founded"):
        InstitutionFactory(founded=founded, dissolved=dissolved)


def test_a_part_of_a_country_is_within_a_country():
    quebec = SubdivisionFactory(code="CA-QC", country=CountryFactory(code="CA", label_en="Canada"))
    InstitutionFactory(subdivision=quebec, country=quebec.country)

    with refused("institutions_institution_part_within_country"):
        InstitutionFactory(subdivision=quebec, country=None)


def test_a_theme_or_a_country_describes_an_institution_once(body):
    theme, country = ThemeFactory(), CountryFactory()
    other = InstitutionFactory()
    for one in (body, other):
        InstitutionTheme.objects.create(institution=one, theme=theme)
        InstitutionCountry.objects.create(institution=one, country=country)

    with refused("institutions_institutiontheme_once"):
        InstitutionTheme.objects.create(institution=body, theme=theme)
    with refused("institutions_institutioncountry_once"):
        InstitutionCountry.objects.create(institution=body, country=country)


# -- names and identifiers


@pytest.mark.parametrize("language", ["en", "mul", "zh-Hant", "sr-Latn", "ar"])
def test_the_language_of_a_name_is_a_code(body, language):
    NameFactory(institution=body, text="Somebody", language=language)


@pytest.mark.parametrize("language", ["", "E", "english", "EN", "en-", "fr_FR"])
def test_the_language_of_a_name_is_nothing_else_than_a_code(body, language):
    with refused("institutions_name_language_code"):
        NameFactory(institution=body, text="Somebody", language=language)


def test_a_name_is_not_empty(body):
    with refused("institutions_name_not_empty"):
        NameFactory(institution=body, text="")


def test_the_same_name_is_stored_once_for_each_language_and_kind(body):
    name = {"institution": body, "text": "Defender", "language": "en", "kind": "official"}
    NameFactory(**name)
    for other in ({"text": "Ombudsman"}, {"language": "fr"}, {"kind": "former"}):
        NameFactory(**name | other)
    NameFactory(**name | {"institution": InstitutionFactory()})

    with refused("institutions_name_once"):
        NameFactory(**name)


@pytest.mark.parametrize(
    ("rule", "column"),
    [("institutions_name_start_is_a_date", "start"), ("institutions_name_end_is_a_date", "end")],
)
def test_what_is_no_date_is_not_the_date_of_a_name(body, rule, column):
    with refused(rule), connection.cursor() as cursor:
        cursor.execute(f'UPDATE institutions_name SET "{column}" = %s', ["May 2013"])


def test_a_name_is_not_given_up_before_it_is_taken(body):
    NameFactory(institution=body, text="Mediator", start="1973", end="1973")

    with refused("institutions_name_end_after_start"):
        NameFactory(institution=body, text="Ombudsman", start="1973", end="1972")


def test_the_language_of_a_label_follows_its_name():
    body = Institution.objects.create(slug="somebody", kind="ombuds")
    name = NameFactory(institution=body, text="وسيط", language="ar")

    Name.objects.filter(pk=name.pk).update(language="fa")

    body.refresh_from_db()
    assert (body.label_other, body.label_other_language) == ("وسيط", "fa")


def test_a_stale_copy_of_an_institution_that_is_saved_does_not_undo_its_label():
    body = Institution.objects.create(slug="somebody", kind="ombuds")
    NameFactory(institution=body, text="Somebody")

    body.kind = "nhri"
    body.save()

    body.refresh_from_db()
    assert (body.kind, body.label_en, body.sort_fr) == ("nhri", "Somebody", "somebody")


def test_an_identifier_belongs_to_one_institution(body):
    Identifier.objects.create(institution=body, scheme="wikidata", value="Q1")
    Identifier.objects.create(institution=body, scheme="wikidata", value="Q2")
    Identifier.objects.create(institution=body, scheme="ror", value="Q1")

    with refused("institutions_identifier_once"):
        Identifier.objects.create(institution=InstitutionFactory(), scheme="wikidata", value="Q1")


def test_our_own_scheme_needs_no_identifier(body):
    with refused("institutions_identifier_not_ours"):
        Identifier.objects.create(institution=body, scheme="hrnet", value="defender-of-rights")


# -- places


@pytest.mark.parametrize("code", ["FR", "XK", "SUHH"])
def test_a_country_has_a_code_of_two_letters_and_a_former_one_of_four(code):
    Country.objects.create(code=code, slug="somewhere")


@pytest.mark.parametrize("code", ["", "F", "FRA", "fr", "F1"])
def test_a_country_has_no_other_code(code):
    with refused("institutions_country_code_form"):
        Country.objects.create(code=code, slug="somewhere")


@pytest.mark.parametrize("code", ["CA-QC", "FR-1", "GB-SCT"])
def test_a_part_of_a_country_has_a_code_of_iso_3166_2(code):
    Subdivision.objects.create(code=code, country=CountryFactory())


@pytest.mark.parametrize("code", ["CA", "CA-", "ca-qc", "CA QC", "-QC"])
def test_a_part_of_a_country_has_no_other_code(code):
    country = CountryFactory()

    with refused("institutions_subdivision_code_form"):
        Subdivision.objects.create(code=code, country=country)


# -- themes: a tree two deep


def test_a_theme_under_another_is_let_in():
    rights = ThemeFactory()
    ThemeFactory(parent=rights)
    ThemeFactory(parent=rights)


def test_a_theme_has_none_two_levels_above():
    child = ThemeFactory(parent=ThemeFactory())

    with refused("institutions_theme_two_deep"):
        ThemeFactory(parent=child)


def test_a_theme_that_has_themes_below_it_goes_under_no_other():
    top = ThemeFactory()
    ThemeFactory(parent=top)

    with refused("institutions_theme_two_deep"):
        change(top, parent=ThemeFactory())


def test_a_theme_is_not_under_itself():
    theme = ThemeFactory()

    with refused("institutions_theme_two_deep"):
        change(theme, parent=theme)


# -- groups, persons, contacts


def test_a_country_is_named_once_for_a_group():
    group, country = GroupFactory(), CountryFactory()
    GroupCountry.objects.create(group=group, country=country)
    GroupCountry.objects.create(group=GroupFactory(), country=country)

    with refused("institutions_groupcountry_once"):
        GroupCountry.objects.create(group=group, country=country)


def test_a_name_is_withheld_for_ever_until_a_day_or_not_at_all():
    PersonFactory(withheld=False, withheld_until=None)
    PersonFactory(withheld=True, withheld_until=None)
    PersonFactory(withheld=True, withheld_until="2030-01-01")

    with refused("institutions_person_until_means_withheld"):
        PersonFactory(withheld=False, withheld_until="2030-01-01")


def test_a_contact_belongs_to_a_person_or_an_institution(body):
    Contact.objects.create(person=PersonFactory())
    Contact.objects.create(institution=body)

    with refused("institutions_contact_belongs_to_somebody"):
        Contact.objects.create(phone="112")
