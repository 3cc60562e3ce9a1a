"""Engagements: an institution acts towards another."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.attestation import keep_attested
from sources.citations import Citation, subject
from sources.fields import CharField, TextField, one_of, translated
from sources.history import tracked
from sources.natural import Natural, NaturalManager, SlugManager
from sources.statements import Statement, StatementQuerySet, newest_first, party_constraints


class EngagementKind(models.TextChoices):
    """What an institution does towards another."""

    ALTERNATIVE_REPORT = "alternative_report", _("alternative report")
    CONTRIBUTION = "contribution", _("contribution")
    REPORTING = "reporting", _("reporting")
    THIRD_PARTY_INTERVENTION = "intervention", _("third-party intervention (amicus curiae)")
    OBSERVATIONS = "observations", _("observations")
    DIALOGUE = "dialogue", _("dialogue")
    ADVOCACY = "advocacy", _("advocacy on a draft law")
    COMMUNICATION = "communication", _("communication to a State")
    JOINT_COMMUNICATION = "joint_communication", _("joint communication")
    COUNTRY_VISIT = "country_visit", _("country visit")
    COLLABORATION = "collaboration", _("collaboration")
    EXCHANGE = "exchange", _("exchange of experience")
    BILATERAL_PARTNERSHIP = "partnership", _("bilateral partnership")
    SUPPORT = "support", _("support to new institutions")
    DISSEMINATION = "dissemination", _("dissemination of results")


class EngagementQuerySet(StatementQuerySet):
    """Engagements."""

    def newest_first(self) -> Self:
        """Return them by date, the undated last."""
        return self.order_by(F("start_earliest").desc(nulls_last=True), "-pk")


@tracked()
class Engagement(Statement):
    """An institution or a group acts towards another: reports to it, intervenes before it, works with it.

    The other side may be unnamed where the source speaks of none; where the source lost its name, the
    statement is marked incomplete.
    """

    PARTIES = ("actor", "actor_group", "target", "target_group", "instrument")
    REVIEWED_PARTIES = ("actor", "target", "instrument")
    SHOWN_WITH = (
        "actor", "actor_group", "target", "target_group", "instrument", "country", "theme", "publication",
    )  # fmt: skip
    HISTORY_CHILDREN = ("authors", "citations")

    slug = models.SlugField(_("slug"), max_length=100, unique=True, null=True, blank=True)
    title = translated(CharField(_("title"), max_length=250, blank=True))
    kind = CharField(_("kind"), max_length=19, choices=EngagementKind.choices)
    actor = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("who acts"),
        related_name="engagements",
    )  # fmt: skip
    actor_group = models.ForeignKey(
        "institutions.Group", models.PROTECT, null=True, blank=True, verbose_name=_("or group"),
        related_name="engagements",
    )  # fmt: skip
    target = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("towards whom"),
        related_name="engagements_received",
    )  # fmt: skip
    target_group = models.ForeignKey(
        "institutions.Group", models.PROTECT, null=True, blank=True, verbose_name=_("or towards the group"),
        related_name="engagements_received",
    )  # fmt: skip
    instrument = models.ForeignKey(
        "mandates.Instrument", models.PROTECT, null=True, blank=True, verbose_name=_("instrument"),
        related_name="engagements",
    )  # fmt: skip
    country = models.ForeignKey(
        "institutions.Country", models.PROTECT, null=True, blank=True, verbose_name=_("State concerned"),
        related_name="engagements",
    )  # fmt: skip
    theme = models.ForeignKey(
        "institutions.Theme", models.PROTECT, null=True, blank=True, verbose_name=_("theme"),
        related_name="engagements",
    )  # fmt: skip
    review = translated(
        CharField(_("review"), max_length=200, blank=True, help_text=_("The examination that it is part of."))
    )
    publication = models.ForeignKey(
        "institutions.Publication", models.PROTECT, null=True, blank=True, verbose_name=_("publication"),
        related_name="engagements",
    )  # fmt: skip
    description = translated(TextField(_("description"), blank=True))

    objects = SlugManager.from_queryset(EngagementQuerySet)()

    class Meta(Statement.Meta):
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        indexes = [newest_first("mandates_engagement_newest")]
        constraints = [
            *Statement.Meta.constraints,
            *party_constraints("actor", "actor", "actor_group"),
            *party_constraints("target", "target", "target_group", required=False),
            one_of("kind", EngagementKind),
        ]

    def __str__(self) -> str:
        return str(self.title) or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("directory:engagement", args=[self.slug or self.pk])


@tracked(parent="engagement")
class EngagementAuthor(Natural):
    """Another author of an engagement: who signed with the first."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="authors")
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("institution"),
        related_name="engagements_as_author",
    )  # fmt: skip
    group = models.ForeignKey(
        "institutions.Group",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("or group"),
        related_name="+",
    )

    objects = NaturalManager("engagement__slug", "institution__slug", "group__slug")

    class Meta:
        verbose_name = _("other author")
        verbose_name_plural = _("other authors")
        constraints = [
            *party_constraints("author", "institution", "group", required=False),
            models.CheckConstraint(
                condition=models.Q(institution__isnull=False) | models.Q(group__isnull=False),
                name="mandates_engagementauthor_known",
            ),
            models.UniqueConstraint(
                fields=["engagement", "institution", "group"],
                nulls_distinct=False,
                name="mandates_engagementauthor_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.institution or self.group)


@tracked(parent="subject")
class EngagementCitation(Citation):
    """Where a source speaks of an engagement."""

    subject = subject("mandates.Engagement")

    class Meta(Citation.Meta):
        triggers = keep_attested()
