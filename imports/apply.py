"""Storing what was confirmed: one transaction, set by set; whole, or not at all.

Nothing is stored that was not previewed. Where anything changed since that a preview rests on, the rows are
judged again, and where that comes out otherwise, nothing is stored and the new preview is shown.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hrnet.lib.names import slugify
from imports import rights
from imports.creating import create_records
from imports.models import Import, State
from imports.preview import judge, rests_on, stored_now
from imports.progress import Watch
from imports.targets import Spec, spec_of
from imports.writes import writes
from sources.history import because
from sources.models import Source
from sources.statements import ReviewState

BATCH = 50_000  # rows stored between two looks at whether to go on


class PreviewStaleError(Exception):
    """What is stored changed since the preview: there is a new one, and nothing was stored."""


def apply(import_: Import, watch: Watch) -> dict[str, int]:
    """Store the right rows of a confirmed import; return what was stored, counted in the database.

    Raise :class:`PreviewStaleError` where the preview does not hold any more.
    """
    spec = spec_of(import_.target)
    with because(_("import of “%s”") % import_.filename, user=import_.owner, import_id=import_.pk):
        stale = False
        with transaction.atomic():
            wait_for_others(spec)
            if stored_now(spec) != import_.stored_then or rights.networks_of_publishers(import_):
                stale = _preview_again(import_, spec, watch)
            if not stale:
                return _store(import_, spec, watch)
    raise PreviewStaleError


def wait_for_others(spec: Spec) -> None:
    """Hold off other writers until the end of the transaction; readers go on."""
    tables = ", ".join(model._meta.db_table for model in rests_on(spec))
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


def _preview_again(import_: Import, spec: Spec, watch: Watch) -> bool:
    """Judge the rows once more; tell whether they came out otherwise, and keep that preview."""
    before = import_.digest
    import_.stored_then = stored_now(spec)
    judge(import_, import_.lines, watch)
    if import_.digest == before:
        return False
    import_.state = State.PREVIEWED
    import_.problem = {"code": "stale"}
    import_.save()
    return True


def _store(import_: Import, spec: Spec, watch: Watch) -> dict[str, int]:
    publishes = rights.may_publish(import_.owner, spec.model)
    source = the_source(import_)
    stored = {"created": 0, "changed": 0, "cited": 0, "ended": 0}
    stored |= create_records(import_, spec, source)
    with connection.cursor() as cursor:
        for after, until in _batches(cursor, import_, watch):
            parameters = _parameters(import_, spec, source, publishes) | {"after": after, "until": until}
            for name, statement in writes(spec, publishes=publishes):
                cursor.execute(statement, parameters)
                if name:
                    stored[name] = stored.get(name, 0) + cursor.rowcount
            watch.tell(until)
    import_.counts |= {"stored": stored}
    import_.source = source
    import_.state = State.APPLIED
    import_.applied_at = timezone.now()
    import_.problem = None
    import_.save()
    return stored


def _batches(cursor: Any, import_: Import, watch: Watch) -> list[tuple[int, int]]:
    cursor.execute("SELECT coalesce(max(number), 0) FROM imports_row WHERE import_id = %s", [import_.pk])
    last = cursor.fetchone()[0]
    watch.begin("storing", last)
    return [(after, min(after + BATCH, last)) for after in range(0, last, BATCH)]


def _parameters(import_: Import, spec: Spec, source: Source, publishes: bool) -> dict[str, Any]:
    return {
        "import_id": import_.pk,
        "source_id": source.pk,
        "review_state": ReviewState.PUBLISHED if publishes else ReviewState.DRAFT,
        "series": import_.list_name,
        "attests": source.is_published,
        "published_earliest": source.published_earliest,
        "published_latest": source.published_latest,
        "note_cell": spec.cell("note"),
        "locator_cell": spec.cell("locator"),
        "whole_cell": spec.cell(spec.whole.value),
        "absent": _("absent from the list"),
    }


def the_source(import_: Import) -> Source:
    """Return the source that the rows cite: the file itself, known by its hash; made where it is new.

    It is published where the owner of the import may publish sources.
    """
    known = Source.objects.filter(checksum=import_.sha256, series=import_.list_name).first()
    if known is not None:
        return known
    day = timezone.now().date()
    publishes = rights.may_publish(import_.owner, Source)
    labels = {}
    for language in ("en", "fr"):
        with override(language):
            labels[language] = (_title(import_) % {"name": import_.list_name})[:200]
    source = Source.objects.create(
        slug=_free_slug(f"list-{slugify(import_.list_name)[:50]}-{day.isoformat()}"),
        kind="list",
        label_en=labels["en"],
        label_fr=labels["fr"],
        title=import_.filename,
        published=import_.as_of,
        read_on=day,
        series=import_.list_name,
        checksum=import_.sha256,
        review_state=ReviewState.PUBLISHED if publishes else ReviewState.DRAFT,
    )
    source.refresh_from_db()
    return source


def _title(import_: Import) -> str:
    if import_.target == "parties":
        return _("List of parties “%(name)s”")
    return _("Membership list “%(name)s”")


def _free_slug(wanted: str) -> str:
    slug, number = wanted[:80], 1
    while Source.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted[:76]}-{number}"
    return slug
