"""Rules on single values that came after the data: how they are kept, and what is done about older rows.

A rule says of one column of a row whether its value may be stored. Three things follow from it, for every
model of the domain, without a list of models anywhere:

* a trigger refuses a *new or changed* value that breaks it. A row that breaks it already is kept, and its
  other columns can be written;
* a row that breaks it is listed (:class:`sources.models.Finding`) when the rule is installed and by
  ``manage.py check_records``, and waits on the desk's start page until it is mended: a second trigger
  removes the finding;
* the desk's form says at the field what to mend.

A rule that only reports (``refuses=False``) is listed and queued, and stops no write.
``docs/adr/0020-characters-and-addresses.md`` has the reasons.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _
from pghistory.models import Event

from hrnet.lib.characters import clean_text, clean_value, is_web_address, odd_characters
from sources.history import derived

Model = type[models.Model]
#: Apps whose tables are made from other tables, or keep the texts of others word for word.
DERIVED_APPS = ("directory", "pictures", "withholding")
_PARTIAL_DATE = "PartialDateField"


@dataclass(frozen=True)
class Rule:
    """A rule on the value of one column.

    ``broken`` is a condition of SQL on ``{value}``, not true of NULL. ``suspect``, where given, is a cheaper
    one, true of every value that breaks the rule: values of several columns are joined to be tried at once.
    ``holds`` is the same rule in Python. ``label`` and ``advice`` are for curators.
    """

    name: str
    label: Any
    advice: Any
    applies: Callable[[models.Field], bool]
    broken: str
    holds: Callable[[Any], bool]
    suspect: str = ""
    refuses: bool = True

    def columns(self, model: Model) -> list[models.Field]:
        """Return the columns of ``model`` that the rule is on."""
        return [field for field in _stored(model) if self.applies(field)]

    def broken_in(self, field: models.Field, row: str = "") -> str:
        """Return the condition that ``field`` breaks the rule, in the row that ``row`` names."""
        return self.broken.format(value=f'{row}."{field.column}"' if row else f'"{field.column}"')

    def suspected_in(self, fields: list[models.Field], row: str) -> str:
        """Return the condition under which one of ``fields`` may break the rule."""
        if not self.suspect:
            return " OR ".join(f"({self.broken_in(field, row)})" for field in fields)
        values = ", ".join(f'{row}."{field.column}"' for field in fields)
        return self.suspect.format(value=f"concat({values})" if len(fields) > 1 else values)


def _kind(field: models.Field) -> str:
    return field.get_internal_type()


def _is_line(field: models.Field) -> bool:
    return _kind(field) in ("CharField", "SlugField", "FileField") and not _is_constrained(field)


def _is_constrained(field: models.Field) -> bool:
    """Tell whether a constraint allows a few values alone, so that no other rule is needed."""
    return bool(field.choices) or type(field).__name__ == _PARTIAL_DATE


_UNSEEN = _("characters that cannot be seen")
_SAVE_IT = _("Open the record and save it: they are removed, and what can be read stays as it is.")
CHARACTERS_IN_LINE = Rule(
    "characters_in_line",
    applies=lambda field: _is_line(field) and not isinstance(field, models.URLField),
    broken="{value} <> hrnet_clean_text({value}, true)",
    suspect="hrnet_has_odd_characters({value}, true)",
    holds=lambda value: clean_text(value, one_line=True) == value,
    label=_UNSEEN,
    advice=_SAVE_IT,
)
CHARACTERS_IN_TEXT = Rule(
    "characters_in_text",
    applies=lambda field: _kind(field) == "TextField",
    broken="{value} <> hrnet_clean_text({value}, false)",
    suspect="hrnet_has_odd_characters({value}, false)",
    holds=lambda value: clean_text(value) == value,
    label=_UNSEEN,
    advice=_SAVE_IT,
)
CHARACTERS_IN_JSON = Rule(
    "characters_in_json",
    applies=lambda field: _kind(field) == "JSONField",
    broken="NOT hrnet_json_is_clean({value})",
    holds=lambda value: clean_value(value) == value,
    label=_UNSEEN,
    advice=_SAVE_IT,
)
WEB_ADDRESS = Rule(
    "web_address",
    label=_("an address that is not of the web"),
    advice=_("Write an address that begins with http:// or https://, or leave the field empty."),
    applies=lambda field: isinstance(field, models.URLField),
    broken="{value} <> '' AND NOT hrnet_is_web_address({value})",
    holds=lambda value: value == "" or is_web_address(value),
)
#: Every rule; another app adds its own in the ``ready()`` of its configuration.
RULES: list[Rule] = [CHARACTERS_IN_LINE, CHARACTERS_IN_TEXT, CHARACTERS_IN_JSON, WEB_ADDRESS]


def rule(name: str) -> Rule | None:
    """Return the rule that is called ``name``."""
    return next((one for one in RULES if one.name == name), None)


# -- what they are on ---------------------------------------------------------------------------------


def domain_models() -> list[Model]:
    """Return the models that hold data of ours: no histories, no tables made from other tables."""
    return [
        model
        for config in apps.get_app_configs()
        if "site-packages" not in config.path and config.label not in DERIVED_APPS
        for model in config.get_models()
        if not issubclass(model, Event) and not model._meta.proxy
    ]


def _stored(model: Model) -> list[models.Field]:
    """Return the columns of ``model`` that somebody writes: those that the database derives are left out."""
    left_out = derived(model)
    return [
        field
        for field in model._meta.local_concrete_fields
        if not field.generated and field.name not in left_out
    ]


def ruled(model: Model) -> Iterator[tuple[Rule, models.Field]]:
    """Yield each rule with each column of ``model`` that it is on."""
    for one in RULES:
        for field in one.columns(model):
            yield one, field


def broken_by(record: models.Model) -> Iterator[tuple[Rule, models.Field]]:
    """Yield the rules that ``record`` breaks, with the column."""
    for one, field in ruled(type(record)):
        value = getattr(record, field.attname)
        if value is not None and not one.holds(value):
            yield one, field


def mended(model: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Return ``values`` of a row of ``model`` as they may be stored today: for putting an old state back.

    Characters that cannot be seen go; an address that may not be stored any more is left empty. The history
    keeps both.
    """
    fixed = dict(values)
    for one, field in ruled(model):
        value = fixed.get(field.attname)
        if value is not None and one.refuses and not one.holds(value):
            fixed[field.attname] = _mend(one, value)
    return fixed


