"""What every statement has: parties, a period, a modality, a review state, and what it rests on.

The rules stand in ``docs/adr/0002-periods-and-constraints.md``. The sourced models inherit from here;
citations are in :mod:`sources.citations`, histories in :mod:`sources.history`.
"""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from hrnet.lib.dates import PartialDate, display_span
from sources.fields import (
    CharField,
    DerivedDateField,
    PartialDateField,
    TextField,
    earliest,
    latest,
    one_of,
    partial_date_checks,
    translated,
)
from sources.natural import Handled


class ReviewState(models.TextChoices):
    """Whether a record is shown to the public."""

    DRAFT = "draft", _("draft, needs review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Modality(models.TextChoices):
    """How the source asserts the statement."""

    IS = "is", _("is")
    MAY = "may", _("may (the source says that it can)")
    REGULARLY = "regularly", _("regularly")
    PLANNED = "planned", _("planned")


class Standing(models.TextChoices):
    """How a statement stands to others that say otherwise."""

    ACCEPTED = "accepted", _("accepted")
    DISPUTED = "disputed", _("stands beside another source’s statement")


class PeriodType(models.TextChoices):
    """What is known of the time in which a statement holds."""

    DATED = "dated", _("dated: its beginning or its end is known")
    ATTESTED = "attested", _("attested: known to hold when a source says so; beginning and end unknown")


class EndStatus(models.TextChoices):
    """What is known of the end."""

    UNKNOWN = "unknown", _("unknown whether it has ended")
    OPEN = "open", _("still open")
    ENDED = "ended", _("ended")


class Holds(models.TextChoices):
    """Whether a statement holds on a day, as far as its period tells."""

    SURELY = "surely", _("surely")
    PERHAPS = "perhaps", _("unknown or only attested")
    NOT = "not", _("not")


class ReviewedQuerySet(models.QuerySet):
    """Records with a review state."""

    def published(self) -> Self:
        """Return the records that the public sees by their own state."""
        return self.filter(review_state=ReviewState.PUBLISHED)

    def standing_records(self) -> Self:
        """Return what is published or waits to be: all but withdrawn records."""
        return self.exclude(review_state=ReviewState.WITHDRAWN)


class Reviewed(models.Model):
    """A record that the public sees once it is published."""

    review_state = CharField(
        _("review state"), max_length=10, choices=ReviewState.choices, default=ReviewState.DRAFT
    )

    class Meta:
        abstract = True
        default_permissions = ("view", "add", "change", "delete", "publish")
        constraints = [one_of("review_state", ReviewState)]

    @property
    def is_published(self) -> bool:
        return self.review_state == ReviewState.PUBLISHED


def published_parties(*parties: str) -> Q:
    """Return the condition that each of ``parties`` is published, or is unknown."""
    condition = Q()
    for party in parties:
        condition &= Q(**{f"{party}__isnull": True}) | Q(**{f"{party}__review_state": ReviewState.PUBLISHED})
    return condition


class Dated(models.Model):
    """A period whose ends are as precise as the source, and may be unknown."""

    period_type = CharField(
        _("period type"), max_length=8, choices=PeriodType.choices, default=PeriodType.ATTESTED
    )
    start = PartialDateField(_("start"))
    end = PartialDateField(_("end"), help_text=_("The last day, month or year in which it held."))
    end_status = CharField(
        _("end status"), max_length=7, choices=EndStatus.choices, default=EndStatus.UNKNOWN
    )
    start_earliest = earliest("start")
    start_latest = latest("start")
    end_earliest = earliest("end")
    end_latest = latest("end")

    class Meta:
        abstract = True
        constraints = [
            one_of("period_type", PeriodType),
            one_of("end_status", EndStatus),
            *partial_date_checks("start", "end"),
            models.CheckConstraint(
                condition=Q(end__isnull=True)
                | Q(start__isnull=True)
                | Q(end_latest__gte=F("start_earliest")),
                name="%(app_label)s_%(class)s_end_after_start",
                violation_error_message=_("The end lies before the start: check both dates."),
            ),
            models.CheckConstraint(
                condition=Q(period_type=PeriodType.DATED, start__isnull=False)
                | Q(period_type=PeriodType.DATED, end__isnull=False)
                | Q(
                    period_type=PeriodType.ATTESTED,
                    start__isnull=True,
                    end__isnull=True,
                    end_status=EndStatus.UNKNOWN,
                ),
                name="%(app_label)s_%(class)s_period_type_fits",
                violation_error_message=_(
                    "A dated period has a start or an end; an attested one has neither."
                ),
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end_status=EndStatus.ENDED),
                name="%(app_label)s_%(class)s_end_means_ended",
                violation_error_message=_("Where an end is given, the end status is “ended”."),
            ),
        ]

    def fit_period(self) -> None:
        """Set the period type and the end status that follow from the dates."""
        if self.end:
            self.end_status = EndStatus.ENDED
        self.period_type = PeriodType.DATED if self.start or self.end else PeriodType.ATTESTED
        if self.period_type == PeriodType.ATTESTED:
            self.end_status = EndStatus.UNKNOWN

    def clean(self) -> None:
        super().clean()
        start, end = PartialDate.of(self.start), PartialDate.of(self.end)
        if start and end and end.latest < start.earliest:
            raise ValidationError({"end": _("The end lies before the start: check both dates.")})
        self.fit_period()

    @property
    def period_text(self) -> str:
        """The period in words; empty where nothing but attestations is known."""
        start, end = PartialDate.of(self.start), PartialDate.of(self.end)
        if start and end:
            return display_span(start, end)
        if start:
            return self._from(start)
        if end:
            return str(_("until %(end)s, beginning unknown") % {"end": end.display()})
        return ""

    def holds_on(self, day: datetime.date) -> Holds:
        """Tell whether it holds on ``day``, in the way of :meth:`StatementQuerySet.holding_on`."""
        start, end = PartialDate.of(self.start), PartialDate.of(self.end)
        if (start and start.earliest > day) or (end and end.latest < day):
            return Holds.NOT
        lasts = end.earliest >= day if end else self.end_status == EndStatus.OPEN
        return Holds.SURELY if start and start.latest <= day and lasts else Holds.PERHAPS

    def _from(self, start: PartialDate) -> str:
        texts = {
            EndStatus.OPEN: _("since %(start)s, still open"),
            EndStatus.ENDED: _("from %(start)s, ended at an unknown date"),
            EndStatus.UNKNOWN: _("from %(start)s"),
        }
        return str(texts[EndStatus(self.end_status)] % {"start": start.display()})


