"""Tags of the imports’ pages."""

from __future__ import annotations

from django import template

from imports import messages, wording
from imports.models import Import
from imports.steps import steps_of

register = template.Library()


@register.filter
def column_label(name: str) -> str:
    """Return what a field of a list is called in the reader’s language."""
    return str(messages.FIELD_NAMES.get(name, name))


@register.filter
def step_label(step: str) -> str:
    """Return what is being done at a step of the work on an import."""
    return wording.step(step)


@register.filter
def unused_columns(import_: Import) -> list[str]:
    """Return the columns of the file that no field is read from."""
    used = {column["column"] for column in import_.mapping.get("columns", [])}
    used |= set((import_.mapping.get("across") or {}).get("columns", []))
    found = [column["column"] for table in import_.survey.get("tables", []) for column in table["columns"]]
    return [name for name in dict.fromkeys(found) if name not in used]


@register.inclusion_tag("imports/_steps.html")
def import_steps(import_: Import | None, here: str) -> dict[str, list[dict[str, str]]]:
    """Show where on the way of an import one is: ``here`` is file, columns, names, preview or stored."""
    return {"steps": steps_of(import_, here)}
