"""The columns of a membership spreadsheet, and how a membership becomes a row of one.

The same columns are read by :mod:`imports.readers`: what is exported comes back unchanged.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from import_export import fields, resources
from import_export.formats.base_formats import CSV, ODS, XLSX

from hrnet.lib.names import fold
from hrnet.lib.spreadsheets import cell
from imports.readers.targets import MEMBERSHIP_FIELDS
from institutions.models import Name
from networks.models import Membership

FORMATS = {"csv": CSV, "xlsx": XLSX, "ods": ODS}


class MembershipResource(resources.ModelResource):
    """One row for each membership, under the names that an import reads."""

    institution = fields.Field(column_name="institution")
    acronym = fields.Field(column_name="acronym")
    country = fields.Field(column_name="country")
    identifier = fields.Field(column_name="identifier")
    network = fields.Field(column_name="network")
    role = fields.Field(column_name="role")
    status = fields.Field(column_name="status", attribute="status")
    start = fields.Field(column_name="start")
    end = fields.Field(column_name="end")
    as_of = fields.Field(column_name="as_of")
    note = fields.Field(column_name="note")
    locator = fields.Field(column_name="locator")

    class Meta:
        model = Membership
        fields = tuple(field.name for field in MEMBERSHIP_FIELDS)
        export_order = fields

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # A network is named by its label; where several share it, by what tells them apart.
        shared = Name.objects.filter(institution__network__isnull=False).values("folded")
        counted = shared.annotate(owners=Count("institution", distinct=True)).filter(owners__gt=1)
        self._shared = set(counted.values_list("folded", flat=True))

    def filter_export(self, queryset: QuerySet, **options: Any) -> QuerySet:
        """Export what the columns can say: memberships of an institution in a network."""
        return (
            queryset.filter(institution__isnull=False, network__isnull=False, revises__isnull=True)
            .select_related("institution__country", "network__institution", "role")
            .order_by("network_id", "institution_id", "pk")
        )

    def export_resource(self, instance: Membership, *arguments: Any, **options: Any) -> list[str]:
        """Return the cells of a row, none of which can begin a formula."""
        return [cell(value) for value in super().export_resource(instance, *arguments, **options)]

    def dehydrate_institution(self, membership: Membership) -> str:
        return str(membership.institution.label).strip()  # type: ignore[union-attr]

    def dehydrate_acronym(self, membership: Membership) -> str:
        return str(membership.institution.acronym).strip()  # type: ignore[union-attr]

    def dehydrate_country(self, membership: Membership) -> str:
        country = membership.institution.country  # type: ignore[union-attr]
        return country.code if country else ""

    def dehydrate_identifier(self, membership: Membership) -> str:
        return f"hrnet:{membership.institution.slug}"  # type: ignore[union-attr]

    def dehydrate_network(self, membership: Membership) -> str:
        institution = membership.network.institution  # type: ignore[union-attr]
        label = str(institution.label)
        return f"hrnet:{institution.slug}" if fold(label) in self._shared else label.strip()

    def dehydrate_role(self, membership: Membership) -> str:
        return membership.role.slug

    def dehydrate_start(self, membership: Membership) -> str:
        return str(membership.start or "")

    def dehydrate_end(self, membership: Membership) -> str:
        return str(membership.end or "")

    def dehydrate_as_of(self, membership: Membership) -> str:
        return membership.attested_last.isoformat() if membership.attested_last else ""

    def dehydrate_note(self, membership: Membership) -> str:
        return str(membership.note).strip()

    def dehydrate_locator(self, membership: Membership) -> str:
        return ""
