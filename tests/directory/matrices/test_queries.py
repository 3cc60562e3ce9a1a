"""A matrix is counted in one statement, and its page takes no more queries for more of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from tests.directory.matrices.conftest import SURE, act, body, charge, join, network
from tests.directory.matrices.looking import CHARGED, MEMBERS, SUBMITTED

pytestmark = pytest.mark.django_db
MOST = {MEMBERS: 9, SUBMITTED: 7, CHARGED: 7}


def queries(client, address):
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return [one["sql"] for one in taken]


def grow(rows):
    for number in range(rows):
        code = f"X{chr(65 + number)}"
        if not make.CountryFactory._meta.model.objects.filter(code=code).exists():
            land = make.CountryFactory(code=code, label_en=f"Land {code}")
            member = body(f"member-{code.lower()}", land)
            join(member, network(f"net-{code.lower()}"), **SURE)
            act(member, make.TreatyBodyFactory(institution=body(f"committee-{code.lower()}")))
            charge(member, [make.ThemeFactory()], "monitor")


@pytest.mark.parametrize("day", ["", "?on=2014"])
@pytest.mark.parametrize("address", MOST)
def test_a_matrix_of_twelve_rows_takes_the_queries_of_one_with_two(client, address, day):
    grow(2)
    few = queries(client, address + day)
    grow(12)
    many = queries(client, address + day)

    assert len(many) == len(few) <= MOST[address]
    assert len([sql for sql in many if "GROUPING SETS" in sql]) == 1
