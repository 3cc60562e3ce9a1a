"""Checks of the parts of a JSON object; each returns the part, or raises :class:`MappingError`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from imports.readers.errors import MappingError

MISSING = object()


def wrong_type(key: str) -> MappingError:
    """Return the error for a part that is not of the kind that it should be."""
    return MappingError("mapping_type", key=key)


def one_object(data: Any, key: str) -> dict[str, Any]:
    """Return ``data``, which is to be an object with texts for keys."""
    if not isinstance(data, dict) or not all(isinstance(name, str) for name in data):
        raise wrong_type(key)
    return data


def known_keys(data: Mapping[str, Any], where: str, known: Iterable[str]) -> None:
    """Raise where ``data`` has keys besides the ``known`` ones."""
    for name in data:
        if name not in known:
            raise MappingError("mapping_key", key=f"{where}.{name[:80]}")


def text(data: Mapping[str, Any], key: str, longest: int) -> str:
    """Return the text under ``key``, empty where there is none."""
    value = data.get(key, "")
    if not isinstance(value, str):
        raise wrong_type(key)
    if len(value) > longest or "\0" in value or not _encodable(value):
        raise MappingError("mapping_value", key=key, value=value[:80].encode("utf-8", "replace").decode())
    return value


def _encodable(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def integer(data: Mapping[str, Any], key: str, least: int, most: int) -> int:
    """Return the whole number under ``key``, ``least`` where there is none."""
    value = data.get(key, least)
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong_type(key)
    if not least <= value <= most:
        raise MappingError("mapping_value", key=key, value=str(value)[:80])
    return value


def choice(data: Mapping[str, Any], key: str, among: tuple[str, ...], default: str = "") -> str:
    """Return the text under ``key``, which is to be one of ``among``."""
    value = data.get(key, default)
    if not isinstance(value, str):
        raise wrong_type(key)
    if value not in among:
        raise MappingError("mapping_value", key=key, value=value[:80])
    return value


def entries(data: Mapping[str, Any], key: str, most: int) -> list[Any]:
    """Return the list under ``key``, empty where there is none."""
    value = data.get(key, [])
    if not isinstance(value, list | tuple):
        raise wrong_type(key)
    if len(value) > most:
        raise MappingError("mapping_value", key=key, value=str(len(value)))
    return list(value)


def strings(data: Mapping[str, Any], key: str, most: int) -> tuple[str, ...]:
    """Return the list of texts under ``key``."""
    found = entries(data, key, most)
    return tuple(text({key: one}, key, 2_000) for one in found)


def flat(data: Mapping[str, Any], key: str, longest: int) -> dict[str, str]:
    """Return the object of texts under ``key``."""
    found = one_object(data.get(key, {}), key)
    return {name: text({key: value}, key, longest) for name, value in found.items()}


VALUE_FIELDS = ("role", "act", "status")


def value_words(data: Mapping[str, Any], key: str, most: int) -> dict[str, dict[str, str]]:
    """Return what the words of a file mean, by field: ``{"role": {"Mitglied": "member"}}``."""
    found = one_object(data.get(key, {}), key)
    known_keys(found, key, VALUE_FIELDS)
    words = {name: flat(found, name, 300) for name in found}
    if sum(map(len, words.values())) > most:
        raise MappingError("mapping_value", key=key, value=str(most))
    return words
