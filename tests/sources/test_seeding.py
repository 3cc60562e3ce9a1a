"""The seeding: what hrnet ships is inserted once, ever; what people did with it since stays."""

import json

import pytest
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError

from institutions.models import Identifier, Institution, Name
from networks.models import Membership, MembershipCitation
from sources.history import event_model
from sources.models import SeedEntry, Source
from sources.seeding import fixture_files, seed
from tests.factories import InstitutionFactory, MembershipFactory, NetworkFactory, RoleFactory

pytestmark = pytest.mark.django_db

DEFENDER = {
    "model": "institutions.institution",
    "fields": {"slug": "defender-of-rights", "kind": "ombuds", "review_state": "published"},
}
NAME = {
    "model": "institutions.name",
    "fields": {
        "handle": "defender-of-rights-en", "institution": ["defender-of-rights"],
        "text": "Defender of Rights", "language": "en", "kind": "official",
    },
}  # fmt: skip
IDENTIFIER = {
    "model": "institutions.identifier",
    "fields": {"institution": ["defender-of-rights"], "scheme": "wikidata", "value": "Q1"},
}
SOURCE = {
    "model": "sources.source",
    "fields": {
        "slug": "report", "kind": "report", "title": "Report", "published": "2023",
        "review_state": "published",
    },
}  # fmt: skip
ROLE = {"model": "networks.role", "fields": {"slug": "member", "label_en": "member", "label_fr": "membre"}}
ENO = {"model": "institutions.institution", "fields": {"slug": "eno", "kind": "peer_network"}}
NETWORK = {"model": "networks.network", "fields": {"institution": ["eno"]}}
MEMBERSHIP = {
    "model": "networks.membership",
    "fields": {
        "handle": "dor-eno", "institution": ["defender-of-rights"], "network": ["eno"], "role": ["member"],
        "review_state": "published",
    },
}  # fmt: skip
CITATION = {
    "model": "networks.membershipcitation",
    "fields": {"handle": "dor-eno-p1", "subject": ["dor-eno"], "source": ["report"], "paragraph": 1},
}
ALL = [DEFENDER, NAME, IDENTIFIER, SOURCE, ROLE, ENO, NETWORK, MEMBERSHIP, CITATION]


@pytest.fixture
def ship(tmp_path):
    """Return a function that seeds rows as one fixture file, and returns the report."""

    def seeded(*rows):
        path = tmp_path / "100_test.json"
        path.write_text(json.dumps(rows))
        return seed([path])

    return seeded


def changed(row, **fields):
    return row | {"fields": row["fields"] | fields}


# -- once


def test_everything_is_inserted_into_an_empty_database(ship):
    report = ship(*ALL)

    assert (report.inserted, report.known, report.skipped) == (9, 0, [])
    membership = Membership.objects.get()
    assert str(membership.institution) == "Defender of Rights"
    assert membership.attested_last.isoformat() == "2023-12-31"
    assert Name.objects.get().folded == "defender of rights"


def test_a_second_seeding_inserts_nothing(ship):
    ship(*ALL)
    events = event_model(Institution).objects.count()

    report = ship(*ALL)

    assert (report.inserted, report.known, report.skipped) == (0, 9, [])
    assert event_model(Institution).objects.count() == events


def test_what_a_newer_version_ships_in_addition_is_inserted(ship):
    ship(*ALL)

    report = ship(*ALL, changed(NAME, handle="defender-of-rights-fr", text="Défenseur", language="fr"))

    assert (report.inserted, report.known) == (1, 9)
    assert Institution.objects.get(slug="defender-of-rights").label_fr == "Défenseur"


def test_the_ledger_has_a_line_for_each_row(ship):
    ship(*ALL)

    assert set(SeedEntry.objects.values_list("model", "key")) >= {
        ("institutions.institution", "defender-of-rights"),
        ("institutions.identifier", "wikidata/Q1"),
        ("networks.network", "eno"),
        ("networks.membershipcitation", "dor-eno-p1"),
    }
    assert SeedEntry.objects.count() == 9


def test_the_history_says_that_hrnet_shipped_it(ship):
    ship(*ALL)

    context = event_model(Membership).objects.get().pgh_context
    assert context.metadata == {"reason": "shipped with hrnet", "command": "seed"}


def test_files_build_on_each_other_in_the_order_of_their_names(tmp_path):
    for name in ("220_b.json", "100_a.json", "240_c.json", "notes.txt"):
        (tmp_path / name).write_text("[]")

    assert [path.name for path in fixture_files(tmp_path)] == ["100_a.json", "220_b.json", "240_c.json"]


