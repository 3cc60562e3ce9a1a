"""Institutions, the places and themes they are described by, the groups and persons beside them."""

from institutions.models.groups import Contact, Group, GroupCitation, GroupCountry, Person
from institutions.models.institution import (
    Identifier,
    Institution,
    InstitutionCitation,
    InstitutionCountry,
    InstitutionTheme,
    Kind,
    Name,
    NameCitation,
    NameKind,
    Reach,
)
from institutions.models.places import Country, Region, Subdivision
from institutions.models.relations import (
    Publication,
    PublicationCitation,
    PublicationKind,
    Relation,
    RelationCitation,
    RelationKind,
)
from institutions.models.themes import Theme

__all__ = [
    "Contact",
    "Country",
    "Group",
    "GroupCitation",
    "GroupCountry",
    "Identifier",
    "Institution",
    "InstitutionCitation",
    "InstitutionCountry",
    "InstitutionTheme",
    "Kind",
    "Name",
    "NameCitation",
    "NameKind",
    "Person",
    "Publication",
    "PublicationCitation",
    "PublicationKind",
    "Reach",
    "Region",
    "Relation",
    "RelationCitation",
    "RelationKind",
    "Subdivision",
    "Theme",
]
