"""How tests name a rule of the database: by the name of its constraint, ``app_model_rule``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
#: The constraints that tests of several models name together, by :func:`held_to`.
TESTED: set[str] = set()

Model = type[models.Model]


def constraint(model: Model, rule: str) -> str:
    """Return the name of the constraint that holds ``model`` to ``rule``."""
    return f"{model._meta.app_label}_{model._meta.model_name}_{rule}"


def each(found: Iterable[Model]) -> Any:
    """Run a test for each of these models."""
    return pytest.mark.parametrize("model", found, ids=lambda model: model._meta.model_name)


def held_to(rule: str, found: Iterable[Model]) -> Any:
    """Run a test of ``rule`` for each model that has it."""
    found = list(found)
    TESTED.update(constraint(model, rule) for model in found)
    return each(found)


def make(model: Model, **values: Any) -> Any:
    """Return a record of ``model`` with ``values``."""
    return MAKERS[model._meta.model_name](**values)


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
