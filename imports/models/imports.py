"""The import: a record of its own, from the upload to long after it was applied or undone."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imports.readers.paste import FILENAME
from sources.fields import CharField, JSONField, PartialDateField, one_of
from sources.models import user_field

KEPT_UNAPPLIED = datetime.timedelta(days=7)
KEPT_ORIGINAL = datetime.timedelta(days=90)


class Target(models.TextChoices):
    """What the rows of a file are read as."""

    MEMBERSHIPS = "memberships", _("memberships")
    PARTIES = "parties", _("parties to instruments")


class State(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", _("waiting to be looked at")
    MAPPING = "mapping", _("waiting for its columns to be matched")
    MAPPED = "mapped", _("waiting to be read")
    READING = "reading", _("being read and compared")
    PREVIEWED = "previewed", _("waiting for your decision")
    CONFIRMED = "confirmed", _("waiting to be stored")
    APPLYING = "applying", _("being stored")
    APPLIED = "applied", _("stored")
    TAKING_BACK = "taking_back", _("waiting to be undone")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("ended without storing anything")
    DROPPED = "dropped", _("dropped")


MOVING = (
    State.UPLOADED, State.MAPPED, State.READING, State.CONFIRMED, State.APPLYING, State.TAKING_BACK,
    State.UNDOING,
)  # fmt: skip
#: What was stored, and stays readable for others than its owner.
STORED = (State.APPLIED, State.TAKING_BACK, State.UNDOING, State.UNDONE)


def upload_path(instance: Import, filename: str) -> str:
    """Return where an upload is kept: privately, under a name that says nothing."""
    return f"imports/{instance.sha256[:16]}-{timezone.now():%Y%m%d%H%M%S%f}"


class Import(models.Model):
    """One file: read, mapped, reconciled, previewed, confirmed and stored. It belongs to who uploaded it."""

    owner = user_field(verbose_name=_("owner"))
    target = CharField(_("target"), max_length=11, choices=Target.choices, default=Target.MEMBERSHIPS)
    state = CharField(_("state"), max_length=11, choices=State.choices, default=State.UPLOADED)
    filename = CharField(_("file name"), max_length=200)
    file = models.FileField(_("file"), upload_to=upload_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = CharField(_("SHA-256"), max_length=64, db_index=True)
    list_name = CharField(
        _("list"),
        max_length=120,
        help_text=_(
            "The list of which this file is an edition. A newer edition revises what an older one said."
        ),
    )
    as_of = PartialDateField(_("as of"), help_text=_("The date for which the list speaks."))
    # How the file is laid out (:class:`imports.readers.mapping.Mapping`), and what was found in it.
    mapping = JSONField(_("mapping"), default=dict, blank=True)
    survey = JSONField(_("survey"), default=dict, blank=True)
    found = JSONField(_("found in the file"), default=dict, blank=True)
    # The list names every member of its networks: who is missing from it may have left.
    complete = models.BooleanField(_("complete list"), default=False)
    create_missing = models.BooleanField(_("create what is missing"), default=False)
    counts = JSONField(_("counts"), default=dict, blank=True)
    digest = CharField(max_length=80, blank=True)
    # What was stored when the preview was made: how many changes each history held by then.
    stored_then = JSONField(default=dict, blank=True)
    problem = JSONField(_("problem"), null=True, blank=True)
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
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = user_field(verbose_name=_("undone by"), null=True, blank=True)

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
            models.CheckConstraint(
                condition=~models.Q(state="undone") | models.Q(undone_at__isnull=False),
                name="imports_import_undone_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filename} ({self.created_at:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        return reverse("imports:import", args=[self.pk])

    @property
    def is_moving(self) -> bool:
        """Whether something is being done, so that its page should look again soon."""
        return self.state in MOVING

    @property
    def is_refused_paste(self) -> bool:
        """Whether it is a paste that could not be read: kept for a time, so that it can be mended."""
        return self.state == State.REFUSED and self.filename == FILENAME and bool(self.file)

    @property
    def is_stored(self) -> bool:
        """Whether it was stored, if only for a time."""
        return self.state in STORED

    @property
    def expires_at(self) -> datetime.datetime:
        """When the file is removed: soon where it was not applied, later where it was."""
        if self.is_stored and self.applied_at:
            return self.applied_at + KEPT_ORIGINAL
        return self.created_at + KEPT_UNAPPLIED

    def right_rows(self) -> int:
        """Return how many rows of the file would be stored."""
        return sum(self.counts.get(name, 0) for name in ("new", "changed", "contradicted", "unchanged"))

    @property
    def lines(self) -> Path:
        """The folder of what was read, as lines for the database: private, and gone with the file."""
        return Path(settings.MEDIA_ROOT) / "imports" / f"lines-{self.pk}"

    def forget_file(self) -> None:
        """Remove the file and what was read from it; the hash and the mapped cells stay."""
        shutil.rmtree(self.lines, ignore_errors=True)
        if self.file:
            self.file.delete(save=False)


class Progress(models.Model):
    """How far the work on an import is, and whether it is to stop.

    A table of its own: it is written while a long transaction runs, over a connection of its own.
    """

    of_import = models.OneToOneField(Import, models.CASCADE, primary_key=True, related_name="progress")
    step = CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    cancel = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.step} {self.done}"
