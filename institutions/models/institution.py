"""The institution: any body, of any kind, and the names and identifiers by which it is found."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from institutions.labels import label_triggers
from institutions.names import FoldedName, NameQuerySet
from sources.citations import Citation, subject
from sources.fields import (
    CharField,
    DerivedCharField,
    Localized,
    PartialDateField,
    TextField,
    URLField,
    earliest,
    latest,
    localized,
    one_of,
    partial_date_checks,
    translated,
)
from sources.history import tracked
from sources.natural import Handled, HandleManager, Natural, NaturalManager, SlugManager
from sources.statements import Reviewed, ReviewedQuerySet


class Kind(models.TextChoices):
    """What sort of body an institution is. The terms are those of the United Nations and of GANHRI."""

    STATE = "state", _("State")
    AUTHORITY = "authority", _("government authority")
    PARLIAMENT = "parliament", _("parliament")
    NHRI = "nhri", _("national human rights institution")
    OMBUDS = "ombuds", _("ombuds institution")
    EQUALITY = "equality", _("equality body")
    CHILDREN = "children", _("children’s ombudsperson")
    POLICE_OVERSIGHT = "police_oversight", _("police-oversight body")
    WHISTLEBLOWING = "whistleblowing", _("whistleblowing authority")
    IGO = "igo", _("intergovernmental organisation")
    IGO_ORGAN = "igo_organ", _("organ of an intergovernmental organisation")
    IGO_AGENCY = "igo_agency", _("agency of an intergovernmental organisation")
    COURT = "court", _("court")
    TREATY_BODY = "treaty_body", _("treaty body")
    CHARTER_BODY = "charter_body", _("charter body")
    SPECIAL_PROCEDURE = "special_procedure", _("special procedure")
    REGIONAL_MECHANISM = "regional_mechanism", _("regional mechanism")
    NGO = "ngo", _("non-governmental organisation")
    TRADE_UNION = "trade_union", _("trade union or professional body")
    UNIVERSITY = "university", _("university or research body")
    PEER_NETWORK = "peer_network", _("peer network")
    INFORMAL_NETWORK = "informal_network", _("informal network")
    PARTNERSHIP = "partnership", _("partnership")
    COALITION = "coalition", _("coalition")
    JOINT_PROGRAMME = "joint_programme", _("joint programme")
    WORKING_GROUP = "working_group", _("working group")
    OTHER = "other", _("other body")


class Reach(models.TextChoices):
    """How far an institution’s work reaches."""

    GLOBAL = "global", _("global")
    REGIONAL = "regional", _("regional")
    COUNTRIES = "countries", _("several named countries")
    NATIONAL = "national", _("national")
    SUBNATIONAL = "subnational", _("part of a country")


class InstitutionQuerySet(ReviewedQuerySet):
    """Institutions."""

    def visible(self) -> Self:
        """Return the institutions that the public sees."""
        return self.published()

    def in_order(self) -> Self:
        """Return them in the alphabetical order of the reader’s language."""
        return self.order_by(f"sort_{text_language()}", "pk")


def text_language() -> str:
    """Return the language of stored texts that serves the reader: French for French, else English."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"


