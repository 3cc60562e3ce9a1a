"""Mandates, who holds an office, and accreditations."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.attestation import keep_attested
from sources.citations import Citation, subject
from sources.fields import CharField, TextField, one_of, translated
from sources.history import tracked
from sources.natural import HandleManager, Natural, NaturalManager, SlugManager
from sources.statements import Statement, StatementQuerySet, newest_first, party_constraints


class Function(models.TextChoices):
    """What a mandate charges its holder to do."""

    MONITOR = "monitor", _("monitor")
    PROMOTE = "promote", _("promote")
    PROTECT = "protect", _("protect")
    HANDLE_COMPLAINTS = "handle_complaints", _("handle complaints")
    ADVISE = "advise", _("advise")
    LITIGATE = "litigate", _("litigate")
    REPORT = "report", _("report")


class Designation(models.TextChoices):
    """A designation that an instrument provides for."""

    CRPD_33 = "crpd_33", _("monitoring mechanism under Article 33 of the CRPD")
    OPCAT_NPM = "opcat_npm", _("national preventive mechanism under OPCAT")
    EQUALITY_BODY = "equality_body", _("equality body under European Union law")
    WHISTLEBLOWING = "whistleblowing", _("authority for reports of whistleblowers")


@tracked()
class Mandate(Statement):
    """An institution is charged with a function, by somebody, on some basis, for some themes."""

    PARTIES = ("institution", "group", "conferred_by", "conferred_by_group", "basis")
    REVIEWED_PARTIES = ("institution", "conferred_by", "basis")
    SHOWN_WITH = ("institution__country", "group", "conferred_by", "conferred_by_group", "basis")
    HISTORY_CHILDREN = ("fields_of_work", "citations")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = translated(CharField(_("title"), max_length=250, blank=True))
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("institution"),
        related_name="mandates",
    )  # fmt: skip
    group = models.ForeignKey(
        "institutions.Group", models.PROTECT, null=True, blank=True, verbose_name=_("or group"),
        related_name="mandates",
    )  # fmt: skip
    function = CharField(_("function"), max_length=17, choices=Function.choices)
    conferred_by = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("conferred by"),
        related_name="mandates_conferred",
    )  # fmt: skip
    conferred_by_group = models.ForeignKey(
        "institutions.Group", models.PROTECT, null=True, blank=True, verbose_name=_("or by the group"),
        related_name="+",
    )  # fmt: skip
    basis = models.ForeignKey(
        "mandates.Instrument", models.PROTECT, null=True, blank=True, verbose_name=_("on the basis of"),
        related_name="mandates",
    )  # fmt: skip
    designation = CharField(_("designation"), max_length=14, choices=Designation.choices, blank=True)
    description = translated(TextField(_("description"), blank=True))

    objects = SlugManager.from_queryset(StatementQuerySet)()

    class Meta(Statement.Meta):
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["slug"]
        indexes = [
            newest_first("mandates_mandate_newest"),
            # The very expression that the list is ordered by, in each language of the texts.
            *(
                models.Index(
                    Func(F(f"title_{language}"), F("title_en"), F("slug"), function="hrnet_sort_key"),
                    F("id"),
                    condition=Q(review_state="published"),
                    name=f"mandates_mandate_by_name_{language}",
                )
                for language in ("en", "fr")
            ),
        ]
        constraints = [
            *Statement.Meta.constraints,
            *party_constraints("holder", "institution", "group"),
            *party_constraints("conferred", "conferred_by", "conferred_by_group", required=False),
            one_of("function", Function),
            models.CheckConstraint(
                condition=Q(designation="") | Q(designation__in=Designation.values),
                name="mandates_mandate_designation_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or f"{self.institution or self.group or '…'}: {self.get_function_display()}"

    def get_absolute_url(self) -> str:
        return reverse("directory:mandate", args=[self.slug])


@tracked(parent="mandate")
class MandateTheme(Natural):
    """A theme of a mandate."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="fields_of_work")
    theme = models.ForeignKey("institutions.Theme", models.PROTECT, verbose_name=_("theme"))

    objects = NaturalManager("mandate__slug", "theme__slug")

    class Meta:
        verbose_name = _("theme of a mandate")
        verbose_name_plural = _("themes of a mandate")
        constraints = [
            models.UniqueConstraint(fields=["mandate", "theme"], name="mandates_mandatetheme_once")
        ]

    def __str__(self) -> str:
        return str(self.theme)


