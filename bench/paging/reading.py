"""Readers: one after the other for the time of a page, four at once for how many a second are served."""

from __future__ import annotations

import http.client
import itertools
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import psycopg

READERS = 4
SLOW = 0.5  # seconds; what takes longer is read but once in a round


_numbers = itertools.count()


class Page:
    """A page of a site; where ``anew``, by another address each time, so that nothing of it is remembered."""

    def __init__(self, port: int, path: str, *, anew: bool = False) -> None:
        self.port, self.path, self.anew = port, path, anew

    def reader(self) -> Callable[[], int]:
        """Return what reads the page over a connection that is kept, and returns its size."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

        def read() -> int:
            sign = "&" if "?" in self.path else "?"
            more = f"{sign}nothing={os.getpid()}-{next(_numbers)}" if self.anew else ""
            connection.request("GET", self.path + more)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{self.path}: status {answer.status}")
            return len(body)

        return read


class Bare:
    """The SQL that a page needs at least, without a page around it."""

    def __init__(self, address: str, statements: list[str], parameters: dict[str, Any]) -> None:
        self.address, self.statements, self.parameters = address, statements, parameters

    def reader(self) -> Callable[[], int]:
        """Return what runs the statements over a connection that is kept, and returns how many rows came."""
        connection = psycopg.connect(self.address, autocommit=True)
        return lambda: sum(
            len(connection.execute(one, self.parameters).fetchall()) for one in self.statements
        )


@dataclass
class Timed:
    """What was measured of one way to one page."""

    times: list[float] = field(default_factory=list)  # milliseconds
    rates: list[float] = field(default_factory=list)  # requests a second
    size: int = 0

    @property
    def p50(self) -> float:
        return median(self.times)

    @property
    def rate(self) -> float:
        return median(self.rates)


def measure(ways: dict[str, Page | Bare], rounds: int, seconds: float) -> dict[str, Timed]:
    """Read each way in turn, so that what the machine does beside hits them alike."""
    found = {name: Timed() for name in ways}
    for name, way in ways.items():
        read = way.reader()
        for _warm in range(2):
            found[name].size = read()
    for _round in range(rounds):
        for name, way in ways.items():
            _some(way, found[name], seconds)
    for turn in range(rounds):
        for name, way in ways.items():
            if turn == 0 or found[name].p50 < SLOW * 1000:
                found[name].rates.append(_rate(way, seconds))
    return found


def _some(way: Page | Bare, timed: Timed, seconds: float) -> None:
    read = way.reader()
    read()
    until = time.perf_counter() + seconds
    for at in range(100):
        began = time.perf_counter()
        read()
        now = time.perf_counter()
        timed.times.append((now - began) * 1000)
        if now > until and (at >= 2 or now - began > SLOW):
            return


def _rate(way: Page | Bare, seconds: float) -> float:
    """Return how many a second four readers at once are served."""
    done: list[int] = []
    began = time.perf_counter()

    def work() -> None:
        read, number = way.reader(), 0
        while time.perf_counter() - began < seconds or not number:
            read()
            number += 1
        done.append(number)

    threads = [threading.Thread(target=work) for _reader in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began)
