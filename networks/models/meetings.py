"""Meetings, their topics, and who took part in which role."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.attestation import keep_attested
from sources.citations import Citation, subject
from sources.fields import CharField, TextField, one_of, translated
from sources.history import tracked
from sources.natural import Handled, HandleManager, Natural, SlugManager
from sources.statements import Statement, StatementQuerySet, party_constraints


@tracked()
class MeetingSeries(Natural):
    """A series of meetings that are counted: the inter-mechanisms meetings."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    label = translated(CharField(_("label"), max_length=200))
    description = translated(TextField(_("description"), blank=True))

    objects = SlugManager()

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.label)


class MeetingQuerySet(StatementQuerySet):
    """Meetings."""

    def visible(self) -> Self:
        """Return the meetings that the public sees."""
        return self.published()

    def newest_first(self) -> Self:
        """Return them by date, the undated last."""
        return self.order_by(F("start_earliest").desc(nulls_last=True), "slug")


@tracked()
class Meeting(Statement):
    """A meeting: its place in a series, its dates, its outcome. A planned one is not a held one."""

    HISTORY_CHILDREN = ("topics", "citations")
    SHOWN_WITH = ("series", "country")
    ALSO_CITED = {"topics": _("topics")}

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = translated(CharField(_("title"), max_length=250, blank=True))
    series = models.ForeignKey(
        MeetingSeries,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("series"),
        related_name="meetings",
    )
    number = CharField(_("number"), max_length=20, blank=True, help_text=_("In the series: 5, 5.1."))
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("part of"), related_name="parts"
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("the one before"),
        related_name="followed_by",
    )
    place = translated(CharField(_("place"), max_length=200, blank=True))
    country = models.ForeignKey(
        "institutions.Country",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("country"),
        related_name="meetings",
    )
    description = translated(TextField(_("description"), blank=True))
    outcome = translated(TextField(_("outcome"), blank=True))

    objects = SlugManager.from_queryset(MeetingQuerySet)()

    class Meta(Statement.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["slug"]
        constraints = [
            *Statement.Meta.constraints,
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                name="networks_meeting_not_part_of_itself",
            ),
            models.UniqueConstraint(
                fields=["series", "number"],
                condition=Q(series__isnull=False) & ~Q(number=""),
                name="networks_meeting_number_once",
                violation_error_message=_("This series has a meeting of this number already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("directory:meeting", args=[self.slug])


@tracked(parent="subject")
class MeetingCitation(Citation):
    """Where a source speaks of a meeting."""

    subject = subject("networks.Meeting")

    class Meta(Citation.Meta):
        triggers = keep_attested()


@tracked(parent="meeting")
class MeetingTopic(Handled):
    """One subject that a meeting dealt with."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="topics")
    position = models.PositiveIntegerField(_("position"), default=1)
    text = translated(TextField(_("text")))
    theme = models.ForeignKey(
        "institutions.Theme", models.PROTECT, null=True, blank=True, verbose_name=_("theme"), related_name="+"
    )

    objects = HandleManager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["meeting", "position"]
        constraints = [*Handled.Meta.constraints]

    def __str__(self) -> str:
        return str(self.text)


class ParticipationRole(models.TextChoices):
    """What an institution did at a meeting."""

    HOST = "host", _("host")
    ORGANISER = "organiser", _("organiser")
    FACILITATOR = "facilitator", _("facilitator")
    INVITED_BY = "invited_by", _("invited the organisers to hold it")
    INVITED = "invited", _("invited to hold it")
    PARTICIPANT = "participant", _("participant")


@tracked()
class Participation(Statement):
    """An institution or a group had a role at a meeting, perhaps through a person in function."""

    PARTIES = ("institution", "group", "meeting")
    REVIEWED_PARTIES = ("institution", "meeting")
    SHOWN_WITH = ("meeting", "institution", "group", "person")
    HISTORY_CHILDREN = ("citations",)

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name=_("meeting"), related_name="participations"
    )
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, blank=True, verbose_name=_("institution"),
        related_name="participations",
    )  # fmt: skip
    group = models.ForeignKey(
        "institutions.Group", models.PROTECT, null=True, blank=True, verbose_name=_("or group"),
        related_name="participations",
    )  # fmt: skip
    role = CharField(
        _("role"), max_length=11, choices=ParticipationRole.choices, default=ParticipationRole.PARTICIPANT
    )
    person = models.ForeignKey(
        "institutions.Person",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("person"),
        related_name="+",
    )

    objects = HandleManager.from_queryset(StatementQuerySet)()

    class Meta(Statement.Meta):
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            *Statement.Meta.constraints,
            *party_constraints("participant", "institution", "group"),
            one_of("role", ParticipationRole),
            models.UniqueConstraint(
                fields=["meeting", "institution", "group", "role"],
                condition=Q(review_state="published", standing="accepted", incomplete_in_source=False),
                nulls_distinct=False,
                name="networks_participation_once",
                violation_error_message=_("This participation is recorded already: add a citation to it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution or self.group or '…'}: {self.get_role_display()}, {self.meeting}"

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#{self.anchor}"


@tracked(parent="subject")
class ParticipationCitation(Citation):
    """Where a source speaks of a participation."""

    subject = subject("networks.Participation")

    class Meta(Citation.Meta):
        triggers = keep_attested()
