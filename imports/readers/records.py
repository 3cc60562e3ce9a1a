"""Drafts become lines for COPY: names get numbers, dates and words are read, what is wrong is kept by code.

Each distinct name is resolved once, however many rows have it.
"""

from __future__ import annotations

from typing import Any, TextIO

from hrnet.lib.names import clean, fold
from imports.readers.dates import DateReader
from imports.readers.shape import NULL, as_json, escape
from imports.readers.statements import Draft
from imports.readers.targets import DATES, NAMES, SUBJECT, WHOLE
from imports.readers.vocabulary import Words

KEYS_KEPT = 100_000  # distinct names remembered at once; beyond, one may be given two numbers, harmlessly
Errors = list[dict[str, Any]]


class Numbers:
    """Distinct texts, numbered in a file of their own."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._known, self._count = file, dict[str, int](), 0

    def known(self, key: str) -> int | None:
        """Return the number that ``key`` has already."""
        return self._known.get(key)

    def add(self, key: str, line: str) -> int:
        """Give ``key`` the next number, and write ``line`` behind it."""
        if len(self._known) >= KEYS_KEPT:
            self._known.clear()
        self._count += 1
        self._known[key] = self._count
        self._file.write(f"{self._count}\t{line}\n")
        return self._count


class Writer:
    """What the writers of both targets share. ``write`` is theirs."""

    def __init__(
        self, target: str, words: Words, dates: dict[str, DateReader], files: dict[str, TextIO]
    ) -> None:
        self.names = NAMES[target]
        self.place = {name: index for index, name in enumerate(self.names)}
        self.words, self.dates = words, dates
        self.written = 0
        self._rows = files["rows"]
        self._subjects, self._wholes = Numbers(files["names"]), Numbers(files["wholes"])
        self._subject, self._whole = SUBJECT[target], WHOLE[target]
        self._subject_at, self._whole_at = self.place[self._subject], self.place[self._whole]
        self._country_at, self._identifier_at = self.place["country"], self.place["identifier"]
        self._acronym_at = self.place.get("acronym")
        self._dates_at = [(self.place[name], name, dates[name]) for name in DATES[target]]

    def write(self, sheet: str, number: int, draft: Draft) -> None:
        """Write the lines of a draft."""
        raise NotImplementedError

    def _line(self, line: str, texts: list[str], errors: Errors) -> None:
        self.written += 1
        told = as_json(errors) if errors else NULL
        self._rows.write(f"{self.written}\t{line}\t{as_json(texts)}\t{told}\n")

    def _date(self, texts: list[str], place: int, name: str, reader: DateReader, errors: Errors) -> str:
        """Read the date at ``place``, leave it there as it is written here, and return it for the line."""
        text = texts[place]
        if not text:
            return NULL
        date, problem = reader.read(text)
        if problem:
            errors.append(date_error(problem, name, text))
            return NULL
        texts[place] = date or ""
        return date or NULL

    def _name_key(self, texts: list[str], errors: Errors) -> str:
        name, identifier = texts[self._subject_at], texts[self._identifier_at]
        acronym = texts[self._acronym_at] if self._acronym_at is not None else ""
        country = self._country(texts, errors)
        if not (name or acronym or identifier):
            errors.append({"c": "missing", "f": self._subject})
            return NULL
        key = f"{name}\n{acronym}\n{identifier}\n{country}"
        number = self._subjects.known(key)
        if number is None:
            fields = (name, fold(name), acronym, fold(acronym), identifier)
            number = self._subjects.add(key, "\t".join(map(escape, fields)) + f"\t{country}")
        return str(number)

    def _country(self, texts: list[str], errors: Errors) -> str:
        text = texts[self._country_at]
        if not text:
            return NULL
        found = self.words.country(text)
        if found is None:
            if text == texts[self._subject_at]:
                return NULL  # it is the name too, and is asked for as one
            errors.append({"c": "unknown_country", "f": "country", "v": text})
            return NULL
        if found == NULL:
            texts[self._country_at] = ""
        return found

    def _whole_key(self, texts: list[str], errors: Errors) -> str:
        name = texts[self._whole_at]
        if not name:
            errors.append({"c": "missing", "f": self._whole})
            return NULL
        number = self._wholes.known(name)
        if number is None:
            number = self._wholes.add(name, f"{escape(name)}\t{escape(fold(name))}")
        return str(number)


#: Problems of a date that are told under their own names; those of partial dates have a prefix.
OWN_PROBLEMS = ("two_digit_year", "ambiguous_date", "far_date", "unknown_act")


def date_error(problem: str, name: str, text: str) -> dict[str, Any]:
    """Return the error of a date."""
    code = problem if problem in OWN_PROBLEMS else f"date_{problem}"
    return {"c": code, "f": name, "v": text[:80]}


class MembershipWriter(Writer):
    """Writes memberships: one line for each draft."""

    def write(self, sheet: str, number: int, draft: Draft) -> None:
        texts, errors = draft.texts, draft.errors
        start, end, as_of = (self._date(texts, *one, errors) for one in self._dates_at)
        name_key, whole_key = self._name_key(texts, errors), self._whole_key(texts, errors)
        role, slug, problem = self.words.role(texts[5])
        if problem:
            errors.append({"c": problem, "f": "role", "v": texts[5]})
        elif texts[5]:
            texts[5] = slug
        status = self._status(texts, errors)
        self._line(
            f"{escape(clean(sheet))}\t{number}\t{name_key}\t{whole_key}\t{role}\t{status}\t{start}\t{end}\t{as_of}"
            f"\t{escape(texts[10])}\t{escape(texts[11])}",
            texts, errors,
        )  # fmt: skip

    def _status(self, texts: list[str], errors: Errors) -> str:
        if not texts[6]:
            return ""
        found = self.words.status(texts[6])
        if found is None:
            errors.append({"c": "unknown_status", "f": "status", "v": texts[6]})
            return ""
        texts[6] = found
        return found
