"""The shortest paths between two records: from both ends at once, level by level, one question each.

The smaller side goes on. Where a level would be too large, the search stops and says so: it never answers
«no path» where it has not looked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hrnet.directory.paths.steps import Ties, edges, neighbours
from hrnet.directory.pictures.ways import Key

MOST_STEPS = 6
MOST_PATHS = 10
MOST_RECORDS = 100_000  # that one level may bring
MOST_ASKED = 20_000  # whose ties are looked at in one level

Path = tuple[Key, ...]


@dataclass
class Found:
    """What was found: the shortest paths, whether there are more of that length, whether it was cut short.

    ``looked`` is the number of steps up to which it is known that there is no shorter path.
    """

    paths: list[Path] = field(default_factory=list)
    more: bool = False
    is_bounded: bool = False
    looked: int = 0


@dataclass
class _Side:
    """One end, with the records at each number of steps from it."""

    levels: list[set[Key]]
    seen: set[Key]

    @property
    def frontier(self) -> set[Key]:
        return self.levels[-1]


def _side(key: Key) -> _Side:
    return _Side([{key}], {key})


def find(start: Key, goal: Key, ties: Ties, most: int = MOST_PATHS) -> Found:
    """Return the shortest paths from ``start`` to ``goal`` by ``ties``, at most ``most`` of them."""
    sides = _side(start), _side(goal)
    if start == goal:
        return Found([(start,)])
    for step in range(1, MOST_STEPS + 1):
        one, other = sides if len(sides[0].frontier) <= len(sides[1].frontier) else sides[::-1]
        if not one.frontier:
            return Found(looked=MOST_STEPS)
        if len(one.frontier) > MOST_ASKED:
            return Found(is_bounded=True, looked=step - 1)
        met, is_cut = neighbours(ties, one.frontier, MOST_RECORDS)
        one.levels.append(met - one.seen)
        one.seen |= met
        if meeting := one.frontier & other.seen:
            found = _told(sides, meeting, ties, most)
            found.more = found.more or is_cut
            return found
        if is_cut:
            return Found(is_bounded=True, looked=step - 1)
    return Found(looked=MOST_STEPS)


def _told(sides: tuple[_Side, _Side], meeting: set[Key], ties: Ties, most: int) -> Found:
    """Return the paths through the records where both sides met: a few of them are enough for a few paths."""
    middle: list[Path] = [(key,) for key in sorted(meeting)[: most + 1]]
    before = _walked(middle, sides[0].levels[-2::-1], ties, most + 1)
    whole = _walked([path[::-1] for path in before], sides[1].levels[-2::-1], ties, most + 1)
    return Found(whole[:most], len(whole) > most, looked=len(whole[0]) - 1)


def _walked(paths: list[Path], levels: Iterable[set[Key]], ties: Ties, most: int) -> list[Path]:
    """Lengthen ``paths`` level by level, keeping ``most`` of them, each as it branches."""
    for level in levels:
        onward = edges(ties, {path[-1] for path in paths}, level, most)
        paths = [(*path, key) for path in paths for key in onward.get(path[-1], ())][:most]
    return paths
