"""How tests name a rule of the database: by the name of its constraint, ``app_model_rule``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from factory.django import DjangoModelFactory

from tests import factories
from tests.factories import InstitutionFactory, NameFactory, parts

MAKERS: dict[str, Any] = {
    maker._meta.model._meta.model_name: maker
    for module in (factories, parts)
    for maker in vars(module).values()
    if isinstance(maker, type) and issubclass(maker, DjangoModelFactory) and maker._meta.model is not None
}
MAKERS["name"] = lambda **values: NameFactory(institution=InstitutionFactory(names="Somebody"), **values)
DATED = {"period_type": "dated", "start": "2013-05"}


def each(rules: str) -> Any:
    """Run a test for each of ``rules``, the names of constraints of several models, with blanks between."""
    return pytest.mark.parametrize("rule", rules.split())


def make(rule: str, **values: Any) -> Any:
    """Return a record of the model that ``rule`` belongs to, with ``values``."""
    return MAKERS[rule.split("_")[1]](**values)


def cited(rule: str) -> Any:
    """Return a record that the citation model of ``rule`` can cite for."""
    model = rule.split("_")[1].removesuffix("citation")
    return MAKERS[model]()


@contextmanager
def refused(rule: str) -> Iterator[None]:
    """What is tried within is refused, by the rule of that very name; the test’s transaction goes on."""
    with pytest.raises(IntegrityError) as error, _checked():
        yield
    assert error.value.__cause__.diag.constraint_name == rule


@contextmanager
def _checked() -> Iterator[None]:
    with transaction.atomic():
        yield
        check_now()


def check_now() -> None:
    """Let the rules that wait for the end of the transaction be checked."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def change(record: models.Model, **values: Any) -> None:
    """Change ``record`` in the database, past the model’s own methods."""
    assert type(record)._base_manager.filter(pk=record.pk).update(**values) == 1
