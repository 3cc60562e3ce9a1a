"""What the tests of imports share."""

from __future__ import annotations

import pytest

from tests.factories import CountryFactory, InstitutionFactory, NameFactory, NetworkFactory, RoleFactory


@pytest.fixture
def field(db):
    """Two institutions, two networks, some roles."""
    for slug in ("member", "observer", "chair"):
        RoleFactory(slug=slug)
    france = CountryFactory(code="FR", label_en="France", label_fr="France")
    defender = InstitutionFactory(slug="defender-of-rights", country=france)
    NameFactory(institution=defender, text="Défenseur des droits", language="fr")
    unia = InstitutionFactory(slug="unia")
    for slug, acronym in (("equinet-network", "EQUINET"), ("enoc-network", "ENOC")):
        NetworkFactory(institution=InstitutionFactory(slug=slug, kind="peer_network", acronym=acronym))
    return defender, unia
