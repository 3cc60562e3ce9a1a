"""All that cites a source, in the source’s own order: the page where an extraction is checked by eye."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from hrnet.directory.keyset import RowAfter
from institutions.models import (
    Group,
    GroupCitation,
    InstitutionCitation,
    NameCitation,
    PublicationCitation,
    RelationCitation,
)
from mandates.models import (
    AccreditationCitation,
    Engagement,
    EngagementCitation,
    InstrumentCitation,
    MandateCitation,
    MandateHolderCitation,
    MonitoringCitation,
    PartyCitation,
)
from networks.models import AimCitation, MeetingCitation, MembershipCitation, ParticipationCitation
from sources.citations import Citation
from sources.models import Source

SIZE = 200
PLACE = ("place_paragraph", "place_sentence", "sheet", "place_row")

# What each citation’s subject needs to be shown, and the relation that makes it public. «» is itself; a
# group has none, and is public where a public statement names it.
SUBJECTS: tuple[tuple[type[Citation], tuple[str, ...], str | None], ...] = (
    (InstitutionCitation, (), ""),
    (NameCitation, ("institution",), "institution"),
    (GroupCitation, (), None),
    (RelationCitation, ("subject", "subject_group", "object", "object_group"), ""),
    (PublicationCitation, ("author",), ""),
    (AimCitation, ("network__institution",), "network__institution"),
    (MembershipCitation, ("institution", "group", "network__institution", "network_group", "role"), ""),
    (MeetingCitation, (), ""),
    (ParticipationCitation, ("meeting", "institution", "group"), ""),
    (InstrumentCitation, (), ""),
    (MandateCitation, ("institution", "group"), ""),
    (MandateHolderCitation, ("institution", "person"), ""),
    (AccreditationCitation, ("institution",), ""),
    (EngagementCitation, ("actor", "actor_group", "target", "target_group"), ""),
    (PartyCitation, ("institution", "group", "instrument"), ""),
    (MonitoringCitation, ("treaty_body__institution", "instrument"), ""),
)


@dataclass
class Citing:
    """One page of what cites a source."""

    citations: list[Citation]
    next_token: str
    is_first: bool


def citing_page(source: Source, token: str | None) -> Citing:
    """Return the next citations of ``source`` after ``token``, in the source’s own order."""
    after = _read(token) if token else None
    found: list[tuple[tuple[Any, ...], Citation]] = []
    for index, (model, needed, public) in enumerate(SUBJECTS):
        rows = _visible(model, public).filter(source=source).select_related(*_with_subject(needed))
        rows = rows.select_related("source").annotate(**_place())
        if after:
            rows = _beyond(rows, after, index)
        for citation in rows.order_by(*PLACE, "pk")[: SIZE + 1]:
            found.append(((*(getattr(citation, name) for name in PLACE), index, citation.pk), citation))
    found.sort(key=lambda pair: pair[0])
    shown = found[:SIZE]
    next_token = _write(shown[-1][0]) if len(found) > SIZE else ""
    return Citing([citation for _key, citation in shown], next_token, after is None)


def _with_subject(needed: tuple[str, ...]) -> list[str]:
    return ["subject", *(f"subject__{name}" for name in needed)]


def _visible(model: Any, public: str | None) -> QuerySet:
    """Return the citations whose subject the public sees."""
    subject: Any = model._meta.get_field("subject").related_model
    if public is None:
        return model._default_manager.filter(subject__in=named_groups())
    if public == "":
        return model._default_manager.filter(subject__in=subject.objects.visible())
    return model._default_manager.filter(**{f"subject__{public}__review_state": "published"})


def named_groups() -> QuerySet:
    """Return the groups that a public statement names: a group has no review state of its own."""
    named = Q(Exists(Engagement.objects.visible().filter(authors__group=OuterRef("pk"))))
    model: Any
    for model, _needed, public in SUBJECTS:
        statement = model._meta.get_field("subject").related_model
        for column in statement._meta.fields if public == "" else ():
            if column.related_model is Group:
                named |= Q(Exists(statement.objects.visible().filter(**{column.name: OuterRef("pk")})))
    return Group.objects.filter(named)


def _place() -> dict[str, Any]:
    return {
        f"place_{name}": Coalesce(name, Value(0), output_field=IntegerField())
        for name in ("paragraph", "sentence", "row")
    }


def _beyond(rows: QuerySet, after: list[Any], index: int) -> QuerySet:
    *place, last_index, last_pk = after
    types = [IntegerField(), IntegerField(), None, IntegerField()]
    values = [Value(v, output_field=t) if t else Value(v) for v, t in zip(place, types, strict=True)]
    further = Q(RowAfter(list(map(F, PLACE)), values, ">"))
    here = Q(RowAfter(list(map(F, PLACE)), values, "="))
    if index > last_index:
        return rows.filter(further | here)
    if index == last_index:
        return rows.filter(further | (here & Q(pk__gt=last_pk)))
    return rows.filter(further)


def _write(key: tuple[Any, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _read(token: str) -> list[Any]:
    try:
        paragraph, sentence, sheet, row, index, pk = json.loads(
            base64.urlsafe_b64decode((token + "=" * (-len(token) % 4)).encode("ascii"))
        )
        numbers = (paragraph, sentence, row, index, pk)
        if not all(isinstance(n, int) and 0 <= n < 2**31 for n in numbers) or not isinstance(sheet, str):
            raise ValueError(token)
        if b"\0" in sheet.encode():  # which fails for a lone surrogate
            raise ValueError(token)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadRequest("This page’s address is not valid.") from error
    return [paragraph, sentence, sheet, row, index, pk]
