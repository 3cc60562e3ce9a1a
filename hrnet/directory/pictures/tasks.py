"""What the worker does: laying out pictures that a reader would have to wait for."""

from __future__ import annotations

from django.http import Http404
from django_tasks import task

from hrnet.directory.pictures import kept, making
from hrnet.directory.pictures.asked import Asked
from hrnet.directory.pictures.subjects import subject
from hrnet.directory.pictures.ties import collect


@task()
def lay_out(kind: str, slug: str, steps: int) -> None:
    """Lay out the picture of a record, as it is now, and draw it where nothing is filtered."""
    try:
        one = subject(kind, slug)
    except Http404:  # withdrawn meanwhile
        return
    asked = Asked(steps=steps)
    base = kept.look_closely()
    making.keep_layout(one, asked, collect(one, asked), base)
    making.make(one, asked)
