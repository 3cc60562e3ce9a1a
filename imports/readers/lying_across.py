"""Suggestions for cross tables and panels: columns without a field of their own that say much the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from imports.readers.columns import is_year, year_in
from imports.readers.mapping import Across, Mapping
from imports.readers.targets import SUBJECT, WHOLE

if TYPE_CHECKING:
    from imports.readers.suggest import Seen

FEWEST = 3  # columns


def suggest_across(target: str, mapping: Mapping, free: Sequence[Seen], columns: Sequence[Seen]) -> Mapping:
    """Return the mapping with the layout that the columns without a field suggest."""
    panel = [one for one in columns if is_year(one.name)] if target == "memberships" else []
    if len(panel) >= FEWEST and all(year_in(one.name) for one in panel):
        names = tuple(one.name for one in panel)
        kept = tuple(one for one in mapping.columns if one.column not in names)
        across = Across("", names, "role" if _share(panel, "role") > 0.5 else "mark")
        return replace(mapping, columns=kept, layout="panel", across=across)
    whole = WHOLE[target]
    if any(one.field == whole for one in mapping.columns):
        return mapping
    for cell, attribute in (("mark", "mark"), ("role", "role"), ("date", "date")):
        lying = [one for one in free if one.values and getattr(one.judgement, attribute) >= 0.9]
        if len(lying) >= FEWEST and (cell != "role" or target == "memberships"):
            across = Across(_field(target, mapping), tuple(one.name for one in lying), cell)
            return replace(mapping, layout="cross", across=across)
    return mapping


def _field(target: str, mapping: Mapping) -> str:
    has_subject = any(one.field in (SUBJECT[target], "country", "acronym") for one in mapping.columns)
    return WHOLE[target] if has_subject else SUBJECT[target]


def _share(columns: Sequence[Seen], attribute: str) -> float:
    return sum(getattr(one.judgement, attribute) for one in columns) / len(columns)
