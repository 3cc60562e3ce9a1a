"""What docs/curator.md tells of the roles is what they may do."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.accounts.test_who_writes_what import ADDED_ONLY, KINDS, NEVER_DELETED, PUBLIC_AT_ONCE, ROLES
from tests.desk import model_of

TEXT = (Path(settings.BASE_DIR) / "docs" / "curator.md").read_text()
SECTION = TEXT.partition("## Roles")[2].partition("## Dates")[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in SECTION.splitlines() if "|" in line]
LISTED = [
    kind for kind, (rule, _change) in KINDS.items()
    if any(rule is one for one in (ADDED_ONLY, PUBLIC_AT_ONCE, NEVER_DELETED))
]  # fmt: skip


def allowed(rule, role):
    """Return in the words of the table what ``rule`` lets ``role`` do."""
    ways = [way for way in ("add", "change", "delete") if rule[way][ROLES.index(role)] == "w"]
    return ", ".join(ways) or "–"


@pytest.mark.parametrize("kind", LISTED)
def test_the_table_says_of_each_kind_what_its_curators_and_publishers_may_do(kind):
    rule = KINDS[kind][0]
    name = str(model_of(kind)._meta.verbose_name_plural)
    (row,) = [row for row in ROWS if len(row) == 3 and name in row[0].replace(":", ",").split(", ")]

    assert row[1] == allowed(rule, "curator")
    assert row[2].removesuffix(", take back") == allowed(rule, "publisher")


def test_publishers_and_no_curators_rule_where_sources_disagree():
    roles = {row[0]: row[1] for row in ROWS if len(row) == 2}

    assert "rule where sources disagree" in roles["publisher"]
    assert "rule where sources disagree" not in roles["curator"]
    assert KINDS["networks_ruling"][0]["add"] == "xxww"
