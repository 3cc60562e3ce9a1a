"""Citations: which source, where in it, what it does there, and how it words the parties."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sources.fields import (
    CharField,
    JSONField,
    PartialDateField,
    earliest,
    latest,
    one_of,
    partial_date_checks,
    refuse_dates_ahead,
)
from sources.natural import Handled, HandleManager


class Effect(models.TextChoices):
    """What the source does to the statement."""

    SUPPORTS = "supports", _("supports")
    CONTRADICTS = "contradicts", _("contradicts")


class Citation(Handled):
    """One place in one source that speaks of one record.

    Each cited model has a concrete citation model of its own, with a real foreign key named ``subject``.
    The manner follows Open Civic Data's sources and the footnotes of scholarly editions.
    """

    source = models.ForeignKey("sources.Source", models.PROTECT, verbose_name=_("source"), related_name="+")
    about = CharField(
        _("about"),
        max_length=40,
        blank=True,
        help_text=_("The field that the source speaks of; empty for the record as a whole."),
    )
    effect = CharField(_("effect"), max_length=11, choices=Effect.choices, default=Effect.SUPPORTS)
    section = CharField(_("section"), max_length=120, blank=True)
    page = CharField(_("page"), max_length=40, blank=True)
    paragraph = models.PositiveIntegerField(_("paragraph"), null=True, blank=True)
    sentence = models.PositiveIntegerField(_("sentence"), null=True, blank=True)
    sheet = CharField(_("sheet"), max_length=120, blank=True)
    row = models.PositiveIntegerField(_("row"), null=True, blank=True)
    locator = CharField(
        _("other place"), max_length=200, blank=True, help_text=_("Where in the source, in its own terms.")
    )
    as_of = PartialDateField(
        _("as of"), help_text=_("The date for which the source says it, where that is not the source’s own.")
    )
    as_of_earliest = earliest("as_of")
    as_of_latest = latest("as_of")
    wording = JSONField(
        _("wording"),
        default=dict,
        blank=True,
        help_text=_('How the source words each party: {"network": "European Network of Mediators"}.'),
    )
    says = JSONField(
        _("values"),
        default=dict,
        blank=True,
        help_text=_(
            'The values that the source gives there: {"start": "2010"}. They tell where a value came from.'
        ),
    )
    quotation = CharField(
        _("quotation"),
        max_length=500,
        blank=True,
        help_text=_("A short one, where the words themselves matter."),
    )

    objects = HandleManager()

    class Meta:
        abstract = True
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            *Handled.Meta.constraints,
            one_of("effect", Effect),
            *partial_date_checks("as_of"),
            models.UniqueConstraint(
                fields=[
                    "subject", "source", "about", "effect", "section", "page",
                    "paragraph", "sentence", "sheet", "row", "locator",
                ],
                name="%(app_label)s_%(class)s_place_once",
                nulls_distinct=False,
                violation_error_message=_("This place of this source is cited for it already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return ", ".join(filter(None, [str(self.source), self.place]))

    def clean(self) -> None:
        super().clean()
        refuse_dates_ahead(self, "as_of")

    @property
    def place(self) -> str:
        """Where in the source, in words of the reader's language."""
        parts: list[Any] = [
            self.section,
            self.page and _now("page %s") % self.page,
            self.paragraph and _now("paragraph %s") % self.paragraph,
            self.sentence and _now("sentence %s") % self.sentence,
            self.sheet and _now("sheet “%s”") % self.sheet,
            self.row and _now("row %s") % self.row,
            self.locator,
        ]
        return ", ".join(str(part) for part in parts if part)

    @property
    def order(self) -> tuple[Any, ...]:
        """What sorts citations of one source into the source's own order."""
        return (self.paragraph or 0, self.sentence or 0, self.sheet, self.row or 0, self.section, self.pk)


def subject(model: str) -> models.ForeignKey:
    """Return the foreign key of a concrete citation model to what it cites for.

    It needs no index of its own: the uniqueness of the place begins with it.
    """
    return models.ForeignKey(
        model, models.CASCADE, verbose_name=_("record"), related_name="citations", db_index=False
    )
