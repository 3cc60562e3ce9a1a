"""The addresses that were retired: where a record was, and where it, or what it was merged into, is now."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sources.fields import CharField
from sources.history import tracked


class Place(models.TextChoices):
    """The kinds of page that an address can be of: the first word of it."""

    INSTITUTIONS = "institutions", _("institutions")
    NETWORKS = "networks", _("networks")
    TREATY_BODIES = "treaty-bodies", _("treaty bodies")
    INSTRUMENTS = "instruments", _("instruments")
    MANDATES = "mandates", _("mandates")
    ENGAGEMENTS = "engagements", _("engagements")
    MEETINGS = "meetings", _("meetings")
    THEMES = "themes", _("themes")
    COUNTRIES = "countries", _("countries")
    SOURCES = "sources", _("sources")
    MEMBERSHIPS = "memberships", _("memberships")


@tracked()
class RetiredAddress(models.Model):
    """An address at which a record no longer is, and the one that leads to it now.

    Both are kept as words of addresses, not as keys of records: a slug is permanent, and what was merged
    away has no record any more. Who writes that a record moved twice gets there in two steps.
    """

    kind = CharField(_("retired: kind of page"), max_length=13, choices=Place.choices)
    key = CharField(
        _("retired: last part of the address"),
        max_length=80,
        help_text=_("As in /institutions/this-part/: what readers may have cited."),
    )
    to_kind = CharField(_("now: kind of page"), max_length=13, choices=Place.choices)
    to_key = CharField(_("now: last part of the address"), max_length=80)

    class Meta:
        verbose_name = _("retired address")
        verbose_name_plural = _("retired addresses")
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="citing_retiredaddress_once",
                violation_error_message=_("This address is retired already: change that entry."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=F("to_kind"), key=F("to_key")),
                name="citing_retiredaddress_leads_elsewhere",
                violation_error_message=_("An address cannot lead to itself."),
            ),
            models.CheckConstraint(
                condition=Q(key__regex=r"^[-a-zA-Z0-9_]+$", to_key__regex=r"^[-a-zA-Z0-9_]+$"),
                name="citing_retiredaddress_are_parts_of_addresses",
                violation_error_message=_("An address’s last part has only letters, digits and hyphens."),
            ),
        ]

    def __str__(self) -> str:
        return f"/{self.kind}/{self.key}/ → /{self.to_kind}/{self.to_key}/"

    def clean(self) -> None:
        """Refuse to retire the address of a page that is there, or to lead to one that is not."""
        super().clean()
        if self._there(self.kind, self.key):
            raise ValidationError({"key": _("There is a public page at this address: it is not retired.")})
        if not self._there(self.to_kind, self.to_key):
            raise ValidationError({"to_key": _("There is no public page at this address.")})

    def _there(self, kind: str, key: str) -> Any:
        from hrnet.directory.citing.kinds import BY_PATH

        return kind in BY_PATH and BY_PATH[kind].find(key)