class AssertionQuerySet(ReviewedQuerySet):
    """Sourced assertions of one kind. Each concrete class names its parties in ``PARTIES``."""

    def visible(self) -> Self:
        """Return what the public sees: published statements whose parties are published too."""
        model: Any = self.model
        return self.published().filter(published_parties(*model.REVIEWED_PARTIES))

    def shown(self) -> Self:
        """Load what a line about each statement shows, in the same query."""
        model: Any = self.model
        return self.select_related(*model.SHOWN_WITH)

    def without_source(self) -> Self:
        """Return the statements that nothing supports."""
        return self.filter(citations__isnull=True)

    def not_confirmed_since(self, day: datetime.date) -> Self:
        """Return the statements whose newest supporting citation is older than ``day``, or undated."""
        return self.filter(Q(attested_last__lt=day) | Q(attested_last__isnull=True))


class Assertion(Handled, Reviewed):
    """What a source says of one party or more. Its citations are its reverse relation ``citations``."""

    #: The fields that name a party; a lost party is empty and the statement is marked incomplete.
    PARTIES: tuple[str, ...] = ()
    #: Those of them that have a review state of their own.
    REVIEWED_PARTIES: tuple[str, ...] = ()
    #: What a line about the statement needs to be loaded with it.
    SHOWN_WITH: tuple[str, ...] = ()

    modality = CharField(_("modality"), max_length=9, choices=Modality.choices, default=Modality.IS)
    not_exhaustive = models.BooleanField(
        _("not exhaustive"), default=False, help_text=_("The source says “among others”, “etc.”.")
    )
    incomplete_in_source = models.BooleanField(
        _("incomplete in source"), default=False, help_text=_("The source lost a name, or never gave it.")
    )
    standing = CharField(
        _("standing"),
        max_length=8,
        choices=Standing.choices,
        default=Standing.ACCEPTED,
        help_text=_("Choose the second where another source says otherwise and both are to stand."),
    )
    note = translated(TextField(_("note"), blank=True))
    # Derived from the supporting citations, by triggers (sources.attestation): never set by hand.
    attested_first = DerivedDateField(_("first attested"), null=True, blank=True, editable=False)
    attested_last = DerivedDateField(_("last attested"), null=True, blank=True, editable=False)

    class Meta(Reviewed.Meta):
        abstract = True
        constraints = [
            *Handled.Meta.constraints,
            *Reviewed.Meta.constraints,
            one_of("modality", Modality),
            one_of("standing", Standing),
        ]

    @property
    def anchor(self) -> str:
        """The statement's own anchor on any page."""
        return f"{self._meta.model_name}-{self.pk}"


