"""The matrices that there are: of which list, with what as rows and as columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hrnet.directory import filters
from hrnet.directory.filters.base import Column, Linked, RecordFilter
from hrnet.directory.views.lists import titled
from institutions.models import Country, Institution, Theme
from institutions.models.institution import text_language
from mandates.models import Engagement, Function, Mandate
from networks.models import Membership


def _same(value: Any) -> Q:
    return Q(pk=value.pk)


@dataclass(frozen=True)
class Dimension:
    """What the rows, or the columns, of a matrix are.

    ``name`` is the filter of the list that takes one of them, ``of`` where a statement has its values.
    ``records`` gives the records with what they are ordered by as ``sort``, or ``words`` the vocabulary.
    Where the filter is set, ``within`` says which records its value leaves.
    """

    name: str
    heading: Any
    of: Column | Linked
    records: Callable[[], QuerySet] | None = None
    words: Any = None
    within: Callable[[Any], Q] = _same

    def asked(self, asked: RecordFilter) -> QuerySet:
        """Return the records that may stand in the matrix, with what the filter of their own leaves."""
        rows: Any = self.records() if self.records else None
        chosen = asked.form.cleaned_data.get(self.name)
        return rows.filter(self.within(chosen)) if chosen else rows

    def vocabulary(self, asked: RecordFilter) -> dict[str, str]:
        """Return the words that may stand in the matrix, by their codes."""
        chosen = asked.form.cleaned_data.get(self.name)
        return {code: str(label) for code, label in self.words.choices if not chosen or code in chosen}


@dataclass(frozen=True)
class Matrix:
    """A matrix: the list that it counts, what narrows it, its rows and its columns."""

    name: str
    title: Any
    lead: Any
    of_list: str
    what: Any
    filter_class: type[RecordFilter]
    rows_of: Callable[[], QuerySet]
    rows: Dimension
    columns: Dimension
    #: The filters of the list that the page offers, in this order; the others work in an address.
    narrowing: tuple[str, ...]
    #: What is asked of the list from the beginning.
    always: dict[str, str] = field(default_factory=dict)

    def get_absolute_url(self) -> str:
        return reverse("directory:matrix", args=[self.name])


def _institutions() -> QuerySet:
    """Return the public institutions, with the profiles that have a page of their own."""
    rows = Institution.objects.visible().select_related("network", "treaty_body")
    return rows.annotate(sort=F(f"sort_{text_language()}"))


def _countries() -> QuerySet:
    return titled(Country.objects.all(), f"label_{text_language()}", "label_en", "slug")


def _themes() -> QuerySet:
    return titled(Theme.objects.all(), f"label_{text_language()}", "label_en", "slug")


def _theme_or_narrower(theme: Theme) -> Q:
    return Q(pk=theme.pk) | Q(parent=theme)


def _profiles(profile: str) -> Callable[[], QuerySet]:
    return lambda: _institutions().filter(**{f"{profile}__isnull": False})


MATRICES = {
    one.name: one
    for one in (
        Matrix(
            "countries-networks",
            _("Countries and networks"),
            _("How many memberships the institutions of each country hold in each network."),
            "directory:memberships",
            _("memberships"),
            filters.MembershipFilter,
            lambda: Membership.objects.visible(),
            Dimension("country", _("Country"), Column("institution__country"), _countries),
            # A network has the key of its institution, whose name and order it takes.
            Dimension("network", _("Network"), Column("network"), _profiles("network")),
            ("region", "country", "kind", "theme", "network_kind", "network", "role", "status"),
        ),
        Matrix(
            "institutions-treaty-bodies",
            _("Institutions and treaty bodies"),
            _("Who submitted what: how often each institution, alone or with others, acts towards a body."),
            "directory:engagements",
            _("engagements"),
            filters.EngagementFilter,
            lambda: Engagement.objects.visible(),
            Dimension("by", _("Institution"), Linked(lambda asked: asked.authors()), _institutions),
            Dimension("target", _("Treaty body"), Column("target"), _profiles("treaty_body")),
            ("kind", "by_region", "by_kind", "country", "instrument", "theme", "by", "target"),
            {"towards": "treaty_body"},
        ),
        Matrix(
            "themes-functions",
            _("Themes and functions"),
            _("How many mandates charge an institution with each function, on each theme."),
            "directory:mandates",
            _("mandates"),
            filters.MandateFilter,
            lambda: Mandate.objects.visible(),
            Dimension(
                "theme",
                _("Theme"),
                filters.MandateFilter.facets["theme"],
                _themes,
                within=_theme_or_narrower,
            ),
            Dimension("function", _("Function"), Column("function"), words=Function),
            ("theme", "function", "region", "country", "kind", "basis", "designation"),
        ),
    )
}
