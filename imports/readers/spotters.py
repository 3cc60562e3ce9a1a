"""Who knows a header: by the columns of a mapping, by hrnet’s own names, by where it is, or by its looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from imports.readers.columns import fold_cached, is_second_row, is_value, looks_like_header, names_of
from imports.readers.mapping import TableAt
from imports.readers.tables import Numbered, Spot, is_blank

HEADER_ROWS = 3  # over so many rows at most a header is found by itself
Fits = Callable[[Sequence[str]], int]


class ByNames:
    """Finds the rows whose names fit best; ``fits`` returns how many do, 0 where they do not suffice."""

    places: Collection[int] = ()

    def __init__(self, fits: Fits, words: Collection[str]) -> None:
        """``words`` are the folded names that a header can have, and the parts of those in several rows."""
        self._fits, self._words = fits, words

    def first(self, rows: list[Numbered]) -> Spot | None:
        """Return the best header among ``rows``; of equal ones the shortest, then the first."""
        best: tuple[int, int, int] | None = None
        for place in range(len(rows)):
            for count in range(1, HEADER_ROWS + 1):
                fits = self.fitting(rows[place : place + count], count)
                if fits and (best is None or (fits, -count, -place) > best):
                    best = (fits, -count, -place)
        if best is None:
            return None
        count, place = -best[1], -best[2]
        return _spot(rows[place : place + count])

    def again(self, rows: list[Numbered]) -> Spot | None:
        """Return the header with which ``rows`` begin, after titles of one cell."""
        for place, (_number, row) in enumerate(rows):
            if any(cell and fold_cached(cell) in self._words for cell in row):
                for count in range(1, HEADER_ROWS + 1):
                    if self.fitting(rows[place : place + count], count):
                        # The rows below may add to the header.
                        return self.first(rows[place : place + HEADER_ROWS])
            if _filled(row) > 1:
                return None
        return None

    def fitting(self, rows: list[Numbered], count: int) -> int:
        """Return how well the first ``count`` rows fit as a header; 0 where they do not."""
        if len(rows) < count or any(is_blank(row) for _number, row in rows):
            return 0
        return self._fits(names_of([row for _number, row in rows]))


class AtPlaces:
    """Finds headers where someone says that they are, whatever they look like."""

    def __init__(self, places: Sequence[TableAt]) -> None:
        self._rows = {one.header_row: one.header_rows for one in places}
        self.places: Collection[int] = self._rows.keys()

    def first(self, rows: list[Numbered]) -> Spot | None:
        """Return the first of the places that is among ``rows``."""
        return self.again(rows)

    def again(self, rows: list[Numbered]) -> Spot | None:
        """Return the first of the places that is among ``rows``."""
        for place in range(len(rows)):
            header = rows[place : place + self._rows.get(rows[place][0], 0)]
            if header and self._is_header(header):
                return _spot(header)
        return None

    def _is_header(self, rows: list[Numbered]) -> bool:
        return not all(is_blank(row) for _number, row in rows)


class ByPlace(AtPlaces):
    """Finds headers where a mapping says that they are, as far as they still fit it."""

    def __init__(self, places: Sequence[TableAt], by_names: ByNames) -> None:
        super().__init__(places)
        self._by_names = by_names

    def _is_header(self, rows: list[Numbered]) -> bool:
        return bool(self._by_names.fitting(rows, len(rows)))


class ByLooks:
    """Finds what looks like a header, and rather what names ``known`` things; without a mapping."""

    places: Collection[int] = ()

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._seen: list[list[str]] = []

    def first(self, rows: list[Numbered]) -> Spot | None:
        """Return the likeliest header among ``rows``, or the first row that is not blank."""
        widths = sorted(_filled(row) for _number, row in rows if not is_blank(row))
        if not widths:
            return None
        usual = widths[(len(widths) * 3) // 4]
        scored = [(self._score(rows, place, usual), -place) for place in range(len(rows))]
        score, place = max(scored)
        if score <= 0:
            place = -next(index for index, (_n, row) in enumerate(rows) if not is_blank(row))
        return self._spot(rows, -place)

    def again(self, rows: list[Numbered]) -> Spot | None:
        """Return the header with which ``rows`` begin: one seen before, or of names that are known."""
        for place, (_number, row) in enumerate(rows):
            filled = _filled(row)
            if row in self._seen or (
                filled > 1 and looks_like_header(row) and self._count(row) >= max(2, filled / 2)
            ):
                return self._spot(rows, place)
            if filled > 1:
                return None
        return None

    def _spot(self, rows: list[Numbered], place: int) -> Spot:
        """Return the header that has the row at ``place``, with the rows around it that belong to it."""
        count = 1
        if place and is_second_row(rows[place - 1][1], rows[place][1]):
            place -= 1
        while count < HEADER_ROWS and place + count < len(rows):
            if not is_second_row(rows[place + count - 1][1], rows[place + count][1]):
                break
            count += 1
        self._seen.append(rows[place][1])
        return _spot(rows[place : place + count])

    def _score(self, rows: list[Numbered], place: int, usual: int) -> float:
        row = rows[place][1]
        filled = _filled(row)
        if not filled or not looks_like_header(row) or (filled < 2 <= usual):
            return 0.0
        texts = [cell.strip() for cell in row if cell.strip()]
        repeated = len(texts) - len(set(texts))
        return (
            3.0 * self._count(row) + min(filled / usual, 1.0) + self._contrast(rows, place) - repeated
            - 0.02 * place
        )  # fmt: skip

    def _count(self, row: Sequence[str]) -> int:
        return sum(fold_cached(cell) in self._known for cell in row if cell.strip())

    @staticmethod
    def _contrast(rows: list[Numbered], place: int) -> float:
        """Return 1 where numbers or dates stand below the row, in columns in which it has words."""
        below = [row for _number, row in rows[place + 1 : place + 6] if not is_blank(row)]
        return float(
            any(
                cell.strip() and not is_value(cell) and is_value(row[index])
                for row in below
                for index, cell in enumerate(rows[place][1])
                if index < len(row)
            )
        )


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _spot(rows: list[Numbered]) -> Spot:
    return Spot(rows[0][0], [row for _number, row in rows])
