"""What a file says: its rows, each judged, and its distinct names, each resolved or waiting."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from imports.models.imports import Import
from sources.fields import CharField, JSONField, one_of


class Outcome(models.TextChoices):
    """What a row is, beside what is stored."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    CONTRADICTED = "contradicted", _("contradicted")
    UNCHANGED = "unchanged", _("unchanged")
    ENDED = "ended", _("ended?")
    WRONG = "wrong", _("wrong")
    LEFT_OUT = "left_out", _("left out")


class Undone(models.TextChoices):
    """What undoing an import did with a row."""

    TAKEN_BACK = "taken_back", _("taken back")
    EDITED = "edited", _("edited since, left as it is")
    PUBLISHED = "published", _("published, left to who may publish")


class Row(models.Model):
    """One statement of a file: its mapped cells, and what it is beside what is stored.

    Mostly one row of the file is one statement; a split cell, a cross table or a signature beside a
    ratification make several of it. Rows are written by the hundred thousand, so that the import and the
    number are the key, and what they point to is kept as plain numbers: a row goes on telling what it did
    when its statement is gone.
    """

    pk = models.CompositePrimaryKey("of_import", "number")
    # The names stay short: they are columns of a table with millions of rows.
    of_import = models.ForeignKey(
        Import, models.CASCADE, related_name="rows", db_column="import_id", db_index=False
    )
    number = models.PositiveIntegerField()
    sheet = CharField(max_length=120, blank=True)
    row = models.PositiveIntegerField()  # 0 where the file has none: who is missing from a complete list
    cells = JSONField()
    outcome = CharField(max_length=12, choices=Outcome.choices)
    unresolved = models.BooleanField(default=False)
    ticked = models.BooleanField(default=False)  # that it ended is confirmed
    institution_id = models.BigIntegerField(null=True)
    whole_id = models.BigIntegerField(null=True)  # the network, or the instrument
    role_id = models.BigIntegerField(null=True)
    act = CharField(max_length=12, null=True)
    status = CharField(max_length=9, null=True)
    start = CharField(max_length=21, null=True)
    end = CharField(max_length=21, null=True)
    date = CharField(max_length=21, null=True)
    in_force = CharField(max_length=21, null=True)
    as_of = CharField(max_length=21, null=True)
    # The statement that the row is, or will be: its number is set aside when the row is previewed.
    statement_id = models.BigIntegerField(null=True)
    same_as = models.PositiveIntegerField(null=True)
    changes = JSONField(null=True)
    errors = JSONField(null=True)
    undone = CharField(max_length=10, choices=Undone.choices, blank=True, db_default="")

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        default_permissions = ()
        constraints = [one_of("outcome", Outcome)]
        indexes = [
            models.Index(fields=["of_import", "outcome", "number"], name="imports_row_by_outcome"),
            models.Index(
                fields=["statement_id"],
                condition=models.Q(statement_id__isnull=False),
                name="imports_row_by_statement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"


class Role(models.TextChoices):
    """What a name of a file stands for: who belongs, or to what."""

    PARTY = "party", _("institution")
    WHOLE = "whole", _("network or instrument")


class How(models.TextChoices):
    """How it was found what a name means."""

    IDENTIFIER = "identifier", _("by its identifier")
    NAME = "name", _("by a name that it has")
    ACRONYM = "acronym", _("by its acronym")
    MATCHED = "matched", _("by a spelling that leaves no doubt")
    DECIDED = "decided", _("decided here")
    REMEMBERED = "remembered", _("decided for an earlier file")
    CREATED = "created", _("to be created")
    NOBODY = "nobody", _("names nobody")
    LEFT_OUT = "left_out", _("left out")
    OPEN = "open", _("not certain")


class FileName(models.Model):
    """One distinct name of a file, with what it was taken for, or the candidates for it."""

    pk = models.CompositePrimaryKey("of_import", "role", "key")
    of_import = models.ForeignKey(
        Import, models.CASCADE, related_name="names", db_column="import_id", db_index=False
    )
    role = CharField(max_length=5, choices=Role.choices)
    key = models.PositiveIntegerField()
    name = CharField(max_length=300, blank=True)
    acronym = CharField(max_length=60, blank=True)
    identifier = CharField(max_length=160, blank=True)
    folded = CharField(max_length=300, blank=True)
    country_id = models.BigIntegerField(null=True)
    rows = models.PositiveIntegerField(default=0)
    how = CharField(max_length=10, choices=How.choices)
    found_id = models.BigIntegerField(null=True)
    why = CharField(max_length=20, blank=True)
    candidates = JSONField(default=list)
    errors = JSONField(null=True)
    decision = models.ForeignKey(
        "imports.Decision", models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("name in a file")
        verbose_name_plural = _("names in files")
        default_permissions = ()
        constraints = [one_of("role", Role), one_of("how", How)]
        indexes = [models.Index(fields=["of_import", "how"], name="imports_filename_by_how")]

    def __str__(self) -> str:
        return self.name or self.acronym or self.identifier