@tracked(parent="subject")
class MandateCitation(Citation):
    """Where a source speaks of a mandate."""

    subject = subject("mandates.Mandate")

    class Meta(Citation.Meta):
        triggers = keep_attested()


@tracked()
class MandateHolder(Statement):
    """A person held an office for a time: the office is the institution, apart from its holder."""

    PARTIES = ("institution", "person")
    REVIEWED_PARTIES = ("institution",)
    SHOWN_WITH = ("institution", "person")
    HISTORY_CHILDREN = ("citations",)

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, verbose_name=_("office"), related_name="holders"
    )
    person = models.ForeignKey(
        "institutions.Person", models.PROTECT, null=True, blank=True, verbose_name=_("person"),
        related_name="offices",
    )  # fmt: skip
    title = translated(CharField(_("title of the office"), max_length=200, blank=True))

    objects = HandleManager.from_queryset(StatementQuerySet)()

    class Meta(Statement.Meta):
        verbose_name = _("mandate holder")
        verbose_name_plural = _("mandate holders")
        constraints = [
            *Statement.Meta.constraints,
            *party_constraints("person", "person"),
            models.UniqueConstraint(
                fields=["institution", "person", "start"],
                condition=Q(review_state="published", standing="accepted", person__isnull=False),
                nulls_distinct=False,
                name="mandates_mandateholder_once",
                violation_error_message=_("This holder is recorded already: add a citation to it instead."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.person.public_name if self.person else '…'}"

    def get_absolute_url(self) -> str:
        return f"{self.institution.get_absolute_url()}#{self.anchor}"


@tracked(parent="subject")
class MandateHolderCitation(Citation):
    """Where a source names the holder of an office."""

    subject = subject("mandates.MandateHolder")

    class Meta(Citation.Meta):
        triggers = keep_attested()


class AccreditationStatus(models.TextChoices):
    """The statuses of GANHRI’s Sub-Committee on Accreditation (General Observations, 2018)."""

    A = "A", _("A: fully compliant with the Paris Principles")
    B = "B", _("B: partially compliant with the Paris Principles")
    NONE = "none", _("no status")


class AccreditationStage(models.TextChoices):
    """How far a decision on accreditation has come."""

    RECOMMENDED = "recommended", _("recommended")
    DEFERRED = "deferred", _("deferred")
    CHALLENGED = "challenged", _("challenged, not yet final")
    IN_FORCE = "in_force", _("in force")


@tracked()
class Accreditation(Statement):
    """An institution was accredited, by somebody, with a status."""

    PARTIES = ("institution", "accredited_by")
    REVIEWED_PARTIES = ("institution", "accredited_by")
    SHOWN_WITH = ("institution", "accredited_by")
    HISTORY_CHILDREN = ("citations",)

    institution = models.ForeignKey(
        "institutions.Institution",
        models.PROTECT,
        verbose_name=_("institution"),
        related_name="accreditations",
    )
    accredited_by = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("accredited by"),
        related_name="accreditations_given",
    )  # fmt: skip
    status = CharField(_("status"), max_length=4, choices=AccreditationStatus.choices)
    stage = CharField(
        _("stage"), max_length=11, choices=AccreditationStage.choices, default=AccreditationStage.IN_FORCE
    )

    objects = HandleManager.from_queryset(StatementQuerySet)()

    class Meta(Statement.Meta):
        verbose_name = _("accreditation")
        verbose_name_plural = _("accreditations")
        constraints = [
            *Statement.Meta.constraints,
            *party_constraints("accreditor", "accredited_by"),
            one_of("status", AccreditationStatus),
            one_of("stage", AccreditationStage),
            models.UniqueConstraint(
                fields=["institution", "accredited_by", "status", "stage", "start"],
                condition=Q(review_state="published", standing="accepted", accredited_by__isnull=False),
                nulls_distinct=False,
                name="mandates_accreditation_once",
                violation_error_message=_("This accreditation is recorded already: add a citation to it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.get_status_display()}"

    def get_absolute_url(self) -> str:
        return f"{self.institution.get_absolute_url()}#{self.anchor}"


@tracked(parent="subject")
class AccreditationCitation(Citation):
    """Where a source speaks of an accreditation."""

    subject = subject("mandates.Accreditation")

    class Meta(Citation.Meta):
        triggers = keep_attested()