def surely_on(day: datetime.date, path: str = "") -> Q:
    """Return the condition that the statement at ``path`` surely holds on ``day``: begun, not yet ended."""
    begun = Q(**{f"{path}start_latest__lte": day})
    lasts = Q(**{f"{path}end_earliest__gte": day})
    return begun & (lasts | Q(**{f"{path}end__isnull": True, f"{path}end_status": EndStatus.OPEN}))


def surely_not_on(day: datetime.date, path: str = "") -> Q:
    """Return the condition that the statement at ``path`` had not begun, or had ended, on ``day``."""
    return Q(**{f"{path}start_earliest__gt": day}) | Q(**{f"{path}end_latest__lt": day})


class StatementQuerySet(AssertionQuerySet):
    """Assertions that hold over a period."""

    def surely_on(self, day: datetime.date) -> Self:
        """Return the statements known to hold on ``day``: begun for sure, and not yet ended for sure."""
        return self.filter(surely_on(day))

    def perhaps_on(self, day: datetime.date) -> Self:
        """Return the statements that may hold on ``day``: what is unknown, and what is only attested."""
        return self.holding_on(day).filter(holds=Holds.PERHAPS)

    def holding_on(self, day: datetime.date) -> Self:
        """Annotate each statement with ``holds``: whether it holds on ``day``, as :class:`Holds` tells."""
        return self.annotate(
            holds=Case(
                When(surely_on(day), then=Value(Holds.SURELY.value)),
                When(surely_not_on(day), then=Value(Holds.NOT.value)),
                default=Value(Holds.PERHAPS.value),
                output_field=models.CharField(max_length=7),
            )
        )


def newest_first(name: str) -> models.Index:
    """Return the index for the order of the lists: what began last comes first, the undated last.

    It is of the very expression of the order, and so answers a first page and any keyset page alike.
    """
    undated = Value("0001-01-01", output_field=models.DateField())
    began = Coalesce("start_earliest", undated, output_field=models.DateField())
    return models.Index(
        began.desc(), F("id").desc(), condition=Q(review_state=ReviewState.PUBLISHED), name=name
    )


class Statement(Assertion, Dated):
    """An assertion that holds over a period."""

    class Meta(Assertion.Meta):
        abstract = True
        constraints = [*Assertion.Meta.constraints, *Dated.Meta.constraints]


def party_known_or_marked(*parties: str) -> Q:
    """Return the condition that one of ``parties`` is known, or that the statement is marked incomplete."""
    known = Q(incomplete_in_source=True)
    for party in parties:
        known |= Q(**{f"{party}__isnull": False})
    return known


def at_most_one(*parties: str) -> Q:
    """Return the condition that no two of ``parties`` are set: an institution or a group, not both."""
    condition = Q()
    for index, one in enumerate(parties):
        for other in parties[index + 1 :]:
            condition &= Q(**{f"{one}__isnull": True}) | Q(**{f"{other}__isnull": True})
    return condition


def party_constraints(name: str, *fields: str, required: bool = True) -> list[models.CheckConstraint]:
    """Return the constraints on one party that may stand in several columns (institution, group…)."""
    constraints = []
    if len(fields) > 1:
        constraints.append(
            models.CheckConstraint(
                condition=at_most_one(*fields),
                name=f"%(app_label)s_%(class)s_{name}_is_one",
                violation_error_message=_("Name an institution or a group, not both."),
            )
        )
    if required:
        constraints.append(
            models.CheckConstraint(
                condition=party_known_or_marked(*fields),
                name=f"%(app_label)s_%(class)s_{name}_known_or_marked",
                violation_error_message=_(
                    "Name the party, or mark the statement “incomplete in source” where the source lost it."
                ),
            )
        )
    return constraints
