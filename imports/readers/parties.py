"""Drafts of parties to instruments become lines; one row can say that a State signed and is bound."""

from __future__ import annotations

from typing import Any, NamedTuple

from hrnet.lib.names import clean
from imports.readers.dates import Reading, act_behind
from imports.readers.records import Errors, Writer, date_error
from imports.readers.shape import NULL, escape
from imports.readers.statements import Draft

CACHED = 50_000


class Deed(NamedTuple):
    """A date with the act that is written behind it, empty where none is."""

    date: str | None
    act: str
    problem: str | None
    value: str


class PartyWriter(Writer):
    """Writes parties: a line for a signature, another for the act that binds."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._deeds: dict[tuple[str, str], Deed] = {}
        self.default_act = ""  # of the whole file: it says nothing of a row without any date of an act

    def write(self, sheet: str, number: int, draft: Draft) -> None:
        """Write a signature where there is one, and another act where there is one, or what is missing."""
        texts, errors = draft.texts, draft.errors
        name_key, whole_key = self._name_key(texts, errors), self._whole_key(texts, errors)
        line = f"{escape(clean(sheet))}\t{number}\t{name_key}\t{whole_key}"
        signature = self._signature(texts)
        bound = self._bound(texts, signature)
        if signature is None and bound is None:
            missing = {"c": "missing", "f": "act"}
            self._act(line, texts, "", NULL, NULL, [*errors, missing])
            return
        if signature is not None:
            act, date, _in_force, more = signature
            self._act(line, self._only(texts, signed=date), act, date, NULL, errors + more)
        if bound is not None:
            act, date, in_force, more = bound
            kept = self._only(texts, act=act, date=date, in_force=in_force)
            self._act(line, kept, act, date, in_force, errors + more)

    def _act(self, line: str, texts: list[str], act: str, date: str, in_force: str, errors: Errors) -> None:
        note, locator = texts[self.place["note"]], texts[self.place["locator"]]
        self._line(f"{line}\t{act}\t{date}\t{in_force}\t{escape(note)}\t{escape(locator)}", texts, errors)

    def _only(self, texts: list[str], **said: str) -> list[str]:
        """Return the cells of one of the two statements; a date that could not be read stays as written."""
        kept = texts.copy()
        for name in ("act", "signed", "date", "in_force"):
            if name not in said:
                kept[self.place[name]] = ""
            elif said[name] not in (NULL, ""):
                kept[self.place[name]] = said[name]
        return kept

    def _signature(self, texts: list[str]) -> tuple[str, str, str, Errors] | None:
        """Return act, date, nothing and errors of what stands under «signed»."""
        text = texts[self.place["signed"]]
        deed = self._deed("signed", text)
        if not text or (not deed.date and not deed.problem):
            return None
        errors = [_error(deed, "signed")] if deed.problem else []
        # A succession to a signature is one; an accession that stands in that column is what it is.
        act = "signature" if deed.act in ("", "succession") else deed.act
        return act, deed.date or NULL, NULL, errors

    def _bound(self, texts: list[str], signature: Any) -> tuple[str, str, str, Errors] | None:
        """Return act, date, entry into force and errors of the act that binds."""
        errors: Errors = []
        text = texts[self.place["date"]]
        deed = self._deed("date", text)
        if deed.problem:
            errors.append(_error(deed, "date"))
        in_force = self._date(texts, self.place["in_force"], "in_force", self.dates["in_force"], errors)
        act = self._act_of(texts, deed, errors, dated=bool(deed.date or in_force != NULL or errors))
        if not (act or deed.date or in_force != NULL or errors):
            return None
        if act == "signature" and signature is not None and (deed.date or NULL) in (signature[1], NULL):
            return None  # «Signature» beside the date of the signature: the same statement twice
        return act or "unspecified", deed.date or NULL, in_force, errors

    def _act_of(self, texts: list[str], deed: Deed, errors: Errors, *, dated: bool) -> str:
        text = texts[self.place["act"]]
        if not text:
            if deed.act or not dated or not self.default_act:
                return deed.act
            text = self.default_act
        said = self.words.act(text)
        if said is None:
            errors.append({"c": "unknown_act", "f": "act", "v": text[:80]})
            return ""
        if deed.act and said and said != deed.act:
            errors.append({"c": "acts_differ", "f": "act", "v": text[:80], "n": deed.value[:80]})
        return said or deed.act

    def _deed(self, name: str, text: str) -> Deed:
        if not text:
            return Deed(None, "", None, "")
        found = self._deeds.get((name, text))
        if found is None:
            if len(self._deeds) > CACHED:
                self._deeds.clear()
            found = self._deeds[name, text] = self._read_deed(name, text)
        return found

    def _read_deed(self, name: str, text: str) -> Deed:
        reading: Reading = self.dates[name].read(text)
        found = act_behind(text) if reading.problem == "form" else None
        if found:
            behind = self.dates[name].read(found[0])
            act = self.words.act(found[1])
            if behind.date and not act:
                return Deed(None, "", "unknown_act", found[1])
            if behind.date or (act and behind.problem):
                return Deed(behind.date, act or "", behind.problem, text)
        return Deed(reading.date, "", reading.problem, text)


def _error(deed: Deed, name: str) -> dict[str, Any]:
    return date_error(deed.problem or "", "act" if deed.problem == "unknown_act" else name, deed.value)
