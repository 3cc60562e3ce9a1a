"""Instruments, who is party to them, and the treaty bodies that monitor them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from institutions.names import FoldedName, NameQuerySet
from sources.attestation import keep_attested
from sources.citations import Citation, subject
from sources.fields import (
    CharField,
    PartialDateField,
    TextField,
    earliest,
    latest,
    one_of,
    partial_date_checks,
    translated,
)
from sources.history import tracked
from sources.natural import HandleManager, Natural, NaturalManager, SlugManager
from sources.revisions import take_over_revisions
from sources.statements import (
    Assertion,
    AssertionQuerySet,
    Reviewed,
    ReviewedQuerySet,
    Statement,
    StatementQuerySet,
    party_constraints,
)


class InstrumentKind(models.TextChoices):
    """What sort of instrument it is."""

    TREATY = "treaty", _("treaty")
    PROTOCOL = "protocol", _("optional protocol")
    DIRECTIVE = "directive", _("directive or regulation")
    LAW = "law", _("law")
    RESOLUTION = "resolution", _("resolution")
    GUIDELINES = "guidelines", _("guidelines")


class InstrumentQuerySet(ReviewedQuerySet):
    """Instruments."""

    def visible(self) -> Self:
        """Return the instruments that the public sees."""
        return self.published()


@tracked()
class Instrument(Natural, Reviewed):
    """A treaty, an optional protocol, a directive, a law, a set of guidelines."""

    HISTORY_CHILDREN = ("names", "citations")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = translated(CharField(_("title"), max_length=300, blank=True))
    short_title = translated(CharField(_("short title"), max_length=80, blank=True))
    kind = CharField(_("kind"), max_length=10, choices=InstrumentKind.choices)
    protocol_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("protocol to"), related_name="protocols"
    )
    issuer = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("issued by"),
        related_name="instruments_issued",
    )  # fmt: skip
    adopted = PartialDateField(_("adopted"))
    adopted_earliest = earliest("adopted")
    adopted_latest = latest("adopted")
    in_force = PartialDateField(_("in force from"))
    in_force_earliest = earliest("in_force")
    in_force_latest = latest("in_force")
    description = translated(TextField(_("description"), blank=True))

    objects = SlugManager.from_queryset(InstrumentQuerySet)()

    class Meta(Reviewed.Meta):
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["slug"]
        constraints = [
            *Reviewed.Meta.constraints,
            one_of("kind", InstrumentKind),
            *partial_date_checks("adopted", "in_force"),
            models.CheckConstraint(
                condition=Q(protocol_to__isnull=True) | ~Q(protocol_to=F("id")),
                name="mandates_instrument_not_its_own_protocol",
            ),
        ]

    def __str__(self) -> str:
        short, title = str(self.short_title), str(self.title)
        return f"{title} ({short})" if short and title else title or short

    def get_absolute_url(self) -> str:
        return reverse("directory:instrument", args=[self.slug])


@tracked(parent="instrument")
class InstrumentName(Natural, FoldedName):
    """Another name by which lists call an instrument: “Beijing”, “CRPD”, “CDPH”."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="names")

    objects = NaturalManager.from_queryset(NameQuerySet)("instrument__slug", "text", "language")

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["instrument", "language", "text"]
        indexes = [models.Index(fields=["folded"], name="mandates_instrumentname_folded")]
        constraints = [
            *FoldedName.Meta.constraints,
            models.UniqueConstraint(
                fields=["instrument", "text", "language"], name="mandates_instrumentname_once"
            ),
        ]


@tracked(parent="subject")
class InstrumentCitation(Citation):
    """Where a source speaks of an instrument, or of one field of it."""

    subject = subject("mandates.Instrument")

    class Meta(Citation.Meta):
        pass


class Act(models.TextChoices):
    """What a party did (Vienna Convention on the Law of Treaties, articles 11 to 16, 24, 25, 54 and 56)."""

    SIGNATURE = "signature", _("signature")
    RATIFICATION = "ratification", _("ratification")
    ACCEPTANCE = "acceptance", _("acceptance")
    APPROVAL = "approval", _("approval")
    ACCESSION = "accession", _("accession")
    SUCCESSION = "succession", _("succession")
    CONTINUED_APPLICATION = "continued", _("declaration of continued application")
    PROVISIONAL_APPLICATION = "provisional", _("provisional application")
    DENUNCIATION = "denunciation", _("denunciation")
    UNSPECIFIED = "unspecified", _("act not given")


