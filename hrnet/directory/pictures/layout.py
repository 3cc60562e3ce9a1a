"""Where each record of a picture stands: the same for the same records and ties, whatever is filtered.

A spring layout (rustworkx, seeded), stretched to the sheet; then labels that lie on each other are pushed
apart. The time grows with the square of the records: see ``ON_REQUEST``.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import rustworkx as rx

from hrnet.directory.pictures.models import DRAWING
from hrnet.directory.pictures.ties import Picture
from hrnet.directory.pictures.ways import Key

ON_REQUEST = 400  # records that are laid out while a reader waits: a tenth of a second
SEED = 20
# The room that a record needs with its label, and the sheet that holds them all, as wide as three to two.
WIDE, HIGH = 122.0, 30.0
ROOM, ASPECT, EDGE = 9200.0, 1.5, 92.0
LEAST = 840.0
ROUNDS, FEWER_ROUNDS = 50, 40
PUSHES = 24

Place = tuple[int, int]


@dataclass(frozen=True)
class Layout:
    """The size of the sheet, and the place of each record on it."""

    width: int
    height: int
    places: dict[Key, Place]


def digest(picture: Picture) -> str:
    """Return what stands for all that the layout depends on."""
    text = repr((DRAWING, picture.keys, _pairs(picture)))
    return hashlib.sha256(text.encode()).hexdigest()


def _pairs(picture: Picture) -> list[tuple[int, int]]:
    at = {key: number for number, key in enumerate(picture.keys)}
    return sorted({(at[tie.first], at[tie.second]) for tie in picture.ties})


def lay_out(picture: Picture) -> Layout:
    """Return a place for each record of ``picture``."""
    count = len(picture.keys)
    width = max(LEAST, math.sqrt(count * ROOM * ASPECT))
    height = width / ASPECT
    spread = _springs(count, _pairs(picture))
    places = _stretched(spread, width, height)
    if count <= ON_REQUEST:
        places = _apart(places, width, height)
    rounded = [(round(x), round(y)) for x, y in places.tolist()]
    return Layout(round(width), round(height), dict(zip(picture.keys, rounded, strict=True)))


def _springs(count: int, pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    graph: rx.PyGraph = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(count))
    graph.add_edges_from([(one, other, 1.0) for one, other in pairs])
    rounds = ROUNDS if count <= ON_REQUEST else FEWER_ROUNDS
    found = rx.spring_layout(graph, num_iter=rounds, seed=SEED)
    return np.array([found[number] for number in range(count)], dtype=float)


def _stretched(spread: np.ndarray, width: float, height: float) -> np.ndarray:
    """Return the places fitted to the sheet; by rank in part, so that no far record squeezes the others."""
    columns = []
    for axis, size in ((0, width), (1, height)):
        values = spread[:, axis]
        low, high = values.min(), values.max()
        linear = (values - low) / (high - low) if high > low else np.full(len(values), 0.5)
        rank = (np.argsort(np.argsort(values, kind="stable"), kind="stable") + 0.5) / len(values)
        edge = EDGE if axis == 0 else EDGE / 3
        columns.append(edge + (0.5 * linear + 0.5 * rank) * (size - 2 * edge))
    return np.stack(columns, axis=1)


def _apart(places: np.ndarray, width: float, height: float) -> np.ndarray:
    """Push records apart whose labels would lie on each other, along the way that is shorter."""
    once = np.triu(np.ones((len(places), len(places)), dtype=bool), k=1)  # each pair, one way round
    low, high = (EDGE, EDGE / 3), (width - EDGE, height - EDGE / 3)
    for _push in range(PUSHES):
        x, y = places.astype(np.float32).T
        near = (np.abs(np.subtract.outer(x, x)) < WIDE) & (np.abs(np.subtract.outer(y, y)) < HIGH)
        one, other = np.nonzero(near & once)
        if not len(one):
            break
        places = np.clip(places + _pushes(places, one, other), low, high)
    return places


def _pushes(places: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how far each record moves, where ``one`` and ``other`` are the pairs that are too close."""
    way = places[one] - places[other]
    overlap = np.array([WIDE, HIGH]) - np.abs(way)
    sign = np.where(way == 0, -1.0, np.sign(way))
    sideways = overlap[:, 0] / WIDE < overlap[:, 1] / HIGH
    overlap[~sideways, 0], overlap[sideways, 1] = 0, 0
    move, count = sign * overlap, len(places)
    total = np.stack(
        [np.bincount(one, move[:, n], count) - np.bincount(other, move[:, n], count) for n in (0, 1)], axis=1
    )
    return 0.35 * np.clip(total, [-WIDE, -HIGH], [WIDE, HIGH])


def placed(layout: Layout, keys: Iterable[Key]) -> dict[Key, Place]:
    """Return the places of ``keys``; those that the layout has no room for are left out."""
    return {key: layout.places[key] for key in keys if key in layout.places}
