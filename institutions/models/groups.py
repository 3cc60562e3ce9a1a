"""Groups that a source names only in words, and persons in a public function."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from institutions.persons import all_names_shown
from sources.citations import Citation, subject
from sources.fields import CharField, TextField, translated
from sources.history import tracked
from sources.natural import Handled, HandleManager, Natural, NaturalManager, SlugManager


@tracked()
class Group(Natural):
    """A party that a source names only in words: “international NGOs”, “ten institutions”.

    It can stand wherever an institution can.
    """

    HISTORY_CHILDREN = ("countries", "citations")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    label = translated(CharField(_("label"), max_length=200))
    number = models.PositiveIntegerField(
        _("number"), null=True, blank=True, help_text=_("How many there are, where the source says so.")
    )

    objects = SlugManager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.label)


@tracked(parent="group")
class GroupCountry(Natural):
    """A country that the source names for a group."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="countries")
    country = models.ForeignKey("institutions.Country", models.PROTECT, verbose_name=_("country"))

    objects = NaturalManager("group__slug", "country__code")

    class Meta:
        verbose_name = _("country of a group")
        verbose_name_plural = _("countries of a group")
        constraints = [
            models.UniqueConstraint(fields=["group", "country"], name="institutions_groupcountry_once")
        ]

    def __str__(self) -> str:
        return str(self.country)


@tracked(parent="subject")
class GroupCitation(Citation):
    """Where a source speaks of a group."""

    subject = subject("institutions.Group")

    class Meta(Citation.Meta):
        pass


class PersonQuerySet(models.QuerySet):
    """Persons in a public function."""

    def named(self) -> Self:
        """Return the persons whose names the public may see today."""
        today = timezone.now().date()
        return self.filter(Q(withheld=False) | Q(withheld_until__lte=today))


@tracked()
class Person(Handled):
    """A natural person in a public function, and never more than the function needs.

    Addresses are in :class:`Contact`, a table apart. The name itself can be withheld.
    """

    name = CharField(_("name"), max_length=200)
    withheld = models.BooleanField(
        _("name withheld"), default=False, help_text=_("The public sees “name withheld” instead.")
    )
    withheld_until = models.DateField(
        _("withheld until"), null=True, blank=True, help_text=_("Empty: for as long as the box is ticked.")
    )

    objects = HandleManager.from_queryset(PersonQuerySet)()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["name"]
        constraints = [
            *Handled.Meta.constraints,
            models.CheckConstraint(
                condition=Q(withheld_until__isnull=True) | Q(withheld=True),
                name="institutions_person_until_means_withheld",
                violation_error_message=_("Tick “name withheld” where there is a date for it to end."),
            ),
        ]

    def __str__(self) -> str:
        """The name where this request may see all names, else as the public may see it."""
        return self.name if all_names_shown() else self.public_name

    def is_withheld_on(self, day: datetime.date) -> bool:
        """Tell whether the public must not see the name on ``day``."""
        return self.withheld and (self.withheld_until is None or day < self.withheld_until)

    @property
    def public_name(self) -> str:
        """The name as the public may see it today. Pages, exports and feeds use nothing else."""
        return gettext("name withheld") if self.is_withheld_on(timezone.now().date()) else self.name


class Contact(models.Model):
    """An address of a person or an institution: for administrators alone, in no page, export or history."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, verbose_name=_("person"))
    institution = models.ForeignKey(
        "institutions.Institution", models.CASCADE, null=True, blank=True, verbose_name=_("institution")
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = CharField(_("telephone"), max_length=60, blank=True)
    note = TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts (private)")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(institution__isnull=False),
                name="institutions_contact_belongs_to_somebody",
                violation_error_message=_("Name the person or the institution whose contact this is."),
            )
        ]

    def __str__(self) -> str:
        return gettext("contact %s") % self.pk
