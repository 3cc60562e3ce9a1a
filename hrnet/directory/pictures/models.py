"""What was laid out and drawn, kept until what it shows changes. Nothing here is a fact: all can go."""

from __future__ import annotations

from django.db import models

DRAWING = 1  # raised when the same facts are laid out or drawn in another way


class State(models.TextChoices):
    """How far a picture has come."""

    WAITING = "waiting"
    READY = "ready"


class Kept(models.Model):
    """A layout, or a picture drawn on it, of one subject for one set of parameters.

    ``digest`` stands for all that it shows. ``seen`` stands for the state of the whole base when that was
    last compared: while the base stays as it is, nothing needs to be read to know that the picture holds.
    It is empty where others were writing meanwhile.
    """

    subject = models.CharField(max_length=40)
    asked = models.CharField(max_length=200)
    state = models.CharField(max_length=7, choices=State.choices, default=State.READY)
    digest = models.CharField(max_length=64, blank=True)
    seen = models.CharField(max_length=64, blank=True)
    drawing = models.TextField(blank=True)
    table = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    image = models.BinaryField(null=True)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="pictures_kept_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["subject", "asked"], name="pictures_kept_once"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="pictures_kept_state"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.asked}"
