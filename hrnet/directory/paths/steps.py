"""One step away from many records at once: the question that each level of the search asks, once.

A tie is what :mod:`hrnet.directory.pictures.ways` knows, gone either way. A group that a source names only
in words ties nobody: two statements about «international NGOs» need not mean the same ones.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from hrnet.directory.pictures.asked import TieKind
from hrnet.directory.pictures.ways import GROUP, WAYS, Among, Column, Key, Way
from sources.statements import Holds, Modality

_NUMBERED = """
SELECT near_letter, near, far_letter, far FROM (
    SELECT *, row_number() OVER (PARTITION BY near_letter, near ORDER BY far_letter, far) AS place
    FROM (SELECT DISTINCT near_letter, near, far_letter, far FROM ({met}) AS met) AS once
) AS numbered WHERE place <= %s ORDER BY 1, 2, 3, 4
"""
SURE = (Modality.IS.value, Modality.REGULARLY.value)


@dataclass(frozen=True)
class Ties:
    """The ties that may be gone: of which kinds (none: all), on which day, what is not sure among them."""

    kinds: tuple[str, ...] = ()
    on: datetime.date | None = None
    perhaps: bool = False

    @property
    def ways(self) -> list[tuple[int, Way]]:
        """Return the ways of these kinds, with their places among all."""
        return [(n, way) for n, way in enumerate(WAYS) if not self.kinds or way.kind in self.kinds]

    def rows(self, way: Way) -> QuerySet:
        """Return the statements of ``way`` that may be gone, each with whether it is ``sure``."""
        sure = Q(holds=Holds.SURELY.value, **{f"{way.at}modality__in": SURE})
        if way.kind == TieKind.MEETING:
            sure &= Q(meeting__modality__in=SURE)  # who is to come to a planned meeting has not met anybody
        rows = way.rows(self.on)
        if not self.perhaps:
            rows = rows.filter(sure)
        is_sure = Case(When(sure, then=Value(True)), default=Value(False), output_field=BooleanField())
        return rows.annotate(sure=is_sure)


def neighbours(ties: Ties, keys: Iterable[Key], most: int) -> tuple[set[Key], bool]:
    """Return the records one step from ``keys``, at most ``most``, and whether there are more."""
    met = _union(_arms(ties, keys))
    if met is None:
        return set(), False
    sql, parameters = met
    found = _all(f"SELECT DISTINCT far_letter, far FROM ({sql}) AS met LIMIT %s", (*parameters, most + 1))
    return {(letter, key) for letter, key in found[:most]}, len(found) > most


def edges(ties: Ties, near: Iterable[Key], far: Iterable[Key], most: int) -> dict[Key, list[Key]]:
    """Return for each of ``near`` the records of ``far`` one step from it, at most ``most`` of them."""
    met = _union(_arms(ties, near, far))
    if met is None:
        return {}
    sql, parameters = met
    rows = _all(_NUMBERED.format(met=sql), (*parameters, most))
    found: dict[Key, list[Key]] = defaultdict(list)
    for near_letter, near_key, far_letter, far_key in rows:
        found[near_letter, near_key].append((far_letter, far_key))
    return found


def _arms(ties: Ties, near: Iterable[Key], far: Iterable[Key] | None = None) -> Iterator[QuerySet]:
    """Yield a query for each column that can name one of ``near``, and each that names the other side."""
    here, there = _by_letter(near), _by_letter(far) if far is not None else None
    for _n, way in ties.ways:
        for one, other in ((way.first, way.second), (way.second, way.first)):
            for from_, to in _pairs(one, other):
                if from_[1] in here and (there is None or to[1] in there):
                    yield _arm(ties.rows(way), from_, to, here, there)


def _pairs(one: tuple[Column, ...], other: tuple[Column, ...]) -> Iterator[tuple[Column, Column]]:
    for from_ in one:
        for to in other:
            if GROUP not in (from_[1], to[1]):
                yield from_, to


def _arm(
    rows: QuerySet, from_: Column, to: Column, here: dict[str, list[int]], there: dict[str, list[int]] | None
) -> QuerySet:
    condition = Q(Among(from_[0], here[from_[1]])) & Q(**{f"{to[0]}__isnull": False})
    if there is not None:
        condition &= Q(Among(to[0], there[to[1]]))
    return (
        rows.filter(condition)
        .order_by()
        .values_list(
            Value(from_[1], CharField()), _key(from_[0]), Value(to[1], CharField()), _key(to[0]), named=False
        )
    )


def _key(column: str) -> Cast:
    return Cast(F(column), BigIntegerField())


def _by_letter(keys: Iterable[Key]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for letter, key in keys:
        found[letter].append(key)
    return found


def _union(arms: Iterator[QuerySet]) -> tuple[str, tuple[Any, ...]] | None:
    """Return all arms as one question; nothing where there is none."""
    parts = [arm.query.sql_with_params() for arm in arms]
    if not parts:
        return None
    sql = " UNION ALL ".join(f"({text})" for text, _parameters in parts)
    head = "SELECT * FROM (" + sql + ") AS all_ties (near_letter, near, far_letter, far)"
    return head, tuple(value for _text, parameters in parts for value in parameters)


def _all(sql: str, parameters: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
