"""The kinds of record that have a page, and how a page’s address stands for its record."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Max, Model, QuerySet

from institutions.models import Country, Institution, Theme
from mandates.models import Engagement, Instrument, Mandate, TreatyBody
from networks.models import Meeting, Membership, Network
from sources.history import event_model
from sources.models import Source

LONGEST_NUMBER = 18  # digits of a primary key


@dataclass(frozen=True)
class Kind:
    """A kind of record: the first word of its addresses, and the column that the second is."""

    name: str
    path: str
    model: Any
    key: str = "slug"

    def rows(self) -> QuerySet:
        """Return the public records that have their page at this kind’s addresses."""
        rows = self.model.objects.visible() if hasattr(self.model.objects, "visible") else self.model.objects
        if self.model is Institution:  # a profile has its page at an address of its own
            return rows.filter(network__isnull=True, treaty_body__isnull=True)
        return rows.all()

    def find(self, key: str) -> Model | None:
        """Return the public record whose address ends in ``key``."""
        if self.key != "pk" and (found := self.rows().filter(**{self.key: key}).first()):
            return found
        if self.model not in (Membership, Engagement) or not _is_number(key):
            return None
        rows = self.rows() if self.key == "pk" else self.rows().filter(slug__isnull=True)
        return rows.filter(pk=int(key)).first()

    def address(self, key: Any, language: str = settings.LANGUAGE_CODE) -> str:
        """Return the address, below the site’s own, of the record with ``key`` in ``language``."""
        return f"{start_of(language)}{self.path}/{key}/"

    def changed(self, keys: list[Any]) -> dict[Any, datetime.datetime]:
        """Return when each of the records was last changed, as the histories tell, by primary key."""
        models = {self.model} | ({Institution} if self.model in (Network, TreatyBody) else set())
        newest: dict[Any, datetime.datetime] = {}
        for model in models:
            events = event_model(model).objects.filter(pgh_obj_id__in=keys).values_list("pgh_obj_id")
            for key, at in events.annotate(at=Max("pgh_created_at")).order_by():
                newest[key] = max(at, newest.get(key, at))
        return newest


def _is_number(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) <= LONGEST_NUMBER


def start_of(language: str) -> str:
    """Return what the addresses of ``language`` begin with."""
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


KINDS = (
    Kind("institution", "institutions", Institution),
    Kind("network", "networks", Network, "institution__slug"),
    Kind("treaty_body", "treaty-bodies", TreatyBody, "institution__slug"),
    Kind("instrument", "instruments", Instrument),
    Kind("mandate", "mandates", Mandate),
    Kind("engagement", "engagements", Engagement),
    Kind("meeting", "meetings", Meeting),
    Kind("theme", "themes", Theme),
    Kind("country", "countries", Country),
    Kind("source", "sources", Source),
    Kind("membership", "memberships", Membership, "pk"),
)
BY_NAME = {kind.name: kind for kind in KINDS}
BY_PATH = {kind.path: kind for kind in KINDS}


def kind_of(record: Model) -> Kind:
    """Return the kind that ``record`` is of."""
    return next(kind for kind in KINDS if kind.model is type(record))
