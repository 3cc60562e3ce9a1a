"""Gaps: of which countries no institution, or none of some kind, belongs to a network.

The countries are those of an organisation’s members, those that a source names for a group, or those of a
region; of several, the countries that are in all. Without a day, a membership counts unless it is known to
be over. On a day, what surely held then is told apart from what perhaps did, on both sides.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hrnet.directory.filters.base import Labelled, SlugChoice, choices
from institutions.models import Country, Group, GroupCountry, Institution, Kind, Region
from institutions.models.institution import text_language
from networks.models import Membership, MembershipStatus, Network, Role
from sources.statements import EndStatus, Holds, Modality

CANDIDATES = 2_000  # institutions that could close a gap, read at most
NAMED = 3  # of them named for each country; the rest are in the list


class GapsForm(forms.Form):
    """Which countries, which kinds of institution, which network; the day is asked as on the whole site."""

    members = SlugChoice(
        label=gettext_lazy("Countries of the members of"), queryset=Network.objects.none(),
        to_field_name="institution__slug", required=False,
        help_text=gettext_lazy("An organisation or a network: a name or an acronym."),
    )  # fmt: skip
    role = Labelled(
        label=gettext_lazy("who belong to it as"), queryset=Role.objects.all(), to_field_name="slug",
        required=False,
    )  # fmt: skip
    group = Labelled(
        label=gettext_lazy("Countries of the group"), queryset=Group.objects.none(), to_field_name="slug",
        required=False,
    )  # fmt: skip
    region = forms.ChoiceField(label=gettext_lazy("Countries of the region"), required=False)
    kind = forms.MultipleChoiceField(
        label=gettext_lazy("with no institution of the kind"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    network = SlugChoice(
        label=gettext_lazy("in the network"), queryset=Network.objects.none(),
        to_field_name="institution__slug",
        help_text=gettext_lazy("A name or an acronym, or the last part of its address."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = dict(self.fields)
        for name in ("members", "network"):
            fields[name].queryset = Network.objects.visible().select_related("institution")
        fields["group"].queryset = Group.objects.filter(
            Exists(GroupCountry.objects.filter(group=OuterRef("pk"))),
            Exists(Membership.objects.visible().filter(group=OuterRef("pk"))),
        )
        fields["region"].choices = [("", _("any")), *choices(Region)()]
        fields["kind"].choices = choices(Kind)()

    def clean(self) -> dict[str, Any]:
        """Say what is missing where nothing says of which countries."""
        values = super().clean() or {}
        if not self.errors and not any(values.get(name) for name in ("members", "group", "region")):
            raise forms.ValidationError(
                _("Say of which countries: of the members of an organisation, of a group, or of a region.")
            )
        return values

    @property
    def in_use(self) -> list[tuple[str, str, str, str]]:
        """Return name, raw value, label and shown value of all that is asked, where it is valid."""
        used = []
        for name, value in self.cleaned_data.items():
            for one in value if isinstance(value, list) else [value]:
                if one not in (None, ""):
                    raw = str(self.fields[name].prepare_value(one))
                    used.append((name, raw, str(self.fields[name].label), self._shown(name, one)))
        return used

    def _shown(self, name: str, value: Any) -> str:
        words = {"region": Region.choices, "kind": Kind.choices}.get(name, ())
        return next((str(label) for code, label in words if code == value), str(value))


@dataclass
class Gap:
    """A country with no institution in the network, surely or perhaps; and who of it could belong."""

    country: Country
    member: str  # whether it is one of the countries asked about: surely or perhaps
    inside: str  # whether an institution of it is in the network: perhaps or not
    statements: str = ""  # the list of the memberships that tell
    institutions: str = ""  # the list of its institutions of the kind
    candidates: list[Institution] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        return self.member == Holds.SURELY and self.inside == Holds.NOT

    @property
    def named(self) -> list[Institution]:
        return self.candidates[:NAMED]

    @property
    def more(self) -> int:
        return len(self.candidates) - NAMED


@dataclass
class Gaps:
    """The gaps of a network: for sure, perhaps; how many countries were asked about, how many have none."""

    sure: list[Gap]
    perhaps: list[Gap]
    countries: int

    @property
    def closed(self) -> int:
        return self.countries - len(self.sure) - len(self.perhaps)


Held = dict[int, str]  # a country’s key: surely or perhaps


def gaps(values: dict[str, Any], day: datetime.date | None) -> Gaps:
    """Return the gaps that ``values`` of a valid :class:`GapsForm` ask for, by the countries’ names."""
    asked = _asked(values, day)
    kinds = {"institution__kind__in": values["kind"]} if values.get("kind") else {}
    inside = _held(Membership.objects.filter(network=values["network"], **kinds), day)
    open_ = [key for key in asked if inside.get(key) != Holds.SURELY]
    found = [
        Gap(country, asked[country.pk], inside.get(country.pk, Holds.NOT.value))
        for country in Country.objects.filter(pk__in=open_).order_by(f"label_{text_language()}", "code")
    ]
    _find_candidates(found, values)
    _lead_on(found, values, day)
    sure = [one for one in found if one.is_sure]
    return Gaps(sure, [one for one in found if not one.is_sure], len(asked))


def _asked(values: dict[str, Any], day: datetime.date | None) -> Held:
    """Return the countries that are asked about: those that all that is asked have in common."""
    parts: list[Held] = []
    if network := values.get("members"):
        rows = Membership.objects.filter(network=network)
        if role := values.get("role"):
            rows = rows.filter(Q(role=role) | Q(role__implies=role))
        parts.append(_held(rows, day))
    if group := values.get("group"):
        keys = GroupCountry.objects.filter(group=group).values_list("country", flat=True)
        parts.append(dict.fromkeys(keys, Holds.SURELY.value))
    if region := values.get("region"):
        today = Country.objects.filter(region=region, former=False)
        parts.append(dict.fromkeys(today.values_list("pk", flat=True), Holds.SURELY.value))
    common = set(parts[0]).intersection(*parts)
    sure = {key for key in common if all(part[key] == Holds.SURELY for part in parts)}
    return {key: (Holds.SURELY if key in sure else Holds.PERHAPS).value for key in common}


def _held(rows: Any, day: datetime.date | None) -> Held:
    """Return the countries of the institutions that belong: surely where one of them surely does.

    An applicant does not belong. What a source says may be, or is planned, is never sure.
    """
    known = rows.visible().filter(institution__country__isnull=False)
    known = known.exclude(status=MembershipStatus.APPLICANT)
    holding = known.holding_on(day or timezone.now().date()).exclude(holds=Holds.NOT)
    if day is None:
        over = Q(end_status=EndStatus.ENDED, end__isnull=True) | Q(status=MembershipStatus.ENDED)
        holding = holding.exclude(over)
    found: Held = {}
    for key, holds, modality in holding.values_list("institution__country", "holds", "modality").distinct():
        held = day is None or holds == Holds.SURELY
        is_sure = held and modality not in (Modality.MAY, Modality.PLANNED)
        if is_sure or key not in found:
            found[key] = (Holds.SURELY if is_sure else Holds.PERHAPS).value
    return found


def _find_candidates(found: list[Gap], values: dict[str, Any]) -> None:
    """Add to each gap the institutions of its country that are of the kind, in one query."""
    if not values.get("kind"):
        return
    by_country = {one.country.pk: one for one in found}
    rows = Institution.objects.visible().filter(country__in=by_country, kind__in=values["kind"])
    for one in rows.filter(dissolved__isnull=True).in_order()[:CANDIDATES]:
        by_country[one.country_id].candidates.append(one)  # type: ignore[index]


def _lead_on(found: list[Gap], values: dict[str, Any], day: datetime.date | None) -> None:
    """Add to each gap the lists that say more."""
    kinds = [("kind", kind) for kind in values.get("kind") or ()]
    on = [("on", day.isoformat())] if day else []
    network = [("network", values["network"].institution.slug)]
    memberships, institutions = reverse("directory:memberships"), reverse("directory:institutions")
    for one in found:
        country = [("country", one.country.code)]
        one.statements = f"{memberships}?{urlencode([*network, *country, *kinds, *on])}"
        one.institutions = f"{institutions}?{urlencode([*country, *kinds, *on])}"
