"""Memberships: who belongs to which network, in which role, since when; where sources disagree on it."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.attestation import keep_attested
from sources.citations import Citation, Effect, subject
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
from sources.models import user_field
from sources.natural import HandleManager, Natural, SlugManager
from sources.revisions import take_over_revisions
from sources.statements import ReviewState, Statement, StatementQuerySet, newest_first, party_constraints


class RoleKind(models.TextChoices):
    """Whether a role is a way of belonging or an office held."""

    BELONGING = "belonging", _("way of belonging")
    OFFICE = "office", _("office")


@tracked()
class Role(Natural):
    """A role in a network: a translated vocabulary, so that no membership is translated by itself."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    label = translated(CharField(_("label"), max_length=80))
    kind = CharField(_("kind"), max_length=9, choices=RoleKind.choices, default=RoleKind.BELONGING)
    implies = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("implies"), related_name="+",
        help_text=_("A founding member is a member: a source that says one does not contradict the other."),
    )  # fmt: skip
    position = models.PositiveIntegerField(_("position"), default=100)

    objects = SlugManager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["position", "slug"]
        constraints = [one_of("kind", RoleKind)]

    def __str__(self) -> str:
        return str(self.label)


class MembershipStatus(models.TextChoices):
    """What a membership amounts to, where the source says so."""

    APPLICANT = "applicant", _("applicant")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")


class MembershipQuerySet(StatementQuerySet):
    """Memberships."""

    def same_place(self) -> Self:
        """Return the memberships of the outer row’s institution in the outer row’s network."""
        return self.filter(institution=OuterRef("institution"), network=OuterRef("network")).exclude(
            pk=OuterRef("pk")
        )

    def disagreeing(self) -> Self:
        """Return the memberships on which sources disagree: computed, never marked by hand.

        Two statements of one institution in one network disagree where no source supports both, their
        periods can overlap, and they differ: in the role (unless one implies the other), or, of the same
        role, in a date or the status that both give. A citation that contradicts makes one disagree too.
        Published sources alone count: what the public reads of it follows from what the public sees.
        """
        manager: Any = self.model._default_manager
        return self.filter(
            Exists(manager.all().conflicting_with_outer())
            | Exists(_public(Effect.CONTRADICTS, subject=OuterRef("pk")))
        )

    def disagreeing_with(self, membership: Membership) -> Self:
        """Return the memberships that disagree with ``membership``; see :meth:`disagreeing`."""
        one: Any = self.model._default_manager.filter(pk=membership.pk)
        return self.filter(
            Exists(one.conflicting_with_outer()),
            institution=membership.institution_id,
            network=membership.network_id,
        )

    def conflicting_with_outer(self) -> Self:
        """Return the public statements that disagree with the outer membership; see :meth:`disagreeing`."""
        # Three levels out: past this citation and the other membership, to the outer row.
        mine = _public(Effect.SUPPORTS, subject=OuterRef(OuterRef(OuterRef("pk"))))
        shared = _public(Effect.SUPPORTS, subject=OuterRef("pk"), source__in=mine.values("source"))
        return self.same_place().published().filter(_periods_meet(), _differs()).exclude(Exists(shared))


def _public(effect: Effect, **where: Any) -> models.QuerySet:
    """Return the citations of memberships of one effect whose sources are published."""
    published = Q(source__review_state=ReviewState.PUBLISHED)
    return MembershipCitation.objects.filter(published, effect=effect, **where)


def _periods_meet() -> Q:
    return (
        Q(start__isnull=True) | Q(start_earliest__lte=OuterRef("end_latest")) | _outer("end", "IS NULL")
    ) & (Q(end__isnull=True) | Q(end_latest__gte=OuterRef("start_earliest")) | _outer("start", "IS NULL"))


def _outer(field: str, test: str) -> Q:
    return Q(Func(OuterRef(field), template=f"%(expressions)s {test}", output_field=models.BooleanField()))


