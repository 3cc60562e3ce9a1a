"""How institutions relate to each other, and what they publish."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
from sources.natural import HandleManager, Natural, SlugManager
from sources.statements import (
    Reviewed,
    ReviewedQuerySet,
    Statement,
    StatementQuerySet,
    party_constraints,
    published_parties,
)


class RelationKind(models.TextChoices):
    """How the first institution relates to the second."""

    PART_OF = "part_of", _("part of")
    SUCCEEDED_BY = "succeeded_by", _("succeeded by")
    COUNTERPART_OF = "counterpart_of", _("counterpart of")
    SET_UP_JOINTLY_BY = "set_up_jointly_by", _("set up jointly by")


class Succession(models.TextChoices):
    """How one institution followed another."""

    RENAMED = "renamed", _("renamed")
    MERGED = "merged", _("merged into it")
    SPLIT = "split", _("split")
    REPLACED = "replaced", _("replaced by it")


@tracked()
class Relation(Statement):
    """One institution is part of, succeeded by, counterpart of, or set up jointly by another."""

    PARTIES = ("subject", "subject_group", "object", "object_group")
    REVIEWED_PARTIES = ("subject", "object")
    SHOWN_WITH = ("subject", "subject_group", "object", "object_group")
    HISTORY_CHILDREN = ("citations",)

    subject = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("institution"),
        related_name="relations",
    )  # fmt: skip
    subject_group = models.ForeignKey(
        "institutions.Group",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("or group"),
        related_name="+",
    )
    kind = CharField(_("relation"), max_length=17, choices=RelationKind.choices)
    object = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True,
        verbose_name=_("other institution"), related_name="relations_from_others",
    )  # fmt: skip
    object_group = models.ForeignKey(
        "institutions.Group", models.PROTECT, null=True, blank=True, verbose_name=_("or other group"),
        related_name="+",
    )  # fmt: skip
    succession = CharField(_("succession"), max_length=8, choices=Succession.choices, blank=True)

    objects = HandleManager.from_queryset(StatementQuerySet)()

    class Meta(Statement.Meta):
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            *Statement.Meta.constraints,
            *party_constraints("subject", "subject", "subject_group"),
            *party_constraints("object", "object", "object_group"),
            one_of("kind", RelationKind),
            models.CheckConstraint(
                condition=Q(subject__isnull=True) | Q(object__isnull=True) | ~Q(subject=F("object")),
                name="institutions_relation_not_to_itself",
                violation_error_message=_("An institution has no relation to itself."),
            ),
            models.CheckConstraint(
                condition=Q(succession="")
                | Q(kind=RelationKind.SUCCEEDED_BY, succession__in=Succession.values),
                name="institutions_relation_succession_fits",
                violation_error_message=_("The kind of succession goes with “succeeded by” alone."),
            ),
            models.UniqueConstraint(
                fields=["subject", "subject_group", "kind", "object", "object_group", "start"],
                condition=Q(review_state="published", standing="accepted", incomplete_in_source=False),
                nulls_distinct=False,
                name="institutions_relation_once",
                violation_error_message=_("This relation is recorded already: add a citation to it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject or self.subject_group or '…'} {self.get_kind_display()} " + str(
            self.object or self.object_group or "…"
        )

    @property
    def reverse_kind(self) -> str:
        """The relation as seen from the second institution."""
        return str(
            {
                RelationKind.PART_OF: _("has as a part"),
                RelationKind.SUCCEEDED_BY: _("succeeded"),
                RelationKind.COUNTERPART_OF: _("counterpart of"),
                RelationKind.SET_UP_JOINTLY_BY: _("set up, with others,"),
            }[RelationKind(self.kind)]
        )

    def get_absolute_url(self) -> str:
        owner = self.subject or self.object
        return f"{owner.get_absolute_url()}#{self.anchor}" if owner else reverse("directory:institutions")


@tracked(parent="subject")
class RelationCitation(Citation):
    """Where a source speaks of a relation."""

    subject = subject("institutions.Relation")

    class Meta(Citation.Meta):
        triggers = keep_attested()


class PublicationKind(models.TextChoices):
    """What sort of publication it is."""

    ANNUAL_REPORT = "annual_report", _("annual report")
    THEMATIC_REPORT = "thematic_report", _("thematic report")
    REPORT_TO_BODY = "report_to_body", _("report to a body")
    ALTERNATIVE_REPORT = "alternative_report", _("alternative report")
    STATEMENT = "statement", _("public statement")
    OTHER = "other", _("other publication")


class PublicationQuerySet(ReviewedQuerySet):
    """Publications."""

    def visible(self) -> PublicationQuerySet:
        """Return what the public sees: published ones whose author and addressee are published too."""
        return self.published().filter(published_parties("author", "addressee"))


@tracked()
class Publication(Natural, Reviewed):
    """A report or statement that is itself a subject, whether or not it is also one of our sources."""

    HISTORY_CHILDREN = ("citations",)

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = translated(CharField(_("title"), max_length=300, blank=True))
    kind = CharField(_("kind"), max_length=18, choices=PublicationKind.choices)
    author = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("author"),
        related_name="publications",
    )  # fmt: skip
    addressee = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("addressed to"),
        related_name="publications_received",
    )  # fmt: skip
    published = PartialDateField(_("published"))
    published_earliest = earliest("published")
    published_latest = latest("published")
    period_covered = PartialDateField(_("period covered"))
    period_covered_earliest = earliest("period_covered")
    period_covered_latest = latest("period_covered")
    description = translated(TextField(_("description"), blank=True))
    as_source = models.ForeignKey(
        "sources.Source", models.PROTECT, null=True, blank=True, verbose_name=_("the same as the source"),
        related_name="+",
    )  # fmt: skip

    objects = SlugManager.from_queryset(PublicationQuerySet)()

    class Meta(Reviewed.Meta):
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["slug"]
        constraints = [
            *Reviewed.Meta.constraints,
            one_of("kind", PublicationKind),
            *partial_date_checks("published", "period_covered"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return f"{self.author.get_absolute_url()}#publication-{self.pk}" if self.author else "/"


@tracked(parent="subject")
class PublicationCitation(Citation):
    """Where a source speaks of a publication."""

    subject = subject("institutions.Publication")

    class Meta(Citation.Meta):
        pass
