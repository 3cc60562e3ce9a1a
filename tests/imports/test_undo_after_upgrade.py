"""Undoing an import after an upgrade wrote on what it made: an upgrade is nobody’s edit."""

import pytest

from institutions.models import Institution
from networks.models import Membership, MembershipCitation
from sources.models import Source
from sources.upgrades import writing_rows
from tests.factories import InstitutionFactory, MembershipFactory, NetworkFactory, RoleFactory, SourceFactory
from tests.imports.digests import domain
from tests.imports.tables import as_csv, store, table, upload
from tests.imports.test_undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(db):
    RoleFactory(slug="member")
    network = NetworkFactory(institution=InstitutionFactory(slug="equinet-network", kind="peer_network"))
    return InstitutionFactory(slug="unia"), network


def listed(user, *, institution="Unia", **options):
    row = {"institution": institution, "network": "Equinet network", "role": "member", "start": "2011"}
    return store(upload(user, as_csv(table(row)), **options))


def upgrade(model, **values):
    with writing_rows("networks.migrations.0099_example", "said in another way"):
        model.objects.update(**values)


def left_and_removed(import_):
    return import_.counts["undone"]["edited"], import_.counts["undone"]["removed"]


def test_what_an_upgrade_wrote_on_goes_all_the_same(field, publisher):
    before = domain()
    import_ = listed(publisher)
    upgrade(Membership, note_en="As the list has it.")

    assert left_and_removed(undo(import_)) == (0, 1)
    assert domain() == before


def test_what_an_import_changed_gets_its_old_values_back_though_an_upgrade_wrote_on_it(field, publisher):
    membership = MembershipFactory(
        institution=field[0], network=field[1], role__slug="member", source=SourceFactory()
    )
    import_ = listed(publisher)
    upgrade(Membership, note_en="As the list has it.")

    undo(import_)

    membership.refresh_from_db()
    assert (membership.start, membership.note_en) == (None, "")


def test_what_somebody_edited_before_the_upgrade_is_left(field, publisher):
    import_ = listed(publisher)
    Membership.objects.update(start="2012")
    upgrade(Membership, note_en="As the list has it.")

    assert left_and_removed(undo(import_)) == (1, 0)


def test_what_somebody_edited_after_the_upgrade_is_left(field, publisher):
    import_ = listed(publisher)
    upgrade(Membership, note_en="As the list has it.")
    Membership.objects.update(start="2012")

    assert left_and_removed(undo(import_)) == (1, 0)


def test_what_somebody_edited_and_set_right_again_after_the_upgrade_goes(field, publisher):
    import_ = listed(publisher)
    upgrade(Membership, note_en="As the list has it.")
    Membership.objects.update(start="2012")
    Membership.objects.update(start="2011")

    assert left_and_removed(undo(import_)) == (0, 1)


def test_an_edit_between_two_upgrades_is_left(field, publisher):
    import_ = listed(publisher)
    upgrade(Membership, note_en="As the list has it.")
    Membership.objects.update(start="2012")
    upgrade(Membership, note_fr="Selon la liste.")

    assert left_and_removed(undo(import_)) == (1, 0)


def test_a_citation_that_an_upgrade_wrote_on_goes(field, publisher):
    before = domain()
    import_ = listed(publisher)
    upgrade(MembershipCitation, section="List")

    undo(import_)

    assert domain() == before


def test_a_source_and_an_institution_that_an_upgrade_wrote_on_go(field, publisher):
    before = domain()
    import_ = listed(publisher, institution="The Ombudsman of Nowhere", create_missing=True)
    assert Institution.objects.count() == 3
    with writing_rows("sources.migrations.0099_example", "said in another way"):
        Source.objects.update(publisher="The secretariat")
        Institution.objects.exclude(slug__in=("unia", "equinet-network")).update(reach="national")

    undo(import_)

    assert domain() == before
