"""What is remembered from one file to the next: decisions on names, and mappings of columns."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from imports.models.imports import Import, State, Target
from sources.fields import CharField, JSONField, one_of
from sources.history import tracked
from sources.models import user_field


class WholeKind(models.TextChoices):
    """What a remembered name is the name of."""

    INSTITUTION = "institution", _("institution")
    NETWORK = "network", _("network")
    INSTRUMENT = "instrument", _("instrument")


class Verdict(models.TextChoices):
    """What a curator decided on a name."""

    SAME = "same", _("the same")
    NOT_SAME = "not_same", _("not the same")
    CREATE = "create", _("create it")
    LEAVE_OUT = "leave_out", _("leave it out")


#: What holds for the next file too; the others are decided anew each time.
REMEMBERED = (Verdict.SAME, Verdict.NOT_SAME)


#: The states of an import whose decisions are remembered: it is stored, and its undoing is not done.
STORED_NOW = (State.APPLIED, State.TAKING_BACK, State.UNDOING)


class DecisionQuerySet(models.QuerySet):
    """Decisions on names."""

    def remembered(self) -> Self:
        """Return what holds for later files: what was decided in an import that is stored.

        What was decided in a preview steers that import alone, for as long as nobody stores it; so does what
        was decided in one that was undone.
        """
        return self.filter(verdict__in=REMEMBERED, of_import__state__in=STORED_NOW)

    def by_publishers(self, permission: str) -> Self:
        """Return what was decided by those who have ``permission``, also where their account is closed."""
        users: Any = get_user_model()._default_manager
        backend = "django.contrib.auth.backends.ModelBackend"
        return self.filter(made_by__in=users.with_perm(permission, is_active=None, backend=backend))

    def for_import(self, import_: Import, publish: str) -> Self:
        """Return what holds for ``import_``: its own decisions, and those remembered that it may rest on.

        ``publish`` is the permission to publish its statements. Where its owner has it, what they store is
        public at once; then it rests on what was decided by others who have it too, and on nothing else.
        """
        remembered = self.remembered()
        if import_.owner.has_perm(publish):
            remembered = remembered.by_publishers(publish)
        return self.filter(Q(of_import=import_) | Q(pk__in=remembered.values("pk")))

    def only_proposed_for(self, import_: Import, publish: str) -> Self:
        """Return what is remembered and does not hold for ``import_``: its owner decides on it."""
        remembered = self.remembered().filter(verdict=Verdict.SAME)
        return remembered.exclude(pk__in=self.for_import(import_, publish).values("pk"))


@tracked()
class Decision(models.Model):
    """What a curator decided that a name means, or does not mean, in the country that the file gave it.

    *Same* and *not the same* hold for later files once their import is stored; *create* and *leave out* for
    their own import alone.
    """

    kind = CharField(_("kind"), max_length=11, choices=WholeKind.choices)
    name = CharField(_("name"), max_length=300)
    folded = CharField(max_length=300)
    country = models.ForeignKey(
        "institutions.Country",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("country"),
        related_name="+",
    )
    verdict = CharField(_("decision"), max_length=9, choices=Verdict.choices)
    institution = models.ForeignKey(
        "institutions.Institution",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("institution"),
        related_name="+",
    )
    instrument = models.ForeignKey(
        "mandates.Instrument",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("instrument"),
        related_name="+",
    )
    of_import = models.ForeignKey(
        Import, models.CASCADE, verbose_name=_("decided in the import"), related_name="decisions"
    )
    made_by = user_field(verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a name")
        verbose_name_plural = _("decisions on names")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "folded"], name="imports_decision_by_name")]
        constraints = [
            one_of("kind", WholeKind),
            one_of("verdict", Verdict),
            models.CheckConstraint(
                condition=Q(verdict__in=("create", "leave_out"), institution=None, instrument=None)
                | Q(
                    verdict__in=("same", "not_same"),
                    kind="instrument",
                    institution=None,
                    instrument__isnull=False,
                )
                | Q(
                    verdict__in=("same", "not_same"),
                    kind__in=("institution", "network"),
                    institution__isnull=False,
                    instrument=None,
                ),
                name="imports_decision_names_what_it_means",
            ),
            models.UniqueConstraint(
                fields=["kind", "folded", "country", "verdict", "institution", "instrument", "of_import"],
                nulls_distinct=False,
                name="imports_decision_once",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.get_verdict_display()} {self.institution or self.instrument or ''}".strip()
        )

    @property
    def found_id(self) -> int | None:
        """The key of the institution or the instrument that is, or is not, meant."""
        return self.institution_id or self.instrument_id


@tracked()
class SavedMapping(models.Model):
    """How the columns of a kind of list are read, kept under a name and offered for the next such file."""

    name = CharField(_("name"), max_length=120, unique=True)
    target = CharField(_("target"), max_length=11, choices=Target.choices)
    signature = CharField(max_length=64, db_index=True)
    mapping = JSONField(_("mapping"))
    owner = user_field(verbose_name=_("owner"))
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        ordering = ["name"]
        constraints = [one_of("target", Target)]

    def __str__(self) -> str:
        return self.name
