"""Tables in Markdown, and the tally of what was matched."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from imports.reconcile import Match


def print_table(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; numbers stand to the right."""
    print(f"### {title}\n")
    print("| " + " | ".join(header) + " |")
    print("|---" + "|---:" * (len(header) - 1) + "|")
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()


class Tally:
    """Counts, per group, how names were matched."""

    def __init__(self) -> None:
        self.groups: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def count(self, group: str, expected: int, match: Match) -> None:
        """Count a name; ``expected`` is 0 where nothing may be certain."""
        first = match.candidates[0].id if match.candidates else 0
        for counter in (self.groups[group], self.groups["all"]):
            counter["names"] += 1
            counter["in base"] += bool(expected)
            counter["right first"] += bool(expected) and first == expected
            counter["right certain"] += match.certain and first == expected
            counter["wrong"] += match.certain and first != expected
            counter["asked"] += not match.certain

    def report(self, title: str) -> None:
        """Print the counts."""
        self.groups["all"] = self.groups.pop("all")
        print_table(
            title,
            ("", "names", "in the base", "right first", "certain and right", "wrong but certain", "asked"),
            [_row(group, counter) for group, counter in self.groups.items()],
        )


def _row(group: str, counter: Counter[str]) -> list[object]:
    within = counter["in base"]
    right, certain = (_share(counter[key], within) for key in ("right first", "right certain"))
    wrong = f"{counter['wrong']} ({100 * counter['wrong'] / counter['names']:.2f} %)"
    return [group, counter["names"], within, right, certain, wrong, counter["asked"]]


def _share(some: int, whole: int) -> str:
    return f"{some / whole:.3f}" if whole else "–"
