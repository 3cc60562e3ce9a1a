"""Pages of a list by keyset: each begins after the last row of the one before it.

An OFFSET reads and throws away all that it passes over; a keyset page costs the same at any depth. The
token in the address holds the sort values of a row, so that a page stays where it is when rows are added.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.db import models
from django.db.models import BooleanField, F, Func, QuerySet, Value

PAGE_SIZE = 25  # so that the HTML of a list stays below 60 kB in every language
COUNTED = 10_000  # beyond this, a count says «10,000+»


class RowAfter(Func):
    """The condition ``(a, b) > (x, y)``, or ``<``, which PostgreSQL answers from one index range."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, fields: Sequence[Any], values: Sequence[Any], sign: str) -> None:
        self.sign = sign
        super().__init__(*fields, *values)

    def as_sql(self, compiler: Any, connection: Any, **_options: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        parts, parameters = [], []
        for expression in self.source_expressions:
            sql, params = compiler.compile(expression)
            parts.append(sql)
            parameters += params
        half = len(parts) // 2
        return f"({', '.join(parts[:half])}) {self.sign} ({', '.join(parts[half:])})", parameters


@dataclass(frozen=True)
class Keyset:
    """An order by columns or annotations that are never NULL; the last one makes it unambiguous."""

    fields: tuple[str, ...]
    descending: bool = False

    def ordered(self, rows: QuerySet, *, backwards: bool = False) -> QuerySet:
        """Return ``rows`` in this order, or in the opposite one."""
        sign = "-" if self.descending != backwards else ""
        return rows.order_by(*(sign + field for field in self.fields))

    def beyond(self, rows: QuerySet, values: list[Any], *, backwards: bool = False) -> QuerySet:
        """Return the rows after (or before) the one that has ``values``."""
        sign = "<" if self.descending != backwards else ">"
        typed = [
            Value(value, output_field=_type_of(rows, field))
            for field, value in zip(self.fields, values, strict=True)
        ]
        return rows.filter(RowAfter([F(field) for field in self.fields], typed, sign))

    def token(self, row: models.Model) -> str:
        """Return what names the place of ``row`` in an address."""
        values = [_plain(getattr(row, field)) for field in self.fields]
        return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")

    def values(self, token: str) -> list[Any]:
        """Return the sort values of a token; raise ``BadRequest`` where it is none of ours."""
        try:
            padded = token + "=" * (-len(token) % 4)
            values = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        except (ValueError, binascii.Error, UnicodeError, RecursionError) as error:
            raise BadRequest("This page’s address is not valid.") from error
        if not isinstance(values, list) or len(values) != len(self.fields):
            raise BadRequest("This page’s address is not valid.")
        return values


def _type_of(rows: QuerySet, field: str) -> models.Field:
    annotation = rows.query.annotations.get(field)
    options: Any = rows.model._meta
    if annotation is not None:
        found = annotation.output_field
    else:
        found = options.pk if field == "pk" else options.get_field(field)  # «pk» is a name of no column
    return found.__class__() if not isinstance(found, models.ForeignKey) else models.BigIntegerField()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


@dataclass
class Page:
    """One page of a list."""

    rows: list[Any]
    keyset: Keyset
    has_previous: bool
    has_next: bool

    @property
    def next_token(self) -> str:
        return self.keyset.token(self.rows[-1]) if self.has_next else ""

    @property
    def previous_token(self) -> str:
        return self.keyset.token(self.rows[0]) if self.has_previous else ""


def page(rows: QuerySet, keyset: Keyset, parameters: Any, size: int = PAGE_SIZE) -> Page:
    """Return the page of ``rows`` that ``after`` or ``before`` of the address’s parameters asks for.

    Where nothing comes after (or before), since rows have gone, that is the last page (or the first).
    """
    after, before = parameters.get("after"), parameters.get("before")
    if before:
        values = _checked(rows, keyset, before)
        found = list(keyset.ordered(keyset.beyond(rows, values, backwards=True), backwards=True)[: size + 1])
        if found:
            return Page(found[:size][::-1], keyset, has_previous=len(found) > size, has_next=True)
    elif after:
        found = list(keyset.ordered(keyset.beyond(rows, _checked(rows, keyset, after)))[: size + 1])
        if found:
            return Page(found[:size], keyset, has_previous=True, has_next=len(found) > size)
        found = list(keyset.ordered(rows, backwards=True)[: size + 1])
        return Page(found[:size][::-1], keyset, has_previous=len(found) > size, has_next=False)
    found = list(keyset.ordered(rows)[: size + 1])
    return Page(found[:size], keyset, has_previous=False, has_next=len(found) > size)


def _checked(rows: QuerySet, keyset: Keyset, token: str) -> list[Any]:
    values = zip(keyset.fields, keyset.values(token), strict=True)
    try:
        return [_typed(_type_of(rows, field), value) for field, value in values]
    except Exception as error:
        raise BadRequest("This page’s address is not valid.") from error


def _typed(kind: models.Field, value: Any) -> Any:
    """Return a value of a token as its column has it; raise an error where it cannot be one of it."""
    if not isinstance(value, int | str) or isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, str) and ("\0" in value or len(value.encode()) > 1600):  # a lone surrogate fails
        raise ValueError(value)
    typed = kind.to_python(value)
    if isinstance(typed, int) and not -(2**63) <= typed < 2**63:
        raise ValueError(value)
    return kind.get_prep_value(typed) if isinstance(typed, str) else typed


@dataclass(frozen=True)
class BoundedCount:
    """How many rows there are, exact up to a bound."""

    number: int
    is_exact: bool


def bounded_count(rows: QuerySet) -> BoundedCount:
    """Count ``rows`` without reading more than the bound."""
    counted = rows.order_by().values("pk")[: COUNTED + 1].count()
    return BoundedCount(min(counted, COUNTED), counted <= COUNTED)