def _mend(one: Rule, value: Any) -> Any:
    if one is WEB_ADDRESS:
        return ""
    return (
        clean_value(value)
        if one is CHARACTERS_IN_JSON
        else clean_text(value, one_line=one is CHARACTERS_IN_LINE)
    )


def what_to_mend(one: Rule, value: Any) -> str:
    """Return for a curator what is wrong with ``value`` and what to do."""
    signs = ", ".join(odd_characters(value, one_line=True)) if isinstance(value, str) else ""
    found = f"{one.label} ({signs})" if signs and one is not WEB_ADDRESS else str(one.label)
    return f"{found}. {one.advice}"


# -- triggers -----------------------------------------------------------------------------------------


def _key(model: Model, row: str) -> str:
    """Return the expression for the primary key of a row as a text; the parts of one with several, joined."""
    parts = [f'{row}."{field.column}"::text' for field in model._meta.pk_fields]
    return " || ',' || ".join(parts)


def _by_rule(model: Model, *, refusing: bool) -> dict[Rule, list[models.Field]]:
    return {one: fields for one in RULES if (one.refuses or not refusing) and (fields := one.columns(model))}


def _suspected(found: dict[Rule, list[models.Field]], row: str) -> str:
    conditions = [f"({one.suspected_in(fields, row)})" for one, fields in found.items()]
    return f"({' OR '.join(conditions)})"


