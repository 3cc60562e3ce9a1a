"""From what is asked to a picture: kept where it holds, made where it does not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from hrnet.directory.pictures import kept, layout, svg, table
from hrnet.directory.pictures.asked import Asked
from hrnet.directory.pictures.layout import Layout
from hrnet.directory.pictures.models import DRAWING, Kept, State
from hrnet.directory.pictures.records import Record, records
from hrnet.directory.pictures.scene import Scene, scene
from hrnet.directory.pictures.subjects import Subject
from hrnet.directory.pictures.ties import Picture, collect
from hrnet.directory.pictures.ways import Key
from hrnet.directory.pictures.wording import Words

PATIENCE = timedelta(minutes=3)  # after which whoever was to lay a picture out is taken for gone


@dataclass
class Made:
    """A picture as pages show it. ``drawing`` is empty while it is being laid out; the table is there."""

    drawing: str
    table: str
    facts: dict[str, Any]
    kept: Kept | None = None
    #: What it was drawn from, where it was not kept.
    material: Material | None = None
    placed: Layout | None = None


@dataclass
class Material:
    """What a picture is drawn from."""

    picture: Picture
    records: dict[Key, Record]
    words: Words

    def digest(self, placed: Layout) -> str:
        """Return what stands for all that is shown, in this language."""
        told = (
            DRAWING,
            placed,
            self.picture.is_cut,
            self.picture.keys,
            [(tie.first, tie.second, tie.kind, tie.said) for tie in self.picture.ties],
            sorted(self.records.items()),
            sorted((str(key), word) for key, word in self.words.known.items()),
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()


def make(subject: Subject, asked: Asked) -> Made:
    """Return the picture of ``subject`` that is asked for."""
    key = _key(asked)
    before = kept.find(subject.name, key)
    if before is not None and kept.holds(before, kept.look()):
        return Made(before.drawing, before.table, before.facts, before)
    base = kept.look_closely()
    material = _material(subject, asked)
    placed = laid_out(subject, asked, material.picture, base)
    if placed is None:
        return _without_places(material)
    digest = material.digest(placed)
    if before is not None and before.state == State.READY and before.digest == digest:
        kept.touch(before, base)
        return Made(before.drawing, before.table, before.facts, before)
    made = _drawn(material, placed)
    made.material, made.placed = material, placed
    made.kept = kept.keep(
        subject.name, key, digest=digest, seen=base.seen, drawing=made.drawing, table=made.table,
        facts=made.facts,
    )  # fmt: skip
    return made


def _key(asked: Asked) -> str:
    return f"{(get_language() or 'en')[:2]} {asked.key}"


def _material(subject: Subject, asked: Asked) -> Material:
    picture = collect(subject, asked)
    return Material(picture, records(picture.keys), Words())


def materials(subject: Subject, asked: Asked, made: Made | None = None) -> tuple[Material, Layout | None]:
    """Return what files are written from; no layout where it is still being made."""
    if made and made.material:
        return made.material, made.placed
    base = kept.look_closely()
    material = _material(subject, asked)
    return material, laid_out(subject, asked, material.picture, base)


def marks(material: Material, placed: Layout) -> Scene:
    """Return the picture as marks on a sheet."""
    return scene(material.picture, placed, material.records, material.words)


def _drawn(material: Material, placed: Layout) -> Made:
    drawn = marks(material, placed)
    width, height = svg.size(drawn)
    keys = {mark.record.key for mark in drawn.marks}
    return _made(material, keys, svg.body(drawn), {"width": width, "height": height})


def _without_places(material: Material) -> Made:
    return _made(material, set(material.records), "", {})


def _made(material: Material, keys: set[Key], drawing: str, facts: dict[str, Any]) -> Made:
    rows = table.rows(material.picture, material.records, material.words, keys)
    alone = table.alone(material.picture, material.records, keys)
    counted = {
        "records": len(keys), "ties": len(rows), "is_cut": material.picture.is_cut, "alone": alone,
        "kinds": sorted({row.tie.kind for row in rows}),
    }  # fmt: skip
    return Made(drawing, table.body(rows), counted | facts)


def laid_out(subject: Subject, asked: Asked, shown: Picture, base: kept.Base) -> Layout | None:
    """Return the layout, kept or made; nothing where it is long to make, and being made."""
    key = f"layout steps={asked.steps}"
    before = kept.find(subject.name, key)
    if before is not None and kept.holds(before, base):
        return _read(before)
    whole = shown if asked == asked.whole else collect(subject, asked.whole)
    digest = layout.digest(whole)
    if before is not None and before.state == State.READY and before.digest == digest:
        kept.touch(before, base)
        return _read(before)
    if len(whole.keys) > layout.ON_REQUEST:
        _ask_for(subject, asked, before)
        return None
    return keep_layout(subject, asked, whole, base)


def keep_layout(subject: Subject, asked: Asked, whole: Picture, base: kept.Base) -> Layout:
    """Lay ``whole`` out and keep where its records stand."""
    made = layout.lay_out(whole)
    places = [[letter, number, *place] for (letter, number), place in made.places.items()]
    kept.keep(
        subject.name,
        f"layout steps={asked.steps}",
        digest=layout.digest(whole),
        seen=base.seen,
        facts={"width": made.width, "height": made.height, "places": places},
    )
    return made


def _read(row: Kept) -> Layout:
    facts = row.facts
    places = {(letter, number): (x, y) for letter, number, x, y in facts["places"]}
    return Layout(facts["width"], facts["height"], places)


def _ask_for(subject: Subject, asked: Asked, before: Kept | None) -> None:
    """Have the layout made by the worker, once."""
    from hrnet.directory.pictures.tasks import lay_out

    key = f"layout steps={asked.steps}"
    lost = before is not None and before.made_at < timezone.now() - PATIENCE
    if kept.claim(subject.name, key) or lost:
        Kept.objects.filter(subject=subject.name, asked=key).update(made_at=timezone.now())
        lay_out.enqueue(subject.kind, subject.record.slug, asked.steps)
