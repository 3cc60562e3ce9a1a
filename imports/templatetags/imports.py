"""Tags of the imports’ pages."""

from django import template

from imports.messages import FIELD_NAMES

register = template.Library()


@register.filter
def column_label(name: str) -> str:
    """Return what a column of a membership spreadsheet is called in the reader’s language."""
    return str(FIELD_NAMES.get(name, name))
