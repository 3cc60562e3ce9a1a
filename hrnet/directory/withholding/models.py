"""The names that are looked for, the texts that are hidden, and who found that nothing is left to do."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from institutions.models import Person
from sources.models import user_field


class SoughtName(models.Model):
    """How the name of a withheld person is looked for. Triggers on the persons keep it."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    #: A regular expression that a lower-case ASCII text must match before it is worth folding.
    key = models.TextField()
    #: A regular expression on the folded text, with a blank at both of its ends.
    pattern = models.TextField()

    class Meta:
        verbose_name = _("name that is looked for")
        verbose_name_plural = _("names that are looked for")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.pk}"


class HiddenTextQuerySet(models.QuerySet):
    """Hidden texts."""

    def waiting(self) -> Self:
        """Return the texts whose place still holds the words that stand for them: to be reworded."""
        return self.filter(waits=True)


class HiddenText(models.Model):
    """A text that named a withheld person, moved here from a column that the public can read.

    ``waits`` is kept by triggers: true while the column still holds ``shown`` in its place.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="hidden_texts")
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63)
    record_id = models.BigIntegerField()
    original = models.TextField()
    shown = models.CharField(max_length=80, blank=True)
    waits = models.BooleanField(default=True)
    hidden_at = models.DateTimeField(auto_now_add=True)

    objects = HiddenTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("hidden text")
        verbose_name_plural = _("hidden texts")
        ordering = ["table", "record_id", "column", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["table", "record_id"], name="withholding_hidden_by_record")]

    def __str__(self) -> str:
        return f"{self.table} {self.record_id} {self.column}"


class Closing(models.Model):
    """Somebody looked through all places of a withheld name and found that nothing is left to do."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="withholding_closed")
    at = models.DateTimeField(auto_now=True)
    by = user_field()

    class Meta:
        verbose_name = _("completed withholding")
        verbose_name_plural = _("completed withholdings")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.pk}"
