"""How long a picture takes the first time and once it is kept, and how long its layout takes.

Usage: python -m bench.pictures  (on a database of its own, embedded, in a temporary folder)
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.table import print_table

TRIES = 15
HEADER = ("records", "ties", "what", "ms (median)", "ms (slowest)", "kB")


def main() -> None:
    """Start a server, fill a base, measure."""
    from hrnet.embedded import EmbeddedPostgres

    folder = Path(tempfile.mkdtemp(prefix="hrnet-bench-"))
    folder.chmod(0o711)
    password = secrets.token_urlsafe(16)
    server = EmbeddedPostgres(folder / "postgres", password, {"fsync": "off"})
    server.acquire()
    try:
        _prepare(folder, server, password)
        rows = [row for records in (300, 3000) for row in _measure(records)]
        print_table("Pictures", HEADER, rows)
    finally:
        server.release()
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(folder: Path, server: Any, password: str) -> None:
    from urllib.parse import quote

    os.environ["HRNET_DATA_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = (
        f"postgresql://hrnet:{password}@{quote(str(server.socket_dir), safe='')}:5432/hrnet"
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "hrnet.settings.test"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _fill(records: int) -> None:
    """Make a network of ``records`` bodies in all: members, and what they do towards each other."""
    from random import Random

    from institutions.models import Institution, Name
    from mandates.models import Engagement
    from networks.models import Membership, Network, Role

    random, tag = Random(7), f"n{records}"
    bodies = Institution.objects.bulk_create(
        Institution(slug=f"{tag}-{n}", kind="ombuds", review_state="published") for n in range(records)
    )
    Name.objects.bulk_create(
        Name(
            institution=one,
            text=f"Ombuds institution no. {n}",
            language="en",
            kind="official",
            folded=f"o {n}",
        )
        for n, one in enumerate(bodies)
    )
    network = Network.objects.create(institution=bodies[0])
    role, _made = Role.objects.get_or_create(
        slug="member", defaults={"label_en": "member", "label_fr": "membre"}
    )
    Membership.objects.bulk_create(
        Membership(institution=one, network=network, role=role, review_state="published")
        for one in bodies[1:]
    )
    pairs = {tuple(random.sample(range(1, records), 2)) for _n in range(records)}
    Engagement.objects.bulk_create(
        Engagement(actor=bodies[a], target=bodies[b], kind="dialogue", review_state="published")
        for a, b in sorted(pairs)
    )


def _measure(records: int) -> list[list[object]]:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from hrnet.directory.pictures.models import Kept

    _fill(records)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client, start = Client(), f"/networks/n{records}-0/picture"
    client.get("/about/")  # what a process does once
    client.get("/themes/none/picture/")

    def anew(address: str) -> int:
        Kept.objects.all().delete()
        size = len(client.get(address).content)
        if records > 400:  # laid out by the worker
            call_command("db_worker", "--batch", "--no-startup-delay", "--no-reload", verbosity=0)
        return size

    first = _timed(lambda: anew(f"{start}.svg"), 5 if records <= 400 else 2)
    served = client.get(f"{start}.svg")
    ties = served.content.count(b"<polyline") - 1  # one is in the legend for each kind
    rows: list[list[object]] = [[records, ties, "laid out and drawn the first time", *first]]
    for what, address in (
        ("kept, the SVG", f"{start}.svg"),
        ("kept, the page with its table", f"{start}/"),
        ("kept, the frame", f"{start}/embed/"),
        ("kept, the PNG", f"{start}.png"),
        ("GraphML, written anew", f"{start}.graphml"),
    ):
        client.get(address)
        times = _timed(lambda address=address: len(client.get(address).content), TRIES)
        rows.append([records, ties, what, *times])
    rows.append([records, ties, "of a past day, the first time", *_past(client, start)])
    rows.append([records, ties, "the layout alone", *_layout(start)])
    return rows


def _past(client: Any, start: str) -> tuple[str, str, str]:
    days = iter(range(1950, 2020))
    return _timed(lambda: len(client.get(f"{start}.svg?on={next(days)}").content), 3)


def _layout(start: str) -> tuple[str, str, str]:
    from hrnet.directory.pictures.asked import Asked
    from hrnet.directory.pictures.layout import lay_out
    from hrnet.directory.pictures.subjects import subject
    from hrnet.directory.pictures.ties import collect

    picture = collect(subject("network", start.split("/")[2]), Asked())
    return _timed(lambda: len(lay_out(picture).places) and 0, 3)


def _timed(work: Callable[[], int], tries: int) -> tuple[str, str, str]:
    """Return the median and the slowest time in milliseconds, and the size in kB."""
    times, size = [], 0
    for _try in range(tries):
        began = time.perf_counter()
        size = work()
        times.append((time.perf_counter() - began) * 1000)
    return f"{median(times):.1f}", f"{max(times):.1f}", f"{size / 1000:.0f}" if size else ""


if __name__ == "__main__":
    main()
