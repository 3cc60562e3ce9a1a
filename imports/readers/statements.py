"""From a row to statements: cells with several values, brackets, cross tables and panels.

A draft is a list of texts in the order of the target’s fields, with the errors found so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from imports.readers.across import Across
from imports.readers.brackets import Brackets
from imports.readers.cells import SPREADSHEET_ERRORS, Cleaner, split
from imports.readers.plan import Feed, Plan
from imports.readers.targets import LONGEST, NAMES, SUBJECT, WHOLE
from imports.readers.vocabulary import Words

MOST = 1_000  # statements that one row can make
CACHED = 50_000  # cleaned cells remembered at once
Error = dict[str, Any]


@dataclass
class Draft:
    """A statement in the making: a text for each field, and what is wrong so far."""

    texts: list[str]
    errors: list[Error] = field(default_factory=list)


@dataclass
class Part:
    """One value of a cell, and what the bracket at its end says of other fields."""

    text: str
    extras: dict[str, str] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)


class Expander:
    """Makes drafts of the rows of one table."""

    def __init__(self, plan: Plan, words: Words, is_date: Callable[[str], bool]) -> None:
        self.plan = plan
        names = NAMES[plan.target]
        self.place = {name: index for index, name in enumerate(names)}
        self._longest = [LONGEST[plan.target][name] for name in names]
        self._clean = Cleaner()
        constants = {name: self._clean[text] for name, text in plan.constants.items()}
        self._template = [constants.get(name, "") for name in names]
        self._cells = [(self.place[feed.field], feed.index) for feed in plan.feeds]
        self._brackets = Brackets(words, is_date)
        self._across = Across(plan, self.place) if plan.layout != "rows" else None
        self._subject, self._whole = SUBJECT[plan.target], WHOLE[plan.target]
        self._of_subject = {self._subject, "acronym", "country", "identifier"}
        self._country_names = self._subject_is_a_country()

    def _subject_is_a_country(self) -> bool:
        """Whether the table names its members by their country alone."""
        present = {feed.field for feed in self.plan.feeds} | {n for n, t in self.plan.constants.items() if t}
        present |= {self.plan.across_field} if self.plan.layout == "cross" else set()
        named = {self._subject, "identifier", *(("acronym",) if "acronym" in self.place else ())}
        return "country" in present and not present & named

    def drafts(self, row: list[str]) -> Iterator[Draft]:
        """Yield the drafts of the statements that a row makes."""
        if len(self._clean) > CACHED:
            self._clean.clear()
        made = iter((self._plain(row),)) if self.plan.is_plain else self._expanded(row)
        extra = self._extra_cells(row)
        for draft in made:
            if extra:
                draft.errors.append(extra)
            if self._country_names:
                draft.texts[self.place[self._subject]] = draft.texts[self.place["country"]]
            self._check(draft)
            yield draft

    def _extra_cells(self, row: list[str]) -> Error | None:
        width = self.plan.width
        if len(row) > width and any(cell and not cell.isspace() for cell in row[width:]):
            return {"c": "extra_cells", "v": str(len(row))}
        return None

    def _plain(self, row: list[str]) -> Draft:
        texts, clean, width = self._template.copy(), self._clean, len(row)
        for place, index in self._cells:
            if index < width and (text := clean[row[index]]):
                texts[place] = text
        return Draft(texts)

    def _check(self, draft: Draft) -> None:
        for place, text in enumerate(draft.texts):
            if text and (text in SPREADSHEET_ERRORS or len(text) > self._longest[place]):
                name, longest = NAMES[self.plan.target][place], self._longest[place]
                if text in SPREADSHEET_ERRORS:
                    draft.errors.append({"c": "spreadsheet_error", "f": name, "v": text})
                else:
                    draft.errors.append({"c": "too_long", "f": name, "v": text[:80], "n": longest})
                    draft.texts[place] = text[:longest]

    def _expanded(self, row: list[str]) -> Iterator[Draft]:
        plain, several = self._parts(row)
        for draft in self._combined(plain, several):
            if self._across is None:
                yield draft
            else:
                for texts, errors in self._across.statements(row, draft.texts):
                    yield Draft(texts, draft.errors + errors)

    def _parts(self, row: list[str]) -> tuple[list[str], dict[str, list[Part]]]:
        """Return the texts of cells that hold one value, and the parts of those that hold several."""
        texts = self._template.copy()
        found: dict[str, list[Part]] = {}
        for feed in self.plan.feeds:
            cell = row[feed.index] if feed.index < len(row) else ""
            parts = self._of_cell(cell, feed)
            if feed.field == "note":
                joined = [texts[self.place["note"]], *(part.text for part in parts)]
                texts[self.place["note"]] = "; ".join(text for text in joined if text)
            else:
                found[feed.field] = found.get(feed.field, []) + parts
        return texts, {name: parts for name, parts in found.items() if parts}

    def _of_cell(self, cell: str, feed: Feed) -> list[Part]:
        values = split(cell, feed.split) if feed.split else [text] if (text := self._clean[cell]) else []
        if not feed.brackets:
            return [Part(value) for value in values]
        return [Part(*self._brackets.read(value, feed.brackets)) for value in values]

    def _combined(self, texts: list[str], several: dict[str, list[Part]]) -> Iterator[Draft]:
        """Yield a draft for each combination: the values of one thing side by side, those of two crossed."""
        axes = self._axes(several)
        uneven = next((name for name, axis in axes.items() if axis < 0), None)
        counts = [1, 1, 1]
        for name, parts in several.items():
            counts[axes[name]] = max(counts[axes[name]], len(parts))
        if uneven is not None or counts[0] * counts[1] * counts[2] > MOST:
            yield self._unsplit(texts, several, uneven)
            return
        for first in range(counts[0]):
            for second in range(counts[1]):
                for third in range(counts[2]):
                    yield self._draft(texts, several, axes, (first, second, third))

    def _axes(self, several: dict[str, list[Part]]) -> dict[str, int]:
        """Return along what each field varies: 0 the subject, 1 the whole, 2 itself, -1 none of them."""
        subject = max((len(parts) for name, parts in several.items() if name in self._of_subject), default=1)
        whole = len(several.get(self._whole, ())) or 1
        others = [
            len(parts)
            for name, parts in several.items()
            if name not in self._of_subject and name != self._whole and len(parts) > 1
        ]
        axes: dict[str, int] = {}
        for name, parts in several.items():
            count = len(parts)
            if name in self._of_subject:
                axes[name] = 0 if count in (1, subject) else -1
            elif name == self._whole or count == 1 or count == whole:
                axes[name] = 1
            elif whole == 1 and count == subject:
                axes[name] = 0
            else:
                alone = whole == subject == 1 and others.count(count) == len(others)
                axes[name] = 2 if alone else -1
        return axes

    def _unsplit(self, texts: list[str], several: dict[str, list[Part]], uneven: str | None) -> Draft:
        draft = Draft(texts.copy())
        for name, parts in several.items():
            draft.texts[self.place[name]] = "; ".join(part.text for part in parts[:MOST])
        name = uneven or max(several, key=lambda one: len(several[one]))
        value = draft.texts[self.place[name]][:80]
        error = {"c": "split_uneven" if uneven else "split_many", "f": name, "v": value, "n": MOST}
        draft.errors.append(error)
        return draft

    def _draft(
        self, texts: list[str], several: dict[str, list[Part]], axes: dict[str, int], at: tuple[int, int, int]
    ) -> Draft:
        draft = Draft(texts.copy())
        extras: dict[str, str] = {}
        for name, parts in several.items():
            part = parts[at[axes[name]]] if len(parts) > 1 else parts[0]
            draft.texts[self.place[name]] = part.text
            draft.errors.extend(part.errors)
            extras |= part.extras
        for name, text in extras.items():
            place = self.place[name]
            if name == "note" and draft.texts[place]:
                text = f"{draft.texts[place]}; {text}"
            draft.texts[place] = text
        return draft
