"""The network: an institution that others belong to."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.citations import Citation, subject
from sources.fields import CharField, TextField, translated
from sources.history import tracked
from sources.natural import Handled, HandleManager, Natural, NaturalManager


class Duration(models.TextChoices):
    """For how long a network is meant to work."""

    PERMANENT = "permanent", _("permanent")
    LIMITED = "limited", _("for a limited time")


class NetworkQuerySet(models.QuerySet):
    """Networks."""

    def visible(self) -> Self:
        """Return the networks that the public sees."""
        return self.filter(institution__review_state="published")


@tracked()
class Network(Natural):
    """What an institution has when others belong to it; a working group has more of it.

    A profile of :class:`institutions.models.Institution` with the same key (``docs/adr/0004``): names,
    dates, country, theme and description are the institution’s.
    """

    HISTORY_CHILDREN = ("aims",)

    institution = models.OneToOneField(
        "institutions.Institution", models.CASCADE, primary_key=True, verbose_name=_("institution"),
        related_name="network",
    )  # fmt: skip
    working_languages = ArrayField(
        CharField(max_length=12), verbose_name=_("working languages"), default=list, blank=True,
        help_text=_("Codes, separated by commas: en, ru."),
    )  # fmt: skip
    duration = CharField(_("duration"), max_length=9, choices=Duration.choices, blank=True)
    scope = translated(
        TextField(_("scope"), blank=True, help_text=_("The places and the subject that it works on."))
    )

    objects = NaturalManager.from_queryset(NetworkQuerySet)("institution__slug")

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [
            models.CheckConstraint(
                condition=Q(duration="") | Q(duration__in=Duration.values),
                name="networks_network_duration_known",
            )
        ]

    def __str__(self) -> str:
        return str(self.institution)

    def get_absolute_url(self) -> str:
        return reverse("directory:network", args=[self.institution.slug])


class AimKind(models.TextChoices):
    """What a network sets out to do, or to have done."""

    OBJECTIVE = "objective", _("objective")
    EXPECTED_RESULT = "expected_result", _("expected result")


@tracked(parent="network")
class Aim(Handled):
    """One objective or one expected result of a network, with its citations."""

    HISTORY_CHILDREN = ("citations",)

    network = models.ForeignKey(Network, models.CASCADE, verbose_name=_("network"), related_name="aims")
    kind = CharField(_("kind"), max_length=15, choices=AimKind.choices)
    position = models.PositiveIntegerField(_("position"), default=1)
    text = translated(TextField(_("text")))

    objects = HandleManager()

    class Meta:
        verbose_name = _("objective or result")
        verbose_name_plural = _("objectives and results")
        ordering = ["network", "-kind", "position"]  # objectives before results
        constraints = [
            *Handled.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=AimKind.values), name="networks_aim_kind_known"),
            models.UniqueConstraint(
                fields=["network", "kind", "position"],
                name="networks_aim_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)


@tracked(parent="subject")
class AimCitation(Citation):
    """Where a source states an aim."""

    subject = subject("networks.Aim")

    class Meta(Citation.Meta):
        pass
