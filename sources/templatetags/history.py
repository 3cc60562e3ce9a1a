"""Tags of the history’s page."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def called(value: Any, names: dict[Any, str]) -> Any:
    """Return a value of the history as it is called: a record by its name, nothing as nothing."""
    if value is None:
        return ""
    return names.get(value, value) if value.__hash__ else value