def _differs() -> Q:
    # Coalesced, since «not (NULL = NULL)» is neither true nor false, and would let no row pass.
    mine = Coalesce(OuterRef("role__implies"), Value(0))
    implied = Q(role__implies=OuterRef("role")) | Q(role__implies__isnull=False, role__implies=mine)
    other_role = ~Q(role=OuterRef("role")) & ~Q(role=mine) & ~(Q(role__implies__isnull=False) & implied)
    same_role = Q(role=OuterRef("role")) & (
        # «2013» and «2013-05» can both be true: dates differ where they have no day in common.
        Q(start_latest__lt=OuterRef("start_earliest"))
        | Q(start_earliest__gt=OuterRef("start_latest"))
        | Q(end_latest__lt=OuterRef("end_earliest"))
        | Q(end_earliest__gt=OuterRef("end_latest"))
        | (~Q(status="") & ~Q(status=OuterRef("status")) & _outer("status", "<> ''"))
    )
    return other_role | same_role


class CertainPeriod(Func):
    """The days on which a dated statement surely holds (``docs/adr/0002``)."""

    function = "hrnet_certain_period"
    output_field = DateRangeField()


@tracked()
class Membership(Statement):
    """An institution (a State, a network) or a group belongs to a network, in one role.

    Several roles are several memberships. A dated change of status is a :class:`StatusChange`.
    """

    PARTIES = ("institution", "group", "network", "network_group", "role")
    REVIEWED_PARTIES = ("institution", "network__institution")
    SHOWN_WITH = ("institution__country", "group", "network__institution", "network_group", "role", "person")
    HISTORY_CHILDREN = ("status_changes", "citations")
    #: What a revision may say otherwise; the parties make it the same membership.
    REVISED = (
        "status", "person", "start", "end", "end_status", "period_type", "modality", "not_exhaustive",
        "note_en", "note_fr",
    )  # fmt: skip

    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("institution"),
        related_name="memberships", db_index=False,
    )  # fmt: skip
    group = models.ForeignKey(
        "institutions.Group", models.PROTECT, null=True, blank=True, verbose_name=_("or group"),
        related_name="memberships", db_index=False,
    )  # fmt: skip
    network = models.ForeignKey(
        "networks.Network", models.PROTECT, null=True, blank=True, verbose_name=_("network"),
        related_name="memberships", db_index=False,
    )  # fmt: skip
    network_group = models.ForeignKey(
        "institutions.Group", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("or networks named only in words"), db_index=False,
    )  # fmt: skip
    role = models.ForeignKey(Role, models.PROTECT, verbose_name=_("role"), related_name="memberships")
    status = CharField(_("status"), max_length=9, choices=MembershipStatus.choices, blank=True)
    person = models.ForeignKey(
        "institutions.Person", models.PROTECT, null=True, blank=True,
        verbose_name=_("person who acts for it"), related_name="memberships", db_index=False,
    )  # fmt: skip
    # A draft that proposes new values for a published membership; publishing it writes them there.
    revises = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, verbose_name=_("revises"), related_name="revisions",
        db_index=False,
    )  # fmt: skip

    objects = HandleManager.from_queryset(MembershipQuerySet)()

    class Meta(Statement.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [
            models.Index(fields=["institution", "network"], name="networks_membership_of"),
            models.Index(fields=["network", "review_state", "id"], name="networks_membership_in"),
            models.Index(fields=["review_state", "id"], name="networks_membership_state"),
            newest_first("networks_membership_newest"),
            # Empty in nearly all rows, and so kept out of the index: an import writes none of them.
            *(
                models.Index(
                    fields=[name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"networks_membership_{short}",
                )
                for name, short in (
                    ("group", "group"),
                    ("network_group", "netgroup"),
                    ("person", "person"),
                    ("revises", "revises"),
                )
            ),
        ]
        constraints = [
            *Statement.Meta.constraints,
            *party_constraints("member", "institution", "group"),
            *party_constraints("network", "network", "network_group"),
            models.CheckConstraint(
                condition=Q(status="") | Q(status__in=MembershipStatus.values),
                name="networks_membership_status_known",
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=True)
                | Q(network__isnull=True)
                | ~Q(institution=F("network")),
                name="networks_membership_not_of_itself",
                violation_error_message=_("A network is no member of itself."),
            ),
            models.CheckConstraint(
                condition=Q(revises__isnull=True) | Q(review_state="draft"),
                name="networks_membership_revision_is_draft",
            ),
            models.UniqueConstraint(
                fields=["institution", "group", "network", "network_group", "role", "start"],
                condition=Q(review_state="published", standing="accepted", incomplete_in_source=False),
                nulls_distinct=False,
                name="networks_membership_once",
                violation_error_message=_(
                    "This membership is recorded already: add a citation to it instead."
                ),
            ),
            ExclusionConstraint(
                name="networks_membership_no_overlap",
                expressions=[
                    (F("institution"), RangeOperators.EQUAL),
                    (F("network"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (
                        CertainPeriod(F("start_latest"), F("end_earliest"), F("end_status")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(
                    review_state="published",
                    standing="accepted",
                    period_type="dated",
                    institution__isnull=False,
                    network__isnull=False,
                ),
                violation_error_message=_(
                    "Another accepted membership of this role overlaps with this period. Where another source"
                    " says otherwise and both are to stand, set the standing accordingly."
                ),
            ),
        ]

    def __str__(self) -> str:
        member = self.institution or self.group or "…"
        return f"{member}: {self.role}, {self.network or self.network_group or '…'}"

    def get_absolute_url(self) -> str:
        return reverse("directory:membership", args=[self.pk])

    @classmethod
    def before_publishing(cls, keys: list[int]) -> list[int]:
        """Take over the revisions among the rows to publish; return the rows that remain to be published."""
        return take_over_revisions(cls, keys)


@tracked(parent="subject")
class MembershipCitation(Citation):
    """Where a source speaks of a membership."""

    subject = subject("networks.Membership")

    class Meta(Citation.Meta):
        triggers = keep_attested()


@tracked(parent="membership")
class StatusChange(Natural):
    """A dated change of a membership’s status: applied, admitted, suspended, ended."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="status_changes")
    status = CharField(_("status"), max_length=9, choices=MembershipStatus.choices)
    date = PartialDateField(_("date"))
    date_earliest = earliest("date")
    date_latest = latest("date")
    note = translated(CharField(_("note"), max_length=200, blank=True))

    class Meta:
        verbose_name = _("change of status")
        verbose_name_plural = _("changes of status")
        ordering = ["membership", "date_earliest", "pk"]
        constraints = [
            one_of("status", MembershipStatus),
            *partial_date_checks("date"),
            models.UniqueConstraint(
                fields=["membership", "status", "date"],
                nulls_distinct=False,
                name="networks_statuschange_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())


class RulingKind(models.TextChoices):
    """What a curator found where sources disagree."""

    BOTH_HOLD = "both_hold", _("both hold at once")
    SUCCESSION = "succession", _("the first was followed by the second")
    FIRST_RIGHT = "first_right", _("the first is right")


@tracked()
class Ruling(models.Model):
    """A curator’s finding on two memberships that disagree, with the reason; it can be taken back.

    The disagreement itself is computed (:meth:`MembershipQuerySet.disagreeing`) and stays shown.
    """

    first = models.ForeignKey(Membership, models.CASCADE, verbose_name=_("first"), related_name="rulings")
    second = models.ForeignKey(
        Membership, models.CASCADE, verbose_name=_("second"), related_name="rulings_as_second"
    )
    kind = CharField(_("finding"), max_length=11, choices=RulingKind.choices)
    reason = TextField(_("reason"))
    made_by = user_field(verbose_name=_("made by"), editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True, editable=False)
    taken_back_by = user_field(verbose_name=_("taken back by"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("ruling")
        verbose_name_plural = _("rulings")
        constraints = [
            one_of("kind", RulingKind),
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="networks_ruling_on_two",
                violation_error_message=_("A ruling is on two different memberships."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="networks_ruling_has_a_reason"),
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                condition=Q(taken_back_at__isnull=True),
                name="networks_ruling_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}: {self.get_kind_display()}"
