"""No source speaks for a day that is yet to come: such dates are refused, those that are stored stay."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from hrnet.lib.dates import PartialDate, newest_day
from networks.models import MembershipCitation
from tests.factories import MembershipFactory, SourceFactory

pytestmark = pytest.mark.django_db

AHEAD = ["2999", "2999-01", "2999-Q1", "2999-01-01", "2020/2999"]


def day(after):
    return PartialDate.of(newest_day() + datetime.timedelta(days=after))


def test_tomorrow_in_utc_is_today_somewhere_and_the_day_after_is_not():
    assert (day(0).is_ahead, day(1).is_ahead) == (False, True)


def test_a_year_that_has_begun_is_not_yet_to_come():
    assert not PartialDate.of(str(newest_day().year)).is_ahead


@pytest.mark.parametrize("text", AHEAD)
def test_a_citation_for_a_day_to_come_is_refused(text):
    citation = MembershipCitation(subject=MembershipFactory(), source=SourceFactory(), as_of=text)

    with pytest.raises(ValidationError, match="is yet to come") as refused:
        citation.full_clean()

    assert list(refused.value.message_dict) == ["as_of"]


@pytest.mark.parametrize(("field", "text"), [("published", "2999"), ("read_on", "2999-01-01")])
def test_a_source_of_a_day_to_come_is_refused(field, text):
    source = SourceFactory(published=None)
    setattr(source, field, text)

    with pytest.raises(ValidationError, match="is yet to come") as refused:
        source.full_clean()

    assert list(refused.value.message_dict) == [field]


def test_what_is_stored_already_holds_up_no_other_change():
    citation = MembershipFactory(source=SourceFactory()).citations.get()
    MembershipCitation.objects.update(as_of="2999")
    citation.refresh_from_db()

    citation.page = "3"
    citation.full_clean()

    citation.as_of = PartialDate.of("2998")
    with pytest.raises(ValidationError):
        citation.full_clean()
