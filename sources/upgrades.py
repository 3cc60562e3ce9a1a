"""What an upgrade writes into records, told apart from what people do.

A migration that writes rows does so under a history context of its own, whose metadata name the migration.
The history of a record shows it as the upgrade’s; undoing an import does not take it for an edit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Q
from pghistory.models import Context

from sources.history import MIGRATION, because

#: The contexts of upgrades, as a query to stand behind ``IN``; see :func:`by_upgrade` for Django’s queries.
UPGRADES = f"SELECT id FROM pghistory_context WHERE metadata ? '{MIGRATION}'"


def by_upgrade(context: str = "pgh_context") -> Q:
    """Return the condition that an event was written by an upgrade.

    ``context`` is the way from the queried model to the context of the event.
    """
    return Q(**{f"{context}__metadata__has_key": MIGRATION})


def upgrade_contexts() -> list[Any]:
    """Return the keys of the contexts of all upgrades."""
    return list(Context.objects.filter(metadata__has_key=MIGRATION).values_list("pk", flat=True))


@contextmanager
def writing_rows(module: str, reason: str) -> Iterator[None]:
    """Write down that a migration makes the changes within, and why.

    ``module`` is the ``__name__`` of the migration’s module. Raise ``ValueError`` where it is none. For
    operations use :class:`sources.operations.WriteRows`, which does this.
    """
    package, migrations, name = module.rpartition(".migrations.")
    if not (package and migrations and name):
        raise ValueError(f"{module} is no module of a migration: pass __name__ there.")
    with because(reason, **{MIGRATION: f"{package.rpartition('.')[2]}.{name}"}):
        yield
