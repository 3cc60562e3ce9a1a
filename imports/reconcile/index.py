"""Indexes over the known names, in flat arrays: 150,000 names take some 60 MB, not 600."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from math import log

KEPT_BITS = 500  # 19 kB each for 150,000 names


class Keys:
    """Which rows have a key; keys are kept as their hashes, sorted."""

    def __init__(self) -> None:
        self._hashes = array("q")
        self._rows = array("I")
        self._sorted = True

    def add(self, key: object, row: int) -> None:
        """Remember that ``row`` has ``key``."""
        self._hashes.append(hash(key))
        self._rows.append(row)
        self._sorted = False

    def freeze(self) -> None:
        """Sort what was added, so that it can be asked."""
        order = sorted(range(len(self._hashes)), key=self._hashes.__getitem__)
        self._hashes = array("q", map(self._hashes.__getitem__, order))
        self._rows = array("I", map(self._rows.__getitem__, order))
        self._sorted = True

    def rows(self, key: object) -> list[int]:
        """Return the rows that have ``key``, in the order in which they were added."""
        wanted = hash(key)
        at = bisect_left(self._hashes, wanted)
        found: list[int] = []
        while at < len(self._hashes) and self._hashes[at] == wanted:
            found.append(self._rows[at])
            at += 1
        return found


class Lists:
    """A list of numbers for each row, end to end in one array."""

    def __init__(self) -> None:
        self.flat = array("I")
        self.starts = array("I", [0])

    def append(self, numbers: Iterable[int]) -> None:
        """Add the list of the next row."""
        self.flat.extend(numbers)
        self.starts.append(len(self.flat))

    def __getitem__(self, row: int) -> Sequence[int]:
        return self.flat[self.starts[row] : self.starts[row + 1]]

    def __len__(self) -> int:
        return len(self.starts) - 1


class Vocabulary:
    """The words of all names, numbered; how rare each is; and the names that hold it."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.ids: dict[str, int] = {}
        self.names = Lists()
        self.weights = array("f")
        self.holders = Lists()
        self._bits: dict[int, bytes] = {}

    def add(self, some: Iterable[str]) -> None:
        """Add the words of the next name."""
        self.names.append([self._id(word) for word in some])

    def _id(self, word: str) -> int:
        number = self.ids.get(word)
        if number is None:
            number = self.ids[word] = len(self.words)
            self.words.append(word)
        return number

    def freeze(self) -> None:
        """Turn the lists around, so that each word knows its names, and weigh the words."""
        counts = array("I", bytes(4 * len(self.words)))
        for number in self.names.flat:
            counts[number] += 1
        total = 0
        for count in counts:
            total += count
            self.holders.starts.append(total)
        self.holders.flat = array("I", bytes(4 * total))
        self._fill(array("I", self.holders.starts))
        size = max(len(self.names), 1)
        self.weights = array("f", (log(1 + size / max(count, 1)) for count in counts))
        self.rarest = log(1 + size)

    def _fill(self, free: array[int]) -> None:
        flat, starts, holders = self.names.flat, self.names.starts, self.holders.flat
        for row in range(len(self.names)):
            for at in range(starts[row], starts[row + 1]):
                number = flat[at]
                holders[free[number]] = row
                free[number] += 1

    def bits(self, number: int) -> bytes:
        """Return the names that hold the word as a string of bits; kept, since common words recur."""
        found = self._bits.get(number)
        if found is None:
            row_bits = bytearray(len(self.names) // 8 + 1)
            for row in self.holders[number]:
                row_bits[row >> 3] |= 1 << (row & 7)
            if len(self._bits) >= KEPT_BITS:
                self._bits.clear()
            found = self._bits[number] = bytes(row_bits)
        return found

    def count(self, number: int) -> int:
        """Return in how many names the word stands."""
        return self.holders.starts[number + 1] - self.holders.starts[number]


_NOT_ZERO = re.compile(rb"[^\0]")
_BITS_OF = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]


def rows_of(bits: int, size: int, limit: int) -> list[int]:
    """Return the first ``limit`` rows whose bit is set, of ``size`` rows."""
    rows: list[int] = []
    text = bits.to_bytes(size // 8 + 1, "little")
    for found in _NOT_ZERO.finditer(text):
        at = found.start()
        rows += [8 * at + bit for bit in _BITS_OF[text[at]]]
        if len(rows) >= limit:
            break
    return rows[:limit]