# After the row and not before it, so that COPY still writes many rows at once. The condition is tried without
# calling the function.
TRIGGER = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{body}
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {name} AFTER {operation} ON {table} FOR EACH ROW WHEN {condition}
EXECUTE FUNCTION {function}();
"""
REFUSE = """
    IF NEW."{column}" IS DISTINCT FROM OLD."{column}" AND ({broken}) THEN
        PERFORM hrnet_refuse_value('{rule}', TG_TABLE_NAME, '{column}');
    END IF;"""
MENDED = """
        OR (field = '{field}' AND rule = '{rule}' AND ({broken}) IS NOT TRUE)"""
FORGET = """
    DELETE FROM sources_finding
    WHERE model = '{model}' AND record = {key} AND (TG_OP = 'DELETE'{mended});"""
REFUSES, FORGETS = "hrnet_refuse_values", "hrnet_forget_findings"


def triggers(model: Model) -> dict[str, str]:
    """Return the statements that install the triggers of ``model``, by the name of the trigger.

    One refuses new and changed values that break a rule; the other removes the findings about a row that is
    mended or deleted.
    """
    refusing, listing = _by_rule(model, refusing=True), _by_rule(model, refusing=False)
    each = {
        REFUSES: (
            "INSERT OR UPDATE",
            refusing,
            "NEW",
            "".join(
                REFUSE.format(column=field.column, rule=one.name, broken=one.broken_in(field, "NEW"))
                for one, fields in refusing.items()
                for field in fields
            ),
        ),
        FORGETS: (
            "UPDATE OR DELETE",
            listing,
            "OLD",
            FORGET.format(
                model=model._meta.label_lower,
                key=_key(model, "OLD"),
                mended="".join(
                    MENDED.format(field=field.name, rule=one.name, broken=one.broken_in(field, "NEW"))
                    for one, fields in listing.items()
                    for field in fields
                ),
            ),
        ),
    }
    table = model._meta.db_table
    return {
        name: TRIGGER.format(
            name=name,
            function=f"{name}_{table}"[:63],
            table=f'"{table}"',
            operation=operation,
            condition=_suspected(found, row),
            body=body.strip("\n"),
        ).strip()
        for name, (operation, found, row, body) in each.items()
        if found
    }


INSTALLED = """
SELECT relname, tgname, obj_description(pg_trigger.oid, 'pg_trigger')
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE relnamespace = current_schema()::regnamespace AND tgname = ANY(%s)
"""
COLUMNS = """
SELECT table_name, array_agg(column_name::text) FROM information_schema.columns
WHERE table_schema = current_schema() GROUP BY 1
"""


@transaction.atomic
def install(**_signal: Any) -> None:
    """Bring the triggers of every model of the domain in line with the rules; list what breaks a new one.

    Called after each migration, so that a new model or column has them by itself. What is in place already
    costs one query. A model that is not migrated yet is passed over.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED, [[REFUSES, FORGETS]])
        installed = {(table, name): digest for table, name, digest in cursor.fetchall()}
        cursor.execute(COLUMNS)
        columns = {table: set(names) for table, names in cursor.fetchall()}
        if "sources_finding" not in columns:
            return
        for model in domain_models():
            table = model._meta.db_table
            if not {field.column for field in _stored(model)} <= columns.get(table, set()):
                continue
            for name, statement in triggers(model).items():
                digest = hashlib.sha256(statement.encode()).hexdigest()
                if installed.get((table, name)) == digest:
                    continue
                cursor.execute(statement)
                cursor.execute(f'COMMENT ON TRIGGER {name} ON "{table}" IS %s', [digest])
                find_broken(model)


# -- findings -----------------------------------------------------------------------------------------

FIND = """
INSERT INTO sources_finding (model, record, field, rule, found_at)
SELECT '{model}', {key}, tried.field, tried.rule, statement_timestamp()
FROM {table} AS record CROSS JOIN LATERAL (VALUES {tries}) AS tried (field, rule, broken)
WHERE {suspected} AND tried.broken
ON CONFLICT DO NOTHING
"""


def find_statement(model: Model) -> str:
    """Return the statement that writes down the rows of ``model`` that break a rule; empty without rules.

    A migration that brings a rule holds its text, and runs it.
    """
    found = _by_rule(model, refusing=False)
    tries = [
        f"('{field.name}', '{one.name}', {one.broken_in(field, 'record')})"
        for one, fields in found.items()
        for field in fields
    ]
    if not tries:
        return ""
    return FIND.format(
        model=model._meta.label_lower,
        key=_key(model, "record"),
        table=model._meta.db_table,
        tries=", ".join(tries),
        suspected=_suspected(found, "record"),
    ).strip()


def find_broken(model: Model) -> None:
    """Write down the rows of ``model`` that break a rule and are not written down yet."""
    if statement := find_statement(model):
        with connection.cursor() as cursor:
            cursor.execute(statement)