# -- what people did


def test_an_edit_survives_a_newer_version(ship):
    ship(*ALL)
    Institution.objects.filter(slug="defender-of-rights").update(kind="nhri", website="https://example.org")

    ship(*[changed(DEFENDER, kind="equality", website=""), *ALL[1:]])

    edited = Institution.objects.get(slug="defender-of-rights")
    assert (edited.kind, edited.website) == ("nhri", "https://example.org")


def test_a_deletion_survives(ship):
    ship(*ALL)
    Identifier.objects.all().delete()
    MembershipCitation.objects.all().delete()

    report = ship(*ALL)

    assert (report.inserted, report.skipped) == (0, [])
    assert Identifier.objects.count() == MembershipCitation.objects.count() == 0


def test_what_depends_on_a_deleted_row_is_left_out_and_reported(ship):
    ship(*ALL)
    Membership.objects.all().delete()
    another = changed(CITATION, handle="dor-eno-p2", paragraph=2)

    report = ship(*ALL, another)

    assert report.inserted == 0
    (line,) = report.skipped
    assert line.startswith("networks.membershipcitation dor-eno-p2: ")
    assert MembershipCitation.objects.count() == 0


def test_what_was_left_out_is_inserted_once_what_it_depends_on_is_back(ship):
    ship(*ALL[:-1])
    Membership.objects.update(handle="another")
    assert len(ship(*ALL).skipped) == 1
    Membership.objects.update(handle="dor-eno")

    report = ship(*ALL)

    assert (report.inserted, report.skipped) == (1, [])


def test_a_row_that_a_curator_created_under_the_same_key_is_left_alone(ship):
    InstitutionFactory(slug="defender-of-rights", kind="nhri", names="The Defender", review_state="draft")

    report = ship(*ALL)

    assert (report.inserted, report.known) == (8, 1)
    theirs = Institution.objects.get(slug="defender-of-rights")
    assert (theirs.kind, theirs.review_state) == ("nhri", "draft")


def test_a_row_of_a_curator_that_is_deleted_later_does_not_come_back_as_ours(ship):
    Source.objects.create(slug="report", kind="report", title="Theirs")
    ship(SOURCE)
    Source.objects.all().delete()

    ship(SOURCE)

    assert Source.objects.count() == 0


def test_a_membership_that_a_curator_recorded_already_is_left_alone_and_the_rest_is_seeded(ship):
    """It has no handle, and so no key of ours; but the database refuses the same statement twice."""
    defender = InstitutionFactory(slug="defender-of-rights")
    eno = NetworkFactory(institution=InstitutionFactory(slug="eno"))
    theirs = MembershipFactory(
        institution=defender, network=eno, role=RoleFactory(), handle=None, note_en="Seen on their website"
    )

    report = ship(*ALL)

    assert Membership.objects.get() == theirs
    assert [line.split(": ")[0] for line in report.skipped] == [
        "networks.membership dor-eno", "networks.membershipcitation dor-eno-p1",
    ]  # fmt: skip
    assert Identifier.objects.count() == 1


# -- all or nothing

BROKEN = {
    "a date that is none": (changed(MEMBERSHIP, period_type="dated", start="May 2013"), DeserializationError),
    "a choice that is none": (changed(DEFENDER, slug="other", kind="unknown"), ValidationError),
    "a field that is none": (changed(DEFENDER, slug="other", colour="blue"), FieldDoesNotExist),
    "a model that is none": ({"model": "institutions.nothing", "fields": {}}, LookupError),
    "a membership of nobody": (changed(MEMBERSHIP, institution=None), IntegrityError),
}


@pytest.mark.parametrize(("row", "error"), BROKEN.values(), ids=BROKEN)
def test_a_broken_fixture_stops_the_seeding_and_leaves_nothing_half_inserted(ship, row, error):
    with pytest.raises(error):
        ship(DEFENDER, NAME, ROLE, ENO, NETWORK, row)

    assert Institution.objects.count() == Name.objects.count() == SeedEntry.objects.count() == 0


def test_a_file_that_is_no_json_leaves_nothing_half_inserted(tmp_path):
    (tmp_path / "100_good.json").write_text(json.dumps([SOURCE]))
    (tmp_path / "200_broken.json").write_text('[{"model": "sources.source"')

    with pytest.raises(ValueError, match="Expecting"):
        seed(fixture_files(tmp_path))

    assert Source.objects.count() == SeedEntry.objects.count() == 0
