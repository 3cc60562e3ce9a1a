#!/usr/bin/env python3
"""Make the outlines of the world map anew: ``hrnet/directory/pictures/world.json``.

Usage: python scripts/world_map.py path/to/countries-50m.json

The input is the file of that name in the npm package ``world-atlas`` (version 2), which holds Natural Earth’s
map of the countries at 1:50 million. Natural Earth is in the public domain. What this script does with it:
it leaves out points that change the shape least (the same ones on both sides of a border), projects to Equal
Earth, so that areas compare, rounds to whole units, and names each country by its code of two letters.
"""

from __future__ import annotations

import heapq
import json
import math
import sys
from itertools import pairwise
from pathlib import Path

from babel.core import get_global

TARGET = Path(__file__).resolve().parents[1] / "hrnet" / "directory" / "pictures" / "world.json"
WIDTH = 2000
LEAST_AREA = 1.3  # square units that a point must stand for, to stay
SMALL = 40.0  # square units below which a country gets a ring that can be seen and hit
# What Natural Earth draws apart and ISO 3166-1, which our countries follow, does not; Kosovo is ours.
WITHOUT_CODE = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
# What the map at this scale leaves out, or draws as a part of its State: a ring at its place, in degrees.
MARKED = {
    "BQ": (-68.3, 12.2), "CC": (96.8, -12.2), "CX": (105.6, -10.5), "GF": (-53.0, 4.0), "GI": (-5.4, 36.1),
    "GP": (-61.5, 16.2), "MQ": (-61.0, 14.6), "RE": (55.5, -21.1), "SJ": (16.0, 78.5), "TK": (-171.8, -9.2),
    "TV": (179.2, -8.5), "YT": (45.2, -12.8),
}  # fmt: skip
LEFT_OUT = {"AQ"}  # no institution, and a third of the height
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
Point = tuple[float, float]


def equal_earth(longitude: float, latitude: float) -> Point:
    """Return a place on the map, by the polynomial of Šavrič, Patterson and Jenny (2018)."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2**3
    x = math.radians(longitude) * math.cos(theta)
    x /= math.sqrt(3) / 2 * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2))
    y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))
    scale = WIDTH / (2 * 2.7066297)
    return WIDTH / 2 + x * scale, -y * scale


def arcs(topology: dict) -> list[list[Point]]:
    """Return the arcs of the topology, in degrees, with fewer points."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        found.append(simplified(points))
    return found


def simplified(places: list[Point]) -> list[Point]:
    """Leave out the places of least effect on the map first (Visvalingam); the ends of an arc stay."""
    points = [equal_earth(*place) for place in places]
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    gone = [False] * len(points)
    heap = [(_triangle(points, n - 1, n, n + 1), n) for n in range(1, len(points) - 1)]
    heapq.heapify(heap)
    while heap:
        area, n = heapq.heappop(heap)
        if gone[n] or area < _triangle(points, before[n], n, after[n]):
            continue
        if area >= LEAST_AREA:
            break
        gone[n] = True
        one, other = before[n], after[n]
        after[one], before[other] = other, one
        for near in (one, other):
            if 0 < near < len(points) - 1:
                heapq.heappush(heap, (_triangle(points, before[near], near, after[near]), near))
    return [place for place, left_out in zip(places, gone, strict=True) if not left_out]


def _triangle(points: list[Point], one: int, two: int, three: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = points[one], points[two], points[three]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def rings(geometry: dict, lines: list[list[Point]]) -> list[list[Point]]:
    """Return the rings of a country; holes too, which the fill rule keeps open."""
    shapes = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    found = []
    for ring in (ring for shape in shapes for ring in shape):
        points: list[Point] = []
        for number in ring:
            line = lines[number] if number >= 0 else lines[~number][::-1]
            points += line[1 if points else 0 :]
        found += [[equal_earth(*place) for place in part] for part in cut(points)]
    return found


def cut(ring: list[Point]) -> list[list[Point]]:
    """Return ``ring`` in parts that do not cross the meridian of 180 degrees."""
    unrolled = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((unrolled[-1][0] - longitude) / 360)
        unrolled.append((longitude + 360 * turns, latitude))
    parts = []
    for shift in (-360, 0, 360):
        part = [(longitude + shift, latitude) for longitude, latitude in unrolled]
        for sign in (1, -1):
            part = within(part, sign)
        if part:
            parts.append(part)
    return parts


def within(ring: list[Point], sign: int) -> list[Point]:
    """Return what of ``ring`` lies on the near side of the meridian of ``sign`` times 180 degrees."""
    kept = []
    for (x1, y1), (x2, y2) in pairwise([*ring, *ring[:1]]):
        inside, goes_on = sign * x1 <= 180, sign * x2 <= 180
        if inside:
            kept.append((x1, y1))
        if inside != goes_on:
            share = (sign * 180 - x1) / (x2 - x1)
            kept.append((sign * 180.0, y1 + share * (y2 - y1)))
    return kept


def area(ring: list[Point]) -> float:
    """Return the area of a ring."""
    closed = [*ring, ring[0]]
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(closed))
    return abs(twice) / 2


def outline(some: list[list[Point]], top: float) -> str:
    """Return the path of a country in whole units, each step from the point before."""
    path = []
    for ring in some:
        points = [(round(x), round(y - top)) for x, y in ring]
        steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
        text = "".join(f"{dx}{'' if dy < 0 else ' '}{dy} " for dx, dy in steps if dx or dy).strip()
        if text:
            path.append(f"M{points[0][0]} {points[0][1]}l{text.replace(' -', '-')}z")
    return "".join(path)


def main(source: str) -> None:
    """Write the outlines."""
    topology = json.loads(Path(source).read_text())
    lines = arcs(topology)
    codes = get_global("territory_aliases")
    shapes: dict[str, list[list[Point]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        known = codes.get(geometry.get("id", ""))
        name = geometry["properties"]["name"]
        code = known[0] if known else WITHOUT_CODE.get(name, name)
        if code not in LEFT_OUT and geometry["type"]:
            shapes.setdefault(code, []).extend(rings(geometry, lines))
    top = min(y for some in shapes.values() for ring in some for _x, y in ring) - 4
    bottom = max(y for some in shapes.values() for ring in some for _x, y in ring) + 4
    countries = {}
    for code, some in sorted(shapes.items()):
        largest = max(some, key=area)
        drawn = [ring for ring in some if area(ring) >= LEAST_AREA or ring is largest]
        countries[code] = {"d": outline(drawn, top)}
        if sum(map(area, some)) < SMALL:
            xs, ys = [x for x, _y in largest], [y - top for _x, y in largest]
            countries[code]["at"] = [round((min(xs) + max(xs)) / 2), round((min(ys) + max(ys)) / 2)]
    for code, place in MARKED.items():
        x, y = equal_earth(*place)
        countries.setdefault(code, {"d": "", "at": [round(x), round(y - top)]})
    told = {
        "origin": "Natural Earth, 1:50 million, public domain; by way of the npm package world-atlas 2",
        "width": WIDTH,
        "height": round(bottom - top),
        "countries": countries,
    }
    lines_of_file = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"')
    TARGET.write_text(lines_of_file + "\n", encoding="utf-8")
    print(f"{len(countries)} countries, {TARGET.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(sys.argv[1])
