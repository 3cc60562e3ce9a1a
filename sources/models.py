"""Sources, and the ledger of what hrnet shipped.

This module does not know what is cited: each app has citation models of its own (see
:mod:`sources.citations`).
"""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.attestation import attest_anew
from sources.citations import Citation
from sources.fields import (
    CharField,
    PartialDateField,
    TextField,
    URLField,
    earliest,
    latest,
    one_of,
    partial_date_checks,
    refuse_dates_ahead,
    translated,
)
from sources.history import tracked
from sources.natural import Natural, SlugManager
from sources.statements import Reviewed, ReviewedQuerySet


class SourceKind(models.TextChoices):
    """What sort of thing a source is."""

    WEB_PAGE = "web_page", _("web page")
    PRESS_RELEASE = "press_release", _("press release")
    FORM = "form", _("form or leaflet")
    REPORT = "report", _("report")
    LAW = "law", _("law or treaty text")
    LIST = "list", _("membership list")
    REFERENCE = "reference", _("reference work or standard")
    CORRESPONDENCE = "correspondence", _("correspondence")


class SourceQuerySet(ReviewedQuerySet):
    """Sources."""

    def visible(self) -> Self:
        """Return the sources that the public sees."""
        return self.published()

    def same_list(self, source: Source) -> Self:
        """Return ``source`` and the other editions of the same list."""
        return self.filter(series=source.series) if source.series else self.filter(pk=source.pk)


@tracked()
class Source(Natural, Reviewed):
    """A document, page, list or standard that statements rest on."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = CharField(_("kind"), max_length=14, choices=SourceKind.choices)
    label = translated(
        CharField(_("label"), max_length=200, blank=True, help_text=_("What the source is, in our words."))
    )
    title = CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("As the source itself writes it, in its language."),
    )
    language = CharField(_("language"), max_length=12, blank=True, help_text=_("Of the source: en, fr…"))
    publisher = CharField(_("publisher"), max_length=200, blank=True)
    published = PartialDateField(_("published"), help_text=_("Empty where the source bears no date."))
    published_earliest = earliest("published")
    published_latest = latest("published")
    read_on = models.DateField(
        _("read on"),
        null=True,
        blank=True,
        help_text=_("An undated source attests only by the time it was read."),
    )
    url = URLField(_("address"), max_length=500, blank=True)
    archived_url = URLField(_("address of an archived copy"), max_length=500, blank=True)
    description = translated(TextField(_("description"), blank=True))
    series = CharField(
        _("series"),
        max_length=120,
        blank=True,
        db_index=True,
        help_text=_(
            "The list of which this is one edition: a newer edition revises what an earlier one said."
        ),
    )
    checksum = CharField(_("SHA-256 of the file"), max_length=64, blank=True)

    objects = SlugManager.from_queryset(SourceQuerySet)()

    class Meta(Reviewed.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["slug"]
        constraints = [
            *Reviewed.Meta.constraints,
            one_of("kind", SourceKind),
            *partial_date_checks("published"),
            models.CheckConstraint(
                condition=~models.Q(label_en="") | ~models.Q(label_fr="") | ~models.Q(title=""),
                name="sources_source_has_a_name",
                violation_error_message=_("Give the source a title, or a label in one language."),
            ),
        ]
        triggers = [attest_anew()]

    def __str__(self) -> str:
        return str(self.label or self.title)

    def clean(self) -> None:
        super().clean()
        refuse_dates_ahead(self, "published", "read_on")

    def get_absolute_url(self) -> str:
        return reverse("directory:source", args=[self.slug])


def citation_models() -> list[type[Citation]]:
    """Return the concrete citation models of all apps, in a stable order."""
    return sorted(Citation.__subclasses__(), key=lambda model: model._meta.label)


class SeedEntry(models.Model):
    """The ledger of the fixtures: what was inserted, once. What stands here is never inserted again."""

    model = CharField(_("model"), max_length=80)
    key = CharField(_("natural key"), max_length=200)
    seeded_at = models.DateTimeField(_("seeded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("seed entry")
        verbose_name_plural = _("seed entries")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="sources_seedentry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


class Finding(models.Model):
    """A row that breaks a rule which came after it (:mod:`sources.rules`): kept, and waiting to be mended.

    Written when a rule is installed and by ``manage.py check_records``; triggers remove it when the row is
    mended or deleted.
    """

    model = CharField(_("kind of record"), max_length=80)
    record = CharField(_("number"), max_length=80)
    field = CharField(_("field"), max_length=80)
    rule = CharField(_("what is wrong"), max_length=40)
    found_at = models.DateTimeField(_("found at"), db_default=Now())

    class Meta:
        verbose_name = _("value to mend")
        verbose_name_plural = _("values to mend")
        default_permissions = ("view",)
        ordering = ["model", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["model", "record", "field", "rule"], name="sources_finding_once"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.record}: {self.field}"


def user_field(**options: Any) -> models.ForeignKey:
    """Return a foreign key to a person who acted here; such an account is closed, never deleted."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **options)
