"""What is said on the pages of an import beside the errors of its file and rows: steps, names, columns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from imports import messages
from imports.models import FileName, Import

STEPS = {
    "surveying": noop("looking at the file"),
    "reading": noop("reading the rows"),
    "comparing": noop("comparing the rows with what is stored"),
    "reconciling": noop("looking for the names"),
    "storing": noop("storing the rows"),
    "undoing": noop("undoing"),
}
REASONS = {
    "exact": noop("the same name"),
    "decided": noop("decided so for an earlier file, by somebody who may not publish"),
    "words": noop("the same words in another order"),
    "acronym": noop("the same acronym"),
    "former": noop("a former name"),
    "letters": noop("a letter or two differ"),
    "part": noop("one name holds words that the other lacks"),
    "script": noop("alike when written in Latin letters"),
    "meaning": noop("means much the same in another language"),
    "similar": noop("similar"),
}
WHYS = {
    "shared": noop("Several bear this name or acronym."),
    "generic": noop("Many bodies are called so: the country is missing."),
    "other_country": noop("The country differs."),
    "two_names": noop("The cell names two bodies."),
    "post": noop("The name is of a post within the body."),
    "branch": noop("The name is of a branch, a section or an affiliate."),
    "part": noop("One name holds words that the other lacks."),
    "conflict": noop("The acronym is that of another body."),
    "code": noop("The acronym is also the code of a country."),
    "script": noop("Alike only when written in Latin letters."),
    "weak": noop("Similar, no more."),
    "none": noop("Nothing here has a name like it."),
}
OUTCOMES = {
    "new": noop("Nothing like it is stored: storing the row adds it, citing the file."),
    "changed": noop("It fills a blank, or revises an earlier edition of this list: old → new."),
    "contradicted": noop("Another source says otherwise: storing the row adds a second statement beside it."),
    "unchanged": noop("The same is stored already: storing the row only cites the file."),
    "wrong": noop("Something in the row cannot be right: it is not stored as it is."),
    "left_out": noop("Left out by your decision on its name, or since it names nobody."),
}


def outcome(name: str) -> str:
    """Return what it means for a row to be of an outcome; empty where the page says it already."""
    return _(OUTCOMES[name]) if name in OUTCOMES else ""


def step(name: str) -> str:
    """Return what is being done at a step of the work on an import."""
    return _(STEPS[name]) if name in STEPS else ""


def reason(candidate: dict[str, Any]) -> str:
    """Return why a candidate may be meant, with the name of it that speaks for it."""
    said = _(REASONS.get(candidate["reason"], REASONS["similar"]))
    if candidate["reason"] in ("exact", "decided"):
        return said
    return _("%(reason)s: “%(name)s”") % {"reason": said, "name": candidate["name"]}


def why(name: FileName) -> str:
    """Return why a name is not certain."""
    if any(error["c"] == "not_a_network" for error in name.errors or ()):
        return _("It is recorded, but not as a network.")
    return _(WHYS[name.why]) if name.why in WHYS else ""


def missing(import_: Import) -> str:
    """Return what every row needs and neither a column nor a constant gives; empty where nothing lacks."""
    fields = {column["field"] for column in import_.mapping.get("columns", [])}
    fields |= {name for name, value in import_.mapping.get("constants", {}).items() if value}
    if import_.mapping.get("layout") in ("cross", "panel"):
        fields.add((import_.mapping.get("across") or {}).get("field", ""))
    lacking = [messages.FIELD_NAMES[group[0]] for group in _needed(import_.target) if not fields & set(group)]
    if not lacking:
        return ""
    return _("No column is read as %(fields)s: choose one, or give a value for every row.") % {
        "fields": ", ".join(str(one) for one in lacking)
    }


def _needed(target: str) -> tuple[tuple[str, ...], ...]:
    from imports.readers.targets import REQUIRED

    return REQUIRED[target]


def unmapped(import_: Import) -> str:
    """Return what the command line says of a file whose columns have to be matched by hand."""
    return _(
        "%(missing)s The file has the columns: %(columns)s. Say with --map COLUMN=FIELD which is which."
    ) % {
        "missing": missing(import_) or _("The columns are not clear."),
        "columns": ", ".join(f"“{name}”" for name in columns(import_)),
    }


def columns(import_: Import) -> list[str]:
    """Return the headers of the columns that the file was found to have, each once."""
    found = [column["column"] for table in import_.survey.get("tables", []) for column in table["columns"]]
    return list(dict.fromkeys(found))