@tracked()
class Party(Assertion):
    """One act of a State or an organisation on an instrument. Signed is not bound.

    Entry into force can precede the act’s date: successions reach back, so that no rule orders the two.
    """

    PARTIES = ("institution", "group", "instrument")
    REVIEWED_PARTIES = ("institution", "instrument")
    SHOWN_WITH = ("institution__country", "group", "instrument")
    HISTORY_CHILDREN = ("citations",)
    #: What a revision may say otherwise; the party, the instrument and the act make it the same statement.
    REVISED = ("date", "in_force", "modality", "not_exhaustive", "note_en", "note_fr")

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("party"),
        related_name="acts", db_index=False,
    )  # fmt: skip
    group = models.ForeignKey(
        "institutions.Group",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("or group"),
        related_name="acts",
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, verbose_name=_("instrument"), related_name="parties"
    )
    act = CharField(_("act"), max_length=12, choices=Act.choices)
    date = PartialDateField(_("date"))
    date_earliest = earliest("date")
    date_latest = latest("date")
    in_force = PartialDateField(_("in force from"))
    in_force_earliest = earliest("in_force")
    in_force_latest = latest("in_force")
    # A draft that proposes new values for a published act; publishing it writes them there.
    revises = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, verbose_name=_("revises"), related_name="revisions",
        db_index=False,
    )  # fmt: skip

    objects = HandleManager.from_queryset(AssertionQuerySet)()

    class Meta(Assertion.Meta):
        verbose_name = _("party to an instrument")
        verbose_name_plural = _("parties to instruments")
        indexes = [
            models.Index(fields=["institution", "instrument"], name="mandates_party_of"),
            models.Index(
                fields=["revises"], condition=Q(revises__isnull=False), name="mandates_party_revises"
            ),
        ]
        constraints = [
            *Assertion.Meta.constraints,
            *party_constraints("party", "institution", "group"),
            one_of("act", Act),
            models.CheckConstraint(
                condition=Q(revises__isnull=True) | Q(review_state="draft"),
                name="mandates_party_revision_is_draft",
            ),
            *partial_date_checks("date", "in_force"),
            models.UniqueConstraint(
                fields=["institution", "group", "instrument", "act", "date"],
                condition=Q(review_state="published", standing="accepted", incomplete_in_source=False),
                nulls_distinct=False,
                name="mandates_party_once",
                violation_error_message=_("This act is recorded already: add a citation to it instead."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution or self.group or '…'}: {self.get_act_display()}, {self.instrument}"

    def get_absolute_url(self) -> str:
        return f"{self.instrument.get_absolute_url()}#{self.anchor}"

    @classmethod
    def before_publishing(cls, keys: list[int]) -> list[int]:
        """Take over the revisions among the rows to publish; return the rows that remain to be published."""
        return take_over_revisions(cls, keys)


@tracked(parent="subject")
class PartyCitation(Citation):
    """Where a source speaks of an act."""

    subject = subject("mandates.Party")

    class Meta(Citation.Meta):
        triggers = keep_attested()


class TreatyBodyQuerySet(models.QuerySet):
    """Treaty bodies."""

    def visible(self) -> Self:
        """Return the treaty bodies that the public sees."""
        return self.filter(institution__review_state="published")


@tracked()
class TreatyBody(Natural):
    """What an institution has when it monitors one or more instruments: a profile with the same key."""

    institution = models.OneToOneField(
        "institutions.Institution", models.CASCADE, primary_key=True, verbose_name=_("institution"),
        related_name="treaty_body",
    )  # fmt: skip
    members_count = models.PositiveIntegerField(_("number of members"), null=True, blank=True)

    objects = NaturalManager.from_queryset(TreatyBodyQuerySet)("institution__slug")

    class Meta:
        verbose_name = _("treaty body")
        verbose_name_plural = _("treaty bodies")

    def __str__(self) -> str:
        return str(self.institution)

    def get_absolute_url(self) -> str:
        return reverse("directory:treaty_body", args=[self.institution.slug])


@tracked()
class Monitoring(Statement):
    """A treaty body monitors an instrument."""

    PARTIES = ("treaty_body", "instrument")
    REVIEWED_PARTIES = ("treaty_body__institution", "instrument")
    SHOWN_WITH = ("treaty_body__institution", "instrument")
    HISTORY_CHILDREN = ("citations",)

    treaty_body = models.ForeignKey(
        TreatyBody, models.PROTECT, verbose_name=_("treaty body"), related_name="monitorings"
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, verbose_name=_("instrument"), related_name="monitorings"
    )

    objects = HandleManager.from_queryset(StatementQuerySet)()

    class Meta(Statement.Meta):
        verbose_name = _("monitoring of an instrument")
        verbose_name_plural = _("monitoring of instruments")
        constraints = [
            *Statement.Meta.constraints,
            models.UniqueConstraint(
                fields=["treaty_body", "instrument", "start"],
                condition=Q(review_state="published", standing="accepted"),
                nulls_distinct=False,
                name="mandates_monitoring_once",
                violation_error_message=_("This is recorded already: add a citation to it instead."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.treaty_body}: {self.instrument}"

    def get_absolute_url(self) -> str:
        return f"{self.treaty_body.get_absolute_url()}#{self.anchor}"


@tracked(parent="subject")
class MonitoringCitation(Citation):
    """Where a source says that a body monitors an instrument."""

    subject = subject("mandates.Monitoring")

    class Meta(Citation.Meta):
        triggers = keep_attested()
