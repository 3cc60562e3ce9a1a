"""PostgreSQL and Python give a partial date the same meaning."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hrnet.lib.dates import PartialDate, PartialDateError
from networks.models import Membership
from tests.factories import SourceFactory


def bounds_in_sql(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT hrnet_date_earliest(%s), hrnet_date_latest(%s)", [text, text])
        return cursor.fetchone()


part = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4]),
    st.builds(lambda year, quarter: f"{year:04}-Q{quarter}", st.integers(1, 9999), st.integers(1, 4)),
    st.text(alphabet="0123456789-Q/", max_size=12),
    st.builds(
        lambda y, m, d: f"{y:04}-{m:02}-{d:02}", st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32)
    ),
)


class SameMeaning(TestCase):
    @settings(max_examples=300, deadline=None)
    @given(st.one_of(part, st.builds(lambda a, b: f"{a}/{b}", part, part)))
    def test_sql_and_python_agree(self, text):
        earliest, latest = bounds_in_sql(text)
        try:
            date = PartialDate.parse(text)
        except PartialDateError:
            assert earliest is None or latest is None or latest < earliest or "/" in text
        else:
            assert (earliest, latest) == (date.earliest, date.latest)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["2013-02-30", "May 2013", "2013-00", "2014/2013", "x"])
def test_the_database_refuses_what_is_no_date(text):
    source = SourceFactory()

    with (
        pytest.raises(IntegrityError, match="sources_source_published_is_a_date"),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE sources_source SET published = %s WHERE id = %s", [text, source.pk])


@pytest.mark.django_db
def test_the_form_refuses_it_with_what_to_write_instead():
    membership = Membership(start="May 2013")

    with pytest.raises(ValidationError) as refused:
        membership.clean_fields()

    assert "write 2014-11-12, 2014-11" in str(refused.value.message_dict["start"])
