"""Countries and parts of them: a table of ours, since no list has all that the field needs."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.fields import CharField, translated
from sources.history import tracked
from sources.natural import Natural, NaturalManager


class Region(models.TextChoices):
    """The regions of the United Nations' standard M49 that hrnet groups countries by."""

    AFRICA = "africa", _("Africa")
    AMERICAS = "americas", _("Americas")
    ASIA = "asia", _("Asia")
    EUROPE = "europe", _("Europe")
    OCEANIA = "oceania", _("Oceania")


@tracked()
class Country(Natural):
    """A country of ISO 3166-1, a former one of ISO 3166-3, or Kosovo under the user-assigned code XK.

    A country is a place. The State that acts (joins, signs, reports) is an institution of kind *State*.
    """

    code = CharField(
        _("code"),
        max_length=4,
        unique=True,
        help_text=_("ISO 3166-1 alpha-2; four letters for a former country."),
    )
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    label = translated(CharField(_("name"), max_length=120))
    alpha3 = CharField(_("alpha-3 code"), max_length=3, blank=True)
    region = CharField(_("region"), max_length=8, choices=Region.choices, blank=True)
    former = models.BooleanField(_("former country"), default=False)

    objects = NaturalManager("code")

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^([A-Z]{2}|[A-Z]{4})$"),
                name="institutions_country_code_form",
            ),
            models.CheckConstraint(
                condition=models.Q(region="") | models.Q(region__in=Region.values),
                name="institutions_country_region_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    def get_absolute_url(self) -> str:
        return reverse("directory:country", args=[self.slug])


@tracked()
class Subdivision(Natural):
    """A part of a country, of ISO 3166-2, that has institutions of its own: Québec, Scotland."""

    code = CharField(_("code"), max_length=6, unique=True, help_text=_("ISO 3166-2, as in CA-QC."))
    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country"), related_name="subdivisions"
    )
    label = translated(CharField(_("name"), max_length=120))

    objects = NaturalManager("code")

    class Meta:
        verbose_name = _("part of a country")
        verbose_name_plural = _("parts of countries")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"),
                name="institutions_subdivision_code_form",
            )
        ]

    def __str__(self) -> str:
        return str(self.label)