@tracked()
class Institution(Natural, Reviewed):
    """A body that acts: a State, an ombuds institution, a court, a network, a working group.

    Its names are rows of :class:`Name`; the label columns are derived from them by the database
    (:mod:`institutions.labels`). Networks and treaty bodies have a profile beside it (``docs/adr/0004``).
    Parents, predecessors and counterparts are statements (:class:`institutions.models.Relation`).
    """

    DERIVED = (
        "label_en", "label_fr", "label_other", "label_other_language",
        "acronym_en", "acronym_fr", "sort_en", "sort_fr",
    )  # fmt: skip
    HISTORY_CHILDREN = ("names", "identifiers", "fields_of_work", "reach_countries", "citations")
    #: What its citations can speak of beside its own columns: themes, and what its profiles hold.
    ALSO_CITED = {
        "themes": _("fields of work"),
        "scope": _("scope"),
        "duration": _("duration"),
        "working_languages": _("working languages"),
        "members_count": _("number of members"),
    }

    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, help_text=_("The permanent address, from the English name.")
    )
    kind = CharField(_("kind"), max_length=18, choices=Kind.choices)
    country = models.ForeignKey(
        "institutions.Country", models.PROTECT, null=True, blank=True, verbose_name=_("country"),
        related_name="institutions",
    )  # fmt: skip
    subdivision = models.ForeignKey(
        "institutions.Subdivision", models.PROTECT, null=True, blank=True,
        verbose_name=_("part of the country"), related_name="institutions",
    )  # fmt: skip
    reach = CharField(_("reach"), max_length=11, choices=Reach.choices, blank=True)
    founded = PartialDateField(_("founded"))
    founded_earliest = earliest("founded")
    founded_latest = latest("founded")
    dissolved = PartialDateField(_("dissolved"))
    dissolved_earliest = earliest("dissolved")
    dissolved_latest = latest("dissolved")
    website = URLField(_("website"), max_length=300, blank=True)
    description = translated(TextField(_("description"), blank=True))

    label_en = DerivedCharField(max_length=300, blank=True, editable=False)
    label_fr = DerivedCharField(max_length=300, blank=True, editable=False)
    label_other = DerivedCharField(max_length=300, blank=True, editable=False)
    label_other_language = DerivedCharField(max_length=12, blank=True, editable=False)
    acronym_en = DerivedCharField(max_length=60, blank=True, editable=False)
    acronym_fr = DerivedCharField(max_length=60, blank=True, editable=False)
    sort_en = DerivedCharField(max_length=300, blank=True, editable=False)
    sort_fr = DerivedCharField(max_length=300, blank=True, editable=False)

    objects = SlugManager.from_queryset(InstitutionQuerySet)()

    class Meta(Reviewed.Meta):
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        indexes = [
            models.Index(fields=["review_state", "sort_en", "id"], name="institutions_by_name_en"),
            models.Index(fields=["review_state", "sort_fr", "id"], name="institutions_by_name_fr"),
            models.Index(fields=["review_state", "kind", "sort_en", "id"], name="institutions_by_kind_en"),
            models.Index(
                fields=["review_state", "country", "sort_en", "id"], name="institutions_by_country_en"
            ),
        ]
        constraints = [
            *Reviewed.Meta.constraints,
            one_of("kind", Kind),
            models.CheckConstraint(
                condition=Q(reach="") | Q(reach__in=Reach.values), name="institutions_institution_reach_known"
            ),
            *partial_date_checks("founded", "dissolved"),
            models.CheckConstraint(
                condition=Q(founded__isnull=True)
                | Q(dissolved__isnull=True)
                | Q(dissolved_latest__gte=F("founded_earliest")),
                name="institutions_institution_dissolved_after_founded",
                violation_error_message=_("It was dissolved before it was founded: check both dates."),
            ),
            models.CheckConstraint(
                condition=Q(subdivision__isnull=True) | Q(country__isnull=False),
                name="institutions_institution_part_within_country",
                violation_error_message=_("Give the country beside the part of it."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="slug_is_permanent", fields=["slug"]),
        ]

    def __str__(self) -> str:
        label, acronym = str(self.label), self.acronym
        return f"{label} ({acronym})" if acronym and acronym != label else label

    def get_absolute_url(self) -> str:
        return reverse("directory:institution", args=[self.slug])

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """Return the kind in words; Django’s own way looks at all 27 of them, for each row of a list."""
        return str(Kind(self.kind).label) if self.kind in Kind else self.kind

    @property
    def label(self) -> Localized:
        """The name to show: in the reader’s language, else in the other, else in its own."""
        text = localized(lambda language: getattr(self, f"label_{language}"))
        if text:
            return text
        return Localized(self.label_other or self.slug, self.label_other_language or "und", is_fallback=True)

    @property
    def acronym(self) -> str:
        """The acronym in the reader’s language, or in the other one."""
        return str(localized(lambda language: getattr(self, f"acronym_{language}")))


class NameKind(models.TextChoices):
    """What sort of name it is."""

    OFFICIAL = "official", _("official name")
    ALTERNATIVE = "alternative", _("also known as")
    ACRONYM = "acronym", _("acronym")
    FORMER = "former", _("former name")
    AS_WRITTEN = "as_written", _("as a source writes it")


@tracked(parent="institution")
class Name(Handled, FoldedName):
    """One name of an institution, in one language, of one kind, with its citations."""

    HISTORY_CHILDREN = ("citations",)

    institution = models.ForeignKey(
        Institution, models.CASCADE, verbose_name=_("institution"), related_name="names", db_index=False
    )
    kind = CharField(_("kind"), max_length=11, choices=NameKind.choices, default=NameKind.OFFICIAL)
    start = PartialDateField(_("used from"))
    end = PartialDateField(_("used until"))
    start_earliest = earliest("start")
    start_latest = latest("start")
    end_earliest = earliest("end")
    end_latest = latest("end")

    objects = HandleManager.from_queryset(NameQuerySet)()

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["institution", "language", "kind", "text"]
        indexes = [models.Index(fields=["folded", "institution"], name="institutions_name_folded")]
        constraints = [
            *Handled.Meta.constraints,
            *FoldedName.Meta.constraints,
            one_of("kind", NameKind),
            *partial_date_checks("start", "end"),
            models.CheckConstraint(
                condition=Q(end__isnull=True)
                | Q(start__isnull=True)
                | Q(end_latest__gte=F("start_earliest")),
                name="institutions_name_end_after_start",
                violation_error_message=_("The end lies before the start: check both dates."),
            ),
            models.UniqueConstraint(
                fields=["institution", "text", "language", "kind"], name="institutions_name_once"
            ),
        ]
        triggers = label_triggers()


@tracked(parent="subject")
class NameCitation(Citation):
    """Where a source gives a name."""

    subject = subject("institutions.Name")

    class Meta(Citation.Meta):
        pass


@tracked(parent="institution")
class Identifier(Natural):
    """What another register calls the institution: Wikidata, ROR, ISNI…"""

    institution = models.ForeignKey(
        Institution, models.CASCADE, verbose_name=_("institution"), related_name="identifiers"
    )
    scheme = models.SlugField(_("scheme"), max_length=20, help_text=_("wikidata, ror, isni, viaf…"))
    value = CharField(_("value"), max_length=120)

    objects = NaturalManager("scheme", "value")

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="institutions_identifier_once",
                violation_error_message=_("Another institution has this identifier."),
            ),
            models.CheckConstraint(
                condition=~Q(scheme="hrnet"),
                name="institutions_identifier_not_ours",
                violation_error_message=_("“hrnet:…” is the institution’s own slug: it needs no row."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@tracked(parent="institution")
class InstitutionTheme(Natural):
    """A field of work of an institution."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="fields_of_work")
    theme = models.ForeignKey("institutions.Theme", models.PROTECT, verbose_name=_("theme"))

    objects = NaturalManager("institution__slug", "theme__slug")

    class Meta:
        verbose_name = _("field of work")
        verbose_name_plural = _("fields of work")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "theme"], name="institutions_institutiontheme_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.theme)


@tracked(parent="institution")
class InstitutionCountry(Natural):
    """A country that an institution’s reach names, where it reaches several."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="reach_countries")
    country = models.ForeignKey("institutions.Country", models.PROTECT, verbose_name=_("country"))

    objects = NaturalManager("institution__slug", "country__code")

    class Meta:
        verbose_name = _("country within reach")
        verbose_name_plural = _("countries within reach")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "country"], name="institutions_institutioncountry_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.country)


@tracked(parent="subject")
class InstitutionCitation(Citation):
    """Where a source speaks of an institution, or of one field of it."""

    subject = subject("institutions.Institution")

    class Meta(Citation.Meta):
        pass
