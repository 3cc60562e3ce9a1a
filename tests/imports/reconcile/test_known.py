"""The known names come from the database."""

import pytest

from imports.reconcile import Matcher
from imports.reconcile.known import known_institutions, known_instruments
from tests.factories import CountryFactory, InstitutionFactory, InstrumentFactory

pytestmark = pytest.mark.django_db


def test_the_names_of_institutions_come_with_their_country():
    kenya = CountryFactory(code="KE", label_en="Kenya")
    body = InstitutionFactory(slug="knchr", names="Kenya National Commission on Human Rights", country=kenya)
    names = [name for name in known_institutions() if name.id == body.pk]
    assert [(name.text, name.country, name.kind) for name in names] == [
        ("Kenya National Commission on Human Rights", "KE", "official")
    ]


def test_what_is_withdrawn_is_not_known():
    InstitutionFactory(slug="gone", names="Gone Body", review_state="withdrawn")
    assert list(known_institutions()) == []


def test_a_state_is_known_in_other_languages():
    kenya = CountryFactory(code="KE", label_en="Kenya")
    state = InstitutionFactory(slug="kenya", kind="state", names="Kenya", country=kenya)
    match = Matcher(known_institutions()).match("Кения")
    assert (match.certain, match.candidates[0].id) == (True, state.pk)


def test_instruments_are_known_by_title_and_short_title():
    treaty = InstrumentFactory(
        slug="crc",
        title_en="Convention on the Rights of the Child",
        short_title_en="CRC",
        title_fr="",
        short_title_fr="",
    )
    treaty.names.create(text="Child Convention", language="en")
    matcher = Matcher(known_instruments())
    for text in ("convention on the rights of the child", "CRC", "Child Convention"):
        match = matcher.match(text)
        assert (match.certain, match.candidates[0].id) == (True, treaty.pk)
