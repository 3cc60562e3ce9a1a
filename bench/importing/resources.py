"""The rivals: resources of django-import-export for memberships.

Both are made so that they lose as little time as such a resource can: the institutions' labels have an index
that hrnet does not need, no row is compared with what is stored, and nothing is written to a log.
"""

from __future__ import annotations

from typing import Any

from import_export import fields, resources, widgets

from institutions.models import Institution
from networks.models import Membership, Network, Role

COLUMNS = ("id", "institution", "network", "role", "status", "start", "end", "note_en")


def by_name(name: str, model: Any, key: str) -> fields.Field:
    """Return the field of a foreign key that a file gives by name."""
    return fields.Field(name, name, widgets.ForeignKeyWidget(model, key))


class PlainResource(resources.ModelResource):
    """As its documentation shows it: foreign keys are looked up by name, row by row."""

    institution = by_name("institution", Institution, "label_en")
    network = by_name("network", Network, "institution__label_en")
    role = by_name("role", Role, "slug")
    note_en = fields.Field("note_en", "note")

    class Meta:
        model = Membership
        fields = COLUMNS

    def init_instance(self, row: Any = None) -> Membership:
        """Return what a published membership has beside what the file says."""
        dated = bool(row["start"] or row["end"])
        return Membership(
            review_state="published",
            period_type="dated" if dated else "attested",
            end_status="ended" if row["end"] else "unknown",
        )


class Dictionary(widgets.Widget):
    """Looks records up in a dictionary that is read once."""

    def __init__(self, records: dict[str, Any]) -> None:
        super().__init__()
        self.known = records

    def clean(self, value: str, row: Any = None, **options: Any) -> Any:
        """Return the record of that name."""
        return self.known[value]


class BulkResource(PlainResource):
    """What the same can be made to do: batches, dictionaries, no difference kept for the preview."""

    class Meta:
        model = Membership
        fields = COLUMNS
        use_bulk = True
        batch_size = 1_000
        skip_diff = True
        force_init_instance = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        known = {
            "institution": {one.label_en: one for one in Institution.objects.all()},
            "network": {
                one.institution.label_en: one for one in Network.objects.select_related("institution")
            },
            "role": {one.slug: one for one in Role.objects.all()},
        }
        for name, records in known.items():
            self.fields[name] = fields.Field(name, name, Dictionary(records))
