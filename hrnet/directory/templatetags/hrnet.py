"""Tags of our templates: links to records, periods, flags, notes. They decide nothing; they show."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hrnet.directory import statements
from hrnet.lib import characters, languages
from hrnet.lib.dates import PartialDate
from sources.fields import Localized

register = template.Library()


# In French these signs stand apart from their word, and never begin or end a line without it.
_APART = re.compile(r" (?=[:;?!»])|(?<=«) ")


@register.simple_tag
def text(value: Any) -> SafeString:
    """Show a stored text with its language, and say so where it is not the reader’s."""
    if not isinstance(value, Localized):
        return format_html("{}", value)
    written = _APART.sub("\u00a0", value) if value.language == "fr" else str(value)
    if value.language == (get_language() or "en")[:2]:
        return format_html("{}", written)
    shown = format_html('<span lang="{}" dir="auto">{}</span>', value.language, written)
    if not value.is_fallback or value.language in ("und", "mul"):
        return shown
    return format_html('{} <small class="fallback">({})</small>', shown, only_in(value.language))


def only_in(language: str) -> str:
    """Return «only in French» in the reader’s language."""
    return _("only in %(language)s") % {"language": languages.language_name(language)}


_INDENTED = re.compile(r"(?<!\s)\s*\n\s*")  # how templates are laid out is a seventh of a list


class Part(template.Node):
    """A part of a page that is the same for all readers (:mod:`hrnet.directory.remembering`)."""

    def __init__(self, name: str, nodes: template.NodeList) -> None:
        self.name, self.nodelist = name, nodes

    def render(self, context: Any) -> SafeString:
        """Show the part as it is remembered, or draw it, to be remembered."""
        parts = getattr(context.get("request"), "parts", None)
        if parts is not None and self.name in parts:
            return SafeString(parts[self.name])
        shown = SafeString(_INDENTED.sub("\n", self.nodelist.render(context)))
        if parts is not None:
            parts[self.name] = str(shown)
        return shown


@register.tag
def part(parser: Any, token: Any) -> Part:
    """Read ``{% part "name" %}…{% endpart %}``."""
    name = token.split_contents()[1].strip('"')
    nodes = parser.parse(("endpart",))
    parser.delete_first_token()
    return Part(name, nodes)


@register.simple_tag
def link(record: Any) -> SafeString:
    """Show a record’s name as a link to its page."""
    label = getattr(record, "label", None) if not hasattr(record, "institution") else record.institution.label
    shown = text(label) if isinstance(label, Localized) else format_html("{}", str(record))
    return format_html('<a href="{}">{}</a>{}', record.get_absolute_url(), shown, _acronym(record))


def _acronym(record: Any) -> SafeString:
    owner = record.institution if hasattr(record, "institution") else record
    acronym = getattr(owner, "acronym", "")
    if not acronym or acronym == getattr(owner, "label", ""):
        return SafeString("")
    return format_html(' <span class="acronym">{}</span>', acronym)


@register.simple_tag
def party(institution: Any = None, group: Any = None) -> SafeString:
    """Show a party: a linked institution, a group in words, or that the source lost the name."""
    if institution is not None:
        return link(institution)
    if group is not None:
        return format_html('<span class="group">{}</span>', text(group.label))
    return format_html('<span class="lost">{}</span>', _("name lost or not given in the source"))


@register.simple_tag
def date(value: Any) -> str:
    """Show a partial date in words."""
    shown = PartialDate.of(value)
    return shown.display() if shown else ""


@register.simple_tag
def period(row: Any) -> SafeString:
    """Show when a statement holds, and when it was attested where nothing else is known."""
    if known := getattr(row, "period_text", ""):
        return format_html('<span class="dated">{}</span>', known)
    return format_html('<span class="attested">{}</span>', statements.attested_text(row))


@register.simple_tag
def tail(row: Any) -> SafeString:
    """Show the end of a statement’s line: when it holds, what is to be said beside it, its note."""
    said = (_when(row), flags(row), _permanent_link(row))
    when = format_html('<div class="statement-when">{} {} {}</div>', *said)
    if not row.note:
        return when
    return format_html('{}<div class="statement-note">{}</div>', when, text(row.note))


def _permanent_link(row: Any) -> SafeString:
    """Return a link to the statement itself, for who wants to cite it; its sign is drawn by the style."""
    label = _("Link to this statement")
    return format_html('<a class="permalink" href="#{}" aria-label="{}"></a>', row.anchor, label)


@register.simple_tag(name="when")
def _when(row: Any) -> SafeString:
    """Show when a statement holds, or on which day an act was done."""
    if not hasattr(row, "act"):
        return period(row)
    day = date(row.date) if row.date else _("date unknown")
    force = _("in force from %(day)s") % {"day": date(row.in_force)} if row.in_force else ""
    return format_html('{} <span class="in-force">{}</span>', day, force)


@register.simple_tag
def flags(row: Any) -> SafeString:
    """Show what has to be said of a statement beside its text."""
    return format_html_join(" ", '<span class="flag flag-{}">{}</span>', statements.flags(row))


@register.simple_tag(takes_context=True)
def notes(context: Any, record: Any, about: str = "") -> SafeString:
    """Show the numbers of the notes for a statement, or for the field ``about`` of a record."""
    collected: statements.Notes = context["notes"]
    found = statements.citations_about(record, about)
    if not found and about == "" and hasattr(record, "modality"):
        return format_html(' <span class="unsourced">{}</span>', _("no source"))
    marks = {collected.number(one): one for one in found}
    return format_html_join(
        "",
        '<sup class="note"><a href="#note-{}" aria-label="{} {}">{}</a></sup>',
        ((number, _("note"), number, number) for number in sorted(marks)),
    )


@register.simple_tag(takes_context=True)
def with_parameters(context: Any, **changes: Any) -> str:
    """Return the query string of this page with some parameters set, or dropped (``None``)."""
    request: HttpRequest = context["request"]
    parameters = request.GET.copy()
    for name in ("after", "before"):
        parameters.pop(name, None)
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return f"?{parameters.urlencode()}" if parameters else "?"


@register.simple_tag(takes_context=True)
def without_filter(context: Any, name: str, value: str) -> str:
    """Return the query string of this page without one value of one filter."""
    parameters = context["request"].GET.copy()
    for other in ("after", "before"):
        parameters.pop(other, None)
    rest = [one for one in parameters.getlist(name) if one != value]
    if len(rest) == len(parameters.getlist(name)):
        rest = []
    parameters.setlist(name, rest)
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def with_value(context: Any, facet: Any, value: Any) -> str:
    """Return the query string of this page with one value of a facet chosen, or no longer chosen."""
    parameters = context["request"].GET.copy()
    for other in ("after", "before", *(["facets"] if parameters.get("facets") == "only" else [])):
        parameters.pop(other, None)
    others = [one for one in parameters.getlist(facet.name) if one != value.raw]
    if value.is_chosen:
        parameters.setlist(facet.name, others if facet.several else [])
    else:
        parameters.setlist(facet.name, [*others, value.raw] if facet.several else [value.raw])
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def other_parameters(context: Any) -> SafeString:
    """Return what this page’s address asks beside the day and the place in a list, as hidden fields."""
    pairs = [(key, value) for key, values in context["request"].GET.lists() for value in values]
    kept = [(key, value) for key, value in pairs if key not in ("on", "after", "before", "holds")]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', kept)


@register.simple_tag(takes_context=True)
def existed(context: Any, institution: Any) -> SafeString:
    """Say where an institution was founded after the day that the site is read as of, or dissolved before."""
    said = statements.outside_its_life(institution, context.get("on_day"))
    return format_html(' <span class="flag flag-outside">{}</span>', said) if said else SafeString("")


@register.simple_tag(takes_context=True)
def in_language(context: Any, code: str) -> str:
    """Return the address of this page in another language."""
    from django.urls import translate_url

    request: HttpRequest = context["request"]
    return translate_url(request.get_full_path(), code)


@register.filter
def link_target(address: str) -> str:
    """Return an address that a page may link to, or nothing: a row may be older than the rule."""
    return characters.link_target(address)


@register.filter
def language_label(code: str) -> str:
    """Return the name of a language in the reader’s language."""
    return _("all languages") if code == "mul" else languages.language_name(code)


@register.filter
def model_name(record: Any) -> str:
    """Return what sort of record it is, in words."""
    return str(record._meta.verbose_name)


@register.filter
def field_label(record: Any, name: str) -> str:
    """Return a field’s label; a name that is no field of the record’s own stays as it is."""
    if also := getattr(record, "ALSO_CITED", {}).get(name):
        return str(also)
    if name == "period":
        return _("period")
    for candidate in (name, f"{name}_en"):
        for field in record._meta.fields:
            if field.name == candidate:
                return str(field.verbose_name)
    return name.replace("_", " ")


@register.simple_tag
def subject_link(record: Any) -> SafeString:
    """Show what a citation speaks of, as a link to where it is shown."""
    owner = next(
        (getattr(record, name) for name in ("institution", "network") if _is_part(record, name)), record
    )
    address = getattr(owner, "get_absolute_url", None)
    words = _words(record)
    return format_html('<a href="{}">{}</a>', address(), words) if address else format_html("{}", words)


def _is_part(record: Any, name: str) -> bool:
    return not hasattr(record, "get_absolute_url") and getattr(record, name, None) is not None


def _words(record: Any) -> SafeString:
    if hasattr(record, "language") and hasattr(record, "folded"):
        return format_html('<bdi lang="{}">{}</bdi>', record.language, record.text)
    return text(getattr(record, "text", None)) if hasattr(record, "text") else format_html("{}", str(record))


@register.simple_tag
def flags_of(record: Any) -> SafeString:
    """Show modality and gaps of a statement whose citations are not loaded."""
    return format_html_join(" ", '<span class="flag flag-{}">{}</span>', statements.stated_flags(record))
