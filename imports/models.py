"""The import: a record of its own, from the upload to long after it was applied."""

from __future__ import annotations

import datetime

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sources.fields import PartialDateField, one_of
from sources.models import user_field

KEPT_UNAPPLIED = datetime.timedelta(days=7)
KEPT_ORIGINAL = datetime.timedelta(days=90)


class Target(models.TextChoices):
    """What the rows of a file are read as."""

    MEMBERSHIPS = "memberships", _("memberships")


class State(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", _("waiting to be read")
    READING = "reading", _("being read")
    PREVIEWED = "previewed", _("waiting for your decision")
    CONFIRMED = "confirmed", _("waiting to be stored")
    APPLYING = "applying", _("being stored")
    APPLIED = "applied", _("stored")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("ended without storing anything")
    DROPPED = "dropped", _("dropped")


class Outcome(models.TextChoices):
    """What a row is, beside what is stored."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    CONTRADICTED = "contradicted", _("contradicted")
    UNCHANGED = "unchanged", _("unchanged")
    WRONG = "wrong", _("wrong")


def upload_path(instance: Import, filename: str) -> str:
    """Return where an upload is kept: privately, under a name that says nothing."""
    return f"imports/{instance.sha256[:16]}-{timezone.now():%Y%m%d%H%M%S%f}"


class Import(models.Model):
    """One file, read, previewed, confirmed and stored. It belongs to who uploaded it."""

    owner = user_field(verbose_name=_("owner"))
    target = models.CharField(_("target"), max_length=11, choices=Target.choices, default=Target.MEMBERSHIPS)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.UPLOADED)
    filename = models.CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=upload_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    list_name = models.CharField(
        _("list"),
        max_length=120,
        help_text=_(
            "The list of which this file is an edition. A newer edition revises what an older one said."
        ),
    )
    as_of = PartialDateField(_("as of"), help_text=_("The date for which the list speaks."))
    constants = models.JSONField(_("constants"), default=dict, blank=True)
    found = models.JSONField(_("found in the file"), default=dict, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    digest = models.CharField(max_length=80, blank=True)
    # What was stored when the preview was made: how many changes each history held by then.
    stored_then = models.JSONField(default=dict, blank=True)
    problem = models.JSONField(_("problem"), null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    leave_out_wrong = models.BooleanField(_("leave out the wrong rows"), default=False)
    source = models.ForeignKey(
        "sources.Source",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("source"),
        related_name="imports",
    )
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    applied_at = models.DateTimeField(_("stored at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["owner", "state"], name="imports_by_owner")]
        constraints = [
            one_of("target", Target),
            one_of("state", State),
            models.CheckConstraint(
                condition=~models.Q(state="applied")
                | models.Q(source__isnull=False, applied_at__isnull=False),
                name="imports_import_applied_has_a_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.created_at:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        return reverse("imports:import", args=[self.pk])

    @property
    def is_moving(self) -> bool:
        """Whether something is being done, so that its page should look again soon."""
        return self.state in (State.UPLOADED, State.READING, State.CONFIRMED, State.APPLYING)

    @property
    def is_finished(self) -> bool:
        return self.state in (State.APPLIED, State.REFUSED, State.FAILED, State.DROPPED)

    @property
    def expires_at(self) -> datetime.datetime:
        """When the file is removed: soon where it was not applied, later where it was."""
        if self.state == State.APPLIED and self.applied_at:
            return self.applied_at + KEPT_ORIGINAL
        return self.created_at + KEPT_UNAPPLIED

    def right_rows(self) -> int:
        """Return how many rows would be stored."""
        return sum(self.counts.get(name, 0) for name in Outcome.values if name != Outcome.WRONG)

    def forget_file(self) -> None:
        """Remove the file; the hash and the mapped cells stay."""
        if self.file:
            self.file.delete(save=False)


class Row(models.Model):
    """One row of a file: its mapped cells, and what it is beside what is stored.

    Rows are written by the hundred thousand, so that the import and the number are the key, and what they
    point to is kept as plain numbers: a row goes on telling what it did when its membership is gone.
    """

    pk = models.CompositePrimaryKey("of_import", "number")
    # The names stay short: they are columns of a table with millions of rows.
    of_import = models.ForeignKey(
        Import, models.CASCADE, related_name="rows", db_column="import_id", db_index=False
    )
    number = models.PositiveIntegerField()
    sheet = models.CharField(max_length=120, blank=True)
    row = models.PositiveIntegerField()
    cells = models.JSONField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    institution_id = models.BigIntegerField(null=True)
    network_id = models.BigIntegerField(null=True)
    role_id = models.BigIntegerField(null=True)
    status = models.CharField(max_length=9, blank=True)
    start = models.CharField(max_length=21, null=True)
    end = models.CharField(max_length=21, null=True)
    as_of = models.CharField(max_length=21, null=True)
    # The membership that the row is, or will be: its number is set aside when the row is previewed.
    membership_id = models.BigIntegerField(null=True)
    same_as = models.PositiveIntegerField(null=True)
    changes = models.JSONField(null=True)
    errors = models.JSONField(null=True)

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        default_permissions = ()
        constraints = [one_of("outcome", Outcome)]
        indexes = [
            models.Index(fields=["of_import", "outcome", "number"], name="imports_row_by_outcome"),
            models.Index(
                fields=["membership_id"],
                condition=models.Q(membership_id__isnull=False),
                name="imports_row_by_membership",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"
