"""What the words of a file mean: by the mapping, then by the database, then by the words of many lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hrnet.lib.names import fold
from imports.readers import words
from imports.readers.shape import NULL

CASELESS_FROM = 3  # letters: «a» and «A» are two acts


@dataclass
class Vocabulary:
    """The words of the database: folded words, and codes, to what they stand for."""

    roles: dict[str, int] = field(default_factory=dict)
    role_slugs: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    acts: dict[str, str] = field(default_factory=dict)
    default_role: int | None = None

    @classmethod
    def of(cls, task: dict[str, Any]) -> Vocabulary:
        """Return the vocabulary that a task brings; keys that are not known here are left."""
        given = task.get("vocabulary") or {}
        return cls(**{name: given[name] for name in cls.__dataclass_fields__ if name in given})


class Words:
    """Reads roles, statuses, acts and countries; each distinct text once."""

    def __init__(
        self, vocabulary: Vocabulary, values: dict[str, dict[str, str]], unknown: frozenset[str]
    ) -> None:
        self._vocabulary, self._unknown = vocabulary, unknown
        self._values = values
        self._folded = {name: {fold(key): value for key, value in values[name].items()} for name in values}
        self._slugs = {key: slug for slug, key in vocabulary.role_slugs.items()}
        default = vocabulary.default_role
        nothing = (NULL, "", "unknown_role") if default is None else (str(default), "", "")
        self._default_role = nothing
        self._roles: dict[str, tuple[str, str, str]] = {"": nothing}
        self._simple: dict[str, dict[str, str | None]] = {"status": {"": ""}, "act": {"": ""}}
        self._countries: dict[str, str | None] = {"": NULL}

    def role(self, text: str) -> tuple[str, str, str]:
        """Return the key of the role (as a field of a line), its slug, and what is wrong with the text."""
        found = self._roles.get(text)
        if found is None:
            found = self._roles[text] = self._role(text)
        return found

    def _role(self, text: str) -> tuple[str, str, str]:
        if self._says_nothing(text):
            return self._default_role
        slug = self._mapped("role", text)
        if slug == "":
            return self._default_role
        folded = fold(text)
        key = self._by_slug(slug) if slug else self._vocabulary.roles.get(folded)
        key = key or (None if slug else self._by_slug(folded.replace(" ", "-")))
        key = key or (None if slug else self._by_slug(words.ROLES.get(folded, "")))
        return (str(key), self._slugs.get(key, text), "") if key else (NULL, text, "unknown_role")

    def _by_slug(self, slug: str) -> int | None:
        return self._vocabulary.role_slugs.get(slug) or self._vocabulary.roles.get(fold(slug) or slug)

    def status(self, text: str) -> str | None:
        """Return the code of a status, empty for none, ``None`` where the text is not one."""
        return self._one_of("status", text, self._vocabulary.statuses, words.STATUSES, words.STATUS_CODES)

    def act(self, text: str) -> str | None:
        """Return the code of an act, empty for none, ``None`` where the text is not one."""
        return self._one_of("act", text, self._vocabulary.acts, words.ACTS, words.ACT_CODES)

    def _one_of(
        self, name: str, text: str, known: dict[str, str], table: dict[str, str], codes: frozenset[str]
    ) -> str | None:
        cache = self._simple[name]
        if text not in cache:
            cache[text] = self._code(name, text, known, table, codes)
        return cache[text]

    def _code(
        self, name: str, text: str, known: dict[str, str], table: dict[str, str], codes: frozenset[str]
    ) -> str | None:
        if self._says_nothing(text):
            return ""
        mapped = self._mapped(name, text)
        if mapped is not None:
            return mapped if mapped in codes or not mapped else None
        if name == "act" and text in words.ACT_LETTERS:
            return words.ACT_LETTERS[text]
        folded = fold(text)
        return known.get(folded) or table.get(folded) or (folded if folded in codes else None)

    def _mapped(self, name: str, text: str) -> str | None:
        """Return what the mapping makes of a text: as it is written, then whatever its case."""
        values = self._values.get(name)
        if not values:
            return None
        if text in values:
            return values[text]
        return self._folded[name].get(fold(text) or text) if len(text) >= CASELESS_FROM else None

    def country(self, text: str) -> str | None:
        """Return the key of a country (as a field of a line), ``None`` where the text is not one."""
        if text not in self._countries:
            found = None if self._says_nothing(text) else self._vocabulary.countries.get(fold(text))
            self._countries[text] = str(found) if found else NULL if self._says_nothing(text) else None
        return self._countries[text]

    def _says_nothing(self, text: str) -> bool:
        return text.casefold() in self._unknown
